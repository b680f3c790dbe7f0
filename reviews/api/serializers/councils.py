"""Shapes of the API of councils, their sessions and hearings."""

from typing import Any

from rest_framework import serializers

from organisation.api.serializers import StrictSerializer
from reviews.models import Hearing, SeatRole, Session


class SeatRequest(StrictSerializer):
    """Who is to sit, by staff code, and as what."""

    person = serializers.CharField(max_length=30)
    role = serializers.ChoiceField(choices=SeatRole.choices, default=SeatRole.MEMBER)
    alternate = serializers.BooleanField(default=False)


class CouncilRequest(StrictSerializer):
    """A council for a round."""

    round = serializers.CharField(max_length=60)
    title = serializers.CharField(max_length=250)
    decision_number = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    decided_on = serializers.DateField(required=False, allow_null=True, default=None)
    term_from = serializers.DateField(required=False, allow_null=True, default=None)
    term_to = serializers.DateField(required=False, allow_null=True, default=None)
    seats = SeatRequest(many=True, allow_empty=False)


class SeatsRequest(StrictSerializer):
    """All seats, in order."""

    seats = SeatRequest(many=True, allow_empty=False)


class AlternateRequest(StrictSerializer):
    """Who may take an absent member's seat, by staff code, and of which role."""

    person = serializers.CharField(max_length=30)
    role = serializers.ChoiceField(choices=SeatRole.choices, default=SeatRole.MEMBER)


class AlternatesRequest(StrictSerializer):
    """All alternates; `reason` names the decision."""

    seats = AlternateRequest(many=True)
    reason = serializers.CharField(max_length=250)


class TermRequest(StrictSerializer):
    """The term of a standing council, both days included; `reason` names the decision."""

    term_from = serializers.DateField(allow_null=True)
    term_to = serializers.DateField(allow_null=True)
    reason = serializers.CharField(max_length=250)


class SeatRow(serializers.Serializer[Any]):
    """A seat; an `alternate` takes an absent member's of the same role."""

    id = serializers.IntegerField()
    person = serializers.CharField()
    full_name = serializers.CharField()
    role = serializers.ChoiceField(choices=SeatRole.choices)
    alternate = serializers.BooleanField()


class CouncilRow(serializers.Serializer[Any]):
    """A council as lists show it; the counts leave out what concerns the asker."""

    code = serializers.CharField()
    title = serializers.CharField()
    authority = serializers.CharField()
    round = serializers.CharField()
    decision_number = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)
    term_from = serializers.DateField(allow_null=True)
    term_to = serializers.DateField(allow_null=True)
    members = serializers.IntegerField()
    hearings_open = serializers.IntegerField()
    hearings_concluded = serializers.IntegerField()


class CouncilDetail(CouncilRow):
    """A council with its seats. `conducts`: whether the asker may conduct its meetings. `session_from`: the first day
    on which a session may hear all that waits for one, where the papers must reach the members before it.
    """

    seats = SeatRow(many=True)
    conducts = serializers.BooleanField()
    session_from = serializers.DateField(allow_null=True)


class DossierCodes(StrictSerializer):
    """Codes of admitted dossiers."""

    codes = serializers.ListField(child=serializers.CharField(max_length=20), min_length=1, max_length=500)


class HearingRow(serializers.Serializer[Any]):
    """A dossier before a council."""

    id = serializers.IntegerField()
    council = serializers.CharField()
    dossier = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=Hearing.State.choices)
    session = serializers.IntegerField(allow_null=True)
    scheme = serializers.CharField()
    version = serializers.IntegerField()


class CellRow(serializers.Serializer[Any]):
    """Where a member stands with a dossier: recused, waiting, begun, locked, or absent (another sits in)."""

    seat = serializers.IntegerField()
    full_name = serializers.CharField()
    sheet = serializers.CharField()


class ProgressRow(HearingRow):
    """A dossier of the matrix; `locked` of `bench` members have locked their sheets."""

    locked = serializers.IntegerField()
    bench = serializers.IntegerField()
    cells = CellRow(many=True)


class ConflictRequest(StrictSerializer):
    """What ties a member to the dossier; `seat` for another's seat, by who conducts the council."""

    ground = serializers.CharField(max_length=250)
    seat = serializers.IntegerField(required=False)


