"""Decisions on decisions: correct, revoke or replace what was decided; what will change is seen before it is signed."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from config.errors import Forbidden, Invalid, StateConflict
from initiatives.queries.choices import field_choices
from organisation.models import Unit
from organisation.policy import get_visible
from recognition.models import Decision, Recognition
from recognition.policy import drafts_decisions
from recognition.queries.decisions import shown_share
from recognition.services.changes import draft_correction, draft_replacement, draft_revocation, standing_of
from recognition.services.register import words_of

Kind = Decision.Kind
OPENED = 20
"""Works of a decision that are laid open for correction at once; of more, those that are chosen."""
BLANKS = 2
WORDS: Mapping[str, Mapping[str, Any]] = {
    Kind.CORRECTION: {
        "title": gettext_lazy("Correct the decision"),
        "verb": gettext_lazy("Draft the correction"),
        "lead": gettext_lazy("Change what is wrong. The decision itself stays as it is; a new one puts it right, and "
                             "the certificates that say it wrongly are replaced."),
    },
    Kind.REVOCATION: {
        "title": gettext_lazy("Revoke recognitions"),
        "verb": gettext_lazy("Draft the revocation"),
        "lead": gettext_lazy("A decision is drafted that refers to the old one. When it is signed off, the recognition "
                             "ends and the certificates lose their force."),
    },
    Kind.REPLACEMENT: {
        "title": gettext_lazy("Replace the decision"),
        "verb": gettext_lazy("Draft the replacement"),
        "lead": gettext_lazy("A new decision recognises everything that stands of this one, and takes its place. What "
                             "is left out is revoked. All certificates are issued anew."),
    },
}  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Draft a decision that changes this one; the draft then shows what it will change."""
    actor = request.actor  # type: ignore[attr-defined]
    old = get_visible(Decision, actor, code=code)
    if not drafts_decisions(actor, old):
        raise Forbidden(_("Decisions are drafted by the registrar of the authority."))
    rows = list(standing_of(old))
    if not rows:
        raise StateConflict(_("Nothing that this decision recognised stands any more."))
    error: Invalid | None = None
    if request.method == "POST":
        try:
            return redirect("decision", _drafted(request, old, kind).code)
        except Invalid as refused:
            error = refused
    return _page(request, old, kind, rows, error)


def _drafted(request: HttpRequest, old: Decision, kind: str) -> Decision:
    actor, data = request.actor, request.POST  # type: ignore[attr-defined]
    reason, title = data.get("reason", ""), data.get("title", "")
    if kind == Kind.REVOCATION:
        if not (chosen := data.getlist("dossier")):
            raise Invalid(_("Some fields need mending."), {"dossier": [_("Choose at least one dossier.")]})
        return draft_revocation(actor, old.code, chosen, reason, title)
    said = {dossier: _said(data, dossier) for dossier in data.getlist("row")}
    if kind == Kind.REPLACEMENT:
        return draft_replacement(actor, old.code, said, data.getlist("left-out"), reason, title)
    return draft_correction(actor, old.code, said, reason, title)


def _said(data: Any, code: str) -> dict[str, Any]:
    """What was typed of one work; an author without a name is none."""
    columns = [data.getlist(f"{code}.{name}") for name in ("person", "full_name", "share")]
    people = (dict(zip(("person", "full_name", "share"), one, strict=True)) for one in zip(*columns, strict=False))
    unit = data.get(f"{code}.unit", "")
    found = Unit.objects.filter(name=unit.strip()).order_by("valid_to", "pk").first()
    plain = {name: data.get(f"{code}.{name}", "") for name in ("title", "field", "grade")}
    authors = [one for one in people if one["full_name"].strip()]
    return {**plain, "unit": found.code if found else unit, "authors": authors}


def _page(
    request: HttpRequest, old: Decision, kind: str, rows: list[Recognition], error: Invalid | None
) -> HttpResponse:
    data = request.POST
    chosen = data.getlist("row") or data.getlist("dossier") or request.GET.getlist("ho-so")
    few = len(rows) <= OPENED
    shown = [_shown(row, chosen, data, error) for row in rows]
    context = {
        "old": old, "kind": kind, "words": WORDS[kind], "error": error, "typed": data, "rows": shown,
        "opened": [row for row in shown if row["chosen"] or few] if kind != Kind.REVOCATION else [],
        "choosing": kind == Kind.CORRECTION and not few and not chosen,
        "units": Unit.objects.order_by("name").values_list("name", flat=True).distinct(),
        "fields": field_choices(),
    }  # fmt: skip
    return render(request, "decisions/change.html", context, status=error.status if error else 200)


def _shown(row: Recognition, chosen: list[str], data: Any, error: Invalid | None) -> dict[str, Any]:
    code, words = row.dossier.reference, words_of(row)
    typed = _said(data, code) if code in data.getlist("row") else {}
    authors = typed.get("authors") or [{**one, "share": shown_share(one["share"])} for one in words.authors]
    faults = error.fields if error else {}
    return {
        "code": code, "title": words.title, "authors": ", ".join(one["full_name"] for one in words.authors),
        "chosen": code in chosen, "left_out": code in data.getlist("left-out"),
        "said": {"title": typed.get("title", words.title), "field": typed.get("field", words.field),
                 "grade": typed.get("grade", words.grade), "unit": data.get(f"{code}.unit", row.unit.name)},
        "people": [*authors, *[{"person": "", "full_name": "", "share": ""}] * BLANKS],
        "faults": {name: faults[f"{code}.{name}"] for name in ("title", "authors", "unit", "field", "grade")
                   if f"{code}.{name}" in faults},
    }  # fmt: skip


urlpatterns = [
    path("quyet-dinh/<str:code>/dinh-chinh/", change, {"kind": Kind.CORRECTION}, name="decision-correct"),
    path("quyet-dinh/<str:code>/huy-bo/", change, {"kind": Kind.REVOCATION}, name="decision-revoke"),
    path("quyet-dinh/<str:code>/thay-the/", change, {"kind": Kind.REPLACEMENT}, name="decision-replace"),
]
