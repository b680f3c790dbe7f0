"""To see the system as somebody else does. There is no twin in the API: no token looks through another's eyes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from config.errors import Invalid
from frontend.forms import blame, form_page
from frontend.pages.retention import ReasonForm
from operations.services.replay import demand_administrator
from organisation.models import Person, Viewing
from organisation.services.viewing import begin_viewing, end_viewing
from organisation.steps import demand_fresh
from organisation.viewing import KEY


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Say why, and look."""
    demand_administrator(request.actor)  # type: ignore[attr-defined]
    person = get_object_or_404(Person, code=code)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        demand_fresh(request)
        try:
            request.session[KEY] = begin_viewing(request.actor, code, form.cleaned_data["reason"]).pk  # type: ignore[attr-defined]
            return redirect("home")
        except Invalid as error:
            blame(form, error)
    title = _("See the system as %(name)s does") % {"name": person.full_name}
    lead = _("For a quarter of an hour, without changing anything. The person is shown who looked, and why.")
    return form_page(request, form, title, "administration-people", _("Begin"), lead)


@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """One's own eyes again."""
    number = request.session.pop(KEY, None)
    for viewing in Viewing.objects.filter(pk=number or 0, administrator=request.user.pk):
        end_viewing(viewing)
    messages.success(request, _("You see the system as yourself again."))
    return redirect("administration-people")


urlpatterns = [
    path("quan-tri/xem-nhu/dung/", end, name="viewing-end"),
    path("quan-tri/nguoi/<str:code>/xem-nhu/", begin, name="viewing"),
]
