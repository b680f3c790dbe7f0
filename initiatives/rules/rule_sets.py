"""The rules of execution as data (`initiatives/data/execution.toml`): limits, deadlines and their sources."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from initiatives.rules.calendar import add_working_days, next_working_day

DEFAULT_RULES = "province-2025"
"""Of topics that no task says more about."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from. `tag`: R read, S read in a secondary text, U not found: a setting to be confirmed."""

    document: str
    article: str = ""
    tag: str = "U"

    @property
    def confirmed(self) -> bool:
        """Whether somebody has read it."""
        return self.tag in ("R", "S")


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One set. Months and days are calendar ones, those of a decision where `decide_in_working_days` says so; `shares`
    are the greatest percent of the state budget that an item may take.

    `extensions` may be granted, each of at most `extension_months` (a topic shorter than `short_topic_months`:
    `short_extension_months`), asked for `ask_days_before` the end; from `minutes_from_months` on with the minutes of
    the unit's science council (0: never). `direct_assignment`: a task may be given to a unit without competitors;
    `appraisers` is the least number of people who appraise a budget.

    The base accepts within `base_acceptance_days` of a valid dossier; the council of an acceptance above it has the
    dossier within `council_working_days`, and concludes within `acceptance_days` of being set up (0: not prescribed).
    A council may send the dossier back `revisions` times, and then concludes. The result is registered and handed over
    within `register_months` and `hand_over_months`.
    """

    code: str
    title: Mapping[str, str]
    since: date
    extensions: int
    extension_months: int
    short_topic_months: int
    short_extension_months: int
    ask_days_before: int
    minutes_from_months: int
    decide_days: int
    decide_in_working_days: bool
    report_every_months: int
    final_dossier_days: int
    base_acceptance_days: int
    council_working_days: int
    acceptance_days: int
    revisions: int
    register_months: int
    hand_over_months: int
    pause_extends: bool
    use_after_months: tuple[int, ...]
    longest_months: int
    direct_assignment: bool
    appraisers: int
    shares: Mapping[str, int]
    sources: Mapping[str, Source]

    def decided_by(self, filed_on: date) -> date:
        """The last day on which a request filed on a day is decided."""
        if self.decide_in_working_days:
            return add_working_days(filed_on, self.decide_days)
        return filed_on + timedelta(days=self.decide_days)

    def accepted_at_base_by(self, valid_on: date) -> date | None:
        """The last day on which the base decides on a dossier that was found valid on a day."""
        return next_working_day(valid_on + timedelta(self.base_acceptance_days)) if self.base_acceptance_days else None

    def council_by(self, valid_on: date) -> date | None:
        """The last day on which a council is set up for a valid dossier, and has it."""
        return add_working_days(valid_on, self.council_working_days) if self.council_working_days else None

    def concluded_by(self, set_up_on: date) -> date | None:
        """The last day on which a council set up on a day concludes."""
        return next_working_day(set_up_on + timedelta(self.acceptance_days)) if self.acceptance_days else None

    def longest_extension(self, months: int) -> int:
        """The most months that one extension may give a topic of so many months."""
        return self.short_extension_months if months < self.short_topic_months else self.extension_months


def parse_sets(text: str) -> dict[str, RuleSet]:
    """The sets of a TOML text by code."""
    return {row["code"]: _parsed(row) for row in tomllib.loads(text)["set"]}


def _parsed(row: dict[str, Any]) -> RuleSet:
    sources = {name: Source(**given) for name, given in row.pop("sources").items()}
    use = tuple(row.pop("use_after_months"))
    return RuleSet(since=row.pop("from"), sources=sources, use_after_months=use, **row)


@cache
def rule_sets() -> dict[str, RuleSet]:
    """The sets that come with the system."""
    return parse_sets(files("initiatives").joinpath("data", "execution.toml").read_text("utf-8"))
