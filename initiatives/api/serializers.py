"""Shapes of the API of works, rounds, dossiers and files."""

from typing import Any

from rest_framework import serializers

from initiatives.choices import Channel, Confirmation, Kind, Level, Purpose, State
from initiatives.models import Notice
from organisation.api.serializers import StrictSerializer, Upload


class FieldRow(serializers.Serializer[Any]):
    """A field of application."""

    code = serializers.CharField()
    name_vi = serializers.CharField()
    name_en = serializers.CharField()


class RoundRow(serializers.Serializer[Any]):
    """A round; days are included. `blind`: its councils learn neither authors nor units until they have concluded.
    `sealed`: nobody but the authors reads a dossier before `unsealed_at`.
    """

    code = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    level = serializers.ChoiceField(choices=Level.choices)
    authority = serializers.CharField()
    opens_on = serializers.DateField()
    closes_on = serializers.DateField()
    blind = serializers.BooleanField()
    sealed = serializers.BooleanField()
    unsealed_at = serializers.DateTimeField(allow_null=True)


class UnsealRequest(StrictSerializer):
    """Who is present at the opening: names, one a line."""

    witnesses = serializers.CharField(max_length=2_000)


class RoundRequest(StrictSerializer):
    """A round to open; the limits are those of the regulation unless said otherwise."""

    authority = serializers.CharField(max_length=20)
    title = serializers.CharField(max_length=200)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    level = serializers.ChoiceField(choices=Level.choices)
    opens_on = serializers.DateField()
    closes_on = serializers.DateField()
    check_working_days = serializers.IntegerField(required=False, min_value=1, max_value=365)
    answer_working_days = serializers.IntegerField(required=False, min_value=1, max_value=365)
    result_months = serializers.IntegerField(required=False, min_value=1, max_value=60)
    min_share = serializers.IntegerField(required=False, min_value=0, max_value=100)
    max_months_applied = serializers.IntegerField(required=False, min_value=1, max_value=120)
    blind = serializers.BooleanField(required=False)
    sealed = serializers.BooleanField(required=False)


class AuthorRow(serializers.Serializer[Any]):
    """An author with their share in percent (a string, exact)."""

    person = serializers.CharField()
    full_name = serializers.CharField()
    share = serializers.CharField()


class WorkRow(serializers.Serializer[Any]):
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


class DossierRow(serializers.Serializer[Any]):
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


class TransitionRow(serializers.Serializer[Any]):
    """What the asker may do now, and what it asks for."""

    name = serializers.CharField()
    title = serializers.CharField()
    asks = serializers.ListField(child=serializers.CharField())


class AuthorDetail(AuthorRow):
    """An author with what they have answered."""

    confirmation = serializers.ChoiceField(choices=Confirmation.choices)


class FileRow(serializers.Serializer[Any]):
    """A file of a dossier; `size` in bytes."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    media_type = serializers.CharField()
    digest = serializers.CharField()
    dossier = serializers.CharField()


class RedactedRow(serializers.Serializer[Any]):
    """A copy of file `of` that names nobody."""

    of = serializers.IntegerField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    media_type = serializers.CharField()
    digest = serializers.CharField()


class VersionRow(serializers.Serializer[Any]):
    """A frozen version; `digest` is the SHA-256 of its content."""

    number = serializers.IntegerField()
    digest = serializers.CharField()
    submitted_at = serializers.DateTimeField()


class ReasonRow(serializers.Serializer[Any]):
    """What is to be mended, tied to a field of the form, or to "authors", "files", "other"."""

    field = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField()
    answer = serializers.CharField(allow_blank=True)


class NoticeRow(serializers.Serializer[Any]):
    """A return (with the day to answer by; by a council: with an answer to each point) or a refusal (with its rule)."""

    kind = serializers.ChoiceField(choices=Notice.Kind.choices)
    by_council = serializers.BooleanField()
    rule = serializers.CharField()
    reasons = ReasonRow(many=True)
    answer_by = serializers.DateField(allow_null=True)
    made_at = serializers.DateTimeField()


class FormOption(serializers.Serializer[Any]):
    """A choice."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class FormColumn(serializers.Serializer[Any]):
    """A question of the form; `limit` in characters (of a number: digits; of a table: rows)."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    help = serializers.CharField()
    kind = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    limit = serializers.IntegerField()
    options = FormOption(many=True)


class FormQuestion(FormColumn):
    """A question, which may be a table (`rows`) with a question for each of its `columns`."""

    columns = FormColumn(many=True)


class FormStep(serializers.Serializer[Any]):
    """A page of the form."""

    name = serializers.CharField()
    title = serializers.CharField()
    questions = FormQuestion(many=True)


class DossierDetail(DossierRow):
    """Everything about one dossier. `revision` is also its ETag.

    The content is shown as it is being written to those who may edit it now, else as it was submitted last.
    """

    revision = serializers.IntegerField()
    work = serializers.IntegerField()
    outcome = serializers.CharField()
    grade = serializers.CharField()
    result_due_on = serializers.DateField(allow_null=True)
    authors = AuthorDetail(many=True)
    answers = serializers.DictField()
    units = serializers.ListField(child=serializers.CharField())
    files = FileRow(many=True)
    versions = VersionRow(many=True)
    notices = NoticeRow(many=True)
    transitions = TransitionRow(many=True)
    form = FormStep(many=True)


class ChangeRow(serializers.Serializer[Any]):
    """What differs between two versions: an answer, or "authors", "units", "files"."""

    field = serializers.CharField()
    before = serializers.JSONField()
    after = serializers.JSONField()


class FrozenAuthor(serializers.Serializer[Any]):
    """An author as of then; `share` in percent, `born_on` empty where it is not known."""

    person = serializers.CharField()
    full_name = serializers.CharField()
    born_on = serializers.CharField(allow_blank=True)
    workplace = serializers.CharField(allow_blank=True)
    job_title = serializers.CharField(allow_blank=True)
    qualification = serializers.CharField(allow_blank=True)
    share = serializers.CharField()
    contribution = serializers.CharField(allow_blank=True)


class FrozenFile(serializers.Serializer[Any]):
    """A file by its digest (SHA-256), its size in bytes."""

    name = serializers.CharField()
    digest = serializers.CharField()
    size = serializers.IntegerField()
    media_type = serializers.CharField()


class PointRow(serializers.Serializer[Any]):
    """A point of a council that sent the dossier back, with the author's answer."""

    field = serializers.CharField()
    text = serializers.CharField()
    answer = serializers.CharField(allow_blank=True)


