"""What people type is read as they mean it; what cannot be read is told with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.rules.language import Named, Phrase, Problem, read
from search.text import fold, surface

CHOICES = {
    "level": {"city": "city", "thanh pho": "city", "cap thanh pho": "city", "base": "base", "co so": "base"},
    "state": {"recognised": "recognised", "cong nhan": "recognised", "draft": "draft"},
    "kind": {"initiative": "initiative", "sang kien": "initiative", "topic": "topic"},
}


def asked(query):
    return read(query, CHOICES)


def test_words_alone_rank_and_the_last_may_be_unfinished():
    assert asked("xử lý nước").words == "xử lý nước"
    assert asked("xử lý nước ").words == "xử lý nước "
    assert asked("nước level:city").words == "nước "


def test_a_whole_query():
    found = asked('nước unit:"Sở Y tế" year:2019..2023 level:city state:recognised author:"Trần Hòa" "giá thành" -nhập')
    assert found.problems == ()
    assert found.words == "nước giá thành "
    assert found.years == (2019, 2023)
    assert found.chosen == {"level": ("city",), "state": ("recognised",)}
    assert found.named == (Named("unit", ("Sở Y tế",), 5, 19),)
    assert found.required == (
        Phrase(("trần",), ("names",), True),
        Phrase(("hoà",), ("names",), True),
        Phrase(("giá", "thành"), exact=True),
    )
    assert found.excluded == (Phrase(("nhập",), exact=True),)


@pytest.mark.parametrize("query", ["năm:2020", "nam:2020", "year:2020", "year:2020..2020", "NĂM:2020"])
def test_a_year_under_any_of_its_names(query):
    assert asked(query).years == (2020, 2020)


def test_open_years():
    assert asked("year:2019..").years == (2019, None)
    assert asked("year:..2019").years == (None, 2019)


@pytest.mark.parametrize("query", ['cấp:"thành phố"', "cap:city", 'level:"cấp thành phố"'])
def test_a_level_by_its_name_in_either_language(query):
    assert asked(query).chosen == {"level": ("city",)}


def test_alternatives_and_exclusion_of_choices():
    assert asked("level:city,base").chosen == {"level": ("city", "base")}
    assert asked("-state:draft").chosen == {"state": ("recognised",)}


def test_vietnamese_names_of_fields():
    assert asked('đơn-vị:SYT tác-giả:Hòa lĩnh-vực:"y tế"').named == (
        Named("unit", ("SYT",), 0, 10),
        Named("field", ("y tế",), 23, 38),
    )


@pytest.mark.parametrize(
    "query, problem",
    [
        ("nước year:20x", Problem(5, 13, "year", "20x")),
        ("year:2023..2019", Problem(0, 15, "years_backwards", "2023..2019")),
        ("level:galaxy", Problem(0, 12, "unknown_value", "galaxy")),
        ("colour:red", Problem(0, 10, "unknown_field", "colour")),
        ('nước "giá thành', Problem(5, 15, "unclosed", "")),
        ("unit: nước", Problem(0, 5, "empty", "unit")),
        ("-year:2020", Problem(0, 10, "not_excluded", "year")),
    ],
)
def test_a_problem_points_at_its_place(query, problem):
    assert asked(query).problems == (problem,)


def test_a_problem_leaves_the_rest_to_be_searched():
    assert asked("nước year:20x level:city").words == "nước "
    assert asked("nước year:20x level:city").chosen == {"level": ("city",)}


@pytest.mark.parametrize(
    "query", ["https://vi.du/a", "SK-2023-0037", "154/QĐ-UBND", "12:30", "COVID-19", "a - b", "Mô hình: lọc nước"]
)
def test_what_only_looks_like_the_language_is_words(query):
    assert asked(query).problems == ()
    assert asked(query).required == asked(query).excluded == ()


@given(st.text(max_size=60))
def test_nothing_typed_breaks_it(query):
    found = read(query, CHOICES)
    assert all(0 <= one.start <= one.end for one in found.problems)


@given(st.text(alphabet='abđờ "-:.,2019 ', max_size=40))
def test_nothing_like_the_language_breaks_it(query):
    read(query, CHOICES)


@given(st.text(alphabet="oòÒuùaàÀeèyỳ đĐ²İqQ\n-ôếự𝒜中", max_size=30) | st.text(max_size=30))
def test_a_text_folds_as_its_surface_does_wherever_the_tone_stands(text):
    assert fold(text) == fold(surface(text))
