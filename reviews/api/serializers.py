"""Shapes of the API of schemes, councils, sheets, votes and conclusions."""

from rest_framework import serializers

from reviews.models import Hearing, Poll, SeatRole, Session


class SchemeRow(serializers.Serializer):
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


class CriterionRow(serializers.Serializer):
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


class SchemeEdit(serializers.Serializer):
    """An edited text (TOML)."""

    text = serializers.CharField(max_length=200_000, trim_whitespace=False)


class BindRequest(serializers.Serializer):
    """The round that is to be judged by the scheme, and by which version of it (the latest by default)."""

    round = serializers.CharField(max_length=30)
    version = serializers.IntegerField(required=False, min_value=1)


class PresentSeat(serializers.Serializer):
    """Somebody present."""

    seat = serializers.CharField()
    role = serializers.ChoiceField(choices=SeatRole.choices, default=SeatRole.MEMBER)


class TrySheet(serializers.Serializer):
    """Scores by criterion: numbers, or answers."""

    seat = serializers.CharField()
    scores = serializers.DictField()


class TryRequest(serializers.Serializer):
    """What a council has. Nothing of it is stored."""

    version = serializers.IntegerField(required=False)
    members = serializers.IntegerField()
    present = PresentSeat(many=True, required=False)
    sheets = TrySheet(many=True, required=False)
    ballots = serializers.ListField(child=serializers.CharField(), required=False)
    flags = serializers.DictField(required=False)


class StepRow(serializers.Serializer):
    """One rule applied: its inputs, its result, its source."""

    rule = serializers.CharField()
    inputs = serializers.DictField()
    result = serializers.DictField()
    citation = serializers.DictField()


class TryAnswer(serializers.Serializer):
    """The outcome with its explanation; `score` is the shown value, as text."""

    outcome = serializers.CharField()
    grade = serializers.CharField(allow_null=True)
    score = serializers.CharField(allow_null=True)
    steps = StepRow(many=True)


class SeatRequest(serializers.Serializer):
    """Who is to sit, by staff code, and as what."""

    person = serializers.CharField(max_length=30)
    role = serializers.ChoiceField(choices=SeatRole.choices, default=SeatRole.MEMBER)


class CouncilRequest(serializers.Serializer):
    """A council for a round."""

    round = serializers.CharField(max_length=30)
    title = serializers.CharField(max_length=250)
    decision_number = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    decided_on = serializers.DateField(required=False, allow_null=True, default=None)
    seats = SeatRequest(many=True, allow_empty=False)


class SeatsRequest(serializers.Serializer):
    """All seats, in order."""

    seats = SeatRequest(many=True, allow_empty=False)


class SeatRow(serializers.Serializer):
    """A seat."""

    id = serializers.IntegerField()
    person = serializers.CharField()
    full_name = serializers.CharField()
    role = serializers.ChoiceField(choices=SeatRole.choices)


class CouncilRow(serializers.Serializer):
    """A council as lists show it; the counts leave out what concerns the asker."""

    code = serializers.CharField()
    title = serializers.CharField()
    authority = serializers.CharField()
    round = serializers.CharField()
    decision_number = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)
    members = serializers.IntegerField()
    hearings_open = serializers.IntegerField()
    hearings_concluded = serializers.IntegerField()


class CouncilDetail(CouncilRow):
    """A council with its seats. `conducts`: whether the asker may conduct its meetings."""

    seats = SeatRow(many=True)
    conducts = serializers.BooleanField()


class DossierCodes(serializers.Serializer):
    """Codes of admitted dossiers."""

    codes = serializers.ListField(child=serializers.CharField(max_length=20), min_length=1, max_length=500)


class HearingRow(serializers.Serializer):
    """A dossier before a council."""

    id = serializers.IntegerField()
    council = serializers.CharField()
    dossier = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=Hearing.State.choices)
    session = serializers.IntegerField(allow_null=True)
    scheme = serializers.CharField()
    version = serializers.IntegerField()


class PlaceRow(SeatRow):
    """A seat at a hearing; `sheet` is waiting, begun or locked, never what it says."""

    recused = serializers.BooleanField()
    ground = serializers.CharField()
    sheet = serializers.CharField()


class QuorumRow(serializers.Serializer):
    """Whether those present are enough for the dossier."""

    holds = serializers.BooleanField()
    members = serializers.IntegerField()
    present = serializers.IntegerField()
    needed = serializers.IntegerField()


class PollRow(serializers.Serializer):
    """A vote: how many may cast and have cast; never who. `may_cast` and `has_cast` are the asker's own."""

    id = serializers.IntegerField()
    hearing = serializers.IntegerField()
    dossier = serializers.CharField()
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Poll.State.choices)
    choices = serializers.ListField(child=serializers.CharField())
    entitled = serializers.IntegerField()
    cast = serializers.IntegerField()
    may_cast = serializers.BooleanField()
    has_cast = serializers.BooleanField()


class HearingDetail(HearingRow):
    """A hearing with its places, quorum, votes; the members' scores side by side once the asker may see them."""

    flags = serializers.DictField(child=serializers.CharField())
    places = PlaceRow(many=True)
    quorum = QuorumRow()
    polls = PollRow(many=True)
    scores = serializers.DictField(allow_null=True)
    sheets = serializers.ListField(child=serializers.DictField())
    conclusion = serializers.IntegerField(allow_null=True)


