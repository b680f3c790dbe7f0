"""Old registers brought in: checked cell by cell, stored whole or not at all, undone as one act."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.choices import State
from initiatives.models import Author, Dossier, Work
from initiatives.queries import history_of
from journal.models import Entry
from journal.services.follow import follow_all
from organisation.models import Person, Role
from recognition.models import Decision, DecisionItem, Recognition, RegisterImport
from recognition.queries.register import RegisterFilter
from recognition.queries.statistics import counted
from recognition.queries.tallies import differences
from recognition.services.changes import draft_revocation
from recognition.services.decisions import sign_decision
from recognition.services.imports import desk, staging, tables
from recognition.services.imports.desk import ask_to_store, begin_import, settle, undo_import
from tests import city
from tests.recognition.registers import books

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    top = city.unit("UBND", "city", name="Ủy ban nhân dân thành phố")
    city.unit("SYT", name="Sở Y tế", short_name="SYT", parent=top)
    city.unit("SGDDT", name="Sở Giáo dục và Đào tạo", parent=top)
    return top


@pytest.fixture
def registrar(authority):
    return city.actor(Role.REGISTRAR, at=authority)


def begun(registrar, authority, data=None, name="so-2021.xlsx"):
    return begin_import(registrar, authority, city.upload(name, books.xlsx() if data is None else data))


def told(run):
    return list(run.problems.values("row", "field", "code", "shown"))


def stored(run, registrar):
    ask_to_store(run.pk, registrar)
    follow_all()
    run.refresh_from_db()
    return run


def test_a_register_explains_itself(registrar, authority):
    run = begun(registrar, authority)
    assert (run.sheet, run.top, run.below) == ("Năm 2021", 2, 3)
    assert {"title": 1, "authors": 2, "unit": 3, "decision": 4, "day": 5, "level": 6}.items() <= run.columns.items()
    assert (run.report["works"], run.report["problems"], run.report["unknown_units"]) == (3, 0, [])
    assert not Work.objects.exists()


def test_it_is_stored_as_the_decisions_that_it_tells_of(registrar, authority):
    run = stored(begun(registrar, authority), registrar)
    assert run.state == RegisterImport.State.STORED
    first, second = Decision.objects.order_by("signed_on")
    assert (first.reference, first.signed_on, first.items.count()) == ("12/QĐ-UBND", date(2021, 3, 5), 2)
    assert (second.reference, second.items.count(), second.imported) == ("34/QĐ-UBND", 1, run)
    work = Work.objects.get(title="Số hóa bệnh án")
    shares = [(one.person.full_name, one.share) for one in work.authors.select_related("person").order_by("position")]
    assert shares == [("Nguyễn Văn An", 60), ("Lê Thị Bình", 40)]
    assert work.public
    assert work.source == "so-2021.xlsx, dòng 4"
    assert "nêu thêm người khác" in Work.objects.get(title="Lịch khám qua mạng").source


def test_each_work_has_its_dossier_numbered_and_journaled(registrar, authority):
    stored(begun(registrar, authority), registrar)
    codes = list(Dossier.objects.order_by("code").values_list("code", "state"))
    assert codes == [(f"SK-2021-000{n}", State.RECOGNISED) for n in (1, 2)] + [("SK-2022-0001", State.RECOGNISED)]
    for dossier in Dossier.objects.all():
        assert [one.event for one in history_of(dossier, registrar)] == ["dossier_recorded"]
    entry = Entry.objects.get(event="dossier_recorded")
    assert (entry.actor_id, entry.data["works"]) == (registrar.user_id, 3)


def test_the_history_of_a_work_tells_of_its_own_register_alone(registrar, authority):
    for year in (2021, 2022):
        rows = [(n, f"Việc {n} năm {year}", "Lê Ánh", "Sở Y tế", "1/QĐ", "2021", "TP") for n in (1, 2)]
        run = stored(begun(registrar, authority, books.xlsx(rows)), registrar)
    undo_import(run.pk, registrar, "Nhầm năm")
    told = [[one.event for one in history_of(dossier, registrar)] for dossier in Dossier.objects.order_by("code")]
    assert told == [["dossier_recorded"]] * 2 + [["dossier_unrecorded", "dossier_recorded"]] * 2


def test_one_person_of_a_unit_is_one_record_now_and_the_next_time(registrar, authority):
    stored(begun(registrar, authority), registrar)
    assert Person.objects.filter(full_name="Lê Thị Bình").count() == 1
    later = [(1, "Khám từ xa", "Lê Thị Bình", "Sở Y tế", "9/QĐ-UBND", "2023", "TP")]
    stored(begun(registrar, authority, books.xlsx(later)), registrar)
    assert Author.objects.filter(person__full_name="Lê Thị Bình").values("person").distinct().count() == 1
    assert Author.objects.filter(person__full_name="Lê Thị Bình").count() == 3


def test_a_colleague_of_that_name_is_the_author(registrar, authority):
    who = city.person("Nguyễn Văn An")
    city.actor(at=city.unit("SYT", name="Sở Y tế", parent=authority), who=who)
    stored(begun(registrar, authority), registrar)
    assert Author.objects.get(person__full_name="Nguyễn Văn An").person == who


def test_figures_count_what_was_brought_in(registrar, authority):
    stored(begun(registrar, authority), registrar)
    table = counted(("unit", "year"), RegisterFilter(levels=("city",)))
    found = {(cell.values["unit"], cell.values["year"]): cell.count for cell in table.rows}
    assert found == {("SYT", 2021): 2, ("SGDDT", 2022): 1}


def test_it_is_all_or_nothing(registrar, authority):
    rows = [*books.WORKS, (4, "Sai ngày", "Lê Thị Bình", "Sở Y tế", "12/QĐ-UBND", "31/02/2021", "TP")]
    run = begun(registrar, authority, books.xlsx(rows))
    assert told(run) == [{"row": 7, "field": "day", "code": "day", "shown": "31/02/2021"}]
    with pytest.raises(Invalid):
        ask_to_store(run.pk, registrar)
    assert not Work.objects.exists()


def test_an_unknown_unit_is_proposed_settled_and_remembered(registrar, authority):
    rows = [
        (1, "Một", "Lê Ánh", "Sở Giáo dục Đào tạo", "1/QĐ", "2021", "TP"),
        (2, "Hai", "Lê Ba", "Ban Cũ", "1/QĐ", "2021", "TP"),
    ]
    run = begun(registrar, authority, books.xlsx(rows))
    unknown = {one["name"]: [near["code"] for near in one["proposals"]] for one in run.report["unknown_units"]}
    assert unknown == {"Sở Giáo dục Đào tạo": ["SGDDT"], "Ban Cũ": []}
    run = settle(run.pk, registrar, {"units": {"Sở Giáo dục Đào tạo": "SGDDT", "Ban Cũ": "SYT"}})
    assert (run.report["works"], run.report["unknown_units"]) == (2, [])
    again = begun(registrar, authority, books.xlsx([(1, "Ba", "Lê Ánh", "ban cũ", "2/QĐ", "2022", "TP")]))
    assert again.report["unknown_units"] == []


def test_what_is_there_already_is_shown_and_not_entered_twice(registrar, authority):
    stored(begun(registrar, authority), registrar)
    rows = [*books.WORKS, (4, "Mới hẳn", "Lê Ánh", "Sở Y tế", "12/QĐ-UBND", "5/3/2021", "TP")]
    run = begun(registrar, authority, books.xlsx(rows))
    assert (run.report["works"], run.report["known"]) == (1, 3)
    assert {one["code"] for one in run.report["known_told"]} == set(Dossier.objects.values_list("code", flat=True))


def test_a_work_that_stands_twice_in_the_sheet_is_told(registrar, authority):
    run = begun(registrar, authority, books.xlsx([books.WORKS[0], books.WORKS[0]]))
    assert told(run) == [{"row": 5, "field": "title", "code": "twice", "shown": "4"}]


def test_it_is_undone_as_one_act_and_what_was_said_stays_on_record(registrar, authority):
    run = stored(begun(registrar, authority), registrar)
    with pytest.raises(Invalid):
        undo_import(run.pk, registrar, "  ")
    undo_import(run.pk, registrar, "Nhầm năm")
    assert counted((), RegisterFilter()).total == 0
    assert Recognition.objects.filter(recorded_to__isnull=False).count() == 3
    assert set(Dossier.objects.values_list("state", flat=True)) == {State.WITHDRAWN}
    assert not Work.objects.filter(public=True).exists()
    with pytest.raises(StateConflict):
        undo_import(run.pk, registrar, "Lần nữa")
    again = stored(begun(registrar, authority), registrar)
    assert (again.state, counted((), RegisterFilter()).total) == (RegisterImport.State.STORED, 3)


def test_what_something_was_built_on_is_not_undone(registrar, authority):
    run = stored(begun(registrar, authority), registrar)
    old = Decision.objects.get(cited_as="34/QĐ-UBND")
    draft = draft_revocation(registrar, old.code, [], "Khai không đúng")
    sign_decision(draft.code, registrar, timezone.localdate(), "Võ Thành Đạt", "Chủ tịch")
    with pytest.raises(StateConflict):
        undo_import(run.pk, registrar, "Nhầm")
    assert Recognition.objects.filter(recorded_to=None).count() == 3


def test_only_the_registrar_of_the_authority_brings_in_and_sees(registrar, authority):
    other = city.actor(Role.REGISTRAR, at=city.unit("SYT", name="Sở Y tế", parent=authority))
    with pytest.raises(Forbidden):
        begun(other, authority)
    run = begun(registrar, authority)
    for act in (
        lambda: settle(run.pk, other, {}),
        lambda: ask_to_store(run.pk, other),
        lambda: undo_import(run.pk, other, "x"),
    ):
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize(("encoding", "sign"), [("utf-8", ";"), ("utf-8-sig", ","), ("utf-16", "\t"), ("utf-8", "|")])
def test_lines_in_every_encoding_and_with_every_sign(registrar, authority, encoding, sign):
    run = begun(registrar, authority, books.text(sign=sign).encode(encoding), "so.csv")
    assert (run.report["works"], run.report["problems"]) == (3, 0)


def test_a_register_in_a_font_of_the_nineties(registrar, authority):
    lines = "STT;Tªn s¸ng kiÕn;T¸c gi¶;§¬n vÞ;Ngµy;CÊp\n1;C¶i tiÕn kü thuËt;NguyÔn V¨n B×nh;Së Y tÕ;5/3/1998;Thµnh phè"
    run = begun(registrar, authority, lines.encode("cp1252"), "so-1998.csv")
    assert run.reading == "tcvn3"
    [row] = run.report["sample"]
    assert (row["title"], row["authors"], row["unit"]) == ("Cải tiến kỹ thuật", ["Nguyễn Văn Bình (100%)"], "Sở Y tế")


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02", b"%PDF-1.4", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1broken"]
)
def test_what_is_no_table_is_refused(registrar, authority, data):
    with pytest.raises(Invalid) as error:
        begun(registrar, authority, data)
    assert list(error.value.fields) == ["file"]
    assert not RegisterImport.objects.exists()


def test_a_sheet_without_a_header_is_settled_by_hand(registrar, authority):
    run = begun(registrar, authority, books.xlsx([("Một", "Lê Ánh", "Sở Y tế")], ("a", "b", "c"), ()))
    assert run.report["works"] == 0
    said = {"header": 1, "columns": {"title": 0, "authors": 1, "unit": 2}, "day": "2021-03-05", "decision": "1/QĐ"}
    run = settle(run.pk, registrar, said)
    assert (run.report["works"], run.report["decisions"][0]["decision"]) == (1, "1/QĐ")


def test_the_command_tells_and_stores_like_the_page(registrar, authority, tmp_path):
    file, said = tmp_path / "so.xlsx", io.StringIO()
    file.write_bytes(books.xlsx())
    user = Person.objects.get(pk=registrar.person_id).code.lower()
    call_command("import_register", file, user=user, authority="UBND", dry_run=True, stdout=said)
    assert "3" in said.getvalue()
    assert not RegisterImport.objects.exists()
    call_command("import_register", file, user=user, authority="UBND", stdout=said)
    assert Recognition.objects.count() == 3
    file.write_bytes(books.xlsx([(1, "", "123", "Ban Cũ", "1/QĐ", "2021", "TP")]))
    with pytest.raises(CommandError):
        call_command("import_register", file, user=user, authority="UBND", stdout=said)
    assert "B4" in said.getvalue()


def test_of_units_of_one_name_the_one_of_the_day_is_meant(registrar, authority):
    """A ward that was dissolved, and the new one of its name."""
    city.unit("HC1", "ward", authority, name="Phường Hải Châu", valid_from=date(1997, 1, 1), valid_to=date(2025, 6, 30))
    city.unit("HC2", "ward", authority, name="Phường Hải Châu", valid_from=date(2025, 7, 1))
    rows = [(1, "Một", "Lê Ánh", "P. Hải Châu", "1/QĐ", "5/3/2021", "TP"),
            (2, "Hai", "Lê Ánh", "Phường Hải Châu", "1/QĐ", "1/9/2025", "TP")]  # fmt: skip
    stored(begun(registrar, authority, books.xlsx(rows)), registrar)
    assert dict(Recognition.objects.values_list("title", "unit__code")) == {"Một": "HC1", "Hai": "HC2"}


def test_units_that_share_a_work_are_each_credited(registrar, authority):
    rows = [(1, "Chung", "Lê Ánh", "Sở Y tế; Sở Giáo dục và Đào tạo", "1/QĐ", "2021", "TP")]
    stored(begun(registrar, authority, books.xlsx(rows)), registrar)
    table = counted(("unit",), RegisterFilter())
    assert ({cell.values["unit"]: cell.count for cell in table.rows}, table.total) == ({"SYT": 1, "SGDDT": 1}, 1)


def test_who_an_author_is_is_proposed_settled_and_never_guessed(registrar, authority):
    health = city.unit("SYT", name="Sở Y tế", short_name="SYT", parent=authority)
    one, other = city.person("Lê Thị Hoa"), city.person("Lê Thị Hoa")
    slip = city.person("Nguyễn Thanh Tùng")
    for who in (one, other, slip):
        city.actor(at=health, who=who)
    rows = [(1, "Một", "Lê Thị Hoa", "Sở Y tế", "1/QĐ", "2021", "TP"),
            (2, "Hai", "Nguyễn Thanh Tùg", "Sở Y tế", "1/QĐ", "2021", "TP"),
            (3, "Ba", "Võ Lạ", "Sở Y tế", "1/QĐ", "2021", "TP")]  # fmt: skip
    run = begun(registrar, authority, books.xlsx(rows))
    asked = {row["name"]: ({near["code"] for near in row["proposals"]}, row["key"]) for row in run.report["unsure"]}
    assert {name: codes for name, (codes, _key) in asked.items()} == {
        "Lê Thị Hoa": {one.code, other.code}, "Nguyễn Thanh Tùg": {slip.code},
    }  # fmt: skip
    said = {asked["Lê Thị Hoa"][1]: other.code, asked["Nguyễn Thanh Tùg"][1]: ""}
    run = settle(run.pk, registrar, {"people": said})
    assert run.report["unsure"] == []
    stored(run, registrar)
    authors = dict(Author.objects.values_list("work__title", "person"))
    assert authors["Một"] == other.pk
    assert authors["Hai"] != slip.pk


def test_a_large_register_is_read_off_the_request_and_stored_from_what_was_read(registrar, authority, monkeypatch):
    monkeypatch.setattr(desk, "READ_AT_ONCE", 10)
    run = begun(registrar, authority)
    assert (run.state, run.report) == (RegisterImport.State.READING, {})
    for act in (lambda: settle(run.pk, registrar, {}), lambda: ask_to_store(run.pk, registrar)):
        with pytest.raises(StateConflict):
            act()
    follow_all()
    run.refresh_from_db()
    assert (run.state, run.report["works"]) == (RegisterImport.State.CHECKED, 3)
    assert [batch.works for batch in run.batches.all()] == [3, 0]
    settle(run.pk, registrar, {"headings": ""})
    follow_all()
    Path(default_storage.path(run.source.storage)).unlink()
    assert stored(run, registrar).state == RegisterImport.State.STORED
    assert (Recognition.objects.count(), run.batches.count()) == (3, 0)


def test_a_large_file_that_breaks_off_is_told_when_it_has_been_read(registrar, authority, monkeypatch):
    monkeypatch.setattr(desk, "READ_AT_ONCE", 10)
    run = begun(registrar, authority)
    monkeypatch.setattr(tables, "MOST_ROWS", 5)
    follow_all()
    run.refresh_from_db()
    assert (run.state, run.report) == (RegisterImport.State.CHECKED, {"fault": "Mỗi lần nhập nhiều nhất 5 dòng."})
    with pytest.raises(Invalid):
        ask_to_store(run.pk, registrar)


def test_what_comes_into_the_register_after_the_check_is_not_entered_twice(registrar, authority):
    first = begun(registrar, authority)
    rows = [*books.WORKS, (4, "Mới hẳn", "Lê Ánh", "Sở Y tế", "12/QĐ-UBND", "5/3/2021", "TP")]
    second = begun(registrar, authority, books.xlsx(rows))
    assert not first.batches.exists()
    stored(first, registrar)
    assert stored(second, registrar).state == RegisterImport.State.STORED
    assert sorted(Recognition.objects.values_list("title", flat=True)) == sorted({row[1] for row in rows})
    third = begun(registrar, authority, books.xlsx([(1, "Sau cùng", "Lê Ánh", "Sở Y tế", "9/QĐ", "2023", "TP")]))
    ask_to_store(third.pk, registrar)
    again = begun(registrar, authority, books.xlsx([(1, "Sau cùng", "Lê Ánh", "Sở Y tế", "9/QĐ", "2023", "TP")]))
    ask_to_store(again.pk, registrar)
    follow_all()
    again.refresh_from_db()
    assert (again.state, again.report["known"]) == (RegisterImport.State.CHECKED, 1)


def test_a_decision_goes_on_over_what_is_entered_at_once_and_is_counted(registrar, authority, monkeypatch):
    monkeypatch.setattr(staging, "STAGED_AT_ONCE", 2)
    rows = [
        (n, f"Việc {n}", "Lê Ánh", "Sở Y tế; SGDDT", f"{n % 2 + 1}/QĐ", f"{n % 2 + 1}/3/2021", "TP") for n in range(7)
    ]
    stored(begun(registrar, authority, books.xlsx(rows)), registrar)
    items = DecisionItem.objects.order_by("decision__code", "position")
    told = items.values_list("decision__cited_as", "position", "dossier__work__title", "dossier__code")
    assert list(told) == [
        *(("1/QĐ", place, f"Việc {2 * place - 2}", f"SK-2021-{2 * place - 1:04}") for place in (1, 2, 3, 4)),
        *(("2/QĐ", place, f"Việc {2 * place - 1}", f"SK-2021-{2 * place:04}") for place in (1, 2, 3)),
    ]
    assert not list(differences())
