"""Which dossier may follow which: an initiative climbs to the city, a topic goes from task to selection to acceptance.

Sources: Nghị định 13/2012/NĐ-CP, Điều 7 (recognition at the base first, influence judged above it); Luật Khoa học và
Công nghệ 2013, Điều 25, 29, 33 (determination, selection, acceptance).
"""

from dataclasses import dataclass

LEVELS = ("base", "department", "city")
AFTER = {"determination": "selection", "selection": "acceptance"}
OF_INITIATIVES = frozenset({"recognition", "influence"})


@dataclass(frozen=True, slots=True)
class Stage:
    """What a dossier, or a round, is for: `purpose` and `level` are the codes of the closed lists."""

    purpose: str
    level: str


def leads_to(done: Stage, wanted: Stage) -> bool:
    """Whether a work that has passed one stage may be filed for the other."""
    if done.purpose in OF_INITIATIVES:
        return wanted.purpose in OF_INITIATIVES and wanted.level == "city" and done.level != "city"
    if done.purpose == wanted.purpose == "acceptance":
        return LEVELS.index(wanted.level) > LEVELS.index(done.level)
    return AFTER.get(done.purpose) == wanted.purpose
