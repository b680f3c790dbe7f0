"""Extracts of the register that an authority issues: narrow down, sign off, fetch the paper."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from config.errors import Forbidden, Invalid
from documents.answers import pdf
from frontend.forms import Dated, blame
from frontend.keyset import Page
from initiatives.services.storage import open_blob
from organisation.actor import Actor
from organisation.models import Role, Unit
from organisation.policy import get_visible, visible
from organisation.steps import demand_fresh
from recognition.models import Decision, Extract, IssuedPaper
from recognition.queries.extracts import held_up, since
from recognition.queries.register import RegisterFilter
from recognition.queries.statistics import total_of
from recognition.queries.verification import code_of
from recognition.services.extracts import MOST, asked
from recognition.services.issued_extracts import extract_paper, issue_extract


class ExtractForm(forms.Form):
    """What is said of an extract besides its list. Another day has its list counted anew."""

    authority = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Authority"), to_field_name="code")
    as_of = forms.DateField(label=gettext_lazy("As on"), widget=Dated())
    recipient = forms.CharField(
        label=gettext_lazy("For whom, or at whose request (optional)"), max_length=300, required=False
    )
    signer_post = forms.CharField(label=gettext_lazy("Post of the signer"), max_length=120)
    signer_name = forms.CharField(label=gettext_lazy("Signer"), max_length=120)

    def __init__(self, *args: Any, units: QuerySet[Unit], counted_at: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = units  # type: ignore[attr-defined]
        self.fields["authority"].empty_label = None  # type: ignore[attr-defined]
        self.fields["as_of"].widget.attrs |= {
            "hx-get": counted_at, "hx-trigger": "change", "hx-target": "#extract-list", "hx-select": "#extract-list",
            "hx-swap": "outerHTML", "max": timezone.localdate().isoformat(),
        }  # fmt: skip


def _issuer(request: HttpRequest) -> Actor:
    """Who asks; raises Forbidden for who issues no extracts."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.over(Role.REGISTRAR, Role.LEADER):
        raise Forbidden(_("Extracts are issued by the registrar or a leader of the authority."))
    return actor


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The extracts that were issued, the latest first."""
    rows = visible(Extract, _issuer(request)).select_related("authority").defer("content", "rows")
    return render(request, "register/extracts.html", {"page": Page(request, rows, ("-id",))})


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What a list says as on a day, in the name of an authority: what it takes is seen before it is signed off."""
    actor = _issuer(request)
    demand_fresh(request)  # before the form: the address that says which list comes back from the password
    chosen = RegisterFilter.read(request.GET)
    form = _form(request, actor, chosen)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        chosen = chosen.narrowed(as_of=said.pop("as_of"))
        try:
            extract = issue_extract(actor, said.pop("authority"), chosen, **said)
        except Invalid as error:
            blame(form, error)
        else:
            messages.success(request, _("Issued as %(number)s.") % {"number": extract.reference})
            return redirect("extract", extract.code)
    total = total_of(chosen)
    context = {
        "form": form, "chosen": chosen, "day": chosen.as_of or timezone.localdate(), "asked": list(asked(chosen)),
        "total": total, "most": MOST, "too_many": total > MOST, "query": chosen.address(),
    }  # fmt: skip
    return render(request, "register/extract_new.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, actor: Actor, chosen: RegisterFilter) -> ExtractForm:
    own = actor.over(Role.REGISTRAR, Role.LEADER) & actor.own_units
    units = Unit.objects.filter(pk__in=own).order_by("path")
    last = Decision.objects.filter(authority__in=own).exclude(signer_name="").order_by("-signed_on", "-id").first()
    initial: dict[str, Any] = {"as_of": min(chosen.as_of or timezone.localdate(), timezone.localdate())}
    if last is not None:
        initial |= {"signer_name": last.signer_name, "signer_post": last.signer_post}
    counted_at = f"{reverse('extract-new')}?{chosen.narrowed(as_of=None).address()}"
    return ExtractForm(request.POST or None, initial=initial, units=units, counted_at=counted_at)


@login_required
@require_GET
def show(request: HttpRequest, code: str) -> HttpResponse:
    """One extract: what it is of, whether its paper is there, where anybody verifies it."""
    extract = _own(request, code)
    issued = IssuedPaper.objects.filter(blob=extract.paper_id).first() if extract.paper_id else None
    context = {
        "extract": extract, "asked": extract.content["asked"], "since": since(extract), "code": code_of(extract),
        "signed_by": issued.signed_by if issued else [], "fault": held_up(extract),
        "address": request.build_absolute_uri(reverse("verification", args=[code_of(extract)])),
    }  # fmt: skip
    return render(request, "register/extract.html", context)


@login_required
@require_GET
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the paper is there; the whole page once it is."""
    extract = _own(request, code)
    answer = render(request, "register/extract_progress.html", {"extract": extract, "fault": held_up(extract)})
    if extract.paper_id is not None:
        answer["HX-Refresh"] = "true"
    return answer


@login_required
@require_GET
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """The extract as PDF; 503 until it has been made."""
    extract = _own(request, code)
    with open_blob(extract_paper(extract)) as stream:
        return pdf(stream.read(), f"trich-luc-{extract.code}.pdf")


def _own(request: HttpRequest, code: str) -> Extract:
    actor = request.actor  # type: ignore[attr-defined]
    return get_visible(Extract, actor, beside=("authority", "paper"), code=code)


urlpatterns = [
    path("so-dang-ky/trich-luc/", index, name="extracts"),
    path("so-dang-ky/trich-luc/ban-hanh/", new, name="extract-new"),
    path("so-dang-ky/trich-luc/<str:code>/", show, name="extract"),
    path("so-dang-ky/trich-luc/<str:code>/tien-do/", progress, name="extract-progress"),
    path("so-dang-ky/trich-luc/<str:code>/van-ban.pdf", paper, name="extract-paper"),
]
