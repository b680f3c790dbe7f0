"""The closed lists of the field."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    INITIATIVE = "initiative", _("Initiative")
    TOPIC = "topic", _("Research topic")


class Level(models.TextChoices):
    BASE = "base", _("Base level")
    DEPARTMENT = "department", _("Department level")
    CITY = "city", _("City level")


class Purpose(models.TextChoices):
    """What a dossier asks for."""

    RECOGNITION = "recognition", _("Recognition of an initiative")
    INFLUENCE = "influence", _("Recognition of effect and influence")
    DETERMINATION = "determination", _("Determination of a research task")
    SELECTION = "selection", _("Selection of a research topic")
    ACCEPTANCE = "acceptance", _("Acceptance of a research topic")


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("To be completed")
    ADMITTED = "admitted", _("Admitted")
    REFUSED = "refused", _("Not admitted")
    IN_REVIEW = "in_review", _("In review")
    CONCLUDED = "concluded", _("Concluded")
    RECOGNISED = "recognised", _("Recognised")
    NOT_RECOGNISED = "not_recognised", _("Not recognised")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")
    REVOKED = "revoked", _("Recognition revoked")


class Channel(models.TextChoices):
    ONLINE = "online", _("Online")
    PAPER = "paper", _("On paper")


class Origin(models.TextChoices):
    """How the system came to know a work."""

    FILED = "filed", _("Filed here")
    IMPORTED = "imported", _("Imported from an old register")
    PUBLISHED = "published", _("Published elsewhere")


class Confirmation(models.TextChoices):
    """What an author says about the share given to them."""

    INVITED = "invited", _("Invited")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    ON_PAPER = "on_paper", _("Signed on paper")


PURPOSES_OF = {
    Kind.INITIATIVE: (Purpose.RECOGNITION, Purpose.INFLUENCE),
    Kind.TOPIC: (Purpose.DETERMINATION, Purpose.SELECTION, Purpose.ACCEPTANCE),
}
CODE_PREFIX = {Kind.INITIATIVE: "SK", Kind.TOPIC: "DT"}
EDITABLE = (State.DRAFT, State.RETURNED)
OPEN = (State.SUBMITTED, State.RETURNED, State.ADMITTED, State.IN_REVIEW, State.CONCLUDED)
CLOSED = (
    State.REFUSED, State.RECOGNISED, State.NOT_RECOGNISED, State.WITHDRAWN, State.LAPSED, State.REVOKED,
)  # fmt: skip


class ContractState(models.TextChoices):
    """Where the execution of a topic stands."""

    DRAFT = "draft", _("Contract in preparation")
    IN_FORCE = "in_force", _("In execution")
    PAUSED = "paused", _("Paused")
    ACCEPTED = "accepted", _("Result accepted")
    NOT_ACCEPTED = "not_accepted", _("Result not accepted")
    TERMINATED = "terminated", _("Terminated")
    CLOSED = "closed", _("Settled and closed")


RUNNING = (ContractState.IN_FORCE, ContractState.PAUSED)
ENDED = (ContractState.ACCEPTED, ContractState.NOT_ACCEPTED, ContractState.TERMINATED)


class CostItem(models.TextChoices):
    LABOUR = "labour", _("Labour")
    MATERIALS = "materials", _("Materials and energy")
    EQUIPMENT = "equipment", _("Equipment")
    SERVICES = "services", _("Services from outside")
    TRAVEL = "travel", _("Travel, meetings, surveys")
    MANAGEMENT = "management", _("Management")
    OTHER = "other", _("Other costs")


class Source(models.TextChoices):
    """Where the money comes from."""

    STATE = "state", _("State budget")
    OTHER = "other", _("Other sources")


class ReportState(models.TextChoices):
    PLANNED = "planned", _("Report to come")
    SUBMITTED = "submitted", _("Report submitted")
    RETURNED = "returned", _("Report to be completed")
    ACCEPTED = "accepted", _("Report accepted")
    CANCELLED = "cancelled", _("Report not needed any more")


class RequestKind(models.TextChoices):
    EXTENSION = "extension", _("Extension")
    GOALS = "goals", _("Change of goals or products")
    PEOPLE = "people", _("Change of people")
    BUDGET = "budget", _("Change of the budget")
    PAUSE = "pause", _("Pause")
    RESUME = "resume", _("Resumption")
    TERMINATION = "termination", _("Termination")


class RequestState(models.TextChoices):
    FILED = "filed", _("Request filed")
    APPROVED = "approved", _("Request approved")
    REFUSED = "refused", _("Request refused")
    WITHDRAWN = "withdrawn", _("Request withdrawn")


class Aftermath(models.TextChoices):
    """What is still to be done once a result has been accepted."""

    REGISTRATION = "registration", _("Registration of the result")
    HAND_OVER = "hand_over", _("Hand-over to those who use it")
    USE = "use", _("Follow-up of use")


class Use(models.TextChoices):
    """What a follow-up found."""

    USED = "used", _("Used as planned")
    PARTLY = "partly", _("Used in part")
    NOT_USED = "not_used", _("Not used")


class TaskMethod(models.TextChoices):
    """How a council wants a task carried out."""

    SELECTION = "selection", _("Selection among competitors")
    DIRECT = "direct", _("Direct assignment")


class TaskState(models.TextChoices):
    """Where a task stands that a council has determined."""

    WORDED = "worded", _("Worded by the council")
    LISTED = "listed", _("In the list of tasks")
    CALLED = "called", _("Called for")
    CHOSEN = "chosen", _("Holder proposed")
    AWARDED = "awarded", _("Awarded")
    DROPPED = "dropped", _("Dropped")


PUBLISHED_TASKS = (TaskState.LISTED, TaskState.CALLED, TaskState.CHOSEN, TaskState.AWARDED)


class Contested(models.TextChoices):
    """What an appeal is lodged against."""

    REFUSAL = "refusal", _("Refusal of admission")
    CONCLUSION = "conclusion", _("Conclusion of the council")
    DECISION = "decision", _("Decision of the authority")


class AppealState(models.TextChoices):
    LODGED = "lodged", _("Appeal lodged")
    TAKEN_UP = "taken_up", _("Appeal taken up")
    NOT_TAKEN_UP = "not_taken_up", _("Appeal not taken up")
    UPHELD = "upheld", _("Appeal upheld")
    REJECTED = "rejected", _("Appeal rejected")
    WITHDRAWN = "withdrawn", _("Appeal withdrawn")


class Remedy(models.TextChoices):
    """What follows where an appeal is upheld: always an act that exists without appeals too."""

    READMIT = "readmit", _("The dossier is checked again")
    REJUDGE = "rejudge", _("The dossier is put before a council again")
    CHANGE = "change", _("A decision corrects, revokes or replaces the one appealed against")


OPEN_APPEALS = (AppealState.LODGED, AppealState.TAKEN_UP)
ANSWERED_APPEALS = (AppealState.UPHELD, AppealState.REJECTED)