class FrozenContent(serializers.Serializer[Any]):
    """What a version keeps."""

    purpose = serializers.ChoiceField(choices=Purpose.choices)
    answers = serializers.DictField()
    unit_name = serializers.CharField()
    field_name = serializers.CharField()  # type: ignore[assignment]
    authors = FrozenAuthor(many=True)
    units = serializers.ListField(child=serializers.CharField())
    files = FrozenFile(many=True)
    points = PointRow(many=True, required=False)
    points_on = serializers.IntegerField(required=False)


class VersionDetail(VersionRow):
    """A frozen version, with its files as they can be fetched, and what changed against the one before."""

    content = FrozenContent()
    files = FileRow(many=True)
    changes = ChangeRow(many=True)


class EventRow(serializers.Serializer[Any]):
    """Something that happened to a dossier."""

    at = serializers.DateTimeField()
    event = serializers.CharField()
    actor = serializers.CharField(allow_null=True)


class Declined(serializers.Serializer[Any]):
    """Who declines does not see the dossier any more."""

    detail = serializers.CharField()


class InvitationAnswer(serializers.Serializer[Any]):
    """What an invited author is asked to agree to; `share` in percent."""

    title = serializers.CharField()
    full_name = serializers.CharField()
    share = serializers.CharField()
    confirmation = serializers.ChoiceField(choices=Confirmation.choices)


class DossierRequest(StrictSerializer):
    """Begin a draft in a round; in a call, for one of its tasks (by code; needed where it has several)."""

    round = serializers.CharField(max_length=60)
    title = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.ONLINE)
    received_on = serializers.DateField(required=False, allow_null=True)
    task = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)


class AnswersRequest(StrictSerializer):
    """Some answers by question name."""

    answers = serializers.DictField()


class AuthorRequest(StrictSerializer):
    """An author: a staff code, or the name of somebody from outside."""

    person = serializers.CharField(max_length=30, required=False, allow_blank=True)
    full_name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    workplace = serializers.CharField(max_length=200, required=False, allow_blank=True)
    job_title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    qualification = serializers.CharField(max_length=120, required=False, allow_blank=True)
    contribution = serializers.CharField(max_length=500, required=False, allow_blank=True)
    share = serializers.CharField(max_length=10)


class AuthorsRequest(StrictSerializer):
    """All authors, in order."""

    authors = AuthorRequest(many=True, allow_empty=False)


class ConfirmRequest(StrictSerializer):
    """Whether one agrees to one's share."""

    agrees = serializers.BooleanField()


class PointAnswer(StrictSerializer):
    """An answer to one of the council's points, by its number from 0."""

    point = serializers.IntegerField(min_value=0, max_value=999)
    text = serializers.CharField(max_length=5_000, allow_blank=True)


class PointsRequest(StrictSerializer):
    """Answers to the council's points; those not named stay as they are."""

    answers = PointAnswer(many=True)


class NextRequest(StrictSerializer):
    """The round of the next stage."""

    round = serializers.CharField(max_length=40)


class UnitsRequest(StrictSerializer):
    """Codes of the further units that take part."""

    units = serializers.ListField(child=serializers.CharField(max_length=20), max_length=50)


class ReasonRequest(StrictSerializer):
    """A reason tied to a field of the form."""

    field = serializers.CharField(max_length=40)
    text = serializers.CharField(max_length=2000)


class TransitionRequest(StrictSerializer):
    """What transitions may ask for."""

    reasons = ReasonRequest(many=True, required=False)
    rule = serializers.CharField(max_length=200, required=False, allow_blank=True)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class FileRequest(StrictSerializer):
    """A file (multipart)."""

    file = Upload()
