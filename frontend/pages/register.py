"""The register of recognitions and its exports, public; and certificates for their owners."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from config.errors import Invalid, NotFound
from documents.answers import pdf
from frontend.keyset import Page
from initiatives.choices import Kind, Level
from initiatives.queries.choices import field_choices
from initiatives.services.storage import open_blob
from organisation.models import Role, Sector, Unit
from recognition.models import Certificate, Decision
from recognition.queries.register import RegisterFilter, register, rows, rows_to_export
from recognition.queries.statistics import total_of
from recognition.queries.tallies import first_year
from recognition.services.exports import as_csv, as_json, as_xlsx
from recognition.services.extracts import extract_of
from recognition.services.papers import certificate_paper

EXPORTS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "json": (as_json, "application/json"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class FilterForm(forms.Form):
    """The filter bar of the register; its names are those of the API."""

    use_required_attribute = False
    level = forms.MultipleChoiceField(
        label=gettext_lazy("Level"), choices=Level.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    kind = forms.MultipleChoiceField(
        label=gettext_lazy("Kind"), choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    field = forms.ChoiceField(label=gettext_lazy("Field"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), required=False)
    units = forms.ChoiceField(
        label=gettext_lazy("Units counted"), required=False,
        choices=[("", gettext_lazy("as they then were")), ("now", gettext_lazy("as they are now"))],
    )  # fmt: skip
    year = forms.ChoiceField(label=gettext_lazy("Year"), required=False)
    as_of = forms.DateField(
        label=gettext_lazy("As on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = [("", _("All"))]
        self.fields["field"].choices = anything + field_choices()  # type: ignore[attr-defined]
        units = Unit.objects.filter(credits__isnull=False).distinct().order_by("name").values_list("code", "name")
        self.fields["unit"].choices = anything + list(units)  # type: ignore[attr-defined]
        self.fields["sector"].choices = anything + Sector.choices  # type: ignore[attr-defined]
        years = range(timezone.localdate().year, first_year() - 1, -1)
        self.fields["year"].choices = anything + [(str(y), str(y)) for y in years]  # type: ignore[attr-defined]


@require_GET
def index(request: HttpRequest, kind: str = "") -> HttpResponseBase:
    """The register, narrowed down; the same filter as the statistics, so that a figure and its list agree."""
    chosen = RegisterFilter.read(request.GET)
    if kind:
        chosen = chosen.narrowed(kinds=(kind,))
    standing = register(chosen)
    if request.GET.get("xuat") == "pdf":
        return _extract(request, chosen)
    if export := EXPORTS.get(request.GET.get("xuat", "")):
        make, media_type = export
        answer = StreamingHttpResponse(make(rows_to_export(standing)), content_type=media_type)
        day = f"-{chosen.as_of:%Y-%m-%d}" if chosen.as_of else ""
        answer["Content-Disposition"] = f'attachment; filename="so-dang-ky{day}.{request.GET["xuat"]}"'
        return answer
    page = Page(request, rows(standing), ("-held_from", "-id"))
    query = request.GET.copy()
    query.pop("xuat", None)
    context = {
        "form": FilterForm(request.GET),
        "page": page,
        "total": total_of(chosen),
        "chosen": chosen,
        "past": chosen.as_of is not None and chosen.as_of < timezone.localdate(),
        "own": _changeable(request, page.rows) if chosen.as_of is None else (),
        "kind": kind,
        "query": query.urlencode(),
        "titles": {"initiative": _("Initiatives"), "topic": _("Research topics")},
        "title": {"initiative": _("Recognised initiatives"), "topic": _("Recognised research topics")}.get(
            kind, _("Register of recognitions")
        ),
    }
    return render(request, "register/index.html", context)


def _extract(request: HttpRequest, chosen: RegisterFilter) -> HttpResponseBase:
    """The list as a paper, for whoever has signed in: it costs seconds to set."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    try:
        return pdf(extract_of(chosen), f"trich-so-dang-ky-{chosen.as_of or timezone.localdate():%Y-%m-%d}.pdf")
    except Invalid as error:
        messages.error(request, str(error.message))
        return redirect(f"{request.path}?{chosen.address()}")


def _changeable(request: HttpRequest, shown: Any) -> set[str]:
    """The decisions among the rows that the reader may change."""
    over = request.actor.over(Role.REGISTRAR)  # type: ignore[attr-defined]
    codes = {row["decision_code"] for row in shown}
    return (
        set(Decision.objects.filter(code__in=codes, authority__in=over).values_list("code", flat=True))
        if over
        else set()
    )


@require_GET
def certificate(request: HttpRequest, serial: str) -> HttpResponse:
    """A certificate as PDF, for its owner and for the authority."""
    actor = request.actor  # type: ignore[attr-defined]
    found = Certificate.objects.select_related("recognition__decision", "person").filter(serial=serial).first()
    if found is None or not (
        found.person_id == actor.person_id or actor.holds("registrar", found.recognition.decision.authority_id)
    ):
        raise NotFound
    with open_blob(certificate_paper(found)) as stream:
        body = stream.read()
    return pdf(body, f"{serial}.pdf")


urlpatterns = [
    path("so-dang-ky/", index, name="register"),
    path("sang-kien/", index, {"kind": "initiative"}, name="initiatives"),
    path("de-tai/", index, {"kind": "topic"}, name="topics"),
    path("chung-nhan/<str:serial>.pdf", certificate, name="certificate"),
]
