"""What settles the outcome, in plain words."""

from collections.abc import Iterator

from reviews.rules.acceptance import MemberGrade
from reviews.rules.ballot import Fallback
from reviews.rules.flags import Flag
from reviews.rules.grades import Grade
from reviews.rules.language import pick
from reviews.rules.scheme import RankRule, Scheme
from reviews.rules.words.line import Line, line
from reviews.rules.words.names import CHOICES, OUTCOMES, at_least, named, numeral, share_of


def outcome_lines(scheme: Scheme, language: str) -> Iterator[Line]:
    """Pass mark, zeros, flags, grades, members' grades, ranking, open cases."""
    yield from _gates(scheme, language)
    yield from (_flag(flag, language) for flag in scheme.flags)
    yield from (_grade(grade, scheme, language) for grade in scheme.grades)
    if scheme.member_grade:
        yield _member_grade(scheme.member_grade, language)
    if scheme.ranking:
        yield _ranking(scheme.ranking, language)
    yield _fallback(scheme.fallback, language)


def _gates(scheme: Scheme, language: str) -> Iterator[Line]:
    if scheme.pass_mark:
        mark = at_least(scheme.pass_mark.total, language)
        minimums = any(criterion.minimum is not None for criterion in scheme.points)
        both = pick(language, " và mọi mức tối thiểu đều đạt", " and every minimum met") if minimums else ""
        vi, en = f"Cần tổng điểm {mark}{both}.", f"A total of {mark}{both} is needed."
        yield line("pass", scheme.pass_mark.citation, language, vi, en)
    if scheme.zeros:
        share = share_of(scheme.zeros.share, language)
        vi = f"Không đạt khi một tiêu chí bị {share} số phiếu cho 0 điểm."
        en = f"Not passed where a criterion was given 0 on {share} of the sheets."
        yield line("zeros", scheme.zeros.citation, language, vi, en)


def _flag(flag: Flag, language: str) -> Line:
    limit, title = at_least(flag.limit, language), flag.title.said(language)
    graded = f" ({named(CHOICES, flag.grade, language)})" if flag.grade else ""
    vi = f"Không đạt, dù điểm thế nào, khi {title.lower()} {limit}{graded}."
    en = f"Not passed, whatever the points, where “{title}” is {limit}{graded}."
    return line(f"flags.{flag.name}", flag.citation, language, vi, en)


def _grade(grade: Grade, scheme: Scheme, language: str) -> Line:
    parts = [pick(language, "tổng điểm ", "a total of ") + at_least(grade.total, language)]
    if grade.below is not None:
        parts.append(pick(language, "dưới ", "below ") + numeral(grade.below, language))
    titles = {criterion.code: criterion.title.said(language) for criterion in scheme.points}
    parts += [
        f"{titles[code]} {pick(language, 'ít nhất', 'at least')} {numeral(n, language)}" for code, n in grade.floors
    ]
    text = f"{grade.title.said(language)}: {', '.join(parts)} – {named(OUTCOMES, grade.outcome, language)}"
    return Line(f"grades.{grade.code}", f"{text}{_clash(grade, language)}.", grade.citation)


def _clash(grade: Grade, language: str) -> str:
    decided = (
        "; thiếu điểm thành phần thì hội đồng quyết định, không tự hạ loại",
        "; where a floor is missed the council decides, it is not lowered by itself",
    )
    lower = ("; thiếu điểm thành phần thì xét loại kế tiếp", "; where a floor is missed the next lower grade is tried")
    return pick(language, *(decided if grade.clash_decided else lower)) if grade.floors else ""


def _member_grade(rule: MemberGrade, language: str) -> Line:
    quantity, volume = share_of(rule.quantity_share, language), share_of(rule.volume_share, language)
    vi = (
        "Xếp loại nhiệm vụ của mỗi thành viên: Xuất sắc khi mọi tiêu chí sản phẩm xuất sắc và báo cáo từ Đạt;"
        " Đạt khi chất lượng, chủng loại và báo cáo đều từ Đạt,"
        f" {quantity} số chỉ tiêu số lượng đạt và các chỉ tiêu còn lại đạt {volume} đặt hàng;"
        " còn lại, hoặc nộp hồ sơ chậm, là Không đạt. Phiếu bầu trái với xếp loại này không được chấp nhận."
    )
    en = (
        "Each member's grade of the task: excellent where all product criteria are excellent and the report at least"
        " passes; pass where quality, types and report at least pass,"
        f" {quantity} of the quantities pass and the others reach {volume} of the order;"
        " else, or where the dossier was late, fail. A ballot that contradicts this grade is refused."
    )
    return line("member_grade", rule.citation, language, vi, en)


def _ranking(rule: RankRule, language: str) -> Line:
    vi = "Các hồ sơ đạt được xếp hạng theo tổng điểm, cao nhất đứng đầu; bằng nhau thì "
    en = "What passed is ranked by total, the highest first; equal totals are parted by "
    if rule.tie == "chair_sheet":
        vi, en = vi + "theo điểm của chủ tịch, vẫn bằng thì ", en + "the chair's sheet, then by "
    return line("ranking", rule.citation, language, vi + "hội đồng quyết định.", en + "the council's decision.")


def _fallback(rule: Fallback, language: str) -> Line:
    tie, undefined = (named(OUTCOMES, code, language) for code in (rule.tie, rule.undefined))
    vi = f"Ngang phiếu: {tie}. Trường hợp quy tắc không cho kết quả: {undefined}."
    en = f"Equal votes: {tie}. Where the rules give no result: {undefined}."
    return line("fallback", rule.citation, language, vi, en)
