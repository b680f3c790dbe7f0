"""What codes are called in both languages."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from reviews.rules.citation import Citation, Tag
from reviews.rules.exact import Bound, spelled
from reviews.rules.language import pick

Pair = tuple[str, str]

OUTCOMES: dict[str, Pair] = {
    "passed": ("đạt", "passed"),
    "not_passed": ("không đạt", "not passed"),
    "needs_decision": ("hội đồng phải quyết định", "the council has to decide"),
    "no_quorum": ("không đủ thành phần để họp", "no quorum"),
    "invalid": ("không hợp lệ, chưa kết luận được", "invalid, nothing can be concluded"),
}
ROLES: dict[str, Pair] = {
    "chair": ("chủ tịch", "chair"),
    "deputy": ("phó chủ tịch", "deputy chair"),
    "secretary": ("thư ký", "secretary"),
    "reviewer": ("ủy viên phản biện", "reviewer"),
    "member": ("ủy viên", "member"),
}
CHOICES: dict[str, Pair] = {
    "yes": ("đồng ý", "yes"),
    "no": ("không đồng ý", "no"),
    "excellent": ("xuất sắc", "excellent"),
    "pass": ("đạt", "pass"),
    "fail": ("không đạt", "fail"),
    "selection": ("tuyển chọn", "selection"),
    "direct": ("giao trực tiếp", "direct assignment"),
    "none": ("không thực hiện", "not to be carried out"),
    "open": ("chưa chọn được phương thức", "way left open"),
}
WAYS = ("selection", "direct", "none", "open")
"""Results of a vote on how a task is carried out; no grades."""
BASES: dict[str, Pair] = {
    "members": ("số thành viên hội đồng", "the council's members"),
    "present": ("số thành viên có mặt", "the members present"),
    "valid": ("số phiếu hợp lệ", "the valid ballots"),
}
COUNTED: dict[str, Pair] = {
    "members": ("thành viên hội đồng", "members"),
    "present": ("thành viên có mặt", "members present"),
    "valid": ("phiếu hợp lệ", "valid ballots"),
}
METHODS: dict[str, Pair] = {
    "mean": ("trung bình cộng", "the mean"),
    "median": ("trung vị", "the median"),
    "trimmed_mean": ("trung bình sau khi bỏ điểm cao nhất và thấp nhất", "the mean without the highest and lowest"),
}
KINDS: dict[str, Pair] = {
    "initiative": ("sáng kiến", "initiative"),
    "topic": ("đề tài, nhiệm vụ khoa học và công nghệ", "research topic"),
    "contest": ("cuộc thi", "contest"),
}
LEVELS: dict[str, Pair] = {
    "": ("mọi cấp", "any level"),
    "base": ("cấp cơ sở", "base level"),
    "department": ("cấp Sở", "department level"),
    "city": ("cấp thành phố", "city level"),
}
PURPOSES: dict[str, Pair] = {
    "": ("", ""),
    "recognition": ("xét công nhận sáng kiến", "recognition of initiatives"),
    "influence": ("xét hiệu quả áp dụng và phạm vi ảnh hưởng", "recognition of effect and influence"),
    "determination": ("xác định nhiệm vụ", "determination of tasks"),
    "selection": ("tuyển chọn", "selection"),
    "acceptance": ("nghiệm thu", "acceptance"),
}
UNITS: dict[str, Pair] = {
    "days": ("ngày", "days"),
    "working_days": ("ngày làm việc", "working days"),
    "months": ("tháng", "months"),
}
TAGS: dict[Tag, Pair] = {
    Tag.READ: ("", ""),
    Tag.SECONDARY: (
        "đọc qua nguồn thứ cấp, cần đối chiếu bản gốc",
        "read in a secondary text, to be held against the original",
    ),
    Tag.UNSOURCED: ("chưa có căn cứ, cần xác nhận", "without a source, to be confirmed"),
    Tag.ASSUMED: ("giả định, cần xác nhận", "assumed, to be confirmed"),
}


def named(table: dict[str, Pair], code: str, language: str) -> str:
    """What a code is called; the code itself where the table does not know it."""
    return pick(language, *table[code]) if code in table else code


def listed(items: Iterable[str], language: str, *, either: bool = False) -> str:
    """One, two and three; or: one, two or three."""
    *first, last = list(items) or [""]
    link = pick(language, " hoặc ", " or ") if either else pick(language, " và ", " and ")
    return f"{', '.join(first)}{link}{last}" if first else last


def numeral(value: str | Decimal | Fraction | int, language: str) -> str:
    """An exact number as it is written in the language: 84,99 in Vietnamese. Fractions stay fractions."""
    text = value if isinstance(value, str) else spelled(value)
    return pick(language, text.replace(".", ","), text)


def share_of(bound: Bound, language: str) -> str:
    """“ít nhất 2/3”, “trên 3/4”: a limit as a part of a whole."""
    return at_least(bound.to_share(), language)


def at_least(bound: Bound | dict[str, str], language: str) -> str:
    """“ít nhất 85”, “trên 60,5”."""
    ((key, value),) = (bound.to_json() if isinstance(bound, Bound) else bound).items()
    words = ("trên", "more than") if key == "more_than" else ("ít nhất", "at least")
    return f"{pick(language, *words)} {numeral(value, language)}"


def cited(citation: Citation, language: str) -> str:
    """The source as people write it: “khoản 2 Điều 8 Thông tư 18/2013/TT-BKHCN”, with what is not sure about it."""
    clause = f"{pick(language, 'khoản', 'clause')} {citation.clause}" if citation.clause else ""
    article = f"{pick(language, 'Điều', 'Article')} {citation.article}" if citation.article else ""
    document = pick(language, citation.document, citation.document_en or citation.document)
    parts = [part for part in (clause, article, document) if part]
    doubt = pick(language, *TAGS[citation.tag])
    return pick(language, " ", ", ").join(parts) + (f" ({doubt})" if doubt else "")
