"""One's own calendar under a private address, for calendar applications, which cannot sign in."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import translation
from django.views.decorators.http import require_GET, require_http_methods

from config.errors import NotFound
from operations.calendars import calendar_of
from organisation.services.tokens import calendar_owner, make_calendar_key


@login_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """What it is for; a POST makes a new address, shown this once, and the old one ends."""
    address = ""
    if request.method == "POST":
        address = settings.BASE_URL + reverse("calendar-feed", args=[make_calendar_key(request.user)])  # type: ignore[arg-type]
    answer = render(request, "account/calendar.html", {"address": address})
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar of whoever the address was made for. Raises NotFound for any other address."""
    user = calendar_owner(key)
    if user is None:
        raise NotFound
    with translation.override(user.person.language if user.person else settings.LANGUAGE_CODE):
        answer = HttpResponse(calendar_of(user), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


urlpatterns = [
    path("lich/", index, name="calendar"),
    path("lich/<str:key>.ics", feed, name="calendar-feed"),
]
