"""Check: the generated parts of the documentation are what the code says now. With `--write` they are made anew.

A generator is a management command `document_…` that writes its page, or fails with `--check` when that is stale; every
one in the checkout is found here.
"""

import subprocess
import sys

from tools.checks.table import ROOT


def generators() -> list[str]:
    """The names of the commands."""
    return sorted(path.stem for path in ROOT.glob("*/management/commands/document_*.py"))


def main(arguments: list[str]) -> int:
    """Returns 1 when a page is stale and was not to be written."""
    options = [] if arguments == ["--write"] else ["--check"]
    codes = [
        subprocess.run([sys.executable, "manage.py", name, *options], cwd=ROOT, check=False).returncode
        for name in generators()
    ]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
