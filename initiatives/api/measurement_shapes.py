"""Shapes of the API of what expert groups measure."""

from typing import Any

from rest_framework import serializers

from initiatives.api.task_shapes import AppraiserRequest
from organisation.api.serializers import StrictSerializer


class MeasuredProduct(StrictSerializer):
    """A product: what the contract promises, what was measured, and whether it meets it."""

    product = serializers.CharField(max_length=500)
    promised = serializers.CharField(max_length=500)
    measured = serializers.CharField(max_length=500)
    met = serializers.BooleanField()


class MeasuredRow(serializers.Serializer[Any]):
    """What an expert group found, as it is read before and in the session."""

    held_on = serializers.DateField()
    members = serializers.ListField(child=serializers.CharField())
    products = MeasuredProduct(many=True)
    findings = serializers.CharField()


class MeasurementRow(MeasuredRow):
    """The record of an expert group on a version of an acceptance dossier."""

    dossier = serializers.CharField()
    version = serializers.IntegerField()


class MeasurementRequest(StrictSerializer):
    """What the group found."""

    held_on = serializers.DateField()
    members = AppraiserRequest(many=True)
    products = MeasuredProduct(many=True)
    findings = serializers.CharField(max_length=5_000)
