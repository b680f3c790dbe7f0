"""Names of people, so that they are found without diacritics and in any order of their parts."""

import unicodedata
from collections.abc import Iterable


def name_key(name: str) -> str:
    """Lower case, marks dropped, đ as d, single blanks: "Nguyễn Đức Ánh" becomes "nguyen duc anh"."""
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(plain.split())


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of the names that stand in a text, whatever the diacritics and blanks; sorted, each once."""
    padded = f" {' '.join(''.join(c if c.isalnum() else ' ' for c in name_key(text)).split())} "
    return sorted({name for name in names if f" {name_key(name)} " in padded})
