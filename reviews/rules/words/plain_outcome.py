"""What settles the outcome, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

from reviews.rules.acceptance import MemberGrade
from reviews.rules.ballot import Ballot, BallotGrade
from reviews.rules.citation import Citation
from reviews.rules.grades import Grade
from reviews.rules.language import pick
from reviews.rules.scheme import Scheme
from reviews.rules.words.names import BASES, CHOICES, OUTCOMES, at_least, listed, named, numeral, share_of


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence; `key` names the rule it tells of, the same in every version."""

    key: str
    text: str
    citation: Citation


def outcome_lines(scheme: Scheme, language: str) -> Iterator[Line]:
    """Pass mark, zeros, flags, grades, members' grades, ranking, open cases."""
    if scheme.pass_mark:
        mark = at_least(scheme.pass_mark.total, language)
        floors = any(criterion.minimum is not None for criterion in scheme.points)
        both = pick(language, " và mọi mức tối thiểu đều đạt", " and every minimum met") if floors else ""
        text = pick(language, f"Cần tổng điểm {mark}{both}.", f"A total of {mark}{both} is needed.")
        yield Line("pass", text, scheme.pass_mark.citation)
    if scheme.zeros:
        share = share_of(scheme.zeros.share, language)
        text = pick(
            language,
            f"Không đạt khi một tiêu chí bị {share} số phiếu cho 0 điểm.",
            f"Not passed where a criterion was given 0 on {share} of the sheets.",
        )
        yield Line("zeros", text, scheme.zeros.citation)
    for flag in scheme.flags:
        limit = at_least(flag.limit, language)
        text = pick(
            language,
            f"Không đạt, dù điểm thế nào, khi {flag.title.said(language).lower()} {limit}.",
            f"Not passed, whatever the points, where “{flag.title.said(language)}” is {limit}.",
        )
        graded = f" ({named(CHOICES, flag.grade, language)})" if flag.grade else ""
        yield Line(f"flags.{flag.name}", text.rstrip(".") + graded + ".", flag.citation)
    for grade in scheme.grades:
        yield Line(
            f"grades.{grade.code}", f"{grade.title.said(language)}: {_graded(grade, scheme, language)}.", grade.citation
        )
    if scheme.member_grade:
        yield Line("member_grade", _member_grade(scheme.member_grade, language), scheme.member_grade.citation)
    if scheme.ranking:
        yield Line("ranking", _ranking(scheme.ranking.tie, language), scheme.ranking.citation)
    tie, undefined = (named(OUTCOMES, code, language) for code in (scheme.fallback.tie, scheme.fallback.undefined))
    text = pick(
        language,
        f"Ngang phiếu: {tie}. Trường hợp quy tắc không cho kết quả: {undefined}.",
        f"Equal votes: {tie}. Where the rules give no result: {undefined}.",
    )
    yield Line("fallback", text, scheme.fallback.citation)


def _graded(grade: Grade, scheme: Scheme, language: str) -> str:
    parts = [pick(language, "tổng điểm ", "a total of ") + at_least(grade.total, language)]
    if grade.below is not None:
        parts.append(pick(language, "dưới ", "below ") + numeral(grade.below, language))
    for code, floor in grade.floors:
        named_by = scheme.criterion(code)
        title = named_by.title.said(language) if named_by else code
        parts.append(f"{title} " + pick(language, "ít nhất ", "at least ") + numeral(floor, language))
    text = ", ".join(parts) + f" – {named(OUTCOMES, grade.outcome, language)}"
    if not grade.floors:
        return text
    decided = (
        "thiếu điểm thành phần thì hội đồng quyết định, không tự hạ loại",
        "where a floor is missed the council decides; it is not lowered by itself",
    )
    lower = ("thiếu điểm thành phần thì xét loại kế tiếp", "where a floor is missed the next lower grade is tried")
    return f"{text}; {pick(language, *(decided if grade.clash_decided else lower))}"


