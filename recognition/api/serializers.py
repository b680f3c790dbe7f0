"""Shapes of the API of decisions, certificates, the register, targets and statistics."""

from typing import Any

from rest_framework import serializers

from initiatives.choices import Kind, Level
from organisation.api.serializers import StrictSerializer, Upload
from recognition.models import Certificate, Decision, DecisionItem, Target
from recognition.queries.checking import Outcome
from recognition.rules.corrections import NAMES


class RecognitionRow(serializers.Serializer[Any]):
    """A recognition as the register shows it: `held_to` is the day of its revocation, `corrected_by_code` the decision
    by which it stands as it does; `number` and `symbol` are those of the decision that recognised. `demonstration`:
    made up to show the system.
    """

    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    level = serializers.ChoiceField(choices=Level.choices)
    year = serializers.IntegerField()
    work_id = serializers.IntegerField()
    unit_code = serializers.CharField()
    unit_name = serializers.CharField()
    field_vi = serializers.CharField(allow_null=True)
    field_en = serializers.CharField(allow_null=True)
    held_from = serializers.DateField()
    held_to = serializers.DateField(allow_null=True)
    grade = serializers.CharField()
    decision_code = serializers.CharField()
    number = serializers.IntegerField(allow_null=True)
    symbol = serializers.CharField(allow_blank=True)
    corrected_by_code = serializers.CharField(allow_null=True)
    demonstration = serializers.BooleanField()


class DecisionRow(serializers.Serializer[Any]):
    """A decision; `number` as papers cite it, empty while it is a draft. `refers_to` is the code of the decision that
    it corrects, revokes or replaces.
    """

    code = serializers.CharField()
    number = serializers.CharField()
    kind = serializers.ChoiceField(choices=Decision.Kind.choices)
    level = serializers.ChoiceField(choices=Level.choices)
    authority = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=Decision.State.choices)
    signed_on = serializers.DateField(allow_null=True)
    refers_to = serializers.CharField(allow_blank=True)


class DecisionChangeRow(serializers.Serializer[Any]):
    """What a decision puts right, as people read it."""

    name = serializers.ChoiceField(choices=NAMES)
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class ItemRow(serializers.Serializer[Any]):
    """A dossier in a decision, in the words of the register. `certificates` counts those that a draft will end."""

    dossier = serializers.CharField()
    title = serializers.CharField()
    authors = serializers.ListField(child=serializers.CharField())
    unit = serializers.CharField()
    result = serializers.ChoiceField(choices=DecisionItem.Result.choices)
    grade = serializers.CharField(allow_blank=True)
    changes = DecisionChangeRow(many=True)
    certificates = serializers.IntegerField()


class DecisionDetail(DecisionRow):
    """With its list, its reason and the codes of the decisions that changed it later."""

    items = ItemRow(many=True)
    reason = serializers.CharField(allow_blank=True)
    changed_by = serializers.ListField(child=serializers.CharField())


class SaidAuthor(StrictSerializer):
    """An author: by staff code, or by name alone."""

    person = serializers.CharField(max_length=30, required=False, allow_blank=True)
    full_name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    workplace = serializers.CharField(max_length=200, required=False, allow_blank=True)
    share = serializers.RegexField(r"^[0-9]{1,3}([.,][0-9]{1,2})?$", help_text="Percent; all together 100.")


class SaidWork(StrictSerializer):
    """What the register is to say of a work; what is left out stays. `unit` and `field` by code."""

    title = serializers.CharField(max_length=500, required=False)
    authors = SaidAuthor(many=True, required=False)
    unit = serializers.CharField(max_length=20, required=False)
    field = serializers.CharField(max_length=30, required=False, allow_blank=True)
    grade = serializers.CharField(max_length=40, required=False, allow_blank=True)


OF_THEIR_DOSSIERS = (Decision.Kind.TASKS, Decision.Kind.APPROVAL)
ASKED_KINDS = [(kind.value, kind.label) for kind in Decision.Kind if kind not in OF_THEIR_DOSSIERS]


