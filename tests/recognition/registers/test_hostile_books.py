"""Workbooks that are not what an office keeps: the server lives, and says what to mend."""

import io
from datetime import date, timedelta

import pytest
import xlsxwriter

from config.errors import Invalid
from organisation.models import Role
from recognition.models import RegisterImport
from recognition.services.imports.desk import begin_import
from recognition.services.imports.reader import WIDEST, cell_of, plain
from tests import city
from tests.recognition.registers import books

pytestmark = pytest.mark.django_db
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383


@pytest.fixture
def authority():
    top = city.unit("UBND", "city", name="Ủy ban nhân dân thành phố")
    city.unit("SYT", name="Sở Y tế", short_name="SYT", parent=top)
    return top


def book(fill, **options):
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    fill(made.add_worksheet("Sổ"), made)
    made.close()
    return stream.getvalue()


def begun(authority, data):
    return begin_import(city.actor(Role.REGISTRAR, at=authority), authority, city.upload("so.xlsx", data))


def corners(sheet, made):
    sheet.write(0, 0, "STT")
    sheet.write(LAST_ROW, LAST_COLUMN, "x")


def register(*rows, days=None):
    def fill(sheet, made):
        sheet.write_row(0, 0, books.HEADINGS)
        for place, row in enumerate(rows, 1):
            sheet.write_row(place, 0, row[:5])
            sheet.write(place, 5, row[5], made.add_format({"num_format": "dd/mm/yyyy"}))
            sheet.write(place, 6, row[6])

    return fill


def work(number, title="Số hóa bệnh án", day=date(2021, 3, 5)):
    return number, title, "Nguyễn Văn An", "Sở Y tế", "12/QĐ-UBND", day, "TP"


def test_a_small_file_that_claims_seventeen_thousand_million_cells_costs_the_server_nothing(authority):
    data = book(corners)
    assert len(data) < 10_000
    with pytest.raises(Invalid) as refused:
        begun(authority, data)
    assert "số ô" in str(refused.value.fields["file"]) and not RegisterImport.objects.exists()


def test_a_cell_merged_down_to_the_last_row_and_cells_far_to_the_right_change_nothing(authority):
    def fill(sheet, made):
        register(work(1))(sheet, made)
        sheet.write_row(2, 0, work(2)[:1])
        sheet.merge_range(2, 1, LAST_ROW, 1, "Lịch khám")
        sheet.write_row(2, 2, ["Lê Thị Bình", "SYT", "12/QĐ-UBND", "05/03/2021", "TP"])
        sheet.write(1, LAST_COLUMN, "x")
        sheet.write(1, WIDEST - 1, "y")

    run = begun(authority, book(fill))
    assert (run.report["works"], run.report["problems"]) == (2, 0)


@pytest.mark.parametrize("fill", [
    lambda sheet, made: None, lambda sheet, made: sheet.write(0, 0, "STT"),
    lambda sheet, made: [sheet.write(n, 0, f"Sáng kiến {n}") for n in range(5)],
    lambda sheet, made: sheet.write_row(0, 0, books.HEADINGS),
])  # fmt: skip
def test_a_sheet_of_nothing_of_one_column_or_of_headings_alone_brings_nothing_in(authority, fill):
    try:
        run = begun(authority, book(fill))
    except Invalid as refused:
        assert set(refused.fields) == {"file"}
        return
    assert run.report["works"] == 0


@pytest.mark.parametrize("zero", [False, True])
def test_days_of_both_calendars_of_excel_are_the_days_that_it_shows(authority, zero):
    run = begun(authority, book(register(work(1)), date_1904=zero))
    [decision] = run.report["decisions"]
    assert (decision["day"], run.report["problems"]) == ("2021-03-05", 0)


def test_what_a_formula_says_is_taken_as_text_and_kept_harmless(authority):
    def fill(sheet, made):
        register(work(1, "x"))(sheet, made)
        sheet.write_formula(1, 1, '=HYPERLINK("https://example.vn","Số hóa")', value="Số hóa")

    run = begun(authority, book(fill))
    assert run.report["sample"][0]["title"] == "Số hóa"


@pytest.mark.parametrize("cell", ["a", 1, 1.5, True, None, date(2021, 3, 5), timedelta(hours=30)])
def test_a_cell_goes_to_the_program_and_back(cell):
    assert cell_of(plain(cell)) == cell
