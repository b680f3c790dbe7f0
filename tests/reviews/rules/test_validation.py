"""Texts of schemes: each kind of defect is found, at its line, and said in both languages."""

import re

import pytest

from reviews.rules.problems import SchemeError
from reviews.rules.shipped import shipped_schemes, shipped_texts
from reviews.rules.validate import parse_scheme, validate
from reviews.rules.words import say

TEXTS = shipped_texts()
GDDT, DECREE, TT11, TT20 = (
    TEXTS[c] for c in ("dn-gddt-2026", "base-decree-13-2012", "tt11-2014-acceptance", "tt20-2023-selection")
)
CITY, AWARD, CONTEST = (TEXTS[code] for code in ("city-influence-default", "student-award", "thai-nguyen-contest-2025"))
CODES = [
    "base-decree-13-2012", "dn-gddt-2026", "ham-yen-270", "van-mon-2025", "bac-ninh-2025-influence", "city-influence-default",
    "skkn-20", "vinh-phuc-acceptance", "mard-3369-2010", "student-award", "thai-nguyen-contest-2025",
    "tt45-2016-determination", "tt20-2023-selection", "siu-proposal", "tt11-2014-acceptance",
]  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_scheme_of_the_field_is_shipped_under_its_code(code):
    assert validate(TEXTS[code]) == []
    scheme = parse_scheme(TEXTS[code])
    assert scheme.code == code
    assert scheme.title.vi and scheme.title.en


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_rule_of_a_shipped_scheme_has_its_source(code):
    for citation in shipped_schemes()[code].citations:
        assert citation.document
        assert citation.source or not citation.confirmed or citation.tag not in ("R", "S")


