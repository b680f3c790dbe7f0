"""Check: the generated parts of the documentation are what the code says now. With `--write` they are made anew.

A generator is a management command `document_…` that writes its page, or fails with `--check` when that is stale; every
one in the checkout is found here. What the tests know, and the product does not, is written by a module of theirs.
"""

import subprocess
import sys

from tools.checks.table import ROOT

OF_TESTS = ("tests.api.matrix",)


def generators() -> list[list[str]]:
    """What Python is called with for each."""
    commands = sorted(path.stem for path in ROOT.glob("*/management/commands/document_*.py"))
    return [["manage.py", name] for name in commands] + [["-m", name] for name in OF_TESTS]


def main(arguments: list[str]) -> int:
    """Returns 1 when a page is stale and was not to be written."""
    options = [] if arguments == ["--write"] else ["--check"]
    codes = [
        subprocess.run([sys.executable, *words, *options], cwd=ROOT, check=False).returncode for words in generators()
    ]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
