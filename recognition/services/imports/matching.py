"""Units, people and works that a register names, found among those that are known; proposals for the rest."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache

from initiatives.models import Author
from organisation.models import Membership, Person, Unit
from organisation.rules.names import name_key

PROPOSED, ALIKE = 3, 0.72
_SHORT = {
    "bv": "benh vien", "ttyt": "trung tam y te", "tt": "trung tam", "tyt": "tram y te", "thpt": "trung hoc pho thong",
    "thcs": "trung hoc co so", "th": "tieu hoc", "mn": "mam non", "ubnd": "uy ban nhan dan", "pgd": "phong giao duc",
    "gddt": "giao duc va dao tao", "gd&dt": "giao duc va dao tao", "gd-dt": "giao duc va dao tao",
    "khcn": "khoa hoc va cong nghe", "kh&cn": "khoa hoc va cong nghe", "tttt": "thong tin va truyen thong",
    "tt&tt": "thong tin va truyen thong", "q": "quan", "h": "huyen", "p": "phuong", "x": "xa", "tp": "thanh pho",
    "cty": "cong ty", "tnhh": "trach nhiem huu han", "cp": "co phan", "mtv": "mot thanh vien", "dh": "dai hoc",
    "cd": "cao dang", "vp": "van phong",
}  # fmt: skip
_PLACE = re.compile(r"\b(?:thanh pho|tinh|tp)? ?da nang$|\b(?:thanh pho|tinh)$")


@lru_cache(100_000)
def unit_key(name: str) -> str:
    """By which units are compared: folded, short forms written out, the name of the city at the end left off."""
    words = re.findall(r"[a-z0-9&\-]+", name_key(name))
    long = " ".join(_SHORT.get(word, word) for word in words).replace("&", "va").replace("-", " ")
    return _PLACE.sub("", long).strip() or long


class Units:
    """All units, found by what registers call them. Two statements."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        """`answers`: what a person has said, unit code by key."""
        self.by_code = {unit.code: unit for unit in Unit.objects.all()}
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.by_code.values():
            for key in {unit_key(one) for one in (unit.name, unit.short_name, unit.code) if one}:
                found[key].append(unit)
        self._by_key = {key: self._standing(units) for key, units in found.items()}
        self.answers = {key: code for key, code in answers.items() if code in self.by_code}

    def find(self, name: str) -> Unit | None:
        """The unit of that name: as a person has said, else the only one called so."""
        key = unit_key(name)
        if code := self.answers.get(key):
            return self.by_code[code]
        return self._by_key.get(key)

    def proposals(self, name: str) -> list[Unit]:
        """Those called most like it, the likest first."""
        keys = get_close_matches(unit_key(name), self._by_key, n=PROPOSED * 2, cutoff=ALIKE)
        units = [unit for key in keys if (unit := self._by_key[key])]
        return list({unit.pk: unit for unit in units}.values())[:PROPOSED]

    @staticmethod
    def _standing(units: Sequence[Unit]) -> Unit | None:
        """One of several of a name: the only one that has not ended; None where that is not one."""
        standing = [unit for unit in units if unit.valid_to is None] or list(units)
        return standing[0] if len(standing) == 1 else None


class People:
    """Staff records by name and unit, for the names of one register. A name that nobody in the unit has is a new
    record; a name that several there have is told.
    """

    def __init__(self, names: Iterable[str]) -> None:
        keys = sorted({name_key(name) for name in names})
        self._here: dict[tuple[str, int], set[int]] = defaultdict(set)
        self._records: dict[int, Person] = {}
        for start in range(0, len(keys), 500):
            for person in Person.objects.filter(name_key__in=keys[start : start + 500]):
                self._records[person.pk] = person
        for model in (Membership, Author):  # where they work, and where they were authors
            for start in range(0, len(keys), 500):
                rows = model._default_manager.filter(person__name_key__in=keys[start : start + 500], unit__isnull=False)
                for key, unit_id, person_id in rows.values_list("person__name_key", "unit_id", "person_id"):
                    self._here[key, unit_id].add(person_id)

    def find(self, name: str, unit: Unit) -> list[Person]:
        """Those of that name in the unit."""
        return [self._records[pk] for pk in sorted(self._here.get((name_key(name), unit.pk), ()))]


def title_key(title: str) -> str:
    """By which works are compared: folded words, without punctuation."""
    return " ".join(re.findall(r"[a-z0-9]+", name_key(title)))
