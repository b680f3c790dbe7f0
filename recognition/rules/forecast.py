"""What the rest of a period will likely bring: a count model in closed form, silent where there is too little history.

The yearly level is the weighted mean of past years (each older year weighs four fifths of the next), spread over the
months by their habit. Counts of the months still to come are negative binomial: their variance is the Poisson part, the
unevenness of single months (decisions come in lists), the unevenness of years, and what is not known of the level.
Dossiers under way are a second opinion on the next months, weighed by its own variance (see `Pipeline`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, inf, lgamma, log

MONTHS = 12
LEAST_YEARS, MOST_YEARS, LEAST_COUNT = 3, 10, 12
FADING = 0.8
PSEUDO = 0.5  # recognitions added to each month of the year, so that none is impossible
LEAST_SPREAD = 0.01  # of a year's level, squared: no city is steadier than 10 %
LIMITS = (0.05, 0.25, 0.5, 0.75, 0.95)
DRIFT = 0.04  # by what part the level may move in a year, each way
LEAST_PAST = 20  # dossiers that must have been closed before their rate means anything
TIMING = 0.25  # how far off the number decided in time may be, as a part of what is under way
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Habit:
    """`a_year` recognitions; `of_month` the part of each month, January first, together 1; spreads as squared parts.

    `age`: how many years the history lies back in the (weighted) middle.
    """

    years: int
    a_year: float
    of_month: tuple[float, ...]
    month_spread: float
    year_spread: float
    unknown: float
    age: float

    def share_of(self, begins: date, ends: date) -> float:
        """The part of a year that usually falls on these days, both counted; more than 1 for more than a year."""
        return sum(part for _month, part in self.parts(begins, ends))

    def parts(self, begins: date, ends: date) -> Iterator[tuple[Month, float]]:
        """Each month of the span with the part of a year that usually falls on its days."""
        for month, days, whole in _months(begins, ends):
            yield month, self.of_month[month[1] - 1] * days / whole


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What the dossiers under way will bring in the next `months`: its mean and variance."""

    under_way: int
    mean: float
    variance: float
    months: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """Of the whole at the end of the period: the middle, the 50 % and 90 % intervals (both ends counted), and the
    probability of reaching what is needed (None where nothing is needed). `years` of history lie under it.
    """

    middle: int
    half: tuple[int, int]
    most: tuple[int, int]
    probability: float | None
    years: int
    under_way: int


def _months(begins: date, ends: date) -> Iterator[tuple[Month, int, int]]:
    """Months of a span: which, how many of its days lie in it, how many it has."""
    day = begins
    while day <= ends:
        after = _next_month(day)
        first = day.replace(day=1)
        yield (day.year, day.month), (min(after - timedelta(days=1), ends) - day).days + 1, (after - first).days
        day = after


