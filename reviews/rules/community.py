"""The community's part of a contest: votes as a share of the highest number of votes any entry has."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from reviews.rules.citation import Citation
from reviews.rules.exact import half_up, number, spelled
from reviews.rules.explanation import Step
from reviews.rules.seats import Score


@dataclass(frozen=True, slots=True)
class Community:
    """`maximum` points · votes ÷ highest votes, rounded half up to `places`. Both figures are given as flags."""

    citation: Citation
    maximum: Fraction
    places: int = 1
    votes: str = "votes"
    highest: str = "highest_votes"

    @property
    def names(self) -> tuple[str, str]:
        """The flags it reads."""
        return self.votes, self.highest

    def points(self, flags: Mapping[str, Score]) -> tuple[Fraction, Step]:
        """The points, and the step. Without votes there are none; where nobody has any, all have 0."""
        votes, highest = (_figure(flags.get(name)) for name in self.names)
        earned = self.maximum * votes / highest if votes is not None and highest else Fraction(0)
        points = half_up(earned, self.places)
        inputs = {
            "votes": None if votes is None else spelled(votes),
            "highest": None if highest is None else spelled(highest),
            "maximum": spelled(self.maximum),
            "places": self.places,
        }
        given = votes is not None and bool(highest)
        return points, Step("community", inputs, {"points": spelled(points)}, given, self.citation)


def _figure(raw: Score | None) -> Fraction | None:
    return None if raw in ("", None) else number(raw)