class DecisionDraftRequest(StrictSerializer):
    """Draft a decision. A recognition takes concluded `dossiers` of an `authority` and `level`; of proposals of tasks
    it becomes a list of tasks, of selections an approval. What changes an earlier decision names it (`refers_to`)
    and says why (`reason`): a correction by `changes`, for each dossier; a revocation by `dossiers` (none: all that
    stands); a replacement by what is `left_out` of it and by `changes`.
    """

    kind = serializers.ChoiceField(choices=ASKED_KINDS, required=False, default=Decision.Kind.RECOGNITION)
    authority = serializers.CharField(max_length=20, required=False)
    level = serializers.ChoiceField(choices=Level.choices, required=False)
    dossiers = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=500)
    title = serializers.CharField(max_length=300, required=False, allow_blank=True)
    refers_to = serializers.CharField(max_length=40, required=False)
    left_out = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=500)
    changes = serializers.DictField(child=SaidWork(), required=False)
    reason = serializers.CharField(max_length=4000, required=False)


class SignRequest(StrictSerializer):
    """Who signed, in which post, on which day."""

    signed_on = serializers.DateField()
    signer_name = serializers.CharField(max_length=120)
    signer_post = serializers.CharField(max_length=120)


class CertificateRow(serializers.Serializer[Any]):
    """A certificate; `verification` is the code of its public page."""

    serial = serializers.CharField()
    verification = serializers.CharField()
    state = serializers.ChoiceField(choices=Certificate.State.choices)
    full_name = serializers.CharField()
    title = serializers.CharField()
    issued_on = serializers.DateField()


class SignatureRow(serializers.Serializer[Any]):
    """One signature in a PDF. `intact`: what was signed is unchanged; `whole`: nothing was added since but further
    signatures; `trusted`: a root that this system trusts vouches for the signer; `stamped`: a time-stamping authority
    does for the time; `holds`: the first three together.
    """

    name = serializers.CharField()
    issuer = serializers.CharField()
    intact = serializers.BooleanField()
    whole = serializers.BooleanField()
    trusted = serializers.BooleanField()
    stamped = serializers.BooleanField()
    holds = serializers.BooleanField()
    at = serializers.DateTimeField(allow_null=True)


PAPER_STATES = [*Certificate.State.choices, ("issued", "issued")]


class VerdictAnswer(serializers.Serializer[Any]):
    """Of a certificate valid, replaced or revoked, its `serial` and what it says; of an extract of the register issued,
    its number and symbol (`extract`) and, as `content`: `authority`, `number`, `as_of`, `issued_on`, `count`, `list`
    (the query string of its list of `recognitions/`), `list_now` (the same today), how many of its recognitions have
    `changed` since, and how many the list has `now`.
    """

    state = serializers.ChoiceField(choices=PAPER_STATES)
    serial = serializers.CharField(allow_blank=True)
    extract = serializers.CharField(allow_blank=True)
    content = serializers.DictField()
    signatures = SignatureRow(many=True, allow_null=True)


class CheckRequest(serializers.Serializer[Any]):
    """The PDF, at most 10 MB; it is not kept."""

    file = Upload()


class CheckAnswer(serializers.Serializer[Any]):
    """in_force, ended, issued (an extract of the register, or a signed paper of another kind), changed, not_ours or
    not_pdf; what the paper was issued as (empty where it was not issued here), with the `content` that its code tells;
    the signatures in the file, null where they cannot be read.
    """

    outcome = serializers.ChoiceField(choices=[(one.value, one.value) for one in Outcome])
    serial = serializers.CharField(allow_blank=True)
    decision = serializers.CharField(allow_blank=True)
    extract = serializers.CharField(allow_blank=True)
    content = serializers.DictField()
    signatures = SignatureRow(many=True, allow_null=True)


class BatchAnswer(serializers.Serializer[Any]):
    """How far the certificates of a decision are: `done` of `whole`. `state`: running, stopped, finished, or empty
    where nobody has asked for them; `fault` says what holds them up; once `complete`, the ZIP is there.
    """

    state = serializers.CharField(allow_blank=True)
    done = serializers.IntegerField()
    whole = serializers.IntegerField()
    complete = serializers.BooleanField()
    fault = serializers.CharField(allow_blank=True)


class TargetRow(serializers.Serializer[Any]):
    """A target as it is set; `shares` in percent by unit code. Empty lists leave nothing out."""

    code = serializers.CharField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    title_vi = serializers.CharField()
    title_en = serializers.CharField()
    levels = serializers.ListField(child=serializers.CharField())
    kinds = serializers.ListField(child=serializers.CharField())
    fields = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]  # the metric's name
    units = serializers.ListField(child=serializers.CharField())
    shares = serializers.DictField(child=serializers.CharField())
    method = serializers.ChoiceField(choices=Target.Method.choices)
    growth = serializers.CharField()
    baseline_from = serializers.DateField()
    baseline_to = serializers.DateField()
    baseline_value = serializers.IntegerField(allow_null=True)
    baseline_source = serializers.CharField()
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    source = serializers.CharField()  # type: ignore[assignment]  # the figure's name
    demonstration = serializers.BooleanField()