class MyHearingRow(serializers.Serializer):
    """What waits for a member of councils. `task`: vote, score, finish, or nothing."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    council = serializers.CharField()
    council_title = serializers.CharField()
    state = serializers.CharField()
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
    cast = serializers.BooleanField()
    outcome = serializers.CharField()
    task = serializers.CharField()


class ConflictRequest(serializers.Serializer):
    """What ties a member to the dossier; `seat` for another's seat, by who conducts the council."""

    ground = serializers.CharField(max_length=250)
    seat = serializers.IntegerField(required=False)


class LiftRequest(serializers.Serializer):
    """Whose recusal is lifted, and why there is no conflict."""

    seat = serializers.IntegerField()
    reason = serializers.CharField(max_length=250)


class HandOverRequest(serializers.Serializer):
    """The council that takes over, and why."""

    council = serializers.CharField(max_length=20)
    reason = serializers.CharField(max_length=500)


class DecisionRequest(serializers.Serializer):
    """The council's own word where the scheme leaves the case to it."""

    outcome = serializers.ChoiceField(choices=[("passed", "passed"), ("not_passed", "not_passed")])
    grade = serializers.CharField(max_length=40, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=5000)


class ConcludeRequest(serializers.Serializer):
    """Figures that the scheme asks for, remarks, and the council's own word where it is needed."""

    flags = serializers.DictField(required=False)
    remarks = serializers.CharField(max_length=20_000, required=False, allow_blank=True, default="")
    decision = DecisionRequest(required=False, allow_null=True, default=None)


class PointRequest(serializers.Serializer):
    """A point of the council, tied to a field of the form."""

    field = serializers.CharField(max_length=40)
    text = serializers.CharField(max_length=2000)


class ReviseRequest(serializers.Serializer):
    """What the author has to mend."""

    reasons = PointRequest(many=True, allow_empty=False)
    remarks = serializers.CharField(max_length=5000, required=False, allow_blank=True, default="")


class SessionRequest(serializers.Serializer):
    """A session; its agenda is all that waits, unless hearings are named."""

    held_on = serializers.DateField()
    venue = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    hearings = serializers.ListField(child=serializers.IntegerField(), required=False, max_length=500)


class PresentRequest(serializers.Serializer):
    """Ids of all seats present."""

    present = serializers.ListField(child=serializers.IntegerField(), max_length=100)


class NotesRequest(serializers.Serializer):
    """The free text of the minutes."""

    notes = serializers.CharField(max_length=20_000, required=False, allow_blank=True)


class SessionRow(serializers.Serializer):
    """A session with its agenda and who is present (ids of seats)."""

    id = serializers.IntegerField()
    council = serializers.CharField()
    held_on = serializers.DateField()
    venue = serializers.CharField()
    state = serializers.ChoiceField(choices=Session.State.choices)
    present = serializers.ListField(child=serializers.IntegerField())
    hearings = HearingRow(many=True)
    postponed = serializers.ListField(child=serializers.CharField())
    notes = serializers.CharField()
    minutes = serializers.BooleanField()


class SheetRow(serializers.Serializer):
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


class SheetRequest(serializers.Serializer):
    """What is named is saved; an empty score is taken away."""

    scores = serializers.DictField(required=False)
    comments = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=20_000), required=False)
    to_council = serializers.CharField(required=False, allow_blank=True, max_length=40_000)
    to_authors = serializers.CharField(required=False, allow_blank=True, max_length=40_000)


class BallotRequest(serializers.Serializer):
    """One ballot. The receipt is 32 hexadecimal digits that the voter's device has drawn at random."""

    poll = serializers.IntegerField()
    choice = serializers.CharField(max_length=20)
    receipt = serializers.CharField(max_length=64)


class EntitlementRow(serializers.Serializer):
    """That one may cast in a vote, and whether one has."""

    poll = serializers.IntegerField()
    dossier = serializers.CharField()
    choices = serializers.ListField(child=serializers.CharField())
    has_cast = serializers.BooleanField()


class AnnulRequest(serializers.Serializer):
    """Why the vote is annulled."""

    reason = serializers.CharField(max_length=500)


class BoxRow(serializers.Serializer):
    """The box of a closed vote, sorted, and its count."""

    poll = serializers.IntegerField()
    votes = serializers.DictField(child=serializers.IntegerField())
    invalid = serializers.IntegerField()
    cast = serializers.IntegerField()
    entitled = serializers.IntegerField()
    box = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class ConclusionRow(serializers.Serializer):
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


class LineRow(serializers.Serializer):
    """A step in words."""

    rule = serializers.CharField()
    text = serializers.CharField()
    holds = serializers.BooleanField()
    source = serializers.CharField()
    confirmed = serializers.BooleanField()


class ConclusionDetail(ConclusionRow):
    """A conclusion with its explanation, as data and in words; what it was drawn from is shown to the council alone."""

    steps = StepRow(many=True)
    explanation = LineRow(many=True)
    settlement = serializers.DictField(child=serializers.CharField(allow_blank=True))
    remarks = serializers.CharField()
    comments = serializers.ListField(child=serializers.CharField())
    inputs = serializers.DictField(allow_null=True)


class CastAnswer(serializers.Serializer):
    """That the ballot is in the box."""

    poll = serializers.IntegerField()
    has_cast = serializers.BooleanField()
    receipt = serializers.CharField()
