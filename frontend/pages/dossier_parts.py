"""The parts of a dossier's page: tabs, what may be done, where it stands, and the forms of transitions."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from config.errors import DomainError
from frontend.pages.answers import answered_points, changed_between, shown
from frontend.pages.filing_parts import author_rows
from frontend.pages.task_links import task_actions
from frontend.parts import Tab, tabs_of
from frontend.questions import QuestionForm
from frontend.tables import table_of
from initiatives.choices import CLOSED, EDITABLE, OPEN_APPEALS, Confirmation, Purpose, State
from initiatives.files.kinds import ACCEPTED
from initiatives.machine import Transition
from initiatives.models import Attachment, Author, Contract, Dossier
from initiatives.policy import is_author, is_registrar, may_edit, may_go_on, may_redact
from initiatives.queries import history_of
from initiatives.rules.forms import FORMS, Question, questions
from initiatives.services.appeals import may_lodge
from initiatives.services.blinding import latest_copies
from initiatives.services.content import for_reader, shown_content
from initiatives.services.stages import rounds_after
from initiatives.workflow import WORKFLOW
from organisation.actor import Actor
from organisation.policy import visible
from recognition.models import Recognition
from recognition.services.certificates import valid_of
from reviews.models import Conclusion
from reviews.queries.hearings import hearings_visible_to
from reviews.rules.explanation import Conclusion as Result
from reviews.rules.words import describe
from search.services.verdicts import may_judge_likeness

Context = dict[str, Any]
REASONS = 8
NAMING = (State.SUBMITTED, State.ADMITTED, State.IN_REVIEW)  # while an author may name who should not judge


def _content(request: HttpRequest, dossier: Dossier) -> Context:
    return {
        "sections": sections_of(shown_content(dossier, request.actor)),  # type: ignore[attr-defined]
        "editable": dossier.state in EDITABLE,
        "compares": may_judge_likeness(request.actor, dossier),  # type: ignore[attr-defined]
    }


def _authors(request: HttpRequest, dossier: Dossier) -> Context:
    taking_part = dossier.work.participations.order_by("unit__name").values_list("unit__name", flat=True)
    return {"authors": author_rows(dossier), "units": [dossier.work.unit.name, *taking_part]}


def _files(request: HttpRequest, dossier: Dossier) -> Context:
    rows = list(Attachment.objects.filter(dossier=dossier, removed_at=None).select_related("blob"))
    listed = [
        {
            "name": file.name,
            "address": reverse("dossier-file", args=[dossier.reference, file.pk]),
            "bytes": file.blob.size,
            "kind": file.blob.media_type,
        }
        for file in rows
    ]
    return {"files": listed, **redacting(request, dossier, rows)}


def redacting(request: HttpRequest, dossier: Dossier, files: list[Attachment]) -> Context:
    """In a blind round: each file with its redacted copy, and whether the actor may give one."""
    if not dossier.round.blind or not files:
        return {}
    copies = latest_copies(files)
    gives = dossier.state not in CLOSED and may_redact(request.actor, dossier)  # type: ignore[attr-defined]
    rows = [{"number": file.pk, "name": file.name, "copy": copies.get(file.pk)} for file in files]
    return {"redacted": rows, "redacts": gives, "accepted": ACCEPTED}


def _versions(request: HttpRequest, dossier: Dossier) -> Context:
    versions = list(dossier.versions.select_related("submitted_by__person").order_by("-number"))
    wanted = request.GET.get("ban", "")
    later = next((v for v in versions if str(v.number) == wanted), versions[0] if versions else None)
    earlier = next((v for v in versions if later and v.number == later.number - 1), None)
    actor = request.actor  # type: ignore[attr-defined]
    changed = changed_between(dossier, actor, earlier, later) if earlier and later else []
    points = answered_points(dossier, later, partial(for_reader, dossier=dossier, actor=actor)) if later else []
    return {"versions": versions, "later": later, "earlier": earlier, "changed": changed, "points": points}


EVENTS = {
    "dossier_begun": gettext_lazy("Draft begun"),
    "dossier_submitted": gettext_lazy("Submitted"),
    "dossier_admitted": gettext_lazy("Admitted"),
    "dossier_returned": gettext_lazy("Sent back for completion"),
    "dossier_refused": gettext_lazy("Admission refused"),
    "dossier_withdrawn": gettext_lazy("Withdrawn"),
    "dossier_lapsed": gettext_lazy("Lapsed"),
    "dossier_in_review": gettext_lazy("Put before the council"),
    "dossier_concluded": gettext_lazy("Concluded by the council"),
    "dossier_recognised": gettext_lazy("Recognised"),
    "dossier_not_recognised": gettext_lazy("Not recognised"),
    "dossier_corrected": gettext_lazy("Recognition corrected"),
    "dossier_replaced": gettext_lazy("Recognised by another decision"),
    "dossier_revoked": gettext_lazy("Recognition revoked"),
    "dossier_readmitted": gettext_lazy("Checked again after an appeal"),
    "dossier_rejudged": gettext_lazy("To be judged anew after an appeal"),
    "dossier_recorded": gettext_lazy("Recorded from an old register"),
    "dossier_unrecorded": gettext_lazy("Taken back together with its old register"),
    "author_invited": gettext_lazy("Co-author invited"),
    "author_confirmed": gettext_lazy("Co-author confirmed"),
    "author_declined": gettext_lazy("Co-author declined"),
}
TONES = {
    "dossier_recognised": "good", "dossier_admitted": "good", "dossier_returned": "warning", "dossier_refused": "bad",
    "dossier_not_recognised": "bad", "dossier_revoked": "bad",
}  # fmt: skip


def _history(request: HttpRequest, dossier: Dossier) -> Context:
    happened = history_of(dossier, request.actor)  # type: ignore[attr-defined]
    events = [
        {"at": one.at, "who": one.who, "what": EVENTS[one.event], "tone": TONES.get(one.event, "neutral")}
        for one in happened
        if one.event in EVENTS
    ]
    return {"events": events}


def _review(request: HttpRequest, dossier: Dossier) -> Context:
    """The council's conclusions with their explanation; never whose sheet said what."""
    seen = hearings_visible_to(request.actor).filter(dossier=dossier)  # type: ignore[attr-defined]
    own = may_edit(request.actor, dossier)  # type: ignore[attr-defined]
    rows = (
        Conclusion.objects.filter(hearing__dossier=dossier)
        .select_related("hearing__council", "scheme")
        .order_by("made_at")
    )
    rows = rows if own else rows.filter(hearing__in=seen)
    language = get_language() or "vi"
    listed = []
    for row in rows:
        result = Result.from_json(row.result)
        steps = [
            {
                "rule": row_words(step.rule),
                "result": describe(step, language),
                "holds": step.holds,
                "source": cited(step.citation, language),
            }
            for step in result.steps
        ]
        listed.append({"conclusion": row, "steps": steps})
    return {"conclusions": listed}


