"""An extract of the register as a paper: what stood in it on a day, narrowed down as its list is."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from config.errors import Invalid
from documents.papers import Answer, ExtractLine, ExtractPaper, Signature
from initiatives.choices import Kind, Level
from initiatives.models import Field
from organisation.models import Sector, Unit
from recognition.definitions import version
from recognition.queries.register import NO_FIELD, RegisterFilter, register, rows_with_authors

MOST = 500
"""Recognitions on one paper: what is longer is a list, for which there are the exports."""
LANGUAGE = "vi"


def extract_of(chosen: RegisterFilter) -> bytes:
    """The extract as PDF; without a day, as on today. Raises Invalid where more than 500 recognitions are asked for."""
    today = timezone.localdate()
    chosen = chosen.narrowed(as_of=min(chosen.as_of or today, today))
    found = list(rows_with_authors(register(chosen))[: MOST + 1])
    if len(found) > MOST:
        said = {"most": MOST}
        raise Invalid(
            _("An extract takes at most %(most)d recognitions: narrow the list down, or take it as a table.") % said
        )
    with override(LANGUAGE):
        return _paper(chosen, found, today).typeset(LANGUAGE)


def _paper(chosen: RegisterFilter, found: list[dict[str, Any]], today: date) -> ExtractPaper:
    return ExtractPaper(
        issuer=settings.AUTHORITY_NAME, on=today, as_of=chosen.as_of, provisional=chosen.as_of == today,
        demonstration=settings.DEMONSTRATION or any(row["demonstration"] for row in found),
        asked=list(_asked(chosen)), lines=[_line(row, chosen.as_of or today) for row in found], definitions=version(),
        address=f"{settings.BASE_URL}/so-dang-ky/?{chosen.address()}", signer=Signature(post=_("Head of the agency")),
    )  # fmt: skip


def _line(row: Mapping[str, Any], day: date) -> ExtractLine:
    number = f"{row['number']:02}/" if row["number"] else ""
    ended = row["held_to"] if row["held_to"] and row["held_to"] <= day else None
    return ExtractLine(
        title=row["title"], code=row["code"] or "", unit=row["unit_name"], level=str(Level(row["level"]).label),
        authors=", ".join(author["full_name"] for author in row["authors"]),
        decision=f"{number}{row['symbol']} {_day(row['held_from'])}",
        about=_("Revoked on %(day)s") % {"day": _day(ended)} if ended else "",
    )  # fmt: skip


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _asked(chosen: RegisterFilter) -> Iterator[Answer]:
    """What the list was narrowed down to, in words."""
    for label, told in (
        (_("Level"), [Level(one).label for one in chosen.levels if one in Level.values]),
        (_("Kind"), [Kind(one).label for one in chosen.kinds if one in Kind.values]),
        (_("Field"), _fields(chosen)),
        (_("Unit"), _names(*chosen.units, chosen.credited)),
        (_("Decided by"), _names(chosen.authority)),
        (_("Sector"), [Sector(chosen.sector).label] if chosen.sector else []),
        (_("Year"), [chosen.year] if chosen.year else []),
        (_("Recognised from"), [_day(chosen.begins)] if chosen.begins else []),
        (_("Recognised until"), [_day(chosen.ends)] if chosen.ends else []),
        (_("Units"), [_("as they are now")] if chosen.now else []),
        (_("Works"), [_("with units on all three sides of the link")] if chosen.linked else []),
        (_("Also"), [_("what has been revoked")] if chosen.ever else []),
        (_("Only"), [_("what has been revoked")] if chosen.revoked else []),
    ):
        if told:
            yield Answer(label, ", ".join(map(str, told)))


def _names(*codes: str) -> list[str]:
    return list(Unit.objects.filter(code__in=codes).values_list("name", flat=True))


def _fields(chosen: RegisterFilter) -> list[str]:
    none = [_("without a field")] if NO_FIELD in chosen.fields else []
    return [*Field.objects.filter(code__in=chosen.fields).values_list("name_vi", flat=True), *none]
