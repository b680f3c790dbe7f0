"""Aggregation: from the members' points to the council's result."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from reviews.rules.citation import Citation
from reviews.rules.criteria import Criterion
from reviews.rules.exact import half_up, shown, spelled
from reviews.rules.explanation import Step
from reviews.rules.sheets import CountedSheet


class Method(StrEnum):
    """Arithmetic mean, median, or the mean without the highest and lowest."""

    MEAN = "mean"
    MEDIAN = "median"
    TRIMMED_MEAN = "trimmed_mean"


@dataclass(frozen=True, slots=True)
class Aggregation:
    """How sheets become a result.

    `trim`: how many are cut at each end. `places`: decimals shown. `compare_shown`: limits are held against the rounded
    total instead of the exact one. `total` is the highest that can be reached. `required`: without a counted sheet
    there is nothing to conclude.
    """

    citation: Citation
    method: Method = Method.MEAN
    trim: int = 1
    places: int = 2
    compare_shown: bool = False
    required: bool = True
    total: Fraction = Fraction(0)

    @property
    def fewest(self) -> int:
        """The smallest number of sheets from which a result can be drawn."""
        return 2 * self.trim + 1 if self.method is Method.TRIMMED_MEAN else 1

    def result(self, values: Sequence[Fraction]) -> Fraction:
        """The council's result on one criterion."""
        if self.method is Method.MEDIAN:
            return median(values)
        return trimmed_mean(values, self.trim if self.method is Method.TRIMMED_MEAN else 0)

    def compared(self, total: Fraction) -> Fraction:
        """The total that is held against limits."""
        return half_up(total, self.places) if self.compare_shown else total


def trimmed_mean(values: Sequence[Fraction], trim: int) -> Fraction:
    """The mean of what is left when `trim` values have been cut at each end."""
    kept = sorted(values)[trim : len(values) - trim]
    return sum(kept, Fraction(0)) / len(kept)


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle value, or the mean of the two in the middle."""
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def side_by_side(totals: Sequence[Fraction], trim: int) -> dict[str, str | int | None]:
    """Mean, median, trimmed mean, spread (highest less lowest) and number of the members' totals, for the reader."""
    enough = len(totals) > 2 * trim
    return {
        "n": len(totals),
        "mean": spelled(trimmed_mean(totals, 0)),
        "median": spelled(median(totals)),
        "trimmed_mean": spelled(trimmed_mean(totals, trim)) if enough else None,
        "spread": spelled(max(totals) - min(totals)),
    }


def criterion_step(criterion: Criterion, rule: Aggregation, sheets: Sequence[CountedSheet]) -> tuple[Fraction, Step]:
    """The result on one criterion, before its weight, and the step. Values are sorted: they name nobody."""
    values = sorted(sheet.points[criterion.code] for sheet in sheets)
    result = rule.result(values)
    inputs = {
        "criterion": criterion.code, "title": criterion.title.to_json(), "method": str(rule.method),
        "values": [spelled(value) for value in values], "weight": spelled(criterion.weight),
    }  # fmt: skip
    return result, Step(
        "criterion", inputs, {"result": spelled(result), "shown": shown(result, rule.places)}, True, rule.citation
    )
