"""Where a register begins in its sheet, what its columns mean, and what each row is.

Registers come with titles above the header, headers of two rows, headings between the works (“I. Sở Y tế”), totals, and
signatures below. A column is known by the words over it; where nobody has said otherwise, the words decide.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from organisation.rules.names import name_key
from recognition.rules.registers.cells import Cell, text_of

SEARCHED = 60
"""Rows from the top in which a header is looked for."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "number": ("stt", "tt", "so tt", "so thu tu", "no"),
    "title": (
        "ten sang kien", "ten giai phap", "ten de tai", "ten nhiem vu", "ten sang kien de tai", "ten de tai sang kien",
        "noi dung sang kien", "ten cong trinh", "ten du an", "sang kien", "de tai", "ten", "title",
    ),
    "authors": (
        "tac gia", "ho va ten tac gia", "ten tac gia", "ho va ten", "ho ten", "chu nhiem", "chu nhiem de tai",
        "nhom tac gia", "tac gia dong tac gia", "nguoi thuc hien", "authors",
    ),
    "coauthors": ("dong tac gia", "cong su", "thanh vien", "thanh vien tham gia", "cac thanh vien"),
    "shares": ("ty le", "ty le dong gop", "ty le dong gop tac gia", "dong gop", "shares"),
    "unit": (
        "don vi", "co quan", "don vi cong tac", "noi cong tac", "co quan chu tri", "don vi chu tri", "to chuc chu tri",
        "co quan don vi", "don vi thuc hien", "ten don vi", "unit",
    ),
    "field": ("linh vuc", "linh vuc ap dung", "chuyen nganh", "nganh", "field"),
    "level": ("cap", "cap cong nhan", "cap sang kien", "cap de tai", "level"),
    "kind": ("loai", "loai hinh", "the loai", "hinh thuc", "kind"),
    "decision": (
        "so quyet dinh", "quyet dinh", "quyet dinh so", "quyet dinh cong nhan", "so ngay quyet dinh", "so qd", "qd",
        "qd so", "qd cong nhan", "so ngay qd", "decision",
    ),
    "day": (
        "ngay", "ngay ky", "ngay quyet dinh", "ngay cong nhan", "ngay nghiem thu", "thoi gian", "ngay thang",
        "ngay thang nam", "ngay qd", "ngay ky qd", "date",
    ),
    "year": ("nam", "nam cong nhan", "nam xet", "nam nghiem thu", "year"),
    "grade": ("xep loai", "ket qua", "ket qua xep loai", "loai xep", "danh gia", "grade"),
    "summary": ("tom tat", "noi dung", "mo ta", "tom tat noi dung", "summary"),
}  # fmt: skip
"""What a register may tell of a work, with the words by which its columns are known (folded)."""