def _member_grade(rule: MemberGrade, language: str) -> str:
    quantity, volume = share_of(rule.quantity_share, language), share_of(rule.volume_share, language)
    return pick(
        language,
        "Xếp loại nhiệm vụ của mỗi thành viên: Xuất sắc khi mọi tiêu chí sản phẩm xuất sắc và báo cáo từ Đạt;"
        " Đạt khi chất lượng, chủng loại và báo cáo đều từ Đạt,"
        f" {quantity} số chỉ tiêu số lượng đạt và các chỉ tiêu còn lại đạt {volume} đặt hàng;"
        " còn lại, hoặc nộp hồ sơ chậm, là Không đạt. Phiếu bầu trái với xếp loại này không được chấp nhận.",
        "Each member's grade of the task: excellent where all product criteria are excellent and the report at least"
        " passes; pass where quality, types and report at least pass,"
        f" {quantity} of the quantities pass and the others reach {volume} of the order;"
        " else, or where the dossier was late, fail. A ballot that contradicts this grade is refused.",
    )


def _ranking(tie: str, language: str) -> str:
    by_chair = (
        "; bằng nhau thì theo điểm của chủ tịch, vẫn bằng thì hội đồng quyết định",
        "; equal totals by the chair's sheet, then by the council",
    )
    by_people = ("; bằng nhau thì hội đồng quyết định", "; equal totals are for the council to decide")
    how = pick(language, *(by_chair if tie == "chair_sheet" else by_people))
    return (
        pick(
            language,
            "Các hồ sơ đạt được xếp hạng theo tổng điểm, cao nhất đứng đầu",
            "What passed is ranked by total, the highest first",
        )
        + how
        + "."
    )


def ballot_lines(scheme: Scheme, language: str) -> Iterator[Line]:
    """Choices, base, and what a share of them leads to."""
    ballot = scheme.ballot
    if ballot is None:
        return
    choices = listed((f"“{named(CHOICES, choice, language)}”" for choice in ballot.choices), language, either=True)
    yield Line(
        "ballot.choices",
        pick(
            language,
            f"Phiếu ghi {choices}; phiếu ghi khác là không hợp lệ.",
            f"A ballot says {choices}; any other is invalid.",
        ),
        ballot.citation,
    )
    yield Line("ballot.rule", _majority(ballot, language), ballot.citation)
    if ballot.from_sheets:
        text = pick(
            language,
            "Không bỏ phiếu riêng thì phiếu đánh giá của người có mặt là biểu quyết công khai.",
            "Where no ballots are cast, the sheets of those present are their open votes.",
        )
        yield Line("ballot.open", text, ballot.citation)
    for grade in ballot.grades:
        yield Line(f"ballot.grades.{grade.code}", _ballot_grade(grade, ballot, language), grade.citation)


def _majority(ballot: Ballot, language: str) -> str:
    base = named(BASES, ballot.base, language)
    if ballot.majority:
        share, choice = share_of(ballot.majority.share, language), named(CHOICES, ballot.majority.choice, language)
        return pick(
            language,
            f"Đạt khi phiếu “{choice}” chiếm {share} {base}.",
            f"Passed when “{choice}” has {share} of {base}.",
        )
    if ballot.grades:
        return pick(language, f"Tỷ lệ tính trên {base}.", f"Shares are taken of {base}.")
    return pick(
        language,
        f"Kết quả được ghi lại trên {base}, không quyết định.",
        f"The result is recorded against {base} and decides nothing.",
    )


def _ballot_grade(grade: BallotGrade, ballot: Ballot, language: str) -> str:
    name, outcome = named(CHOICES, grade.code, language).capitalize(), named(OUTCOMES, grade.outcome, language)
    if grade.choice is None or grade.share is None:
        return pick(language, f"{name}: các trường hợp còn lại – {outcome}.", f"{name}: what is left – {outcome}.")
    share, choice = share_of(grade.share, language), named(CHOICES, grade.choice, language)
    base = named(BASES, ballot.base, language)
    none = listed((f"“{named(CHOICES, other, language)}”" for other in grade.without), language, either=True)
    more = pick(language, f" và không có phiếu {none}", f" and none of {none}") if none else ""
    return pick(
        language,
        f"{name}: phiếu “{choice}” chiếm {share} {base}{more} – {outcome}.",
        f"{name}: “{choice}” has {share} of {base}{more} – {outcome}.",
    )
