"""Shapes of the API of hearings in full, sheets, votes and conclusions."""

from typing import Any

from rest_framework import serializers

from initiatives.api.measurement_shapes import MeasuredRow
from initiatives.api.serializers import FrozenAuthor, PointRow
from organisation.api.serializers import StrictSerializer
from reviews.api.serializers.councils import HearingRow, SeatRow
from reviews.api.serializers.schemes import StepRow
from reviews.models import Hearing, Poll


class PlaceRow(SeatRow):
    """A seat at a hearing; `sheet` is waiting, begun or locked, never what it says. `instead_of`: the seat that an
    alternate takes; `received_at`: when the papers reached its holder.
    """

    instead_of = serializers.IntegerField(allow_null=True)
    recused = serializers.BooleanField()
    ground = serializers.CharField()
    sheet = serializers.CharField()
    received_at = serializers.DateTimeField()


class QuorumRow(serializers.Serializer[Any]):
    """Whether those present are enough for the dossier."""

    holds = serializers.BooleanField()
    members = serializers.IntegerField()
    present = serializers.IntegerField()
    needed = serializers.IntegerField()


class PollRow(serializers.Serializer[Any]):
    """A vote: how many may cast (`entitled`) and have cast (`voted`); never who. `may_cast` and `has_cast` are the
    asker's own.
    """

    id = serializers.IntegerField()
    hearing = serializers.IntegerField()
    dossier = serializers.CharField()
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Poll.State.choices)
    choices = serializers.ListField(child=serializers.CharField())
    entitled = serializers.IntegerField()
    voted = serializers.IntegerField()
    may_cast = serializers.BooleanField()
    has_cast = serializers.BooleanField()


class SheetRow(serializers.Serializer[Any]):
    """A sheet; `revision` (0: not begun) is also its ETag, `total` what has been filled in so far."""

    hearing = serializers.IntegerField()
    dossier = serializers.CharField()
    seat = serializers.IntegerField()
    scores = serializers.DictField(child=serializers.CharField())
    comments = serializers.DictField(child=serializers.CharField())
    to_council = serializers.CharField()
    to_authors = serializers.CharField()
    revision = serializers.IntegerField()
    locked_at = serializers.DateTimeField(allow_null=True)
    total = serializers.CharField(allow_null=True)


class CriterionSummary(serializers.Serializer[Any]):
    """What `n` sheets say of one criterion; `title` by language."""

    code = serializers.CharField()
    title = serializers.DictField(child=serializers.CharField())
    mean = serializers.CharField()
    spread = serializers.CharField()
    n = serializers.IntegerField()


class ScoreSummary(serializers.Serializer[Any]):
    """The totals of `n` sheets side by side, as text."""

    n = serializers.IntegerField()
    mean = serializers.CharField()
    median = serializers.CharField()
    trimmed_mean = serializers.CharField()
    spread = serializers.CharField()
    criteria = CriterionSummary(many=True)


class HearingDetail(HearingRow):
    """A hearing with its places, quorum, votes; the members' scores side by side once the asker may see them."""

    flags = serializers.DictField(child=serializers.CharField())
    places = PlaceRow(many=True)
    quorum = QuorumRow()
    polls = PollRow(many=True)
    scores = ScoreSummary(allow_null=True)
    sheets = SheetRow(many=True)
    conclusion = serializers.IntegerField(allow_null=True)


class ReadFileRow(serializers.Serializer[Any]):
    """A file of what is judged. In a blind round `pages` is the text without names, where there is no redacted copy to
    be opened.
    """

    number = serializers.IntegerField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    media_type = serializers.CharField()
    pages = serializers.ListField(child=serializers.CharField(allow_blank=True), allow_null=True)


class ContentDetail(serializers.Serializer[Any]):
    """The version that is judged. `blind`: names of authors and units are hidden from the asker."""

    blind = serializers.BooleanField()
    purpose = serializers.CharField()
    unit_name = serializers.CharField(allow_blank=True)
    field_name = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    answers = serializers.DictField()
    authors = FrozenAuthor(many=True)
    units = serializers.ListField(child=serializers.CharField())
    points = PointRow(many=True)
    files = ReadFileRow(many=True)
    measured = MeasuredRow(allow_null=True)


class MyHearingRow(serializers.Serializer[Any]):
    """What waits for a member of councils. `task`: vote, score, finish, or nothing."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    council = serializers.CharField()
    council_title = serializers.CharField()
    state = serializers.ChoiceField(choices=Hearing.State.choices)
    session = serializers.IntegerField(allow_null=True)
    session_state = serializers.CharField()
    held_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    sheet = serializers.CharField()
    revision = serializers.IntegerField()
    filled = serializers.IntegerField()
    criteria = serializers.IntegerField()
    locked = serializers.IntegerField()
    bench = serializers.IntegerField()
    poll = serializers.IntegerField(allow_null=True)
    has_cast = serializers.BooleanField()
    outcome = serializers.CharField()
    assigned = serializers.BooleanField(help_text="Whether the asker is to review it, by the published assignment.")
    task = serializers.CharField()


class DecisionRequest(StrictSerializer):
    """The council's own word where the scheme leaves the case to it."""

    outcome = serializers.ChoiceField(choices=[("passed", "passed"), ("not_passed", "not_passed")])
    grade = serializers.CharField(max_length=40, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=5000)


