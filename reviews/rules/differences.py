"""What changed between two versions of a scheme: value by value, and sentence by sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reviews.rules.exact import spelled
from reviews.rules.scheme import Scheme
from reviews.rules.words.plain import plain_words


@dataclass(frozen=True, slots=True)
class Difference:
    """`path` names a value ("criteria.novelty.maximum") or the rule of a sentence; None: not there before, or after."""

    path: str
    before: str | None
    after: str | None


def differences(old: Scheme, new: Scheme) -> tuple[Difference, ...]:
    """Every value that differs, by its path; parts that have a code are told apart by it, not by their place."""
    return _compared(dict(_flat("", old)), dict(_flat("", new)))


def differences_in_words(old: Scheme, new: Scheme, language: str) -> tuple[Difference, ...]:
    """The sentences of `plain_words` that differ."""
    return _compared(_sentences(old, language), _sentences(new, language))


def _sentences(scheme: Scheme, language: str) -> dict[str, str]:
    return {line.key: line.text for section in plain_words(scheme, language) for line in section.lines}


def _compared(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Difference, ...]:
    paths = [*after, *(path for path in before if path not in after)]
    changed = (path for path in paths if before.get(path) != after.get(path))
    return tuple(Difference(path, before.get(path), after.get(path)) for path in changed)


def _flat(path: str, value: Any) -> list[tuple[str, str]]:
    if is_dataclass(value) and not isinstance(value, type):
        parts = [(field.name, getattr(value, field.name)) for field in fields(value)]
    elif isinstance(value, tuple):
        parts = [(_name(position, part), part) for position, part in enumerate(value)]
    else:
        return (
            [] if value is None else [(path, spelled(value) if isinstance(value, Decimal | Fraction) else str(value))]
        )
    return [leaf for name, part in parts for leaf in _flat(f"{path}.{name}" if path else name, part)]


def _name(position: int, part: Any) -> str:
    return str(getattr(part, "code", None) or getattr(part, "name", None) or position)
