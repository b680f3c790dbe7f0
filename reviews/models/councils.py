"""Councils with their seats, the dossiers put before them, and the sessions in which they meet."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models import Blob, Dossier, Round, Version
from organisation.models import Person, Unit
from reviews.models.schemes import SchemeVersion


class SeatRole(models.TextChoices):
    """What somebody is on a council; the rules know the same codes."""

    CHAIR = "chair", _("Chair")
    DEPUTY = "deputy", _("Deputy chair")
    SECRETARY = "secretary", _("Secretary")
    REVIEWER = "reviewer", _("Reviewer")
    MEMBER = "member", _("Member")


class Council(models.Model):
    """Set up by a decision of the authority's head (Thông tư 18/2013/TT-BKHCN, Điều 8) for one round.

    A standing council has a term: it meets from `term_from` to `term_to` (both included; none: no limit).
    """

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=250)
    authority = models.ForeignKey(Unit, models.PROTECT, related_name="councils")
    round = models.ForeignKey(Round, models.PROTECT, related_name="councils")
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    term_from = models.DateField(_("term from"), null=True, blank=True)
    term_to = models.DateField(_("term to"), null=True, blank=True)
    paper = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(term_from=None) | Q(term_to=None) | Q(term_from__lte=F("term_to")),
                name="council_term_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """A person's place on a council. One chair at most.

    An `alternate` (thành viên dự khuyết) holds no seat of their own: they take an absent member's seat of the same role
    for a session (`Substitution`). Nobody stands in for the chair, whose place the deputy takes.
    """

    council = models.ForeignKey(Council, models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, related_name="seats")
    role = models.CharField(_("role"), max_length=12, choices=SeatRole.choices, default=SeatRole.MEMBER)
    position = models.PositiveSmallIntegerField(default=1)
    alternate = models.BooleanField(_("alternate"), default=False)

    class Meta:
        ordering = ["council", "position"]
        constraints = [
            models.UniqueConstraint(fields=["council", "person"], name="seat_once_a_person"),
            models.UniqueConstraint(fields=["council"], condition=Q(role="chair"), name="one_chair_a_council"),
            models.CheckConstraint(condition=Q(alternate=False) | ~Q(role="chair"), name="no_alternate_for_the_chair"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


class Session(models.Model):
    """A meeting of a council. `postponed` names the dossiers that were on the agenda and not concluded when it closed;
    `minutes` is the last text of the minutes (earlier ones stay in the storage under the digests the journal names).
    """

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
    postponed = models.JSONField(default=list)
    minutes = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["council"], condition=Q(state="open"), name="one_open_session_a_council"),
        ]

    def __str__(self) -> str:
        return f"{self.council} – {self.held_on:%d/%m/%Y}"


class Attendance(models.Model):
    """Whether the holder of a seat is at a session now, and when they were.

    `times` are stays in order, {"came": time, "left": time or null while it lasts}, times in ISO 8601.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances")
    present = models.BooleanField(default=False)
    times = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "seat"], name="attendance_once_a_seat")]

    def __str__(self) -> str:
        return f"{self.seat}: {self.present}"


class Substitution(models.Model):
    """An alternate takes an absent member's seat at a session, until the member is back or the session closes."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="substitutions")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="substitutions")
    alternate = models.ForeignKey(Seat, models.PROTECT, related_name="standings_in")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "seat"], condition=Q(ended_at=None), name="one_substitute_a_seat"
            ),
            models.UniqueConstraint(
                fields=["session", "alternate"], condition=Q(ended_at=None), name="one_seat_a_substitute"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alternate} – {self.seat}"


class Hearing(models.Model):
    """One version of a dossier before a council, under one scheme. A dossier that comes back after a revision, or that
    another council takes over, is heard anew: at most one hearing of a dossier is open.

    `flags` are figures that a scheme may ask for (duplicate_pct and the like).
    """

    class State(models.TextChoices):
        OPEN = "open", _("Being judged")
        CONCLUDED = "concluded", _("Concluded")
        RELEASED = "released", _("Handed over to another council")

    council = models.ForeignKey(Council, models.PROTECT, related_name="hearings")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="hearings")
    version = models.ForeignKey(Version, models.PROTECT, related_name="hearings")
    scheme = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="hearings")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="hearings")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    position = models.PositiveSmallIntegerField(default=1)
    flags = models.JSONField(default=dict)
    reason = models.CharField(_("reason of the hand-over"), max_length=500, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["council", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(state="open"), name="one_open_hearing_a_dossier"),
            models.CheckConstraint(condition=~Q(state="released") | ~Q(reason=""), name="hand_over_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier} – {self.council}"


class Place(models.Model):
    """A seat at a hearing. A recused one holds neither sheet nor ballot and counts in no base (law 3).

    `instead_of` is the seat that an alternate takes. Each full seat has one place at a hearing, its own or that of an
    alternate; an alternate who is recused takes none, and is only kept here so that the minutes say so.

    `cause` says whether the person is an author of the work (never lifted), a conflict was declared, found in the
    record (`Conflict`), or named by an author and upheld. `received_at`: when the papers reached who holds the seat,
    where that was after the dossier was put before the council.
    """

    class Cause(models.TextChoices):
        NONE = "", _("None")
        AUTHOR = "author", _("Author of the work")
        DECLARED = "declared", _("Declared conflict of interest")
        DETECTED = "detected", _("Conflict of interest found in the record")
        NAMED = "named", _("Conflict of interest named by an author")

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="places")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="places")
    instead_of = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="places_taken")
    recused = models.BooleanField(default=False)
    cause = models.CharField(max_length=8, choices=Cause.choices, default=Cause.NONE, blank=True)
    ground = models.CharField(_("ground"), max_length=250, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hearing", "seat"], name="place_once_a_hearing"),
            models.CheckConstraint(
                condition=Q(recused=False, cause="", ground="") | Q(recused=True) & ~Q(cause="") & ~Q(ground=""),
                name="recusal_has_a_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} – {self.hearing}"
