"""The parts of a contract's page: tabs, buttons, the timeline as rows with bars, and what each tab shows."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.parts import Tab, tabs_of
from initiatives.choices import Aftermath, ContractState, CostItem, ReportState, RequestKind, RequestState, Source
from initiatives.execution_workflow import CONTRACTS, REPORTS, REQUESTS
from initiatives.files.kinds import ACCEPTED
from initiatives.models import Contract
from initiatives.policy import may_go_on, may_run
from initiatives.queries.contracts import Bar, history_of_contract, late_and_next, money_of, timeline
from initiatives.rules.budget import summed, total
from initiatives.rules.execution_forms import REPORT
from initiatives.rules.execution_forms import REQUESTS as ASKED
from initiatives.rules.rule_sets import rule_sets
from initiatives.services.contracts import requestable
from initiatives.services.papers import words
from initiatives.services.plans import final_due, kept_lines, slips_of
from initiatives.services.results import rounds_for_result
from initiatives.services.stages import rounds_after

Context = dict[str, Any]
IN_ROWS = ("mark", "pay", "settle_part", "follow_up")
"""What is done to a row of a table has its button there."""
WIDTH = 1000


def page(request: HttpRequest, contract: Contract, part: str) -> Context:
    """Everything of a tab."""
    actor = request.actor  # type: ignore[attr-defined]
    may = {step.name for step in CONTRACTS.open_to(actor, contract)}
    return {
        "contract": contract,
        "may": may,
        "tabs": tabs_of(TABS, "contract", contract.code, part, _waiting(contract)),
        "actions": _actions(contract, may, actor),
        "rules": rule_sets()[contract.rule_set],
        "final_due": final_due(contract),
        "money": money_of(contract),
        **TABS[part].context(request, contract),
    }


def _waiting(contract: Contract) -> dict[str, int]:
    """How many reports and requests wait for the office, in one statement."""
    reports, requests = Q(reports__state=ReportState.SUBMITTED), Q(requests__state=RequestState.FILED)
    return Contract.objects.filter(pk=contract.pk).aggregate(
        **{"bao-cao": Count("reports", reports, distinct=True), "de-nghi": Count("requests", requests, distinct=True)}
    )


def _actions(contract: Contract, may: set[str], actor: Any) -> list[Context]:
    found: list[Context] = []
    if contract.state == ContractState.DRAFT and may_run(actor, contract):
        found.append({"address": reverse("contract-plan", args=[contract.code]), "words": _("Budget and milestones")})
    for step in CONTRACTS:
        if step.name in may and step.name not in IN_ROWS:
            address = reverse("contract-act", args=[contract.code, step.name])
            found.append({"address": address, "words": _(step.title), "grave": step.grave})
    return found


def _timeline(request: HttpRequest, contract: Contract) -> Context:
    today, bars = timezone.localdate(), timeline(contract)
    late, coming = late_and_next(bars, today)
    actor = request.actor  # type: ignore[attr-defined]
    may = {step.name for step in CONTRACTS.open_to(actor, contract)}
    reports = {one.number: one for one in contract.reports.all()} if any(b.kind == "report" for b in bars) else {}
    scale = Scale.over(bars, contract, today)
    return {
        "rows": [_row(contract, bar, scale, today, may, reports, actor) for bar in bars],
        "today_at": scale.at(today),
        "late": [bar_words(bar) for bar in late],
        "next": coming and {"words": bar_words(coming), "on": coming.plan_to},
        "slips": slips_of(contract) if contract.state == ContractState.DRAFT else [],
        "rounds": rounds_after(contract.dossier, today) if may_go_on(actor, contract.dossier) else [],
    }


@dataclass(frozen=True, slots=True)
class Scale:
    """Days as places from 0 to WIDTH."""

    first: date
    days: int

    @classmethod
    def over(cls, bars: list[Bar], contract: Contract, today: date) -> "Scale":
        """From the first day of anything to the last."""
        days = [contract.starts_on, contract.ends_on, *(bar.plan_to for bar in bars), *(bar.plan_from for bar in bars)]
        days += [bar.ended for bar in bars if bar.ended] + [bar.began for bar in bars if bar.began]
        days += [today] if contract.starts_on <= today <= contract.ends_on else []
        return cls(min(days), max(1, (max(days) - min(days)).days))

    def at(self, on: date) -> int:
        """Its place, within the drawing."""
        return max(0, min(WIDTH, round((on - self.first) / timedelta(days=1) / self.days * WIDTH)))

    def span(self, first: date, last: date) -> Context:
        """Where a bar begins and how long it is; a day is drawn as a short one."""
        return {"x": min(self.at(first), WIDTH - 12), "width": max(12, self.at(last) - self.at(first))}


def bar_words(bar: Bar) -> str:
    """What a row of the timeline is called."""
    if bar.kind == "milestone":
        return bar.title
    if bar.kind == "report":
        return _("Progress report %(n)d") % {"n": bar.number}
    return _("Dossier for acceptance") if bar.kind == "final" else str(Aftermath(bar.title).label)


def _row(
    contract: Contract, bar: Bar, scale: Scale, today: date, may: set[str], reports: dict[int, Any], actor: Any
) -> Context:
    fact = scale.span(bar.began, bar.ended or min(max(today, bar.began), contract.ends_on)) if bar.began else None
    return {
        "bar": bar,
        "words": bar_words(bar),
        "plan": scale.span(bar.plan_from, bar.plan_to),
        "fact": fact,
        "late": bar.late_days(today),
        "running": bar.began is not None and bar.is_open(),
        **_button(contract, bar, may, reports, actor),
    }


def _button(contract: Contract, bar: Bar, may: set[str], reports: dict[int, Any], actor: Any) -> Context:
    """What the reader may do about a row."""
    act = {"milestone": "mark", "follow_up": "follow_up"}.get(bar.kind, "")
    if act in may and bar.is_open():
        return {"address": reverse("contract-act", args=[contract.code, act]) + f"?so={bar.number}", "verb": _("Enter")}
    report = reports.get(bar.number) if bar.kind == "report" else None
    if report is not None:
        report.contract = contract
        if "submit" in {step.name for step in REPORTS.open_to(actor, report)}:
            return {
                "address": reverse("contract-report", args=[contract.code, bar.number, "submit"]),
                "verb": _("Write"),
            }
    return {}


def _money(request: HttpRequest, contract: Contract) -> Context:
    lines = kept_lines(contract)
    years = sorted({line.year for line in lines})
    items, sources = dict(CostItem.choices), dict(Source.choices)
    sums = summed(lines, lambda line: (line.item, line.source, line.year))
    keys = sorted({(line.source, line.item) for line in lines}, key=lambda key: (key[0] != Source.STATE, key[1]))
    rows = [
        {
            "item": items[item],
            "source": sources[source],
            "years": [sums.get((item, source, year), 0) for year in years],
            "total": sum(sums.get((item, source, year), 0) for year in years),
        }
        for source, item in keys
    ]
    by_year = summed(lines, lambda line: line.year)
    return {
        "years": years, "lines": rows, "totals": [by_year[year] for year in years], "total": total(lines),
        "instalments": contract.instalments.all(), "settlement": getattr(contract, "settlement", None),
    }  # fmt: skip


def _reports(request: HttpRequest, contract: Contract) -> Context:
    rows = []
    for report in contract.reports.exclude(state=ReportState.CANCELLED).prefetch_related("versions", "files__blob"):
        report.contract = contract
        versions = list(report.versions.all())
        rows.append({
            "report": report, "steps": steps_of(REPORTS, "contract-report", request, report),
            "version": versions[-1] if versions else None, "count": len(versions),
            "answers": [
                (_(q.label), words(q, versions[-1].content["answers"].get(q.name), {})) for q in REPORT if versions
            ],
            "files": files_of(contract, report.files.all()),
        })  # fmt: skip
    return {"reports": rows}


def steps_of(table: Any, route: str, request: HttpRequest, thing: Any) -> list[Context]:
    """Buttons of a report or a request."""
    return [
        {
            "address": reverse(route, args=[thing.contract.code, thing.number, step.name]),
            "words": _(step.title),
            "grave": step.grave,
        }
        for step in table.open_to(request.actor, thing)  # type: ignore[attr-defined]
    ]


def files_of(contract: Contract, files: Any) -> list[Context]:
    """Files as the component lists them."""
    return [
        {
            "name": file.name, "address": reverse("contract-file", args=[contract.code, file.pk]),
            "bytes": file.blob.size, "kind": file.blob.media_type,
        }
        for file in files
    ]  # fmt: skip


def _requests(request: HttpRequest, contract: Contract) -> Context:
    rows = []
    for one in contract.requests.select_related("annex", "filed_by").prefetch_related("files__blob"):
        one.contract = contract
        rows.append({
            "request": one, "steps": steps_of(REQUESTS, "contract-request", request, one),
            "asked": [(_(q.label), words(q, one.asked.get(q.name), {})) for q in ASKED[one.kind] if q.kind != "tick"],
            "findings": [f"{_(f['message']) % f['params']} ({f['document']})" for f in one.findings],
            "annex": getattr(one, "annex", None), "files": files_of(contract, one.files.all()),
        })  # fmt: skip
    kinds = requestable(contract, request.actor)  # type: ignore[attr-defined]
    return {"requests": rows[::-1], "kinds": [(kind, RequestKind(kind).label) for kind in kinds], "accepted": ACCEPTED}


def _records(request: HttpRequest, contract: Contract) -> Context:
    files = contract.files.filter(report=None, request=None).select_related("blob")
    return {
        "inspections": contract.inspections.select_related("made_by").order_by("-number"),
        "annexes": contract.annexes.select_related("request"),
        "files": files_of(contract, files),
        "settlement": getattr(contract, "settlement", None),
        "accepted": ACCEPTED,
    }


def _after(request: HttpRequest, contract: Contract) -> Context:
    own = request.actor.person_id in {one.person_id for one in contract.work.authors.all()}  # type: ignore[attr-defined]
    return {
        "follow_ups": contract.follow_ups.all(), "rounds": rounds_for_result(contract) if own else [],
        "results": contract.work.results.prefetch_related("dossiers"), "today": timezone.localdate(),
    }  # fmt: skip


EVENTS = {
    "contract_drafted": gettext_lazy("Contract drafted"),
    "contract_planned": gettext_lazy("Plan changed"),
    "contract_signed": gettext_lazy("Contract signed"),
    "contract_milestone_marked": gettext_lazy("Progress of a milestone entered"),
    "contract_paid": gettext_lazy("Instalment paid"),
    "contract_instalment_settled": gettext_lazy("Instalment settled"),
    "contract_inspected": gettext_lazy("Inspected"),
    "contract_paused": gettext_lazy("Paused"),
    "contract_resumed": gettext_lazy("Resumed"),
    "contract_amended": gettext_lazy("Changed by an annex"),
    "contract_terminated": gettext_lazy("Terminated"),
    "contract_accepted": gettext_lazy("Result accepted"),
    "contract_not_accepted": gettext_lazy("Result not accepted"),
    "contract_settled": gettext_lazy("Settled and closed"),
    "contract_followed_up": gettext_lazy("Done after acceptance"),
    "contract_report_submitted": gettext_lazy("Report submitted"),
    "contract_report_returned": gettext_lazy("Report sent back for completion"),
    "contract_report_accepted": gettext_lazy("Report accepted"),
    "contract_request_filed": gettext_lazy("Request filed"),
    "contract_request_approved": gettext_lazy("Request approved"),
    "contract_request_refused": gettext_lazy("Request refused"),
    "contract_request_withdrawn": gettext_lazy("Request withdrawn"),
    "contract_file_added": gettext_lazy("File added"),
}


def _history(request: HttpRequest, contract: Contract) -> Context:
    happened = history_of_contract(contract)
    rows = [{"at": one.at, "who": one.who, "what": EVENTS[one.event]} for one in happened if one.event in EVENTS]
    return {"events": rows}


TABS: dict[str, Tab] = {
    "": Tab(gettext_lazy("Timeline"), "contracts/timeline.html", _timeline),
    "kinh-phi": Tab(gettext_lazy("Money"), "contracts/money.html", _money),
    "bao-cao": Tab(gettext_lazy("Reports"), "contracts/reports.html", _reports),
    "de-nghi": Tab(gettext_lazy("Requests"), "contracts/requests.html", _requests),
    "van-ban": Tab(gettext_lazy("Papers and records"), "contracts/records.html", _records),
    "sau-nghiem-thu": Tab(gettext_lazy("After acceptance"), "contracts/after.html", _after),
    "lich-su": Tab(gettext_lazy("History"), "contracts/history.html", _history),
}
