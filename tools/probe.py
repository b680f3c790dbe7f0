"""Ask one address, as health checks do: ends with 0 if it answers 200."""

import sys
import urllib.error
import urllib.request


def main(address: str) -> int:
    """Returns 0 or 1."""
    try:
        with urllib.request.urlopen(address, timeout=4) as answer:  # noqa: S310 - the operator's own address
            return 0 if answer.status == 200 else 1
    except (urllib.error.URLError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