def _next_month(day: date) -> date:
    return date(day.year + day.month // MONTHS, day.month % MONTHS + 1, 1)


def habit_of(counts: Mapping[Month, int], on: date) -> Habit | None:
    """The habit of the whole years that end with the last whole month before the day after `on`; None where there are
    fewer than three of them since the first recognition, or fewer than twelve recognitions in them.
    """
    years = _years(counts, on)
    total = sum(map(sum, years))
    if len(years) < LEAST_YEARS or total < LEAST_COUNT:
        return None
    weights = [FADING**age for age in range(len(years))]
    whole = sum(weights)
    level = sum(w * sum(year) for w, year in zip(weights, years, strict=True)) / whole
    by_month = [sum(year[n] for year in years) + PSEUDO for n in range(MONTHS)]
    of_month = tuple(count / sum(by_month) for count in by_month)
    free = whole - sum(w * w for w in weights) / whole
    variance = sum(w * (sum(year) - level) ** 2 for w, year in zip(weights, years, strict=True)) / free
    month_spread = _month_spread(years, of_month)
    uneven = level * level * month_spread * sum(part * part for part in of_month)
    year_spread = max((variance - level - uneven) / (level * level), LEAST_SPREAD)
    known = whole * whole / sum(w * w for w in weights)
    unknown = max(variance, level) / (level * level) / known
    age = sum(w * (n + 0.5) for n, w in enumerate(weights)) / whole
    return Habit(len(years), level, _from_january(of_month, on), month_spread, year_spread, unknown, age)


def _years(counts: Mapping[Month, int], on: date) -> list[list[int]]:
    """Twelve counts a year, the latest year first; the months in the order in which they follow on `on`."""
    counted = [month for month, count in counts.items() if count]
    if not counted:
        return []
    first, last = min(counted), _last_whole(on)
    found: list[list[int]] = []
    while len(found) < MOST_YEARS:
        months = [_moved(last, -MONTHS * len(found) - back) for back in range(MONTHS - 1, -1, -1)]
        if months[0] < first:
            break
        found.append([counts.get(month, 0) for month in months])
    return found


def _last_whole(on: date) -> Month:
    after = on + timedelta(days=1)
    return _moved((after.year, after.month), -1)


def _moved(month: Month, by: int) -> Month:
    number = month[0] * MONTHS + month[1] - 1 + by
    return number // MONTHS, number % MONTHS + 1


def _from_january(of_month: Sequence[float], on: date) -> tuple[float, ...]:
    """The parts in calendar order; they came in the order of years that end with the last whole month."""
    first = _moved(_last_whole(on), 1)[1]
    return tuple(of_month[(month - first) % MONTHS] for month in range(1, MONTHS + 1))


def _month_spread(years: Sequence[Sequence[int]], of_month: Sequence[float]) -> float:
    """How uneven single months are about their habit, beyond chance, as a squared part."""
    over = squares = 0.0
    for year in years:
        for count, part in zip(year, of_month, strict=True):
            expected = sum(year) * part
            over += (count - expected) ** 2 - expected
            squares += expected * expected
    return max(over / squares * len(years) / (len(years) - 1), 0.0) if squares else 0.0


def forecast(
    habit: Habit | None, achieved: int, needed: int | None, on: date, ends: date, pipeline: Pipeline | None = None
) -> Forecast | None:
    """The whole at the end of the day `ends`, as seen at the end of the day `on`. None without a habit."""
    if habit is None:
        return None
    mean, variance = rest(habit, on + timedelta(days=1), ends, pipeline)
    limits = quantiles(mean, variance, LIMITS)
    low, quarter, middle, upper, high = (achieved + limit for limit in limits)
    chance = None if needed is None else 1 - below(mean, variance, max(0, needed - achieved))
    under_way = pipeline.under_way if pipeline else 0
    return Forecast(middle, (quarter, upper), (low, high), chance, habit.years, under_way)


def rest(habit: Habit, begins: date, ends: date, pipeline: Pipeline | None) -> tuple[float, float]:
    """Mean and variance of what the days still to come bring."""
    if pipeline is None or begins > ends:
        return by_habit(habit, begins, ends)
    number = begins.year * MONTHS + begins.month - 1 + pipeline.months
    near = min(ends, date(number // MONTHS, number % MONTHS + 1, 1) - timedelta(days=1))
    mean, variance = by_habit(habit, begins, near)
    told = 1 / pipeline.variance if pipeline.variance else 0.0
    seen = 1 / variance if variance else 0.0
    near_mean = (mean * seen + pipeline.mean * told) / (seen + told) if seen + told else mean
    far_mean, far_variance = by_habit(habit, near + timedelta(days=1), ends)
    return near_mean + far_mean, (1 / (seen + told) if seen + told else 0.0) + far_variance


def by_habit(habit: Habit, begins: date, ends: date) -> tuple[float, float]:
    """The same by habit alone. Years are uneven each for itself; the level, and where it moves, are unknown for all of
    them together.
    """
    months = [(month, habit.a_year * part) for month, part in habit.parts(begins, ends)]
    mean = sum(count for _month, count in months)
    years: dict[int, float] = {}
    for number, (_month, count) in enumerate(months):
        years[number // MONTHS] = years.get(number // MONTHS, 0.0) + count
    variance = mean + habit.month_spread * sum(count * count for _month, count in months)
    variance += habit.year_spread * sum(count * count for count in years.values()) + habit.unknown * mean * mean
    variance += (DRIFT * sum(count * (habit.age + year + 0.5) for year, count in years.items())) ** 2
    return mean, variance


def _chances(mean: float, variance: float) -> Iterator[float]:
    """The probabilities of 0, 1, 2 …: negative binomial of that mean and variance, Poisson where they are equal."""
    if mean <= 0:
        yield 1.0
        return
    size = mean * mean / (variance - mean) if variance > mean * (1 + 1e-9) else inf
    count = 0
    while True:
        if size == inf:
            yield exp(count * log(mean) - mean - lgamma(count + 1))
        else:
            ways = lgamma(count + size) - lgamma(size) - lgamma(count + 1)
            yield exp(ways + size * log(size / (size + mean)) + count * log(mean / (size + mean)))
        count += 1


def quantiles(mean: float, variance: float, limits: Sequence[float]) -> list[int]:
    """The least counts that are not exceeded with these probabilities (rising, below 1)."""
    found: list[int] = []
    reached = 0.0
    for count, chance in enumerate(_chances(mean, variance)):
        reached += chance
        while len(found) < len(limits) and reached >= limits[len(found)] - 1e-12:
            found.append(count)
        if len(found) == len(limits):
            break
    return found


def below(mean: float, variance: float, count: int) -> float:
    """The probability of fewer than `count`."""
    chances = _chances(mean, variance)
    return min(1.0, sum(next(chances, 0.0) for _number in range(count)))


def pipeline_of(open_by_stage: Mapping[str, int], past: Mapping[str, tuple[int, int]], months: int) -> Pipeline | None:
    """What is under way: open dossiers by stage × the part of past ones that were recognised after that stage.

    `past` gives (closed, recognised) by stage. None where fewer than twenty have been closed after some stage in which
    dossiers are now. Rates are (recognised + ½) / (closed + 1); the variance has the chance of each dossier, what is
    not known of the rate, and that some are decided later than in `months`.
    """
    waiting = {stage: count for stage, count in open_by_stage.items() if count}
    if not waiting or any(past.get(stage, (0, 0))[0] < LEAST_PAST for stage in waiting):
        return None
    mean = variance = 0.0
    for stage, count in waiting.items():
        closed, recognised = past[stage]
        rate = (recognised + 0.5) / (closed + 1)
        mean += count * rate
        variance += count * rate * (1 - rate) + count * count * rate * (1 - rate) / (closed + 2)
    return Pipeline(sum(waiting.values()), mean, variance + (TIMING * mean) ** 2, max(1, months))


def seasonal_pace(habit: Habit | None, needed: int, begins: date, ends: date, on: date) -> int | None:
    """What the habit of past years asks for by the end of the day `on`, rounded to whole recognitions; None without a
    habit. (The calendar's pace takes all days alike.)
    """
    if habit is None:
        return None
    whole = habit.share_of(begins, ends)
    return round(needed * habit.share_of(begins, min(on, ends)) / whole) if whole else None
