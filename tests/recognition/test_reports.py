"""Reports: as on a day, the same to the byte for good; kept, counted again, mailed once a month to whom it is due."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.http import QueryDict
from django.test import Client
from python_calamine import CalamineWorkbook

from config.errors import Forbidden, Invalid
from documents.typeset import TypesettingError
from initiatives.choices import Kind
from initiatives.rules.calendar import next_working_day
from initiatives.services.past import PastWork
from initiatives.services.storage import open_blob
from organisation.actor import NOBODY
from organisation.models import Letter, Membership, Person, Role, Unit, User
from recognition.definitions import version
from recognition.models import Recognition, Report, ReportMailing
from recognition.queries.register import RegisterFilter, register
from recognition.queries.reports import report_as_on
from recognition.rules.reporting import due_on, spans
from recognition.services.past import record_past_decision
from recognition.services.register import close
from recognition.services.reports import issue_report, mail_monthly_report, recount, subscribe, subscribers
from recognition.services.targets import save_target
from tests import city
from tests.documents.reading import lost, words

END = date(2026, 10, 31)
TARGET = {
    "title_vi": "Tăng 20% cấp Sở", "title_en": "+20% department", "levels": ["department"], "kinds": [], "growth": Decimal(20),
    "baseline_from": date(2025, 1, 1), "baseline_to": date(2025, 12, 31), "period_from": date(2026, 1, 1),
    "period_to": date(2026, 12, 31),
}  # fmt: skip


def at(month, day):
    return time_machine.travel(datetime(2026, month, day, 3, tzinfo=UTC), tick=True)


def recognise(unit, day, *titles, **more):
    who = city.person()
    works = [PastWork(Kind.INITIATIVE, title, unit, ((who, Decimal(100)),), **more) for title in titles]
    return record_past_decision(NOBODY, unit, "department", day, works)


@pytest.fixture
def october(db):
    """A department with two recognitions of October, one of March, three of last year; a target; a leader."""
    with at(10, 20):
        health, schools = city.unit("SYT"), city.unit("SGD")
        save_target(None, "t", **TARGET)
        recognise(health, date(2025, 10, 5), "Một", "Hai", "Ba")
        recognise(health, date(2026, 3, 5), "=1+1")
        recognise(health, date(2026, 10, 6), "Năm", "Sáu", units=(schools,))
        return city.actor(Role.LEADER, at=health)


def read(blob):
    with open_blob(blob) as stream:
        return stream.read()


@pytest.mark.parametrize(
    "today, due",
    [
        (date(2026, 11, 1), None),  # a Sunday
        (date(2026, 11, 2), date(2026, 10, 31)), (date(2026, 11, 8), date(2026, 10, 31)), (date(2026, 11, 9), None),
        (date(2026, 1, 1), None), (date(2026, 1, 2), date(2025, 12, 31)),  # New Year's Day
    ],
)  # fmt: skip
def test_a_month_is_reported_on_the_first_working_day_of_the_next_or_within_a_week(today, due):
    assert due_on(today, next_working_day) == due


def test_the_same_period_of_the_year_before_a_leap_day_ends_in_february():
    assert spans(date(2028, 2, 29)).before.ends == date(2027, 2, 28)


def test_what_was_reported_is_produced_again_to_the_byte_whatever_is_entered_later(october):
    with at(11, 3):
        report = issue_report(october, END)
    with at(11, 20):
        late = recognise(Unit.objects.get(code="SYT"), date(2026, 10, 7), "Muộn")
        close(Recognition.objects.filter(recorded_to=None).first(), late, date(2026, 11, 20))
        save_target(None, "t", "tăng thêm", **{**TARGET, "growth": Decimal(50)})
        save_target(None, "u", **TARGET)
        found = recount(report)
    assert found.same and found.same_bytes
    assert report.content["targets"][0]["growth"] == "20"
    with at(11, 21):
        assert issue_report(october, END) == report
        assert len(issue_report(october, date(2026, 11, 20)).content["targets"]) == 2


def test_every_figure_is_the_length_of_the_list_that_it_names(october):
    content = report_as_on(END)
    rows = [
        content["total"],
        *(row for table in content["tables"].values() for row in table["rows"]),
        *content["months"],
    ]
    listed = [(row[name], query) for row in rows for name, query in row["lists"].items()]
    for target in content["targets"]:
        listed += [(target[name], query) for name, query in target["lists"].items()]
    assert len(listed) > 40
    for figure, query in listed:
        assert register(RegisterFilter.read(QueryDict(query))).count() == figure, query
    assert {name: content["total"][name] for name in ("month", "year", "before")} == {
        "month": 2,
        "year": 3,
        "before": 3,
    }
    assert [row["month"] for row in content["tables"]["unit"]["rows"]] == [2, 2]
    assert (content["targets"][0]["required"], content["targets"][0]["achieved"]) == (4, 3)


def test_paper_and_workbook_say_the_same_and_name_their_definitions(october):
    with at(11, 3):
        report = issue_report(october, END)
    text = words(read(report.paper))
    assert not lost(
        text, "BÁO CÁO", "tháng 10 năm 2026", "đến hết ngày 31 tháng 10 năm 2026", version(), "Tăng 20% cấp Sở",
        "Đơn vị SYT",
    )  # fmt: skip
    book = CalamineWorkbook.from_filelike(io.BytesIO(read(report.book)))
    target = book.get_sheet_by_name("chi-tieu").to_python()[2]
    assert target[:4] == ["Tăng 20% cấp Sở", 3, 4, 3]
    assert version() in [row[1] for row in book.get_sheet_by_name("bao-cao").to_python()]
    assert book.get_sheet_by_name("theo-don-vi").to_python()[-1][1:4] == [2, 3, 3]


def test_a_report_of_a_day_on_which_the_register_knew_nothing_says_so(october):
    with at(11, 3):
        empty = issue_report(october, date(2024, 1, 31))
        assert "chưa ghi nhận" not in words(read(issue_report(october, END).paper))
    assert not lost(words(read(empty.paper)), "sổ đăng ký chưa ghi nhận", "năm 2024", "kể từ ngày nhập")
    book = CalamineWorkbook.from_filelike(io.BytesIO(read(empty.book)))
    assert "Lưu ý" in [row[0] for row in book.get_sheet_by_name("bao-cao").to_python()]


def test_an_issued_report_is_neither_changed_nor_deleted(october):
    with at(11, 3):
        report = issue_report(october, END)
    for act in (lambda rows: rows.update(digest="0" * 64), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act(Report.objects.filter(pk=report.pk))
    assert Report.objects.get().digest == report.digest


def test_a_difference_is_named_at_its_place(october):
    with at(11, 3):
        report = issue_report(october, END)
        Unit.objects.filter(code="SYT").update(name="Sở Y tế mới")
        found = recount(report)
    assert found.differences == (("tables › unit › rows › SYT › label", "Đơn vị SYT", "Sở Y tế mới"),)
    assert not found.same_bytes


def test_reports_are_of_days_that_are_over_and_for_those_in_office(october):
    with at(10, 31), pytest.raises(Invalid) as caught:
        issue_report(october, END)
    assert "as_of" in caught.value.fields
    for who in (NOBODY, city.actor(Role.OFFICER, at=Unit.objects.get(code="SYT"))):
        with pytest.raises(Forbidden):
            issue_report(who, END)
        with pytest.raises(Forbidden):
            subscribe(who, True)


def test_what_waits_is_told_by_authority_and_state_as_it_was_then_but_not_what_is_sealed(october):
    health = Unit.objects.get(code="SYT")
    with at(10, 21):
        author, round_ = city.actor(), city.round_at(health)
        answered = city.submitted(author, round_)
        city.submitted(author, city.round_at(health, sealed=True))
        city.submitted(author, round_)
    with at(11, 2):
        city.take(answered, "admit", author, city.actor(Role.OFFICER, at=health))
        [row] = report_as_on(END)["waiting"]
        [now] = report_as_on(date(2026, 11, 2))["waiting"]
    assert (row["key"], row["submitted"], row["admitted"], row["total"], row["oldest_days"]) == ("SYT", 2, 0, 2, 10)
    assert (now["submitted"], now["admitted"]) == (1, 1)


def test_the_month_is_mailed_once_to_leaders_who_asked_in_their_language(october):
    with at(10, 20):
        other = city.actor(Role.LEADER, at=Unit.objects.get(code="SYT"))
        city.actor(Role.LEADER, at=Unit.objects.get(code="SYT"))  # has not asked
        former = city.actor(Role.LEADER, at=Unit.objects.get(code="SYT"))
        for who in (october, other, former):
            subscribe(who, True)
        Membership.objects.filter(person=former.person_id).update(valid_to=date(2026, 10, 25))
        Person.objects.filter(pk=other.person_id).update(language="en")
    with at(11, 1):
        assert mail_monthly_report(date(2026, 11, 1)) == 0
    with at(11, 2):
        assert [person.pk for person in subscribers(date(2026, 11, 2))] == [october.person_id, other.person_id]
        assert mail_monthly_report(date(2026, 11, 2)) == 2
        assert mail_monthly_report(date(2026, 11, 3)) == 0
    mine, theirs = Letter.objects.order_by("person")
    assert mine.subject == "Báo cáo tháng 10/2026" and "đã đạt 3 trên 4 cần có" in mine.body
    assert (
        theirs.subject == "Report of month 10/2026" and "+20% department: achieved 3 of the 4 required" in theirs.body
    )
    assert [file["name"] for file in mine.attachments] == ["bao-cao-2026-10.pdf", "bao-cao-2026-10.xlsx"]
    assert ReportMailing.objects.get().month == date(2026, 10, 1)


def test_nobody_who_has_unsubscribed_is_written_to(october):
    subscribe(october, True)
    subscribe(october, False)
    with at(11, 2):
        assert mail_monthly_report(date(2026, 11, 2)) == 0
    assert not Report.objects.exists()


def test_a_paper_that_cannot_be_printed_leaves_nothing_behind(october, monkeypatch):
    def refuse(*_given):
        raise TypesettingError("no press")

    monkeypatch.setattr("recognition.services.reports.paper_of", refuse)
    with at(11, 3), pytest.raises(TypesettingError):
        issue_report(october, END)
    assert not Report.objects.exists()


def test_a_leader_issues_fetches_and_compares_on_the_page(october):
    client = Client()
    with at(11, 3):
        client.force_login(User.objects.get(pk=october.user_id), "allauth.account.auth_backends.AuthenticationBackend")
        assert "Đăng ký nhận" in client.get("/chi-tieu/bao-cao/").content.decode()
        assert client.post("/chi-tieu/bao-cao/", {"as_of": "2026-11-03"}).status_code == 422
        issued = client.post("/chi-tieu/bao-cao/", {"as_of": "2026-10-31"})
        page = client.get(issued.url, {"doi-chieu": "1"}).content.decode()
        assert "cả hai tệp trùng từng byte" in page
        assert "<title>Báo cáo tính đến 31/10/2026 ·" in " ".join(page.split()).replace("<title> ", "<title>")
        assert Report.objects.get().paper.digest in page
        assert client.get(issued.url, {"xuat": "pdf"}).content == read(Report.objects.get().paper)
        assert b"%PDF" in client.get("/chi-tieu/bao-cao/tam-tinh/").content[:8]
        client.post("/chi-tieu/bao-cao/dang-ky/", {"wanted": "1"})
        assert "Thôi nhận" in client.get("/chi-tieu/bao-cao/").content.decode()
