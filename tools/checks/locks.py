"""Check: the locked versions belong to pyproject.toml, each has its hashes, and no registry is named."""

import sys

from tools.lock import complaints

if __name__ == "__main__":
    found = complaints()
    print("\n".join(found))
    sys.exit(1 if found else 0)
