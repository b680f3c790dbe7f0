"""What is published as open data: the register and the yearly figures. No more of people than their names, as the
annexes of published decisions print them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Count, F, Func, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from journal.models import Entry
from recognition.models import Credit, Decision, Recognition
from recognition.queries.register import RegisterFilter, register
from recognition.queries.statistics import counted
from recognition.services.exports import Column, Rows

LANGUAGE = "vi"
PUBLISHED = Decision.State.PUBLISHED
Figures = Iterator[Mapping[str, Any]]


class Joined(Subquery):
    """The one column of a sub-query (named `said`), its rows in one text with commas."""

    template = "(SELECT array_to_string(ARRAY(%(subquery)s), ', '))"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        """SQLite has no arrays."""
        return self.as_sql(compiler, connection, template="(SELECT group_concat(said, ', ') FROM (%(subquery)s))")


class Names(Func):
    """The full names of a recognition's authors in one text with commas, in their order."""

    template = (
        "(SELECT string_agg(one.said ->> 'full_name', ', ' ORDER BY one.place) "
        "FROM jsonb_array_elements(%(expressions)s) WITH ORDINALITY AS one(said, place))"
    )
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite's own functions of JSON."""
        told = "(SELECT group_concat(json_extract(value, '$.full_name'), ', ') FROM json_each(%(expressions)s))"
        return self.as_sql(compiler, connection, template=told, **context)


@dataclass(frozen=True, slots=True)
class DataSet:
    """A table under a stable name; `rows(as_of)` gives what stood in it on a day, or stands now."""

    name: str
    title: Any
    about: Any
    columns: Sequence[Column]
    key: Sequence[str]
    rows: Callable[[date | None], Rows]


CREDITED = Credit.objects.filter(recognition=OuterRef("pk")).order_by("unit__code").values(said=F("unit__code"))
NUMBER = Cast("decision__number", CharField())
CITED = Case(
    When(decision__cited_as__gt="", then=F("decision__cited_as")),
    When(decision__number__lt=10, then=Concat(Value("0"), NUMBER, Value("/"), F("decision__symbol"))),
    default=Concat(NUMBER, Value("/"), F("decision__symbol")),
    output_field=CharField(),
)


def _register(as_of: date | None) -> QuerySet[Any, Any]:
    published = Q(decision__state=PUBLISHED) & (Q(corrected_by=None) | Q(corrected_by__state=PUBLISHED))
    rows = register(RegisterFilter(as_of=as_of)).order_by("-held_from", "-id")
    return rows.values(
        "title", "level", "kind", "grade", code=F("dossier__code"),
        author_names=Case(When(published, then=Names("authors")), default=Value(""), output_field=CharField()),
        unit_code=F("unit__code"), unit_name=F("unit__name"), credited_units=Joined(CREDITED),
        field_code=F("field__code"), field_name=F("field__name_vi"), recognised_on=F("held_from"),
        decision_number=CITED, decided_by=F("decision__authority__name"),
    )  # fmt: skip


def _yearly(as_of: date | None) -> Figures:
    table = counted(("year", "level", "kind", "field"), RegisterFilter(as_of=as_of), total=0)
    for cell in sorted(table.rows, key=lambda cell: [str(value or "") for value in cell.values.values()]):
        said = cell.values
        named = {"field_code": said["field"], "field_name": cell.labels["field"] if said["field"] else None}
        yield {"year": said["year"], "level": said["level"], "kind": said["kind"], **named, "recognised": cell.count}


def _by_unit(as_of: date | None) -> Figures:
    table = counted(("year", "level", "unit"), RegisterFilter(as_of=as_of), total=0)
    for cell in sorted(table.rows, key=lambda cell: [str(value) for value in cell.values.values()]):
        said = cell.values
        named = {"unit_code": said["unit"], "unit_name": cell.labels["unit"]}
        yield {"year": said["year"], "level": said["level"], **named, "credited": cell.count}


def _in_vietnamese(rows: Callable[[date | None], Figures]) -> Callable[[date | None], Rows]:
    """The figures are few: all at once, in the language of the register."""

    def told(as_of: date | None) -> Rows:
        with translation.override(LANGUAGE):
            return list(rows(as_of))

    return told


LEVEL = Column("level", _("Level"), "word", _("base, department or city"))
KIND = Column("kind", _("Kind"), "word", _("initiative or topic"))
YEAR = Column("year", _("Year"), "number", _("of the day of the decision"))
UNIT = (Column("unit_code", _("Unit code")), Column("unit_name", _("Unit")))
FIELD = (Column("field_code", _("Field code")), Column("field_name", _("Field")))

DATA_SETS = {
    one.name: one
    for one in (
        DataSet(
            "register", _("Register of recognitions"),
            _("Every recognition that stands, with the decision that gave it; revoked ones are not in it."),
            (
                Column("code", _("Dossier"), "word"), Column("title", _("Title")), KIND, LEVEL,
                Column("author_names", _("Authors"), "text", _("as the published decision has them, with commas")),
                *UNIT,
                Column("credited_units", _("Units credited"), "text", _("codes of all that are credited with it")),
                *FIELD, Column("grade", _("Grade")), Column("recognised_on", _("Recognised on"), "day"),
                Column("decision_number", _("Decision")), Column("decided_by", _("Authority")),
            ),
            ("code", "level"), _register,
        ),
        DataSet(
            "yearly-figures", _("Recognised by year, level, kind and field"),
            _("Every work counts once at each level; the day of the decision decides the year."),
            (YEAR, LEVEL, KIND, *FIELD, Column("recognised", _("Recognised"), "number")),
            ("year", "level", "kind", "field_code"), _in_vietnamese(_yearly),
        ),
        DataSet(
            "yearly-figures-of-units", _("Credited to units by year and level"),
            _("A work of several units is credited to each of them, so the sum may be more than what was recognised."),
            (YEAR, LEVEL, *UNIT, Column("credited", _("Credited to a unit"), "number")),
            ("year", "level", "unit_code"), _in_vietnamese(_by_unit),
        ),
    )
}  # fmt: skip


def state_of_publication() -> tuple[str, datetime | None]:
    """What stays the same while everything published does, and the time of the last thing that was recorded.

    The number of the last entry of the journal is not enough: who took an earlier one may commit later.
    """
    last = Entry.objects.order_by("-pk").values_list("pk", "at").first() or (0, None)
    rows = Recognition.objects.aggregate(entered=Count("pk"), closed=Count("recorded_to"))
    published = Decision.objects.filter(state=PUBLISHED).count()
    return f"{last[0]} {rows['entered']} {rows['closed']} {published}", last[1]
