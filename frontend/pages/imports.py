"""Old registers: take a file, settle how it is read, look at what it holds, store it, take it back."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.errors import DomainError, Forbidden, Invalid, TooLarge
from frontend.forms import Dated
from frontend.keyset import Page
from initiatives.choices import Kind, Level
from initiatives.files.kinds import refuse
from organisation.models import Role, Unit
from recognition.models import RegisterImport
from recognition.rules.registers.layout import FIELDS
from recognition.services.imports.desk import (
    ask_to_store,
    begin_import,
    get_import,
    imports_of,
    progress_of,
    settle,
    undo_import,
)
from recognition.services.imports.settling import head_of
from recognition.services.imports.words import FIELD_NAMES, column_letters, problem_in_words

Context = dict[str, Any]
ACCEPTED = ".xlsx,.xls,.ods,.csv"
NEW = "moi"
NONE = ("", gettext_lazy("Not said"))
HEADINGS = (
    ("unit", gettext_lazy("The unit of the works below")),
    ("field", gettext_lazy("The field of the works below")),
    ("", gettext_lazy("Nothing")),
)


class DefaultsForm(forms.Form):
    """What holds where the register says nothing."""

    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=[NONE, *Level.choices], required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[NONE, *Kind.choices], required=False)
    decision = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=80, required=False)
    day = forms.DateField(label=gettext_lazy("Day of the decision"), widget=Dated(), required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Unit"), required=False, to_field_name="code",
        empty_label=gettext_lazy("Not said"),
    )  # fmt: skip
    headings = forms.ChoiceField(
        label=gettext_lazy("A heading between the works names"), choices=HEADINGS, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.order_by("name")  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The registers brought in so far, and the place to bring in another."""
    actor = request.actor  # type: ignore[attr-defined]
    if Role.REGISTRAR not in actor.roles:
        raise Forbidden(_("Registers are brought in by the registrar of the authority."))
    error: DomainError | None = None
    if request.method == "POST":
        try:
            return redirect("import", _begun(request).pk)
        except (Invalid, TooLarge) as refused:
            error = refused
    own = Unit.objects.filter(pk__in=actor.over(Role.REGISTRAR), kind__in=["city", "department"]).order_by("path")
    context = {"runs": imports_of(actor)[:100], "authorities": own, "accepted": ACCEPTED, "error": error}
    return render(request, "imports/index.html", context, status=error.status if error else 200)


def _begun(request: HttpRequest) -> RegisterImport:
    upload = request.FILES.get("file")
    authority = Unit.objects.filter(code=request.POST.get("authority", "")).first()
    if upload is None:
        raise refuse(_("Choose a file."))
    if authority is None:
        raise Invalid(_("Unknown unit."), {"authority": [_("Choose from the list.")]})
    return begin_import(request.actor, authority, upload)  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, number: int) -> HttpResponse:
    """One register: how it is read, what it holds, what is wrong with it."""
    actor = request.actor  # type: ignore[attr-defined]
    run, error = get_import(actor, number), None
    form = DefaultsForm(request.POST or None, initial=_initial(run))
    if request.method == "POST" and form.is_valid():
        try:
            settle(number, actor, _said(request, form))
            return redirect("import", number)
        except Invalid as refused:
            error = refused
    context = {
        "run": run,
        "form": form,
        "error": error,
        "done": progress_of(run),
        **_shown(run),
        **_problems(request, run),
    }
    return render(request, "imports/show.html", context, status=422 if error or form.errors else 200)


def _initial(run: RegisterImport) -> Context:
    names = ("level", "kind", "decision", "day", "headings")
    return {**{name: getattr(run, name) for name in names}, "unit": run.unit.code if run.unit else ""}