class LiftRequest(StrictSerializer):
    """Whose recusal is lifted, and why there is no conflict."""

    seat = serializers.IntegerField()
    reason = serializers.CharField(max_length=250)


class HandOverRequest(StrictSerializer):
    """The council that takes over, and why."""

    council = serializers.CharField(max_length=20)
    reason = serializers.CharField(max_length=500)


class SessionRequest(StrictSerializer):
    """A session; its agenda is all that waits, unless hearings are named."""

    held_on = serializers.DateField()
    venue = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    hearings = serializers.ListField(child=serializers.IntegerField(), required=False, max_length=500)


class PresentRequest(StrictSerializer):
    """Ids of all seats present."""

    present = serializers.ListField(child=serializers.IntegerField(), max_length=100)


class SubstituteRequest(StrictSerializer):
    """Whose seat (an absent member's) which alternate takes."""

    seat = serializers.IntegerField()
    alternate = serializers.IntegerField()


class ResumeRequest(StrictSerializer):
    """Who takes their seat again."""

    seat = serializers.IntegerField()


class NotesRequest(StrictSerializer):
    """The free text of the minutes."""

    notes = serializers.CharField(max_length=20_000, required=False, allow_blank=True)


class StayRow(serializers.Serializer[Any]):
    """From when to when somebody was there; null while they are."""

    came = serializers.DateTimeField()
    left = serializers.DateTimeField(allow_null=True)


class AttendanceRow(serializers.Serializer[Any]):
    """Whether the holder of a seat is there now, and when they were."""

    seat = serializers.IntegerField()
    present = serializers.BooleanField()
    times = StayRow(many=True)


class SubstituteRow(serializers.Serializer[Any]):
    """An alternate in the seat of an absent member (ids of seats)."""

    seat = serializers.IntegerField()
    alternate = serializers.IntegerField()


class RoomDossierRow(serializers.Serializer[Any]):
    """The dossier of the moment: who leaves, whether a quorum is there, how many have voted (null: no vote)."""

    hearing = serializers.IntegerField()
    dossier = serializers.CharField()
    title = serializers.CharField()
    leaving = serializers.ListField(child=serializers.CharField())
    present = serializers.IntegerField()
    members = serializers.IntegerField()
    enough = serializers.BooleanField()
    voted = serializers.IntegerField(allow_null=True)
    entitled = serializers.IntegerField(allow_null=True)


class RoomRow(serializers.Serializer[Any]):
    """What goes on at a session. `now` is null when nothing is heard that the asker may see."""

    session = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Session.State.choices)
    now = RoomDossierRow(allow_null=True)


class SessionRow(serializers.Serializer[Any]):
    """A session with its agenda and who is present (ids of seats)."""

    id = serializers.IntegerField()
    council = serializers.CharField()
    held_on = serializers.DateField()
    venue = serializers.CharField()
    state = serializers.ChoiceField(choices=Session.State.choices)
    present = serializers.ListField(child=serializers.IntegerField())
    attendance = AttendanceRow(many=True)
    substitutes = SubstituteRow(many=True)
    hearings = HearingRow(many=True)
    postponed = serializers.ListField(child=serializers.CharField())
    notes = serializers.CharField()
    minutes = serializers.BooleanField()


class SeverityRow(serializers.Serializer[Any]):
    """Points above or below the council on the same dossiers, with the limits of the 95 % interval."""

    verdict = serializers.ChoiceField(choices=["strict", "usual", "lenient"])
    points = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class ProfileRow(SeatRow):
    """How a member scores; `severity` and `agreement` are null where there is too little to tell."""

    sheets = serializers.IntegerField()
    mean = serializers.FloatField()
    spread = serializers.FloatField()
    severity = SeverityRow(allow_null=True)
    agreement = serializers.FloatField(allow_null=True)
    flat = serializers.IntegerField()
    silent = serializers.IntegerField()


class DisputedRow(serializers.Serializer[Any]):
    """A dossier with the spread of its totals."""

    hearing = serializers.IntegerField()
    dossier = serializers.CharField()
    n = serializers.IntegerField()
    mean = serializers.FloatField()
    spread = serializers.FloatField()


class CalibrationRow(serializers.Serializer[Any]):
    """Members, the strictest first; dossiers, the widest spread first; how many sheets are still open."""

    members = ProfileRow(many=True)
    disputed = DisputedRow(many=True)
    open = serializers.IntegerField()
