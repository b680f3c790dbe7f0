"""Shapes of the API of the portfolio."""

from typing import Any

from rest_framework import serializers


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
    """The portfolio. `late`: something is late; `overdue`: the term is over and no dossier for acceptance is filed.
    `unit_names` by code, of `units`.
    """

    total = serializers.IntegerField()
    late = serializers.IntegerField()
    overdue = serializers.IntegerField()
    money = MoneyRow()
    proposed = PortfolioCount(many=True)
    stages = PortfolioShare(many=True)
    fields = PortfolioShare(many=True)  # type: ignore[assignment]
    units = PortfolioShare(many=True)
    unit_names = serializers.DictField(child=serializers.CharField())
    sectors = PortfolioShare(many=True)
    links = PortfolioShare(many=True)
    expected = PortfolioShare(many=True)
    grades = PortfolioShare(many=True)
    uses = PortfolioCount(many=True)
    outlook = OutlookRow()
