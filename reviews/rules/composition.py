"""Composition: is this council made up as the scheme asks?"""

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.rules.citation import Citation
from reviews.rules.explanation import Step
from reviews.rules.seats import Role


@dataclass(frozen=True, slots=True)
class LeadBody:
    """Of the body that is to carry a topic out at `most` so many sit on the council, in none of the roles `barred`."""

    citation: Citation
    most: int
    barred: tuple[Role, ...] = ()

    def check(self, roles: Sequence[Role | str]) -> dict[int, str]:
        """What is against each of its members, who hold these roles, by place: "role" or "most"."""
        found = {place: "most" for place in range(self.most, len(roles))}
        return found | {place: "role" for place, role in enumerate(roles) if role in self.barred}


@dataclass(frozen=True, slots=True)
class Composition:
    """`sizes` that the law allows (none: any), and how many of each role there must be at least.

    `recused_count`: whether a member recused from a dossier still counts among the members there. `substitutes`: for
    which roles an alternate may take an absent member's seat (None: for all but the chair). `lead_body`: how far people
    of the body that is to carry the topic out may sit (None: the scheme says nothing).
    """

    citation: Citation
    sizes: tuple[int, ...] = ()
    roles: tuple[tuple[Role, int], ...] = ()
    recused_count: bool = False
    substitutes: tuple[Role, ...] | None = None
    lead_body: LeadBody | None = None

    def may_be_substituted(self, role: Role | str) -> bool:
        """Whether an alternate may take the seat of an absent member of this role."""
        return role != Role.CHAIR and (self.substitutes is None or role in self.substitutes)

    def check(self, roles: Sequence[Role | str]) -> tuple[Step, ...]:
        """A step for the size and one for each role asked for; those that do not hold are the shortfalls."""
        return (*self._sized(len(roles)), *(self._manned(role, least, roles) for role, least in self.roles))

    def _sized(self, size: int) -> tuple[Step, ...]:
        if not self.sizes:
            return ()
        holds = size in self.sizes
        return (Step("council_size", {"size": size, "sizes": list(self.sizes)}, {}, holds, self.citation),)

    def _manned(self, role: Role, least: int, roles: Sequence[Role | str]) -> Step:
        count = sum(given == role for given in roles)
        return Step(
            "council_role", {"role": str(role), "count": count, "least": least}, {}, count >= least, self.citation
        )
