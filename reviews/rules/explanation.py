"""What a council's work came to, and why: steps that each cite their source, and the conclusion that follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from reviews.rules.citation import Citation
from reviews.rules.exact import shown, spelled

PASSED, NOT_PASSED, NEEDS_DECISION = "passed", "not_passed", "needs_decision"
NO_QUORUM, INVALID = "no_quorum", "invalid"
OUTCOMES = (PASSED, NOT_PASSED, NEEDS_DECISION, NO_QUORUM, INVALID)


@dataclass(frozen=True, slots=True)
class Step:
    """One rule applied: what went in, what came out, whether the rule is met, and where it stands.

    `inputs` and `result` are JSON; counts are integers, points and shares are text ("84.99", "251/3"). A step that
    decides says so: `result["outcome"]`. One that grades says `result["grade"]`, and the outcome to which that grade
    belongs (`result["grade_of"]`), so that a grade falls when something later decides otherwise.
    """

    rule: str
    inputs: Mapping[str, Any]
    result: Mapping[str, Any]
    holds: bool
    citation: Citation

    @property
    def verdict(self) -> str | None:
        """The outcome that this step settles, if it does."""
        return self.result.get("outcome")

    def to_json(self) -> dict[str, Any]:
        """For storing: the fields by name."""
        cited = self.citation.to_json()
        return {
            "rule": self.rule,
            "inputs": dict(self.inputs),
            "result": dict(self.result),
            "holds": self.holds,
            "citation": cited,
        }

    def told(self) -> dict[str, Any]:
        """For the answer of `try`: rule, inputs, result (with `holds`), citation."""
        told = self.to_json()
        holds = told.pop("holds")
        return {**told, "result": {"holds": holds, **told["result"]}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """From what `to_json` gave."""
        return cls(**{**data, "citation": Citation.from_json(data["citation"])})


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Outcome, grade and score of one dossier under one version of a scheme, with the explanation."""

    scheme: str
    version: int
    outcome: str
    grade: str | None
    score: Fraction | None
    places: int
    steps: tuple[Step, ...]

    @property
    def shown(self) -> str | None:
        """The score as people read it, rounded half up; nothing was rounded before."""
        return None if self.score is None else shown(self.score, self.places)

    @property
    def unconfirmed(self) -> tuple[Citation, ...]:
        """Sources it rests on that nobody has confirmed yet, each once."""
        return tuple(dict.fromkeys(step.citation for step in self.steps if not step.citation.confirmed))

    def step(self, rule: str) -> Step | None:
        """The first step of that rule."""
        return next((step for step in self.steps if step.rule == rule), None)

    def to_json(self) -> dict[str, Any]:
        """For storing and replay. `score` is the shown value, `exact` the one that was compared."""
        exact = None if self.score is None else spelled(self.score)
        steps = [step.to_json() for step in self.steps]
        return {
            "scheme": self.scheme, "version": self.version, "outcome": self.outcome, "grade": self.grade,
            "score": self.shown, "exact": exact, "places": self.places, "steps": steps,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """From what `to_json` gave."""
        exact = None if data["exact"] is None else Fraction(data["exact"])
        steps = tuple(Step.from_json(row) for row in data["steps"])
        return cls(data["scheme"], data["version"], data["outcome"], data["grade"], exact, data["places"], steps)


def deciding(steps: Iterable[Step]) -> Step:
    """The step that settles the outcome: the first that gives one."""
    return next(step for step in steps if step.verdict)


def concluded(scheme: str, version: int, places: int, steps: tuple[Step, ...]) -> Conclusion:
    """The conclusion that follows from the steps alone; it closes with a step that says so."""
    last = deciding(steps)
    grade = next((step.result["grade"] for step in steps if step.result.get("grade_of") == last.verdict), None)
    total = next((step.result["total"] for step in steps if step.rule == "total"), None)
    score = None if total is None else Fraction(total)
    result = {"outcome": last.verdict, "grade": grade, "score": None if score is None else shown(score, places)}
    graded = (step for step in steps if step.rule == "grade" and step.result["grade_of"] == last.verdict)
    title = next((step.inputs["title"] for step in graded), None)
    closing = Step("conclusion", {"rule": last.rule, "title": title}, result, last.verdict == PASSED, last.citation)
    return Conclusion(scheme, version, str(last.verdict), grade, score, places, (*steps, closing))
