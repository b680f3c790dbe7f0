"""Appeals against a refusal, a conclusion or a decision."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.choices import ANSWERED_APPEALS, OPEN_APPEALS, AppealState, Channel, Contested, Remedy
from initiatives.models.dossiers import Dossier
from initiatives.models.files import Blob
from organisation.models import Person


class Appeal(models.Model):
    """`acted_at` is when the act was done that it goes against, by the journal: one appeal is answered for an act.
    `due_on` is the day by which the next step is due: to take it up, then to answer it. `remedy` is what follows where
    it is upheld, `carried_out_by` the decision that has done so where one is needed. `paper` is the answer as issued.
    """

    code = models.CharField(max_length=20, unique=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="appeals")
    contested = models.CharField(max_length=12, choices=Contested.choices)
    acted_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=AppealState.choices, default=AppealState.LODGED)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.ONLINE)
    appellant = models.CharField(_("who appeals"), max_length=300)
    grounds = models.TextField()
    wanted = models.TextField()
    lodged_on = models.DateField()
    lodged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="appeals")
    taken_up_on = models.DateField(null=True, blank=True)
    handler = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="appeals_handled")
    findings = models.TextField(blank=True)
    prolonged_because = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decision_number = models.CharField(max_length=60, blank=True)
    signer_name = models.CharField(max_length=120, blank=True, default="", db_default="")
    signer_post = models.CharField(max_length=120, blank=True, default="", db_default="")
    paper = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)
    remedy = models.CharField(max_length=8, choices=Remedy.choices, blank=True)
    carried_out_by = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["state", "due_on"])]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AppealState.values), name="appeal_state_is_known"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(state__in=OPEN_APPEALS), name="appeal_open_once_a_dossier"
            ),
            models.UniqueConstraint(
                fields=["dossier", "acted_at"], condition=Q(state__in=ANSWERED_APPEALS), name="appeal_answered_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ANSWERED_APPEALS) | Q(decided_on__isnull=False) & ~Q(decision_number=""),
                name="appeal_is_answered_by_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(state=AppealState.UPHELD) & ~Q(remedy="") | ~Q(state=AppealState.UPHELD) & Q(remedy=""),
                name="appeal_has_a_remedy_once_upheld",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.dossier}"


class AppealFile(models.Model):
    """A file that a party or the authority has put to an appeal. Never removed; who sees the appeal sees it."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="files")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["appeal", "id"]

    def __str__(self) -> str:
        return self.name
