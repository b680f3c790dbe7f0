"""The team that appraises a budget is a body of its own: nobody of the council that judged, nobody who carries it out.

Sources: lawnet.vn, 164875 (Thông tư 20/2023/TT-BKHCN: the fund appraisal team is apart from the council); nobody judges
their own, as everywhere.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from initiatives.rules.budget import Slip
from initiatives.rules.forms import gettext_noop


@dataclass(frozen=True, slots=True)
class Appraiser:
    """Who appraises: a person of the staff records (`person` their key), or somebody by name; `key` is the name as
    names are compared.
    """

    name: str
    key: str
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """People who may not appraise: by record, and by name for those who have none."""

    people: Mapping[int, str]
    others: Collection[str] = ()

    def names(self, one: Appraiser) -> bool:
        """Whether it is one of them. A namesake without a record cannot be told from them; one with a record can."""
        if one.person is not None:
            return one.person in self.people or (one.key in self.others)
        return one.key in self.people.values() or one.key in self.others


COUNCIL = gettext_noop("%(name)s sits on the council that judged this dossier; the appraisal team is another body.")
COUNCIL_NAME = gettext_noop(
    "Somebody called %(name)s sits on the council that judged this dossier. Choose the person from the staff records."
)
TEAM = gettext_noop("%(name)s carries this topic out; nobody appraises their own budget.")


def apart_slips(team: Sequence[Appraiser], council: Body, topic: Body) -> list[Slip]:
    """Each member who belongs to the council or to the topic, by the number of the row."""
    found = []
    for number, one in enumerate(team):
        if council.names(one):
            found.append(Slip(COUNCIL if one.person is not None else COUNCIL_NAME, {"name": one.name}, number))
        elif topic.names(one):
            found.append(Slip(TEAM, {"name": one.name}, number))
        elif any(_same(one, other) for other in team[:number]):
            found.append(Slip(gettext_noop("Somebody is named twice."), {}, number))
    return found


def _same(one: Appraiser, other: Appraiser) -> bool:
    return one.person == other.person if None not in (one.person, other.person) else one.key == other.key
