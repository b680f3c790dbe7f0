"""From what somebody typed and chose to a request for an engine: names looked up, problems put into words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from django.db.models import Choices
from django.utils.translation import gettext as _
from django.utils.translation import override

from initiatives.choices import Kind, Level, State
from initiatives.models import Field
from organisation.models import Unit
from search.engines import SearchRequest
from search.engines.interface import FACETS, Term
from search.rules.language import Asked, Named, Problem, read
from search.rules.language import Choices as Names
from search.services.lexicon import current_lexicon
from search.text import fold

LANGUAGES = ("vi", "en")
MOST_UNITS = 40
PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Question:
    """A request, and what of the typed text could not be read; `rest` is the text without its plain words."""

    request: SearchRequest
    problems: tuple[Problem, ...]
    rest: str


def question(
    tokens: frozenset[str],
    text: str,
    chosen: Mapping[str, Sequence[str]] | None = None,
    sort: str = "relevance",
    offset: int = 0,
    limit: int = 20,
    facets: Sequence[str] = FACETS,
) -> Question:
    """What to ask an engine for a typed query and the choices made beside it."""
    asked = read(text, choices())
    named, problems = _looked_up(asked.named)
    made = {name: list(values) for name, values in (chosen or {}).items() if name in FACETS and values}
    for name, values in [*asked.chosen.items(), *named.items()]:
        both = [value for value in made.get(name, values) if value in values]
        made[name] = both or list(values)
    request = SearchRequest(
        words=asked.words, tokens=tokens, chosen=made, sort=sort, offset=offset, limit=limit, facets=facets,
        required=[Term(one.words, one.fields, one.exact) for one in asked.required],
        excluded=[Term(one.words, one.fields, one.exact) for one in asked.excluded], years=asked.years,
        lexicon=current_lexicon(),
    )  # fmt: skip
    return Question(request, (*asked.problems, *problems), asked.rest)


@cache
def choices() -> Names:
    """Every name of a kind, level and state, in code and in both languages, without marks."""
    lists: dict[str, type[Choices]] = {"kind": Kind, "level": Level, "state": State}
    return {name: _names(values) for name, values in lists.items()}


def _names(values: type[Choices]) -> dict[str, str]:
    names = {PUBLISHED: PUBLISHED} if values is State else {}
    for value, label in values.choices:
        names[_plain(str(value))] = names[_plain(str(value).replace("_", " "))] = str(value)
        for language in LANGUAGES:
            with override(language):
                said = _plain(str(label))
                names[said] = names[said.removeprefix("cap ").removesuffix(" level")] = str(value)
    return names


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def _looked_up(named: Iterable[Named]) -> tuple[dict[str, list[str]], list[Problem]]:
    """Codes of the units and fields of work that are named; what nothing is called by is a problem."""
    found: dict[str, list[str]] = {}
    problems = []
    for one in named:
        known = _units() if one.kind == "unit" else _fields()
        codes = [code for name in one.names for code in _called(known, name)]
        if codes:
            found[one.kind] = [*found.get(one.kind, []), *codes][:MOST_UNITS]
        else:
            problems.append(Problem(one.start, one.end, f"unknown_{one.kind}_name", ", ".join(one.names)))
    return found, problems


def _units() -> list[tuple[str, ...]]:
    return list(Unit.objects.order_by("path").values_list("code", "name", "short_name"))


def _fields() -> list[tuple[str, ...]]:
    return list(Field.objects.order_by("code").values_list("code", "name_vi", "name_en"))


def _called(known: Iterable[tuple[str, ...]], name: str) -> list[str]:
    """Codes of what is called so, else of what has the words in its name."""
    wanted = _plain(name)
    rows = [(code, [_plain(each) for each in (code, *names)]) for code, *names in known]
    exact = [code for code, names in rows if wanted in names]
    return exact or [code for code, names in rows if any(f" {wanted} " in f" {each} " for each in names)]


def explained(problem: Problem) -> str:
    """A problem as a sentence that says what to mend."""
    about = problem.about
    sentences = {
        "unclosed": _("A quotation mark is not closed."),
        "unknown_field": _(
            "There is no field “%(about)s”. Fields: unit, year, level, state, kind, field, author, title, code."
        ),
        "empty": _('Nothing stands after “%(about)s:”.'),
        "not_excluded": _('“%(about)s” cannot be excluded; level, state, kind, author and title can.'),
        "year": _('“%(about)s” is not a year. Write year:2020, year:2019..2023, year:2019.. or year:..2023.'),
        "years_backwards": _('“%(about)s” ends before it begins.'),
        "unknown_value": _('“%(about)s” is not one of the possible values.'),
        "unknown_unit_name": _('No unit is called “%(about)s”.'),
        "unknown_field_name": _('No field of work is called “%(about)s”.'),
    }  # fmt: skip
    return str(sentences[problem.reason]) % {"about": about}


def instead(text: str, meant: str) -> str:
    """The query with its plain words as they were probably meant."""
    asked: Asked = read(text, choices())
    return " ".join(filter(None, [meant, asked.rest])) if meant else ""


def for_export(request: SearchRequest) -> SearchRequest:
    """The same hits, all of them, nothing counted."""
    return replace(request, offset=0, facets=())
