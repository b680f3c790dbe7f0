"""A trial of a scheme as a form: a row for each member with role, points and vote, and the conclusion."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from reviews.queries.conclusions import lines
from reviews.rules.conclude import conclude_inputs
from reviews.rules.consistency import InputError
from reviews.rules.exact import spelled
from reviews.rules.explanation import Conclusion
from reviews.rules.scheme import Scheme
from reviews.rules.seats import Role
from reviews.rules.trying import read_payload
from reviews.rules.words.names import CHOICES, OUTCOMES, ROLES, named, numeral
from reviews.rules.words.problems import say

MOST_MEMBERS = 30
USUAL = 5


class Trial:
    """What was typed (or a first proposal), what is wrong with it, and what the scheme says on it."""

    def __init__(self, scheme: Scheme, typed: Mapping[str, str] | None, members: str = "") -> None:
        """`typed` is the posted form; without it the rows are those of a usual council of the scheme."""
        self.scheme, self.language = scheme, get_language() or "vi"
        self.members = self._members((typed or {}).get("members", "") or members)
        self.typed = typed or self._proposal()
        self.faults: dict[str, str] = {}
        self.answer: Conclusion | None = None
        if typed is not None:
            self._run()

    def _members(self, text: str) -> int:
        sizes = self.scheme.council.sizes
        usual = min(sizes) if sizes else USUAL
        return min(max(int(text), 1), MOST_MEMBERS) if text.isdecimal() and len(text) < 5 else usual

    def _proposal(self) -> dict[str, str]:
        """Everybody present, the roles that the scheme asks for first."""
        wanted = [role for role, count in self.scheme.council.roles for _each in range(count)]
        roles = [*wanted, *[Role.MEMBER] * self.members][: self.members]
        return {f"{number}.role": str(role) for number, role in enumerate(roles)} | {
            f"{number}.present": "1" for number in range(self.members)
        }

    def _run(self) -> None:
        try:
            self.answer = conclude_inputs(self.scheme, read_payload(self.scheme, self.payload()))
        except InputError as error:
            self.faults = {problem.path: say(problem, self.language) for problem in error.problems}

    def payload(self) -> dict[str, Any]:
        """The request of the API that the form stands for."""
        numbers = range(self.members)
        scores = {number: self._scores(number) for number in numbers}
        return {
            "members": self.members,
            "present": [
                {"seat": str(n + 1), "role": self.typed.get(f"{n}.role", "member")}
                for n in numbers
                if self.typed.get(f"{n}.present")
            ],
            "sheets": [{"seat": str(n + 1), "scores": given} for n, given in scores.items() if given],
            "ballots": [vote for n in numbers if (vote := self.typed.get(f"{n}.vote", ""))],
            "flags": {name: value for name in self.scheme.flag_names if (value := self.typed.get(f"flag.{name}", ""))},
        }

    def _scores(self, number: int) -> dict[str, str]:
        asked = ((code, self.typed.get(f"{number}.{code}", "").strip().replace(",", ".")) for code in self._codes())
        return {code: value for code, value in asked if value}

    def _codes(self) -> list[str]:
        return [f"{c.code}.1" if c.repeats else c.code for c in self.scheme.criteria]

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The criteria: name of the field, title, answers to choose from, the most points."""
        return [
            {
                "name": name, "title": c.title.said(self.language), "maximum": spelled(c.maximum) if c.maximum else "",
                "answers": [(answer, named(CHOICES, answer, self.language)) for answer in c.answers],
            }
            for name, c in zip(self._codes(), self.scheme.criteria, strict=True)
        ]  # fmt: skip

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The members with what was typed for each."""
        return [
            {
                "number": number,
                "label": number + 1,
                "present": bool(self.typed.get(f"{number}.present")),
                "role": self.typed.get(f"{number}.role", "member"),
                "vote": self.typed.get(f"{number}.vote", ""),
                "cells": [
                    {**column, "value": self.typed.get(f"{number}.{column['name']}", "")} for column in self.columns
                ],
            }
            for number in range(self.members)
        ]

    @property
    def roles(self) -> list[tuple[str, str]]:
        """Code and words of each role."""
        return [(role.value, named(ROLES, role, self.language)) for role in Role]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Code and words of each choice of the ballot; none where the scheme does not vote."""
        choices = self.scheme.ballot.choices if self.scheme.ballot else ()
        return [(choice, named(CHOICES, choice, self.language)) for choice in choices]

    @property
    def flags(self) -> list[dict[str, str]]:
        """The figures asked for besides sheets and votes."""
        titles = {flag.name: flag.title.said(self.language) for flag in self.scheme.flags}
        return [
            {"name": name, "title": titles.get(name, name), "value": self.typed.get(f"flag.{name}", "")}
            for name in self.scheme.flag_names
        ]

    @property
    def outcome(self) -> str:
        """The outcome in words."""
        return named(OUTCOMES, self.answer.outcome, self.language) if self.answer else ""

    @property
    def score(self) -> str:
        """The total as the language writes it; empty where no points are given."""
        return numeral(self.answer.shown, self.language) if self.answer and self.answer.shown else ""

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The explanation, line by line."""
        told = lines((step.to_json() for step in self.answer.steps), self.language) if self.answer else []
        return [{"rule": line.text, "holds": line.holds, "source": line.source} for line in told]