DEFECTS = [
    # code, text, what is replaced, by what, on which line the problem is (a mark in the new text)
    ("syntax", GDDT, "maximum = 40", "maximum = = 40 #!"),
    ("syntax", GDDT, "maximum = 40", "maximum = 40\nmaximum = 41 #!"),
    ("missing_key", GDDT, 'version = 1\n', "", 1),
    ("missing_key", GDDT, '[[criteria]]\ncode = "novelty"', "[[criteria]] #!"),
    ("missing_key", GDDT, "[quorum]", "[quorumm]", 1),
    ("unknown_key", GDDT, "maximum = 40", "maximum = 40\nmaximun = 3 #!"),
    ("unknown_key", GDDT, 'title = { vi = "Tính mới", en = "Novelty" }', 'title = { vi = "Tính mới", en = "N", fr = "N" } #!'),
    ("unknown_key", TT20, "reviewer = 2 }", "reviewer = 2, guest = 1 } #!"),
    ("wrong_type", GDDT, "maximum = 40", 'maximum = "forty" #!'),
    ("wrong_type", GDDT, "maximum = 40", "maximum = true #!"),
    ("wrong_type", GDDT, "maximum = 40", "maximum = nan #!"),
    ("wrong_type", GDDT, "valid_from = 2026-03-06", "valid_from = 2026-03-06T08:00:00 #!"),
    ("wrong_type", GDDT, 'at_least = "2/3"', 'at_least = "two thirds" #!'),
    ("wrong_type", TT20, "sizes = [7, 8, 9]", "sizes = [7, 0] #!"),
    ("wrong_type", GDDT, "title = {", "title = 3 #!\nold = {"),
    ("wrong_type", TEXTS["siu-proposal"], "[fallback]", "[grades] #!\nx = 1\n\n[fallback]"),
    ("empty", GDDT, 'code = "novelty"', 'code = "" #!'),
    ("out_of_range", GDDT, "version = 1", "version = 0 #!"),
    ("negative", GDDT, "minimum = 10", "minimum = -1 #!"),
    ("negative", GDDT, "at_least = 50", "at_least = -50 #!"),
    ("unknown_value", GDDT, 'kind = "initiative"', 'kind = "idea" #!'),
    ("unknown_value", GDDT, 'any_of = ["chair", "deputy"]', 'any_of = ["chair", "boss"] #!'),
    ("unknown_value", DECREE, 'choices = ["yes", "no"]', 'choices = ["yes", "maybe"] #!'),
    ("unknown_value", DECREE, 'passes = "yes"', 'passes = "excellent" #!'),
    ("unknown_value", TT11, 'choice = "fail"', 'choice = "no" #!'),
    ("duplicate", GDDT, 'code = "benefit"', 'code = "novelty" #!'),
    ("duplicate", GDDT, 'code = "B"', 'code = "A" #!'),
    ("duplicate", TEXTS["ham-yen-270"], 'name = "ai_text_pct"', 'name = "duplicate_pct" #!'),
    ("duplicate", DECREE, 'code = "decision"', 'code = "check" #!'),
    ("duplicate", GDDT, 'any_of = ["chair", "deputy"]', 'any_of = ["chair", "chair"] #!'),
    ("missing_translation", GDDT, 'title = { vi = "Tính mới", en = "Novelty" }', 'title = { vi = "Tính mới" } #!'),
    ("missing_translation", GDDT, "title.en = ", "title.de = ", "title.vi"),
    ("one_bound_needed", GDDT, "[pass]\nat_least = 50", "[pass] #!"),
    ("one_bound_needed", GDDT, "[pass]\nat_least = 50", "[pass] #!\nat_least = 50\nmore_than = 49"),
    ("missing_citation", GDDT, 'maximum = 40\nminimum = 10\ncites = "guide"\n', "maximum = 40\nminimum = 10\n", "[[criteria]]"),
    ("unknown_citation", GDDT, 'clash = "needs_decision"\ncites = "guide"', 'clash = "needs_decision"\ncites = "guidee" #!'),
    ("missing_source", GDDT, '[citations.guide]', '[citations.guide] #!', "[citations.guide]"),
    ("dates_reversed", GDDT, "valid_from = 2026-03-06", "valid_from = 2026-03-06\nvalid_to = 2026-03-05 #!"),
    ("bad_code", GDDT, 'code = "dn-gddt-2026"', 'code = "Sở GD&ĐT" #!'),
    ("roles_above_size", TT20, "reviewer = 2 }", "reviewer = 5 } #!"),
    ("share_out_of_range", GDDT, 'at_least = "2/3"', 'at_least = "4/3" #!'),
    ("share_out_of_range", DECREE, 'passes = "yes"\nat_least = "2/3"', 'passes = "yes"\nmore_than = "1/1" #!'),
    ("share_out_of_range", TT11, 'choice = "excellent"\nat_least = "3/4"', 'choice = "excellent"\nat_least = 0 #!'),
    ("share_out_of_range", TT20, 'more_than = "1/3"', 'more_than = 2 #!'),
    ("quorum_above_council", TT20, 'any_of = ["chair", "deputy"]', 'any_of = ["chair", "deputy"]\ncount = 10 #!'),
    ("quorum_above_council", TEXTS["tt45-2016-determination"].replace("[5, 7]", "[1]").replace("roles = { chair = 1, secretary = 1 }\n", ""),
     'all_of = ["chair", "secretary"]', 'all_of = ["chair", "secretary"] #!'),
    ("points_only", DECREE, 'code = "new"\nkind = "check"', 'code = "new"\nkind = "check"\nmaximum = 1 #!'),
    ("not_positive", GDDT, "maximum = 40", "maximum = 0 #!"),
    ("not_positive", AWARD, "more_than = 15", "more_than = 0 #!"),
    ("minimum_above_maximum", GDDT, "minimum = 10", "minimum = 41 #!"),
    ("minimum_above_maximum", GDDT, "floors = { novelty = 30 }", "floors = { novelty = 41 } #!"),
    ("knock_out_needs_minimum", GDDT, "maximum = 40\nminimum = 10", "maximum = 40\nknock_out = true #!"),
    ("band_reversed", GDDT, "from = 31, to = 40", "from = 40, to = 31", "from = 40, to = 31"),
    ("band_outside", GDDT, "from = 31, to = 40", "from = 31, to = 41", "from = 31, to = 41"),
    ("bands_overlap", GDDT, "from = 21, to = 30, vi = \"Mức khá\"", "from = 21, to = 31, vi = \"Mức khá\"", "from = 21, to = 31"),
    ("no_criteria", TEXTS["bac-ninh-2025-influence"], "[ballot]", '[pass] \nat_least = 3 \ncites = "setting"\n\n[ballot]', "[pass]"),
    ("no_criteria", TEXTS["bac-ninh-2025-influence"], "[ballot]", '[sheets] \ncites = "setting"\n\n[ballot]', "[sheets]"),
    ("missing_key", DECREE, '[sheets]\noptional = true\ncites = "conditions"\n', "", 1),
    ("sum_differs", GDDT, "total = 100", "total = 99 #!"),
    ("sum_differs", CONTEST, "[community]\nmaximum = 20", "[community]\nmaximum = 21", "total = 100"),
    ("pass_unreachable", GDDT, "[pass]\nat_least = 50", "[pass]\nat_least = 101 #!"),
    ("pass_unreachable", GDDT, "[pass]\nat_least = 50", "[pass]\nmore_than = 100 #!"),
    ("unknown_criterion", GDDT, "floors = { novelty = 30 }", "floors = { novel = 30 } #!"),
    ("unknown_criterion", TT11, 'report = "report"', 'report = "rapport" #!'),
    ("unknown_flag", TT11, 'late = "late"', 'late = "delay" #!'),
    ("grades_overlap", GDDT, "at_least = 70", "at_least = 86 #!"),
    ("grades_overlap", CITY, "at_least = 50\nbelow = 80", 'at_least = 90\noutcome = "passed"\ncites = "assumed"\n\n[[grades]]\ncode = "low"\n'
     'title = { vi = "a", en = "b" }\nat_least = 50\nbelow = 95 #!'),
    ("grade_unreachable", TEXTS["mard-3369-2010"], "more_than = 90", "more_than = 100 #!"),
    ("grade_unreachable", GDDT, 'code = "C"\ntitle = { vi = "Loại C", en = "Class C" }\nat_least = 50',
     'code = "C"\ntitle = { vi = "Loại C", en = "Class C" }\nat_least = 20\nbelow = 50 #', "at_least = 20"),
    ("grade_unreachable", CITY, "below = 80", "below = 50", "at_least = 50"),
    ("grade_unreachable", GDDT, "floors = { novelty = 20 }", "floors = { novelty = 40, applicability = 30, benefit = 15 }", "at_least = 70"),
    ("few_choices", DECREE, 'choices = ["yes", "no"]', 'choices = ["yes"] #!'),
    ("majority_and_grades", TT11, 'of = "present"', 'of = "present"\npasses = "pass"\nat_least = "1/2"', "[[ballot.grades]]"),
    ("otherwise_last", TT11, "otherwise = true", 'choice = "pass"\nat_least = "1/2"', '[[ballot.grades]]\ncode = "pass"'),
    ("nothing_decides", DECREE, 'passes = "yes"\nat_least = "2/3"\n', "", 1),
    ("nothing_decides", TEXTS["siu-proposal"], "[pass]\nat_least = 70\ncites = \"minutes\"\n", "", 1),
]  # fmt: skip


