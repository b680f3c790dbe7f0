"""Shapes of the API of assignments, preferences and conflicts."""

from typing import Any

from rest_framework import serializers

from organisation.api.serializers import StrictSerializer
from reviews.models import Assignment, Conflict, Preference
from reviews.services.assignments import LARGEST_SEED

LARGEST_ID = 2**63 - 1
MOST_LOAD = 10_000
WISHES = [("", "nothing said"), *Preference.Wish.choices]


class PairRequest(StrictSerializer):
    """A hearing and a member, by staff code."""

    hearing = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    person = serializers.CharField(max_length=30)


class AssignmentRequest(StrictSerializer):
    """What is asked for. `cap` null: as even as it can be; `roles`: how many of a role at least; `seed` null: drawn."""

    per_dossier = serializers.IntegerField(min_value=1, max_value=60)
    floor = serializers.IntegerField(min_value=0, max_value=MOST_LOAD, default=0)
    cap = serializers.IntegerField(min_value=0, max_value=MOST_LOAD, allow_null=True, default=None)
    outside = serializers.IntegerField(min_value=0, max_value=60, default=0)
    roles = serializers.DictField(child=serializers.IntegerField(min_value=0, max_value=60), required=False)
    pins = PairRequest(many=True, required=False)
    seed = serializers.IntegerField(min_value=0, max_value=LARGEST_SEED, allow_null=True, default=None)


class AssignmentRow(serializers.Serializer[Any]):
    """A run in a list. `progress` in percent; `worst` and `total` in points, once it has been computed."""

    id = serializers.IntegerField()
    council = serializers.CharField()
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Assignment.State.choices)
    progress = serializers.IntegerField()
    parameters = serializers.DictField()
    seed = serializers.IntegerField()
    digest = serializers.CharField()
    worst = serializers.IntegerField(allow_null=True)
    total = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()
    made_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)


class ReviewerRow(serializers.Serializer[Any]):
    """A reviewer of a dossier; `added` against what is published now."""

    person = serializers.CharField()
    full_name = serializers.CharField()
    points = serializers.IntegerField()
    pinned = serializers.BooleanField()
    added = serializers.BooleanField()


class ServedRow(serializers.Serializer[Any]):
    """One dossier of a run; `removed` are names of those who would no longer review it."""

    hearing = serializers.IntegerField()
    dossier = serializers.CharField()
    title = serializers.CharField()
    reviewers = ReviewerRow(many=True)
    removed = serializers.ListField(child=serializers.CharField())


class LoadRow(serializers.Serializer[Any]):
    """How many dossiers a member reviews, and how many more or fewer than now."""

    person = serializers.CharField()
    full_name = serializers.CharField()
    count = serializers.IntegerField()
    change = serializers.IntegerField()


class AssignmentDetail(AssignmentRow):
    """A run with its pairs and their difference from what is published, or the causes why there is none."""

    dossiers = ServedRow(many=True)
    loads = LoadRow(many=True)
    added = serializers.IntegerField()
    removed = serializers.IntegerField()
    causes = serializers.ListField(child=serializers.CharField())


class WhyRequest(StrictSerializer):
    """Why."""

    reason = serializers.CharField(max_length=500)


class ReplayRow(serializers.Serializer[Any]):
    """Whether solving again from what was kept gives the same inputs and the same result."""

    same = serializers.BooleanField()


class WishRequest(StrictSerializer):
    """What is said to one dossier."""

    hearing = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    wish = serializers.ChoiceField(choices=WISHES, allow_blank=True)


class WishesRequest(StrictSerializer):
    """Wishes; dossiers not named stay as they were."""

    wishes = WishRequest(many=True, allow_empty=False)


class WishRow(serializers.Serializer[Any]):
    """A dossier that waits for reviewers, what the asker said to it, and whether they review it."""

    hearing = serializers.IntegerField()
    dossier = serializers.CharField()
    title = serializers.CharField()
    wish = serializers.ChoiceField(choices=WISHES)
    assigned = serializers.BooleanField()


class FitCellRow(serializers.Serializer[Any]):
    """How well a member fits, from 0 to 1000 points; `likeness` in thousandths; `ground` where they may not."""

    person = serializers.CharField()
    full_name = serializers.CharField()
    points = serializers.IntegerField()
    wish = serializers.ChoiceField(choices=WISHES)
    knows_field = serializers.BooleanField()
    likeness = serializers.IntegerField()
    ground = serializers.CharField()


class FitTableRow(serializers.Serializer[Any]):
    """One dossier; `eligible` members may take it."""

    hearing = serializers.IntegerField()
    dossier = serializers.CharField()
    title = serializers.CharField()
    eligible = serializers.IntegerField()
    cells = FitCellRow(many=True)


class NamedRequest(StrictSerializer):
    """Somebody who should not judge the dossier, by staff code, and why."""

    dossier = serializers.CharField(max_length=20)
    person = serializers.CharField(max_length=30)
    ground = serializers.CharField(max_length=250)


class DisputeRequest(StrictSerializer):
    """Why the record is wrong."""

    text = serializers.CharField(max_length=500)


class OwnConflictRow(serializers.Serializer[Any]):
    """What the record says against the asker; never on which dossier."""

    id = serializers.IntegerField()
    ground = serializers.ChoiceField(choices=Conflict.Ground.choices)
    words = serializers.CharField()
    dispute = serializers.CharField()


class NamedRow(serializers.Serializer[Any]):
    """What an author has named. What was decided is not told: it would tell who sits on the council."""

    id = serializers.IntegerField()
    dossier = serializers.CharField()
    person = serializers.CharField()
    ground = serializers.CharField()


class GroundRow(serializers.Serializer[Any]):
    """A ground with what shows it."""

    id = serializers.IntegerField()
    ground = serializers.ChoiceField(choices=Conflict.Ground.choices)
    state = serializers.ChoiceField(choices=Conflict.State.choices)
    words = serializers.CharField()
    dispute = serializers.CharField()


class CaseRow(serializers.Serializer[Any]):
    """A member and a dossier: whether they are recused, and why; `override` is the reason of a lifting asked for."""

    hearing = serializers.IntegerField()
    dossier = serializers.CharField()
    seat = serializers.IntegerField()
    person = serializers.CharField()
    full_name = serializers.CharField()
    recused = serializers.BooleanField()
    ground = serializers.CharField()
    liftable = serializers.BooleanField()
    reasons = GroundRow(many=True)
    override = serializers.CharField(allow_null=True)
