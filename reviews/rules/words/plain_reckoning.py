"""How sheets become a total, in plain words."""

from collections.abc import Iterator

from reviews.rules.aggregate import Aggregation, Method
from reviews.rules.community import Community
from reviews.rules.language import pick
from reviews.rules.outliers import Outliers
from reviews.rules.scheme import Scheme
from reviews.rules.words.line import Line, line
from reviews.rules.words.names import METHODS, at_least, named, numeral


def reckoning_lines(scheme: Scheme, language: str) -> Iterator[Line]:
    """Which sheets count, and what becomes of them."""
    rule = scheme.sheets
    if rule is None:
        return
    yield from _valid(rule, language)
    if scheme.scored:
        yield _aggregated(rule, numeral(scheme.highest, language), language)
        yield _rounded(rule, language)
    if scheme.outliers:
        yield _outliers(scheme.outliers, language)
    if scheme.community:
        yield _community(scheme.community, language)


def _valid(rule: Aggregation, language: str) -> Iterator[Line]:
    need = ("Phải có phiếu hợp lệ mới kết luận được.", "Without a counted sheet nothing is concluded.")
    free = ("Có thể kết luận khi không có phiếu đánh giá.", "A conclusion needs no sheets.")
    yield line("sheets.required", rule.citation, language, *(need if rule.required else free))
    vi = "Phiếu có một tiêu chí bỏ trống hoặc ngoài giới hạn thì cả phiếu không hợp lệ."
    en = "A sheet with a criterion left empty or outside its limits is invalid as a whole."
    yield line("sheets.valid", rule.citation, language, vi, en)


def _aggregated(rule: Aggregation, total: str, language: str) -> Line:
    method = named(METHODS, rule.method, language)
    if rule.method is Method.TRIMMED_MEAN:
        method += pick(language, f" ({rule.trim} phiếu mỗi đầu)", f" ({rule.trim} at each end)")
    vi = f"Kết quả mỗi tiêu chí là {method} của các phiếu hợp lệ; tổng điểm tối đa {total}."
    en = f"The result on each criterion is {method} of the counted sheets; the total is at most {total}."
    return line("sheets.aggregate", rule.citation, language, vi, en)


def _rounded(rule: Aggregation, language: str) -> Line:
    exact = ("không làm tròn trước khi so sánh", "nothing is rounded before it is compared")
    rounded = ("so sánh sau khi làm tròn", "compared after rounding")
    how = pick(language, *(rounded if rule.compare_shown else exact))
    vi, en = f"Hiển thị {rule.places} chữ số thập phân, {how}.", f"Shown with {rule.places} decimals; {how}."
    return line("sheets.rounding", rule.citation, language, vi, en)


def _outliers(rule: Outliers, language: str) -> Line:
    far = at_least(rule.distance, language)
    vi = f"Phiếu có tổng điểm lệch {far} điểm so với trung bình của mọi phiếu thì không được tính (xét một lần)."
    en = f"A sheet whose total lies {far} points away from the mean of all sheets is left out (one pass)."
    return line("outliers", rule.citation, language, vi, en)


def _community(rule: Community, language: str) -> Line:
    most, places = numeral(rule.maximum, language), rule.places
    vi = f"Điểm cộng đồng: {most} × số phiếu bình chọn ÷ số phiếu cao nhất, làm tròn {places} chữ số thập phân."
    en = f"The community's points: {most} × votes ÷ highest votes, rounded to {places} decimals."
    return line("community", rule.citation, language, vi, en)
