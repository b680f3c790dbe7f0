"""The statement of an initiative: rows 4 to 12 of the form of Thông tư 18/2013/TT-BKHCN, Phụ lục I, in its order."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from documents.papers.paper import Answer


@dataclass(frozen=True, slots=True)
class InitiativeStatement:
    """What the authors state, as text (dates and amounts as papers write them). An empty text leaves its row out.

    `more` are rows that another text asks for, as the influence of an initiative in the city.
    """

    investor: str = ""
    field: str = ""
    problem: str = ""
    first_applied_on: str = ""
    solution_types: str = ""
    known_solution: str = ""
    description: str = ""
    novelty: str = ""
    applicability: str = ""
    confidential: str = ""
    conditions: str = ""
    benefit: str = ""
    benefit_vnd: str = ""
    benefit_by_users: str = ""
    more: Sequence[Answer] = ()

    def rows(self) -> tuple[Answer, ...]:
        """The rows that hold something, with the words of the form in the language in force."""
        stated = (
            Answer(_("Investor who made the initiative possible"), self.investor),
            Answer(
                _("Field of application and problem solved"), self.field, (Answer(_("Problem solved"), self.problem),)
            ),
            Answer(_("Day of first application or trial, whichever is earlier"), self.first_applied_on),
            Answer(_("Nature of the initiative"), "", self._nature()),
            Answer(_("Applicability of the initiative"), self.applicability),
            Answer(_("Information to be kept confidential"), self.confidential),
            Answer(_("Conditions needed to apply the initiative"), self.conditions),
            Answer(_("Benefits gained or expected, in the view of the authors"), self.benefit, self._money()),
            Answer(_("Benefits in the view of those who applied the initiative"), self.benefit_by_users),
            *self.more,
        )
        return tuple(kept for row in stated if (kept := _filled(row)))

    def _nature(self) -> tuple[Answer, ...]:
        return (
            Answer(_("Type of solution"), self.solution_types),
            Answer(_("Known solution and its weakness"), self.known_solution),
            Answer(_("Content of the solution: steps and conditions"), self.description),
            Answer(_("What is new in the solution"), self.novelty),
        )

    def _money(self) -> tuple[Answer, ...]:
        return (Answer(_("Benefit computed in money (đồng a year)"), self.benefit_vnd),)


def _filled(row: Answer) -> Answer | None:
    parts = tuple(part for part in row.parts if part.text)
    return Answer(row.label, row.text, parts) if row.text or parts else None