def row_words(rule: str) -> str:
    """The name of a rule in the explanation."""
    return str(RULES.get(rule, ""))


def cited(citation: Any, language: str) -> str:
    """Document, article and clause."""
    words = ("Điều", "khoản") if language == "vi" else ("article", "clause")
    parts = [citation.document]
    parts += [
        f"{word} {value}" for word, value in zip(words, (citation.article, citation.clause), strict=True) if value
    ]
    return ", ".join(parts)


RULES: dict[str, Any] = {
    "quorum": gettext_lazy("Quorum"),
    "composition": gettext_lazy("Composition of the council"),
    "sheets": gettext_lazy("Sheets counted"),
    "total": gettext_lazy("Total"),
    "criterion": gettext_lazy("Criterion"),
    "minimum": gettext_lazy("Minimum of a criterion"),
    "pass_mark": gettext_lazy("Pass mark"),
    "grade": gettext_lazy("Grade"),
    "ballot": gettext_lazy("Secret ballot"),
}

TABS: dict[str, Tab] = {
    "": Tab(gettext_lazy("Content"), "dossiers/content.html", _content),
    "tac-gia": Tab(gettext_lazy("Authors"), "dossiers/authors.html", _authors),
    "tep": Tab(gettext_lazy("Files"), "dossiers/files.html", _files),
    "ket-luan": Tab(gettext_lazy("Conclusion"), "dossiers/review.html", _review),
    "phien-ban": Tab(gettext_lazy("Versions"), "dossiers/versions.html", _versions),
    "lich-su": Tab(gettext_lazy("History"), "dossiers/history.html", _history),
}


