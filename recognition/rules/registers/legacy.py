"""Vietnamese in the fonts of the nineties: TCVN3 (ABC) and VNI, told from Unicode by the syllables that come out.

Both keep Vietnamese letters in the places of Western ones, so that a file says "S¸ng kiÕn" or "Saùng kieán". TCVN3 has
one character a letter (TCVN 5712:1993, VN3); VNI has a letter and a mark behind it. Text of capitals in TCVN3 has the
characters of small letters: it comes out small.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

TONES = "\u0300\u0309\u0303\u0301\u0323"  # grave, hook, tilde, acute, dot below

_TCVN3 = {
    "a": "µ¶·¸¹", "ă": "»¼½¾Æ", "â": "ÇÈÉÊË", "e": "ÌÎÏÐÑ", "ê": "ÒÓÔÕÖ", "i": "×ØÜÝÞ",
    "o": "ßáâãä", "ô": "åæçèé", "ơ": "êëìíî", "u": "ïñòóô", "ư": "õö÷øù", "y": "úûüýþ",
}  # fmt: skip
_TCVN3_PLAIN = dict(zip("¨©ª«¬\u00ad®¡¢£¤¥¦§", "ăâêôơưđĂÂÊÔƠƯĐ", strict=True))
_VNI_MARKS = {
    "a": "øûõùï", "ă": "èúüéë", "â": "àåãáä", "e": "øûõùï", "ê": "àåãáä", "o": "øûõùï", "ô": "àåãáä",
    "u": "øûõùï", "y": "øûõù", "ơ": "øûõùï", "ư": "øûõùï",
}  # fmt: skip
_VNI_BASE = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "ô", "ư": "ö"}
_VNI_ALONE = {"ê": "aê", "ñ": "đ", "ö": "ư", "ô": "ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _toned(letter: str, tone: int) -> str:
    return unicodedata.normalize("NFC", letter + TONES[tone])


def _tcvn3_table() -> dict[int, str]:
    table = {ord(code): letter for code, letter in _TCVN3_PLAIN.items()}
    for letter, codes in _TCVN3.items():
        table |= {ord(code): _toned(letter, tone) for tone, code in enumerate(codes)}
    return table


def _vni_pairs() -> dict[str, str]:
    """What stands for a letter in VNI, in small letters."""
    pairs = {"aê": "ă", "aâ": "â", "eâ": "ê", "oâ": "ô"}
    pairs |= {code: letter for code, letter in _VNI_ALONE.items() if code != "ê"}
    for letter, marks in _VNI_MARKS.items():
        base = _VNI_BASE.get(letter, letter)
        pairs |= {base + mark: _toned(letter, tone) for tone, mark in enumerate(marks)}
    return pairs


_FROM_TCVN3 = _tcvn3_table()
_FROM_VNI = {
    written: letter
    for small, plain in _vni_pairs().items()
    for written, letter in (
        (small, plain),
        (small.upper(), plain.upper()),
        (small[:1].upper() + small[1:], plain.upper()),
    )
}
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _FROM_VNI), key=len, reverse=True)))


def from_tcvn3(text: str) -> str:
    """Text typed in a TCVN3 (".Vn…") font, in Unicode."""
    return text.translate(_FROM_TCVN3)


def from_vni(text: str) -> str:
    """Text typed in a VNI font, in Unicode."""
    return _VNI_LETTER.sub(lambda match: _FROM_VNI[match[0]], text)


def from_unicode(text: str) -> str:
    """In NFC, with the Icelandic Ð that some keyboards give in place of Đ mended."""
    composed = text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    return composed.replace("Ð", "Đ").replace("ð", "đ")


READINGS: dict[str, Callable[[str], str]] = {"unicode": from_unicode, "tcvn3": from_tcvn3, "vni": from_vni}
"""In the order in which they are believed where they read a text equally well."""

_ONSET = "(?:ngh|nh|ng|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_OPEN = (  # nothing follows these
    "oai|oay|oao|oeo|uây|uôi|uya|uyu|ươi|ươu|iêu|yêu|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|ưa|ưi|ưu"
)
_CLOSED = "uyê|iê|oa|oă|oe|oo|uâ|uê|uô|uơ|uy|ươ|yê|[aăâeêioôơuưy]"
_SYLLABLE = re.compile(f"{_ONSET}(?:(?:{_OPEN})|(?:{_CLOSED})(?:ch|nh|ng|[cmnpt])?)")
_WORD = re.compile(r"[^\s\d.,;:()/\[\]\"'“”!?&+\-–]+")


_VIETNAMESE = "".join(
    unicodedata.normalize("NFC", letter + tone) for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in ("", *TONES)
)
_FOREIGN = re.compile(f"[^\\x00-\\x7f{_VIETNAMESE}đĐÐð“”‘’–—…•°²³\u00a0]")
"""Characters that Vietnamese in Unicode has no use for; nearly all legacy text has some."""


def is_syllable(word: str) -> bool:
    """Whether a word has the build of a Vietnamese syllable, with one tone at most."""
    apart = unicodedata.normalize("NFD", word.lower())
    plain = "".join(char for char in apart if char not in TONES)
    return len(apart) - len(plain) <= 1 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)))


def weight(text: str, read: Callable[[str], str]) -> int:
    """How well a reading fits: words with marks that become syllables, less those that do not."""
    told = 0
    for word in _WORD.findall(text):
        if not word.isascii():
            told += 1 if is_syllable(read(word)) else -1
    return told


def reading_of(texts: Iterable[str]) -> str:
    """The reading that fits most of the texts: one of READINGS."""
    votes: Counter[str] = Counter()
    for text in texts:
        if not text.isascii():
            votes.update({name: weight(text, read) for name, read in READINGS.items()})
    return max(READINGS, key=lambda name: votes[name])


def mended(text: str, prior: str = "unicode") -> str:
    """The text in Unicode (NFC). `prior`, the reading of its sheet, decides where two legacy readings fit alike."""
    if text.isascii():
        return text
    if prior == "unicode" and not _FOREIGN.search(plain := from_unicode(text)):
        return plain
    weights = {name: weight(text, read) for name, read in READINGS.items()}
    best = max(weights.values())
    if weights["unicode"] == best:
        return from_unicode(text)
    name = prior if weights.get(prior) == best else max(weights, key=lambda one: weights[one])
    return unicodedata.normalize("NFC", READINGS[name](text))
