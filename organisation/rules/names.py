"""Names of people, so that they are found without diacritics and in any order of their parts."""

import unicodedata


def name_key(name: str) -> str:
    """Lower case, marks dropped, đ as d, single blanks: "Nguyễn Đức Ánh" becomes "nguyen duc anh"."""
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(plain.split())
