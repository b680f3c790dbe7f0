"""The tables by which contracts, their reports and their requests move: of the same kind as that of dossiers."""

from initiatives import policy
from initiatives.choices import ENDED, RUNNING, ContractState, ReportState, RequestState
from initiatives.machine import Transition, Workflow
from initiatives.rules import execution_forms as forms
from initiatives.rules.forms import gettext_noop
from initiatives.services import amendments
from initiatives.services import contract_effects as does

DRAFT, IN_FORCE, PAUSED = ContractState.DRAFT, ContractState.IN_FORCE, ContractState.PAUSED
ACCEPTED, CLOSED = ContractState.ACCEPTED, ContractState.CLOSED
SIGNED = frozenset({*RUNNING, *ENDED})

CONTRACTS = Workflow.of(
    Transition(
        "sign", gettext_noop("Record the signing"), frozenset({DRAFT}), IN_FORCE,
        may=policy.may_run, event="contract_signed", form=forms.SIGN,
        needs=(does.signed_has_come, does.plan_is_whole), does=(does.sign,),
    ),
    Transition(
        "mark", gettext_noop("Enter progress of a milestone"), frozenset({IN_FORCE}), "",
        may=policy.may_execute, event="contract_milestone_marked", form=forms.MARK,
        needs=(does.begun_has_come, does.begun_is_of_the_contract, does.finished_has_come), does=(does.mark,),
    ),
    Transition(
        "pay", gettext_noop("Record a payment"), frozenset({IN_FORCE, ACCEPTED}), "",
        may=policy.may_run, event="contract_paid", form=forms.PAY,
        needs=(does.paid_has_come, does.paid_is_of_the_contract), does=(does.pay,),
    ),
    Transition(
        "settle_part", gettext_noop("Settle an instalment"), SIGNED, "",
        may=policy.may_run, event="contract_instalment_settled", form=forms.SETTLE_PART,
        needs=(does.settled_has_come, does.settled_is_of_the_contract), does=(does.settle_part,),
    ),
    Transition(
        "inspect", gettext_noop("Record an inspection"), frozenset(RUNNING), "",
        may=policy.may_supervise, event="contract_inspected", form=forms.INSPECT,
        needs=(does.held_has_come, does.held_is_of_the_contract), does=(does.inspect,),
    ),
    Transition(
        "pause", gettext_noop("Pause"), frozenset({IN_FORCE}), PAUSED,
        may=policy.nobody, event="contract_paused", through="request",
    ),
    Transition(
        "resume", gettext_noop("Resume"), frozenset({PAUSED}), IN_FORCE,
        may=policy.nobody, event="contract_resumed", through="request",
    ),
    Transition(
        "amend", gettext_noop("Change by an annex"), frozenset({IN_FORCE}), "",
        may=policy.nobody, event="contract_amended", through="request",
    ),
    Transition(
        "terminate", gettext_noop("Terminate"), frozenset(RUNNING), ContractState.TERMINATED,
        may=policy.nobody, event="contract_terminated", through="request", grave=True,
    ),
    Transition(
        "accept", gettext_noop("Accept the result"), frozenset({IN_FORCE}), ACCEPTED,
        may=policy.nobody, event="contract_accepted", through="decision", does=(does.accept,),
    ),
    Transition(
        "fail", gettext_noop("Do not accept the result"), frozenset({IN_FORCE}), ContractState.NOT_ACCEPTED,
        may=policy.nobody, event="contract_not_accepted", through="decision", does=(does.fail,), grave=True,
    ),
    Transition(
        "rejudge", gettext_noop("Judge the result anew after an appeal"), frozenset({ContractState.NOT_ACCEPTED}),
        IN_FORCE,
        may=policy.nobody, event="contract_rejudged", through="appeal",
    ),
    Transition(
        "complete", gettext_noop("Complete without acceptance"), frozenset({IN_FORCE}), ACCEPTED,
        may=policy.may_complete, event="contract_accepted", does=(does.accept,),
    ),
    Transition(
        "settle", gettext_noop("Settle the contract"), frozenset(ENDED), CLOSED,
        may=policy.may_run, event="contract_settled", form=forms.SETTLE,
        needs=(does.settled_has_come, does.settled_is_after_the_end, does.is_not_settled, does.costs_are_within),
        does=(does.settle,), grave=True,
    ),
    Transition(
        "follow_up", gettext_noop("Record what was done after acceptance"), frozenset({ACCEPTED, CLOSED}), "",
        may=policy.may_follow_up, event="contract_followed_up", form=forms.FOLLOW,
        needs=(does.done_has_come, does.done_is_after_the_end), does=(does.follow_up,),
    ),
)  # fmt: skip

REPORTS = Workflow.of(
    Transition(
        "submit", gettext_noop("Submit the report"), frozenset({ReportState.PLANNED, ReportState.RETURNED}),
        ReportState.SUBMITTED, may=policy.may_execute, event="contract_report_submitted", form=forms.REPORT,
        needs=(does.contract_runs, does.period_has_begun), does=(does.freeze_report,),
    ),
    Transition(
        "accept", gettext_noop("Accept the report"), frozenset({ReportState.SUBMITTED}), ReportState.ACCEPTED,
        may=policy.may_supervise, event="contract_report_accepted",
    ),
    Transition(
        "return", gettext_noop("Ask for completion of the report"), frozenset({ReportState.SUBMITTED}),
        ReportState.RETURNED, may=policy.may_supervise, event="contract_report_returned", form=forms.REMARK,
        does=(does.keep_remark,),
    ),
    Transition(
        "cancel", gettext_noop("Cancel the report"), frozenset({ReportState.PLANNED, ReportState.RETURNED}),
        ReportState.CANCELLED, may=policy.nobody, event="contract_report_cancelled", through="contract",
    ),
)  # fmt: skip

REQUESTS = Workflow.of(
    Transition(
        "file", gettext_noop("File a request"), frozenset(), RequestState.FILED,
        may=policy.may_execute, event="contract_request_filed", asks=("kind", "answers", "budget"),
        needs=(does.contract_takes_requests,),
    ),
    Transition(
        "approve", gettext_noop("Approve the request"), frozenset({RequestState.FILED}), RequestState.APPROVED,
        may=policy.may_run, event="contract_request_approved", form=forms.APPROVE,
        needs=(does.decided_has_come, does.decided_after_filing, does.contract_takes_requests),
        does=(does.keep_decision, amendments.carry_out),
    ),
    Transition(
        "refuse", gettext_noop("Refuse the request"), frozenset({RequestState.FILED}), RequestState.REFUSED,
        may=policy.may_run, event="contract_request_refused", form=forms.REFUSE,
        needs=(does.decided_has_come, does.decided_after_filing), does=(does.keep_decision,), grave=True,
    ),
    Transition(
        "withdraw", gettext_noop("Withdraw the request"), frozenset({RequestState.FILED}), RequestState.WITHDRAWN,
        may=policy.may_execute, event="contract_request_withdrawn", grave=True,
    ),
)  # fmt: skip
