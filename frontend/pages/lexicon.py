"""The lexicon of search: looked through, tried, edited line by line or as a file; every version kept."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.errors import Forbidden, Invalid
from organisation.models import Role
from search.lexicon import DIRECTIONS, KINDS, SHIPPED, parse, written
from search.models import LexiconVersion
from search.services.lexicon import LONGEST, add_entry, current_lexicon, current_text, drop_entry, keep_lexicon
from search.text import analyse, fold

MOST_SHOWN = 100
MOST_VERSIONS = 20
KIND_WORDS = {
    "abbr": gettext_lazy("Abbreviation"), "en": gettext_lazy("English term"), "syn": gettext_lazy("Synonym"),
    "broader": gettext_lazy("Narrower terms"),
}  # fmt: skip
DIRECTION_WORDS = {
    "both": gettext_lazy("each finds the others"),
    "from-first": gettext_lazy("the first finds the rest"),
}


class EntryForm(forms.Form):
    """One line."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[(kind, KIND_WORDS[kind]) for kind in KINDS])
    direction = forms.ChoiceField(
        label=gettext_lazy("Direction"), choices=[(one, DIRECTION_WORDS[one]) for one in DIRECTIONS]
    )
    members = forms.CharField(
        label=gettext_lazy("Words, divided by |"), max_length=500, help_text="cntt | công nghệ thông tin"
    )


class FileForm(forms.Form):
    """A whole lexicon as a file."""

    file = forms.FileField(label=gettext_lazy("File (TSV)"))
    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label=gettext_lazy("What changed"), max_length=200, required=False)


def _demand(request: HttpRequest) -> None:
    if not request.actor.over(Role.ADMINISTRATOR):  # type: ignore[attr-defined]
        raise Forbidden(_("This page is for administrators."))


@login_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Entries that contain the words looked for; what a query is expanded to; the versions. Posting adds a line."""
    _demand(request)
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_entry(request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        except Invalid as error:
            form.add_error("members", error.fields["text"][0])
        else:
            messages.success(request, _("Saved. It holds from the next search on."))
            return redirect("lexicon")
    return render(request, "administration/lexicon.html", _context(request, form), status=422 if form.errors else 200)


def _context(request: HttpRequest, form: EntryForm) -> dict[str, Any]:
    number, text = current_text()
    wanted = " ".join(fold(request.GET.get("q", "")).split())
    found = [entry for entry in parse(text.splitlines()) if wanted in fold(written(entry))]
    return {
        "form": form,
        "file_form": FileForm(initial={"seen": number}),
        "words": request.GET.get("q", ""),
        "total": len(found),
        "entries": [
            {
                "kind": KIND_WORDS[entry.kind],
                "direction": DIRECTION_WORDS[entry.direction],
                "members": entry.members,
                "line": written(entry),
            }
            for entry in found[:MOST_SHOWN]
        ],
        "tried": request.GET.get("thu", "")[:200],
        "expanded": _expanded(request.GET.get("thu", "")[:200]),
        "versions": LexiconVersion.objects.select_related("kept_by").defer("text")[:MOST_VERSIONS],
    }


def _expanded(query: str) -> list[tuple[str, list[str]]]:
    """What the lexicon adds to a query: (words typed, what else is looked for)."""
    [(exact, folded)] = analyse([query])
    typed, bare = exact.split(), folded.split()
    found = current_lexicon().spans(typed, bare)
    return [(" ".join(typed[one.start : one.end]), [" ".join(e.words) for e in one.equivalents]) for one in found]


@login_required
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Take one line out."""
    drop_entry(request.actor, request.POST.get("line", ""))  # type: ignore[attr-defined]
    messages.success(request, _("Saved. It holds from the next search on."))
    return redirect("lexicon")


@login_required
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Put a file in the place of the whole lexicon."""
    _demand(request)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            text = file.read(4 * LONGEST + 1).decode("utf-8-sig")
            keep_lexicon(request.actor, text, form.cleaned_data["note"] or file.name, form.cleaned_data["seen"])  # type: ignore[attr-defined]
        except UnicodeDecodeError:
            form.add_error("file", _("This is not a text file in UTF-8."))
        except Invalid as error:
            form.add_error("file", error.fields["text"][0])
        else:
            messages.success(request, _("Saved. It holds from the next search on."))
            return redirect("lexicon")
    context = {**_context(request, EntryForm()), "file_form": form}
    return render(request, "administration/lexicon.html", context, status=422)


@login_required
@require_POST
def put_back(request: HttpRequest, number: int) -> HttpResponse:
    """Make an earlier version stand again, as a new one; 0 is the shipped one."""
    _demand(request)
    text = _text_of(number)
    keep_lexicon(request.actor, text, _("Put back: version %(number)d") % {"number": number})  # type: ignore[attr-defined]
    messages.success(request, _("Saved. It holds from the next search on."))
    return redirect("lexicon")


@login_required
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The lexicon that stands, as a file."""
    _demand(request)
    answer = HttpResponse(current_text()[1], content_type="text/tab-separated-values; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="tu-dien-tim-kiem.tsv"'
    return answer


def _text_of(number: int) -> str:
    row = LexiconVersion.objects.filter(pk=number).first()
    return row.text if row else SHIPPED.read_text(encoding="utf-8")


urlpatterns = [
    path("quan-tri/tu-dien/", index, name="lexicon"),
    path("quan-tri/tu-dien/xoa/", drop, name="lexicon-drop"),
    path("quan-tri/tu-dien/tai-len/", upload, name="lexicon-upload"),
    path("quan-tri/tu-dien/tai-xuong/", download, name="lexicon-download"),
    path("quan-tri/tu-dien/phien-ban/<int:number>/", put_back, name="lexicon-put-back"),
]
