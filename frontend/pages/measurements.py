"""What the expert group measured of the products of a topic, before its acceptance."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from config.errors import Forbidden, Invalid, NotFound
from documents.answers import pdf
from frontend.forms import Dated, blame
from frontend.pages.teams import blame_team, rows_whole, team_of
from frontend.questions import form_of
from initiatives.models import Dossier, Measurement
from initiatives.policy import may_measure
from initiatives.queries import by_reference
from initiatives.queries.measurements import latest_measurement
from initiatives.rules.forms import MEASURED, Question
from initiatives.services.measurement_papers import measurement_pdf
from initiatives.services.measurements import MOST, may_be_measured, not_now, products_promised
from organisation.policy import get_visible
from reviews.services.appraising import measure_apart

PRODUCTS = Question("products", "", "rows", True, MOST, columns=MEASURED)


class MeasurementForm(forms.Form):
    """When the products were measured, and what was found."""

    use_required_attribute = False
    held_on = forms.DateField(label=gettext_lazy("Measured on"), widget=Dated())
    findings = forms.CharField(
        label=gettext_lazy("What the group found"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 5})
    )


@login_required
@require_http_methods(["GET", "POST"])
def measurement(request: HttpRequest, reference: str) -> HttpResponse:
    """The products as the contract promises them, and as they were measured."""
    actor = request.actor  # type: ignore[attr-defined]
    dossier = get_visible(Dossier, actor, **by_reference(reference))
    if not may_measure(actor, dossier) or not may_be_measured(dossier):
        raise Forbidden(not_now())
    kept = latest_measurement(dossier)
    form = MeasurementForm(request.POST or None, initial=_first(kept))
    team = team_of(request, kept)
    table = form_of((PRODUCTS,), {"products": _rows(kept, dossier)}, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = [{**row, "met": row["met"] == "yes"} for row in rows_whole(PRODUCTS, request.POST)]
            measure_apart(reference, actor, members=team, products=rows, **form.cleaned_data)
            messages.success(request, _("The record of the expert group is kept."))
            return redirect("dossier", reference)
        except Invalid as error:
            blame(form, error)
            blame_team(team, error)
    context = {
        "title": _("Record of the expert group"), "legend": _("Member of the expert group"), "form": form,
        "words": form["findings"], "table": table["products"], "team": team or [{}], "blank": {}, "dossier": dossier,
        "address": reverse("dossier", args=[reference]),
    }  # fmt: skip
    return render(request, "tasks/measurement.html", context, status=422 if form.errors else 200)


def _first(kept: Measurement | None) -> dict[str, Any]:
    if kept is None:
        return {"held_on": timezone.localdate()}
    return {"held_on": kept.held_on, "findings": kept.findings}


def _rows(kept: Measurement | None, dossier: Dossier) -> list[dict[str, Any]]:
    if kept is None:
        return [dict(row) for row in products_promised(dossier)]
    return [{**row, "met": "yes" if row["met"] else "no"} for row in kept.products]


@login_required
@require_GET
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """The record of the expert group as PDF."""
    dossier = get_visible(Dossier, request.actor, **by_reference(reference))  # type: ignore[attr-defined]
    found = latest_measurement(dossier)
    if found is None:
        raise NotFound
    return pdf(measurement_pdf(found))


urlpatterns = [
    path("ho-so/<str:reference>/to-chuyen-gia/", measurement, name="measurement"),
    path("ho-so/<str:reference>/to-chuyen-gia.pdf", record, name="measurement-record"),
]
