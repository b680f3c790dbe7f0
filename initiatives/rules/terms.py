"""The term of a contract: its end, its reports, what an extension or a pause does to it.

Sources: Bộ luật Dân sự 2015, Điều 147–148 (a term in months ends on the same day of the last month, or on its last
day); the limits of extensions stand in the rule sets.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from initiatives.rules.calendar import months_after
from initiatives.rules.forms import gettext_noop
from initiatives.rules.rule_sets import RuleSet, Source


@dataclass(frozen=True, slots=True)
class Term:
    """From `starts_on` for `months`, made longer by `extended` months and by the days for which it was `paused`."""

    starts_on: date
    months: int
    extended: int = 0
    paused: int = 0

    @property
    def ends_on(self) -> date:
        """The last day. Counted from the first day every time: two extensions give what one would have given."""
        return months_after(self.starts_on, self.months + self.extended) + timedelta(days=self.paused)

    def report_days(self, every: int) -> list[date]:
        """Days up to which progress is reported: every so many months, before the end; then the end."""
        days, number = [], 1
        while (day := months_after(self.starts_on, number * every)) < self.ends_on:
            days.append(day)
            number += 1
        return [*days, self.ends_on]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of a request: `message` is a msgid with `params`. `grave`: the request cannot be made so."""

    rule: str
    message: str
    params: dict[str, int]
    source: Source
    grave: bool = True


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension that is asked for: `before` were granted already. `special` says why a further one is needed."""

    months: int
    asked_on: date
    before: int = 0
    minutes: bool = False
    special: bool = False


def judge_extension(asked: Extension, term: Term, rules: RuleSet) -> list[Finding]:
    """Everything that the rules have against an extension; nothing where it may be granted."""
    longest, source = rules.longest_extension(term.months), rules.sources["extensions"]
    found = []
    if not 1 <= asked.months <= longest:
        message = gettext_noop("An extension is of 1 to %(longest)d months.")
        found.append(Finding("months", message, {"longest": longest}, source))
    if asked.before >= rules.extensions and not asked.special:
        message = gettext_noop("Extended %(before)d times already; a further time only for a special reason.")
        found.append(Finding("times", message, {"before": asked.before}, source))
    if rules.minutes_from_months and asked.months >= rules.minutes_from_months and not asked.minutes:
        message = gettext_noop("From %(months)d months on the minutes of the unit's science council are needed.")
        found.append(Finding("minutes", message, {"months": rules.minutes_from_months}, source))
    if asked.asked_on > term.ends_on:
        message = gettext_noop("The term has ended; an extension is asked for before that.")
        found.append(Finding("ended", message, {}, rules.sources["ask_days_before"]))
    elif asked.asked_on > term.ends_on - timedelta(days=rules.ask_days_before):
        message = gettext_noop("Asked for late: %(days)d days before the end are prescribed.")
        days = {"days": rules.ask_days_before}
        found.append(Finding("late", message, days, rules.sources["ask_days_before"], grave=False))
    return found


def final_dossier_due(ends_on: date, rules: RuleSet) -> date:
    """By when the dossier for acceptance is to be filed."""
    return ends_on + timedelta(days=rules.final_dossier_days)


def use_days(accepted_on: date, rules: RuleSet) -> list[date]:
    """Days on which the use of the result is looked into."""
    return [months_after(accepted_on, months) for months in rules.use_after_months]
