"""What the index holds of one thing: plain data, the same for every engine."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from dataclasses import fields as attributes
from hashlib import blake2b
from typing import Any, Literal, NamedTuple

import orjson

from search.rules.copies import sampled, shingles
from search.text import analyse

Rendition = Literal["full", "public"]
FULL: Rendition = "full"
PUBLIC: Rendition = "public"
YEARS = LONGEST = 4095
_KEYS = "0123456789abcdefghijklmnopqrstuvwxyz"
SEPARATOR = "|"  # stands between names, as line ends do between paragraphs: no phrase reaches across

Fields = dict[str, list[str]]
"""Field of the index (title_x, title_f, names_x, names_f, text_x, text_f, codes) to its values; x is surface, f
folded. `shingles` is the sample by which copies are found, in one value.
"""

_DIVISION = re.compile(rf"[{re.escape(SEPARATOR)}\n\r]+")


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A work, dossier, decision, person or unit, as one class of searchers finds it.

    The *public* rendition is everybody's; the *full* one is for holders of one of the `audience` tokens. Both carry
    the same
    tokens, so that who sees the full one is not shown the public one beside it.
    """

    key: str
    work_code: str
    title: str
    names: str = ""
    """Authors, unit, place, year, kind and level in words, divided by `|`."""
    text: str = ""
    """Summary and content; a line end divides paragraphs."""
    codes: tuple[str, ...] = ()
    kind: str = ""
    level: str = ""
    field: str = ""
    units: tuple[str, ...] = ()
    """Codes of all units concerned, those above them included: a filter by a unit finds what is below."""
    unit: str = ""
    """Code of the owning unit, by which the facet counts."""
    year: int | None = None
    state: str = ""
    group: str = "work"
    """Under which heading a suggestion of it stands."""
    audience: tuple[str, ...] = ()
    rendition: Rendition = PUBLIC
    payload: Mapping[str, Any] = attribute(default_factory=dict)
    """What a row of results shows; JSON."""
    pages: tuple["Page", ...] = ()
    """The text of attached files, searched beside `text`; a hit there names file and page."""
    as_of: int = 0
    """When it was read from the database: the database's clock before, in microseconds. Of two states of a document
    the younger stays, whichever is written last; 0 is the time of writing.
    """

    @property
    def shingles(self) -> frozenset[str]:
        """The sample of its text by which copies are found."""
        return shingles(f"{self.title}\n{self.text}")

    @property
    def order(self) -> int:
        """Where it stands among hits of equal score: the shorter title, the later year, the key; 61 bits."""
        years = YEARS - min(max(self.year or 0, 0), YEARS)
        return ((min(len(self.title), LONGEST) << 12 | years) << 37) + _key_number(self.key)

    @property
    def newest(self) -> int:
        """Where it stands in the order of age, the youngest first; 61 bits."""
        years = YEARS - min(max(self.year or 0, 0), YEARS)
        return ((years << 12 | min(len(self.title), LONGEST)) << 37) + _key_number(self.key)

    @property
    def digest(self) -> str:
        """A short digest of everything that is indexed, by which index and database are compared."""
        told = orjson.dumps(
            [getattr(self, each.name) for each in attributes(self) if each.name != "as_of"],
            default=list,
            option=orjson.OPT_SORT_KEYS,
        )
        return blake2b(told, digest_size=8).hexdigest()


class Page(NamedTuple):
    """A page of an attached file; pages count from 1."""

    file: str
    number: int
    text: str


def _key_number(key: str) -> int:
    """The first seven letters and digits of a key as a number that keeps their order."""
    number = 0
    for character in key.lower()[:7].ljust(7):
        number = number * 37 + _KEYS.find(character) + 1
    return number


def fields_of(documents: Sequence[IndexedDocument]) -> list[Fields]:
    """The analysed fields of many documents, in one pass over their text."""
    parts = [_parts(document) for document in documents]
    analysed = iter(analyse([value for one in parts for values in one.values() for value in values]))
    rows = [_fields(one, analysed) for one in parts]
    compared = [
        " ".join(row["title_f"] + row["text_f"][: len(one["text"])]).split()
        for one, row in zip(parts, rows, strict=True)
    ]
    for row, sample in zip(rows, sampled(compared), strict=True):
        row["shingles"] = [sample]
    return rows


def _parts(document: IndexedDocument) -> dict[str, list[str]]:
    return {
        "title": [document.title],
        "names": _divided(document.names),
        "text": _divided(document.text),
        "pages": [part for page in document.pages for part in _divided(page.text)],
        "codes": list(document.codes),
    }


def _divided(text: str) -> list[str]:
    return [part for part in _DIVISION.split(text) if part.strip()]


def _fields(parts: dict[str, list[str]], analysed: Iterator[tuple[str, str]]) -> Fields:
    fields: Fields = {}
    for name in ("title", "names", "text"):
        forms = [next(analysed) for _ in parts[name]]
        forms += [next(analysed) for _ in parts["pages"]] if name == "text" else []
        fields[f"{name}_x"] = [exact for exact, _ in forms]
        fields[f"{name}_f"] = [folded for _, folded in forms]
    codes = [next(analysed)[1] for _ in parts["codes"]]
    fields["codes"] = [*codes, *(joined for code in codes if (joined := code.replace(" ", "")) != code.strip())]
    return fields
