"""Why there is no assignment, in words: the smallest cause, with those excluded and on what ground."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviews.rules.assignment.problem import Cause
from reviews.rules.language import pick
from reviews.rules.words.names import ROLES, named

SHOWN = 12
OUTSIDE = ("thành viên ngoài cơ quan", "members from outside the authority")


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids of a cause are called: codes of dossiers, names of members, and for each dossier who may not take
    it, with the ground in the reader's language.
    """

    dossiers: Mapping[int, str]
    members: Mapping[int, str]
    excluded: Mapping[int, Sequence[tuple[str, str]]]


def cause_in_words(cause: Cause, names: Names, language: str) -> str:
    """One sentence, or two where somebody is excluded."""
    dossiers = _listed([names.dossiers.get(pk, str(pk)) for pk in cause.dossiers], language)
    members = _listed([names.members.get(pk, str(pk)) for pk in cause.members], language)
    told = pick(language, *_SENTENCES[_case(cause)]).format(
        dossiers=dossiers, members=members, needed=cause.needed, available=cause.available,
        group=_group(cause.group, language),
    )  # fmt: skip
    return told + _excluded(cause, names, language)


def _case(cause: Cause) -> str:
    if cause.kind != "together":
        return cause.kind
    return "together" if cause.dossiers else "floors"


_SENTENCES = {
    "dossier": (
        "Hồ sơ {dossiers} cần {needed} người phản biện, chỉ có {available} người có thể nhận.",
        "Dossier {dossiers} needs {needed} reviewers, has {available} eligible.",
    ),
    "group": (
        "Hồ sơ {dossiers} cần {needed} {group}, chỉ có {available} người có thể nhận.",
        "Dossier {dossiers} needs {needed} {group}, has {available} eligible.",
    ),
    "floor": (
        "{members} phải nhận ít nhất {needed} hồ sơ, chỉ có thể nhận {available} hồ sơ.",
        "{members} must take at least {needed} dossiers, can take {available}.",
    ),
    "together": (
        "Các hồ sơ {dossiers} cần tất cả {needed} lượt phản biện; những người có thể nhận ({members}) "
        "chỉ còn {available} lượt.",
        "Dossiers {dossiers} together need {needed} reviews; those who could take them ({members}) "
        "have {available} left.",
    ),
    "floors": (
        "{members} phải nhận tất cả ít nhất {needed} lượt phản biện, chỉ có {available} lượt để chia.",
        "{members} together must take at least {needed} reviews, there are {available} to share.",
    ),
}  # fmt: skip


def _group(group: str, language: str) -> str:
    one = [pick(language, *OUTSIDE) if name == "outside" else named(ROLES, name, language) for name in group.split("+")]
    return _listed([name for name in one if name], language)


def _excluded(cause: Cause, names: Names, language: str) -> str:
    told = [f"{member} ({ground})" for pk in cause.dossiers for member, ground in names.excluded.get(pk, ())]
    if not told or cause.kind not in ("dossier", "group"):
        return ""
    return f" {pick(language, 'Không được nhận', 'Excluded')}: {_listed(told, language, '; ')}."


def _listed(names: Sequence[str], language: str, between: str = ", ") -> str:
    shown, more = list(dict.fromkeys(names)), 0
    if len(shown) > SHOWN:
        more = len(shown) - SHOWN
        shown = shown[:SHOWN]
    return between.join(shown) + (pick(language, f" và {more} nữa", f" and {more} more") if more else "")
