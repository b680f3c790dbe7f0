"""Search for everybody: words, facets, highlights, suggestions as one types, and works most like a dossier."""

from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from config.errors import Invalid
from frontend.filters import Facet, Option
from frontend.templatetags.ui import address
from initiatives.choices import Kind, Level, State
from initiatives.models import Dossier
from initiatives.queries import by_reference
from initiatives.queries.choices import field_choices
from organisation.actor import Actor
from organisation.models import Unit
from organisation.policy import get_visible
from organisation.prepared import Prepared, prepared_rows
from organisation.steps import demand_fresh_for_export
from search import queries
from search.asking import explained
from search.engines import EngineDown
from search.exports import FORMATS
from search.models import Relation, SavedSearch
from search.rules.language import Problem
from search.services.saved import address_of, drop_search, save_search
from search.services.verdicts import judge_likeness, may_judge_likeness, verdicts_on
from search.similar import Similar, similar_to

SIZE = 20
RECENT = "recent_searches"
MOST_RECENT = 8
MOST_OPTIONS = 40  # of a facet, the most frequent; who wants another unit names it in the query
FACETS = {
    "kind": gettext_lazy("Kind"), "level": gettext_lazy("Level"), "field": gettext_lazy("Field"),
    "year": gettext_lazy("Year"), "state": gettext_lazy("State"), "unit": gettext_lazy("Unit"),
}  # fmt: skip
SORTS = (
    ("relevance", gettext_lazy("Best match")),
    ("newest", gettext_lazy("Newest")),
    ("title", gettext_lazy("Title")),
)
GROUPS = {
    "work": gettext_lazy("Works"), "dossier": gettext_lazy("Dossiers"), "decision": gettext_lazy("Decisions"),
    "person": gettext_lazy("People"), "unit": gettext_lazy("Units"),
}  # fmt: skip


@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """Results with facets; the counts of a facet are those under the other filters. `xuat` exports every hit."""
    actor = request.actor  # type: ignore[attr-defined]
    chosen = {name: request.GET.getlist(name) for name in FACETS}
    words, sort = request.GET.get("q", "").replace("\x00", "")[:500], request.GET.get("sort", "relevance")
    if written := FORMATS.get(request.GET.get("xuat", "")):
        demand_fresh_for_export(request)
        rows, _problems = queries.every(actor, words, chosen, sort)
        answer = StreamingHttpResponse(written[0](rows), content_type=written[1])
        answer["Content-Disposition"] = f'attachment; filename="tim-kiem.{request.GET["xuat"]}"'
        return answer
    page = _page(request)
    if actor.is_authenticated and page == 1:
        _remember(request, words)
    answered = queries.answer(actor, words, chosen, sort, offset=(page - 1) * SIZE, limit=SIZE)
    found = answered.found
    context = {
        "words": words,
        "found": found,
        "problems": [_problem(words, one) for one in sorted(answered.problems, key=lambda one: one.start)],
        "meant": answered.meant,
        "degraded": answered.degraded,
        "recent": [one for one in request.session.get(RECENT, []) if one != words.strip()],
        "saved": _saved(actor),
        "choices": [(name, value) for name, values in chosen.items() for value in values],
        "meant_address": _meant_address(request, answered.meant),
        "export_query": _without(request, "xuat", "page").urlencode(),
        "hits": [_hit(hit) for hit in found.hits],
        "facets": _facets(found.facets, chosen),
        "keep": [("q", words)] if words else [],
        "sorts": SORTS,
        "sort": sort,
        "first": (page - 1) * SIZE + 1,
        "last": (page - 1) * SIZE + len(found.hits),
        "previous": _address(request, page - 1) if page > 1 else "",
        "next": _address(request, page + 1) if page * SIZE < found.total else "",
    }
    return render(request, "search/index.html", context)


def _remember(request: HttpRequest, words: str) -> None:
    """Keep the last searches in the session: nobody else's business, and gone with it."""
    if words := words.strip():
        earlier = [one for one in request.session.get(RECENT, []) if one != words]
        request.session[RECENT] = [words, *earlier][:MOST_RECENT]


def _saved(actor: Actor) -> list[dict[str, Any]]:
    rows = SavedSearch.objects.filter(person=actor.person_id) if actor.person_id else ()
    return [{"pk": row.pk, "name": row.name, "letters": row.letters, "address": address_of(row)} for row in rows]


@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep this search under a name, with letters about new hits if wished."""
    actor = request.actor  # type: ignore[attr-defined]
    chosen = {name: request.POST.getlist(name) for name in FACETS}
    try:
        row = save_search(
            actor, request.POST.get("name", ""), request.POST.get("q", ""), chosen, "letters" in request.POST
        )
    except Invalid as error:
        messages.error(request, str(error))
        return redirect("search")
    messages.success(request, _("Saved as “%(name)s”.") % {"name": row.name})
    return redirect(f"{reverse('search')}?{address_of(row)}")


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a saved search."""
    drop_search(request.actor, pk)  # type: ignore[attr-defined]
    messages.success(request, _("The saved search has been deleted."))
    return redirect("search")


def _problem(words: str, problem: Problem) -> dict[str, str]:
    """A problem in words, and the query cut at its place."""
    start, end = problem.start, problem.end
    return {"text": explained(problem), "before": words[:start], "here": words[start:end], "after": words[end:]}


def _meant_address(request: HttpRequest, meant: str) -> str:
    query = _without(request, "page")
    query["q"] = meant
    return f"?{query.urlencode()}"


def _without(request: HttpRequest, *names: str) -> QueryDict:
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return min(max(int(text), 1), 500) if text.isdecimal() else 1


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"


