"""What an extract of the register says: what stood in it on a day, narrowed down as its list is."""

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
Rows = list[dict[str, Any]]


def extract_of(chosen: RegisterFilter) -> bytes:
    """The extract as PDF, without number and signature; without a day, as on today. Raises Invalid where more than 500
    recognitions are asked for.
    """
    today = timezone.localdate()
    chosen = chosen.narrowed(as_of=min(chosen.as_of or today, today))
    found = rows_of(chosen)
    with override(LANGUAGE):
        return ExtractPaper(
            issuer=settings.AUTHORITY_NAME, on=today, as_of=chosen.as_of, provisional=chosen.as_of == today,
            demonstration=is_demonstration(found), address=list_address(chosen.address()),
            signer=Signature(post=_("Head of the agency")), **parts_of(content_of(chosen, found)),
        ).typeset(LANGUAGE)  # fmt: skip


def rows_of(chosen: RegisterFilter) -> Rows:
    """The recognitions of a list. Raises Invalid where they are more than a paper takes."""
    found = list(rows_with_authors(register(chosen))[: MOST + 1])
    if len(found) > MOST:
        said = {"most": MOST}
        raise Invalid(
            _("An extract takes at most %(most)d recognitions: narrow the list down, or take it as a table.") % said
        )
    return found


def is_demonstration(found: Rows) -> bool:
    """Whether a paper on these has no legal effect."""
    return settings.DEMONSTRATION or any(row["demonstration"] for row in found)


def list_address(query: str) -> str:
    """Where everybody finds a list of the register."""
    return f"{settings.BASE_URL}/so-dang-ky/?{query}"


def content_of(chosen: RegisterFilter, found: Rows) -> dict[str, Any]:
    """What the paper says of them, as JSON and in the words of papers."""
    day = chosen.as_of or timezone.localdate()
    with override(LANGUAGE):
        return {
            "asked": list(asked(chosen)), "lines": [_line(row, day) for row in found], "definitions": version(),
        }  # fmt: skip


def parts_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The same as parts of the paper."""
    return {
        "asked": [Answer(label, text) for label, text in content["asked"]],
        "lines": [ExtractLine(**line) for line in content["lines"]], "definitions": content["definitions"],
    }  # fmt: skip


def _line(row: Mapping[str, Any], day: date) -> dict[str, str]:
    number = f"{row['number']:02}/" if row["number"] else ""
    ended = row["held_to"] if row["held_to"] and row["held_to"] <= day else None
    return {
        "title": row["title"], "code": row["code"] or "", "unit": row["unit_name"],
        "level": str(Level(row["level"]).label),
        "authors": ", ".join(author["full_name"] for author in row["authors"]),
        "decision": f"{number}{row['symbol']} {_day(row['held_from'])}",
        "about": _("Revoked on %(day)s") % {"day": _day(ended)} if ended else "",
    }  # fmt: skip


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def asked(chosen: RegisterFilter) -> Iterator[tuple[str, str]]:
    """What a list was narrowed down to, in words: labels and what was said."""
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
            yield label, ", ".join(map(str, told))


def _names(*codes: str) -> list[str]:
    return list(Unit.objects.filter(code__in=codes).values_list("name", flat=True))


def _fields(chosen: RegisterFilter) -> list[str]:
    none = [_("without a field")] if NO_FIELD in chosen.fields else []
    return [*Field.objects.filter(code__in=chosen.fields).values_list("name_vi", flat=True), *none]
