"""What is wrong with the text of a scheme: where, what, and how to mend it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` counts from 1; `path` is "criteria.0.maximum"; `code` is stable, `params` fill the sentence.

    `message` is the sentence in English; `problem_words.say(problem, "vi")` says it in Vietnamese.
    """

    line: int
    path: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """The sentence in English."""
        from reviews.rules.words.problems import say

        return say(self, "en")

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


class SchemeError(ValueError):
    """A text is no scheme; `problems` say why, in the order of lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Found:
    """A problem at a path, before its line is known."""

    path: Path
    code: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)
