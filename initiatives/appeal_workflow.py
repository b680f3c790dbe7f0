"""The table by which appeals move: lodged, taken up or not, examined, answered. Of the same kind as all others."""

from initiatives import policy
from initiatives.choices import AppealState
from initiatives.machine import Transition, Workflow
from initiatives.rules import appeal_forms as forms
from initiatives.rules.forms import gettext_noop
from initiatives.services import appeal_effects as does
from initiatives.services import contract_effects

LODGED, TAKEN_UP = AppealState.LODGED, AppealState.TAKEN_UP

APPEALS = Workflow.of(
    Transition(
        "lodge", gettext_noop("Lodge an appeal"), frozenset(), LODGED,
        may=policy.may_appeal, event="appeal_lodged", asks=("grounds", "wanted", "appellant", "received_on"),
        needs=(does.something_can_be_appealed, does.none_is_open, does.was_not_answered, does.is_in_time),
        does=(does.lodge,),
    ),
    Transition(
        "take_up", gettext_noop("Take the appeal up"), frozenset({LODGED}), TAKEN_UP,
        may=policy.may_take_up, event="appeal_taken_up", form=forms.TAKE_UP,
        needs=(does.handler_is_free,), does=(does.take_up,),
    ),
    Transition(
        "not_take_up", gettext_noop("Do not take the appeal up"), frozenset({LODGED}), AppealState.NOT_TAKEN_UP,
        may=policy.may_take_up, event="appeal_not_taken_up", form=forms.NOT_TAKE_UP,
        does=(does.keep_reason,), grave=True,
    ),
    Transition(
        "examine", gettext_noop("Record what was found"), frozenset({TAKEN_UP}), "",
        may=policy.may_examine, event="appeal_examined", form=forms.EXAMINE, does=(does.keep_findings,),
    ),
    Transition(
        "uphold", gettext_noop("Uphold the appeal"), frozenset({TAKEN_UP}), AppealState.UPHELD,
        may=policy.may_answer, event="appeal_upheld", form=forms.ANSWER,
        needs=(does.was_examined, contract_effects.decided_has_come, does.decided_after_taking_up),
        does=(does.keep_answer, does.remedy),
    ),
    Transition(
        "reject", gettext_noop("Reject the appeal"), frozenset({TAKEN_UP}), AppealState.REJECTED,
        may=policy.may_answer, event="appeal_rejected", form=forms.ANSWER,
        needs=(does.was_examined, contract_effects.decided_has_come, does.decided_after_taking_up),
        does=(does.keep_answer,), grave=True,
    ),
    Transition(
        "assign", gettext_noop("Give it to somebody else"), frozenset({TAKEN_UP}), "",
        may=policy.may_take_up, event="appeal_assigned", form=forms.TAKE_UP,
        needs=(does.handler_is_free,), does=(does.assign,),
    ),
    Transition(
        "prolong", gettext_noop("Take the longer time"), frozenset({TAKEN_UP}), "",
        may=policy.may_answer, event="appeal_prolonged", form=forms.PROLONG,
        needs=(does.was_not_prolonged,), does=(does.prolong,),
    ),
    Transition(
        "withdraw", gettext_noop("Withdraw the appeal"), frozenset({LODGED, TAKEN_UP}), AppealState.WITHDRAWN,
        may=policy.may_withdraw_appeal, event="appeal_withdrawn", does=(does.clear_due,), grave=True,
    ),
)  # fmt: skip
