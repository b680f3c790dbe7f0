"""What is kept about oneself: said in words, and fetched as a file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods

from frontend.pages.retention import table
from operations.services.personal import export_own
from organisation.models import ErasureRequest, Viewing
from organisation.steps import demand_fresh_for_export

MOST = 50


@login_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """What it is; a POST fetches the file."""
    if request.method != "POST":
        wishes = list(ErasureRequest.objects.filter(person=request.actor.person_id or 0))  # type: ignore[attr-defined]
        waits = any(wish.state == ErasureRequest.State.OPEN for wish in wishes)
        viewings = Viewing.objects.filter(seen=request.user.pk).select_related("administrator__person")
        context = {"rules": table(), "wishes": wishes, "open": waits, "viewings": viewings[:MOST]}
        return render(request, "account/own_data.html", context)
    demand_fresh_for_export(request)
    answer = JsonResponse(export_own(request.user), json_dumps_params={"ensure_ascii": False, "indent": 1})  # type: ignore[arg-type]
    answer["Content-Disposition"] = 'attachment; filename="du-lieu-cua-toi.json"'
    answer["Cache-Control"] = "no-store"
    return answer


urlpatterns = [path("du-lieu-cua-toi/", index, name="own-data")]
