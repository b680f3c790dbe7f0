"""Shapes of the API of people and units."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from organisation.models import Role, UnitKind
from organisation.services.tokens import ASKABLE


@extend_schema_field({"type": "string", "format": "binary", "minLength": 1})
class Upload(serializers.FileField):
    """A file that is sent, of a byte at least."""


class StrictSerializer(serializers.Serializer[Any]):
    """What is asked of callers: a field that is not known is refused, not passed over."""

    def to_internal_value(self, data: Any) -> Any:
        """Raises ValidationError naming each field that is wrong, unknown ones too."""
        known = isinstance(data, Mapping)
        faults: dict[str, Any] = {
            str(name)[:40]: [_("There is no such field.")]
            for name in (data if known else ())
            if name not in self.fields
        }
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            faults.update(error.detail)  # type: ignore[arg-type]
        if faults:
            raise serializers.ValidationError(faults)
        return value


SAID = r"[^\s\x1c-\x1f\x85]"
"""Something besides blanks, in Python's reading of them: that of JSON Schema has not the separators of old."""


class ClosedShape(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """The schema says of a strict shape that it has no other fields, and what its fields refuse besides their type."""

    target_class = StrictSerializer
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """The shape as it would be described without this, closed."""
        shape = auto_schema._map_serializer(self.target, direction, True)
        told = shape.get("properties", {})
        for name, field in self.target.fields.items():
            if name in told:
                told[name].update(_refusals(field, told[name]))
        return {**shape, "additionalProperties": False}


def _refusals(field: Any, told: dict[str, Any]) -> dict[str, Any]:
    """What the generator leaves out: no empty lists, no texts of nothing but blanks."""
    if isinstance(field, serializers.ListSerializer) and not field.allow_empty:
        return {"minItems": 1}
    if isinstance(field, serializers.ListField) and "items" in told:
        return {"items": {**told["items"], **_refusals(field.child, told["items"])}}
    if type(field) is serializers.CharField and field.trim_whitespace and not field.allow_blank:
        return {"pattern": SAID}
    return {}


class TokenRequest(StrictSerializer):
    """User name or e-mail, and password."""

    username = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=200, trim_whitespace=False)
    code = serializers.CharField(max_length=20, required=False, help_text="Of the second step, where there is one.")
    scopes = serializers.MultipleChoiceField(choices=[(scope, scope) for scope in ASKABLE], required=False)


class TokenAnswer(serializers.Serializer[Any]):
    """The key is shown once."""

    token = serializers.CharField()
    expires = serializers.DateTimeField()


class MeAnswer(serializers.Serializer[Any]):
    """Who asks: roles, own units, and how many tasks wait."""

    username = serializers.CharField()
    name = serializers.CharField()
    person = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    units = serializers.ListField(child=serializers.CharField())
    tasks = serializers.IntegerField()


class UnitRow(serializers.Serializer[Any]):
    """A unit; `parent` is a code."""

    code = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=UnitKind.choices)
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)


class UnitDetail(UnitRow):
    """A unit with the codes of the units that took over from it."""

    successors = serializers.ListField(child=serializers.CharField())


class UnitRequest(StrictSerializer):
    """What a unit is from now on; `parent` and `successors` are codes."""

    name = serializers.CharField(max_length=200)
    short_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    kind = serializers.ChoiceField(choices=UnitKind.choices)
    parent = serializers.CharField(allow_null=True, required=False)  # type: ignore[assignment]
    valid_from = serializers.DateField(allow_null=True, required=False)
    valid_to = serializers.DateField(allow_null=True, required=False)
    successors = serializers.ListField(child=serializers.CharField(), required=False)


class PersonRequest(StrictSerializer):
    """A staff record with a role in a unit (code); with a user name also an account, whose owner sets the password."""

    code = serializers.CharField(max_length=20)
    full_name = serializers.CharField(max_length=120)
    email = serializers.EmailField()
    unit = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    since = serializers.DateField()
    job_title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    username = serializers.CharField(max_length=150, required=False, allow_blank=True)


class PersonRow(serializers.Serializer[Any]):
    """A colleague, as pickers show them."""

    code = serializers.CharField()
    full_name = serializers.CharField()
    unit = serializers.CharField()
    job_title = serializers.CharField()


class ProblemRow(serializers.Serializer[Any]):
    """One field and what to mend there."""

    field = serializers.CharField()
    message = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    errors = ProblemRow(many=True, required=False)  # type: ignore[assignment]
