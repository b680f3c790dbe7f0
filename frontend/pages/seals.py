"""The seals of the journal, published: who notes one today can prove tomorrow that the journal is still the same."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from frontend.keyset import Page
from journal.queries import seals, unsealed


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    return render(
        request, "journal/seals.html", {"page": Page(request, seals(), ["-number"]), "newer": unsealed().count()}
    )


urlpatterns = [path("nhat-ky/", index, name="seals")]
