"""Help: the guides, for everybody, signed in or not."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from frontend.guides import SLUGS, guide, guides


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "vi"


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All guides, by the job that they help with."""
    return render(request, "help/index.html", {"guides": guides(_language())})


@require_GET
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide, with the way to the others."""
    if slug not in SLUGS:
        raise Http404
    return render(request, "help/show.html", {"guide": guide(slug, _language()), "guides": guides(_language())})


urlpatterns = [path("tro-giup/", index, name="help"), path("tro-giup/<slug:slug>/", show, name="guide")]
