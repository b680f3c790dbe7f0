"""Shapes of the API of schemes."""

from typing import Any

from rest_framework import serializers

from organisation.api.serializers import StrictSerializer
from reviews.models import SeatRole
from reviews.rules.citation import Tag


class SchemeRow(serializers.Serializer[Any]):
    """A version of a scheme as lists show it."""

    code = serializers.CharField()
    version = serializers.IntegerField()
    title_vi = serializers.CharField()
    title_en = serializers.CharField()
    kind = serializers.CharField()
    level = serializers.CharField()
    purpose = serializers.CharField()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    shipped = serializers.BooleanField()


class CriterionRow(serializers.Serializer[Any]):
    """A line of the sheet. `answers` is empty where points from 0 to `maximum` are given (text, exact)."""

    code = serializers.CharField()
    title = serializers.DictField(child=serializers.CharField())
    guidance = serializers.DictField(child=serializers.CharField(allow_blank=True))
    maximum = serializers.CharField(allow_null=True)
    minimum = serializers.CharField(allow_null=True)
    weight = serializers.CharField()
    optional = serializers.BooleanField()
    repeats = serializers.BooleanField()
    answers = serializers.ListField(child=serializers.CharField())


class SchemeDetail(SchemeRow):
    """A version with its text. `unconfirmed` names the sources that nobody has confirmed yet."""

    criteria = CriterionRow(many=True)
    choices = serializers.ListField(child=serializers.CharField())
    grades = serializers.ListField(child=serializers.CharField())
    flags = serializers.ListField(child=serializers.CharField())
    unconfirmed = serializers.ListField(child=serializers.CharField())
    versions = serializers.ListField(child=serializers.IntegerField())
    text = serializers.CharField()


class WordsLine(serializers.Serializer[Any]):
    """A sentence with its source."""

    text = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]


class WordsSection(serializers.Serializer[Any]):
    """Sentences under a heading."""

    code = serializers.CharField()
    heading = serializers.CharField()
    lines = WordsLine(many=True)


class DifferenceRow(serializers.Serializer[Any]):
    """What was there before and what is there now."""

    path = serializers.CharField()
    before = serializers.CharField(allow_null=True)
    after = serializers.CharField(allow_null=True)


class SchemeDifferences(serializers.Serializer[Any]):
    """What changed between two versions: values, and sentences in plain words."""

    to = serializers.IntegerField()
    values = DifferenceRow(many=True)
    words = DifferenceRow(many=True)

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language."""
        return {"from": serializers.IntegerField(), **super().get_fields()}


class SchemeEdit(StrictSerializer):
    """An edited text (TOML)."""

    text = serializers.CharField(max_length=200_000, trim_whitespace=False)


class BindRequest(StrictSerializer):
    """The round that is to be judged by the scheme, and by which version of it (the latest by default)."""

    round = serializers.CharField(max_length=60)
    version = serializers.IntegerField(required=False, min_value=1)


class PresentSeat(StrictSerializer):
    """Somebody present."""

    seat = serializers.CharField()
    role = serializers.ChoiceField(choices=SeatRole.choices, default=SeatRole.MEMBER)


class TrySheet(StrictSerializer):
    """Scores by criterion: numbers, or answers."""

    seat = serializers.CharField()
    scores = serializers.DictField()


class TryRequest(StrictSerializer):
    """What a council has. Nothing of it is stored."""

    version = serializers.IntegerField(required=False)
    members = serializers.IntegerField()
    present = PresentSeat(many=True, required=False)
    sheets = TrySheet(many=True, required=False)
    ballots = serializers.ListField(child=serializers.CharField(), required=False)
    flags = serializers.DictField(required=False)


class CitationRow(serializers.Serializer[Any]):
    """Where a rule comes from; `source` is where its text was read, `tag` how well it is known."""

    document = serializers.CharField()
    article = serializers.CharField(allow_blank=True)
    clause = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    tag = serializers.ChoiceField(choices=[(tag.value, tag.name) for tag in Tag])
    document_en = serializers.CharField(allow_blank=True, required=False)


class StepRow(serializers.Serializer[Any]):
    """One rule applied: its inputs, its result, its source."""

    rule = serializers.CharField()
    inputs = serializers.DictField()
    result = serializers.DictField()
    citation = CitationRow()


class TryAnswer(serializers.Serializer[Any]):
    """The outcome with its explanation; `score` is the shown value, as text."""

    outcome = serializers.CharField()
    grade = serializers.CharField(allow_null=True)
    score = serializers.CharField(allow_null=True)
    steps = StepRow(many=True)
