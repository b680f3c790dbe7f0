"""Figures: the leader's page of targets, statistics by any dimension, and the definitions behind both."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from config.errors import NotFound
from frontend.charts import Chart, Series
from frontend.templatetags.ui import figures
from organisation.models import Role
from organisation.rules.days import day_within
from recognition.definitions import DEFINITIONS, version
from recognition.models import Target
from recognition.policy import reads_reports
from recognition.queries.contributions import Standing, Waiting, standings, waiting
from recognition.queries.forecasts import outlook
from recognition.queries.register import RegisterFilter
from recognition.queries.statistics import DIMENSIONS, Table, counted
from recognition.queries.targets import Part, Progress, broken_down, parts_of, progress, progress_of
from recognition.rules.forecast import Forecast

MOST_BARS = 15
MOST_ROWS = 100
MOST_STANDINGS = 5
MOST_DIMENSIONS = 3
BROKEN_DOWN = ("year", "unit", "field", "level", "kind", "sector")
MOST_CERTAIN = 99  # percent


def _list(chosen: RegisterFilter) -> str:
    return f"{reverse('register')}?{chosen.address()}"


def _day(request: HttpRequest) -> date:
    """The day asked for, today at the latest."""
    return min(day_within(request.GET.get("as_of", "")) or timezone.localdate(), timezone.localdate())


@login_required
@require_GET
def targets(request: HttpRequest) -> HttpResponse:
    """All targets: the sentence, the bullet, four figures; the chosen one broken down."""
    as_of = _day(request)
    stands = progress_of(list(Target.objects.all()), as_of)
    chosen = next(
        (one for one in stands if one.target.code == request.GET.get("chi-tieu")), stands[0] if stands else None
    )
    tables = broken_down(chosen, BROKEN_DOWN) if chosen else {}
    parts = parts_of(chosen, tables["unit"]) if chosen else []
    compared = standings(chosen, tables["unit"], parts) if chosen else []
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    context = {
        "stands": [
            {
                "progress": one,
                "sentence": sentence(one),
                "figures": four(one),
                "looks_ahead": as_of < one.target.counted_as_achieved.ends,
            }
            for one in stands
        ],
        "chosen": chosen,
        "charts": [chart(table, by) for by, table in tables.items()],
        "linked": _list(chosen.achieved_list.narrowed(linked=True)) if chosen else "",
        "parts": [_part(part) for part in parts],
        "behind": [_standing(one) for one in [one for one in compared if one.ahead < 0][:MOST_STANDINGS]],
        "ahead": [_standing(one) for one in [one for one in reversed(compared) if one.ahead >= 0][:MOST_STANDINGS]],
        "waiting": [_waits(one) for one in waiting(chosen.target, actor, today)] if chosen and as_of == today else [],
        "as_of": as_of,
        "sets": bool(actor.over(Role.REGISTRAR)),
        "reports": reads_reports(actor, None),
    }
    return render(request, "figures/targets.html", context)


def _part(part: Part) -> dict[str, Any]:
    """One unit's share with the list that it counts."""
    return {"part": part, "address": _list(part.chosen), "share": f"{part.share.normalize():f}"}


def _standing(one: Standing) -> dict[str, Any]:
    return {"one": one, "address": _list(one.chosen), "by": abs(one.ahead)}


def _waits(one: Waiting) -> dict[str, Any]:
    base = reverse("dossiers")
    return {"one": one, "address": f"{base}?{one.list}", "late": f"{base}?{one.list_late}"}


@login_required
@require_GET
def target_outlook(request: HttpRequest, code: str) -> HttpResponse:
    """What the rest of a target's period will likely bring; the leader's page asks for it once it stands."""
    target = Target.objects.filter(code=code).first()
    if target is None:
        raise NotFound
    stand = progress(target, _day(request))
    ahead = outlook(stand)
    context = {"stand": stand, "ahead": ahead, "sentence": likely(ahead.forecast) if ahead.forecast else ""}
    return render(request, "figures/outlook.html", context)


def likely(told: Forecast) -> str:
    """What lies ahead in one sentence."""
    words = {"low": figures(told.most[0]), "high": figures(told.most[1])}
    if told.probability is None:
        return _("At the end of the period %(low)s–%(high)s are likely.") % words
    words["chance"] = chance_in_words(told.probability)
    return (
        _("At the end of the period %(low)s–%(high)s are likely; the probability of reaching the target is %(chance)s.")
        % words
    )


def chance_in_words(probability: float) -> str:
    """A probability in whole percent; no forecast is certain."""
    percent = round(100 * probability)
    return _("under 1%") if percent < 1 else _("over 99%") if percent > MOST_CERTAIN else f"{percent}%"


