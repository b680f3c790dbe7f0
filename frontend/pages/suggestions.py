"""What pickers offer as one types."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from organisation.queries import people_named

SHORTEST = 2


@login_required
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Colleagues by name, each with unit and post."""
    asked = next((name for name in request.GET if name == "q" or name.endswith("full_name")), "q")
    words = request.GET.get(asked, "").strip()
    if len(words) < SHORTEST:
        return render(request, "components/suggestions.html", {"groups": []})
    options = []
    for person in people_named(words):
        held = next(iter(person.memberships.all()), None)
        note = ", ".join(filter(None, [held.job_title, held.unit.name])) if held else ""
        options.append({"value": person.code, "label": person.full_name, "note": note, "address": ""})
    return render(request, "components/suggestions.html", {"groups": [{"label": _("People"), "options": options}]})


urlpatterns = [path("goi-y/nguoi/", people, name="people-suggestions")]
