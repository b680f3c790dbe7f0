"""The dossiers that I handle or have filed: state tabs with counts, a filter, pages by key, several admitted at
once.
"""

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
from django.views.decorators.http import require_GET, require_POST

from config.errors import DomainError, Invalid
from frontend.keyset import Page
from initiatives.choices import OPEN, Level, State
from initiatives.finding import matching
from initiatives.milestones import narrowed
from initiatives.models import Dossier
from initiatives.queries.choices import field_choices, round_choices
from initiatives.services.dossiers import perform
from organisation.models import Role
from organisation.policy import listed

COLUMNS = (
    "id",
    "code",
    "draft_code",
    "state",
    "level",
    "due_on",
    "channel",
    "submitted_at",
    "work__title",
    "work__kind",
    "work__unit__name",
    "authority__name",
)
SHOWN = (
    State.DRAFT, State.SUBMITTED, State.RETURNED, State.ADMITTED, State.IN_REVIEW, State.CONCLUDED, State.RECOGNISED,
    State.NOT_RECOGNISED,
)  # fmt: skip
LONGEST = 500  # letters of a query
# Where there is something left to do. What has ended only grows, and counting it would cost more every year.
COUNTED = (State.DRAFT, *OPEN)


class FilterForm(forms.Form):
    """Names as in the API."""

    use_required_attribute = False
    q = forms.CharField(label=gettext_lazy("Words or code"), required=False, max_length=LONGEST)
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    field = forms.ChoiceField(label=gettext_lazy("Field"), required=False)
    round = forms.ChoiceField(label=gettext_lazy("Round"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = [("", _("All"))]
        self.fields["level"].choices = anything + list(Level.choices)  # type: ignore[attr-defined]
        self.fields["field"].choices = anything + field_choices()  # type: ignore[attr-defined]
        self.fields["round"].choices = anything + round_choices()  # type: ignore[attr-defined]


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The list."""
    actor = request.actor  # type: ignore[attr-defined]
    form = FilterForm(request.GET)
    found = listed(Dossier, actor).filter(narrowed(request.GET))
    try:
        found = found.filter(matching(actor, request.GET.get("q", "")[:LONGEST]))
    except Invalid as error:
        for said in error.fields["q"]:
            form.add_error("q", said)
        found = found.none()
    counts = dict(found.filter(state__in=COUNTED).order_by().values_list("state").annotate(n=Count("pk")))
    state = request.GET.get("state", "")
    shown = found.filter(state=state) if state in State.values else found
    page = Page(request, shown.values(*COLUMNS), ("-id",))
    for row in page.rows:
        row["reference"] = row["code"] or row["draft_code"]
    context = {
        "form": form,
        "page": page,
        "tabs": _tabs(request, counts, state),
        "may_admit": state == State.SUBMITTED and bool(actor.over(Role.OFFICER, Role.REGISTRAR)),
    }
    return render(request, "dossiers/index.html", context)


def _tabs(request: HttpRequest, counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    query = request.GET.copy()
    for name in ("state", "after", "before"):
        query.pop(name, None)

    def address(state: str) -> str:
        query["state"] = state
        return (
            f"?{query.urlencode()}"
            if state
            else f"?{'&'.join(p for p in query.urlencode().split('&') if p != 'state=')}"
        )

    tabs = [{"label": _("All"), "address": address(""), "count": None, "current": not current}]
    return tabs + [
        {"label": state.label, "address": address(state), "count": counts.get(state), "current": current == state}
        for state in SHOWN
        if state not in COUNTED or state in counts or current == state
    ]


@login_required
@require_POST
def admit(request: HttpRequest) -> HttpResponse:
    """Admit several at once; each on its own, and what was refused is said."""
    done, refused = 0, []
    for code in request.POST.getlist("dossier")[:100]:
        try:
            perform(code, "admit", request.actor)  # type: ignore[attr-defined]
            done += 1
        except DomainError as error:
            refused.append(f"{code}: {error.message}")
    if done:
        messages.success(request, _("Admitted: %(count)d.") % {"count": done})
    for text in refused:
        messages.error(request, text)
    return redirect("/ho-so/?state=submitted")


urlpatterns = [
    path("ho-so/", index, name="dossiers"),
    path("ho-so/tiep-nhan/", admit, name="dossiers-admit"),
]
