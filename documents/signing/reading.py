"""Have the signatures in a PDF judged by a program of its own, with a limit on its time."""

import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 40.0  # seconds
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SignatureFound:
    """One signature: `intact` says that what was signed is unchanged, `whole` that nothing was added to it since but
    further signatures, `trusted` that a root which the operator trusts vouches for the signer, `stamped` that a
    time-stamping authority does for the time.
    """

    name: str
    issuer: str
    fingerprint: str
    intact: bool
    whole: bool
    trusted: bool
    stamped: bool
    at: datetime | None

    @property
    def holds(self) -> bool:
        """Whether it proves who signed, and that the file is as it was signed."""
        return self.intact and self.whole and self.trusted


def signatures_of(data: bytes, trust: Sequence[Path]) -> list[SignatureFound] | None:
    """The signatures in a PDF; None where nobody can tell, as with a file that is broken."""
    command = [sys.executable, "-m", "documents.signing.check", *map(str, trust)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and the operator's paths
            command, input=data, capture_output=True, timeout=PATIENCE, check=False, cwd=ROOT
        )
    except subprocess.TimeoutExpired:
        logger.warning("the signatures of a file took too long to check")
        return None
    if done.returncode:
        logger.info("the signatures of a file cannot be checked: %s", done.stderr[-300:].decode(errors="replace"))
        return None
    return [
        SignatureFound(**{**row, "at": datetime.fromisoformat(row["at"]) if row["at"] else None})
        for row in json.loads(done.stdout)
    ]