def _hit(hit: Any) -> dict[str, Any]:
    return {**_shown(hit.payload), "title_parts": hit.title, "parts": hit.summary, "page": hit.page}


def _shown(said: Any) -> dict[str, Any]:
    """What a row shows, with the address of its page."""
    code = said["code"]
    found = address("dossier" if code.startswith("N-") else "work", code) if code else said.get("source", "")
    year = str(said["year"] or "")  # a name of a year, not a quantity to be grouped in thousands
    return {**said, "year": year, "address": found if found.startswith(("/", "http://", "https://")) else ""}


def _facets(counts: Any, chosen: dict[str, list[str]]) -> list[Facet]:
    shown = {name: _options(counts.get(name, ()), chosen[name]) for name in FACETS}
    words: dict[str, dict[str, Any]] = {
        "kind": dict(Kind.choices),
        "level": dict(Level.choices),
        "state": {**dict(State.choices), "published": _("Published elsewhere")},
        "field": dict(field_choices()),
        "year": {},
        "unit": _names([value for value, _count in shown["unit"]]),
    }
    return [
        Facet(
            name,
            label,
            tuple(
                Option(value, words[name].get(value, value), count, value in chosen[name])
                for value, count in shown[name]
            ),
        )
        for name, label in FACETS.items()
        if shown[name]
    ]


def _names(units: list[str]) -> dict[str, str]:
    """Names of units by their codes; the statement is compiled once for as many as are usually shown."""
    codes = (*units, *[""] * (MOST_OPTIONS - len(units)))
    return dict(_units_of(len(codes)).given(*codes).rows()) if units else {}


@lru_cache(MOST_OPTIONS)
def _units_of(count: int) -> Prepared:
    places = [f"?{number}" for number in range(count)]
    return prepared_rows(Unit.objects.filter(code__in=places).values_list("code", "name").order_by())


def _options(counts: Any, chosen: list[str]) -> list[tuple[str, int]]:
    """The most frequent values, and those chosen."""
    every = enumerate(_counted(counts, chosen))
    return [(value, count) for at, (value, count) in every if at < MOST_OPTIONS or value in chosen]


def _counted(counts: Any, chosen: list[str]) -> list[tuple[str, int]]:
    """Values with their counts; those chosen also where nothing has them: they must be there to be taken away."""
    found = [(str(value), count) for value, count in counts if value not in ("", None)]
    there = {value for value, _count in found}
    return [*found, *((value, 0) for value in chosen if value and value not in there)]


@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    """What the words typed so far may lead to, by group."""
    actor = request.actor  # type: ignore[attr-defined]
    words = request.GET.get("q", "").strip()[:200]
    groups: dict[str, list[dict[str, str]]] = {}
    for one in queries.suggest(actor, words) if words else ():
        shown = _hit(one)
        option = {
            "value": shown["code"],
            "label": shown["title"],
            "note": " · ".join(filter(None, [shown["code"], shown["unit"]])),
            "address": shown["address"],
        }
        groups.setdefault(one.group, []).append(option)
    listed = [{"label": GROUPS[name], "options": groups[name]} for name in GROUPS if name in groups]
    return render(request, "components/suggestions.html", {"groups": listed})


@login_required
@require_GET
def similar(request: HttpRequest, reference: str) -> HttpResponse:
    """Earlier works most like a dossier's, for its authors before they submit and for who checks it; `day-du` shows the
    passages side by side.
    """
    actor = request.actor  # type: ignore[attr-defined]
    dossier = get_visible(Dossier, actor, **by_reference(reference))
    whole = "day-du" in request.GET
    try:
        found = similar_to(actor, dossier, limit=8 if whole else 4)
    except EngineDown:
        return _likenesses(request, {"dossier": dossier, "down": True})
    return _likenesses(request, _similar_context(actor, dossier, found, whole))


def _likenesses(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """A part of the page that asks for it, else a page."""
    alone = not request.htmx  # type: ignore[attr-defined]
    return render(request, "search/similar_page.html" if alone else "search/similar.html", context)


def _similar_context(actor: Actor, dossier: Dossier, found: list[Similar], whole: bool) -> dict[str, Any]:
    said = verdicts_on(dossier.work_id, [one.payload["work"] for one in found])
    rows = [
        {
            **_shown(one.payload),
            "likeness": one,
            "passages": one.passages if whole else (),
            "verdict": said.get(one.payload["work"]),
        }
        for one in found
    ]
    may_judge = whole and may_judge_likeness(actor, dossier)
    return {"hits": rows, "dossier": dossier, "whole": whole, "may_judge": may_judge, "relations": Relation.choices}


@login_required
@require_POST
def judge(request: HttpRequest, reference: str, work: int) -> HttpResponse:
    """Say how the dossier stands to an earlier work; answers the list anew."""
    actor = request.actor  # type: ignore[attr-defined]
    given = request.POST
    judge_likeness(actor, reference, work, given.get("relation", ""), given.get("reason", ""))
    if request.htmx:  # type: ignore[attr-defined]
        dossier = get_visible(Dossier, actor, **by_reference(reference))
        found = similar_to(actor, dossier, limit=8)
        return render(request, "search/similar.html", _similar_context(actor, dossier, found, whole=True))
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('similar-works', args=[reference])}?day-du=1")


urlpatterns = [
    path("tim-kiem/", index, name="search"),
    path("tim-kiem/luu/", save, name="save-search"),
    path("tim-kiem/luu/<int:pk>/xoa/", drop, name="drop-search"),
    path("tim-kiem/goi-y/", suggestions, name="search-suggestions"),
    path("ho-so/<str:reference>/tuong-tu/", similar, name="similar-works"),
    path("ho-so/<str:reference>/tuong-tu/<int:work>/", judge, name="judge-likeness"),
]
