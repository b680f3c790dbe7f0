"""Outliers: a sheet too far from the others is put aside, in one pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reviews.rules.citation import Citation
from reviews.rules.exact import Bound, shown, spelled
from reviews.rules.explanation import Step
from reviews.rules.sheets import CountedSheet


@dataclass(frozen=True, slots=True)
class Outliers:
    """A sheet whose total lies so far from the mean of all sheets is left out, the mean being taken once."""

    citation: Citation
    distance: Bound

    def put_aside(self, sheets: Sequence[CountedSheet]) -> tuple[list[CountedSheet], Step]:
        """The sheets that stay, and the step."""
        mean = sum((sheet.total for sheet in sheets), Fraction(0)) / len(sheets)
        stay = [sheet for sheet in sheets if not self.distance.met_by(abs(sheet.total - mean))]
        left_out = sorted(sheet.seat for sheet in sheets if sheet not in stay)
        totals = {sheet.seat: spelled(sheet.total) for sheet in sheets}
        inputs = {"mean": spelled(mean), "shown": shown(mean), "distance": self.distance.to_json(), "totals": totals}
        return stay, Step("outliers", inputs, {"left_out": left_out, "counted": len(stay)}, not left_out, self.citation)
