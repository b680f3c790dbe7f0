"""Shapes of the answers of the API of contracts."""

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


class CostRow(serializers.Serializer[Any]):
    """What every line of a budget is for, and who pays it."""

    item = serializers.ChoiceField(choices=CostItem.choices)
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]


class BudgetRow(CostRow):
    """A line of the budget."""

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
    revisions = serializers.IntegerField()
    longest_months = serializers.IntegerField()
    sources = SourceRow(many=True)
