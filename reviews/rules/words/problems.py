"""The sentences for problems: of a scheme's text, and of inputs given to it."""

from collections.abc import Mapping
from typing import Any, Protocol

from reviews.rules.language import pick


class Told(Protocol):
    """A Problem, or an InputProblem."""

    @property
    def code(self) -> str:
        """The stable code."""

    @property
    def params(self) -> Mapping[str, Any]:
        """What the sentence needs."""


def say(problem: Told, language: str) -> str:
    """The problem as a sentence that says what to mend."""
    vi, en = _SENTENCES[problem.code]
    kinds = {name: pick(language, *_KINDS[value]) for name, value in problem.params.items() if name == "expected"}
    return pick(language, vi, en).format_map({**problem.params, **kinds})


_KINDS = {
    "text": ("chữ trong dấu nháy", "text in quotes"),
    "true_or_false": ("true hoặc false", "true or false"),
    "date": ("một ngày, như 2026-03-06", "a date such as 2026-03-06"),
    "whole_number": ("số nguyên", "a whole number"),
    "whole_numbers": ("danh sách số nguyên dương", "a list of positive whole numbers"),
    "number": ("số", "a number"),
    "share": ('số hoặc phân số, như "2/3"', 'a number or a share such as "2/3"'),
    "list": ("danh sách", "a list"),
    "table": ("bảng", "a table"),
    "list_of_tables": ("danh sách bảng", "a list of tables"),
}

