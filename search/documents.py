"""What the index holds of one thing: plain data, the same for every engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from dataclasses import fields as attributes
from hashlib import blake2b
from operator import attrgetter
from typing import Any, Literal, NamedTuple

import orjson

from search.lines import Lines, one_line, worded
from search.rules.copies import sampled, shingles

Rendition = Literal["full", "public"]
FULL: Rendition = "full"
PUBLIC: Rendition = "public"
YEARS = LONGEST = 4095
_KEYS = {letter: at for at, letter in enumerate("0123456789abcdefghijklmnopqrstuvwxyz", 1)}


class Fields(NamedTuple):
    """The words of each field of the index (title_x, title_f, names_x, names_f, text_x, text_f, codes), line by line;
    x is surface, f folded. `shingles` is the sample by which copies are found, with blanks between.
    """

    words: dict[str, Lines]
    shingles: str


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
        return self.orders[0]

    @property
    def newest(self) -> int:
        """Where it stands in the order of age, the youngest first; 61 bits."""
        return self.orders[1]

    @property
    def orders(self) -> tuple[int, int]:
        """`order` and `newest`."""
        years, letters = YEARS - min(max(self.year or 0, 0), YEARS), min(len(self.title), LONGEST)
        key = _key_number(self.key)
        return ((letters << 12 | years) << 37) + key, ((years << 12 | letters) << 37) + key

    @property
    def digest(self) -> str:
        """A short digest of everything that is indexed, by which index and database are compared."""
        told = orjson.dumps(_indexed(self), default=list, option=orjson.OPT_SORT_KEYS)
        return blake2b(told, digest_size=8).hexdigest()


_indexed = attrgetter(*(each.name for each in attributes(IndexedDocument) if each.name != "as_of"))


class Page(NamedTuple):
    """A page of an attached file; pages count from 1."""

    file: str
    number: int
    text: str


def _key_number(key: str) -> int:
    """The first seven letters and digits of a key as a number that keeps their order."""
    number = 0
    for character in key.lower()[:7].ljust(7):
        number = number * 37 + _KEYS.get(character, 0)
    return number


def fields_of(documents: Sequence[IndexedDocument]) -> list[Fields]:
    """The analysed fields of many documents, in one pass over their text."""
    analysed = worded([text for document in documents for text in _texts(document)])
    found, compared = [], []
    for title, names, text, pages, codes in zip(*[analysed] * PARTS, strict=True):
        found.append(_words(title, names, (text[0] + pages[0], text[1] + pages[1]), codes[1]))
        compared.append([word for lines in (title[1], text[1]) for line in lines for word in line])
    return list(map(Fields, found, sampled(compared)))


PARTS = 5


def _texts(document: IndexedDocument) -> tuple[str, ...]:
    """What is analysed of a document: as many texts as there are PARTS."""
    pages = "\n".join([page.text for page in document.pages])
    codes = "\n".join(map(one_line, document.codes))
    return one_line(document.title), document.names, document.text, pages, codes


Forms = tuple[Lines, Lines]


def _words(title: Forms, names: Forms, text: Forms, codes: Lines) -> dict[str, Lines]:
    """The fields; codes also in one word."""
    return {
        "title_x": title[0], "title_f": title[1], "names_x": names[0], "names_f": names[1],
        "text_x": text[0], "text_f": text[1], "codes": [*codes, *(["".join(code)] for code in codes if len(code) > 1)],
    }  # fmt: skip