def line_of(text, mark):
    return text[: text.index(mark)].count("\n") + 1


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda d: f"{d[0]}:{d[3][:30]!r}")
def test_a_defect_is_found_at_its_line(defect):
    code, text, old, new, *where = defect
    assert text.count(old) >= 1
    broken = text.replace(old, new, 1)
    if code == "missing_source":
        broken = re.sub(r'source = "public file 59889628354"\n', "", broken)
    mark = where[0] if where else "#!"
    line = mark if isinstance(mark, int) else line_of(broken, mark)
    found = [(problem.code, problem.line) for problem in validate(broken)]
    assert (code, line) in found, found
    with pytest.raises(SchemeError) as error:
        parse_scheme(broken)
    assert error.value.problems


def test_a_problem_says_what_to_mend_in_both_languages():
    problem = validate(GDDT.replace("total = 100", "total = 99"))[0]
    assert (problem.code, problem.path) == ("sum_differs", "sheets.total")
    assert problem.message == "The total says 99, but the criteria add up to 100."
    assert say(problem, "vi") == "Tổng điểm ghi 99, nhưng các tiêu chí cộng lại là 100."
    assert str(problem).startswith(f"line {problem.line}: ")


@pytest.mark.parametrize("code", sorted({defect[0] for defect in DEFECTS}))
def test_every_problem_can_be_said(code):
    for name, text, old, new, *_rest in DEFECTS:
        if name == code:
            for problem in validate(text.replace(old, new, 1)):
                for language in ("vi", "en"):
                    assert not re.search(r"[{}]", say(problem, language))


def test_all_problems_come_at_once_in_the_order_of_lines():
    broken = (
        GDDT.replace('kind = "initiative"', 'kind = "idea"')
        .replace("maximum = 40", "maximum = -40")
        .replace("total = 100", 'total = "x"')
    )
    found = validate(broken)
    assert [problem.code for problem in found] == ["unknown_value", "wrong_type", "negative"]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "=",
        "\x00",
        "[" * 5_000,
        "a = " + "[" * 3_000,
        "x" * 300_000,
        "a = 1" + "0" * 6_000,
        "\ufeffcode = 1",
        'a = """',
    ],
)
def test_no_text_does_harm(text):
    assert validate(text)


def test_lines_are_found_past_long_strings_comments_and_arrays():
    text = '# code = "wrong"\n' + GDDT.replace(
        'cites = "guide"\n\n[citations.guide]',
        'cites = "guide"\nnotice.vi = """\n[[criteria]]\nmaximum = 99\n"""\nnotice.en = \'\'\'\n# "\n\'\'\'\n\n[citations.guide]',
        1,
    ).replace("maximum = 40", "maximum = 0 #!")
    assert ("not_positive", line_of(text, "#!")) in [(problem.code, problem.line) for problem in validate(text)]