def tabs(dossier: Dossier, current: str) -> list[Context]:
    """The tabs with their addresses."""
    return tabs_of(TABS, "dossier", dossier.reference, current)


def open_transitions(actor: Actor, dossier: Dossier) -> list[Transition]:
    """What the actor may do now, but for submitting, which has its own page."""
    return [step for step in WORKFLOW.open_to(actor, dossier) if step.name != "submit"]


def actions(actor: Actor, dossier: Dossier, appeals: Sequence[Context] = ()) -> list[Context]:
    """Buttons: the most likely next step first. `appeals`: those on it that the actor sees; beside an open one none is
    lodged.
    """
    found: list[Context] = []
    if dossier.state in EDITABLE and may_edit(actor, dossier):
        first = FORMS[dossier.purpose][0].name
        words = _("Go on filling in") if dossier.state == State.DRAFT else _("Answer and submit again")
        found.append(
            {"address": reverse("filing-step", args=[dossier.reference, first]), "words": words, "grave": False}
        )
    for step in open_transitions(actor, dossier):
        address = reverse("dossier-transition", args=[dossier.reference, step.name])
        found.append({"address": address, "words": _(step.title), "grave": step.grave})
    found += task_actions(actor, dossier)
    if may_lodge(actor, dossier) and not any(one["state"] in OPEN_APPEALS for one in appeals):
        address = reverse("appeal-lodge", args=[dossier.reference])
        found.append({"address": address, "words": _("Lodge an appeal"), "grave": False})
    if dossier.state in NAMING and is_author(actor, dossier):
        address = reverse("conflict-named", args=[dossier.reference])
        found.append({"address": address, "words": _("Name a conflict of interest"), "grave": False})
    return found


WAITS = {
    State.DRAFT: gettext_lazy("The authors fill it in and submit it."),
    State.SUBMITTED: gettext_lazy("The authority checks whether it is complete."),
    State.RETURNED: gettext_lazy("The authors complete it and submit it again."),
    State.ADMITTED: gettext_lazy("The council's secretary puts it before a council."),
    State.IN_REVIEW: gettext_lazy("The council's members score, then the council concludes."),
    State.CONCLUDED: gettext_lazy("The authority decides."),
}


def standing(actor: Actor, dossier: Dossier) -> Context:
    """The next step, who must take it and by when; the last notice; whether the actor still has to confirm a share."""
    notice = dossier.notices.last() if dossier.state in (State.RETURNED, State.REFUSED) else None
    asked = questions(dossier.purpose)
    own = Author.objects.filter(work=dossier.work_id, person=actor.person_id, confirmation=Confirmation.INVITED).first()
    return {
        "waits": WAITS.get(State(dossier.state), ""),
        "notice": notice,
        "reasons": reasons_of(notice, asked) if notice else [],
        "to_confirm": own,
        "closed": dossier.state not in WAITS,
    }


def reasons_of(notice: Any, asked: dict[str, Question]) -> list[Context]:
    """The reasons of a notice with the labels of their fields."""
    other = {"authors": _("Authors"), "files": _("Files"), "other": _("Other")}
    return [
        {
            "label": _(asked[r["field"]].label) if r["field"] in asked else other.get(r["field"], ""),
            "text": r["text"],
            "field": r["field"],
        }
        for r in notice.reasons
    ]


