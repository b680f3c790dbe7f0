"""Shapes of the API of decisions, certificates, the register, targets and statistics."""

from typing import Any

from rest_framework import serializers

from initiatives.choices import Kind, Level
from organisation.api.serializers import StrictSerializer
from recognition.models import Certificate, Decision, DecisionItem


class RecognitionRow(serializers.Serializer[Any]):
    """A recognition as the register shows it; `held_to` is the day of its revocation."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    level = serializers.ChoiceField(choices=Level.choices)
    unit_code = serializers.CharField()
    unit_name = serializers.CharField()
    held_from = serializers.DateField()
    held_to = serializers.DateField(allow_null=True)
    grade = serializers.CharField()
    decision_code = serializers.CharField()


class DecisionRow(serializers.Serializer[Any]):
    """A decision; `number` as papers cite it, empty while it is a draft."""

    code = serializers.CharField()
    number = serializers.CharField()
    kind = serializers.ChoiceField(choices=Decision.Kind.choices)
    level = serializers.ChoiceField(choices=Level.choices)
    authority = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=Decision.State.choices)
    signed_on = serializers.DateField(allow_null=True)


class ItemRow(serializers.Serializer[Any]):
    """A dossier in a decision."""

    dossier = serializers.CharField()
    title = serializers.CharField()
    result = serializers.ChoiceField(choices=DecisionItem.Result.choices)


class DecisionDetail(DecisionRow):
    """With its list."""

    items = ItemRow(many=True)


class DecisionDraftRequest(StrictSerializer):
    """Draft a decision from concluded dossiers, or (`revokes`) the revocation of one's recognition."""

    authority = serializers.CharField(max_length=20, required=False)
    level = serializers.ChoiceField(choices=Level.choices, required=False)
    dossiers = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=500)
    title = serializers.CharField(max_length=300, required=False, allow_blank=True)
    revokes = serializers.CharField(max_length=20, required=False)
    reason = serializers.CharField(max_length=2000, required=False)


class SignRequest(StrictSerializer):
    """Who signed, in which post, on which day."""

    signed_on = serializers.DateField()
    signer_name = serializers.CharField(max_length=120)
    signer_post = serializers.CharField(max_length=120)


class CertificateRow(serializers.Serializer[Any]):
    """A certificate; `verification` is the code of its public page."""

    serial = serializers.CharField()
    verification = serializers.CharField()
    state = serializers.ChoiceField(choices=Certificate.State.choices)
    full_name = serializers.CharField()
    title = serializers.CharField()
    issued_on = serializers.DateField()


class VerdictAnswer(serializers.Serializer[Any]):
    """valid, replaced, revoked or unknown; and what the document says."""

    state = serializers.CharField()
    serial = serializers.CharField(allow_blank=True)
    content = serializers.DictField()


class TargetRow(serializers.Serializer[Any]):
    """A target as it is set."""

    code = serializers.CharField()
    title = serializers.CharField()
    levels = serializers.ListField(child=serializers.CharField())
    kinds = serializers.ListField(child=serializers.CharField())
    growth = serializers.CharField()
    baseline_from = serializers.DateField()
    baseline_to = serializers.DateField()
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    demonstration = serializers.BooleanField()


class ProgressAnswer(serializers.Serializer[Any]):
    """Counts of works; null where the target is not computable. `lists` are query strings of the register."""

    target = serializers.CharField()
    as_of = serializers.DateField()
    baseline = serializers.IntegerField(allow_null=True)
    required = serializers.IntegerField(allow_null=True)  # type: ignore[assignment]  # the figure's name
    achieved = serializers.IntegerField()
    met = serializers.BooleanField(allow_null=True)
    expected = serializers.IntegerField(allow_null=True)
    ahead = serializers.IntegerField(allow_null=True)
    still_needed = serializers.IntegerField(allow_null=True)
    lists = serializers.DictField(child=serializers.CharField())


class CountRow(serializers.Serializer[Any]):
    """One figure and the query string of the list it counts."""

    values = serializers.DictField()
    labels = serializers.DictField(child=serializers.CharField())
    count = serializers.IntegerField()
    list = serializers.CharField()


class CountAnswer(serializers.Serializer[Any]):
    """`total` counts every work once at each level; `credited` is the sum of the rows."""

    by = serializers.ListField(child=serializers.CharField())
    rows = CountRow(many=True)
    total = serializers.IntegerField()
    credited = serializers.IntegerField()


class NominationRequest(StrictSerializer):
    """The round of the city level."""

    round = serializers.CharField(max_length=30)


class NominationAnswer(serializers.Serializer[Any]):
    """The new draft."""

    code = serializers.CharField()
