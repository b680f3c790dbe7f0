"""A scheme in plain words: headed sentences, each with its source. What differs between versions differs here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reviews.rules.citation import Citation
from reviews.rules.criteria import Criterion, CriterionKind
from reviews.rules.language import pick
from reviews.rules.scheme import Scheme
from reviews.rules.words.names import (
    KINDS,
    LEVELS,
    METHODS,
    PURPOSES,
    ROLES,
    UNITS,
    at_least,
    cited,
    listed,
    named,
    numeral,
    share_of,
)
from reviews.rules.words.plain_outcome import Line, ballot_lines, outcome_lines


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences under a heading."""

    code: str
    heading: str
    lines: tuple[Line, ...]


_HEADINGS = {
    "scope": ("Phạm vi", "Scope"),
    "council": ("Hội đồng", "Council"),
    "criteria": ("Tiêu chí", "Criteria"),
    "reckoning": ("Cách tính điểm", "How points are reckoned"),
    "outcome": ("Kết quả và xếp loại", "Outcome and grades"),
    "ballot": ("Bỏ phiếu", "Ballot"),
    "deadlines": ("Thời hạn", "Deadlines"),
    "sources": ("Căn cứ", "Sources"),
}


def plain_words(scheme: Scheme, language: str) -> tuple[Section, ...]:
    """The whole scheme for a reader of Vietnamese, or of English for "en"; empty sections are left out."""
    parts = {
        "scope": _scope, "council": _council, "criteria": _criteria, "reckoning": _reckoning, "outcome": outcome_lines,
        "ballot": ballot_lines, "deadlines": _deadlines, "sources": _sources,
    }  # fmt: skip
    sections = (
        Section(code, pick(language, *_HEADINGS[code]), tuple(part(scheme, language))) for code, part in parts.items()
    )
    return tuple(section for section in sections if section.lines)


def _scope(scheme: Scheme, language: str) -> Iterator[Line]:
    yield Line("title", f"{scheme.title.said(language)}.", scheme.citation)
    if notice := scheme.notice.said(language):
        yield Line("notice", notice, scheme.citation)
    kinds = listed((named(KINDS, kind, language) for kind in scheme.kinds), language)
    purpose, level = named(PURPOSES, scheme.purpose, language), named(LEVELS, scheme.level, language)
    what = ", ".join(filter(None, (kinds, purpose, level)))
    yield Line("scope", pick(language, f"Áp dụng cho: {what}.", f"For: {what}."), scheme.citation)
    if scheme.valid_from or scheme.valid_to:
        yield Line("validity", _validity(scheme, language), scheme.citation)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _validity(scheme: Scheme, language: str) -> str:
    start = pick(language, "từ ngày {}", "from {}").format(_day(scheme.valid_from)) if scheme.valid_from else ""
    end = pick(language, "đến hết ngày {}", "until {}").format(_day(scheme.valid_to)) if scheme.valid_to else ""
    return pick(language, "Hiệu lực: ", "In force: ") + " ".join(filter(None, (start, end))) + "."


def _council(scheme: Scheme, language: str) -> Iterator[Line]:
    council, quorum = scheme.council, scheme.quorum
    if council.sizes:
        sizes = listed(map(str, council.sizes), language, either=True)
        yield Line(
            "council.sizes",
            pick(language, f"Hội đồng có {sizes} thành viên.", f"The council has {sizes} members."),
            council.citation,
        )
    if council.roles:
        counts = [(named(ROLES, role, language), least) for role, least in council.roles]
        vi = listed((f"{least} {role}" for role, least in counts), language)
        en = ", ".join(f"{role} {least}" for role, least in counts)
        yield Line("council.roles", pick(language, f"Ít nhất có {vi}.", f"At least: {en}."), council.citation)
    recused = {
        True: (
            "Người không tham gia xét một hồ sơ vẫn tính vào số thành viên.",
            "A recused member still counts among the members.",
        ),
        False: (
            "Người không tham gia xét một hồ sơ không tính vào số thành viên của hồ sơ đó.",
            "A recused member does not count among the members for that dossier.",
        ),
    }
    yield Line("council.recused", pick(language, *recused[council.recused_count]), council.citation)
    yield Line(
        "quorum", pick(language, "Họp khi có mặt ", "Quorum: ") + _quorum(scheme, language) + ".", quorum.citation
    )


def _quorum(scheme: Scheme, language: str) -> str:
    quorum, parts = scheme.quorum, []
    if quorum.share:
        parts.append(share_of(quorum.share, language) + pick(language, " số thành viên", " of the members"))
    if quorum.count > 1:
        parts.append(pick(language, f"ít nhất {quorum.count} người", f"at least {quorum.count} people"))
    parts += [
        pick(language, f"có {named(ROLES, r, language)}", f"the {named(ROLES, r, language)}") for r in quorum.all_of
    ]
    if quorum.any_of:
        either = listed((named(ROLES, role, language) for role in quorum.any_of), language, either=True)
        parts.append(pick(language, f"có {either}", f"the {either}"))
    return ", ".join(parts) or pick(language, "bất kỳ thành viên nào", "any member")


