"""The published definition of every figure: what counts, which date decides, as of when.

A definition holds the very function that computes its figure, so none can name one that does not exist; pages and API
name a figure by its key (`defined`), so none can show one that is not defined.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from initiatives.queries.acceptances import expected_acceptances
from organisation.models.units import side_of
from organisation.rules.successors import present
from recognition.queries import contributions, processing
from recognition.queries.register import register, standing
from recognition.queries.statistics import change_of, counted, total_of
from recognition.queries.targets import progress
from recognition.rules.forecast import forecast, seasonal_pace
from recognition.rules.growth import pace, required


@dataclass(frozen=True, slots=True)
class Definition:
    """`key` is the figure's stable name; `query` the function that computes it."""

    key: str
    title: Any
    text: Any
    query: Callable[..., Any]

    @property
    def source(self) -> str:
        """Where the function stands."""
        return f"{self.query.__module__}.{self.query.__qualname__}"


DEFINITIONS = (
    Definition(
        "recognised",
        _("Recognised"),
        _(
            "Works that hold a recognition at a level. The day of the decision decides in which year and "
            "period one counts. A work recognised at two levels counts at each of them; revoked recognitions "
            "do not count."
        ),
        register,
    ),
    Definition(
        "credited",
        _("Credited to a unit"),
        _(
            "The unit that owns the work and every further unit that took part are each credited with it. So "
            "the sum over units may be more than the city's total, which counts every work once."
        ),
        counted,
    ),
    Definition(
        "baseline",
        _("Baseline"),
        _(
            "What the earlier period brought: counted from the register, or entered with its source "
            "document. 0 or unknown makes the target not computable, never 100 %."
        ),
        progress,
    ),
    Definition(
        "required",
        _("Required"),
        _(
            "Baseline × (1 + growth), rounded up. Compared in whole numbers: 100 × achieved ≥ (100 + growth) "
            "× baseline."
        ),
        required,
    ),
    Definition(
        "achieved",
        _("Achieved"),
        _(
            "Recognitions of the target's levels and kinds whose decision lies in the period, as the "
            "register stood at the end of the day shown."
        ),
        progress,
    ),
    Definition(
        "pace",
        _("On pace by today"),
        _("Required × the part of the period that has passed (in days, both ends counted), rounded up."),
        pace,
    ),
    Definition(
        "still-needed",
        _("Still needed"),
        _("Required less achieved, never below 0; spread over the full months left."),
        pace,
    ),
    Definition(
        "seasonal-pace",
        _("Usual by today"),
        _(
            "Required × the part that usually falls before this day: the months weigh as they did in the whole years "
            "past, of which there must be three with twelve recognitions."
        ),
        seasonal_pace,
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
        forecast,
    ),
    Definition(
        "units-now",
        _("Units as they are now"),
        _(
            "A unit that went into just one other counts as that one, over any number of steps. A unit that was split "
            "keeps its own row: nobody has said which part of its past is whose. The city's total is the same."
        ),
        present,
    ),
    Definition(
        "sector",
        _("Sector"),
        _(
            "The side of the three-way link on which a credited unit stands: enterprises; schools and institutes; "
            "everything else is the state."
        ),
        side_of,
    ),
    Definition(
        "unit-pace",
        _("Ahead or behind by unit"),
        _(
            "Achieved of a unit less what would be on pace by the day. Where units share the target: its share of what "
            "is required; otherwise its own baseline and the same growth. Units without either are not compared."
        ),
        contributions.standings,
    ),
    Definition(
        "waiting",
        _("What waits"),
        _(
            "Dossiers under way that may lead to what the target counts, among those that the reader may see: late "
            "when the day by which something was due has passed; the longest wait in working days since one entered "
            "its state."
        ),
        contributions.waiting,
    ),
    Definition(
        "linked",
        _("Three-way link"),
        _("Works with credited units on all three sides: the state, an enterprise, a school or institute."),
        total_of,
    ),
    Definition(
        "change",
        _("Change against the year before"),
        _(
            "Recognised of a year less that of the year before, in percent of the latter. None where that was 0, and "
            "for the year under way, which is not compared with a whole one."
        ),
        change_of,
    ),
    Definition(
        "online-rate",
        _("Filed online"),
        _("Of the dossiers received in the time: the part filed online. Both go by the day of receipt."),
        processing.online_rate,
    ),
    Definition(
        "return-rate",
        _("Returned for completion"),
        _(
            "Of the dossiers received in the time: the part that the receiving office has asked for completion at "
            "least once, whenever. Both go by the day of receipt."
        ),
        processing.return_rate,
    ),
    Definition(
        "on-time-rate",
        _("Decided in time"),
        _(
            "Of the dossiers decided in the time (recognised or not): the part decided on or before the day on which "
            "the result was due, which runs from admission. Both go by the day of the decision."
        ),
        processing.on_time_rate,
    ),
    Definition(
        "appeal-rate",
        _("Appealed against"),
        _(
            "Of the dossiers received in the time: the part about which an appeal has been lodged at least once "
            "(against the refusal, the conclusion or the decision), whenever and whatever became of it. Both go by the "
            "day of receipt."
        ),
        processing.appeal_rate,
    ),
    Definition(
        "revocation-rate",
        _("Revoked since"),
        _(
            "Of the recognitions by decisions of the time: the part that has been revoked since. Both go by the day of "
            "the recognising decision."
        ),
        processing.revocation_rate,
    ),
    Definition(
        "check-days",
        _("Working days to admission"),
        _(
            "The median of the working days (Monday to Friday but for Viet Nam's public holidays) from receipt, not "
            "counted, to admission, counted; time in which authors complete a dossier is in it. By the day of "
            "admission."
        ),
        processing.check_days,
    ),
    Definition(
        "review-days",
        _("Working days to the conclusion"),
        _(
            "The median of the working days from admission to the council's conclusion, the last one if it concluded "
            "again. By the day of the conclusion."
        ),
        processing.review_days,
    ),
    Definition(
        "decision-days",
        _("Working days to the decision"),
        _("The median of the working days from the conclusion to the decision. By the day of the decision."),
        processing.decision_days,
    ),
    Definition(
        "expected-acceptances",
        _("Acceptances to be expected"),
        _(
            "Topics under contract that wait for their acceptance, by the month in which their term ends, moved by "
            "the delays of topics accepted before and multiplied by the part of ended topics that was accepted: "
            "(accepted + ½) ÷ (ended + 1). Terms that have passed take only delays as long as their own. The range "
            "holds nine times in ten. Nothing is said before 20 topics have ended and 10 of them were accepted."
        ),
        expected_acceptances,
    ),
    Definition(
        "as-of",
        _("As on a day"),
        _(
            "What the register said at the end of that day: later entries, corrections and revocations "
            "change nothing in it."
        ),
        standing,
    ),
)
BY_KEY = {one.key: one for one in DEFINITIONS}


def defined(key: str) -> Definition:
    """The definition of a figure. Raises KeyError for one that has none: nothing shows a figure without it."""
    return BY_KEY[key]


@cache
def version() -> str:
    """A digest of all definitions as they are published, for reports to cite: it changes when what a figure is said to
    count, or what computes it, changes.
    """
    told = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            told += [f"{language}|{one.key}|{one.title}|{one.text}|{one.source}" for one in DEFINITIONS]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]
