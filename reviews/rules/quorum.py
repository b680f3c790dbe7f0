"""Quorum: may this council deliberate on this dossier?"""

from dataclasses import dataclass

from reviews.rules.citation import Citation
from reviews.rules.exact import Bound
from reviews.rules.explanation import NO_QUORUM, Step
from reviews.rules.seats import Attendance, Role


@dataclass(frozen=True, slots=True)
class Quorum:
    """A share of the members and a count (where given) present, one of `any_of` and each of `all_of` among them."""

    citation: Citation
    share: Bound | None = None
    count: int = 1
    any_of: tuple[Role, ...] = ()
    all_of: tuple[Role, ...] = ()

    def needed(self, members: int) -> int:
        """The smallest number of members present."""
        return max(self.count, self.share.least_of(members) if self.share else 0)

    def missing(self, attendance: Attendance) -> list[list[str]]:
        """Roles that are not there: of each list, one would do."""
        wanted = [[role] for role in self.all_of] + ([list(self.any_of)] if self.any_of else [])
        return [[str(role) for role in roles] for roles in wanted if not any(map(attendance.count, roles))]

    def check(self, attendance: Attendance) -> Step:
        """The step of the explanation; `step.holds` tells whether the quorum is met."""
        present, needed = len(attendance.present), self.needed(attendance.members)
        missing = self.missing(attendance)
        holds = present >= needed and not missing
        inputs = {
            "members": attendance.members,
            "present": present,
            "share": self.share.to_share() if self.share else None,
            "roles": {str(role): attendance.count(role) for role in Role if attendance.count(role)},
        }
        result = {"needed": needed, "missing": missing, **({} if holds else {"outcome": NO_QUORUM})}
        return Step("quorum", inputs, result, holds, self.citation)
