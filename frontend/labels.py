"""The cells of a table say which column they are of, for the cards that its rows become on a phone."""

import re
from html import unescape

from django.utils.html import escape
from django.utils.safestring import SafeString

_HEAD = re.compile(r"<thead\b.*?</thead>", re.S)
_TITLE = re.compile(r"<th\b([^>]*)>(.*?)</th>", re.S)
_TAG = re.compile(r"<[^>]+>")
_SPAN = re.compile(r'colspan="(\d+)"')
_PART = re.compile(r"<(tr|td|th)\b([^>]*)>")


def labelled(table: str) -> SafeString:
    """`table` (thead and tbody) with a `data-label` on each cell that has none: the words of its column's head, unless
    they are for screen readers alone. A head of several rows says nothing of columns.
    """
    head = _HEAD.search(table)
    if head is None or head[0].count("<tr") != 1:
        return SafeString(table)
    labels = [_label(attributes, words) for attributes, words in _TITLE.findall(head[0])]
    rows = _PART.sub(_Cells(labels), table[head.end() :])
    return SafeString(table[: head.end()] + rows)


def _label(attributes: str, words: str) -> str:
    if "visually-hidden" in words or "visually-hidden" in attributes:
        return ""
    said = " ".join(unescape(_TAG.sub(" ", words)).split())
    return f' data-label="{escape(said)}"' if said else ""


class _Cells:
    """Writes the label into each cell's opening tag; counts the columns of a row."""

    def __init__(self, labels: list[str]) -> None:
        self.labels, self.column = labels, 0

    def __call__(self, part: re.Match[str]) -> str:
        kind, attributes = part.groups()
        if kind == "tr":
            self.column = 0
            return part[0]
        column, span = self.column, _SPAN.search(attributes)
        self.column += int(span[1]) if span else 1
        plain = kind == "td" and span is None and "data-label" not in attributes and column < len(self.labels)
        return f"<td{self.labels[column]}{attributes}>" if plain else part[0]
