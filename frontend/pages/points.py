"""The revision round: the author answers the points for which a council has sent the dossier back, one by one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.errors import DomainError, Invalid, Stale
from frontend.pages.filing import open_for_editing, revision_of
from initiatives.models import Dossier
from initiatives.services.content import label_of
from initiatives.services.points import answer_points, points_of

NAME = "answer-"


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """The points with room for an answer each, saved as one types (JSON for the script, else the page again)."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "GET":
        return _page(request, open_for_editing(actor, reference))
    given = {name.removeprefix(NAME): str(text) for name, text in request.POST.items() if name.startswith(NAME)}
    answers = {int(number): text for number, text in given.items() if number.isascii() and number.isdecimal()}
    scripted = request.headers.get("Accept", "").startswith("application/json")
    try:
        dossier = answer_points(reference, actor, answers, revision_of(request))
    except (Invalid, Stale) as error:
        if scripted:
            return _refused(error)
        return _page(request, open_for_editing(actor, reference), answers, error)
    if scripted:
        told = JsonResponse({"revision": dossier.work.revision})
        told["ETag"] = f'"{dossier.work.revision}"'
        return told
    messages.success(request, _("Saved."))
    return redirect("filing-step", reference, "send")


def _refused(error: DomainError) -> JsonResponse:
    faults = [{"field": name, "message": str(text)} for name, texts in error.fields.items() for text in texts]
    return JsonResponse({"title": str(error.message), "errors": faults, **error.extra}, status=error.status)


def _page(
    request: HttpRequest, dossier: Dossier, typed: dict[int, str] | None = None, error: DomainError | None = None
) -> HttpResponse:
    rows = [
        {
            "label": label_of(dossier.purpose, point["field"]), "text": point["text"],
            "answer": (typed or {}).get(number, point["answer"]),
            "fault": " ".join(map(str, (error.fields if error else {}).get(f"answers.{number}", ()))),
        }
        for number, point in enumerate(points_of(dossier))
    ]  # fmt: skip
    context = {"dossier": dossier, "rows": rows, "error": error}
    return render(request, "filing/points.html", context, status=error.status if error else 200)


urlpatterns = [path("ho-so/<str:reference>/tra-loi/", answer, name="filing-points")]
