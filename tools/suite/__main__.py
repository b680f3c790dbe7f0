"""The suite's driver.

    python -m tools.suite                        everything
    python -m tools.suite tests/reviews -k vote  whatever pytest takes; both databases all the same

Starts the services once, gives their addresses to pytest, runs the passes, and prints pytest's own closing lines last.
With CI=true a missing service fails, and coverage is measured.
"""

import os
import sys

from tools.services.elasticsearch import BRIEFLY
from tools.services.process import Unavailable
from tools.services.together import exported, in_ci, running
from tools.suite import coverage
from tools.suite.passes import NO_TESTS, Result, passes, run

SERVICES = ("elasticsearch", "postgres", "redis", "s3")
WORKERS = (os.cpu_count() or 1) + 1  # one more than cores: tests wait for browsers, databases and one another
WIDE = ("-n", str(WORKERS), "--dist", "worksteal", "--durations=15", "--durations-min=0.5")
SAME_ORDER = ("--randomly-seed=2025",)  # what is to land is judged on one order; at a desk every run tries another
INTERRUPTED = 130


def main(options: list[str]) -> int:
    """Returns the exit code: 0 when every pass was good and at least one test ran."""
    measured = in_ci() and not options
    if measured:
        coverage.forget()
    os.environ.setdefault("ES_JAVA_OPTS", BRIEFLY)
    results: list[Result] = []
    try:
        with running(SERVICES, _say) as services:
            postgres = services.get("postgres")
            for number, one in enumerate(passes(postgres.url if postgres else None)):
                covering = coverage.OPTIONS if measured and number == 0 else ()  # the second walks the same lines
                extra = [*WIDE, *(SAME_ORDER if measured else ()), *covering, *options]
                results.append(run(one, extra, exported(services)))
    except Unavailable as reason:
        _say(f"FAILED: {reason}")
        return 1
    except KeyboardInterrupt:
        _say("interrupted")
        return INTERRUPTED
    covered = coverage.report() if measured else True
    return _summary(results, covered)


def _summary(results: list[Result], covered: bool) -> int:
    print()
    if not covered:
        print(f"FAILED: rules and services are covered by less than {coverage.ENOUGH} %.")
    for result in results:
        print(f"{result.name}:\n=== {result.closing} ===")
    ran = any(result.code != NO_TESTS for result in results)
    return 0 if ran and covered and all(result.good for result in results) else 1


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
