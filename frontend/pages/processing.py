"""How work is processed: rates and medians by unit or month, under a question; every count opens its list."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from frontend.charts import Chart, Series
from recognition.definitions import defined
from recognition.queries.processing import BY, MEDIANS, RATES, Asked, Processing, Rate, Row, processing, year_until
from recognition.rules.growth import Span

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DRAWN = ("online-rate", "on-time-rate")


class ProcessingForm(forms.Form):
    """The names of the API."""

    use_required_attribute = False
    by = forms.ChoiceField(label=gettext_lazy("By"), choices=list(BY.items()), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("from", _("From")), ("to", _("To"))):
            self.fields[name] = forms.DateField(label=label, required=False, widget=DATE)


@login_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The page."""
    span = year_until(timezone.localdate())
    form = ProcessingForm(request.GET or {"by": "month", "from": span.begins, "to": span.ends})
    said = form.cleaned_data if form.is_valid() else {}
    span = Span(said.get("from") or span.begins, said.get("to") or span.ends)
    actor = request.actor  # type: ignore[attr-defined]
    found = processing(Asked(said.get("by") or "month", actor, span))
    context = {
        "form": form,
        "span": span,
        "heads": [defined(key) for key in (*RATES, *MEDIANS)],
        "first": BY[found.asked.by],
        "rows": [_cells(row) for row in found.rows],
        "total": _cells(found.total),
        "chart": _chart(found) if found.rows else None,
    }
    return render(request, "figures/processing.html", context)


def _cells(row: Row) -> dict[str, Any]:
    """The figures of a row with the addresses of their lists, in the order of the heads."""
    cells = []
    for key, one in row.figures.items():
        base = reverse("register" if key == "revocation-rate" else "dossiers")
        cell = {"title": defined(key).title, "figure": one, "address": f"{base}?{one.list}"}
        cells.append(cell | ({"rate": True, "of": f"{base}?{one.list_of}"} if isinstance(one, Rate) else {}))
    return {"label": row.label, "cells": cells}


def _chart(found: Processing) -> Chart:
    """Filed online and decided in time, in percent."""
    rows = found.rows
    series = [Series(defined(key).title, [getattr(row.figures[key], "percent", None) for row in rows]) for key in DRAWN]
    return Chart(
        "processing", _("Filed online and decided in time"), "line" if found.asked.by == "month" else "bar",
        [row.label for row in rows], series, category=BY[found.asked.by], unit="%", across=found.asked.by == "unit",
    )  # fmt: skip


urlpatterns = [path("thong-ke/xu-ly/", show, name="processing")]
