"""Shapes of the API of works, rounds, dossiers and files."""

from rest_framework import serializers

from initiatives.choices import Channel, Kind, Level, Purpose, State


class FieldRow(serializers.Serializer):
    """A field of application."""

    code = serializers.CharField()
    name_vi = serializers.CharField()
    name_en = serializers.CharField()


class RoundRow(serializers.Serializer):
    """A round; days are included."""

    code = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    level = serializers.ChoiceField(choices=Level.choices)
    authority = serializers.CharField()
    opens_on = serializers.DateField()
    closes_on = serializers.DateField()


class AuthorRow(serializers.Serializer):
    """An author with their share in percent (a string, exact)."""

    person = serializers.CharField()
    full_name = serializers.CharField()
    share = serializers.CharField()


class WorkRow(serializers.Serializer):
    """A work as lists show it."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    title = serializers.CharField()
    summary = serializers.CharField()
    field = serializers.CharField(allow_null=True)
    unit = serializers.CharField()
    public = serializers.BooleanField()
    origin = serializers.CharField()
    authors = AuthorRow(many=True)


class DossierRow(serializers.Serializer):
    """A dossier as lists show it. `code` is the address; drafts have one that begins with N-."""

    code = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    state = serializers.ChoiceField(choices=State.choices)
    level = serializers.ChoiceField(choices=Level.choices)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    round = serializers.CharField()
    authority = serializers.CharField()
    unit = serializers.CharField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    submitted_at = serializers.DateTimeField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    authors = AuthorRow(many=True)


class TransitionRow(serializers.Serializer):
    """What the asker may do now, and what it asks for."""

    name = serializers.CharField()
    title = serializers.CharField()
    asks = serializers.ListField(child=serializers.CharField())


class DossierDetail(DossierRow):
    """Everything about one dossier. `revision` is also its ETag."""

    revision = serializers.IntegerField()
    work = serializers.IntegerField()
    outcome = serializers.CharField()
    grade = serializers.CharField()
    result_due_on = serializers.DateField(allow_null=True)
    answers = serializers.DictField()
    units = serializers.ListField(child=serializers.CharField())
    files = serializers.ListField(child=serializers.DictField())
    versions = serializers.ListField(child=serializers.DictField())
    notices = serializers.ListField(child=serializers.DictField())
    transitions = TransitionRow(many=True)


class DossierRequest(serializers.Serializer):
    """Begin a draft in a round."""

    round = serializers.CharField(max_length=30)
    title = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.ONLINE)
    received_on = serializers.DateField(required=False, allow_null=True)


class AnswersRequest(serializers.Serializer):
    """Some answers by question name."""

    answers = serializers.DictField()


class AuthorRequest(serializers.Serializer):
    """An author: a staff code, or the name of somebody from outside."""

    person = serializers.CharField(max_length=30, required=False, allow_blank=True)
    full_name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    workplace = serializers.CharField(max_length=200, required=False, allow_blank=True)
    job_title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    qualification = serializers.CharField(max_length=120, required=False, allow_blank=True)
    contribution = serializers.CharField(max_length=500, required=False, allow_blank=True)
    share = serializers.CharField(max_length=10)


class AuthorsRequest(serializers.Serializer):
    """All authors, in order."""

    authors = AuthorRequest(many=True, allow_empty=False)


class ConfirmRequest(serializers.Serializer):
    """Whether one agrees to one's share."""

    agrees = serializers.BooleanField()


class UnitsRequest(serializers.Serializer):
    """Codes of the further units that take part."""

    units = serializers.ListField(child=serializers.CharField(max_length=20), max_length=50)


class ReasonRequest(serializers.Serializer):
    """A reason tied to a field of the form."""

    field = serializers.CharField(max_length=40)
    text = serializers.CharField(max_length=2000)


class TransitionRequest(serializers.Serializer):
    """What transitions may ask for."""

    reasons = ReasonRequest(many=True, required=False)
    rule = serializers.CharField(max_length=200, required=False, allow_blank=True)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class FileRequest(serializers.Serializer):
    """A file (multipart)."""

    file = serializers.FileField()


class FileRow(serializers.Serializer):
    """A file of a dossier; `size` in bytes."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    media_type = serializers.CharField()
    digest = serializers.CharField()
    dossier = serializers.CharField()
