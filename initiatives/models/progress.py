"""What comes in while a topic is executed: reports, requests with the annexes that follow, inspections, settlements,
what is done after acceptance, and the files of all of these.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.choices import Aftermath, ReportState, RequestKind, RequestState, Use
from initiatives.models.contracts import Contract
from initiatives.models.files import Blob
from organisation.models import Person


class Progress(models.Model):
    """A report on progress up to a day, on the contract's schedule; each submission keeps a version."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=ReportState.choices, default=ReportState.PLANNED)
    remark = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["contract", "number"]
        indexes = [models.Index(fields=["state", "due_on"])]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="report_number_once"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.contract}: {self.number}"


class ProgressVersion(models.Model):
    """What was submitted, frozen: answers, and files by digest. `digest` is the SHA-256 of the canonical JSON."""

    report = models.ForeignKey(Progress, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["report", "number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_version_once")]

    def __str__(self) -> str:
        return f"{self.report} ({self.number})"


class ContractRequest(models.Model):
    """Something asked of the authority: `asked` are the answers to the form of its kind, `findings` what the rules say
    of it ({rule, message, params, document}); `due_on` by when it is decided.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="requests")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=RequestKind.choices)
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.FILED)
    asked = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    filed_on = models.DateField()
    filed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decision_number = models.CharField(max_length=60, blank=True)
    decision_reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["contract", "number"]
        indexes = [models.Index(fields=["state", "due_on"])]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="request_number_once"),
            models.UniqueConstraint(
                fields=["contract", "kind"], condition=Q(state=RequestState.FILED), name="one_open_request_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[RequestState.APPROVED, RequestState.REFUSED])
                | (Q(decided_on__isnull=False) & ~Q(decision_number="")),
                name="request_decided_by_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}: {self.contract}"


class Annex(models.Model):
    """What an approved request changed of the contract: `changes` are {what, before, after}, as text."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="annexes")
    request = models.OneToOneField(ContractRequest, models.PROTECT, related_name="annex")
    number = models.PositiveSmallIntegerField()
    signed_on = models.DateField()
    changes = models.JSONField(default=list)

    class Meta:
        ordering = ["contract", "number"]
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="annex_number_once")]

    def __str__(self) -> str:
        return f"{self.contract}: {self.number}"


class Inspection(models.Model):
    """A visit of the authority, as its record says."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="inspections")
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    present = models.TextField()
    findings = models.TextField()
    demands = models.TextField(blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["contract", "number"]
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="inspection_number_once")]

    def __str__(self) -> str:
        return f"{self.contract}: {self.held_on}"


class Settlement(models.Model):
    """The money settled at the end: costs accepted, against what had been paid by then."""

    contract = models.OneToOneField(Contract, models.PROTECT, related_name="settlement")
    settled_on = models.DateField()
    accepted_vnd = models.PositiveBigIntegerField()
    paid_vnd = models.PositiveBigIntegerField()
    decision_number = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(accepted_vnd__gte=0) & Q(paid_vnd__gte=0), name="settlement_is_money"),
        ]

    def __str__(self) -> str:
        return f"{self.contract}: {self.settled_on}"


class FollowUp(models.Model):
    """Something to be done after acceptance, by a day; `use` is what a follow-up of use found."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="follow_ups")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Aftermath.choices)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    use = models.CharField(max_length=8, choices=Use.choices, blank=True)
    note = models.TextField(blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["contract", "number"]
        indexes = [models.Index(fields=["done_on", "due_on"])]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="follow_up_number_once"),
            models.CheckConstraint(condition=Q(use="") | Q(kind=Aftermath.USE), name="use_is_found_by_its_follow_up"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.contract}"


class ContractFile(models.Model):
    """A file of a contract, or of one of its reports or requests. Never removed: what has frozen it stays."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="files")
    report = models.ForeignKey(Progress, models.PROTECT, null=True, blank=True, related_name="files")
    request = models.ForeignKey(ContractRequest, models.PROTECT, null=True, blank=True, related_name="files")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["contract", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(report__isnull=True) | Q(request__isnull=True), name="contract_file_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return self.name