def sentence(stand: Progress) -> str:
    """The answer in one sentence."""
    if stand.required is None:
        return _("Recognised: %(achieved)d. There is no baseline, so the target is not computable.") % {
            "achieved": stand.achieved
        }
    said: dict[str, int | str] = {
        "achieved": stand.achieved,
        "required": stand.required,
        "missing": stand.pace.still_needed if stand.pace else 0,
    }
    if stand.met:
        return _("Recognised %(achieved)d of the %(required)d needed: the target is met.") % said
    if stand.as_of >= stand.target.period_to:
        return (
            _("Recognised %(achieved)d of the %(required)d needed: at the end of the term %(missing)d were missing.")
            % said
        )
    assert stand.pace is not None  # noqa: S101  there is a pace wherever something is required
    said |= {
        "expected": stand.pace.expected,
        "behind": abs(stand.pace.ahead),
        "a_month": number_format(round(float(stand.pace.a_month or 0), 1), 1),
    }
    if stand.pace.ahead >= 0:
        return (
            _(
                "Recognised %(achieved)d of the %(required)d needed; on pace would be %(expected)d by now: "
                "%(behind)d ahead."
            )
            % said
        )
    return (
        _(
            "Recognised %(achieved)d of the %(required)d needed; on pace would be %(expected)d by now: "
            "%(behind)d behind. "
            "From now on %(a_month)s a month are needed."
        )
        % said
    )


def four(stand: Progress) -> list[dict[str, Any]]:
    """What is still needed first, then achieved, required, baseline; each opens what it counts."""
    base = _list(stand.baseline_list) if stand.baseline_list else reverse("definitions") + "#baseline"
    defined = reverse("definitions")
    past, grown = period(stand.target.baseline_from, stand.target.baseline_to), f"+{stand.target.growth.normalize():f}%"
    needed = stand.pace.still_needed if stand.pace else None
    return [
        {"label": _("Still needed"), "value": needed, "address": f"{defined}#still-needed", "note": ""},
        {
            "label": _("Achieved"), "value": stand.achieved, "address": _list(stand.achieved_list),
            "note": period(stand.target.period_from, stand.target.period_to),
        },
        {"label": _("Required"), "value": stand.required, "address": f"{defined}#required", "note": grown},
        {"label": _("Baseline"), "value": stand.baseline, "address": base, "note": past},
    ]  # fmt: skip


def period(begins: date, ends: date) -> str:
    """A period in digits."""
    return f"{begins:%m/%Y}–{ends:%m/%Y}"


def chart(table: Table, by: str) -> Chart:
    """A table of one dimension as bars, the longest first; all years, in their order."""
    cells = table.rows if by == "year" else table.first(MOST_BARS)
    note = (
        _("A work of several units counts once for each; the city counts it once (%(total)d).") % {"total": table.total}
        if by == "unit"
        else ""
    )
    return Chart(
        name=by,
        title=DIMENSIONS[by],
        kind="bar",
        category=DIMENSIONS[by],
        categories=[cell.labels[by] for cell in cells],
        series=[Series(_("Recognised"), [cell.count for cell in cells], [_list(cell.chosen) for cell in cells])],
        across=by in ("unit", "field"),
        note=note,
    )


@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    """Recognised by what one asks for; every figure opens its list. Beside each year stands the year before."""
    by = tuple(name for name in dict.fromkeys(request.GET.getlist("by")) if name in DIMENSIONS)[:MOST_DIMENSIONS]
    by = by or ("level", "year")
    chosen = RegisterFilter.read(request.GET)
    table = counted(by, chosen)
    shown = table.rows if "tat-ca" in request.GET else table.first(MOST_ROWS)
    query = request.GET.copy()
    query["tat-ca"] = "1"
    context = {
        "table": table,
        "by": by,
        "heads": [DIMENSIONS[name] for name in by],
        "rows": [
            {"labels": [cell.labels[name] for name in by], "cell": cell, "address": _list(cell.chosen)}
            for cell in shown
        ],
        "more": len(table.groups) - len(shown),
        "all": f"?{query.urlencode()}",
        "compared": table.before is not None,
        "dimensions": DIMENSIONS.items(),
        "chart": chart(table, by[0]) if len(by) == 1 else None,
        "total_address": _list(chosen),
        "chosen": chosen,
        "linked": _list(chosen.narrowed(linked=True)),
    }
    return render(request, "figures/statistics.html", context)


@require_GET
def definitions(request: HttpRequest) -> HttpResponse:
    """What each figure means."""
    return render(request, "figures/definitions.html", {"definitions": DEFINITIONS, "version": version()})


urlpatterns = [
    path("chi-tieu/", targets, name="targets"),
    path("chi-tieu/<slug:code>/du-bao/", target_outlook, name="target-outlook"),
    path("thong-ke/", statistics, name="statistics"),
    path("dinh-nghia/", definitions, name="definitions"),
]
