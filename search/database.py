"""What the database can answer of a request by itself: the choices and years of a list, and, while the engine is down,
words by plain comparison (marks count, no word is corrected, nothing is weighed).
"""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q

from initiatives.models import Author, Dossier
from organisation.actor import Actor
from organisation.policy import visible
from organisation.queries import units_below
from search.engines.interface import Hit, SearchRequest, SearchResult, Term
from search.indexing import documents_of

COLUMNS = {"kind": "work__kind", "level": "level", "field": "work__field__code", "state": "state"}


def answered(actor: Actor, request: SearchRequest) -> SearchResult:
    """A page of what matches, the latest first; without facets and marks."""
    found = visible(Dossier, actor).filter(condition(request)).order_by("-pk")
    chosen = Dossier.objects.filter(pk__in=list(found.values_list("pk", flat=True)[request.offset :][: request.limit]))
    rows = {row.key.rstrip("p"): row for row in documents_of(chosen) if row.rendition == "full"}
    hits = [
        Hit(row.key, row.group, row.payload, 0.0, [(row.title, False)], [(str(row.payload["summary"]), False)])
        for row in sorted(rows.values(), key=lambda row: -int(row.key[1:]))
    ]
    return SearchResult(hits, found.count(), {})


def condition(request: SearchRequest) -> Q:
    """All of a request, on dossiers."""
    found = choices(request)
    for word in request.words.split():
        found &= _stands(word)
    for term in request.required:
        found &= _stands(" ".join(term.words), term)
    for term in request.excluded:
        found &= ~_stands(" ".join(term.words), term)
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


def _stands(text: str, term: Term | None = None) -> Q:
    fields: Iterable[str] = term.fields if term else Term(()).fields
    by_field = {
        "title": Q(work__title__icontains=text),
        "text": Q(work__summary__icontains=text),
        "codes": Q(code__icontains=text),
        "names": Q(Exists(Author.objects.filter(work=OuterRef("work"), person__full_name__icontains=text))),
    }
    found = Q()
    for field in fields:
        found |= by_field[field]
    return found
