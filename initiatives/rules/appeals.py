"""The days of appeals, and what follows from one that is upheld. The days are data (`initiatives/data/appeals.toml`).

Days run on from the day after the act; a term that ends on a day of rest ends with the next working day (Bộ luật Dân sự
2015, Điều 147–148).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from initiatives.rules.calendar import next_working_day
from initiatives.rules.rule_sets import Source


@dataclass(frozen=True, slots=True)
class AppealTerms:
    """Calendar days: to lodge an appeal after the act, to take it up (or not), to answer it once taken up, at most
    where it is complicated, and to go on to the superior authority after the answer.
    """

    since: date
    lodge_days: int
    take_up_days: int
    answer_days: int
    longest_answer_days: int
    further_days: int
    sources: Mapping[str, Source]

    def lodged_by(self, acted_on: date) -> date:
        """The last day for an appeal against an act of a day."""
        return _after(acted_on, self.lodge_days)

    def taken_up_by(self, lodged_on: date) -> date:
        """The last day to take it up."""
        return _after(lodged_on, self.take_up_days)

    def answered_by(self, taken_up_on: date, complicated: bool = False) -> date:
        """The last day to answer it."""
        return _after(taken_up_on, self.longest_answer_days if complicated else self.answer_days)

    def further_by(self, answered_on: date) -> date:
        """The last day to go on to the superior authority."""
        return _after(answered_on, self.further_days)


def _after(day: date, days: int) -> date:
    return next_working_day(day + timedelta(days=days))


@cache
def all_terms() -> tuple[AppealTerms, ...]:
    """The sets that come with the system, the latest first."""
    text = files("initiatives").joinpath("data", "appeals.toml").read_text("utf-8")
    found = []
    for row in tomllib.loads(text)["terms"]:
        sources = {name: Source(**given) for name, given in row.pop("sources").items()}
        found.append(AppealTerms(since=row.pop("from"), sources=sources, **row))
    return tuple(sorted(found, key=lambda terms: terms.since, reverse=True))


def terms_on(day: date) -> AppealTerms:
    """The days that hold for an act of a day; those of the first set for what is older."""
    return next((terms for terms in all_terms() if terms.since <= day), all_terms()[-1])


REMEDIES = {
    "refused": "readmit", "concluded": "rejudge", "not_recognised": "rejudge", "revoked": "rejudge",
    "recognised": "change",
}  # fmt: skip
"""What follows from an appeal that is upheld, by the state of the dossier then."""
CONTESTED = {
    "refused": ("refusal", ("dossier_refused",)),
    "concluded": ("conclusion", ("dossier_concluded",)),
    "recognised": ("decision", ("dossier_recognised", "dossier_corrected", "dossier_replaced")),
    "not_recognised": ("decision", ("dossier_not_recognised",)),
    "revoked": ("decision", ("dossier_revoked",)),
}
"""By the state of the dossier: what an appeal goes against, and the events that are such an act."""
