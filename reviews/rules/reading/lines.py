"""Where in a TOML text each key stands: `tomllib` reads values but forgets their lines.

The text is known to be valid TOML, so this walks it without checking.
"""

import re
from bisect import bisect_right

from reviews.rules.problems import Path

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'",
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}\n#]*")
_GAP = re.compile(r"[ \t]*\.?[ \t]*")


class Lines:
    """Line numbers (from 1) by path: `Lines(text).of(("criteria", 0, "maximum"))`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._at = 0
        self._found: dict[Path, int] = {}
        self._arrays: dict[Path, int] = {}
        self._walk()

    def of(self, path: Path) -> int:
        """The line of the path, or of the nearest table around it."""
        while path and path not in self._found:
            path = path[:-1]
        return self._found.get(path, 1)

    def _walk(self) -> None:
        table: Path = ()
        while self._skip():
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _skip(self) -> bool:
        """Go over blanks and comments; whether anything is left."""
        if match := _BLANK.match(self._text, self._at):
            self._at = match.end()
        return self._at < len(self._text)

    def _mark(self, path: Path, at: int) -> None:
        self._found.setdefault(path, bisect_right(self._starts, at))

    def _header(self) -> Path:
        start, array = self._at, self._text.startswith("[[", self._at)
        self._at += 2 if array else 1
        *outer, last = self._key("]")
        self._at += 2 if array else 1
        path = (*self._resolved(tuple(outer)), last)
        if array:
            self._mark(path, start)
            self._arrays[path] = self._arrays.get(path, -1) + 1
        path = self._resolved(path)
        self._mark(path, start)
        return path

    def _resolved(self, keys: Path) -> Path:
        """The path with the number of the last element after each array of tables."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self._arrays:
                path = (*path, self._arrays[path])
        return path

    def _key(self, end: str) -> list[str]:
        keys = []
        while self._skip() and self._text[self._at] != end:
            match = _KEY.match(self._text, self._at)
            if match is None:
                break
            keys.append(match[0].strip("\"'"))
            gap = _GAP.match(self._text, match.end())
            self._at = gap.end() if gap else match.end()
        return keys

    def _pair(self, table: Path) -> None:
        start, path = self._at, table
        for key in self._key("="):
            path = (*path, key)
            self._mark(path, start)
        self._at += 1
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip()
        opening = self._text[self._at : self._at + 1]
        if opening == "[":
            self._items(path)
        elif opening == "{":
            self._inline(path)
        elif match := (_STRING if opening in "\"'" else _BARE).match(self._text, self._at):
            self._at = match.end()

    def _items(self, path: Path) -> None:
        self._at, number = self._at + 1, 0
        while self._skip() and self._text[self._at] != "]":
            self._mark((*path, number), self._at)
            self._value((*path, number))
            number += 1
            self._comma()
        self._at += 1

    def _inline(self, path: Path) -> None:
        self._at += 1
        while self._skip() and self._text[self._at] != "}":
            self._pair(path)
            self._comma()
        self._at += 1

    def _comma(self) -> None:
        if self._skip() and self._text[self._at] == ",":
            self._at += 1
