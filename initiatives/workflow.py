"""The one workflow of every dossier. A dossier's state changes only through this table (law 1)."""

from initiatives import policy
from initiatives.choices import OPEN, State
from initiatives.machine import Transition, Workflow
from initiatives.rules.forms import gettext_noop as N_
from initiatives.services import effects, needs

DRAFT, SUBMITTED, RETURNED, ADMITTED = State.DRAFT, State.SUBMITTED, State.RETURNED, State.ADMITTED
IN_REVIEW, CONCLUDED = State.IN_REVIEW, State.CONCLUDED

WORKFLOW = Workflow.of(
    Transition(
        "submit", N_("Submit"), frozenset({DRAFT, RETURNED}), SUBMITTED, may=policy.may_edit, event="dossier_submitted",
        needs=(needs.round_is_open, needs.is_complete, needs.files_are_whole, needs.shares_are_100,
               needs.authors_have_confirmed, needs.is_in_time, needs.is_the_only_one),
        does=(effects.receive, effects.freeze_version),
    ),
    Transition(
        "admit", N_("Admit"), frozenset({SUBMITTED}), ADMITTED, may=policy.may_check, event="dossier_admitted",
        does=(effects.admit,),
    ),
    Transition(
        "return", N_("Ask for completion"), frozenset({SUBMITTED}), RETURNED, may=policy.may_check,
        event="dossier_returned", needs=(needs.has_reasons,), does=(effects.send_back,), asks=("reasons",),
    ),
    Transition(
        "refuse", N_("Refuse admission"), frozenset({SUBMITTED}), State.REFUSED, may=policy.may_check,
        event="dossier_refused", needs=(needs.has_rule, needs.has_reasons), does=(effects.refuse,),
        asks=("rule", "reasons"), grave=True,
    ),
    Transition(
        "withdraw", N_("Withdraw"), frozenset({DRAFT, *OPEN}) - {CONCLUDED}, State.WITHDRAWN, may=policy.may_edit,
        event="dossier_withdrawn", needs=(needs.note_is_short,), does=(effects.clear_due,), asks=("note",), grave=True,
    ),
    Transition(
        "lapse", N_("Lapse"), frozenset({RETURNED}), State.LAPSED, may=policy.nobody, event="dossier_lapsed",
        needs=(needs.is_overdue,), does=(effects.clear_due,), through="clock",
    ),
    Transition(
        "review", N_("Put before the council"), frozenset({ADMITTED}), IN_REVIEW, may=policy.nobody,
        event="dossier_in_review", through="council",
    ),
    Transition(
        "conclude", N_("Conclude"), frozenset({IN_REVIEW}), CONCLUDED, may=policy.nobody, event="dossier_concluded",
        does=(effects.take_conclusion,), through="council",
    ),
    Transition(
        "revise", N_("Send back for revision"), frozenset({CONCLUDED}), RETURNED, may=policy.nobody,
        event="dossier_returned", needs=(needs.has_reasons,), does=(effects.send_back,), through="council",
    ),
    Transition(
        "record", N_("Record from an old register"), frozenset({DRAFT}), State.RECOGNISED, may=policy.nobody,
        event="dossier_recorded", does=(effects.record_past,), through="import",
    ),
    Transition(
        "recognise", N_("Recognise"), frozenset({CONCLUDED}), State.RECOGNISED, may=policy.nobody,
        event="dossier_recognised", needs=(needs.has_passed,), does=(effects.decide,), through="decision",
    ),
    Transition(
        "decline", N_("Do not recognise"), frozenset({CONCLUDED}), State.NOT_RECOGNISED, may=policy.nobody,
        event="dossier_not_recognised", does=(effects.decide,), through="decision",
    ),
    Transition(
        "revoke", N_("Revoke recognition"), frozenset({State.RECOGNISED}), State.REVOKED, may=policy.nobody,
        event="dossier_revoked", through="decision", grave=True,
    ),
)  # fmt: skip
