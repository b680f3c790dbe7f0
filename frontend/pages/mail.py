"""Letters: how somebody wants theirs; for administrators the outbox, and every letter as it will read."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from frontend.forms import form_page
from operations.letters import LANGUAGES, outbox, preview
from operations.services.replay import demand_administrator
from organisation.models import MailWish
from organisation.rules.digests import TEMPLATES
from organisation.services.mail import choose_mail


class WishForm(forms.Form):
    """At once, once a day, or not at all."""

    wish = forms.ChoiceField(label=gettext_lazy("Letters"), choices=MailWish.choices, widget=forms.RadioSelect)


@login_required
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """How somebody wants the letters that they may do without."""
    person = request.user.person  # type: ignore[union-attr]
    form = WishForm(request.POST or None, initial={"wish": person.mail_wish if person else MailWish.AT_ONCE})
    if request.method == "POST" and form.is_valid():
        choose_mail(request.user, form.cleaned_data["wish"])  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect("own-mail")
    lead = _("Returns, results, invitations and reminders of deadlines always come at once.")
    return form_page(request, form, _("Letters to you"), "home", "", lead)


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The outbox and the list of letters; with `thu`, one of them in both languages."""
    demand_administrator(request.actor)  # type: ignore[attr-defined]
    name = request.GET.get("thu", "")
    try:
        shown = [(language, *preview(name, language)) for language in LANGUAGES] if name else []
    except KeyError:
        raise Http404 from None
    rows = [(template, preview(template.name, request.LANGUAGE_CODE)[0]) for template in TEMPLATES.values()]
    context = {"outbox": outbox(), "rows": rows, "shown": shown, "name": name}
    return render(request, "administration/mail.html", context)


urlpatterns = [
    path("thu-bao/", mine, name="own-mail"),
    path("quan-tri/thu/", index, name="administration-mail"),
]
