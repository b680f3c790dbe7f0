"""The published definition of every figure: what counts, which date decides, as of when."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Definition:
    """`key` is the figure's stable name; `query` the function that computes it."""

    key: str
    title: Any
    text: Any
    query: str


DEFINITIONS = (
    Definition(
        "recognised",
        _("Recognised"),
        _(
            "Works that hold a recognition at a level. The day of the decision decides in which year and "
            "period one counts. A work recognised at two levels counts at each of them; revoked recognitions "
            "do not count."
        ),
        "recognition.queries.register.register",
    ),
    Definition(
        "credited",
        _("Credited to a unit"),
        _(
            "The unit that owns the work and every further unit that took part are each credited with it. So "
            "the sum over units may be more than the city's total, which counts every work once."
        ),
        "recognition.queries.statistics.counted",
    ),
    Definition(
        "baseline",
        _("Baseline"),
        _(
            "What the earlier period brought: counted from the register, or entered with its source "
            "document. 0 or unknown makes the target not computable, never 100 %."
        ),
        "recognition.queries.targets.progress",
    ),
    Definition(
        "required",
        _("Required"),
        _(
            "Baseline × (1 + growth), rounded up. Compared in whole numbers: 100 × achieved ≥ (100 + growth) "
            "× baseline."
        ),
        "recognition.rules.growth.required",
    ),
    Definition(
        "achieved",
        _("Achieved"),
        _(
            "Recognitions of the target's levels and kinds whose decision lies in the period, as the "
            "register stood at the end of the day shown."
        ),
        "recognition.queries.targets.progress",
    ),
    Definition(
        "pace",
        _("On pace by today"),
        _("Required × the part of the period that has passed (in days, both ends counted), rounded up."),
        "recognition.rules.growth.pace",
    ),
    Definition(
        "still-needed",
        _("Still needed"),
        _("Required less achieved, never below 0; spread over the full months left."),
        "recognition.rules.growth.pace",
    ),
    Definition(
        "seasonal-pace",
        _("Usual by today"),
        _(
            "Required × the part that usually falls before this day: the months weigh as they did in the whole years "
            "past, of which there must be three with twelve recognitions."
        ),
        "recognition.rules.forecast.seasonal_pace",
    ),
    Definition(
        "forecast",
        _("Forecast"),
        _(
            "Achieved, and what the rest of the period will likely bring: the mean of past years (each older year "
            "weighs four fifths of the next) by the habit of the months, and for the next months the dossiers under "
            "way × the part of past ones that were recognised from the same stage. A negative binomial count; its "
            "spread holds chance, uneven months and years, and what is not known of the level. Silent with fewer than "
            "three whole years or twelve recognitions."
        ),
        "recognition.rules.forecast.forecast",
    ),
    Definition(
        "units-now",
        _("Units as they are now"),
        _(
            "A unit that went into just one other counts as that one, over any number of steps. A unit that was split "
            "keeps its own row: nobody has said which part of its past is whose. The city's total is the same."
        ),
        "organisation.rules.successors.present",
    ),
    Definition(
        "sector",
        _("Sector"),
        _(
            "The side of the three-way link on which a credited unit stands: enterprises; schools and institutes; "
            "everything else is the state."
        ),
        "organisation.models.units.side_of",
    ),
    Definition(
        "as-of",
        _("As on a day"),
        _(
            "What the register said at the end of that day: later entries, corrections and revocations "
            "change nothing in it."
        ),
        "recognition.queries.register.standing",
    ),
)


def version() -> str:
    """The version of the definitions: a digest over their keys and texts, the same in every language of the reader."""
    with translation.override("en"):
        told = "\n".join(f"{one.key}\t{one.title}\t{one.text}" for one in DEFINITIONS)
    return hashlib.sha256(told.encode()).hexdigest()[:12]
