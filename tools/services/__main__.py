"""Start services for development, print how to use them, and stop them on Ctrl-C.

python -m tools.services                     all of them
python -m tools.services postgres redis      these
"""

import signal
import sys

from tools.services.process import Service
from tools.services.together import ALL, exported, running

SETTING = {
    "postgres": "DATABASE_URL", "redis": "BROKER_URL", "elasticsearch": "SEARCH_URL", "smtp": "EMAIL_URL",
    "s3": "STORAGE_URL",
}  # fmt: skip


def lines(services: dict[str, Service]) -> list[str]:
    """Shell lines that point the application and the tests at the services."""
    application = {SETTING[name]: service.url for name, service in services.items()}
    return [f"export {name}={value}" for name, value in {**application, **exported(services)}.items()]


def main(names: list[str]) -> int:
    """Run until interrupted. Returns the exit code."""
    unknown = [name for name in names if name not in ALL]
    if unknown:
        print(f"There is no service {unknown[0]}; there are {', '.join(ALL)}.", file=sys.stderr)
        return 2
    try:
        with running(names or list(ALL), say=lambda line: print(line, file=sys.stderr)) as services:
            print("\n".join(lines(services)))
            print("# running until Ctrl-C; their data ends with them", flush=True)
            signal.pause()
    except KeyboardInterrupt:
        print("# stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