class TransitionForm(QuestionForm):
    """The fields that a transition asks for; reasons are rows of (field, text)."""

    def __init__(self, step: Transition, dossier: Dossier, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.step = step
        if "rule" in step.asks:
            self.fields["rule"] = forms.CharField(
                label=_("Rule on which it rests"), required=True,
                help_text=_("Document, article and clause, as in Nghị định 13/2012/NĐ-CP, Điều 3 khoản 1."),
            )  # fmt: skip
        if "note" in step.asks:
            self.fields["note"] = forms.CharField(
                label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3})
            )
        self.choices = [(q.name, _(q.label)) for q in questions(dossier.purpose).values() if q.kind != "tick"]
        self.choices += [("authors", _("Authors")), ("files", _("Files")), ("other", _("Other"))]
        self.faults: dict[str, str] = {}

    @property
    def asks_reasons(self) -> bool:
        """Whether rows of reasons are shown."""
        return "reasons" in self.step.asks

    @property
    def reasons(self) -> list[Context]:
        """The rows as typed, and one empty row at least."""
        rows = self.typed().get("reasons", []) if self.data else []
        return [*rows, {"field": "", "text": ""}] if len(rows) < 1 else rows

    def typed(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        given: dict[str, Any] = {name: self.data.get(name, "") for name in ("rule", "note") if name in self.step.asks}
        if self.asks_reasons:
            total = self.data.get("reasons-TOTAL_FORMS", "0")
            count = min(int(total), 60) if total.isdecimal() else 0
            rows = [
                {"field": self.data.get(f"reasons-{n}-field", ""), "text": self.data.get(f"reasons-{n}-text", "")}
                for n in range(count)
                if f"reasons-{n}-DELETE" not in self.data
            ]
            given["reasons"] = [row for row in rows if row["text"].strip() or row["field"]]
        return given

    def blame(self, error: DomainError) -> None:
        """Faults of the rows beside the rows, the rest as in any form."""
        super().blame(error)
        self.faults = {name: str(texts[0]) for name, texts in error.fields.items()}


def sections_of(content: Context) -> list[Context]:
    """A content in the shape of `frozen_content` as sections of labelled answers."""
    answers = content["answers"]
    sections = [
        {
            "title": _(step.title),
            "name": step.name,
            "rows": [
                {
                    "label": _(q.label),
                    "text": shown(q, answers.get(q.name, ""), content),
                    "secret": q.secret,
                    "table": table_of(q, answers[q.name], shown) if q.kind == "rows" else None,
                }
                for q in step.questions
                if q.kind != "tick" and answers.get(q.name)
            ],
        }
        for step in FORMS[content["purpose"]]
    ]
    return [section for section in sections if section["rows"]]


def recognised(actor: Actor, dossier: Dossier) -> Context:
    """What follows from a passed stage: certificates of the actor, the rounds of the next stage, revocation."""
    if dossier.state != State.RECOGNISED:
        return {}
    row = Recognition.objects.filter(dossier=dossier, recorded_to=None, held_to=None).select_related("decision").first()
    return {
        "row": row,
        "certificates": valid_of(row).filter(person=actor.person_id) if row else [],
        "rounds": rounds_after(dossier, timezone.localdate()) if may_go_on(actor, dossier) else [],
        "may_revoke": is_registrar(actor, dossier),
        **_contract_of(actor, dossier),
    }


def _contract_of(actor: Actor, dossier: Dossier) -> Context:
    """The contract of an approved selection, or that it is to be prepared."""
    if dossier.purpose != Purpose.SELECTION:
        return {}
    contract = Contract.objects.filter(work=dossier.work_id).first()
    if contract is None:
        return {"may_contract": is_registrar(actor, dossier) and not is_author(actor, dossier)}
    return {"contract": visible(Contract, actor).filter(pk=contract.pk).first()}
