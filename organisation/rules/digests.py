"""Which letters come at once, which are gathered for the day, and which one need not get.

What a law, a deadline or one's own account hangs on comes at once whatever somebody has chosen: a return, a refusal,
what was concluded and decided, an invitation, a reminder before a deadline, a decision on one's data.
"""

from dataclasses import dataclass
from enum import StrEnum


class Wish(StrEnum):
    """How somebody wants the letters that they may do without."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Template:
    """A letter: its name is the path of its template below the package's `templates`."""

    name: str
    required: bool


TEMPLATES: dict[str, Template] = {
    template.name: template
    for template in (
        *(
            Template(f"initiatives/letters/{name}.txt", required=True)
            for name in (
                "appeal", "concluded", "corrected", "decided", "execution_reminder", "invitation", "lapsed", "refused",
                "returned", "revoked",
            )
        ),
        *(
            Template(f"initiatives/letters/{name}.txt", required=False)
            for name in ("admitted", "declined", "submitted", "withdrawn")
        ),
        Template("organisation/letters/digest.txt", required=True),  # it is what somebody asked for
        Template("organisation/letters/account.txt", required=True),
        Template("operations/letters/erasure_asked.txt", required=True),
        Template("operations/letters/erasure_decided.txt", required=True),
        Template("recognition/letters/monthly_report.txt", required=True),  # asked for by name, with its paper
        Template("search/letters/new_hits.txt", required=False),
    )
}  # fmt: skip


def due(name: str, wish: str, carries_papers: bool) -> Wish:
    """When a letter of that template is sent to somebody with that wish. Papers are never left out of the post."""
    if carries_papers or TEMPLATES[name].required:
        return Wish.AT_ONCE
    return Wish(wish)
