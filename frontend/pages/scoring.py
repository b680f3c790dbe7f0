"""Scoring one dossier: the dossier on the left, the sheet on the right, saved as one types, locked at the end."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from config.errors import DomainError, Invalid, NotFound, Stale
from frontend.pages.filing import revision_of
from frontend.pages.reading import papers_of, reading_context
from initiatives.queries import by_reference
from reviews.models import Hearing, Sheet
from reviews.queries.hearings import hearings_visible_to
from reviews.queries.schemes import scheme_of
from reviews.rules.scheme import Scheme
from reviews.services.sheets import lock_sheet, save_sheet

ANSWERS = {
    "yes": gettext_lazy("Yes"),
    "no": gettext_lazy("No"),
    "excellent": gettext_lazy("Excellent"),
    "pass": gettext_lazy("Pass"),
    "fail": gettext_lazy("Fail"),
}


def _hearing(request: HttpRequest, reference: str) -> Hearing:
    """The open hearing of the dossier before a council on which the actor sits."""
    actor = request.actor  # type: ignore[attr-defined]
    found = hearings_visible_to(actor).filter(
        **{f"dossier__{name}": value for name, value in by_reference(reference).items()},
        places__seat__person_id=actor.person_id, places__recused=False,
    )  # fmt: skip
    hearing = (
        found.exclude(state=Hearing.State.RELEASED)
        .select_related("council", "dossier__work__unit", "dossier__work__field", "dossier__round", "version")
        .last()
    )
    if hearing is None:
        raise NotFound
    return hearing


@login_required
@require_GET
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """The sheet beside the dossier."""
    return _page(request, _hearing(request, reference))


def _page(
    request: HttpRequest, hearing: Hearing, typed: dict[str, Any] | None = None, error: DomainError | None = None
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    sheet = Sheet.objects.filter(hearing=hearing, seat__person_id=actor.person_id).first()
    scheme = scheme_of(hearing)
    context = {
        "hearing": hearing,
        "dossier": hearing.dossier,
        "sheet": sheet,
        "scheme": scheme,
        "criteria": criteria_rows(scheme, sheet, typed, error),
        "mark": pass_mark(scheme),
        **papers_of(actor, hearing),
        **reading_context(actor, hearing),
        "error": error,
        "typed": typed or {},
    }
    return render(request, "scoring/sheet.html", context, status=error.status if error else 200)


def criteria_rows(
    scheme: Scheme, sheet: Sheet | None, typed: dict[str, Any] | None, error: DomainError | None
) -> list[dict[str, Any]]:
    """Each criterion with its limits, guidance, what is stored or was typed, and its fault."""
    english = get_language() == "en"
    scores, comments = (sheet.scores, sheet.comments) if sheet else ({}, {})
    given = typed["scores"] if typed else scores
    faults = error.fields if error else {}
    return [
        {
            "code": criterion.code,
            "title": criterion.title_en if english else criterion.title_vi,
            "guidance": (criterion.guidance_en if english else criterion.guidance_vi) or "",
            "minimum": 0,
            "maximum": criterion.maximum,
            "floor": criterion.minimum,
            "weight": criterion.weight,
            "answers": [(answer, ANSWERS.get(answer, answer)) for answer in criterion.answers],
            "value": given.get(criterion.code, ""),
            "comment": (typed["comments"] if typed else comments).get(criterion.code, ""),
            "fault": next((str(text) for text in faults.get(f"scores.{criterion.code}", ())), ""),
        }
        for criterion in scheme.criteria
    ]


def pass_mark(scheme: Scheme) -> dict[str, Any] | None:
    """The total so far is counted beside this mark: the lowest that passes, of the most that can be had, and its
    article.
    """
    if not scheme.scored:
        return None
    marks = (
        [scheme.pass_mark.total.value]
        if scheme.pass_mark
        else [grade.total.value for grade in scheme.grades if grade.outcome == "passed"]
    )
    rule = scheme.pass_mark or (scheme.grades[-1] if scheme.grades else None)
    if not marks or rule is None:
        return None
    cited = rule.citation
    source = ", ".join(filter(None, [cited.document, cited.article and _("article %(n)s") % {"n": cited.article}]))
    return {"total": 0, "most": _plain(scheme.highest), "mark": _plain(min(marks)), "source": source}


def _plain(value: Any) -> int | float:
    """A number to be shown: whole where it is whole."""
    return int(value) if value == int(value) else float(value)


def _typed(request: HttpRequest, scheme: Scheme) -> dict[str, Any]:
    codes = [criterion.code for criterion in scheme.criteria]
    return {
        "scores": {c: request.POST.get(f"scores.{c}", "").strip() for c in codes},
        "comments": {c: request.POST.get(f"comments.{c}", "") for c in codes},
        "to_council": request.POST.get("to_council", ""),
        "to_authors": request.POST.get("to_authors", ""),
    }


@login_required
@require_POST
def save(request: HttpRequest, reference: str) -> HttpResponse:
    """Save (JSON for the script, else the page again), and lock if that button was pressed."""
    actor = request.actor  # type: ignore[attr-defined]
    hearing = _hearing(request, reference)
    typed = _typed(request, scheme_of(hearing))
    scripted = request.headers.get("Accept", "").startswith("application/json")
    try:
        sheet = save_sheet(hearing.pk, actor, revision=revision_of(request), **typed)
        if "lock" in request.POST:
            lock_sheet(hearing.pk, actor, named="named" in request.POST)
            messages.success(request, _("Your sheet is locked. It counts as it stands."))
            return redirect("council", hearing.council.code)
    except (Invalid, Stale) as error:
        if scripted:
            faults = [{"field": name, "message": str(text)} for name, texts in error.fields.items() for text in texts]
            return JsonResponse({"title": str(error.message), "errors": faults, **error.extra}, status=error.status)
        return _page(request, hearing, typed, error)
    if scripted:
        answer = JsonResponse({"revision": sheet.revision})
        answer["ETag"] = f'"{sheet.revision}"'
        return answer
    messages.success(request, _("Saved."))
    return redirect(reverse("scoring", args=[reference]))


urlpatterns = [
    path("cham-diem/<str:reference>/", show, name="scoring"),
    path("cham-diem/<str:reference>/luu/", save, name="scoring-save"),
]