LONGEST_HEADING = 12
NEEDED = ("title", "authors")
_TOTAL = re.compile(r"^(?:tong cong|tong so|cong|tong|total)\b(?!\s*(?:nghe|tac|dong|su))")
_ROMAN = re.compile(r"^(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$")
_BELOW = re.compile(r"^(?:noi nhan|nguoi lap|thu truong|chu tich|giam doc|ghi chu|xac nhan)\b")


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet's header: its first row and the row after it (both from 0), and the column of each field."""

    top: int
    below: int
    columns: Mapping[str, int]
    headings: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether works can be read by it."""
        return all(name in self.columns for name in NEEDED)


def folded(cell: Cell) -> str:
    """The words of a heading: small, without marks, punctuation and what stands in brackets."""
    plain = re.sub(r"\([^)]*\)", " ", name_key(text_of(cell)))
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def field_of(heading: str) -> tuple[str, int]:
    """What a folded heading most likely means, and how surely (0 to 3)."""
    best = ("", 0)
    for name, words in FIELDS.items():
        for one in words:
            sure = (
                3
                if heading == one
                else 2
                if heading.startswith(f"{one} ")
                else 1
                if f" {one} " in f" {heading} "
                else 0
            )
            if sure > best[1]:
                best = (name, sure)
    return best


def columns_of(headings: Sequence[str]) -> dict[str, int]:
    """The column of each field: each field and each column once, the surest first."""
    told = sorted(
        ((*field_of(heading), place) for place, heading in enumerate(headings) if heading),
        key=lambda one: (-one[1], one[2]),
    )
    found: dict[str, int] = {}
    for name, _sure, place in told:
        if name:
            found.setdefault(name, place)
    return found


def layout_of(rows: Iterable[Sequence[Cell]]) -> Layout | None:
    """The header among the first rows: the one that names most fields, with the row below where it goes on there. None
    where nothing looks like one.
    """
    first = [[folded(cell) for cell in row] for row in islice(rows, SEARCHED)]
    best: Layout | None = None
    for top, row in enumerate(first):
        for below, headings in _headers(first, top, row):
            columns = columns_of(headings)
            if len(columns) < 2 or len(columns) <= (len(best.columns) if best else 0):
                continue
            if sum(len(one.split()) > 14 for one in headings):  # a work, not a heading
                continue
            best = Layout(top, below, columns, tuple(headings))
    return best if best and best.columns.keys() & set(NEEDED) else None


def _headers(first: Sequence[Sequence[str]], top: int, row: Sequence[str]) -> list[tuple[int, list[str]]]:
    """The row alone, and together with the next where that one fills gaps or divides a heading."""
    found = [(top + 1, list(row))]
    if top + 1 < len(first) and len(columns_of(row)) > 1:
        under = first[top + 1]
        if any(under) and not any(one.isdecimal() for one in under[:1]):
            width = max(len(row), len(under))
            upper, lower = ([*line, *[""] * (width - len(line))] for line in (row, under))
            found.append(
                (top + 2, [low if not up else f"{up} {low}".strip() for up, low in zip(upper, lower, strict=True)])
            )
    return found


def kind_of_row(texts: Sequence[str], layout: Layout) -> str:
    """Of what the cells show (`text_of`): `work`, `heading` (of what follows), `total`, `numbers` (of the columns) or
    `blank`.
    """
    title, authors = _cell(texts, layout, "title"), _cell(texts, layout, "authors")
    full = [text for text in texts if text]
    if not full:
        return "blank"
    if title and authors and not title.strip("()").isdecimal() and not any(text[0] in "tTcC" for text in full[:2]):
        return "work"  # nearly every row: neither a total nor the numbers of the columns
    if any(text[0] in "tTcC" and _TOTAL.match(name_key(text)) for text in full[:2]):
        return "total"
    if len(full) > 2 and all(text.strip("()").isdecimal() for text in full) and _counts_up(full):
        return "numbers"
    alone = len(full) == 1 or (len(full) == 2 and _is_mark(name_key(full[0])) and not _is_long(title))
    if alone and not (title and authors):
        return "blank" if _BELOW.match(name_key(full[-1])) else "heading"
    return "work" if title or authors else "blank"


def heading_of(texts: Sequence[str]) -> str:
    """What a heading says, without its number: “II. Sở Y tế” → “Sở Y tế”."""
    said = [text for text in texts if text][-1]
    mark, dot, rest = said.partition(".")
    return rest.strip() if dot and rest.strip() and _is_mark(name_key(mark)) else said


def _is_mark(key: str) -> bool:
    key = key.strip(" .)")
    return bool(key) and (bool(_ROMAN.match(key)) or len(key) == 1 or key.isdecimal())


def _is_long(title: str) -> bool:
    """A title longer than names of units are: a work of which nothing else is told."""
    return len(title.split()) > LONGEST_HEADING


def _counts_up(full: Sequence[str]) -> bool:
    numbers = [int(text.strip("()")) for text in full]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 1


def _cell(texts: Sequence[str], layout: Layout, name: str) -> str:
    place = layout.columns.get(name)
    return texts[place] if place is not None and place < len(texts) else ""
