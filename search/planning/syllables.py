"""Which letters make a Vietnamese syllable, and where its tone stands."""

import unicodedata
from functools import cache

ONSETS = frozenset(
    [
        "b",
        "c",
        "ch",
        "d",
        "đ",
        "g",
        "gh",
        "gi",
        "h",
        "k",
        "kh",
        "l",
        "m",
        "n",
        "ng",
        "ngh",
        "nh",
        "p",
        "ph",
        "qu",
        "r",
        "s",
        "t",
        "th",
        "tr",
        "v",
        "x",
    ]
) | {""}

_RHYMES = {
    "a": "a ac ach ai am an ang anh ao ap at au ay",
    "ă": "ăc ăm ăn ăng ăp ăt",
    "â": "âc âm ân âng âp ât âu ây",
    "e": "e ec em en eng eo ep et",
    "ê": "ê êch êm ên ênh êp êt êu",
    "i": "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu",
    "o": "o oc oi om on ong op ot oong ooc",
    "oa": "oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet",
    "ô": "ô ôc ôi ôm ôn ông ôp ôt",
    "ơ": "ơ ơi ơm ơn ơp ơt",
    "u": "u ua uc ui um un ung up ut uơ uôc uôi uôm uôn uông uôt",
    "uy": "uân uâng uât uây uê uêch uênh uy uya uych uyn uynh uyp uyt uyu uyên uyêt",
    "ư": "ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu",
    "y": "y yêm yên yêng yêt yêu",
}
RHYMES = frozenset(" ".join(_RHYMES.values()).split())
AFTER_QU = frozenset(
    [
        "a",
        "ac",
        "ach",
        "ai",
        "an",
        "ang",
        "anh",
        "ao",
        "ap",
        "at",
        "au",
        "ay",
        "ăc",
        "ăm",
        "ăn",
        "ăng",
        "ăp",
        "ăt",
        "âc",
        "ân",
        "âng",
        "ât",
        "âu",
        "ây",
        "e",
        "en",
        "eng",
        "eo",
        "et",
        "ê",
        "ên",
        "ênh",
        "êch",
        "êt",
        "i",
        "it",
        "y",
        "ych",
        "ynh",
        "yt",
        "yên",
        "yêt",
        "ơ",
        "ơt",
        "ôc",
    ]
)

TONES = {"sac": "\u0301", "huyen": "\u0300", "hoi": "\u0309", "nga": "\u0303", "nang": "\u0323"}
_STOPPED = ("c", "ch", "p", "t")  # a syllable that ends so bears only these tones
_STOPPED_TONES = ("sac", "nang")
_MODIFIED = "ăâêôơư"
_VOWELS = "aeiouy" + _MODIFIED


@cache
def split(letters: str) -> tuple[str, str] | None:
    """Onset and rhyme of a toneless syllable, or None where it is none."""
    for size in range(min(3, len(letters)), -1, -1):
        onset, rhyme = letters[:size], letters[size:]
        if onset in ONSETS and rhyme in (AFTER_QU if onset == "qu" else RHYMES):
            return onset, rhyme
    # The i of gi is both onset and rhyme in gì and gìn.
    return ("g", letters[1:]) if letters in ("gi", "gin", "giêng", "giêc", "giêt") else None


def spell(letters: str, tone: str = "") -> str | None:
    """The syllable with its tone (a key of TONES) where reformed spelling puts it; None if there is no such
    syllable.
    """
    parts = split(letters)
    if parts is None:
        return None
    onset, rhyme = parts
    if not tone:
        return letters
    if rhyme.endswith(_STOPPED) and tone not in _STOPPED_TONES:
        return None
    at = len(onset) + _bearer(rhyme)
    return unicodedata.normalize("NFC", letters[: at + 1] + TONES[tone] + letters[at + 1 :])


def _bearer(rhyme: str) -> int:
    """Which letter of the rhyme bears the tone: the last with a mark of its own, else by the shape of the vowels."""
    marked = [at for at, letter in enumerate(rhyme) if letter in _MODIFIED]
    if marked:
        return marked[-1]
    vowels = [at for at, letter in enumerate(rhyme) if letter in _VOWELS]
    closed = len(vowels) < len(rhyme)
    glide = rhyme[:2] in ("oa", "oe", "uy", "oo")
    return vowels[1] if len(vowels) > 1 and (closed or glide or len(vowels) > 2) else vowels[0]
