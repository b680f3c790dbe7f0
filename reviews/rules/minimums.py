"""What is asked of single criteria: a minimum of the council's result, and not too many zeros."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reviews.rules.citation import Citation
from reviews.rules.criteria import Criterion
from reviews.rules.exact import Bound, shown, spelled
from reviews.rules.explanation import NOT_PASSED, Step
from reviews.rules.sheets import CountedSheet


def minimum_steps(criteria: Sequence[Criterion], results: Mapping[str, Fraction], places: int) -> list[Step]:
    """A step for each criterion with a minimum; one that is missed settles the outcome."""
    return [_minimum(c, results[c.code], places) for c in criteria if c.minimum is not None and c.code in results]


def _minimum(criterion: Criterion, result: Fraction, places: int) -> Step:
    holds = result >= Fraction(criterion.minimum or 0)
    inputs = {
        "criterion": criterion.code, "title": criterion.title.to_json(), "result": spelled(result),
        "shown": shown(result, places), "minimum": spelled(criterion.minimum or 0),
    }  # fmt: skip
    rule = "knock_out" if criterion.knock_out else "minimum"
    return Step(rule, inputs, {} if holds else {"outcome": NOT_PASSED}, holds, criterion.citation)


@dataclass(frozen=True, slots=True)
class ZeroRule:
    """No criterion may have been given 0 on such a share of the counted sheets."""

    citation: Citation
    share: Bound

    def check(self, criteria: Sequence[Criterion], sheets: Sequence[CountedSheet]) -> Step:
        """One step over all criteria."""
        scored = [c.code for c in criteria if not c.answers and not c.optional]
        zeros = {code: sum(sheet.points[code] == 0 for sheet in sheets) for code in scored}
        over = [code for code, count in zeros.items() if self.share.met_by_part(count, len(sheets))]
        inputs = {
            "counted": len(sheets),
            "zeros": {code: n for code, n in zeros.items() if n},
            "titles": {c.code: c.title.to_json() for c in criteria if c.code in over},
            "share": self.share.to_share(),
        }
        return Step(
            "zeros", inputs, {"over": over, **({"outcome": NOT_PASSED} if over else {})}, not over, self.citation
        )
