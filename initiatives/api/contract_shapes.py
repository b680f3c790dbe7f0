"""Shapes of the API of contracts and of the portfolio."""

from typing import Any

from rest_framework import serializers

from initiatives.api.serializers import EventRow, FormQuestion
from initiatives.choices import (
    Aftermath,
    ContractState,
    CostItem,
    ReportState,
    RequestKind,
    RequestState,
    Source,
    Use,
)
from initiatives.rules.budget import MOST
from organisation.api.serializers import StrictSerializer


class ContractRow(serializers.Serializer[Any]):
    """A contract as lists show it; money in đồng. `next_due_on` is the first day by which something is due of it."""

    code = serializers.CharField()
    number = serializers.CharField(allow_blank=True)
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=ContractState.choices)
    unit = serializers.CharField()
    authority = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    next_due_on = serializers.DateField(allow_null=True)
    state_vnd = serializers.IntegerField()
    paid_vnd = serializers.IntegerField()


class BudgetRow(serializers.Serializer[Any]):
    """A line of the budget."""

    item = serializers.ChoiceField(choices=CostItem.choices)
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    year = serializers.IntegerField()
    amount_vnd = serializers.IntegerField()


class InstalmentRow(serializers.Serializer[Any]):
    """An instalment: planned, paid, settled."""

    number = serializers.IntegerField()
    planned_on = serializers.DateField()
    planned_vnd = serializers.IntegerField()
    paid_on = serializers.DateField(allow_null=True)
    paid_vnd = serializers.IntegerField()
    settled_on = serializers.DateField(allow_null=True)
    settled_vnd = serializers.IntegerField()


class BarRow(serializers.Serializer[Any]):
    """Something with a planned and an actual time; `late_days` at the end or by today."""

    kind = serializers.ChoiceField(choices=["milestone", "report", "final", "follow_up"])
    number = serializers.IntegerField()
    title = serializers.CharField(allow_blank=True)
    product = serializers.CharField(allow_blank=True)
    plan_from = serializers.DateField()
    plan_to = serializers.DateField()
    began = serializers.DateField(allow_null=True)
    ended = serializers.DateField(allow_null=True)
    late_days = serializers.IntegerField()


class ActRow(serializers.Serializer[Any]):
    """What the asker may do now, and the form that it asks for."""

    name = serializers.CharField()
    title = serializers.CharField()
    form = FormQuestion(many=True)


