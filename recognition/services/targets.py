"""Set targets and change them: every change is a new version, kept whole in the journal."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, Stale
from initiatives.choices import Kind, Level
from initiatives.models import Field
from initiatives.rules.answers import clean_line
from journal.models import Entry
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Unit, UnitKind
from organisation.rules.days import FIRST, LAST
from recognition.models import Target
from recognition.policy import sets_targets
from recognition.rules.growth import Method, Span, yearly_scale

WHOLE = Decimal(100)
SET = "target_set"
KEPT = (
    "title_vi", "title_en", "levels", "kinds", "fields", "units", "shares", "method", "baseline_from", "baseline_to",
    "baseline_value", "baseline_source", "growth", "period_from", "period_to", "source", "position", "demonstration",
)  # fmt: skip
DAYS = ("baseline_from", "baseline_to", "period_from", "period_to")
TEXTS = ("title_vi", "title_en", "baseline_source", "source")


def subject_of(target: Target) -> str:
    """What the journal calls it."""
    return f"target:{target.pk}"


@transaction.atomic
def save_target(user_id: int | None, code: str, reason: str = "", **values: Any) -> Target:
    """Make the target `code`, or the next version of it; `values` are fields named in KEPT. Nothing is checked."""
    target = Target.objects.select_for_update().filter(code=code).first()
    if target is None:
        target = Target.objects.create(code=code, **values)
    else:
        if not Entry.objects.filter(subject=subject_of(target), event=SET).exists():
            _keep(None, target, "")  # set before versions were kept
        for name, value in values.items():
            setattr(target, name, value)
        target.version += 1
        target.save()
    _keep(user_id, target, reason)
    return target


def _keep(user_id: int | None, target: Target, reason: str) -> None:
    told = {name: getattr(target, name) for name in KEPT}
    record(user_id, SET, subject_of(target), {"code": target.code, "version": target.version, "reason": reason, **told})


@transaction.atomic
def set_target(actor: Actor, code: str, seen: int | None, reason: str = "", **values: Any) -> Target:
    """Set a new target (`seen` is None), or change the version `seen` of one; the shares are percent by unit code.

    Raises: Forbidden unless the actor is registrar over all that the target counts, before and after; Stale where
    another version has been made meanwhile; Invalid naming the fields.
    """
    present = Target.objects.select_for_update().filter(code=code).first()
    for units in [values.get("units", ()), *([present.units] if present else [])]:
        if not sets_targets(actor, over(units)):
            raise Forbidden(_("A target is set by the registrar of all the units that it counts."))
    values = {name: clean_line(value) if name in TEXTS else value for name, value in values.items()}
    faults = faults_of(values)
    if present is None and seen is not None:
        faults["code"] = [_("There is no such target.")]
    if present is not None:
        faults |= _faults_of_change(present, seen, reason)
    if faults:
        raise Invalid(_("Some fields need mending."), faults)
    return save_target(actor.user_id, code, clean_line(reason), **values)


def _faults_of_change(present: Target, seen: int | None, reason: str) -> dict[str, list[str]]:
    """What is wrong about changing it. Raises Stale."""
    if seen is None:
        return {"code": [_("There is a target with this code.")]}
    if seen != present.version:
        raise Stale(_("Somebody else has changed this target meanwhile. Load it again."), revision=present.version)
    return {} if clean_line(reason) else {"reason": [_("Say why the target is changed.")]}


def over(codes: Collection[str]) -> frozenset[int]:
    """Ids of the units that a target counts; of the city where it names none."""
    chosen = Unit.objects.filter(code__in=codes) if codes else Unit.objects.filter(kind=UnitKind.CITY)
    return frozenset(chosen.values_list("pk", flat=True))


def faults_of(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is wrong, by field."""
    faults = {**_faults_of_metric(values), **_faults_of_spans(values), **_faults_of_shares(values["shares"])}
    for name in ("title_vi", "title_en"):
        if not values[name]:
            faults[name] = [_("Give the target a title.")]
    if values["baseline_value"] is not None and not values["baseline_source"]:
        faults["baseline_source"] = [_("Name the document from which the baseline is taken.")]
    if not -WHOLE < values["growth"] < WHOLE * WHOLE:
        faults["growth"] = [_("Give a growth above -100% and below 10,000%.")]
    return faults


def _faults_of_metric(values: Mapping[str, Any]) -> dict[str, list[str]]:
    known = {
        "levels": set(Level.values),
        "kinds": set(Kind.values),
        "fields": set(Field.objects.values_list("code", flat=True)) if values["fields"] else set(),
        "units": set(Unit.objects.filter(code__in=values["units"]).values_list("code", flat=True)),
    }
    faults = {
        name: [_("Unknown: %(names)s.") % {"names": ", ".join(sorted(unknown))}]
        for name, allowed in known.items()
        if (unknown := set(values[name]) - allowed)
    }
    return faults if values["levels"] else {**faults, "levels": [_("Choose at least one level.")]}


def _faults_of_spans(values: Mapping[str, Any]) -> dict[str, list[str]]:
    far = [name for name in DAYS if not FIRST <= values[name] <= LAST]
    if far:
        return {name: [_("Give a day from 1900 on that can be reckoned with.")] for name in far}
    baseline = Span(values["baseline_from"], values["baseline_to"])
    period = Span(values["period_from"], values["period_to"])
    faults = {
        name: [_("The period must end on or after the day it begins.")]
        for name, span in (("baseline_to", baseline), ("period_to", period))
        if span.ends < span.begins
    }
    if not faults and period.begins <= baseline.ends:
        faults["period_from"] = [_("The period must begin after the baseline has ended: no work counts in both.")]
    try:
        yearly_scale(Method(values["method"]), baseline, period)
    except ValueError:
        faults.setdefault("method", [_("Yearly averages need periods of whole months.")])
    return faults


def _faults_of_shares(shares: Mapping[str, Any]) -> dict[str, list[str]]:
    if not shares:
        return {}
    known = set(Unit.objects.filter(code__in=shares).values_list("code", flat=True))
    if unknown := set(shares) - known:
        return {"shares": [_("Unknown: %(names)s.") % {"names": ", ".join(sorted(unknown))}]}
    parts = [Decimal(share) for share in shares.values()]
    total = sum(parts, Decimal(0))
    if min(parts) <= 0 or total != WHOLE:
        said = {"sum": f"{total.normalize():f}"}
        return {"shares": [_("The shares add up to %(sum)s%%; exactly 100%% is needed, each above 0.") % said]}
    return {}
