"""Councils with their seats, the dossiers put before them, and the sessions in which they meet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models import Dossier, Round
from organisation.models import Person, Unit


class SeatRole(models.TextChoices):
    CHAIR = "chair", _("Chair")
    DEPUTY = "deputy", _("Deputy chair")
    SECRETARY = "secretary", _("Secretary")
    REVIEWER = "reviewer", _("Reviewer")
    MEMBER = "member", _("Member")


class Council(models.Model):
    """Set up by a decision of the authority's head (Thông tư 18/2013/TT-BKHCN, Điều 8) for one round."""

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=250)
    authority = models.ForeignKey(Unit, models.PROTECT, related_name="councils")
    round = models.ForeignKey(Round, models.PROTECT, related_name="councils")
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """A person's place on a council. One chair at most."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, related_name="seats")
    role = models.CharField(_("role"), max_length=12, choices=SeatRole.choices, default=SeatRole.MEMBER)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["council", "position"]
        constraints = [
            models.UniqueConstraint(fields=["council", "person"], name="seat_once_a_person"),
            models.UniqueConstraint(fields=["council"], condition=Q(role="chair"), name="one_chair_a_council"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


class Session(models.Model):
    """A meeting of a council."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", _("In session")
        CLOSED = "closed", _("Closed")

    council = models.ForeignKey(Council, models.PROTECT, related_name="sessions")
    held_on = models.DateField(_("held on"))
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.council} – {self.held_on:%d/%m/%Y}"


class Attendance(models.Model):
    """Whether the holder of a seat is at a session."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances")
    present = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "seat"], name="attendance_once_a_seat")]

    def __str__(self) -> str:
        return f"{self.seat}: {self.present}"


class Hearing(models.Model):
    """A dossier before a council; `flags` are figures that a scheme may ask for (duplicate_pct and the like)."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="hearings")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="hearings")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="hearings")
    position = models.PositiveSmallIntegerField(default=1)
    flags = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["council", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["council", "dossier"], name="hearing_once_a_council")]

    def __str__(self) -> str:
        return f"{self.dossier} – {self.council}"


class Place(models.Model):
    """A seat at a hearing. A recused one holds neither sheet nor ballot and counts in no base (law 3)."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="places")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="places")
    recused = models.BooleanField(default=False)
    ground = models.CharField(_("ground"), max_length=250, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hearing", "seat"], name="place_once_a_hearing"),
            models.CheckConstraint(condition=Q(recused=False) | ~Q(ground=""), name="recusal_has_a_ground"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} – {self.hearing}"
