"""A work follows a decision that corrects its recognition. What was submitted stays frozen in its versions."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from initiatives.choices import Confirmation
from initiatives.models import Author, Field, Work
from initiatives.services.numbers import next_number
from organisation.models import Person, Unit, User


@transaction.atomic
def correct_work(work_id: int, changes: Mapping[str, Mapping[str, Any]]) -> Work:
    """Put right in the work what a decision corrects (`recognition.rules.corrections`), where it still says what was
    wrong: what its authors have written since for another dossier is theirs. The authors of a row without a staff code
    must have one by now (`people_for`).
    """
    work = Work.objects.select_for_update().get(pk=work_id)
    now = {"title": work.title, "unit": work.unit.code, "field": work.field.code if work.field else ""}
    for name, said in now.items():
        if name in changes and changes[name]["from"] == said:
            _set(work, name, changes[name]["to"])
    if "authors" in changes:
        _set_authors(work, changes["authors"]["from"], changes["authors"]["to"])
    work.revision += 1
    work.save()
    return work


def _set(work: Work, name: str, value: str) -> None:
    if name == "title":
        work.title = value
    elif name == "unit":
        work.unit = Unit.objects.get(code=value)
    else:
        work.field = Field.objects.filter(code=value).first()


def _set_authors(work: Work, before: Sequence[Mapping[str, str]], after: Sequence[Mapping[str, str]]) -> None:
    standing = {author.person.code: author for author in work.authors.select_related("person")}
    told = {row["person"] for row in after}
    gone = [row["person"] for row in before if row["person"] not in told]
    work.authors.filter(person__code__in=gone).delete()
    people = {person.code: person for person in Person.objects.filter(code__in=told)}
    for place, row in enumerate(after, 1):
        author = standing.get(row["person"]) or Author(work=work, person=people[row["person"]], unit=work.unit)
        author.position, author.share = place, Decimal(row["share"].replace(",", "."))
        author.confirmation = Confirmation.ON_PAPER if author.pk is None else author.confirmation
        author.save()


def people_for(before: Sequence[Mapping[str, str]], after: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The corrected authors, each with a staff code: who has none gets a record. A record without an account that bears
    the wrong name is put right with it; the names of people with accounts are their own.
    """
    wrong = {row["person"]: row["full_name"] for row in before}
    return [_known(row, wrong.get(row["person"], "")) for row in after]


def _known(row: Mapping[str, str], wrong: str) -> dict[str, str]:
    if not row["person"]:
        person = Person.objects.create(code=f"NG-{next_number('person'):05}", full_name=row["full_name"])
        return {**row, "person": person.code}
    if wrong and wrong != row["full_name"]:
        record = Person.objects.filter(code=row["person"], full_name=wrong).first()
        if record is not None and not User.objects.filter(person=record).exists():
            record.full_name = row["full_name"]
            record.save(update_fields=["full_name"])
    return dict(row)
