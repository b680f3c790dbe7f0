"""The portfolio of topics for leadership: every figure opens the list that it counts."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from config.errors import Forbidden
from frontend.charts import Chart, Series
from frontend.pages.contracts import FilterForm
from initiatives.choices import ContractState, Kind, Purpose, Use
from initiatives.grades import grade_words
from initiatives.queries.choices import field_choices
from initiatives.queries.portfolio import Portfolio, Share, portfolio
from organisation.models import Role, Sector

READERS = (Role.LEADER, Role.REGISTRAR, Role.OFFICER)


@login_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The page."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.over(*READERS):
        raise Forbidden(_("The portfolio is for those who lead or administer topics."))
    found = portfolio(actor, request.GET, timezone.localdate())
    tables = _tables(found)
    context = {
        "form": FilterForm(request.GET),
        "found": found,
        "tables": tables,
        "query": request.GET.urlencode(),
        "figures": _figures(found),
        "chart": _chart(tables[0]["rows"]) if found.total else None,
        "uses": [(Use(key).label if key else _("Still to be followed up"), count) for key, count in found.uses],
        "proposed": [
            (Purpose(purpose).label, count, f"{reverse('dossiers')}?{query}")
            for purpose, count, query in found.proposed
        ],
    }
    return render(request, "contracts/portfolio.html", context)


def _address(query: str) -> str:
    return f"{reverse('contracts')}?{query}"


def _figures(found: Portfolio) -> list[tuple[str, int]]:
    money = found.money
    return [
        (_("Approved"), money["approved"]), (_("Planned in contracts, state budget"), money["planned"]),
        (_("Planned, other sources"), money["other"]), (_("Paid"), money["paid"]), (_("Settled"), money["settled"]),
    ]  # fmt: skip


def _tables(found: Portfolio) -> list[dict[str, Any]]:
    fields = dict(field_choices())
    states, sectors = dict(ContractState.choices), dict(Sector.choices)
    named: list[tuple[str, Any, Any]] = [
        (_("By stage"), found.stages, lambda key: states.get(key, key)),
        (_("By field"), found.fields, lambda key: fields.get(key, _("No field"))),
        (_("By unit that carries out"), found.units, lambda key: found.unit_names.get(key, key)),
        (_("By sector of the unit"), found.sectors, lambda key: sectors.get(key, key)),
        (_("By sides of the three-way link"), found.links, lambda key: _sides(key, sectors)),
        (_("Acceptances to be expected, by the year in which the term ends"), found.expected, str),
        (_("Accepted, by grade"), found.grades, lambda key: grade_words(key, Kind.TOPIC)),
    ]
    return [
        {"title": title, "rows": [_row(share, words(share.key)) for share in shares]} for title, shares, words in named
    ]


def _sides(key: str, sectors: dict[str, Any]) -> str:
    return " + ".join(str(sectors.get(side, side)) for side in key.split(",")) if key else _("Not signed yet")


def _row(share: Share, words: Any) -> dict[str, Any]:
    return {
        "words": words,
        "share": share,
        "address": _address(share.list),
        "late": _address(f"{share.list}&late=true"),
    }


def _chart(rows: list[dict[str, Any]]) -> Chart:
    on_time = Series(_("Nothing late"), [row["share"].count - row["share"].late for row in rows])
    late = Series(_("Something late"), [row["share"].late for row in rows], [row["late"] for row in rows])
    return Chart(
        "stages", _("Topics by stage"), "bar", [row["words"] for row in rows], [on_time, late], category=_("Stage"),
        stacked=True, across=True,
    )  # fmt: skip


urlpatterns = [path("danh-muc-de-tai/", show, name="portfolio")]
