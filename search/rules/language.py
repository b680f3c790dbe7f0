"""The query language for people, in the search box, the API and exports alike:

    xử lý nước unit:"Sở Y tế" year:2019..2023 level:city state:recognised author:"Trần Hòa" "giá thành" -nhập

Words rank; what has a field, stands in quotes or follows a minus decides what may be a hit at all. Field names are
known in English and Vietnamese (`năm:2020`, `đơn-vị:"Sở Y tế"`). What cannot be read is left out and told as a problem
with its place; the rest is searched all the same.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from search.text import analyse, fold, nfc

NAMES = {
    "unit": ("unit", "donvi"),
    "year": ("year", "nam"),
    "level": ("level", "cap"),
    "state": ("state", "trangthai"),
    "kind": ("kind", "loai"),
    "field": ("field", "linhvuc"),
    "author": ("author", "tacgia"),
    "title": ("title", "ten"),
    "code": ("code", "so", "ma"),
}
"""Fields and what they may be called, folded and without blanks or hyphens."""

_BY_NAME = {name: canonical for canonical, names in NAMES.items() for name in names}
_FACETS = ("kind", "level", "state")
_WHERE = {"author": ("names",), "title": ("title",), "code": ("codes",)}
_PART = re.compile(
    r"(?P<minus>-(?=[^\W_]|\"))?"
    r"(?:(?P<name>[^\W\d_]+(?:[-_][^\W\d_]+)*):(?=[^\s/]|$|\s))?"
    r"(?P<value>\"[^\"]*(?:\"|$)|[^\s\"]\S*|)"
)
_YEARS = re.compile(r"(?P<first>(?:19|20)\d\d)?(?P<dots>\.\.)?(?P<last>(?:19|20)\d\d)?")

Choices = Mapping[str, Mapping[str, str]]
"""For kind, level and state: each name that a value goes by (folded) to the value."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be read, at `text[start:end]` of the query; `reason` is a code, `about` what it names."""

    start: int
    end: int
    reason: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand together in one of the fields; exact where they were typed with marks."""

    words: tuple[str, ...]
    fields: tuple[str, ...] = ("title", "names", "text", "codes")
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A unit or field of work by name or code, still to be looked up; `start` and `end` are its place in the query."""

    kind: str
    names: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query says. `words` rank and are marked; `rest` is all but the plain words, as typed."""

    words: str = ""
    rest: str = ""
    required: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    named: tuple[Named, ...] = ()
    years: tuple[int | None, int | None] = (None, None)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a query: perhaps after a minus, perhaps with a field's name."""

    text: str
    value: str
    start: int
    end: int
    name: str = ""
    minus: bool = False
    quoted: bool = False


def read(query: str, choices: Choices) -> Asked:
    """What a query says; never raises."""
    query = nfc(query)
    asked = Asked()
    plain: list[str] = []
    rest: list[str] = []
    for part in _parts(query):
        if part.name or part.quoted or part.minus:
            rest.append(part.text)
            asked = _told(asked, part, choices)
            plain += [part.value] if part.quoted and not part.minus and not part.name else []
        else:
            plain.append(part.value)
    unfinished = "" if query[-1:].strip() and plain and not rest else " "
    return replace(asked, words=" ".join(plain) + (unfinished if plain else ""), rest=" ".join(rest))


def _parts(query: str) -> Iterator[_Part]:
    at = 0
    while at < len(query):
        if query[at].isspace():
            at += 1
            continue
        found = _PART.match(query, at)
        if found is None or found.end() == at:
            at += 1
            continue
        value = found["value"]
        if found["name"] and not value and _field(found["name"]) is None:  # a colon in a pasted title
            yield _Part(found["name"], found["name"], at, found.end())
            at = found.end()
            continue
        yield _Part(
            found.group(),
            value.strip('"'),
            at,
            found.end(),
            found["name"] or "",
            bool(found["minus"]),
            value[:1] == '"',
        )
        at = found.end()


def _field(name: str) -> str | None:
    return _BY_NAME.get(fold(name).replace(" ", ""))


def _told(asked: Asked, part: _Part, choices: Choices) -> Asked:
    """The query with one more part of it understood."""
    name = _field(part.name) or ""
    if wrong := _wrong(part, name):
        return _with_problem(asked, part, wrong, part.name)
    if not part.name or name in _WHERE:
        return _with_words(asked, part, name)
    if name == "year":
        return _with_years(asked, part)
    if name in _FACETS:
        return _with_choice(asked, part, name, choices.get(name, {}))
    return replace(asked, named=(*asked.named, Named(name, _values(part), part.start, part.end)))


def _wrong(part: _Part, name: str) -> str:
    """What is wrong with a part before its value is looked at."""
    if part.text.count('"') % 2:
        return "unclosed"
    if part.name and not name:
        return "unknown_field"
    if part.name and not part.value.strip():
        return "empty"
    excludable = not part.name or name in _FACETS or name in _WHERE
    return "not_excluded" if part.minus and not excludable else ""


def _values(part: _Part) -> tuple[str, ...]:
    """The alternatives in a value, divided by commas; a quoted value is one."""
    return (part.value,) if part.quoted else tuple(filter(None, part.value.split(",")))


def _with_problem(asked: Asked, part: _Part, reason: str, about: str = "") -> Asked:
    return replace(asked, problems=(*asked.problems, Problem(part.start, part.end, reason, about)))


def _with_phrase(asked: Asked, part: _Part, fields: Sequence[str]) -> Asked:
    (exact, folded), *_ = analyse([part.value])
    words = tuple(exact.split()) if exact != folded else tuple(folded.split())
    if not words:
        return _with_problem(asked, part, "empty", part.name)
    phrase = Phrase(words, tuple(fields), exact != folded)
    if part.minus:
        return replace(asked, excluded=(*asked.excluded, phrase))
    return replace(asked, required=(*asked.required, phrase))


def _with_words(asked: Asked, part: _Part, name: str) -> Asked:
    """A name in any order; a phrase, title or number as it stands."""
    if name != "author" or part.minus:
        return _with_phrase(asked, part, _WHERE.get(name, Phrase(()).fields))
    for word in part.value.split():
        asked = _with_phrase(asked, replace(part, value=word), _WHERE[name])
    return asked


def _with_years(asked: Asked, part: _Part) -> Asked:
    found = _YEARS.fullmatch(part.value)
    if found is None or not (found["first"] or found["last"]):
        return _with_problem(asked, part, "year", part.value)
    first, last = (int(found[end]) if found[end] else None for end in ("first", "last"))
    if not found["dots"]:
        if last is not None:
            return _with_problem(asked, part, "year", part.value)
        last = first
    if first is not None and last is not None and first > last:
        return _with_problem(asked, part, "years_backwards", part.value)
    return replace(asked, years=(first, last))


def _with_choice(asked: Asked, part: _Part, name: str, choices: Mapping[str, str]) -> Asked:
    values = [choices.get(" ".join(fold(value).split())) for value in _values(part)]
    if None in values:
        return _with_problem(asked, part, "unknown_value", part.value)
    known = tuple(dict.fromkeys(value for value in values if value is not None))
    if part.minus:
        known = tuple(dict.fromkeys(value for value in choices.values() if value not in known))
    before = asked.chosen.get(name)
    kept = tuple(value for value in before if value in known) if before else known
    return replace(asked, chosen={**asked.chosen, name: kept or known})