def _criteria(scheme: Scheme, language: str) -> Iterator[Line]:
    for criterion in scheme.criteria:
        path = f"criteria.{criterion.code}"
        yield Line(
            path,
            f"{criterion.title.said(language)} ({criterion.code}): {_asked(criterion, language)}.",
            criterion.citation,
        )
        if guidance := criterion.guidance.said(language):
            yield Line(f"{path}.guidance", guidance, criterion.citation)
        for band in criterion.bands:
            ends = f"{numeral(band.least, language)}–{numeral(band.most, language)}"
            yield Line(f"{path}.bands.{band.least}", f"{ends}: {band.words.said(language)}.", criterion.citation)


def _asked(criterion: Criterion, language: str) -> str:
    answers = {
        CriterionKind.CHECK: ("trả lời có hoặc không", "answered by yes or no"),
        CriterionKind.GRADE: ("xuất sắc, đạt hoặc không đạt", "excellent, pass or fail"),
    }
    if criterion.answers:
        parts = [pick(language, *answers[criterion.kind])]
    else:
        most = numeral(criterion.maximum or 0, language)
        number = criterion.repeats  # a figure about one product, not points
        parts = [
            pick(language, f"tối đa {most}", f"at most {most}") + ("" if number else pick(language, " điểm", " points"))
        ]
    if criterion.minimum is not None:
        least = numeral(criterion.minimum, language)
        vi, en = (", dưới mức này bị loại trực tiếp", ", knocked out below") if criterion.knock_out else ("", "")
        parts.append(pick(language, f"kết quả tối thiểu {least}{vi}", f"a result of at least {least}{en}"))
    if criterion.weight != 1:
        weight = numeral(criterion.weight, language)
        parts.append(pick(language, f"hệ số {weight}", f"weight {weight}"))
    parts += [pick(language, "có thể bỏ trống", "may be left empty")] if criterion.optional else []
    parts += [pick(language, "đánh giá riêng từng sản phẩm", "asked for each product")] if criterion.repeats else []
    return ", ".join(parts)


def _reckoning(scheme: Scheme, language: str) -> Iterator[Line]:
    rule = scheme.sheets
    if rule is None:
        return
    need = ("Phải có phiếu hợp lệ mới kết luận được.", "Without a counted sheet nothing is concluded.")
    free = ("Có thể kết luận khi không có phiếu đánh giá.", "A conclusion needs no sheets.")
    yield Line("sheets.required", pick(language, *(need if rule.required else free)), rule.citation)
    yield Line("sheets.valid", pick(
        language,
        "Phiếu có một tiêu chí bỏ trống hoặc ngoài giới hạn thì cả phiếu không hợp lệ.",
        "A sheet with a criterion left empty or outside its limits is invalid as a whole.",
    ), rule.citation)  # fmt: skip
    if scheme.scored:
        yield from _totals(scheme, language)


def _totals(scheme: Scheme, language: str) -> Iterator[Line]:
    rule = scheme.sheets
    if rule is None:
        return
    method, total = named(METHODS, rule.method, language), numeral(scheme.highest, language)
    if rule.method == "trimmed_mean":
        method += f" ({rule.trim})"
    yield Line("sheets.aggregate", pick(
        language,
        f"Kết quả mỗi tiêu chí là {method} của các phiếu hợp lệ; tổng điểm tối đa {total}.",
        f"The result on each criterion is {method} of the counted sheets; the total is at most {total}.",
    ), rule.citation)  # fmt: skip
    exact = ("không làm tròn trước khi so sánh", "nothing is rounded before it is compared")
    rounded = ("so sánh sau khi làm tròn", "compared after rounding")
    how = pick(language, *(rounded if rule.compare_shown else exact))
    yield Line("sheets.rounding", pick(
        language,
        f"Hiển thị {rule.places} chữ số thập phân, {how}.",
        f"Shown with {rule.places} decimals; {how}.",
    ), rule.citation)  # fmt: skip
    if scheme.outliers:
        far = at_least(scheme.outliers.distance, language)
        yield Line("outliers", pick(
            language,
            f"Phiếu có tổng điểm lệch {far} điểm so với trung bình của mọi phiếu thì không được tính (xét một lần).",
            f"A sheet whose total lies {far} points away from the mean of all sheets is left out (one pass).",
        ), scheme.outliers.citation)  # fmt: skip
    if scheme.community:
        most, places = numeral(scheme.community.maximum, language), scheme.community.places
        yield Line("community", pick(
            language,
            f"Điểm cộng đồng: {most} × số phiếu bình chọn ÷ số phiếu cao nhất, làm tròn {places} chữ số thập phân.",
            f"The community's points: {most} × votes ÷ highest votes, rounded to {places} decimals.",
        ), scheme.community.citation)  # fmt: skip


def _deadlines(scheme: Scheme, language: str) -> Iterator[Line]:
    for deadline in scheme.deadlines:
        term = f"{deadline.amount} {named(UNITS, deadline.unit, language)}"
        yield Line(f"deadlines.{deadline.code}", f"{deadline.title.said(language)}: {term}.", deadline.citation)


def _sources(scheme: Scheme, language: str) -> Iterator[Line]:
    for citation in scheme.citations:
        where = f" – {citation.source}" if citation.source else ""
        yield Line(f"sources.{_key(citation)}", f"{cited(citation, language)}{where}.", citation)


def _key(citation: Citation) -> str:
    return "|".join((citation.document, citation.article, citation.clause, citation.source))
