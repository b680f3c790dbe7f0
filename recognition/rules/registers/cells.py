"""What one cell of an old register says: a day, authors with their shares, a level, a kind, a decision's number.

A reader gives the value, or raises Unreadable with a code that a caller puts into words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache

from organisation.rules.names import name_key

Cell = str | float | int | bool | date | datetime | time | timedelta | None
FIRST_YEAR, LAST_YEAR = 1975, 2100
CENTURY = 50
"""Two-digit years below this are of this century, the others of the last."""
EXCEL_FIRST, EXCEL_LAST = 20_000, 60_000
_EXCEL_ZERO = date(1899, 12, 30)

_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_WORDS = re.compile(r"(?:ngay\s*)?(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_MONTH = re.compile(r"(?<![\d/.\-])(?:thang\s*)?(\d{1,2})\s*(?:[/.\-]|nam)\s*(\d{4})(?!\d)")
_YEAR = re.compile(r"(?:nam\s*)?(\d{4})(?:\.0)?")


class Unreadable(Exception):
    """A cell that cannot be understood; `code` says how."""

    def __init__(self, code: str, shown: str = "") -> None:
        super().__init__(code)
        self.code, self.shown = code, shown


def text_of(cell: Cell) -> str:
    """What a cell shows: whole numbers without a fraction, days as dd/mm/yyyy, blanks drawn together."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return " ".join(str(cell).split())


def day_of(cell: Cell) -> date | None:
    """A day, however it is written: 05/03/2021, 5-3-21, 2021-03-05, “ngày 5 tháng 3 năm 2021”, a number of Excel.

    A month gives its last day, a year its last day: what is decided within it. None for an empty cell. Raises
    Unreadable.
    """
    day = _from_value(cell) or _from_words(cell)
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unreadable("year", text_of(cell))
    return day


def _from_value(cell: Cell) -> date | None:
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and EXCEL_FIRST <= cell < EXCEL_LAST:
        return _EXCEL_ZERO + timedelta(days=int(cell))
    return None


def _from_words(cell: Cell) -> date | None:
    shown = name_key(text_of(cell))
    for pattern, order in ((_ISO, (0, 1, 2)), (_WORDS, (2, 1, 0)), (_DAY, (2, 1, 0))):
        if found := pattern.search(shown):
            year, month, day = (int(found[1 + place]) for place in order)
            return _made(_full(year), month, day, cell)
    if found := _MONTH.search(shown):
        return _last_of_month(int(found[2]), int(found[1]), cell)
    if found := _YEAR.fullmatch(shown):
        return _made(int(found[1]), 12, 31, cell)
    if shown:
        raise Unreadable("day", text_of(cell))
    return None


def _full(year: int) -> int:
    if year >= 100:
        return year
    return year + (2000 if year < CENTURY else 1900)


def _made(year: int, month: int, day: int, cell: Cell) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable("day", text_of(cell)) from None


def _last_of_month(year: int, month: int, cell: Cell) -> date:
    first = _made(year, month, 1, cell)
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Named:
    """An author as the register names them; `share` in percent, None where it says none."""

    name: str
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Authors:
    """Those who are named, and whether the register says that there were others (“và các cộng sự”)."""

    named: tuple[Named, ...]
    others: bool = False


_OTHERS = re.compile(
    r"[,;]?\s*(?:và|cùng|&)?\s*(?:các\s+|một số\s+|những\s+|nhóm\s+)?"
    r"(?:cộng sự|cộng tác viên|đồng nghiệp|người khác|tập thể|CS|CTV)\b[^,;\n]*",
    re.IGNORECASE,
)
_OTHERS_HINT = re.compile("cộng (?:sự|tác)|đồng nghiệp|người khác|tập thể|cs|ctv")
_BETWEEN = re.compile(r"[;\n\r]+|,\s*(?=[^\d\s])|\s+(?:và|&)\s+|(?<=\))\s+(?=\w)|\s+[–-]\s+(?=[^\d\s])", re.IGNORECASE)
_SHARE = re.compile(r"[(\[:–-]?\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*%\s*[)\]]?")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}\s*[.)/:-]|[-–+*•])\s*")
_TITLES = re.compile(
    r"^(?:(?:PGS|GS|TSKH|TS|ThS|TH\.S|KS|CN|BS|BSCK\s?(?:1|2|I{1,2})|DS|DSCK\s?I{1,2}|CKI{1,2}|CK1|CK2|KTS|NCS|"
    r"Nhóm tác giả|Đồng tác giả|Tác giả|Chủ nhiệm|CN đề tài|Ông|Bà|Đ/c|Đồng chí|Thầy|Cô|"
    r"Thạc sĩ|Tiến sĩ|Kỹ sư|Cử nhân|Bác sĩ|Dược sĩ)"
    r"(?:\s*[.:,]\s*|\s+))+",
    re.IGNORECASE,
)
_A_NAME = re.compile(r"\D*[^\W\d_]\D*")
_BESIDES = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
_OFFICE = re.compile(
    r"^(?:phó |nguyên |q\. ?)*(?:giám đốc|hiệu trưởng|hiệu phó|trưởng (?:khoa|phòng|ban|trạm|bộ môn)|chủ tịch|chánh|"
    r"viện trưởng|bí thư|chuyên viên|giáo viên|giảng viên|nhân viên|điều dưỡng)\b",
    re.IGNORECASE,
)
MOST_AUTHORS, LONGEST_NAME = 60, 120


