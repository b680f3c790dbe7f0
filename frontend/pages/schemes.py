"""Schemes of judging for people: in plain words, compared, tried on invented sheets and votes, edited into versions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from config.errors import Forbidden, Invalid, NotFound, Stale
from frontend.differences import differences as pieces_of
from frontend.pages.scheme_trial import Trial
from reviews.models import SchemeVersion
from reviews.policy import keeps_schemes
from reviews.queries.schemes import latest_versions, parsed, version_of, versions_of
from reviews.rules.differences import differences_in_words
from reviews.rules.words.names import KINDS, LEVELS, PURPOSES, cited, named
from reviews.rules.words.plain import plain_words
from reviews.services.schemes import edit_scheme


def _language() -> str:
    return get_language() or "vi"


def _asked_version(request: HttpRequest, code: str, name: str = "phien-ban") -> SchemeVersion:
    """The version that the address names, the latest by default. Raises NotFound."""
    text = request.GET.get(name, "")
    if text and not (text.isdecimal() and len(text) < 6):
        raise NotFound
    return version_of(code, int(text) if text else None)


def _row(version: SchemeVersion) -> dict[str, Any]:
    scheme, language = parsed(version), _language()
    return {
        "version": version,
        "title": scheme.title.said(language),
        "kinds": [named(KINDS, kind, language) for kind in scheme.kinds],
        "level": named(LEVELS, scheme.level, language),
        "purpose": named(PURPOSES, scheme.purpose, language),
        "unconfirmed": len(scheme.unconfirmed),
    }


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every scheme with its latest version."""
    context = {
        "rows": [_row(version) for version in latest_versions()],
        "keeps": keeps_schemes(request.actor, None),  # type: ignore[attr-defined]
    }
    return render(request, "schemes/index.html", context)


@require_GET
def show(request: HttpRequest, code: str) -> HttpResponse:
    """One version in plain words, each rule with its article."""
    version, language = _asked_version(request, code), _language()
    scheme = parsed(version)
    context = {
        "version": version,
        "title": scheme.title.said(language),
        "sections": [
            {
                "heading": section.heading,
                "code": section.code,
                "lines": [_said(line, language) for line in section.lines],
            }
            for section in plain_words(scheme, language)
        ],
        "versions": list(versions_of(code)),
        "unconfirmed": len(scheme.unconfirmed),
        "keeps": keeps_schemes(request.actor, None),  # type: ignore[attr-defined]
    }
    return render(request, "schemes/show.html", context)


def _said(line: Any, language: str) -> dict[str, Any]:
    return {"text": line.text, "source": cited(line.citation, language), "confirmed": line.citation.confirmed}


@require_GET
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """The sentences that differ between two versions."""
    new = _asked_version(request, code, "den")
    if not request.GET.get("tu") and new.version == 1:
        raise NotFound
    old = _asked_version(request, code, "tu") if request.GET.get("tu") else version_of(code, new.version - 1)
    changed = differences_in_words(parsed(old), parsed(new), _language())
    context = {
        "old": old,
        "new": new,
        "title": parsed(new).title.said(_language()),
        "changes": [
            {"kind": _kind(one), "pieces": pieces_of(one.before or "", one.after or "", whole=True)} for one in changed
        ],
    }
    return render(request, "schemes/compare.html", context)


def _kind(change: Any) -> str:
    if change.before is None:
        return "added"
    return "removed" if change.after is None else "changed"


@require_http_methods(["GET", "POST"])
def attempt(request: HttpRequest, code: str) -> HttpResponse:
    """Try the scheme on invented sheets, votes and attendance; nothing is stored."""
    version = _asked_version(request, code)
    trial = Trial(parsed(version), request.POST if request.method == "POST" else None, request.GET.get("so", ""))
    context = {"version": version, "title": parsed(version).title.said(_language()), "trial": trial}
    return render(request, "schemes/try.html", context, status=422 if trial.faults else 200)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The text of the latest version; saved, it is the next version. A new code begins a new scheme."""
    actor = request.actor  # type: ignore[attr-defined]
    if not keeps_schemes(actor, None):
        raise Forbidden(_("Schemes are kept by registrars."))
    version = version_of(code)
    context = {"version": version, "text": version.text, "title": parsed(version).title.said(_language())}
    if request.method == "GET":
        return render(request, "schemes/edit.html", context)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    try:
        made = edit_scheme(actor, text, int(request.POST.get("version") or 0) or None)
    except (Invalid, Stale) as error:
        faults = [str(words) for words in error.fields.get("text", [])] or [str(error.message)]
        return render(request, "schemes/edit.html", {**context, "text": text, "faults": faults}, status=error.status)
    messages.success(
        request, _("Version %(number)d is made. Rounds keep the version they are bound to.") % {"number": made.version}
    )
    return redirect("scheme", made.code)


urlpatterns = [
    path("bo-tieu-chi/", index, name="schemes"),
    path("bo-tieu-chi/<slug:code>/", show, name="scheme"),
    path("bo-tieu-chi/<slug:code>/so-sanh/", compare, name="scheme-compare"),
    path("bo-tieu-chi/<slug:code>/thu/", attempt, name="scheme-try"),
    path("bo-tieu-chi/<slug:code>/sua/", edit, name="scheme-edit"),
]