class ContractFileRow(serializers.Serializer[Any]):
    """A file; of the contract itself where it names neither a report nor a request (by number)."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    media_type = serializers.CharField()
    digest = serializers.CharField()
    report = serializers.IntegerField(allow_null=True)
    request = serializers.IntegerField(allow_null=True)


class ProgressVersionRow(serializers.Serializer[Any]):
    """A version of a report, frozen."""

    number = serializers.IntegerField()
    digest = serializers.CharField()
    submitted_at = serializers.DateTimeField()
    answers = serializers.DictField()


class ProgressReportRow(serializers.Serializer[Any]):
    """A report on progress."""

    number = serializers.IntegerField()
    due_on = serializers.DateField()
    state = serializers.ChoiceField(choices=ReportState.choices)
    remark = serializers.CharField(allow_blank=True)
    versions = ProgressVersionRow(many=True)
    transitions = ActRow(many=True)


class FindingRow(serializers.Serializer[Any]):
    """What a rule says of a request."""

    rule = serializers.CharField()
    text = serializers.CharField()
    document = serializers.CharField()


class RequestRow(serializers.Serializer[Any]):
    """A request, with what is asked, what the rules say, and the decision."""

    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=RequestKind.choices)
    state = serializers.ChoiceField(choices=RequestState.choices)
    asked = serializers.DictField()
    findings = FindingRow(many=True)
    filed_on = serializers.DateField()
    due_on = serializers.DateField()
    decided_on = serializers.DateField(allow_null=True)
    decision_number = serializers.CharField(allow_blank=True)
    decision_reason = serializers.CharField(allow_blank=True)
    transitions = ActRow(many=True)


class ChangeOfContract(serializers.Serializer[Any]):
    """What an annex changed."""

    what = serializers.CharField()
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class AnnexRow(serializers.Serializer[Any]):
    """An annex, of an approved request."""

    number = serializers.IntegerField()
    request = serializers.IntegerField()
    signed_on = serializers.DateField()
    changes = ChangeOfContract(many=True)


class InspectionRow(serializers.Serializer[Any]):
    """The record of a visit."""

    number = serializers.IntegerField()
    held_on = serializers.DateField()
    present = serializers.CharField()
    findings = serializers.CharField()
    demands = serializers.CharField(allow_blank=True)


class FollowUpRow(serializers.Serializer[Any]):
    """What is to be done after acceptance."""

    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Aftermath.choices)
    due_on = serializers.DateField()
    done_on = serializers.DateField(allow_null=True)
    use = serializers.ChoiceField(choices=Use.choices, allow_blank=True)
    note = serializers.CharField(allow_blank=True)


class SettlementRow(serializers.Serializer[Any]):
    """The money at the end; `to_pay` or `to_return` is what is left."""

    settled_on = serializers.DateField()
    accepted_vnd = serializers.IntegerField()
    paid_vnd = serializers.IntegerField()
    to_pay_vnd = serializers.IntegerField()
    to_return_vnd = serializers.IntegerField()
    decision_number = serializers.CharField()


class ContractDetail(ContractRow):
    """Everything about a contract. Late things are `late`, in the order of their days; `next` comes after them."""

    dossier = serializers.CharField()
    rule_set = serializers.CharField()
    months = serializers.IntegerField()
    extended_months = serializers.IntegerField()
    paused_days = serializers.IntegerField()
    requires_acceptance = serializers.BooleanField()
    acceptance_filed_on = serializers.DateField(allow_null=True)
    cap_vnd = serializers.IntegerField()
    other_vnd = serializers.IntegerField()
    settled_vnd = serializers.IntegerField()
    signed_on = serializers.DateField(allow_null=True)
    result_on = serializers.DateField(allow_null=True)
    grade = serializers.CharField(allow_blank=True)
    sides = serializers.ListField(child=serializers.CharField())
    goals = serializers.CharField(allow_blank=True)
    people = serializers.CharField(allow_blank=True)
    budget = BudgetRow(many=True)
    instalments = InstalmentRow(many=True)
    timeline = BarRow(many=True)
    late = BarRow(many=True)
    next = BarRow(allow_null=True)
    reports = ProgressReportRow(many=True)
    requests = RequestRow(many=True)
    annexes = AnnexRow(many=True)
    inspections = InspectionRow(many=True)
    follow_ups = FollowUpRow(many=True)
    settlement = SettlementRow(allow_null=True)
    files = ContractFileRow(many=True)
    transitions = ActRow(many=True)
    requestable = serializers.ListField(child=serializers.ChoiceField(choices=RequestKind.choices))


class ContractEvent(EventRow):
    """Something that happened to a contract."""


class DraftRequest(StrictSerializer):
    """Begin the contract of an approved selection; months and the approved budget are taken from it unless said."""

    dossier = serializers.CharField(max_length=20)
    rule_set = serializers.CharField(max_length=40)
    starts_on = serializers.DateField()
    months = serializers.IntegerField(min_value=1, max_value=120, required=False)
    cap_vnd = serializers.IntegerField(min_value=0, max_value=MOST, required=False)


class BudgetAsked(StrictSerializer):
    """A line."""

    item = serializers.ChoiceField(choices=CostItem.choices)
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    amount_vnd = serializers.IntegerField(min_value=1, max_value=MOST)


class InstalmentAsked(StrictSerializer):
    """An instalment."""

    planned_on = serializers.DateField()
    planned_vnd = serializers.IntegerField(min_value=1, max_value=MOST)


class MilestoneAsked(StrictSerializer):
    """A part of the work."""

    title = serializers.CharField(max_length=300)
    product = serializers.CharField(max_length=300, allow_blank=True, default="")
    plan_from = serializers.DateField()
    plan_to = serializers.DateField()


class PlanRequest(StrictSerializer):
    """The whole plan of a contract in preparation."""

    budget = BudgetAsked(many=True)
    instalments = InstalmentAsked(many=True)
    milestones = MilestoneAsked(many=True)


class ActRequest(StrictSerializer):
    """The answers to the form of an act (`transitions` of the detail)."""

    answers = serializers.DictField(required=False, default=dict)


class AskRequest(StrictSerializer):
    """A request: its kind, the answers to the form of the kind; a change of the budget brings all its lines."""

    kind = serializers.ChoiceField(choices=RequestKind.choices)
    answers = serializers.DictField()
    budget = BudgetAsked(many=True, required=False)


class FileOfContract(StrictSerializer):
    """A file (multipart), for the contract, or for its report or request of a number."""

    file = serializers.FileField()
    to = serializers.ChoiceField(choices=["report", "request"], required=False)
    number = serializers.IntegerField(min_value=1, max_value=999, required=False)


class ResultRequest(StrictSerializer):
    """The round in which the result is filed as an initiative."""

    round = serializers.CharField(max_length=60)


class BegunRow(serializers.Serializer[Any]):
    """The draft that was begun."""

    code = serializers.CharField()


class SourceRow(serializers.Serializer[Any]):
    """Where a rule comes from; one that is not confirmed is a setting."""

    rule = serializers.CharField()
    document = serializers.CharField()
    article = serializers.CharField(allow_blank=True)
    confirmed = serializers.BooleanField()


class RuleSetRow(serializers.Serializer[Any]):
    """The rules under which a topic is executed."""

    code = serializers.CharField()
    title = serializers.CharField()
    since = serializers.DateField()
    extensions = serializers.IntegerField()
    extension_months = serializers.IntegerField()
    short_topic_months = serializers.IntegerField()
    short_extension_months = serializers.IntegerField()
    ask_days_before = serializers.IntegerField()
    minutes_from_months = serializers.IntegerField()
    decide_days = serializers.IntegerField()
    decide_in_working_days = serializers.BooleanField()
    report_every_months = serializers.IntegerField()
    final_dossier_days = serializers.IntegerField()
    base_acceptance_days = serializers.IntegerField()
    council_working_days = serializers.IntegerField()
    acceptance_days = serializers.IntegerField()
    longest_months = serializers.IntegerField()
    sources = SourceRow(many=True)


class PortfolioShare(serializers.Serializer[Any]):
    """A part of the portfolio; `list` are the parameters of `contracts/` that list it."""

    key = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField()
    late = serializers.IntegerField()
    state_vnd = serializers.IntegerField()
    list = serializers.CharField()


class PortfolioCount(serializers.Serializer[Any]):
    """A count under a key."""

    key = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField()


class MoneyRow(serializers.Serializer[Any]):
    """Sums in đồng."""

    approved = serializers.IntegerField()
    planned = serializers.IntegerField()
    other = serializers.IntegerField()
    paid = serializers.IntegerField()
    settled = serializers.IntegerField()


class OutlookYear(serializers.Serializer[Any]):
    """Acceptances to be expected in a year: the mean, and the range in which it falls nine times in ten."""

    year = serializers.IntegerField()
    mean = serializers.FloatField()
    low = serializers.IntegerField()
    high = serializers.IntegerField()


class OutlookRow(serializers.Serializer[Any]):
    """`years` are empty where too few topics have ended. `rate` in percent, `delay` in months."""

    years = OutlookYear(many=True)
    topics = serializers.IntegerField()
    ended = serializers.IntegerField()
    rate = serializers.IntegerField()
    delay = serializers.FloatField()


class PortfolioRow(serializers.Serializer[Any]):
    """The portfolio. `late`: something is late; `overdue`: the term is over and no dossier for acceptance is filed."""

    total = serializers.IntegerField()
    late = serializers.IntegerField()
    overdue = serializers.IntegerField()
    money = MoneyRow()
    proposed = PortfolioCount(many=True)
    stages = PortfolioShare(many=True)
    fields = PortfolioShare(many=True)  # type: ignore[assignment]
    units = PortfolioShare(many=True)
    sectors = PortfolioShare(many=True)
    links = PortfolioShare(many=True)
    expected = PortfolioShare(many=True)
    grades = PortfolioShare(many=True)
    uses = PortfolioCount(many=True)
    outlook = OutlookRow()
