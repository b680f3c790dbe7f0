"""How a state, a level or a kind is shown: a tone (colour) and an icon, always beside its words."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Choices, TextChoices

from initiatives.choices import (
    AppealState,
    Channel,
    Confirmation,
    ContractState,
    Kind,
    Level,
    ReportState,
    RequestState,
    State,
    TaskState,
)
from search.models import Relation

TONES = ("neutral", "info", "accent", "warning", "good", "bad")


@dataclass(frozen=True, slots=True)
class Sign:
    """`tone` is one of TONES; `icon` a name of the sprite."""

    tone: str
    icon: str


PLAIN = Sign("neutral", "circle-dashed")
SIGNS: dict[Choices, Sign] = {
    State.DRAFT: Sign("neutral", "pencil"),
    State.SUBMITTED: Sign("info", "send"),
    State.RETURNED: Sign("warning", "arrow-back-up"),
    State.ADMITTED: Sign("info", "clipboard-check"),
    State.REFUSED: Sign("bad", "ban"),
    State.IN_REVIEW: Sign("accent", "scale"),
    State.CONCLUDED: Sign("accent", "gavel"),
    State.RECOGNISED: Sign("good", "rosette-discount-check"),
    State.NOT_RECOGNISED: Sign("bad", "circle-x"),
    State.WITHDRAWN: Sign("neutral", "door-exit"),
    State.LAPSED: Sign("neutral", "clock-exclamation"),
    State.REVOKED: Sign("bad", "shield-x"),
    Relation.SAME: Sign("bad", "alert-triangle"),
    Relation.IMPROVEMENT: Sign("info", "star"),
    Relation.UNRELATED: Sign("neutral", "circle-x"),
    Level.BASE: Sign("neutral", "building"),
    Level.DEPARTMENT: Sign("info", "building-community"),
    Level.CITY: Sign("accent", "star"),
    Kind.INITIATIVE: Sign("neutral", "bulb"),
    Kind.TOPIC: Sign("neutral", "flask"),
    Channel.ONLINE: Sign("neutral", "send"),
    Channel.PAPER: Sign("neutral", "file-text"),
    Confirmation.INVITED: Sign("warning", "mail"),
    Confirmation.CONFIRMED: Sign("good", "check"),
    Confirmation.DECLINED: Sign("bad", "x"),
    Confirmation.ON_PAPER: Sign("good", "writing-sign"),
    ContractState.DRAFT: Sign("neutral", "pencil"),
    ContractState.IN_FORCE: Sign("info", "progress"),
    ContractState.PAUSED: Sign("warning", "clock"),
    ContractState.ACCEPTED: Sign("good", "rosette-discount-check"),
    ContractState.NOT_ACCEPTED: Sign("bad", "circle-x"),
    ContractState.TERMINATED: Sign("bad", "ban"),
    ContractState.CLOSED: Sign("neutral", "lock"),
    ReportState.PLANNED: Sign("neutral", "calendar-due"),
    ReportState.SUBMITTED: Sign("info", "send"),
    ReportState.RETURNED: Sign("warning", "arrow-back-up"),
    ReportState.ACCEPTED: Sign("good", "check"),
    ReportState.CANCELLED: Sign("neutral", "x"),
    RequestState.FILED: Sign("info", "send"),
    RequestState.APPROVED: Sign("good", "check"),
    RequestState.REFUSED: Sign("bad", "x"),
    RequestState.WITHDRAWN: Sign("neutral", "door-exit"),
    TaskState.WORDED: Sign("neutral", "pencil"),
    TaskState.LISTED: Sign("info", "clipboard-list"),
    TaskState.CALLED: Sign("accent", "send"),
    TaskState.CHOSEN: Sign("accent", "scale"),
    TaskState.AWARDED: Sign("good", "rosette-discount-check"),
    TaskState.DROPPED: Sign("bad", "ban"),
    AppealState.LODGED: Sign("info", "send"),
    AppealState.TAKEN_UP: Sign("accent", "scale"),
    AppealState.NOT_TAKEN_UP: Sign("bad", "ban"),
    AppealState.UPHELD: Sign("good", "check"),
    AppealState.REJECTED: Sign("bad", "x"),
    AppealState.WITHDRAWN: Sign("neutral", "door-exit"),
}
BY_LIST: dict[str, type[TextChoices]] = {
    "state": State,
    "level": Level,
    "kind": Kind,
    "channel": Channel,
    "confirmation": Confirmation,
    "relation": Relation,
    "contract": ContractState,
    "report": ReportState,
    "request": RequestState,
    "task": TaskState,
    "appeal": AppealState,
}


def sign_of(choice: Any) -> Sign:
    """The sign of a member of a closed list; a plain one for what has none."""
    return SIGNS.get(choice, PLAIN)
