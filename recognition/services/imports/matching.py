"""Units, people and works that a register names, found among those that are known; proposals for the rest."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

from initiatives.models import Author
from organisation.models import Membership, Person, Unit
from organisation.rules.names import folded, name_key

PROPOSED, ALIKE, SLIP = 3, 0.72, 0.87
_SHORT = {
    "bv": "benh vien", "ttyt": "trung tam y te", "tt": "trung tam", "tyt": "tram y te", "thpt": "trung hoc pho thong",
    "thcs": "trung hoc co so", "th": "tieu hoc", "mn": "mam non", "ubnd": "uy ban nhan dan", "pgd": "phong giao duc",
    "gddt": "giao duc va dao tao", "gd&dt": "giao duc va dao tao", "gd-dt": "giao duc va dao tao",
    "khcn": "khoa hoc va cong nghe", "kh&cn": "khoa hoc va cong nghe", "tttt": "thong tin va truyen thong",
    "tt&tt": "thong tin va truyen thong", "q": "quan", "h": "huyen", "p": "phuong", "x": "xa", "tp": "thanh pho",
    "cty": "cong ty", "tnhh": "trach nhiem huu han", "cp": "co phan", "mtv": "mot thanh vien", "dh": "dai hoc",
    "cd": "cao dang", "vp": "van phong",
}  # fmt: skip
LIKENED = ("person__code", "person__full_name", "person__name_key")
_WORDS = re.compile(r"[a-z0-9]+")
_SHARED = re.compile(r"\s*[;+]\s*|\s+/\s+")
_PLACE = re.compile(r"\b(?:thanh pho|tinh|tp)? ?da nang$|\b(?:thanh pho|tinh)$")


@lru_cache(100_000)
def unit_key(name: str) -> str:
    """By which units are compared: folded, short forms written out, the name of the city at the end left off."""
    words = re.findall(r"[a-z0-9&\-]+", name_key(name))
    long = " ".join(_SHORT.get(word, word) for word in words).replace("&", "va").replace("-", " ")
    return _PLACE.sub("", long).strip() or long


class Units:
    """All units through time, found by what registers call them. Two statements."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        """`answers`: what a person has said, unit code by key."""
        self.by_code = {unit.code: unit for unit in Unit.objects.all()}
        self._by_key: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.by_code.values():
            for key in {unit_key(one) for one in (unit.name, unit.short_name, unit.code) if one}:
                self._by_key[key].append(unit)
        self.answers = {key: code for key, code in answers.items() if code in self.by_code}
        self.find, self.find_all = lru_cache(16_384)(self._find), lru_cache(16_384)(self._find_all)

    def _find(self, name: str, day: date | None = None) -> Unit | None:
        """The unit of that name: as a person has said, else the only one called so; of several the one that existed on
        the day, else the one that still does.
        """
        key = unit_key(name)
        if code := self.answers.get(key):
            return self.by_code[code]
        units = self._by_key.get(key, [])
        then = [unit for unit in units if day and _existed(unit, day)]
        standing = [unit for unit in units if unit.valid_to is None]
        return next((few[0] for few in (units, then, standing) if len(few) == 1), None)

    def _find_all(self, name: str, day: date | None = None) -> tuple[Unit, ...] | str:
        """The units of a cell, the first the owner: one, or several divided by a semicolon, a slash or a plus. The part
        that nobody knows, where there is one.
        """
        whole = self.find(name, day)
        parts = [part.strip() for part in _SHARED.split(name) if part.strip()]
        if whole or len(parts) < 2:
            return (whole,) if whole else name
        found = [(part, self.find(part, day)) for part in parts]
        return next(
            (part for part, unit in found if unit is None),
            tuple({unit.pk: unit for _part, unit in found if unit}.values()),
        )

    def proposals(self, name: str) -> list[Unit]:
        """Those called so or most like it, the likest first; also those that exist no more."""
        asked = unit_key(name)
        near = get_close_matches(asked, self._by_key, n=PROPOSED * 2, cutoff=ALIKE)
        # a name within the other: "Trung tâm Y tế Hải Châu" where the register has "TTYT quận Hải Châu"
        words = set(asked.split())
        near += [key for key in self._by_key if len(words) > 1 and words < set(key.split())][:PROPOSED]
        units = [unit for key in near for unit in self._by_key[key]]
        return list({unit.pk: unit for unit in units}.values())[:PROPOSED]


def _existed(unit: Unit, day: date) -> bool:
    begun = unit.valid_from is None or unit.valid_from <= day
    return begun and (unit.valid_to is None or day <= unit.valid_to)


def person_key(name: str, unit: Unit) -> str:
    """By which a name in a unit is settled."""
    return f"{name_key(name)}@{unit.code}"


class People:
    """Staff records by name and unit, for the names of one register. A name that one person in the unit has is that
    person; otherwise somebody new, unless a person has said who it is (`answers`: staff code or "" by `person_key`).
    """

    def __init__(self, names: Iterable[str], answers: Mapping[str, str] | None = None) -> None:
        keys = sorted({name_key(name) for name in names})
        self.answers = answers or {}
        self._here: dict[tuple[str, int], set[int]] = defaultdict(set)
        self._records: dict[int, Person] = {}
        self._named: dict[str, list[Person]] = defaultdict(list)
        said = Person.objects.filter(code__in=[code for code in self.answers.values() if code])
        self._said = {person.code: person for person in said}
        for start in range(0, len(keys), 500):
            for person in Person.objects.filter(name_key__in=keys[start : start + 500]).order_by("pk"):
                self._records[person.pk] = person
                self._named[person.name_key].append(person)
        for model in (Membership, Author):  # where they work, and where they were authors
            for start in range(0, len(keys), 500):
                rows = model._default_manager.filter(person__name_key__in=keys[start : start + 500], unit__isnull=False)
                for key, unit_id, person_id in rows.values_list("person__name_key", "unit_id", "person_id").distinct():
                    self._here[key, unit_id].add(person_id)

    def find(self, name: str, unit: Unit) -> list[Person]:
        """Those of that name in the unit, or the one whom a person has said."""
        if self.answers and (code := self.answers.get(person_key(name, unit))) is not None:
            return [self._said[code]] if code in self._said else []
        return [self._records[pk] for pk in sorted(self._here.get((name_key(name), unit.id), ()))]

    def elsewhere(self, name: str) -> list[Person]:
        """Those of that name anywhere."""
        return self._named.get(name_key(name), [])


def alike_in(units: Iterable[int], names: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[Person]]:
    """People of these units whose names differ in a letter or a part from a name (given with its unit): a slip of the
    pen. Names are compared by their parts, so that the cost does not grow with the product of both.
    """
    parts: dict[tuple[int, str], set[int]] = defaultdict(set)
    people: dict[int, Person] = {}
    for model in (Membership, Author):
        rows = model._default_manager.filter(unit__in=set(units)).values_list("unit_id", "person_id", *LIKENED)
        for unit_id, pk, code, full_name, key in rows.order_by().distinct().iterator(chunk_size=5_000):
            people[pk] = Person(pk=pk, code=code, full_name=full_name, name_key=key)
            for part in _with_one_part_less(key):
                parts[int(unit_id or 0), part].add(pk)
    found: dict[tuple[str, int], list[Person]] = {}
    for name, unit in names if parts else ():
        key = name_key(name)
        near = {pk for part in _with_one_part_less(key) for pk in parts.get((unit, part), ())}
        like = [people[pk] for pk in sorted(near) if _is_slip(key, people[pk].name_key)]
        if like:
            found[name, unit] = like[:PROPOSED]
    return found


def _with_one_part_less(key: str) -> set[str]:
    words = key.split()
    return {key} | {" ".join(words[:place] + words[place + 1 :]) for place in range(len(words)) if len(words) > 1}


def _is_slip(one: str, other: str) -> bool:
    return one != other and SequenceMatcher(None, one, other).ratio() >= SLIP


def title_key(title: str) -> str:
    """By which works are compared: folded words, without punctuation."""
    return " ".join(title.lower().translate(_LETTERS).split())


class _Letters(dict[int, str]):
    """Each letter and digit folded, anything else a blank; found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = " ".join(_WORDS.findall(folded(chr(code)))) or " "
        return self[code]


_LETTERS = _Letters()
