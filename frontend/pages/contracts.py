"""Topics in execution: the list, and the page of one, with its papers and files."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from config.errors import NotFound
from documents.answers import pdf
from frontend.keyset import Page
from frontend.pages import contract_parts as parts
from initiatives.choices import ContractState
from initiatives.models import Contract
from initiatives.queries.choices import field_choices
from initiatives.queries.contracts import COLUMNS, contract_list, contracts_visible_to
from initiatives.services.contract_files import file_response
from initiatives.services.execution_papers import paper_of
from organisation.models import Sector, Unit


class FilterForm(forms.Form):
    """Names as in the API."""

    use_required_attribute = False
    q = forms.CharField(label=gettext_lazy("Words or number"), required=False, max_length=200)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    field = forms.ChoiceField(label=gettext_lazy("Field"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), required=False)
    late = forms.ChoiceField(label=gettext_lazy("In time"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(Exists(Contract.objects.filter(unit=OuterRef("pk")))).order_by("name")
        choices: dict[str, list[Any]] = {
            "state": list(ContractState.choices), "field": field_choices(),
            "unit": list(units.values_list("code", "name")), "sector": list(Sector.choices),
            "late": [("true", _("Something is late")), ("false", _("Nothing is late"))],
        }  # fmt: skip
        for name, options in choices.items():
            self.fields[name].choices = [("", _("All")), *options]  # type: ignore[attr-defined]


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The contracts that one sees."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    rows = contract_list(actor, request.GET, today).values(*COLUMNS)
    page = Page(request, rows, ("-id",))
    for row in page.rows:
        row["late"] = row["next_due_on"] is not None and row["next_due_on"] < today
    return render(request, "contracts/index.html", {"form": FilterForm(request.GET), "page": page})


def seen(request: HttpRequest, code: str) -> Contract:
    """A contract that the reader sees. Raises NotFound."""
    contract = contracts_visible_to(request.actor).filter(code=code).first()  # type: ignore[attr-defined]
    if contract is None:
        raise NotFound
    contract.dossier.work = contract.work
    return contract


@login_required
@require_GET
def show(request: HttpRequest, code: str, part: str = "") -> HttpResponse:
    """The page of a contract; `part` is the tab."""
    if part not in parts.TABS:
        raise NotFound
    return render(request, parts.TABS[part].template, parts.page(request, seen(request, code), part))


@login_required
@require_GET
def paper(request: HttpRequest, code: str, kind: str, number: int) -> HttpResponse:
    """A paper as PDF."""
    return pdf(paper_of(seen(request, code), kind, number), f"{code}-{kind}-{number}.pdf")


@login_required
@require_GET
def read_file(request: HttpRequest, code: str, number: int) -> FileResponse:
    """The bytes of a file."""
    return file_response(code, request.actor, number, inline="xem" in request.GET)  # type: ignore[attr-defined]


urlpatterns = [
    path("hop-dong/", index, name="contracts"),
    path("hop-dong/<str:code>/", show, name="contract"),
    path("hop-dong/<str:code>/muc/<slug:part>/", show, name="contract-part"),
    path("hop-dong/<str:code>/tep/<int:number>/", read_file, name="contract-file"),
    path("hop-dong/<str:code>/van-ban/<slug:kind>/<int:number>.pdf", paper, name="contract-paper"),
]
