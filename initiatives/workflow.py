"""The one workflow of every dossier. A dossier's state changes only through this table (law 1)."""

from initiatives import policy
from initiatives.choices import OPEN, State
from initiatives.machine import Transition, Workflow
from initiatives.rules.forms import gettext_noop
from initiatives.services import effects, needs

DRAFT, SUBMITTED, RETURNED, ADMITTED = State.DRAFT, State.SUBMITTED, State.RETURNED, State.ADMITTED
IN_REVIEW, CONCLUDED = State.IN_REVIEW, State.CONCLUDED

WORKFLOW = Workflow.of(
    Transition(
        "submit", gettext_noop("Submit"), frozenset({DRAFT, RETURNED}), SUBMITTED,
        may=policy.may_edit, event="dossier_submitted",
        needs=(needs.round_is_open, needs.is_complete, needs.files_are_whole, needs.shares_are_100,
               needs.authors_have_confirmed, needs.is_in_time, needs.is_the_only_one, needs.points_are_answered,
               needs.names_nobody, needs.is_in_execution, needs.fits_the_task),
        does=(effects.receive, effects.freeze_version, effects.note_acceptance),
    ),
    Transition(
        "admit", gettext_noop("Admit"), frozenset({SUBMITTED}), ADMITTED,
        may=policy.may_check, event="dossier_admitted", does=(effects.admit,),
    ),
    Transition(
        "return", gettext_noop("Ask for completion"), frozenset({SUBMITTED}), RETURNED,
        may=policy.may_check, event="dossier_returned",
        needs=(needs.has_reasons,), does=(effects.send_back,), asks=("reasons",),
    ),
    Transition(
        "refuse", gettext_noop("Refuse admission"), frozenset({SUBMITTED}), State.REFUSED,
        may=policy.may_check, event="dossier_refused",
        needs=(needs.has_rule, needs.has_reasons), does=(effects.refuse, effects.forget_acceptance),
        asks=("rule", "reasons"), grave=True,
    ),
    Transition(
        "withdraw", gettext_noop("Withdraw"), frozenset({DRAFT, *OPEN}) - {CONCLUDED}, State.WITHDRAWN,
        may=policy.may_edit, event="dossier_withdrawn",
        needs=(needs.note_is_short,), does=(effects.clear_due, effects.forget_acceptance), asks=("note",), grave=True,
    ),
    Transition(
        "lapse", gettext_noop("Lapse"), frozenset({RETURNED}), State.LAPSED,
        may=policy.nobody, event="dossier_lapsed", through="clock",
        needs=(needs.is_overdue,), does=(effects.clear_due, effects.forget_acceptance),
    ),
    Transition(
        "review", gettext_noop("Submit to the council"), frozenset({ADMITTED}), IN_REVIEW,
        may=policy.nobody, event="dossier_in_review", through="council", does=(effects.put_before_council,),
    ),
    Transition(
        "conclude", gettext_noop("Conclude"), frozenset({IN_REVIEW}), CONCLUDED,
        may=policy.nobody, event="dossier_concluded", through="council", does=(effects.take_conclusion,),
    ),
    Transition(
        "revise", gettext_noop("Send back for revision"), frozenset({CONCLUDED}), RETURNED,
        may=policy.nobody, event="dossier_returned", through="council",
        needs=(needs.has_reasons, needs.may_be_revised), does=(effects.send_back_by_council,),
    ),
    Transition(
        "record", gettext_noop("Record from an old register"), frozenset(), State.RECOGNISED,
        may=policy.nobody, event="dossier_recorded", through="import",
    ),
    Transition(
        "unrecord", gettext_noop("Take back what was recorded"), frozenset({State.RECOGNISED}), State.WITHDRAWN,
        may=policy.nobody, event="dossier_unrecorded", through="import", grave=True,
    ),
    Transition(
        "recognise", gettext_noop("Recognise"), frozenset({CONCLUDED}), State.RECOGNISED,
        may=policy.nobody, event="dossier_recognised", through="decision",
        needs=(needs.has_passed, needs.task_is_worded, needs.is_chosen_and_appraised),
        does=(effects.decide, effects.accept_result, effects.list_or_award),
    ),
    Transition(
        "decline", gettext_noop("Do not recognise"), frozenset({CONCLUDED}), State.NOT_RECOGNISED,
        may=policy.nobody, event="dossier_not_recognised", through="decision",
        does=(effects.decide, effects.fail_result, effects.lose_task),
    ),
    Transition(
        "correct", gettext_noop("Correct recognition"), frozenset({State.RECOGNISED}), State.RECOGNISED,
        may=policy.nobody, event="dossier_corrected", through="decision",
    ),
    Transition(
        "replace", gettext_noop("Recognise by another decision"), frozenset({State.RECOGNISED}), State.RECOGNISED,
        may=policy.nobody, event="dossier_replaced", through="decision",
    ),
    Transition(
        "revoke", gettext_noop("Revoke recognition"), frozenset({State.RECOGNISED}), State.REVOKED,
        may=policy.nobody, event="dossier_revoked", through="decision", grave=True,
    ),
    Transition(
        "readmit", gettext_noop("Check again after an appeal"), frozenset({State.REFUSED}), SUBMITTED,
        may=policy.nobody, event="dossier_readmitted", through="appeal",
        needs=(needs.is_the_only_one,), does=(effects.check_again, effects.note_acceptance),
    ),
    Transition(
        "rejudge", gettext_noop("Judge anew after an appeal"),
        frozenset({CONCLUDED, State.NOT_RECOGNISED, State.REVOKED}), ADMITTED,
        may=policy.nobody, event="dossier_rejudged", through="appeal",
        needs=(needs.is_the_only_one, needs.task_is_called), does=(effects.judge_again,),
    ),
)  # fmt: skip
