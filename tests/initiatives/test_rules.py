from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.rules import novelty, shares
from initiatives.rules.answers import changes, clean_line, clean_text, missing, read_answer
from initiatives.rules.calendar import add_months, add_working_days, is_working_day, working_days_between
from initiatives.rules.forms import FORMS, Question, questions


@pytest.mark.parametrize(
    "day, count, expected",
    [
        (date(2026, 4, 28), 1, date(2026, 4, 29)),
        (date(2026, 4, 28), 2, date(2026, 5, 4)),  # 30/4, 1/5 and the weekend lie between
        (date(2026, 5, 20), 20, date(2026, 6, 17)),
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # Tết Bính Ngọ
        (date(2026, 5, 22), 1, date(2026, 5, 25)),  # over a weekend
    ],
)
def test_working_days_leave_out_weekends_and_public_holidays(day, count, expected):
    assert add_working_days(day, count) == expected


@pytest.mark.parametrize(
    "day, months, expected",
    [
        (date(2027, 1, 31), 1, date(2027, 3, 1)),  # 28/2/2027 is a Sunday
        (date(2028, 1, 31), 1, date(2028, 2, 29)),  # a leap year
        (date(2026, 11, 23), 3, date(2027, 2, 23)),
        (date(2026, 10, 15), 3, date(2027, 1, 15)),
    ],
)
def test_a_term_in_months_ends_on_the_same_day_or_the_next_working_day(day, months, expected):
    assert add_months(day, months) == expected


@given(st.dates(date(2020, 1, 1), date(2029, 1, 1)), st.integers(0, 60))
def test_a_deadline_is_a_working_day_and_counts_back_to_its_beginning(day, count):
    end = add_working_days(day, count)
    assert count == 0 or is_working_day(end)
    assert working_days_between(day, end) == count


def test_shares_of_99_99_are_not_whole():
    assert not shares.are_whole([Decimal("33.33")] * 3)
    assert shares.are_whole([Decimal("33.34"), Decimal("33.33"), Decimal("33.33")])


@given(st.integers(1, 200))
def test_equal_shares_always_add_up_to_exactly_100(count):
    assert sum(shares.equal(count)) == 100


def test_a_smallest_share_can_be_switched_off():
    given = [Decimal(80), Decimal(20)]
    assert shares.below(given, Decimal(30)) == [1]
    assert shares.below(given, None) == []


def test_novelty_is_judged_on_the_day_before_filing_or_before_first_application():
    assert novelty.reference_date(date(2026, 3, 10), date(2026, 1, 5)) == date(2026, 1, 4)
    assert novelty.reference_date(date(2026, 3, 10), None) == date(2026, 3, 9)


def test_filing_later_than_the_round_allows_is_seen():
    assert novelty.is_in_time(date(2026, 1, 5), date(2025, 1, 6), 12)
    assert not novelty.is_in_time(date(2026, 1, 12), date(2025, 1, 6), 12)
    assert novelty.is_in_time(date(2030, 1, 1), date(2025, 1, 6), None)


@given(st.text())
def test_cleaning_is_done_once_and_leaves_no_control_characters(text):
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in cleaned)
    assert "\n" not in clean_line(text)


def test_decomposed_letters_are_stored_composed_and_markup_stays_text():
    question = Question("title", "Title", "line", limit=500)
    assert read_answer(question, "Gia\u0301o du\u0323c")[0] == "Giáo dục"
    assert read_answer(question, "<script>alert(1)</script>\x00") == ("<script>alert(1)</script>", None)


def test_a_title_of_ten_thousand_characters_is_refused_with_both_numbers():
    value, fault = read_answer(Question("title", "Title", "line", limit=500), "a" * 10_000)
    assert fault is not None
    assert fault.params == {"limit": 500, "length": 10_000}
    assert value == "a" * 10_000  # nothing typed is lost


@pytest.mark.parametrize("raw", ["1.000.000", "1 000 000", "1,000,000", 1_000_000])
def test_amounts_are_read_as_people_write_them(raw):
    assert read_answer(Question("benefit_vnd", "", "money", limit=16), raw) == (1_000_000, None)


@pytest.mark.parametrize("raw", ["12,5", "-3", "1e9", True, "mười"])
def test_what_is_no_whole_number_is_refused(raw):
    assert read_answer(Question("benefit_vnd", "", "money", limit=16), raw)[1] is not None


@pytest.mark.parametrize(
    "raw, stored", [("20/05/2026", "2026-05-20"), ("2026-05-20", "2026-05-20"), ("5-1-2026", "2026-01-05")]
)
def test_dates_are_read_day_first(raw, stored):
    assert read_answer(Question("day", "", "date"), raw) == (stored, None)


def test_every_form_has_steps_for_authors_files_and_sending_and_names_each_question_once():
    for purpose, steps in FORMS.items():
        assert [step.name for step in steps if step.name in ("authors", "files", "send")] == [
            "authors",
            "files",
            "send",
        ]
        assert len(questions(purpose)) == sum(len(step.questions) for step in steps)


def test_missing_names_the_required_questions_without_an_answer():
    asked = questions("recognition")
    assert set(missing(asked, {})) == {name for name, question in asked.items() if question.required}


def test_changes_between_versions_are_named_field_by_field():
    found = changes({"title": "A", "benefit": "1"}, {"title": "B", "benefit": "1"})
    assert [(change.field, change.before, change.after) for change in found] == [("title", "A", "B")]
