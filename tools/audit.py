"""`make audit`: is any locked package known to be vulnerable? pip-audit asks the index; uv fetches it when needed.

Where no index can be reached nothing is known, which is said and is no failure: an answer is what fails or holds.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).parent / "uv"
PIP_AUDIT = "pip-audit==2.10.1"
LOCK = ROOT / "requirements" / "runtime.txt"
PATIENCE = 300.0  # seconds


def command(uv: Path = UV) -> list[str]:
    """What asks: the lock as it is, nothing resolved or installed."""
    asked = ["--requirement", str(LOCK), "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    return [str(uv), "tool", "run", "--quiet", "--from", PIP_AUDIT, "pip-audit", *asked, "--timeout", "10"]


def known(answer: str) -> Iterator[str]:
    """The vulnerabilities of an answer. Raises ValueError where it is none."""
    found: dict[str, Any] = json.loads(answer)
    for package in found["dependencies"]:
        for fault in package.get("vulns", ()):
            mended = ", ".join(fault.get("fix_versions") or ()) or "no version yet"
            yield f"{package['name']} {package['version']}: {fault['id']}, mended by {mended}"


def main(uv: Path = UV) -> int:
    """Returns 1 where a vulnerability is known."""
    try:
        done = subprocess.run(command(uv), capture_output=True, text=True, check=False, timeout=PATIENCE)  # noqa: S603
        faults = list(known(done.stdout))
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError):
        print("vulnerabilities: NOT CHECKED, the index does not answer")
        return 0
    print("\n".join(faults) or "vulnerabilities: none known")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
