"""What an administrator does to somebody's account, each time for a reason: end it, end its sessions, take away
a second step that was lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from config.errors import Invalid
from frontend.forms import blame, form_page
from operations.services.replay import demand_administrator
from organisation.actor import Actor
from organisation.models import Person
from organisation.services.accounts import REASON, close_account, reset_second_step, sign_out
from organisation.steps import demand_fresh


class ReasonForm(forms.Form):
    """A sentence that says why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), min_length=REASON, max_length=500, widget=forms.Textarea({"rows": 3})
    )


def with_reason(
    request: HttpRequest,
    code: str,
    deed: Callable[[str], HttpResponse],
    title: str,
    action: str,
    lead: str,
    *,
    grave: bool = False,
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
    named = title % {"name": person.full_name}
    return form_page(request, form, named, "administration-people", action, lead, grave=grave)


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done to an account: its page, and the words that say it has been done."""

    act: Callable[[Actor, str, str], Person]
    title: Any
    action: Any
    lead: Any
    done: Any
    grave: bool = False

    def page(self) -> Callable[..., HttpResponse]:
        """The view."""

        def view(request: HttpRequest, code: str) -> HttpResponse:
            def deed(reason: str) -> HttpResponse:
                self.act(request.actor, code, reason)  # type: ignore[attr-defined]
                messages.success(request, self.done)
                return redirect("administration-people")

            return with_reason(request, code, deed, self.title, self.action, self.lead, grave=self.grave)

        return login_required(require_http_methods(["GET", "POST"])(view))


CLOSE = Deed(
    close_account, gettext_lazy("Close the account of %(name)s"), gettext_lazy("Close the account"),
    gettext_lazy("Roles, sessions and API tokens end at once. What the person did stays theirs."),
    gettext_lazy("The account is closed, and every session has ended."), grave=True,
)  # fmt: skip
SIGN_OUT = Deed(
    sign_out, gettext_lazy("Sign %(name)s out everywhere"), gettext_lazy("End all sessions"),
    gettext_lazy("For a lost device, or a machine that was left open. The account goes on; they sign in again."),
    gettext_lazy("Every session and API token has ended; the person is told by mail."),
)  # fmt: skip
SECOND_STEP = Deed(
    reset_second_step, gettext_lazy("Take away the second step of %(name)s"), gettext_lazy("Take the second step away"),
    gettext_lazy(
        "Make sure first that it is really them who ask, in person or by their superior, and say below how you did."
    ),
    gettext_lazy("The second step is gone and every session has ended; the person is told by mail."), grave=True,
)  # fmt: skip

urlpatterns = [
    path("quan-tri/nguoi/<str:code>/dong/", CLOSE.page(), name="administration-person-close"),
    path("quan-tri/nguoi/<str:code>/dang-xuat/", SIGN_OUT.page(), name="administration-person-sign-out"),
    path("quan-tri/nguoi/<str:code>/buoc-hai/", SECOND_STEP.page(), name="administration-person-second-step"),
]
