"""The papers of a contract, in Vietnamese as papers are; each is typeset from what is kept, at any time alike."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from config.errors import NotFound
from documents.papers import (
    AgreementPaper,
    Answer,
    FigureTable,
    Paper,
    Part,
    RecordPaper,
    RequestDecisionPaper,
    Signature,
)
from initiatives.choices import CostItem, RequestState, Source
from initiatives.models import Annex, Contract, ContractRequest, Inspection, Progress
from initiatives.rules.budget import Line, balance, money, total
from initiatives.rules.execution_forms import REPORT, REQUESTS
from initiatives.rules.forms import Question
from initiatives.rules.rule_sets import rule_sets
from initiatives.rules.terms import final_dossier_due
from initiatives.services.papers import words
from initiatives.services.plans import snapshot


def paper_of(contract: Contract, kind: str, number: int) -> bytes:
    """A paper as PDF: contract (0), annex, report, inspection, request, settlement (0). Raises NotFound."""
    make = PAPERS.get(kind)
    if make is None:
        raise NotFound
    with override("vi"):
        return make(contract, number).typeset()


def _head(contract: Contract, **more: Any) -> dict[str, Any]:
    parent = contract.authority.parent
    return {
        "issuer": contract.authority.name, "superior": parent.name if parent else "",
        "demonstration": settings.DEMONSTRATION or contract.demonstration, "subject": contract.work.title, **more,
    }  # fmt: skip


def _day(on: date | None) -> str:
    return f"{on:%d/%m/%Y}" if on else "…"


def _contract(contract: Contract, number: int) -> Paper:
    return AgreementPaper(
        **_head(contract),
        number=contract.number,
        on=contract.signed_on,
        contract=contract.number,
        grounds=_grounds(contract),
        orderer=Answer(contract.authority.name, parts=[Answer(_("Represented by"), contract.orderer)]),
        holder=Answer(contract.unit.name, parts=[Answer(_("Represented by"), contract.holder)]),
        articles=_articles(contract),
        for_orderer=contract.orderer.partition(",")[0],
        for_holder=contract.holder.partition(",")[0],
    )


def _grounds(contract: Contract) -> list[str]:
    sources = [one for one in rule_sets()[contract.rule_set].sources.values() if one.confirmed and one.article]
    cited = [f"Căn cứ {one.document}, Điều {one.article}" for one in sources]
    return [*dict.fromkeys(cited), f"Căn cứ kết quả tuyển chọn hồ sơ {contract.dossier.reference}"]


def _articles(contract: Contract) -> list[Part]:
    """As it was signed; of a contract in preparation, as it stands."""
    said = contract.as_signed or snapshot(contract)
    ends_on, rules = date.fromisoformat(said["ends_on"]), rule_sets()[contract.rule_set]
    instalments = [(str(n), _iso(on), money(amount)) for n, (on, amount) in enumerate(said["instalments"], 1)]
    steps = [(title, product, f"{_iso(first)} – {_iso(last)}") for title, product, first, last in said["milestones"]]
    term = _("From %(from)s to %(to)s (%(months)d months).") % {
        "from": _day(contract.starts_on), "to": _day(ends_on), "months": contract.months,
    }  # fmt: skip
    reports = _("Party B reports on progress every %(months)d months.") % {"months": contract.report_every_months}
    due = final_dossier_due(ends_on, rules)
    ends = _("Party B files the dossier for acceptance by %(day)s.") % {"day": _day(due)}
    return [
        Part(_("Topic and goals"), f"{contract.work.title}\n{said['goals']}"),
        Part(_("Members of the topic"), said["people"]),
        Part(_("Term"), term),
        Part(_("Work and products"), heads=[_("Work to be done"), _("Product"), _("Time planned")], rows=steps),
        Part(_("Budget (đồng)"), table=_budget([Line(*row) for row in said["budget"]])),
        Part(_("Instalments (đồng)"), table=FigureTable("", [_("No."), _("Day"), _("Amount")], instalments)),
        Part(_("Reports and acceptance"), f"{reports}\n{ends if contract.requires_acceptance else ''}"),
    ]


def _iso(day: str) -> str:
    return _day(date.fromisoformat(day))


def _budget(lines: list[Line]) -> FigureTable:
    items, sources = dict(CostItem.choices), dict(Source.choices)
    rows = [(f"{items[one.item]} ({sources[one.source]})", str(one.year), money(one.amount)) for one in lines]
    return FigureTable("", [_("Item"), _("Year"), _("Amount")], rows, (_("Sum"), "", money(total(lines))))


def _found(rows: Any, **lookup: Any) -> Any:
    row = rows.filter(**lookup).first()
    if row is None:
        raise NotFound
    return row


def _annex(contract: Contract, number: int) -> Paper:
    annex: Annex = _found(contract.annexes.select_related("request"), number=number)
    articles = [
        Part(row["what"], facts=[Answer(_("As it was"), row["before"]), Answer(_("As it is to read"), row["after"])])
        for row in annex.changes
    ]
    rest = _("All other articles of the contract stay as they are. This annex is part of the contract.")
    return AgreementPaper(
        **_head(contract), number=f"{annex.number:02}/PL-{contract.number}", on=annex.signed_on, annex=annex.number,
        contract=contract.number,
        grounds=[f"Căn cứ Hợp đồng số {contract.number}", f"Căn cứ Quyết định số {annex.request.decision_number}"],
        orderer=Answer(contract.authority.name, parts=[Answer(_("Represented by"), contract.orderer)]),
        holder=Answer(contract.unit.name, parts=[Answer(_("Represented by"), contract.holder)]),
        articles=[*articles, Part(_("Other articles"), rest)],
        for_orderer=contract.orderer.partition(",")[0], for_holder=contract.holder.partition(",")[0],
    )  # fmt: skip


def _facts(contract: Contract) -> list[Answer]:
    return [Answer(_("Contract"), contract.number), Answer(_("Party that carries out"), contract.unit.name)]


def _answers(form: tuple[Question, ...], answers: dict[str, Any]) -> list[Part]:
    texts = [
        (_(question.label), words(question, answers.get(question.name), {}))
        for question in form
        if question.kind != "tick"
    ]
    return [Part(label, text) for label, text in texts if text]


def _report(contract: Contract, number: int) -> Paper:
    report: Progress = _found(contract.reports, number=number)
    version = report.versions.select_related("submitted_by").order_by("number").last()
    if version is None:
        raise NotFound
    facts = [*_facts(contract), Answer(_("Up to"), _day(report.due_on)), Answer("SHA-256", version.digest)]
    signer = version.submitted_by.full_name if version.submitted_by else ""
    head = _head(contract) | {"issuer": contract.unit.name, "superior": ""}
    return RecordPaper(
        **head, kind="progress", on=timezone.localdate(version.submitted_at), facts=facts,
        sections=_answers(REPORT, version.content["answers"]),
        left=Signature(post=_("Unit that carries out")), right=Signature(post=_("Reported by"), name=signer),
    )  # fmt: skip


def _inspection(contract: Contract, number: int) -> Paper:
    visit: Inspection = _found(contract.inspections.select_related("made_by"), number=number)
    sections = [
        Part(_("Who was present"), visit.present), Part(_("What was found"), visit.findings),
        *([Part(_("What is demanded"), visit.demands)] if visit.demands else []),
    ]  # fmt: skip
    return RecordPaper(
        **_head(contract), kind="inspection", on=visit.held_on, facts=_facts(contract), sections=sections,
        left=Signature(post=_("Unit that carries out")),
        right=Signature(post=_("For the inspection"), name=visit.made_by.full_name if visit.made_by else ""),
    )  # fmt: skip


def _decision(contract: Contract, number: int) -> Paper:
    request: ContractRequest = _found(contract.requests, number=number)
    if request.state not in (RequestState.APPROVED, RequestState.REFUSED):
        raise NotFound
    what = str(request.get_kind_display()).lower()
    annex = Annex.objects.filter(request=request).first()
    asked = _answers(REQUESTS[request.kind], request.asked) if annex is None else []
    changes = [(row["what"], row["before"], row["after"]) for row in annex.changes] if annex else []
    changes += [(part.title, "", part.text) for part in asked]
    return RequestDecisionPaper(
        **_head(contract) | {"subject": _("On the request for: %(what)s") % {"what": what}},
        what=what,
        title=contract.work.title,
        number=request.decision_number,
        on=request.decided_on,
        refused=request.state == RequestState.REFUSED,
        contract=contract.number,
        reason=request.decision_reason,
        grounds=[
            f"Căn cứ Hợp đồng số {contract.number}",
            f"Xét đề nghị ngày {_day(request.filed_on)} của {contract.unit.name}",
        ],
        changes=changes,
        recipients=["Như Điều 2", "Lưu: VT"],
        signer=Signature(authority="THỦ TRƯỞNG CƠ QUAN"),
    )


def _settlement(contract: Contract, number: int) -> Paper:
    row = getattr(contract, "settlement", None)
    if row is None:
        raise NotFound
    pay, back = balance(row.paid_vnd, row.accepted_vnd)
    figures = [
        (_("State budget of the contract"), money(contract.state_vnd)),
        (_("Paid"), money(row.paid_vnd)),
        (_("Costs accepted"), money(row.accepted_vnd)),
        (_("Still to pay"), money(pay)),
        (_("To pay back"), money(back)),
    ]
    sections = [Part(_("Money (đồng)"), table=FigureTable("", [_("Item"), _("Amount")], figures))]
    sections += [Part(_("Note"), row.note)] if row.note else []
    facts = [*_facts(contract), Answer(_("Number of the decision"), row.decision_number)]
    return RecordPaper(
        **_head(contract), kind="settlement", on=row.settled_on, facts=facts, sections=sections,
        left=Signature(post=_("For Party B"), name=contract.holder.partition(",")[0]),
        right=Signature(post=_("For Party A"), name=contract.orderer.partition(",")[0]),
    )  # fmt: skip


PAPERS: dict[str, Callable[[Contract, int], Paper]] = {
    "contract": _contract, "annex": _annex, "report": _report, "inspection": _inspection, "request": _decision,
    "settlement": _settlement,
}  # fmt: skip
