"""What a decision says of each dossier, in the words of the register, and what it changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from initiatives.models import Field
from organisation.models import Unit
from recognition.models import Certificate, Decision, DecisionItem, Recognition

Changes = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a decision puts right, as people read it; `name` is that of `rules.corrections.NAMES`."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier of a decision: as it was decided, whatever became of the work afterwards; in a correction as it stood
    before. `certificates` are those that the decision, once signed, replaces or revokes; `stands`: the row that
    it entered still stands in the register.
    """

    item: DecisionItem
    title: str
    authors: tuple[str, ...]
    unit: str
    grade: str
    changes: tuple[Change, ...]
    certificates: tuple[Certificate, ...] = ()
    stands: bool = False

    @property
    def code(self) -> str:
        """Of the dossier."""
        return self.item.dossier.reference


def rows_of(decision: Decision) -> QuerySet[Recognition]:
    """The standing rows of the register that are as this decision says."""
    of_it = Q(decision=decision) | Q(corrected_by=decision)
    return Recognition.objects.filter(of_it, recorded_to=None, held_to=None).select_related(
        "work", "decision__authority", "corrected_by"
    )


def lines_of(decision: Decision, with_certificates: bool = False) -> list[Line]:
    """The list of a decision, in its order. A number of statements that does not grow with it."""
    items = list(
        decision.items.select_related("dossier__work__unit", "row__unit")
        .prefetch_related("dossier__work__authors__person")
        .order_by("position")
    )
    entered = list(Recognition.objects.filter(decision=decision).select_related("unit").order_by("-pk"))
    rows = {row.dossier_id: row for row in entered}  # the first of each dossier, before anything later changed it
    standing = {row.dossier_id for row in entered if row.recorded_to is None and row.held_to is None}
    held = _held(items) if with_certificates else {}
    names = Names.over(item.changes for item in items)
    lines = (_line(item, item.row or rows.get(item.dossier_id), names, held.get(item.dossier_id, ())) for item in items)
    return [replace(line, stands=line.item.dossier_id in standing) for line in lines]


def _held(items: Sequence[DecisionItem]) -> dict[int, tuple[Certificate, ...]]:
    valid = Certificate.objects.filter(
        recognition__dossier__in=[item.dossier_id for item in items], state=Certificate.State.VALID
    ).select_related("recognition", "person")
    found: dict[int, tuple[Certificate, ...]] = {}
    for one in valid.order_by("serial"):
        found[one.recognition.dossier_id] = (*found.get(one.recognition.dossier_id, ()), one)
    return found


def _line(item: DecisionItem, row: Recognition | None, names: "Names", certificates: tuple[Certificate, ...]) -> Line:
    changes = tuple(names.change(name, one) for name, one in item.changes.items())
    if row is None:
        work = item.dossier.work
        people = tuple(author.person.full_name for author in work.authors.all())
        return Line(item, work.title, people, work.unit.name, item.dossier.grade, changes, certificates)
    anew = item.changes if item.decision.kind == Decision.Kind.REPLACEMENT else {}
    title, authors, grade = (
        anew[name]["to"] if name in anew else getattr(row, name) for name in ("title", "authors", "grade")
    )
    unit = names.units[anew["unit"]["to"]] if "unit" in anew else row.unit.name
    return Line(item, title, tuple(one["full_name"] for one in authors), unit, grade, changes, certificates)


@dataclass(frozen=True, slots=True)
class Names:
    """Codes in changes, by what people call them."""

    units: Mapping[str, str]
    fields: Mapping[str, str]

    @classmethod
    def over(cls, changes: Iterable[Changes]) -> "Names":
        """The names that these changes need."""
        told: dict[str, set[str]] = {"unit": set(), "field": set()}
        for one in changes:
            for name in told.keys() & one.keys():
                told[name] |= {str(one[name][side]) for side in ("from", "to")}
        units = Unit.objects.filter(code__in=told["unit"]).values_list("code", "name") if told["unit"] else ()
        fields = Field.objects.filter(code__in=told["field"]) if told["field"] else ()
        return cls(dict(units), {field.code: field.name_vi for field in fields})

    def change(self, name: str, change: Mapping[str, Any]) -> Change:
        """One change in words."""
        return Change(name, self._said(name, change["from"]), self._said(name, change["to"]))

    def _said(self, name: str, value: Any) -> str:
        if name == "authors":
            return ", ".join(f"{one['full_name']} ({shown_share(one['share'])}%)" for one in value)
        named = {"unit": self.units, "field": self.fields}.get(name, {})
        return named.get(value, str(value)) or "–"


def shown_share(share: str) -> str:
    """A share as papers write it: 33,5; 40."""
    return share.rstrip("0").rstrip(".").replace(".", ",") if "." in share else share


def certificates_of(decision: Decision) -> QuerySet[Certificate]:
    """The certificates issued by a decision, in the order of their serial numbers."""
    first = Q(recognition__decision=decision, recognition__corrected_by=None)
    issued = Certificate.objects.filter(first | Q(recognition__corrected_by=decision))
    return issued.select_related("person", "recognition__decision").order_by("serial")


def later_decisions(decision: Decision) -> QuerySet[Decision]:
    """The signed decisions that correct, revoke or replace this one, the oldest first."""
    return decision.referred_by.exclude(state=Decision.State.DRAFT).order_by("signed_on", "pk")
