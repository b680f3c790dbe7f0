"""Shapes of the API of tasks and appraisals."""

from typing import Any

from rest_framework import serializers

from initiatives.api.contract_shapes import ActRow, CostRow
from initiatives.choices import Level, TaskMethod, TaskState
from initiatives.rules.budget import MOST
from organisation.api.serializers import StrictSerializer


class CallRow(serializers.Serializer[Any]):
    """The call in force; days are included."""

    round = serializers.CharField()
    opens_on = serializers.DateField()
    closes_on = serializers.DateField()


class TaskRow(serializers.Serializer[Any]):
    """A task as lists show it."""

    code = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=TaskState.choices)
    method = serializers.ChoiceField(choices=TaskMethod.choices)
    level = serializers.ChoiceField(choices=Level.choices)
    authority = serializers.CharField()
    field = serializers.CharField(allow_null=True)
    list_number = serializers.CharField(allow_blank=True)
    listed_on = serializers.DateField(allow_null=True)
    call = CallRow(allow_null=True)


class TaskDetail(TaskRow):
    """A task as the council worded it. 0: no bound. `worded_on`: when the council itself worded it.
    `proposal` and `winner` are told to the authority alone.
    """

    goals = serializers.CharField()
    products = serializers.CharField()
    applied_by = serializers.CharField()
    grounds = serializers.CharField(allow_blank=True)
    assigned_to = serializers.CharField(allow_null=True)
    rule_set = serializers.CharField()
    most_months = serializers.IntegerField()
    cap_vnd = serializers.IntegerField()
    worded_on = serializers.DateField(allow_null=True)
    proposal = serializers.CharField(allow_null=True)
    winner = serializers.CharField(allow_null=True)
    transitions = ActRow(many=True)


class TaskRequest(StrictSerializer):
    """Word the task of a proposal that a council has passed."""

    proposal = serializers.CharField(max_length=20)
    answers = serializers.DictField()


class CallRequest(StrictSerializer):
    """Call for dossiers on one task or a group of them; sealed unless said otherwise."""

    tasks = serializers.ListField(child=serializers.CharField(max_length=20), max_length=100)
    title = serializers.CharField(max_length=200)
    opens_on = serializers.DateField()
    closes_on = serializers.DateField()
    sealed = serializers.BooleanField(required=False, default=True)


class AppraisedLine(CostRow):
    """A line of the budget: asked and appraised, in đồng; the year counts from that in which the contract begins."""

    year = serializers.IntegerField()
    asked_vnd = serializers.IntegerField()
    amount_vnd = serializers.IntegerField()


class AppraisalRow(serializers.Serializer[Any]):
    """The appraisal of a budget."""

    dossier = serializers.CharField()
    held_on = serializers.DateField()
    members = serializers.ListField(child=serializers.CharField())
    lines = AppraisedLine(many=True)
    state_vnd = serializers.IntegerField()
    other_vnd = serializers.IntegerField()
    note = serializers.CharField(allow_blank=True)


class LineRequest(StrictSerializer, CostRow):
    """A line as appraised."""

    year = serializers.IntegerField(min_value=1, max_value=20)
    amount_vnd = serializers.IntegerField(min_value=1, max_value=MOST)


class AppraiserRequest(StrictSerializer):
    """A member of the team: by staff code, or by name where there is no staff record."""

    person = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    name = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    office = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class AppraisalRequest(StrictSerializer):
    """What the team found."""

    held_on = serializers.DateField()
    members = AppraiserRequest(many=True)
    lines = LineRequest(many=True)
    note = serializers.CharField(max_length=5_000, required=False, default="", allow_blank=True)