_SENTENCES: dict[str, tuple[str, str]] = {
    # the text as such
    "text_too_long": ("Văn bản quá dài: tối đa {most} ký tự.", "The text is too long: at most {most} characters."),
    "syntax": ("Không đúng cú pháp TOML: {detail}.", "This is not valid TOML: {detail}."),
    "missing_key": ("Thiếu mục “{key}”.", "“{key}” is missing."),
    "unknown_key": ("Không có mục “{key}” ở đây. Có thể dùng: {known}.", "There is no “{key}” here. Known: {known}."),
    "wrong_type": ("“{key}” phải là {expected}.", "“{key}” must be {expected}."),
    "empty": ("“{key}” đang để trống.", "“{key}” is empty."),
    "too_long": ("“{key}” quá dài: tối đa {most} ký tự.", "“{key}” is too long: at most {most} characters."),
    "out_of_range": ("Giá trị phải từ {least} đến {most}.", "It must lie between {least} and {most}."),
    "negative": ("“{key}” không được âm.", "“{key}” must not be negative."),
    "not_positive": ("“{key}” phải lớn hơn 0.", "“{key}” must be more than 0."),
    "unknown_value": (
        "“{value}” không dùng được ở “{key}”. Có thể dùng: {known}.",
        "“{value}” cannot stand in “{key}”. Known: {known}.",
    ),
    "duplicate": ("“{value}” ở “{key}” đã có ở trên.", "“{value}” in “{key}” stands above already."),
    "missing_translation": (
        "“{key}” thiếu lời bằng ngôn ngữ “{language}”.",
        "“{key}” lacks words in the language “{language}”.",
    ),
    "one_bound_needed": (
        "Cần đúng một trong hai mục “at_least” (ít nhất) hoặc “more_than” (trên); hiện có {given}.",
        "Exactly one of “at_least” and “more_than” is needed; there are {given}.",
    ),
    "missing_citation": (
        "Quy tắc này chưa dẫn căn cứ: thêm mục “cites”.",
        "This rule cites no source: add “cites”.",
    ),
    "unknown_citation": (
        "Không có căn cứ “{value}”. Đã khai: {known}.",
        "There is no citation “{value}”. Known: {known}.",
    ),
    "missing_source": (
        "Căn cứ ghi là đã đọc (R, S) phải nêu nơi đọc ở “source”.",
        "A citation said to have been read (R, S) must say where, in “source”.",
    ),
    # what contradicts itself
    "dates_reversed": (
        "Hiệu lực kết thúc ({to}) trước khi bắt đầu ({from}).",
        "It ends ({to}) before it begins ({from}).",
    ),
    "bad_code": (
        "Mã “{value}” chỉ gồm chữ cái không dấu, chữ số và dấu gạch nối, tối đa 60 ký tự.",
        "The code “{value}” may hold plain letters, digits and hyphens only, at most 60.",
    ),
    "roles_above_size": (
        "Các vai trò cần {roles} người nhưng hội đồng nhỏ nhất chỉ có {size}.",
        "The roles need {roles} people, but the smallest council has {size}.",
    ),
    "share_out_of_range": (
        "Tỷ lệ {value} không thể đạt: phải lớn hơn 0 và không quá 1.",
        "A share of {value} cannot be had: it must lie above 0 and be at most 1.",
    ),
    "quorum_above_council": (
        "Số người cần có mặt ({quorum}) nhiều hơn hội đồng lớn nhất ({size}).",
        "The quorum ({quorum}) is above the size of the largest council ({size}).",
    ),
    "points_only": ("“{key}” chỉ dùng cho tiêu chí chấm điểm.", "“{key}” is for criteria with points only."),
    "minimum_above_maximum": (
        "Điểm tối thiểu {minimum} cao hơn điểm tối đa {maximum}.",
        "The minimum {minimum} is above the maximum {maximum}.",
    ),
    "knock_out_needs_minimum": (
        "Tiêu chí loại trực tiếp cần điểm tối thiểu.",
        "A knock-out criterion needs a minimum.",
    ),
    "band_reversed": (
        "Khung điểm bắt đầu ({from}) cao hơn kết thúc ({to}).",
        "The band begins ({from}) above its end ({to}).",
    ),
    "band_outside": (
        "Khung điểm {from}–{to} vượt điểm tối đa {maximum}.",
        "The band {from}–{to} goes beyond the maximum {maximum}.",
    ),
    "bands_overlap": (
        "Khung điểm {from}–{to} chồng lên khung {other_from}–{other_to}.",
        "The band {from}–{to} overlaps the band {other_from}–{other_to}.",
    ),
    "no_criteria": ("“{key}” cần có tiêu chí chấm điểm.", "“{key}” needs criteria with points."),
    "sum_differs": (
        "Tổng điểm ghi {total}, nhưng các tiêu chí cộng lại là {sum}.",
        "The total says {total}, but the criteria add up to {sum}.",
    ),
    "pass_unreachable": (
        "Điểm đạt {mark} cao hơn tổng điểm {total}.",
        "The pass mark {mark} is above the total {total}.",
    ),
    "unknown_criterion": (
        "Không có tiêu chí chấm điểm này. Đã khai: {known}.",
        "There is no such criterion. Known: {known}.",
    ),
    "unknown_flag": ("Không có số liệu này. Đã khai: {known}.", "There is no such figure. Known: {known}."),
    "grades_overlap": (
        "Mức {value} chồng lên xếp loại “{other}”: xếp từ cao xuống thấp.",
        "{value} overlaps the grade “{other}”: put the best first.",
    ),
    "grade_unreachable": (
        "Không điểm nào được xếp loại “{grade}”: khoảng từ {low} đến {high} là rỗng.",
        "No total gives the grade “{grade}”: the range from {low} to {high} is empty.",
    ),
    "few_choices": ("Phiếu cần ít nhất {least} lựa chọn.", "A ballot needs at least {least} choices."),
    "majority_and_grades": (
        "Phiếu quyết định bằng tỷ lệ (“passes”) hoặc bằng xếp loại, không phải cả hai.",
        "A ballot decides by a share (“passes”) or by grades, not by both.",
    ),
    "otherwise_last": (
        "Xếp loại cuối cùng, và chỉ nó, là “otherwise = true”.",
        "The last grade, and only the last, is “otherwise = true”.",
    ),
    "nothing_decides": (
        "Không có gì quyết định kết quả: cần điểm đạt hoặc xếp loại trên phiếu bắt buộc, hoặc một cuộc bỏ phiếu.",
        "Nothing decides the outcome: a pass mark or grades on required sheets are needed, or a ballot.",
    ),
    # inputs of a conclusion
    "required": ("Mục này là bắt buộc.", "This is needed."),
    "not_a_list": ("Ở đây cần một danh sách.", "A list is expected here."),
    "not_an_object": ("Ở đây cần một đối tượng.", "An object is expected here."),
    "not_text": ("Ở đây cần chữ.", "Text is expected here."),
    "not_whole": ("Ở đây cần số nguyên.", "A whole number is expected here."),
    "not_a_number": ("“{value}” không phải là số.", "“{value}” is not a number."),
    "not_an_answer": (
        "“{value}” không phải là câu trả lời cho tiêu chí này.",
        "“{value}” is no answer to this criterion.",
    ),
    "unknown_field": ("Không có mục này. Có thể dùng: {known}.", "There is no such field. Known: {known}."),
    "unknown_role": (
        "Không có vai trò “{value}”. Có thể dùng: {known}.",
        "There is no role “{value}”. Known: {known}.",
    ),
    "unknown_version": ("Bộ tiêu chí này là phiên bản {version}.", "This scheme is version {version}."),
    "below_zero": ("Không được âm.", "It must not be negative."),
    "above_maximum": ("{value} vượt quá điểm tối đa {maximum}.", "{value} is above the maximum {maximum}."),
    "missing": ("Chưa chấm tiêu chí này.", "This criterion has not been scored."),
    "too_many": ("Quá nhiều: tối đa {most}.", "Too many: at most {most}."),
    "twice": ("“{value}” xuất hiện hai lần.", "“{value}” is given twice."),
    "second_chair": ("Hội đồng chỉ có một chủ tịch.", "A council has one chair."),
    "above_highest": ("Số phiếu không thể lớn hơn “{known}”.", "There cannot be more votes than “{known}”."),
}
