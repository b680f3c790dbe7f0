"""The gallery: every component with example data, in both languages. Open in demonstrations and while developing."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.forms import formset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from config.errors import Forbidden, Invalid, NotFound, Stale, StateConflict, Unavailable
from frontend.pages import gallery_examples as examples
from frontend.pages.errors import TROUBLES, answer
from initiatives.choices import Level, State


class ExampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label=gettext_lazy("Title of the initiative"),
        max_length=250,
        help_text=gettext_lazy("As it will stand in the certificate."),
    )
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=Level.choices)
    summary = forms.CharField(label=gettext_lazy("Summary"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    applied_on = forms.DateField(label=gettext_lazy("First applied on"))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What it improves"),
        choices=[
            ("time", gettext_lazy("Less time")),
            ("money", gettext_lazy("Less cost")),
            ("safety", gettext_lazy("More safety")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(label=gettext_lazy("I declare that what is written here is true"))


class AuthorForm(forms.Form):
    """One author and their share."""

    name = forms.CharField(label=gettext_lazy("Full name"))
    share = forms.DecimalField(label=gettext_lazy("Share (%)"), max_digits=5, decimal_places=2)


class FilterForm(forms.Form):
    """A bar of filters."""

    level = forms.ChoiceField(
        label=gettext_lazy("Level"), choices=[("", gettext_lazy("All")), *Level.choices], required=False
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=[("", gettext_lazy("All")), *State.choices], required=False
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), required=False)


def _forms(request: HttpRequest) -> dict[str, Any]:
    typed = {
        "wrong-title": "x" * 260,
        "wrong-applied_on": "32/13/2025",
        "wrong-summary": "Tóm tắt đã nhập vẫn còn ở đây.",
    }
    faulty = ExampleForm(typed, prefix="wrong")
    authors = formset_factory(AuthorForm, extra=0, can_delete=True)
    shares = [{"name": "Nguyễn Thị Ánh Tuyết", "share": 60}, {"name": "Trần Đình Thưởng", "share": 35}]
    return {
        "form": ExampleForm(),
        "faulty": faulty,
        "filter": FilterForm(request.GET or None),
        "authors": authors(initial=shares, prefix="authors"),
    }


def gallery(request: HttpRequest) -> HttpResponse:
    """All components on one page."""
    _only_for_show()
    if request.GET.get("toast"):
        messages.success(request, _("The dossier has been filed. Its code is SK-2025-0124."))
        messages.error(request, _("The shares add up to 95%; they must be exactly 100%."))
    today = timezone.localdate()
    context = {
        "today": today,
        "states": State,
        "levels": Level,
        "rows": examples.rows(today),
        "charts": examples.charts(),
        "crumbs": [("/", _("Home page"))],
    }
    return render(
        request, "gallery/gallery.html", {**context, **_forms(request), **examples.lists(), **examples.stories()}
    )


def suggestions(request: HttpRequest) -> HttpResponse:
    """What a picker is answered: people and works whatever was typed."""
    _only_for_show()
    return render(request, "components/suggestions.html", {"groups": examples.lists()["groups"]})


@require_POST
def saved(request: HttpRequest) -> HttpResponse:
    """What autosave is answered. Even revisions meet a conflict, so that both can be tried."""
    _only_for_show()
    revision = int(request.headers.get("If-Match", '"1"').strip('"'))
    if revision % 2 == 0:
        raise Stale(_("This was changed elsewhere"), revision=revision + 1)
    return HttpResponse(status=204, headers={"ETag": f'"{revision + 1}"'})


RAISED = {403: Forbidden, 404: NotFound, 409: StateConflict, 412: Stale, 422: Invalid, 503: Unavailable}


def trouble(request: HttpRequest, status: int) -> HttpResponse:
    """Each error page; those of the domain by raising their error."""
    _only_for_show()
    if status in RAISED:
        raise RAISED[status](_("The example asked for this."))
    if status not in TROUBLES:
        raise Http404
    return answer(request, TROUBLES[status])


def _only_for_show() -> None:
    if not (settings.DEBUG or settings.DEMONSTRATION):
        raise Http404


urlpatterns = [
    path("thu-vien-giao-dien/", gallery, name="gallery"),
    path("thu-vien-giao-dien/goi-y/", suggestions, name="gallery_suggestions"),
    path("thu-vien-giao-dien/luu/", saved, name="gallery_saved"),
    path("thu-vien-giao-dien/loi/<int:status>/", trouble, name="gallery_trouble"),
]
