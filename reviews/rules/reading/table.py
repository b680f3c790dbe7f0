"""A table of TOML read with care: each value of its kind, every problem noted, no key left unread unnoticed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reviews.rules.citation import Citation, Tag
from reviews.rules.exact import Bound, decimal, share
from reviews.rules.language import NOTHING, Words
from reviews.rules.problems import Found, Path

UNKNOWN = Citation("")
LONGEST = 4_000


@dataclass(slots=True)
class Table:
    """`data` stands at `path`; problems are added to the list that all tables of a text share."""

    data: Mapping[str, Any]
    path: Path
    problems: list[Found]
    citations: Mapping[str, Citation] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    def note(self, key: str, code: str, /, **params: Any) -> None:
        """Note a problem at a key of this table (at the table itself for an empty one)."""
        self.problems.append(Found((*self.path, key) if key else self.path, code, params))

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self.data

    def _take(self, key: str, kind: type | tuple[type, ...], name: str, required: bool) -> Any:
        self.read.add(key)
        value = self.data.get(key)
        if value is None:
            if required:
                self.note("", "missing_key", key=key)
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.note(key, "wrong_type", key=key, expected=name)
            return None
        return value

    def text(self, key: str, *, required: bool = True) -> str:
        """A line of text; empty where there is none."""
        value = str(self._take(key, str, "text", required) or "").strip()
        if required and self.data.get(key) == "":
            self.note(key, "empty", key=key)
        if len(value) > LONGEST:
            self.note(key, "too_long", key=key, most=LONGEST)
        return value

    def truth(self, key: str) -> bool:
        """True or false; false where there is none."""
        return bool(self._take(key, bool, "true_or_false", False))

    def day(self, key: str) -> date | None:
        """A date without time."""
        value = self._take(key, date, "date", False)
        if isinstance(value, datetime):
            self.note(key, "wrong_type", key=key, expected="date")
            return None
        return value if isinstance(value, date) else None

    def whole(self, key: str, default: int | None = None, *, least: int = 0, most: int = 1_000) -> int:
        """A whole number within limits; required where there is no default."""
        value = self._take(key, int, "whole_number", default is None)
        if value is None:
            return default if default is not None else least
        if not least <= value <= most:
            self.note(key, "out_of_range", key=key, least=least, most=most)
            return least
        return int(value)

    def number(self, key: str, *, required: bool = False) -> Decimal | None:
        """An exact number, not below 0."""
        value = self._take(key, (int, Decimal), "number", required)
        try:
            exact = None if value is None else decimal(value)
        except ValueError:
            self.note(key, "wrong_type", key=key, expected="number")
            return None
        if exact is not None and exact < 0:
            self.note(key, "negative", key=key)
            return None
        return exact

    def choice(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """One of the allowed words; required where there is no default."""
        known = list(allowed)
        value = self._take(key, str, "text", default is None)
        if value is None:
            return default if default is not None else known[0]
        if value not in known:
            self.note(key, "unknown_value", key=key, value=value[:40], known=", ".join(filter(None, known)))
            return known[0]
        return str(value)

    def choices(self, key: str, allowed: Iterable[str] | None = None) -> tuple[str, ...]:
        """A list of words, of the allowed ones where those are given, each once."""
        values = self._take(key, list, "list", False) or []
        known = None if allowed is None else list(allowed)
        for position, value in enumerate(values):
            if not isinstance(value, str) or (known is not None and value not in known):
                self.problems.append(Found((*self.path, key, position), "unknown_value", {
                    "key": key, "value": str(value)[:40], "known": ", ".join(known or []),
                }))  # fmt: skip
            elif value in values[:position]:
                self.problems.append(Found((*self.path, key, position), "duplicate", {"key": key, "value": value[:40]}))
        return tuple(value for value in values if isinstance(value, str) and (known is None or value in known))

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        values = self._take(key, list, "list", False) or []
        if any(isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= 200 for value in values):
            self.note(key, "wrong_type", key=key, expected="whole_numbers")
            return ()
        return tuple(values)

    def words(self, key: str, *, required: bool = True) -> Words:
        """The same in two languages: { vi = "…", en = "…" }."""
        if not self.has(key) and not required:
            return NOTHING
        inner = self.table(key, required=required)
        if inner is None:
            return NOTHING
        said = Words(inner.text("vi", required=False), inner.text("en", required=False))
        for language in ("vi", "en"):
            if not getattr(said, language):
                inner.note("", "missing_translation", key=key, language=language)
        inner.close()
        return said

    def bound(self, kind: Callable[[object], Fraction] = share, *, required: bool = True) -> Bound | None:
        """`at_least` or `more_than`, a number or a share."""
        given = [key for key in ("at_least", "more_than") if self.has(key)]
        self.read.update(given)
        if len(given) != 1:
            if given or required:
                self.note("", "one_bound_needed", given=len(given))
            return None
        try:
            value = kind(self.data[given[0]])
        except ValueError:
            self.note(given[0], "wrong_type", key=given[0], expected="share")
            return None
        if value < 0:
            self.note(given[0], "negative", key=given[0])
            return None
        return Bound(value, given[0] == "more_than")

    def table(self, key: str, *, required: bool = False) -> "Table | None":
        """A table within this one."""
        value = self._take(key, dict, "table", required)
        return None if value is None else Table(value, (*self.path, key), self.problems, self.citations)

    def tables(self, key: str) -> "list[Table]":
        """An array of tables."""
        values = self._take(key, list, "list_of_tables", False) or []
        if any(not isinstance(value, dict) for value in values):
            self.note(key, "wrong_type", key=key, expected="list_of_tables")
            return []
        return [Table(value, (*self.path, key, n), self.problems, self.citations) for n, value in enumerate(values)]

    def cited(self) -> Citation:
        """The source of this rule: `cites` names one of [citations]."""
        self.read.add("cites")
        name = self.data.get("cites")
        if name is None:
            self.note("", "missing_citation")
            return UNKNOWN
        if not isinstance(name, str) or name not in self.citations:
            self.note("cites", "unknown_citation", value=str(name)[:40], known=", ".join(self.citations))
            return UNKNOWN
        return self.citations[name]

    def source(self) -> Citation:
        """This table as a source."""
        tag = Tag(self.choice("tag", list(Tag)))
        told = (self.text("document"), self.text("article", required=False), self.text("clause", required=False))
        source = Citation(*told, self.text("source", required=False), tag, self.text("document_en", required=False))
        if tag in (Tag.READ, Tag.SECONDARY) and not source.source:
            self.note("", "missing_source")
        self.close()
        return source

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.data:
            if key not in self.read:
                self.note(key, "unknown_key", key=key, known=", ".join(sorted(self.read)))
