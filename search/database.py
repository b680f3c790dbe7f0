"""What the database can answer of a request by itself: the choices and years of a list, and, while the engine is down,
words by plain comparison (marks count, no word is corrected, nothing is weighed).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from initiatives.choices import Origin, State
from initiatives.models import Author, Dossier, Version, Work
from organisation.actor import Actor
from organisation.policy import visible
from organisation.queries import units_below
from recognition.models import Recognition
from search.documents import IndexedDocument
from search.dossiers import documents_of, published
from search.engines.interface import Hit, SearchRequest, SearchResult, Term

COLUMNS = {"kind": "work__kind", "level": "level", "field": "work__field__code", "state": "state"}
DATED_OR_PLACED = ("level", "unit", "year")


def answered(actor: Actor, request: SearchRequest) -> SearchResult:
    """A page of what matches, the latest first, published titles last; without facets and marks."""
    dossiers, works = _dossiers(actor, request), _works(actor, request)
    count = dossiers.count()
    first, last = request.offset, request.offset + request.limit
    rows = _documents(actor, list(dossiers.values_list("pk", flat=True)[first:last]))
    rows += [published(work) for work in works[max(first - count, 0) : max(last - count, 0)]]
    return SearchResult([_hit(row) for row in rows], count + works.count(), {})


def _dossiers(actor: Actor, request: SearchRequest) -> QuerySet[Dossier]:
    """What the actor sees in full or, like everybody, as a recognised work: the words compared are public there."""
    own = Q(pk__in=visible(Dossier, actor).values("pk")) & condition(request)
    everybodys = Q(work__public=True, state=State.RECOGNISED) & condition(request, _said_publicly)
    return Dossier.objects.filter(own | everybodys).order_by("-pk")


def _documents(actor: Actor, chosen: Sequence[int]) -> list[IndexedDocument]:
    own = set(visible(Dossier, actor).filter(pk__in=chosen).values_list("pk", flat=True))
    made = {row.key: row for row in documents_of(Dossier.objects.filter(pk__in=chosen))}
    return [made[f"d{pk}" if pk in own else f"d{pk}p"] for pk in chosen]


def _works(actor: Actor, request: SearchRequest) -> QuerySet[Work]:
    """Titles published elsewhere, which have no level, unit or year here, by their titles."""
    found = visible(Work, actor).filter(origin=Origin.PUBLISHED).select_related("unit", "field").order_by("-pk")
    chosen = {name: values for name, values in request.chosen.items() if values}
    placed = any(name in chosen for name in DATED_OR_PLACED) or request.years != (None, None)
    if not actor.is_authenticated or placed or "published" not in chosen.get("state", ["published"]):
        return found.none()
    for name, column in (("kind", "kind"), ("field", "field__code")):
        found = found.filter(**{f"{column}__in": chosen[name]}) if name in chosen else found
    for word in [*request.words.split(), *(" ".join(term.words) for term in request.required)]:
        found = found.filter(title__icontains=word)
    for term in request.excluded:
        found = found.exclude(title__icontains=" ".join(term.words))
    return found


def _hit(row: IndexedDocument) -> Hit:
    return Hit(row.key, row.group, row.payload, 0.0, [(row.title, False)], [(str(row.payload["summary"]), False)])


def condition(request: SearchRequest, said: Callable[[str], Mapping[str, Q]] | None = None) -> Q:
    """All of a request, on dossiers: on what they say (`said`, by field), by default as the work stands."""
    say, found = said or _said, choices(request)
    for word in request.words.split():
        found &= _stands(say(word))
    for term in request.required:
        found &= _stands(say(" ".join(term.words)), term)
    for term in request.excluded:
        found &= ~_stands(say(" ".join(term.words)), term)
    return found


def choices(request: SearchRequest) -> Q:
    """The choices and the years of a request, on dossiers."""
    found = Q()
    for name, column in COLUMNS.items():
        if values := request.chosen.get(name):
            found &= Q(**{f"{column}__in": values})
    if units := request.chosen.get("unit"):
        found &= Q(work__unit__in=units_below(*units))
    first, last = request.years
    years = [year for year in request.chosen.get("year", ()) if year.isdecimal()]
    return found & _within(first, last) & _one_of(years)


def _within(first: int | None, last: int | None) -> Q:
    found = Q() if first is None else _year("gte", first)
    return found if last is None else found & _year("lte", last)


def _one_of(years: Sequence[str]) -> Q:
    found = Q()
    for year in years:
        found |= _year("exact", int(year))
    return found


def _year(comparison: str, year: int) -> Q:
    """As the index dates a dossier: by the day on paper, else by the decision, else by the submission."""
    on_paper = Q(**{f"received_on__year__{comparison}": year})
    decided = Q(**{"received_on": None, f"decided_at__year__{comparison}": year})
    submitted = Q(**{"received_on": None, "decided_at": None, f"submitted_at__year__{comparison}": year})
    return on_paper | decided | submitted


def _said(text: str) -> Mapping[str, Q]:
    return {
        "title": Q(work__title__icontains=text),
        "text": Q(work__summary__icontains=text),
        "codes": Q(code__icontains=text),
        "names": Q(Exists(Author.objects.filter(work=OuterRef("work"), person__full_name__icontains=text))),
    }


def _said_publicly(text: str) -> Mapping[str, Q]:
    """In the words of the register; the summary as it was submitted, or recorded and not changed since."""
    standing = Recognition.objects.filter(work=OuterRef("work"), recorded_to=None, held_to=None)
    versions = Version.objects.filter(dossier=OuterRef("pk"))
    submitted = Exists(versions.filter(content__answers__summary__icontains=text))
    recorded = Q(~Exists(versions), work__summary__icontains=text)
    public = {"title": Q(Exists(standing.filter(title__icontains=text))), "text": Q(submitted) | recorded}
    return {**_said(text), **public}


def _stands(by_field: Mapping[str, Q], term: Term | None = None) -> Q:
    fields: Iterable[str] = term.fields if term else Term(()).fields
    found = Q()
    for field in fields:
        found |= by_field[field]
    return found
