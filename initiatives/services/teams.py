"""Teams apart from the council: rows as people give them, read, held against the council and the topic."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from initiatives.choices import Confirmation
from initiatives.models import Appraisal, Contract, Dossier, Measurement
from initiatives.rules.answers import clean_line
from initiatives.rules.apart import APPRAISED, MEASURED, Body, Teammate, Words, apart_slips
from initiatives.services.content import submitted_answers
from initiatives.services.plans import refuse_slips
from organisation.models import Person
from organisation.rules.names import name_key

Rows = Sequence[Mapping[str, Any]]
LINE, MOST = 200, 30


@dataclass(frozen=True, slots=True)
class Named:
    """A member of the team as named."""

    person: Person | None
    name: str
    office: str

    @property
    def line(self) -> str:
        """As the record says them."""
        return f"{self.name}, {self.office}" if self.office else self.name


def read_team(rows: Rows) -> list[Named]:
    """Rows {person, name, office}; empty ones are left away. Raises Invalid at `members` or `members.N.person`."""
    said = [
        {name: clean_line(str(row.get(name) or ""))[:LINE] for name in ("person", "name", "office")} for row in rows
    ]
    said = [row for row in said if any(row.values())]
    if len(said) > MOST:
        refuse_slips({"members": [_("At most %(limit)d rows.") % {"limit": MOST}]})
    people = {one.code: one for one in Person.objects.filter(code__in=[row["person"] for row in said])}
    unknown = {
        f"members.{n}.person": [_("There is no staff record with this code.")]
        for n, row in enumerate(said)
        if row["person"] and row["person"] not in people
    }
    nameless = {
        f"members.{n}.person": [_("Enter the name.")]
        for n, row in enumerate(said)
        if not row["person"] and not row["name"]
    }
    refuse_slips(unknown | nameless)
    found = [(people.get(row["person"]), row) for row in said]
    return [Named(who, who.full_name if who else row["name"], row["office"]) for who, row in found]


def faults_of_team(
    dossier: Dossier, team: Sequence[Named], council: Mapping[int, str], words: Words
) -> dict[str, list[str]]:
    """Who may not be on it, at `members.N.person`; `council` are the members of the councils that judge the dossier."""
    named = [Teammate(one.name, name_key(one.name), one.person.pk if one.person else None) for one in team]
    judges = Body({pk: name_key(name) for pk, name in council.items()})
    return {
        f"members.{slip.at}.person": [_(slip.message) % slip.params]
        for slip in apart_slips(named, judges, _carrying_out(dossier), words)
    }


def teams_of(dossier: Dossier) -> Iterator[tuple[Body, str]]:
    """The teams that have appraised the budget or measured the products of a dossier, each with what is said of their
    members who are to have a seat on its council (a msgid).
    """
    for record in Appraisal.objects.filter(dossier=dossier).prefetch_related("people"):
        yield _team(record), APPRAISED
    for found in Measurement.objects.filter(version__dossier=dossier).prefetch_related("people"):
        yield _team(found), MEASURED


def _team(record: Appraisal | Measurement) -> Body:
    people = {one.pk: name_key(one.full_name) for one in record.people.all()}
    named = {name_key(line.partition(",")[0]) for line in record.members.splitlines()}
    return Body(people, named - set(people.values()))


def _carrying_out(dossier: Dossier) -> Body:
    """Authors by record; members of the proposal and of the contract by name, for they may have no record."""
    authors = dossier.work.authors.exclude(confirmation=Confirmation.DECLINED).select_related("person")
    return Body(
        {one.person_id: name_key(one.person.full_name) for one in authors},
        {name_key(name) for name in _named_by(dossier)} - {""},
    )


def _named_by(dossier: Dossier) -> Iterator[str]:
    """Members in the dossier, in the one under contract, and in the contract as requests have changed it."""
    contract = Contract.objects.filter(work=dossier.work_id).select_related("dossier").first()
    for one in [dossier, contract.dossier] if contract else [dossier]:
        yield from (str(row.get("name") or "") for row in submitted_answers(one).get("members") or ())
    if contract:
        yield from (line.partition(" (")[0].partition(":")[0].strip() for line in contract.people.splitlines())
