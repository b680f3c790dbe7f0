"""Open data: which data sets there are, what their fields mean, under which licence, and where they stand for good."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from recognition.definitions import version
from recognition.queries.open_data import DATA_SETS
from recognition.services.open_data import TYPES, address_of, licence


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The list."""
    sets = [
        {
            "set": one,
            "files": [(form.upper(), reverse(f"api-open-data-{form}", args=[one.name])) for form in ("csv", "json")],
            "stable": address_of(one, "csv"),
            "columns": [(column, TYPES[column.kind], column.name in one.key) for column in one.columns],
        }
        for one in DATA_SETS.values()
    ]
    return render(request, "open_data/index.html", {"sets": sets, "licence": licence(), "version": version()})


urlpatterns = [path("du-lieu-mo/", index, name="open-data")]