def _said(request: HttpRequest, form: DefaultsForm) -> Context:
    """What was settled on the page: columns, units, and what holds for all."""
    data, said = request.POST, dict(form.cleaned_data)
    said["unit"] = said["unit"].code if said["unit"] else ""
    columns = {name: data[f"column-{name}"] for name in FIELDS if f"column-{name}" in data}
    units = dict(zip(data.getlist("unit-name"), data.getlist("unit-code"), strict=False))
    people = dict(zip(data.getlist("person-key"), data.getlist("person-code"), strict=False))
    header = data.get("header", "")
    return {
        **said, "sheet": data.get("sheet", ""), "header": int(header) if header.isdecimal() else None,
        "columns": {name: int(place) if place.isdecimal() else None for name, place in columns.items()},
        "units": {name: code for name, code in units.items() if code},
        "people": {key: "" if code == NEW else code for key, code in people.items() if code},
    }  # fmt: skip


def _shown(run: RegisterImport) -> Context:
    sheets, head = head_of(run)
    width = max((len(cells) for _number, cells in head), default=0)
    letters = [column_letters(place) for place in range(width)]
    headings = next((cells for number, cells in head if number == run.below), [])
    columns = [
        (place, f"{letter}: {headings[place]}" if place < len(headings) else letter)
        for place, letter in enumerate(letters)
    ]
    return {
        "sheets": sheets, "letters": letters, "header": run.top + 1,
        "rows": [{"number": number, "cells": cells, "head": run.top < number <= run.below} for number, cells in head],
        "fields": [{"name": name, "label": FIELD_NAMES[name], "place": run.columns.get(name)} for name in FIELDS],
        "columns": columns, "report": {**run.report, **_days(run.report)},
        "units": Unit.objects.order_by("name").values_list("code", "name") if run.report.get("unknown_units") else (),
        "ready": not run.report.get("problems") and not run.report.get("unknown_units") and run.report.get("works"),
    }  # fmt: skip


def _problems(request: HttpRequest, run: RegisterImport) -> Context:
    """A page of what is wrong, of one column or all, and how often each column is."""
    field = request.GET.get("cot", "")
    counts = run.problems.order_by().values("field").annotate(n=Count("pk")).order_by("-n", "field")
    found = run.problems.filter(field=field) if field in FIELDS else run.problems.all()
    page = Page(request, found.values("id", "row", "field", "code", "shown"), ("row", "id"))
    return {
        "page": page, "problem_field": field, "problems": [problem_in_words(run, one) for one in page.rows],
        "kinds": [{"field": one["field"], "label": FIELD_NAMES[one["field"]], "n": one["n"]} for one in counts],
    }  # fmt: skip


def _days(report: Context) -> Context:
    """The rows of a report that tell days, with these as days."""
    return {
        name: [{**row, "day": date.fromisoformat(row["day"])} for row in report.get(name, ())]
        for name in ("decisions", "sample")
    }


@login_required
@require_POST
def store(request: HttpRequest, number: int) -> HttpResponse:
    """Have it stored."""
    try:
        ask_to_store(number, request.actor)  # type: ignore[attr-defined]
    except Invalid as error:
        messages.error(request, str(error.message))
    return redirect("import", number)


@login_required
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take it back, with a reason."""
    try:
        undo_import(number, request.actor, request.POST.get("reason", ""))  # type: ignore[attr-defined]
        messages.success(request, _("The register has been taken back."))
    except Invalid as error:
        messages.error(request, str(error.message))
    return redirect("import", number)


@login_required
@require_GET
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """How far the reading or storing is; the whole page once it is done."""
    run = get_import(request.actor, number)  # type: ignore[attr-defined]
    answer = render(request, "imports/progress.html", {"run": run, "done": progress_of(run)})
    if run.state not in (RegisterImport.State.READING, RegisterImport.State.STORING):
        answer["HX-Refresh"] = "true"
    return answer


urlpatterns = [
    path("nhap-so/", index, name="imports"),
    path("nhap-so/<int:number>/", show, name="import"),
    path("nhap-so/<int:number>/luu/", store, name="import-store"),
    path("nhap-so/<int:number>/hoan-tac/", undo, name="import-undo"),
    path("nhap-so/<int:number>/tien-do/", progress, name="import-progress"),
]
