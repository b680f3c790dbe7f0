"""Shapes of the API of people and units."""

from rest_framework import serializers

from organisation.models import UnitKind
from organisation.services.tokens import SCOPES


class TokenRequest(serializers.Serializer):
    """User name or e-mail, and password."""

    username = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=200, trim_whitespace=False)
    scopes = serializers.MultipleChoiceField(choices=[(scope, scope) for scope in SCOPES], required=False)


class TokenAnswer(serializers.Serializer):
    """The key is shown once."""

    token = serializers.CharField()
    expires = serializers.DateTimeField()


class MeAnswer(serializers.Serializer):
    """Who asks: roles, own units, and how many tasks wait."""

    username = serializers.CharField()
    name = serializers.CharField()
    person = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    units = serializers.ListField(child=serializers.CharField())
    tasks = serializers.IntegerField()


class UnitRow(serializers.Serializer):
    """A unit; `parent` and `successors` are codes."""

    code = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=UnitKind.choices)
    parent = serializers.CharField(allow_null=True)
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)


class PersonRow(serializers.Serializer):
    """A colleague, as pickers show them."""

    code = serializers.CharField()
    full_name = serializers.CharField()
    unit = serializers.CharField()
    job_title = serializers.CharField()


class ProblemRow(serializers.Serializer):
    """One field and what to mend there."""

    field = serializers.CharField()
    message = serializers.CharField()


class Problem(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    errors = ProblemRow(many=True, required=False)
