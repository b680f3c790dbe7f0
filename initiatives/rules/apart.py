"""A team that appraises a budget or measures products is a body of its own: nobody of the council that judges, nobody
who carries the topic out.

Sources: lawnet.vn, 164875 (Thông tư 20/2023/TT-BKHCN: the fund appraisal team is apart from the council), 147870 (Thông
tư 11/2014/TT-BKHCN: an expert group beside the council, whose report the council hears); nobody judges their own, as
everywhere.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from initiatives.rules.budget import Slip
from initiatives.rules.forms import gettext_noop


@dataclass(frozen=True, slots=True)
class Teammate:
    """Who is on the team: a person of the staff records (`person` their key), or somebody by name; `key` is the name as
    names are compared.
    """

    name: str
    key: str
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """People who may not be on it: by record, and by name for those who have none."""

    people: Mapping[int, str]
    others: Collection[str] = ()

    def names(self, one: Teammate) -> bool:
        """Whether it is one of them. A namesake without a record cannot be told from them; one with a record can."""
        if one.person is not None:
            return one.person in self.people or (one.key in self.others)
        return one.key in self.people.values() or one.key in self.others


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of who sits on the council, of their namesake without a record, and of who carries the topic out."""

    council: str
    namesake: str
    topic: str


APPRAISING = Words(
    gettext_noop("%(name)s sits on the council that judged this dossier; the appraisal team is another body."),
    gettext_noop(
        "Somebody called %(name)s sits on the council that judged this dossier. "
        "Choose the person from the staff records."
    ),
    gettext_noop("%(name)s carries this topic out; nobody appraises their own budget."),
)
MEASURING = Words(
    gettext_noop("%(name)s sits on the council that accepts this topic; the expert group is another body."),
    gettext_noop(
        "Somebody called %(name)s sits on the council that accepts this topic. "
        "Choose the person from the staff records."
    ),
    gettext_noop("%(name)s carries this topic out; nobody measures their own products."),
)

APPRAISED = gettext_noop("%(name)s is named on the team that appraised the budget of %(code)s; it is another body.")
MEASURED = gettext_noop("%(name)s is named in the expert group that measured products of %(code)s; it is another body.")


def apart_slips(team: Sequence[Teammate], council: Body, topic: Body, words: Words = APPRAISING) -> list[Slip]:
    """Each member who belongs to the council or to the topic, by the number of the row."""
    found = []
    for number, one in enumerate(team):
        if council.names(one):
            found.append(Slip(words.council if one.person is not None else words.namesake, {"name": one.name}, number))
        elif topic.names(one):
            found.append(Slip(words.topic, {"name": one.name}, number))
        elif any(_same(one, other) for other in team[:number]):
            found.append(Slip(gettext_noop("Somebody is named twice."), {}, number))
    return found


def _same(one: Teammate, other: Teammate) -> bool:
    return one.person == other.person if None not in (one.person, other.person) else one.key == other.key