class TargetChange(StrictSerializer):
    """A target as it is to stand; `reason` says why an existing one is changed."""

    title_vi = serializers.CharField(max_length=250)
    title_en = serializers.CharField(max_length=250)
    levels = serializers.ListField(child=serializers.ChoiceField(choices=Level.choices), min_length=1)
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=Kind.choices), required=False)
    fields = serializers.ListField(child=serializers.CharField(max_length=30), required=False, max_length=100)  # type: ignore[assignment]
    units = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=500)
    shares = serializers.DictField(
        child=serializers.RegexField(r"^[0-9]{1,3}(\.[0-9]{1,2})?$"), required=False, help_text="Percent by unit code."
    )
    method = serializers.ChoiceField(choices=Target.Method.choices, required=False)
    growth = serializers.RegexField(r"^-?[0-9]{1,4}(\.[0-9]{1,2})?$", help_text="Percent, as a decimal.")
    baseline_from = serializers.DateField()
    baseline_to = serializers.DateField()
    baseline_value = serializers.IntegerField(allow_null=True, required=False, min_value=0, max_value=10_000_000)
    baseline_source = serializers.CharField(max_length=300, required=False, allow_blank=True)
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    source = serializers.CharField(max_length=300, required=False, allow_blank=True)  # type: ignore[assignment]
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)


class NewTarget(TargetChange):
    """A new target under a code of its own."""

    code = serializers.SlugField(max_length=40)


class TargetVersionRow(serializers.Serializer[Any]):
    """One version: by whom, when, why, and the target as it then was."""

    number = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    reason = serializers.CharField()
    changed = serializers.ListField(child=serializers.CharField())
    target = TargetRow()


class ForecastAnswer(serializers.Serializer[Any]):
    """The whole at the end of the period: the middle, the intervals (both ends counted), the probability of reaching
    what is required; from how many past years and dossiers under way.
    """

    middle = serializers.IntegerField()
    half = serializers.ListField(child=serializers.IntegerField())
    most = serializers.ListField(child=serializers.IntegerField())
    probability = serializers.FloatField(allow_null=True)
    years = serializers.IntegerField()
    under_way = serializers.IntegerField()


class ProgressAnswer(serializers.Serializer[Any]):
    """Counts of works; null where the target is not computable. `forecast` and `seasonal` (what the habit of past years
    asks for by then) are null where there is too little history. `lists` are query strings of the register.
    """

    target = serializers.CharField()
    as_of = serializers.DateField()
    baseline = serializers.IntegerField(allow_null=True)
    required = serializers.IntegerField(allow_null=True)  # type: ignore[assignment]  # the figure's name
    achieved = serializers.IntegerField()
    met = serializers.BooleanField(allow_null=True)
    expected = serializers.IntegerField(allow_null=True)
    ahead = serializers.IntegerField(allow_null=True)
    still_needed = serializers.IntegerField(allow_null=True)
    seasonal = serializers.IntegerField(allow_null=True)
    forecast = ForecastAnswer(allow_null=True)
    lists = serializers.DictField(child=serializers.CharField())


class CountRow(serializers.Serializer[Any]):
    """One figure and the query string of the list it counts. `base` is the same of the year before, `change` how much
    more it is in percent; null where there is nothing to compare, and for the year under way.
    """

    values = serializers.DictField()
    labels = serializers.DictField(child=serializers.CharField())
    count = serializers.IntegerField()
    base = serializers.IntegerField(allow_null=True)
    change = serializers.FloatField(allow_null=True)
    list = serializers.CharField()


class CountAnswer(serializers.Serializer[Any]):
    """`total` counts every work once at each level; `credited` is the sum of the rows. `definitions` is the version of
    the published definitions.
    """

    by = serializers.ListField(child=serializers.CharField())
    rows = CountRow(many=True)
    total = serializers.IntegerField()
    credited = serializers.IntegerField()
    definitions = serializers.CharField()


class NominationRequest(StrictSerializer):
    """The round of the city level."""

    round = serializers.CharField(max_length=60)


class NominationAnswer(serializers.Serializer[Any]):
    """The new draft."""

    code = serializers.CharField()
