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
