"""Wishes and conflicts: what members say, what the record says, what authors name, and who decides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.errors import DomainError, Forbidden, Invalid, NotFound
from initiatives.models import Dossier
from initiatives.policy import is_author
from organisation.policy import get_visible
from reviews.models import Council, Preference
from reviews.queries.conflicts import cases_of, named_by_authors, own_conflicts
from reviews.queries.councils import council_of
from reviews.queries.preferences import own_preferences, revision_of_wishes
from reviews.services.conflicts import dismiss_claim, dispute_conflict, name_conflict, uphold_claim
from reviews.services.preferences import state_preferences
from reviews.services.recusals import lift_recusal

SHOWN = 50


@login_required
@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest, code: str) -> HttpResponse:
    """A member says which dossiers they would like to review."""
    actor = request.actor  # type: ignore[attr-defined]
    council = council_of(actor, code)
    if request.method == "POST":
        given = {name.removeprefix("wish-"): str(wish) for name, wish in request.POST.items() if "wish-" in name}
        said = {int(pk): wish for pk, wish in given.items() if pk.isascii() and pk.isdecimal()}
        if request.headers.get("Accept", "").startswith("application/json"):
            return _autosave(request, council, said)
        state_preferences(code, actor, said)
        messages.success(request, _("Your wishes have been saved."))
        return redirect(request.get_full_path())
    after = request.GET.get("sau", "")
    rows = own_preferences(actor, council, int(after) if after.isascii() and after.isdecimal() else 0, SHOWN)
    context = {
        "council": council,
        "rows": rows,
        "revision": revision_of_wishes(actor, council),
        "choices": [*Preference.Wish.choices, ("", _("Nothing said"))],
        "next": rows[-1].hearing.pk if len(rows) == SHOWN else None,
        "conflicts": list(own_conflicts(actor)),
    }
    return render(request, "assigning/wishes.html", context)


def _autosave(request: HttpRequest, council: Council, said: dict[int, str]) -> HttpResponse:
    """What was chosen is saved at once; the answer carries the mark for the next save as ETag."""
    actor = request.actor  # type: ignore[attr-defined]
    seen = request.headers.get("If-Match", "").strip('"') or None
    try:
        state_preferences(council.code, actor, said, seen)
    except NotFound:
        raise  # hidden and absent answer alike
    except DomainError as error:
        faults = [{"field": name, "message": str(text)} for name, texts in error.fields.items() for text in texts]
        return JsonResponse({"title": str(error.message), "errors": faults, **error.extra}, status=error.status)
    answer = JsonResponse({"saved": len(said)})
    answer["ETag"] = f'"{revision_of_wishes(actor, council)}"'
    return answer


@login_required
@require_POST
def dispute(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A member says why the record is wrong."""
    try:
        dispute_conflict(number, request.actor, request.POST.get("text", ""))  # type: ignore[attr-defined]
        messages.success(request, _("The council's leaders have been told. Two of them decide."))
    except Invalid as error:
        messages.error(request, str(error.message))
    return redirect("wishes", code)


@login_required
@require_GET
def cases(request: HttpRequest, code: str) -> HttpResponse:
    """Who is recused from what and why, for who conducts the council."""
    actor = request.actor  # type: ignore[attr-defined]
    council = council_of(actor, code)
    context = {"council": council, "cases": cases_of(actor, council), "asker": actor.user_id}
    return render(request, "assigning/cases.html", context)


@login_required
@require_POST
def lift(request: HttpRequest, code: str, number: int, seat: int) -> HttpResponse:
    """Ask that a recusal be lifted, or confirm it as the second person."""
    try:
        place = lift_recusal(number, request.actor, seat, request.POST.get("reason", ""))  # type: ignore[attr-defined]
        asked = _("Asked for. Somebody else who conducts the council has to confirm it.")
        messages.success(request, asked if place.recused else _("The recusal has been lifted."))
    except NotFound:
        raise  # hidden and absent answer alike
    except DomainError as error:
        messages.error(request, str(error.message))
    return redirect("conflicts", code)


@login_required
@require_POST
def decide(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Uphold or dismiss what an author has named."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        if "uphold" in request.POST:
            uphold_claim(number, actor)
        else:
            dismiss_claim(number, actor, request.POST.get("reason", ""))
        messages.success(request, _("Decided."))
    except NotFound:
        raise  # hidden and absent answer alike
    except DomainError as error:
        messages.error(request, str(error.message))
    return redirect("conflicts", code)


@login_required
@require_http_methods(["GET", "POST"])
def named(request: HttpRequest, code: str) -> HttpResponse:
    """An author names somebody who should not judge the dossier."""
    actor = request.actor  # type: ignore[attr-defined]
    dossier = get_visible(Dossier, actor, code=code)
    if not is_author(actor, dossier):
        raise Forbidden(_("Only the authors of the work may do this."))
    error = None
    if request.method == "POST":
        try:
            name_conflict(code, actor, request.POST.get("person", ""), request.POST.get("ground", ""))
            messages.success(request, _("Noted. Who conducts the council decides."))
            return redirect("conflict-named", code)
        except Invalid as refused:
            error = refused
    context = {"dossier": dossier, "named": named_by_authors(actor, dossier), "typed": request.POST, "error": error}
    return render(request, "assigning/named.html", context, status=error.status if error else 200)


urlpatterns = [
    path("hoi-dong/<str:code>/nguyen-vong/", wishes, name="wishes"),
    path("hoi-dong/<str:code>/nguyen-vong/<int:number>/phan-doi/", dispute, name="conflict-dispute"),
    path("hoi-dong/<str:code>/xung-dot/", cases, name="conflicts"),
    path("hoi-dong/<str:code>/xung-dot/<int:number>/<int:seat>/go-bo/", lift, name="recusal-lift"),
    path("hoi-dong/<str:code>/xung-dot/<int:number>/quyet-dinh/", decide, name="conflict-decide"),
    path("ho-so/<str:code>/xung-dot/", named, name="conflict-named"),
]
