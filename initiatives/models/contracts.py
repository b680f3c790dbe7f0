"""The execution of a topic: its contract with budget, instalments and milestones."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.choices import ContractState, CostItem, Source
from initiatives.models.dossiers import Dossier
from initiatives.models.works import Work
from initiatives.rules.terms import Term
from organisation.models import Unit


class Contract(models.Model):
    """Between an authority and the unit that carries a topic out, for a selection that was approved.

    `rule_set` is that under which the topic was opened. `cap_vnd` is what was approved of the state budget.
    `as_signed` is what was signed, whatever annexes change later (`services.plans.snapshot`). The columns from
    `state_vnd` on sum up what stands in other tables, for lists of very many; `services.plans.refresh` keeps them.
    `sides` are the sides of the three-way link that take part, as in "school,state".
    """

    code = models.CharField(max_length=40, unique=True)
    number = models.CharField(max_length=60, blank=True)
    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="contract")
    work = models.OneToOneField(Work, models.PROTECT, related_name="contract")
    authority = models.ForeignKey(Unit, models.PROTECT, related_name="contracts_given")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="contracts_held")
    state = models.CharField(max_length=16, choices=ContractState.choices, default=ContractState.DRAFT)
    rule_set = models.CharField(max_length=40)
    starts_on = models.DateField(_("starts on"))
    months = models.PositiveSmallIntegerField(_("months"))
    extended_months = models.PositiveSmallIntegerField(default=0)
    paused_days = models.PositiveSmallIntegerField(default=0)
    paused_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField()
    report_every_months = models.PositiveSmallIntegerField()
    requires_acceptance = models.BooleanField(default=True)
    cap_vnd = models.PositiveBigIntegerField()
    goals = models.TextField(blank=True)
    people = models.TextField(blank=True)
    orderer = models.CharField(max_length=200, blank=True)
    holder = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    as_signed = models.JSONField(default=dict, blank=True)
    acceptance_filed_on = models.DateField(null=True, blank=True)
    result_on = models.DateField(null=True, blank=True)
    grade = models.CharField(max_length=40, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    sides = models.CharField(max_length=40, blank=True)
    state_vnd = models.PositiveBigIntegerField(default=0)
    other_vnd = models.PositiveBigIntegerField(default=0)
    paid_vnd = models.PositiveBigIntegerField(default=0)
    settled_vnd = models.PositiveBigIntegerField(default=0)
    next_due_on = models.DateField(null=True, blank=True)
    demonstration = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["authority", "state", "-id"]),
            models.Index(fields=["unit", "state", "-id"]),
            models.Index(fields=["state", "next_due_on"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ContractState.values), name="contract_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=ContractState.DRAFT) | Q(signed_on__isnull=False), name="contract_in_force_is_signed"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="contract_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(state_vnd__lte=F("cap_vnd")), name="contract_within_what_is_approved"),
        ]

    def __str__(self) -> str:
        return self.number or self.code

    @property
    def term(self) -> Term:
        """Its term, extensions and pauses included."""
        return Term(self.starts_on, self.months, self.extended_months, self.paused_days)


class BudgetLine(models.Model):
    """An amount for an item, from a source, in a year, in whole đồng."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="lines")
    item = models.CharField(_("item"), max_length=12, choices=CostItem.choices)
    source = models.CharField(_("source"), max_length=8, choices=Source.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    amount_vnd = models.PositiveBigIntegerField(_("amount (đồng)"))

    class Meta:
        ordering = ["contract", "year", "source", "item"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "item", "source", "year"], name="budget_line_once"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="budget_line_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.contract}: {self.item} {self.year}"


class Instalment(models.Model):
    """A part of the state budget that is paid out: planned, paid, settled."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="instalments")
    position = models.PositiveSmallIntegerField()
    planned_on = models.DateField(_("planned on"))
    planned_vnd = models.PositiveBigIntegerField(_("amount (đồng)"))
    paid_on = models.DateField(null=True, blank=True)
    paid_vnd = models.PositiveBigIntegerField(default=0)
    settled_on = models.DateField(null=True, blank=True)
    settled_vnd = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["contract", "position"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "position"], name="instalment_position_once"),
            models.CheckConstraint(condition=Q(paid_vnd__lte=F("planned_vnd")), name="instalment_paid_as_planned"),
            models.CheckConstraint(condition=Q(settled_vnd__lte=F("paid_vnd")), name="instalment_settled_as_paid"),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True, paid_vnd=0) | Q(paid_on__isnull=False),
                name="instalment_paid_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract}: {self.position}"


class Milestone(models.Model):
    """A part of the work with its product: planned days, and the days in fact."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("work"), max_length=300)
    product = models.CharField(_("product"), max_length=300, blank=True)
    plan_from = models.DateField(_("from"))
    plan_to = models.DateField(_("to"))
    fact_from = models.DateField(null=True, blank=True)
    fact_to = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["contract", "position"]
        indexes = [models.Index(fields=["contract", "fact_to", "plan_to"])]
        constraints = [
            models.UniqueConstraint(fields=["contract", "position"], name="milestone_position_once"),
            models.CheckConstraint(condition=Q(plan_to__gte=F("plan_from")), name="milestone_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(fact_to__isnull=True) | Q(fact_from__isnull=False, fact_to__gte=F("fact_from")),
                name="milestone_was_begun_before_it_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_late(self, today: date) -> bool:
        """Not done, and its day has passed."""
        return self.fact_to is None and self.plan_to < today
