"""The table by which tasks move: worded by a council, listed, called for, awarded. Of the same kind as all others."""

from initiatives import policy
from initiatives.choices import TaskState
from initiatives.machine import Transition, Workflow
from initiatives.rules import task_forms as forms
from initiatives.rules.forms import gettext_noop
from initiatives.services import task_effects as does

WORDED, LISTED, CALLED, CHOSEN = TaskState.WORDED, TaskState.LISTED, TaskState.CALLED, TaskState.CHOSEN

WORDING = (
    does.council_has_passed_it, does.method_is_the_councils, does.direct_is_allowed, does.unit_is_known,
    does.months_are_within,
)  # fmt: skip

TASKS = Workflow.of(
    Transition(
        "word", gettext_noop("Word the task"), frozenset({WORDED}), "",
        may=policy.may_word, event="task_worded", form=forms.WORD,
        needs=(does.council_has_not_worded_it, *WORDING), does=(does.word,),
    ),
    Transition(
        "word_in_council", gettext_noop("Word the task"), frozenset({WORDED}), "",
        may=policy.nobody, event="task_worded_by_council", through="council", form=forms.WORD,
        needs=WORDING, does=(does.word, does.note_council),
    ),
    Transition(
        "list", gettext_noop("Put it in the list of tasks"), frozenset({WORDED}), LISTED,
        may=policy.nobody, event="task_listed", through="decision", does=(does.note_list,),
    ),
    Transition(
        "call", gettext_noop("Call for dossiers"), frozenset({LISTED}), CALLED,
        may=policy.may_call, event="task_called", through="round", does=(does.tie_to_round,),
    ),
    Transition(
        "choose", gettext_noop("Propose the holder"), frozenset({CALLED}), CHOSEN,
        may=policy.nobody, event="task_holder_proposed", through="council", does=(does.note_winner,),
    ),
    Transition(
        "reopen", gettext_noop("Call anew"), frozenset({CALLED, CHOSEN}), LISTED,
        may=policy.nobody, event="task_reopened", through="council", does=(does.untie,),
    ),
    Transition(
        "award", gettext_noop("Award"), frozenset({CHOSEN}), TaskState.AWARDED,
        may=policy.nobody, event="task_awarded", through="decision",
    ),
    Transition(
        "lose", gettext_noop("Give up the holder proposed"), frozenset({CHOSEN}), LISTED,
        may=policy.nobody, event="task_reopened", through="decision", does=(does.untie,),
    ),
    Transition(
        "drop", gettext_noop("Drop the task"), frozenset({WORDED, LISTED}), TaskState.DROPPED,
        may=policy.may_call, event="task_dropped", form=forms.DROP, does=(does.note_reason,), grave=True,
    ),
)  # fmt: skip
