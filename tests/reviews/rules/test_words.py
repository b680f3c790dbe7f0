"""What people read: a sentence for each step, a scheme in plain words, the difference between two versions."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.rules.conclude import conclude
from reviews.rules.differences import differences, differences_in_words
from reviews.rules.problems import SchemeError
from reviews.rules.ranking import rank
from reviews.rules.seats import Attendance, Role
from reviews.rules.shipped import shipped_texts
from reviews.rules.validate import parse_scheme
from reviews.rules.words import cited, describe, plain_words
from reviews.rules.words.sentences import SENTENCES
from tests.reviews.rules.given import SCHEMES, grades, judged, room, seats, sheets, votes

TEXTS = shipped_texts()


def said(conclusion, rule, language="vi"):
    return describe(conclusion.step(rule), language)


@pytest.mark.parametrize(
    "conclusion, rule, vi, en",
    [
        (judged("dn-gddt-2026", (30, 30, 25), present=7, members=9), "quorum",
         "Có mặt 7/9 thành viên, cần ít nhất 6: đủ.", "7 of 9 members present, at least 6 needed: met."),
        (judged("dn-gddt-2026", present=5, members=9), "quorum",
         "Có mặt 5/9 thành viên, cần ít nhất 6: không đủ.", "5 of 9 members present, at least 6 needed: not met."),
        (conclude(SCHEMES["tt45-2016-determination"], (), (), Attendance(7, seats(5, [Role.CHAIR]))), "quorum",
         "Có mặt 5/7 thành viên nhưng thiếu thư ký: không đủ thành phần.", "5 of 7 members present, but without the secretary: not met."),
        (conclude(SCHEMES["dn-gddt-2026"], (), (), Attendance(5, seats(5, []))), "quorum",
         "Có mặt 5/5 thành viên nhưng thiếu chủ tịch hoặc phó chủ tịch: không đủ thành phần.",
         "5 of 5 members present, but without the chair or deputy chair: not met."),
        (judged("dn-gddt-2026", ("40.5", 30, "")), "sheet_invalid",
         "Phiếu của “s0” không hợp lệ: Lợi ích: chưa chấm tiêu chí này; Tính mới: 40,5 vượt quá điểm tối đa 40.",
         "The sheet of “s0” is invalid: Benefit: this criterion has not been scored; Novelty: 40.5 is above the maximum 40."),
        (judged("dn-gddt-2026", (30, 30, "24.99")), "total", "Tổng điểm: 84,99 trên 100.", "Total: 84.99 of 100 points."),
        (judged("dn-gddt-2026", (29, 30, 30)), "grade_clash",
         "Tổng điểm 89,00 thuộc Loại A nhưng Tính mới chỉ được 29,00, cần 30: không tự hạ loại, hội đồng phải quyết định.",
         "A total of 89.00 lies in Class A, but Novelty is only 29.00, 30 needed: it is not lowered by itself, the council has to decide."),
        (judged("dn-gddt-2026", (30, 30, 25)), "conclusion", "Kết luận: đạt – Loại A.", "Conclusion: passed – Class A."),
        (judged("base-decree-13-2012", ballots=votes(5, 3, 1)), "ballot",
         "Bỏ phiếu: 5 đồng ý, 3 không đồng ý, 1 không hợp lệ. Cần ít nhất 6 phiếu “đồng ý” (ít nhất 2/3 của 9 thành viên hội đồng): không đạt.",
         "Ballot: 5 yes, 3 no, 1 invalid. At least 6 of “yes” needed (at least 2/3 of 9 members): not met."),
        (judged("tt11-2014-acceptance", ballots=grades(7, 2)), "ballot_grade",
         "Bỏ phiếu: 7 xuất sắc, 2 đạt, 0 không đạt (9 thành viên có mặt). Phiếu “xuất sắc” ít nhất 3/4, không có phiếu “không đạt”: xếp loại xuất sắc.",
         "Ballot: 7 excellent, 2 pass, 0 fail (9 members present). “excellent” has at least 3/4, without any “fail”: the grade is excellent."),
        (judged("ham-yen-270", (10, 20, 30, 30, 10), flags={"duplicate_pct": "30.5"}), "flag",
         "Tỷ lệ trùng lặp (%): 30,5, trên 30: không đạt, dù điểm thế nào.", "Duplicate text (%): 30.5, more than 30: not passed, whatever the points."),
        (judged("tt20-2023-selection", *[(0, 24, 16, 16, 16, 16)] * 2), "zeros",
         "Tổng quan bị trên 1/3 số phiếu (2 phiếu) cho 0 điểm: không đạt.", "Overview was given 0 on more than 1/3 of the 2 counted sheets: not met."),
    ],
)  # fmt: skip
def test_a_step_is_a_plain_sentence(conclusion, rule, vi, en):
    assert (said(conclusion, rule, "vi"), said(conclusion, rule, "en")) == (vi, en)


def every_step():
    """Conclusions that together apply every rule in every way."""
    trimmed = parse_scheme(TEXTS["siu-proposal"].replace('"mean"', '"trimmed_mean"'))
    tied = parse_scheme(TEXTS["bac-ninh-2025-influence"].replace('tie = "not_passed"', 'tie = "needs_decision"'))
    tt11 = SCHEMES["tt11-2014-acceptance"]
    graded = sheets(tt11, *[("pass", "", "pass", "pass", "pass")] * 6)
    selected = judged("tt20-2023-selection", (12, 24, 16, 16, 16, 0), (12, 24, 16, 16, 16, 0))
    good = judged("tt20-2023-selection", (12, 24, 16, 16, 16, 1))
    conclusions = [
        judged("dn-gddt-2026", (30, 30, 25), (41, 30, 30), ballots=["yes"]), judged("dn-gddt-2026", (9, 30, 30)), judged("dn-gddt-2026"),
        judged("dn-gddt-2026", (29, 30, 30)), judged("dn-gddt-2026", present=1, members=9), judged("skkn-20", (0, 0, 0, 0)),
        conclude(SCHEMES["dn-gddt-2026"], (), (), Attendance(2, seats(2, []))),
        judged("van-mon-2025", (20, 20, 15, 10, 15, 10, 10)), judged("van-mon-2025", (1, 20, 15, 10, 15, 10, 10)),
        judged("ham-yen-270", (10, 20, 30, 30, 10), flags={"duplicate_pct": 31, "ai_text_pct": 3}), judged("ham-yen-270", (10, 20, 30, 30, 10)),
        judged("base-decree-13-2012", *[("yes",) * 4] * 6), judged("base-decree-13-2012", *[("no",) * 4] * 6),
        judged("student-award", (10, 15, 15, 35, 15), (10, 15, 15, 35, 15, 5), (10, 15, 15, 0, 0, 0), (10, 15, 15, 35, 15, 5)),
        judged("student-award", (10, 15, 15, 35, 15, 5)), judged("siu-proposal", (5, 10, 5, 30, 30, 10, 10)),
        judged("thai-nguyen-contest-2025", (20, 30, 30)),
        judged("thai-nguyen-contest-2025", (20, 30, 30), flags={"votes": 1, "highest_votes": 2}),
        judged("vinh-phuc-acceptance", (25, 25, 25, 25), ballots=votes(1)), judged("tt11-2014-acceptance"), selected, good,
        conclude(SCHEMES["tt20-2023-selection"], (type(graded[0])("s3", dict(zip(("overview", "content", "products", "application", "plan",
                 "capacity"), (12, 24, 16, 16, 16, 1), strict=True))),), (), room(9)),
        conclude(tt11, graded, grades(0, 6), room(6)), conclude(tt11, graded, grades(6), room(6)), judged("tt11-2014-acceptance", ballots=grades(0, 0, 9)),
        conclude(trimmed, sheets(trimmed, (5, 10, 5, 30, 30, 10, 10)), (), room(9)), conclude(tied, (), votes(4, 4), room(8)),
        conclude(tied, sheets(SCHEMES["siu-proposal"], ()), votes(4, 4), room(8)),
    ]  # fmt: skip
    steps = [step for conclusion in conclusions for step in conclusion.steps]
    for case in ({"a": good}, {"a": good, "b": good}, {}):
        steps += rank(SCHEMES["tt20-2023-selection"], case).steps
    return steps + list(SCHEMES["tt20-2023-selection"].council.check(["chair"]))


STEPS = every_step()


def test_every_rule_can_be_told():
    told = {step.rule for step in STEPS}
    assert told == {name.partition(".")[0] for name in SENTENCES}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_sentence_leaves_a_gap(language):
    for step in STEPS:
        sentence = describe(step, language)
        assert sentence.endswith(".")
        assert not re.search(r"[{}]|None|\bnull\b|  ", sentence), sentence


def test_vietnamese_numbers_have_a_comma():
    for step in STEPS:
        assert not re.search(r"\d\.\d", describe(step, "vi")), describe(step, "vi")


def test_a_source_is_written_as_people_write_it():
    circular = SCHEMES["base-decree-13-2012"].citation
    assert (cited(circular, "vi"), cited(circular, "en")) == (
        "Điều 8 Thông tư 18/2013/TT-BKHCN",
        "Article 8, Circular 18/2013/TT-BKHCN",
    )


def test_what_nobody_has_confirmed_is_said_to_be_so():
    scheme = SCHEMES["city-influence-default"]
    assert scheme.unconfirmed
    assert all("cần xác nhận" in cited(citation, "vi") for citation in scheme.unconfirmed)


@pytest.mark.parametrize("code", sorted(SCHEMES))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_scheme_is_told_in_headed_sentences(code, language):
    sections = plain_words(SCHEMES[code], language)
    lines = [line for section in sections for line in section.lines]
    assert len({line.key for line in lines}) == len(lines)
    for line in lines:
        assert line.text.endswith("."), line.text
        assert line.citation.document
        assert not re.search(r"[{}]|None", line.text)
    if language == "vi":
        assert not any(re.search(r"\b(passed|members|total)\b", line.text) for line in lines)


def test_the_plain_words_of_a_scheme():
    sections = {
        section.code: [line.text for line in section.lines] for section in plain_words(SCHEMES["dn-gddt-2026"], "vi")
    }
    assert "Họp khi có mặt ít nhất 2/3 số thành viên, có chủ tịch hoặc phó chủ tịch." in sections["council"]
    assert "Tính mới: tối đa 40 điểm, kết quả tối thiểu 10." in sections["criteria"]
    assert "31–40: Mức cao." in sections["criteria"]
    assert (
        "Loại A: tổng điểm ít nhất 85, Tính mới ít nhất 30 – đạt; thiếu điểm thành phần thì hội đồng quyết định, không tự hạ loại."
        in sections["outcome"]
    )


def changed(code, *changes):
    text = TEXTS[code].replace("version = 1", "version = 2")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return parse_scheme(text)


def test_two_equal_versions_differ_by_their_number_only():
    new = changed("dn-gddt-2026")
    assert [(d.path, d.before, d.after) for d in differences(SCHEMES["dn-gddt-2026"], new)] == [("version", "1", "2")]
    assert differences_in_words(SCHEMES["dn-gddt-2026"], new, "vi") == ()


def test_a_changed_limit_is_told_value_by_value_and_in_words():
    new = changed("dn-gddt-2026", ("[pass]\nat_least = 50", "[pass]\nat_least = 55"), ("minimum = 10", "minimum = 12"))
    told = {d.path: (d.before, d.after) for d in differences(SCHEMES["dn-gddt-2026"], new)}
    assert told["pass_mark.total.value"] == ("50", "55")
    assert told["criteria.novelty.minimum"] == ("10", "12")
    words = {d.path: (d.before, d.after) for d in differences_in_words(SCHEMES["dn-gddt-2026"], new, "vi")}
    assert words["pass"] == (
        "Cần tổng điểm ít nhất 50 và mọi mức tối thiểu đều đạt.",
        "Cần tổng điểm ít nhất 55 và mọi mức tối thiểu đều đạt.",
    )


NUMBER = re.compile(r"= (\d+)(?=[ ,\n}])")


@pytest.mark.parametrize("code", sorted(SCHEMES))
def test_no_changed_number_is_lost_in_the_words(code):
    old = parse_scheme(TEXTS[code].replace("version = 1", "version=1"))
    tried = 0
    for match in NUMBER.finditer(text := TEXTS[code].replace("version = 1", "version=1")):
        try:
            new = parse_scheme(f"{text[: match.start(1)]}{int(match[1]) + 1}{text[match.end(1) :]}")
        except SchemeError:
            continue
        tried += 1
        for language in ("vi", "en"):
            assert differences_in_words(old, new, language), text[match.start() - 30 : match.end()]
    assert tried


def test_what_came_and_what_went_is_told():
    gone = changed(
        "ham-yen-270",
        (re.search(r'\[\[flags\]\]\nname = "ai_text_pct".*?\n\n', TEXTS["ham-yen-270"], re.DOTALL)[0], ""),
    )
    words = {d.path: (d.before, d.after) for d in differences_in_words(SCHEMES["ham-yen-270"], gone, "en")}
    assert words == {
        "flags.ai_text_pct": (
            "Not passed, whatever the points, where “Text written by artificial intelligence (%)” is more than 10.",
            None,
        )
    }
    back = differences_in_words(gone, SCHEMES["ham-yen-270"], "en")
    assert [(d.path, d.before) for d in back] == [("flags.ai_text_pct", None)]


@given(st.sampled_from(sorted(SCHEMES)), st.sampled_from(sorted(SCHEMES)))
def test_no_difference_goes_unseen(one, other):
    old, new = SCHEMES[one], SCHEMES[other]
    assert bool(differences(old, new)) is (old != new)
    assert not [d for d in differences(old, new) if d.before == d.after]


def test_decimals_are_compared_by_value():
    new = changed("siu-proposal", ("maximum = 5\n", "maximum = 5.0\n"))
    assert new.criteria[0].maximum == Decimal(5)
    assert [d.path for d in differences(SCHEMES["siu-proposal"], new)] == ["version"]


def lines(code, *changes, language="vi"):
    return {line.key: line.text for section in plain_words(changed(code, *changes), language) for line in section.lines}


@pytest.mark.parametrize(
    "code, change, key, vi",
    [
        ("siu-proposal", ('aggregate = "mean"', 'aggregate = "trimmed_mean"'), "sheets.aggregate",
         "Kết quả mỗi tiêu chí là trung bình sau khi bỏ điểm cao nhất và thấp nhất (1 phiếu mỗi đầu) của các phiếu hợp lệ; tổng điểm tối đa 100."),
        ("siu-proposal", ("total = 100", 'total = 100\ncompare = "shown"\nplaces = 1'), "sheets.rounding",
         "Hiển thị 1 chữ số thập phân, so sánh sau khi làm tròn."),
        ("siu-proposal", ('at_least = "2/3"\nany_of', "count = 5\nany_of"), "quorum",
         "Họp khi có mặt ít nhất 5 người, có chủ tịch hoặc phó chủ tịch."),
        ("siu-proposal", ('at_least = "2/3"\nany_of = ["chair", "deputy"]\n', ""), "quorum", "Họp khi có mặt bất kỳ thành viên nào."),
        ("siu-proposal", ("[council]", "[council]\nrecused_count = true"), "council.recused",
         "Người không tham gia xét một hồ sơ vẫn tính vào số thành viên."),
        ("siu-proposal", ("[council]", '[council]\nsubstitutes = ["reviewer", "member"]'), "council.substitutes",
         "Thành viên dự khuyết được họp thay: ủy viên phản biện và ủy viên."),
        ("siu-proposal", ("[council]", "[council]\nsubstitutes = []"), "council.substitutes",
         "Thành viên dự khuyết không được họp thay."),
        ("siu-proposal", ("maximum = 5\n", "maximum = 2.5\nweight = 2\n"), "criteria.c1", "Tiêu chí 1: tối đa 2,5 điểm, hệ số 2."),
        ("dn-gddt-2026", ("valid_from = 2026-03-06", "valid_from = 2026-03-06\nvalid_to = 2026-12-31"), "validity",
         "Hiệu lực: từ ngày 06/03/2026 đến hết ngày 31/12/2026."),
    ],
)  # fmt: skip
def test_every_setting_has_its_words(code, change, key, vi):
    assert lines(code, change)[key] == vi


def test_a_scheme_knows_what_it_is_for_and_when_it_is_in_force():
    scheme = changed("dn-gddt-2026", ("valid_from = 2026-03-06", "valid_from = 2026-03-06\nvalid_to = 2026-12-31"))
    assert scheme.fits("initiative", "department", "recognition")
    assert not scheme.fits("topic", "department", "recognition")
    assert not scheme.fits("initiative", "city", "recognition")
    assert SCHEMES["tt11-2014-acceptance"].fits("topic", "city", "acceptance")
    assert [scheme.in_force(date(2026, *day)) for day in ((3, 5), (3, 6), (12, 31))] == [False, True, True]
    assert not scheme.in_force(date(2027, 1, 1))
