"""Writes docs/reference/rights.md from the table that the tests hold the API against; `--check` fails when it is stale."""

import os
import sys
from itertools import groupby
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/rights.md"
HEAD = """# Who may do what

Generated from [`tests/api/rights.py`](../../tests/api/rights.py); [`tests/api/test_rights.py`](../../tests/api/test_rights.py) asks every
endpoint of the schema in every state below as each of thirteen people, and fails where an endpoint has no row. The pages ask the same
policy and the same table of transitions ([the workflow](workflow.md)).

✓ may · 401 has to sign in · 403 sees it and may not · 404 does not see it, answered as what is not there · 409, 412 may not in this state.
The people: a visitor; somebody without part in it; the author and the co-author; the officer of the unit; the chair of a council elsewhere;
a recused member, the chair and a member of the council; secretary, registrar and leader of the authority; the administrator.
"""


def page() -> str:
    """The whole page."""
    from tests.api.calls import CALLS
    from tests.api.rights import PEOPLE, right_to

    lines = [HEAD]
    for area, calls in groupby(
        sorted(CALLS, key=lambda call: (call.path, call.method)), lambda c: c.path.split("/")[0]
    ):
        lines += [
            f"## {area}",
            "",
            f"| call | in state | {' | '.join(map(_person, PEOPLE))} |",
            "|---|---|" + "---|" * len(PEOPLE),
        ]
        for call in calls:
            told = (right_to(call).status(who) for who in PEOPLE)
            state = ", ".join(str(value).lstrip("$").replace("_", " ") for value in call.fill.values())
            cells = ("✓" if status == 200 else str(status) for status in told)
            lines.append(f"| {call.method} `{call.path}` | {state or '–'} | {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _person(name: str) -> str:
    return name.replace("member_", "").replace("_", " ")


def main(arguments: list[str]) -> int:
    """Returns 1 when the page is stale and was not to be written."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    made = page()
    if "--check" not in arguments:
        PAGE.write_text(made)
    elif not PAGE.exists() or PAGE.read_text() != made:
        sys.stderr.write(f"{PAGE.name} is stale: make docs\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
