"""Whether the signatures in a PDF hold: by whom, when, over the whole file, by an authority that is trusted.

Runs as a program of its own (`python -m documents.signing.check ROOT.pem… < file`), which `reading` starts: a hostile
file can cost it a bounded time and memory, or its life, but never the server's. Fetches nothing. Answers JSON.
"""

import io
import json
import logging
import resource
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from config.coroutines import awaited
from documents.signing.keys import person_of

MAX_SECONDS, MAX_MEMORY, MOST_SIGNATURES = 20, 1024**3, 20


def certificates(paths: Iterable[Path]) -> list[x509.Certificate]:
    """The certificates in PEM files."""
    blocks = (block for path in paths for block in pem.unarmor(path.read_bytes(), multiple=True))
    return [x509.Certificate.load(der) for _type, _headers, der in blocks]


def checked(data: bytes, roots: Sequence[x509.Certificate]) -> list[dict[str, Any]]:
    """One row a signature, the earliest first; its names are those of `reading.SignatureFound`."""
    found = PdfFileReader(io.BytesIO(data)).embedded_regular_signatures[:MOST_SIGNATURES]
    return [_row(signature, roots) for signature in found]


def _row(signature: Any, roots: Sequence[x509.Certificate]) -> dict[str, Any]:
    certificate = signature.signer_cert
    named = {
        "name": person_of(certificate),
        "issuer": certificate.issuer.human_friendly,
        "fingerprint": certificate.sha256.hex(),
    }
    try:
        said = awaited(async_validate_pdf_signature(signature, _context(signature, roots)))
    except Exception:  # what is broken so that nobody can judge it does not hold
        return {**named, "intact": False, "whole": False, "trusted": False, "at": "", "stamped": False}
    stamp: Any = said.timestamp_validity
    stamped = bool(stamp and stamp.intact and stamp.valid)
    at = stamp.timestamp if stamped else said.signer_reported_dt
    return {
        **named,
        "intact": bool(said.intact and said.valid),
        "whole": _only_signed_since(said),
        "trusted": bool(said.trusted),
        "at": at.isoformat() if at else "",
        "stamped": stamped and bool(stamp.trusted),
    }  # fmt: skip


def _only_signed_since(said: Any) -> bool:
    """Whether nothing came after the signature but further signatures."""
    level = said.modification_level
    covered = said.coverage is not None and said.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    return bool(covered and said.docmdp_ok and level is not None and level <= ModificationLevel.FORM_FILLING)


def _context(signature: Any, roots: Sequence[x509.Certificate]) -> ValidationContext:
    """Trust at the time that the signature states: a certificate that has run out since was good then."""
    return ValidationContext(
        trust_roots=list(roots), allow_fetching=False, moment=signature.self_reported_timestamp,
        revocation_mode="soft-fail",
    )  # fmt: skip


def main(roots: Sequence[str]) -> int:
    """Judge the file on standard input within the limits."""
    logging.disable()  # what is found stands in the answer
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    try:
        found = checked(sys.stdin.buffer.read(), certificates(map(Path, roots)))
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        return 1
    json.dump(found, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
