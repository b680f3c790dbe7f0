"""To see the system as somebody else does. There is no twin in the API: no token looks through another's eyes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from frontend.pages.accounts import with_reason
from organisation.models import Viewing
from organisation.services.viewing import begin_viewing, end_viewing
from organisation.viewing import KEY


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Say why, and look."""

    def deed(reason: str) -> HttpResponse:
        request.session[KEY] = begin_viewing(request.actor, code, reason).pk  # type: ignore[attr-defined]
        return redirect("home")

    lead = _("For a quarter of an hour, without changing anything. The person is shown who looked, and why.")
    return with_reason(request, code, deed, _("See the system as %(name)s does"), _("Begin"), lead)


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