class ConcludeRequest(StrictSerializer):
    """Figures that the scheme asks for, remarks, and the council's own word where it is needed."""

    flags = serializers.DictField(required=False)
    remarks = serializers.CharField(max_length=20_000, required=False, allow_blank=True, default="")
    decision = DecisionRequest(required=False, allow_null=True, default=None)


class PointRequest(StrictSerializer):
    """A point of the council, tied to a field of the form."""

    field = serializers.CharField(max_length=40)
    text = serializers.CharField(max_length=2000)


class ReviseRequest(StrictSerializer):
    """What the author has to mend."""

    reasons = PointRequest(many=True, allow_empty=False)
    remarks = serializers.CharField(max_length=5000, required=False, allow_blank=True, default="")


class SheetRequest(StrictSerializer):
    """What is named is saved; an empty score is taken away."""

    scores = serializers.DictField(required=False)
    comments = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=20_000), required=False)
    to_council = serializers.CharField(required=False, allow_blank=True, max_length=40_000)
    to_authors = serializers.CharField(required=False, allow_blank=True, max_length=40_000)


class BallotRequest(StrictSerializer):
    """One ballot. The receipt is 32 hexadecimal digits that the voter's device has drawn at random."""

    poll = serializers.IntegerField()
    choice = serializers.CharField(max_length=20)
    receipt = serializers.CharField(max_length=64)


class EntitlementRow(serializers.Serializer[Any]):
    """That one may cast in a vote, and whether one has."""

    poll = serializers.IntegerField()
    dossier = serializers.CharField()
    choices = serializers.ListField(child=serializers.CharField())
    has_cast = serializers.BooleanField()


class AnnulRequest(StrictSerializer):
    """Why the vote is annulled."""

    reason = serializers.CharField(max_length=500)


class BoxRow(serializers.Serializer[Any]):
    """The box of a closed vote, sorted, and its count."""

    poll = serializers.IntegerField()
    votes = serializers.DictField(child=serializers.IntegerField())
    invalid = serializers.IntegerField()
    voted = serializers.IntegerField()
    entitled = serializers.IntegerField()
    box = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class ConclusionRow(serializers.Serializer[Any]):
    """A conclusion as lists show it."""

    id = serializers.IntegerField()
    hearing = serializers.IntegerField()
    dossier = serializers.CharField()
    title = serializers.CharField()
    council = serializers.CharField()
    scheme = serializers.CharField()
    version = serializers.IntegerField()
    outcome = serializers.CharField()
    grade = serializers.CharField()
    score = serializers.CharField()
    made_at = serializers.DateTimeField()


class LineRow(serializers.Serializer[Any]):
    """A step in words."""

    rule = serializers.CharField()
    text = serializers.CharField()
    holds = serializers.BooleanField()
    source = serializers.CharField()  # type: ignore[assignment]
    confirmed = serializers.BooleanField()


class ConclusionDetail(ConclusionRow):
    """A conclusion with its explanation, as data and in words; what it was drawn from is shown to the council alone."""

    steps = StepRow(many=True)
    explanation = LineRow(many=True)
    settlement = serializers.DictField(child=serializers.CharField(allow_blank=True))
    remarks = serializers.CharField()
    comments = serializers.ListField(child=serializers.CharField())
    inputs = serializers.DictField(allow_null=True)


class CastAnswer(serializers.Serializer[Any]):
    """That the ballot is in the box."""

    poll = serializers.IntegerField()
    has_cast = serializers.BooleanField()
    receipt = serializers.CharField()


class LockRequest(StrictSerializer):
    """Whether the letter to the authors names a member of the council on purpose."""

    named = serializers.BooleanField(default=False)


class UnlockRequest(StrictSerializer):
    """Whose sheet (the seat), and why."""

    seat = serializers.IntegerField()
    reason = serializers.CharField(max_length=250)


class RemarkRequest(StrictSerializer):
    """A remark, or an answer to one."""

    text = serializers.CharField(max_length=5000)
    reply_to = serializers.IntegerField(allow_null=True, default=None)


class RemarkRow(serializers.Serializer[Any]):
    """A remark; `reply_to` is the one that begins its thread."""

    id = serializers.IntegerField()
    seat = serializers.IntegerField()
    full_name = serializers.CharField()
    text = serializers.CharField()
    reply_to = serializers.IntegerField(allow_null=True)
    said_at = serializers.DateTimeField()
