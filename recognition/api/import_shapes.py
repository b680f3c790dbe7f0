"""Shapes of the API of old registers."""

from typing import Any

from rest_framework import serializers

from initiatives.choices import Kind, Level
from organisation.api.serializers import StrictSerializer, Upload
from recognition.models import RegisterImport
from recognition.rules.registers.layout import FIELDS

HEADINGS = ("unit", "field", "")


class ImportRow(serializers.Serializer[Any]):
    """A register brought in: rows read, works to enter, works that are known, problems."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    authority = serializers.CharField()
    state = serializers.ChoiceField(choices=RegisterImport.State.choices)
    rows = serializers.IntegerField()
    works = serializers.IntegerField()
    known = serializers.IntegerField()
    problems = serializers.IntegerField()
    made_at = serializers.DateTimeField()
    stored_at = serializers.DateTimeField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class ProblemKind(serializers.Serializer[Any]):
    """How often something is wrong in a column."""

    field = serializers.CharField()
    code = serializers.CharField()
    count = serializers.IntegerField()


class ProposedUnit(serializers.Serializer[Any]):
    """A unit that may be meant; `until`: the last day of one that is no more."""

    code = serializers.CharField()
    name = serializers.CharField()
    until = serializers.CharField(allow_blank=True)


class ProposedPerson(serializers.Serializer[Any]):
    """Somebody who may be meant."""

    code = serializers.CharField()
    name = serializers.CharField()


class UnknownUnit(serializers.Serializer[Any]):
    """A name that no unit has; settle it by `units`."""

    name = serializers.CharField()
    key = serializers.CharField()
    works = serializers.IntegerField()
    proposals = ProposedUnit(many=True)


class UnsurePerson(serializers.Serializer[Any]):
    """A name that may be somebody known; settle it by `people` under `key`, or it is somebody new."""

    name = serializers.CharField()
    unit = serializers.CharField()
    key = serializers.CharField()
    works = serializers.IntegerField()
    proposals = ProposedPerson(many=True)


class StatedTotal(serializers.Serializer[Any]):
    """A total that the register gives and that the works read do not add up to."""

    row = serializers.IntegerField()
    said = serializers.IntegerField()
    read = serializers.IntegerField()


class EnteredDecision(serializers.Serializer[Any]):
    """A decision that storing enters."""

    level = serializers.ChoiceField(choices=Level.choices)
    decision = serializers.CharField(allow_blank=True)
    day = serializers.DateField()
    works = serializers.IntegerField()


class SampleRow(serializers.Serializer[Any]):
    """A row as it has been understood."""

    row = serializers.IntegerField()
    title = serializers.CharField()
    authors = serializers.ListField(child=serializers.CharField())
    field = serializers.CharField(allow_blank=True)
    unit = serializers.CharField(allow_blank=True)
    level = serializers.ChoiceField(choices=Level.choices)
    kind = serializers.ChoiceField(choices=Kind.choices)
    decision = serializers.CharField(allow_blank=True)
    day = serializers.DateField()
    grade = serializers.CharField(allow_blank=True)


class ImportDetail(ImportRow):
    """How it is read and what it holds; `header` is the row of the header from 1, `columns` column by field from 0."""

    sheet = serializers.CharField(allow_blank=True)
    header = serializers.IntegerField()
    columns = serializers.DictField(child=serializers.IntegerField())
    level = serializers.CharField(allow_blank=True)
    kind = serializers.CharField(allow_blank=True)
    decision = serializers.CharField(allow_blank=True)
    day = serializers.DateField(allow_null=True)
    unit = serializers.CharField(allow_blank=True)
    headings = serializers.CharField(allow_blank=True)
    progress = serializers.IntegerField()
    fault = serializers.CharField(allow_blank=True, help_text="Why the file cannot be read at all.")
    problem_kinds = ProblemKind(many=True)
    unknown_units = UnknownUnit(many=True)
    unsure = UnsurePerson(many=True)
    totals = StatedTotal(many=True)
    decisions = EnteredDecision(many=True)
    sample = SampleRow(many=True)


class ImportRequest(StrictSerializer):
    """A file (XLSX, XLS, ODS or CSV; multipart) and the authority whose register it is."""

    file = Upload()
    authority = serializers.CharField(max_length=20)


class SettleRequest(StrictSerializer):
    """How a register is read; what is left out stays. `columns`: column from 0 by field, null for none; `units`: unit
    code by the name in the register; `people`: staff code by `key`, "" for somebody new.
    """

    sheet = serializers.CharField(max_length=200, required=False, allow_blank=True)
    header = serializers.IntegerField(min_value=1, max_value=500_000, required=False)
    columns = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=16_383, allow_null=True), required=False,
        help_text=", ".join(FIELDS),
    )  # fmt: skip
    level = serializers.ChoiceField(choices=["", *Level.values], required=False)
    kind = serializers.ChoiceField(choices=["", *Kind.values], required=False)
    decision = serializers.CharField(max_length=80, required=False, allow_blank=True)
    day = serializers.DateField(required=False, allow_null=True)
    unit = serializers.CharField(max_length=20, required=False, allow_blank=True)
    headings = serializers.ChoiceField(choices=HEADINGS, required=False)
    units = serializers.DictField(child=serializers.CharField(max_length=20, allow_blank=True), required=False)
    people = serializers.DictField(child=serializers.CharField(max_length=30, allow_blank=True), required=False)


class CellProblem(serializers.Serializer[Any]):
    """What is wrong in a cell, as a program (`field`, `code`) and in words."""

    cell = serializers.CharField()
    row = serializers.IntegerField()
    field = serializers.CharField()
    code = serializers.CharField()
    shown = serializers.CharField(allow_blank=True)
    message = serializers.CharField()


class UndoRequest(StrictSerializer):
    """Why it is taken back."""

    reason = serializers.CharField(max_length=500)
