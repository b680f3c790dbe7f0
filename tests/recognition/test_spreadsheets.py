"""Everything that is exported opens in LibreOffice as it was meant: no formula, no broken letter, no word of warning."""

import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from initiatives.choices import Kind
from initiatives.services.past import PastWork
from organisation.actor import NOBODY
from recognition.queries.open_data import DATA_SETS
from recognition.queries.register import RegisterFilter, register, rows_to_export
from recognition.queries.reports import report_as_on
from recognition.services import exports
from recognition.services.past import record_past_decision
from recognition.services.report_files import book_of
from recognition.services.targets import save_target
from search import exports as hits
from tests import city
from tests.conftest import without

HOSTILE = ["=1+1", '=HYPERLINK("http://127.0.0.1/";"x")', "+84905", "-2+3", "@SUM(1;2)", "\t=1+1", "=cmd|' /C calc'!A0"]
PLAIN = "Lọc nước giếng khoan ở Hòa Vang"
TABLE, OFFICE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
ROWS = len(HOSTILE) + 1


@pytest.fixture
def folder(db, tmp_path) -> Path:
    """One file of each export: every text that people write is a formula."""
    unit = city.unit("SYT", name="=2+2")
    who = city.person("=3+3")
    works = [PastWork(Kind.INITIATIVE, title, unit, ((who, Decimal(100)),)) for title in [*HOSTILE, PLAIN]]
    record_past_decision(NOBODY, unit, "department", date(2026, 3, 9), works)
    save_target(None, "t", title_vi="=4+4", title_en="=4+4", levels=["department"], kinds=[], growth=Decimal(20),
                baseline_from=date(2020, 1, 1), baseline_to=date(2020, 12, 31), period_from=date(2026, 1, 1),
                period_to=date(2030, 12, 31))  # fmt: skip
    standing = rows_to_export(register(RegisterFilter()))
    found = [
        {"code": "SK-1", "title": title, "kind": "initiative", "level": "city", "state": "recognised", "unit": "=2+2",
         "year": 2026, "authors": ["=3+3", "Hai"]}
        for title in [*HOSTILE, PLAIN]
    ]  # fmt: skip
    written: dict[str, Iterable[bytes]] = {
        "register.csv": exports.as_csv(standing), "register.xlsx": exports.as_xlsx(standing),
        "search.csv": hits.as_csv(found), "search.xlsx": hits.as_xlsx(found),
        "report.xlsx": [book_of(report_as_on(date(2099, 1, 1)))],
        **{f"open-{one.name}.csv": exports.as_csv(one.rows(None), one.columns) for one in DATA_SETS.values()},
    }  # fmt: skip
    for name, blocks in written.items():
        (tmp_path / name).write_bytes(b"".join(blocks))
    return tmp_path


def opened(folder: Path) -> dict[str, ElementTree.Element]:
    """Every file as LibreOffice understands it (flat OpenDocument): a start for each form, as one has one filter. CSV is
    taken with commas and as UTF-8, which its mark tells a person's dialog.
    """
    program = shutil.which("soffice")
    if program is None:
        without("LibreOffice Calc is not installed (apt-get install libreoffice-calc-nogui)")
    found: dict[str, ElementTree.Element] = {}
    for form, filtered in (("csv", ["--infilter=Text - txt - csv (StarCalc):44,34,76,1"]), ("xlsx", [])):
        files, into = sorted(folder.glob(f"*.{form}")), folder / form
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        given = [str(program), profile, "--headless", *filtered, "--convert-to", "fods", "--outdir", str(into)]
        done = subprocess.run([*given, *map(str, files)], capture_output=True, text=True, timeout=180, check=True)
        assert [line for line in done.stderr.splitlines() if line.strip() and "javaldx" not in line] == []
        found |= {file.name: ElementTree.parse(into / f"{file.stem}.fods").getroot() for file in files}
    return found


def cells(document: ElementTree.Element) -> list[ElementTree.Element]:
    return list(document.iter(f"{{{TABLE}}}table-cell"))


def text(cell: ElementTree.Element) -> str:
    return "".join(cell.itertext()).strip()


def test_every_export_opens_without_a_warning_and_no_text_becomes_a_formula(folder):
    documents = opened(folder)
    for name, document in documents.items():
        formulas = [cell.get(f"{{{TABLE}}}formula") for cell in cells(document) if cell.get(f"{{{TABLE}}}formula")]
        assert formulas == [], name
    for name in ("register.csv", "register.xlsx", "search.csv", "search.xlsx", "open-register.csv"):
        said = {text(cell).removeprefix("'").strip() for cell in cells(documents[name])}
        assert {*(title.strip() for title in HOSTILE), PLAIN} <= said, name
    days = [cell.get(f"{{{OFFICE}}}date-value") for cell in cells(documents["register.xlsx"])]
    assert days.count("2026-03-09") == ROWS
    counts = [cell.get(f"{{{OFFICE}}}value") for cell in cells(documents["report.xlsx"])]
    assert str(ROWS) in counts
