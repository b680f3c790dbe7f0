"""What a sheet asks, in plain words."""

from collections.abc import Iterator

from reviews.rules.criteria import Criterion, CriterionKind
from reviews.rules.language import pick
from reviews.rules.scheme import Scheme
from reviews.rules.words.line import Line
from reviews.rules.words.names import numeral

ANSWERED = {
    CriterionKind.CHECK: ("trả lời có hoặc không", "answered by yes or no"),
    CriterionKind.GRADE: ("xuất sắc, đạt hoặc không đạt", "excellent, pass or fail"),
}


def criteria_lines(scheme: Scheme, language: str) -> Iterator[Line]:
    """Each criterion with its limits, guidance and bands."""
    for criterion in scheme.criteria:
        path, source = f"criteria.{criterion.code}", criterion.citation
        yield Line(path, f"{criterion.title.said(language)}: {_asked(criterion, language)}.", source)
        if guidance := criterion.guidance.said(language):
            yield Line(f"{path}.guidance", guidance, source)
        for band in criterion.bands:
            ends = f"{numeral(band.least, language)}–{numeral(band.most, language)}"
            yield Line(f"{path}.bands.{band.least}", f"{ends}: {band.words.said(language)}.", source)


def _asked(criterion: Criterion, language: str) -> str:
    parts = [_given(criterion, language), *_minimum(criterion, language)]
    if criterion.weight != 1:
        weight = numeral(criterion.weight, language)
        parts.append(pick(language, f"hệ số {weight}", f"weight {weight}"))
    if criterion.optional:
        parts.append(pick(language, "có thể bỏ trống", "may be left empty"))
    if criterion.repeats:
        parts.append(pick(language, "đánh giá riêng từng sản phẩm", "asked for each product"))
    return ", ".join(parts)


def _given(criterion: Criterion, language: str) -> str:
    if criterion.answers:
        return pick(language, *ANSWERED[criterion.kind])
    most = pick(language, "tối đa ", "at most ") + numeral(criterion.maximum or 0, language)
    figure = criterion.repeats  # about one product, not points
    return most if figure else most + pick(language, " điểm", " points")


def _minimum(criterion: Criterion, language: str) -> Iterator[str]:
    if criterion.minimum is not None:
        least = numeral(criterion.minimum, language)
        vi, en = (", dưới mức này bị loại trực tiếp", ", knocked out below") if criterion.knock_out else ("", "")
        yield pick(language, f"kết quả tối thiểu {least}{vi}", f"a result of at least {least}{en}")
