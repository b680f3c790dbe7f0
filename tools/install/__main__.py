"""Set-up, with whatever Python 3.11 or later the machine has.

python3 -m tools.install setup          everything for work on the project and its tests
python3 -m tools.install demo [PORT]    what the demonstration needs; then serve it
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(f"Python 3.11 or later is needed, this is {sys.version.split()[0]}: make demo PYTHON=python3.12")

from tools.install import data, environment, system, words
from tools.install.serve import demand_free, serve
from tools.install.show import Failed, step


def setup() -> int:
    """Install everything that the tests and the checks need."""
    system.ensure([*system.DEMO, *system.TESTS])
    environment.ensure(environment.DEVELOPMENT)
    words.ensure()
    _fetch_elasticsearch()
    return 0


def _fetch_elasticsearch() -> None:
    from tools.services import elasticsearch
    from tools.services.process import Unavailable

    if elasticsearch.missing() or elasticsearch.home().exists():
        return
    with step("Fetching Elasticsearch"):
        try:
            elasticsearch.fetch()
        except Unavailable as reason:
            print(f"  {reason}")


def demo(port: int) -> int:
    """Prepare the demonstration and serve it."""
    demand_free(port)
    system.ensure(system.DEMO)
    environment.ensure(environment.RUNTIME)
    words.ensure()
    settings = data.demonstration_environment(port)
    return serve(port, settings, data.ensure(settings))


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    try:
        if arguments[:1] == ["demo"]:
            return demo(int(arguments[1]) if len(arguments) > 1 else 8000)
        if arguments == ["setup"]:
            return setup()
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
