"""Shapes of what is asked of the API of contracts."""

from rest_framework import serializers

from initiatives.api.contract_shapes import CostRow
from initiatives.choices import RequestKind
from initiatives.rules.budget import MOST
from organisation.api.serializers import StrictSerializer, Upload


class DraftRequest(StrictSerializer):
    """Begin the contract of an approved selection; months and the approved budget are taken from it unless said."""

    dossier = serializers.CharField(max_length=20)
    rule_set = serializers.CharField(max_length=40)
    starts_on = serializers.DateField()
    months = serializers.IntegerField(min_value=1, max_value=120, required=False)
    cap_vnd = serializers.IntegerField(min_value=0, max_value=MOST, required=False)


class BudgetAsked(StrictSerializer, CostRow):
    """A line."""

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

    file = Upload()
    to = serializers.ChoiceField(choices=["report", "request"], required=False)
    number = serializers.IntegerField(min_value=1, max_value=999, required=False)


class ResultRequest(StrictSerializer):
    """The round in which the result is filed as an initiative."""

    round = serializers.CharField(max_length=60)