def authors_of(cell: Cell, shares: Cell = None) -> Authors:
    """The authors in a cell: divided by semicolon, line, comma or “và”, with titles, numbers and offices taken off.

    Shares stand behind the names, or one behind the other in a cell of their own. Raises Unreadable where what is left
    is no name, or there are too many.
    """
    text = str(cell or "").strip() if not isinstance(cell, date) else ""
    without = _OTHERS.sub("", text) if _OTHERS_HINT.search(text.lower()) else text
    divided = [part.strip() for part in _BETWEEN.split(without) if part and part.strip(" .,-–")]
    parts = [part for part in divided if not _OFFICE.match(part)]
    named = tuple(_named(part) for part in parts)
    if len(named) > MOST_AUTHORS:
        raise Unreadable("authors", str(len(named)))
    given = [_percent(one) for one in _SHARE_ALONE.findall(text_of(shares))]
    if given and len(given) == len(named):
        named = tuple(Named(one.name, share) for one, share in zip(named, given, strict=True))
    return Authors(named, without != text)


_SHARE_ALONE = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*%?")


def _percent(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


@lru_cache(16_384)  # who has one work in a register often has several
def _named(part: str) -> Named:
    share = _SHARE.search(part)
    name = _NUMBER.sub("", _SHARE.sub("", part))
    name = _BESIDES.sub("", _TITLES.sub("", " ".join(name.split())))
    name = name.strip(" .,:;-–")
    if len(name) > LONGEST_NAME or not _A_NAME.fullmatch(name):
        raise Unreadable("name", part.strip()[:80])
    return Named(name, _percent(share[1]) if share else None)


def shares_of(authors: Sequence[Named]) -> tuple[Decimal, ...]:
    """Shares that add up to exactly 100: those that are told, or equal ones where none are, the first taking what is
    left by rounding. Raises Unreadable.
    """
    told = [one.share for one in authors if one.share is not None]
    if not told:
        return _equal(len(authors))
    if len(told) != len(authors) or sum(told) != 100:
        raise Unreadable("shares", str(sum(told)))
    return tuple(told)


@cache
def _equal(count: int) -> tuple[Decimal, ...]:
    each = (Decimal(100) / count).quantize(Decimal("0.01"), rounding="ROUND_DOWN")
    return (100 - each * (count - 1), *[each] * (count - 1))


_LEVELS = (
    ("base", ("co so", "don vi", "truong", "phuong", "xa", "co quan")),
    ("department", ("so", "nganh", "quan", "huyen", "so nganh")),
    ("city", ("thanh pho", "tinh", "tp", "ubnd")),
)  # fmt: skip
_KINDS = (
    ("topic", ("de tai", "nhiem vu", "du an", "nghien cuu", "nckh", "khcn", "dt")),
    ("initiative", ("sang kien", "giai phap", "skkn", "cai tien", "sk", "ho so")),
)


def level_of(cell: Cell) -> str | None:
    """The level that a cell names, by the codes of `initiatives.choices.Level`. Raises Unreadable."""
    return _one_of(cell, _LEVELS, "level")


def kind_of(cell: Cell) -> str | None:
    """The kind that a cell names, by the codes of `initiatives.choices.Kind`. Raises Unreadable."""
    return _one_of(cell, _KINDS, "kind")


def _one_of(cell: Cell, choices: Sequence[tuple[str, Sequence[str]]], code: str) -> str | None:
    shown = f" {' '.join(re.findall(r'[a-z]+', name_key(text_of(cell)))).removeprefix('cap ')} "
    if not text_of(cell):
        return None
    for value, words in choices:
        if any(f" {word} " in shown for word in words):
            return value
    raise Unreadable(code, text_of(cell))


_DECISION = re.compile(r"(\d{1,6})\s*/?\s*(\d{4})?\s*/?\s*((?:QĐ|QD|Qđ|qđ)[\w\-–/]*)?", re.IGNORECASE)


def decision_of(cell: Cell) -> tuple[str, date | None]:
    """The number of a decision as it is written, and its day where the same cell says it (“số 3373/QĐ-UBND ngày …”).
    Empty for an empty cell. Raises Unreadable.
    """
    shown = text_of(cell)
    if not shown:
        return "", None
    found = _DECISION.search(shown)
    if not found:
        raise Unreadable("decision", shown[:80])
    rest = shown[found.end() :]
    return found[0].strip(" /"), day_of(rest) if any(char.isdigit() for char in rest) else None
