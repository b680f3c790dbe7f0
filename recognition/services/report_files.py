"""A report's content as files: the paper for leaders, and the same figures as a workbook. The same content gives the
same bytes: nothing here asks the clock or the database.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from documents.papers import Answer, FigureTable, ReportPaper, Signature
from initiatives.rules.calendar import next_working_day
from recognition.queries.reports import LANGUAGE, Content
from recognition.rules.reporting import last_month
from recognition.services.report_tables import Cell, Table, note_on, tables_of

DASH = "–"
WIDE, NARROW = 60, 16


def paper_of(content: Content, provisional: bool = False) -> bytes:
    """The report as PDF. Raises TypesettingError."""
    with translation.override(LANGUAGE):
        return _paper(content, provisional).typeset(LANGUAGE)


def _paper(content: Content, provisional: bool) -> ReportPaper:
    day = date.fromisoformat(content["as_of"])
    tables = {name: _printed(table) for name, table in tables_of(content).items()}
    units = tables.pop("unit")
    return ReportPaper(
        issuer=content["issuer"], number="", on=None if provisional else _dated(day), subject=subject_of(day),
        demonstration=content["demonstration"], as_of=day, definitions=content["definitions"]["version"],
        provisional=provisional, note=note_on(content), tables=list(tables.values()), annexes=[units],
        meanings=[Answer(one["title"], one["text"]) for one in content["definitions"]["texts"]],
        recipients=[_("The leaders"), "Lưu: VT"], signer=Signature(post=_("Head of the agency")),
    )  # fmt: skip


def _dated(day: date) -> date:
    """The first working day after the day reported on: the paper is of that day, whenever it is printed."""
    return next_working_day(date.fromordinal(day.toordinal() + 1))


def subject_of(day: date) -> str:
    """What the report is about."""
    if day == last_month(date.fromordinal(day.toordinal() + 1)):
        return _("on initiatives and topics recognised in month %(month)d of %(year)d") % _month_of(day)
    return _("on initiatives and topics recognised by %(day)s") % {"day": f"{day:%d/%m/%Y}"}


def _month_of(day: date) -> dict[str, int]:
    return {"month": day.month, "year": day.year}


def _printed(table: Table) -> FigureTable:
    rows = [[_said(cell) for cell in row] for row in table.rows]
    return FigureTable(table.title, table.heads, rows, [_said(cell) for cell in table.total])


def _said(cell: Cell) -> str:
    if cell is None:
        return DASH
    return cell if isinstance(cell, str) else number_format(cell, use_l10n=True, force_grouping=True)


def book_of(content: Content, provisional: bool = False) -> bytes:
    """The report as a workbook: a sheet a table, then the definitions. Its properties carry the day reported on."""
    file = io.BytesIO()
    day = date.fromisoformat(content["as_of"])
    with (
        translation.override(LANGUAGE),
        xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book,
    ):
        book.set_properties({
            "title": f"{_('Report')} {subject_of(day)}", "author": content["issuer"], "company": content["issuer"],
            "created": datetime.combine(day, time(), UTC).replace(tzinfo=None),
            "comments": content["definitions"]["version"],
        })  # fmt: skip
        _about(book, content, day, provisional)
        for name, table in tables_of(content).items():
            _write(book, name, table)
        meanings = [[one["title"], one["text"]] for one in content["definitions"]["texts"]]
        _write(book, "definitions", Table(_("Definitions of the figures"), [_("Figure"), _("Meaning")], meanings))
    return file.getvalue()


def _about(book: Any, content: Content, day: date, provisional: bool) -> None:
    rows = [
        (_("Report"), subject_of(day)), (_("Issued by"), content["issuer"]), (_("As on"), f"{day:%d/%m/%Y}"),
        (_("Version of the definitions"), content["definitions"]["version"]),
    ]  # fmt: skip
    if provisional:
        rows.append((_("State"), _("Provisional: that day is not over yet.")))
    if content["demonstration"]:
        rows.append((_("State"), _("Demonstration data")))
    if note := note_on(content):
        rows.append((_("Note"), note))
    sheet, bold = book.add_worksheet("bao-cao"), book.add_format({"bold": True})
    sheet.set_column(0, 0, NARROW * 2)
    sheet.set_column(1, 1, WIDE)
    for line, (label, text) in enumerate(rows):
        sheet.write_string(line, 0, label, bold)
        sheet.write_string(line, 1, text)


NAMES = {
    "targets": "chi-tieu", "level": "theo-cap", "kind": "theo-loai", "field": "theo-linh-vuc", "sector": "theo-khu-vuc",
    "unit": "theo-don-vi", "months": "theo-thang", "waiting": "ho-so-dang-xu-ly", "definitions": "dinh-nghia",
}  # fmt: skip


def _write(book: Any, name: str, table: Table) -> None:
    sheet, bold, wrap = (
        book.add_worksheet(NAMES[name]),
        book.add_format({"bold": True, "text_wrap": True}),
        _wrapping(book),
    )
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, len(table.heads), 100 if name == "definitions" else NARROW)
    sheet.write_string(0, 0, table.title, bold)
    sheet.freeze_panes(2, 1)
    for column, head in enumerate(table.heads):
        sheet.write_string(1, column, head, bold)
    for line, column, cell in _cells([*table.rows, table.total]):
        if isinstance(cell, int):
            sheet.write_number(line, column, cell)
        elif cell is not None:
            sheet.write_string(line, column, cell, wrap)


def _wrapping(book: Any) -> Any:
    return book.add_format({"text_wrap": True, "valign": "top"})


def _cells(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, int, Cell]]:
    for line, row in enumerate(rows, 2):
        for column, cell in enumerate(row):
            yield line, column, cell
