"""Shapes of who is ahead and behind of a target, and of what waits."""

from typing import Any

from rest_framework import serializers


class ShareRow(serializers.Serializer[Any]):
    """What one unit, with those below it, is to bring and has brought; `required` is null where not computable."""

    unit = serializers.CharField()
    name = serializers.CharField()
    share = serializers.DecimalField(max_digits=5, decimal_places=2)
    required = serializers.IntegerField(allow_null=True)  # type: ignore[assignment]  # the figure's name
    achieved = serializers.IntegerField()
    list = serializers.CharField()


class StandingRow(serializers.Serializer[Any]):
    """What a unit has brought, and what would be on pace by the day; `ahead` is negative when it is behind."""

    unit = serializers.CharField()
    name = serializers.CharField()
    achieved = serializers.IntegerField()
    expected = serializers.IntegerField()
    ahead = serializers.IntegerField()
    list = serializers.CharField()


class UnitsAnswer(serializers.Serializer[Any]):
    """Units against their shares, where the target is shared, else against their own baseline; the furthest behind
    first. `list` is a query string of `recognitions/`. A work of two units counts for each of them.
    """

    target = serializers.CharField()
    as_of = serializers.DateField()
    shares = ShareRow(many=True)
    standings = StandingRow(many=True)


class WaitingRow(serializers.Serializer[Any]):
    """Dossiers in a state, those past their day, and for how many working days the longest has been there. The lists
    are query strings of `dossiers/`.
    """

    state = serializers.CharField()
    count = serializers.IntegerField()
    late = serializers.IntegerField()
    longest = serializers.IntegerField()
    list = serializers.CharField()
    list_late = serializers.CharField()
