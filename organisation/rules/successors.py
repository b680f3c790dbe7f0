"""Where units that are gone stand today."""

from collections.abc import Collection, Mapping


def present(successors: Mapping[int, Collection[int]]) -> dict[int, int]:
    """Each unit that went into just one other, and where it stands today: what that one went into, and so on.

    A unit that was split over several stays itself: nobody has said which part of its past is whose. So does one whose
    successors lead back to it.
    """
    return {unit: end for unit in successors if (end := _end(unit, successors)) != unit}


def _end(unit: int, successors: Mapping[int, Collection[int]]) -> int:
    here, seen = unit, {unit}
    while len(after := successors.get(here, ())) == 1:
        (here,) = after
        if here in seen:
            return unit
        seen.add(here)
    return here
