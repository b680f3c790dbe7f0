"""What an administrator does to somebody's account, each time for a reason: end it, end its sessions, take away
a second step that was lost.
"""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from config.errors import Invalid
from frontend.forms import blame, form_page
from operations.services.replay import demand_administrator
from organisation.models import Person
from organisation.services.accounts import REASON, close_account, reset_second_step, sign_out
from organisation.steps import demand_fresh


class ReasonForm(forms.Form):
    """A sentence that says why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), min_length=REASON, max_length=500, widget=forms.Textarea({"rows": 3})
    )


def with_reason(
    request: HttpRequest, code: str, deed: Callable[[str], HttpResponse], title: str, action: str, lead: str
) -> HttpResponse:
    """A page on which an administrator says why something is done to a person; `deed` does it and answers where to."""
    demand_administrator(request.actor)  # type: ignore[attr-defined]
    person = get_object_or_404(Person, code=code)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        demand_fresh(request)
        try:
            return deed(form.cleaned_data["reason"])
        except Invalid as error:
            blame(form, error)
    return form_page(request, form, title % {"name": person.full_name}, "administration-people", action, lead)


@login_required
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close the account of somebody who has left."""

    def deed(reason: str) -> HttpResponse:
        close_account(request.actor, code, reason)  # type: ignore[attr-defined]
        messages.success(request, _("The account is closed, and every session has ended."))
        return redirect("administration-people")

    lead = _("Roles, sessions and API tokens end at once. What the person did stays theirs.")
    return with_reason(request, code, deed, _("Close the account of %(name)s"), _("Close the account"), lead)


@login_required
@require_http_methods(["GET", "POST"])
def end_sessions(request: HttpRequest, code: str) -> HttpResponse:
    """Sign somebody out everywhere; the account goes on."""

    def deed(reason: str) -> HttpResponse:
        sign_out(request.actor, code, reason)  # type: ignore[attr-defined]
        messages.success(request, _("Every session and API token has ended; the person is told by mail."))
        return redirect("administration-people")

    lead = _("For a lost device, or a machine that was left open. The account goes on; they sign in again.")
    return with_reason(request, code, deed, _("Sign %(name)s out everywhere"), _("End all sessions"), lead)


@login_required
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest, code: str) -> HttpResponse:
    """Take away a second step whose owner has lost what it needs."""

    def deed(reason: str) -> HttpResponse:
        reset_second_step(request.actor, code, reason)  # type: ignore[attr-defined]
        messages.success(request, _("The second step is gone and every session has ended; the person is told by mail."))
        return redirect("administration-people")

    lead = _(
        "Make sure first that it is really them who ask, in person or by their superior, and say below how you did."
    )
    return with_reason(
        request, code, deed, _("Take away the second step of %(name)s"), _("Take the second step away"), lead
    )


urlpatterns = [
    path("quan-tri/nguoi/<str:code>/dong/", close, name="administration-person-close"),
    path("quan-tri/nguoi/<str:code>/dang-xuat/", end_sessions, name="administration-person-sign-out"),
    path("quan-tri/nguoi/<str:code>/buoc-hai/", second_step, name="administration-person-second-step"),
]
