"""What a list is filtered by: chips of the active filters and facets with their counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.utils.functional import Promise

FIRST = 8
PAGING = ("cursor", "after", "before", "page")


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter, and the address of the list without it."""

    label: str
    words: str
    without: str


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet and how many rows have it."""

    value: str
    label: str | Promise
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a list down; `name` is the parameter of the address."""

    name: str
    label: str | Promise
    options: tuple[Option, ...]

    @property
    def first(self) -> tuple[Option, ...]:
        """The options shown at once."""
        return self.options[:FIRST]

    @property
    def rest(self) -> tuple[Option, ...]:
        """The options behind "More"."""
        return self.options[FIRST:]

    @property
    def rest_chosen(self) -> bool:
        """Whether one of the rest is chosen, so that it must be seen."""
        return any(option.chosen for option in self.rest)


def address(query: QueryDict, without: str = "", value: str = "") -> str:
    """The query string without one parameter (or one of its values), from the first page on."""
    left = query.copy()
    for name in (*PAGING, without):
        kept = [other for other in left.getlist(name) if name == without and value and other != value]
        left.setlist(name, kept) if kept else left.pop(name, None)
    return f"?{left.urlencode()}"


def chips(form: BaseForm, query: QueryDict) -> list[Chip]:
    """A chip for each value that the bound filter form was given and understood."""
    return [chip for field in form.visible_fields() for chip in _chips_of(field, query)]


def _chips_of(field: BoundField, query: QueryDict) -> Iterable[Chip]:
    if field.errors:
        return
    names = [name for name in query if name == field.html_name or name.startswith(f"{field.html_name}_")]
    for name in names:
        for value in query.getlist(name):
            if value:
                yield Chip(str(field.label), _words(field, value), address(query, name, value))


def _words(field: BoundField, value: str) -> str:
    """The words of a choice, else the value as it was typed."""
    for key, words in _flat(getattr(field.field, "choices", ())):
        if str(key) == value:
            return str(words)
    return value


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for key, words in choices:
        if isinstance(words, list | tuple):
            yield from words
        else:
            yield key, words


def kept(query: QueryDict, form: BaseForm | None = None) -> list[tuple[str, str]]:
    """Parameters that a filter form must carry along because it has no field for them (sort, facets, view)."""
    own = {field.html_name for field in form.visible_fields()} if form else set()
    foreign = [name for name in query if name not in PAGING and name not in own]
    return [(name, value) for name in foreign for value in query.getlist(name)]
