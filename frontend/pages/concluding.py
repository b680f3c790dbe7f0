"""Conclude where the scheme asks more than sheets and votes: figures from outside, the council's own word."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.pages.meeting_deeds import deed, hearing_seen
from initiatives.choices import TaskMethod
from initiatives.grades import grade_words
from reviews.models import Hearing
from reviews.queries.inputs import gather
from reviews.queries.schemes import scheme_of
from reviews.rules.conclude import conclude_inputs
from reviews.rules.consistency import InputError
from reviews.rules.explanation import NEEDS_DECISION, NOT_PASSED, PASSED
from reviews.services.access import conducted
from reviews.services.conclusions import conclude_hearing


def asks_more(hearing: Hearing) -> bool:
    """Whether something is to be typed before the council can conclude."""
    return bool(set(scheme_of(hearing).flag_names) - set(hearing.flags)) or is_left_open(hearing)


def is_left_open(hearing: Hearing) -> bool:
    """Whether the rules leave the case to the council, as things stand."""
    try:
        return conclude_inputs(scheme_of(hearing), gather(hearing)).outcome == NEEDS_DECISION
    except InputError:
        return False


class ConcludeForm(forms.Form):
    """The scheme's figures, as far as the record does not give them; the council's word where the rules leave it to
    them.
    """

    use_required_attribute = False

    def __init__(self, hearing: Hearing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scheme, language = scheme_of(hearing), get_language() or "vi"
        titles = {flag.name: flag.title.said(language) for flag in scheme.flags}
        for name in scheme.flag_names:
            self.fields[f"flags.{name}"] = forms.CharField(
                label=titles.get(name, name), required=False, max_length=20, initial=hearing.flags.get(name, ""),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )  # fmt: skip
        if is_left_open(hearing):
            self._add_decision(scheme.grade_codes)
        self.fields["remarks"] = forms.CharField(
            label=gettext_lazy("Note"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
        )

    def _add_decision(self, grades: tuple[str, ...]) -> None:
        outcomes = [(PASSED, _("Passed")), (NOT_PASSED, _("Not passed"))]
        self.fields["decision.outcome"] = forms.ChoiceField(
            label=_("What the council decided"), choices=outcomes, widget=forms.RadioSelect,
            help_text=_("The scheme leaves this case to the council: say what it decided, and why."),
        )  # fmt: skip
        if grades:
            choices = [("", "–"), *((code, grade_words(code)) for code in grades)]
            way = bool(set(grades) & set(TaskMethod.values))
            label = _("How it is carried out") if way else _("Grade")
            self.fields["decision.grade"] = forms.ChoiceField(label=label, choices=choices, required=False)
        self.fields["decision.reason"] = forms.CharField(
            label=_("Reason"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 4})
        )

    def given(self) -> dict[str, Any]:
        """As the service takes it."""
        said: dict[str, Any] = {"flags": self._under("flags."), "remarks": self.cleaned_data["remarks"]}
        return {**said, "decision": self._under("decision.") or None}

    def _under(self, prefix: str) -> dict[str, Any]:
        return {name.removeprefix(prefix): v for name, v in self.cleaned_data.items() if name.startswith(prefix)}


@login_required
@require_http_methods(["GET", "POST"])
def conclude(request: HttpRequest, number: int) -> HttpResponse:
    """Conclude with what the scheme asks besides."""
    actor = request.actor  # type: ignore[attr-defined]
    hearing = conducted(actor, hearing_seen(request, number))
    form = ConcludeForm(hearing, request.POST or None)
    back = reverse("session", args=[hearing.session_id]) if hearing.session_id else reverse("home")
    return deed(
        request, form, _("Conclude"), back, lambda **_typed: conclude_hearing(number, actor, **form.given()),
        lead=hearing.dossier.work.title,
    )  # fmt: skip


urlpatterns = [path("hoi-dong/ho-so/<int:number>/ket-luan/", conclude, name="hearing-conclude-more")]
