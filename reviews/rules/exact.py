"""Numbers of the law: read, compared, spelled and rounded exactly. Fractions all the way, nothing binary."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import ceil, floor
from numbers import Real

LONGEST = 40
MOST_DIGITS = 12
MOST_PLACES = 20


def decimal(raw: object) -> Decimal:
    """What was typed, exactly: an integer, a decimal, or text with a point or a comma.

    A number that a JSON reader has made binary is taken by its shortest spelling, which is what was typed.
    Raises: ValueError for anything else, and for numbers too long to be meant.
    """
    if isinstance(raw, bool) or not isinstance(raw, str | Real | Decimal):
        raise ValueError(raw)
    text = str(raw).strip().replace(",", ".")
    if not text.isascii() or len(text) > LONGEST or "_" in text:
        raise ValueError(raw)
    try:
        value = Decimal(text)
    except InvalidOperation as fault:
        raise ValueError(raw) from fault
    # Before any arithmetic: the digits of 1e999999999 do not fit into a machine.
    if not value.is_finite() or value.adjusted() >= MOST_DIGITS or -int(value.as_tuple().exponent) > MOST_PLACES:
        raise ValueError(raw)
    return value


def number(raw: object) -> Fraction:
    """As `decimal`, ready to be reckoned with."""
    return raw if isinstance(raw, Fraction) else Fraction(decimal(raw))


def share(raw: object) -> Fraction:
    """A part of a whole: "2/3", 0.7 or "0.7". Raises ValueError."""
    if isinstance(raw, str) and raw.count("/") == 1:
        part, whole = (decimal(piece) for piece in raw.split("/"))
        if not whole or part != int(part) or whole != int(whole):
            raise ValueError(raw)
        return Fraction(int(part), int(whole))
    return number(raw)


def spelled(value: Fraction | Decimal | int) -> str:
    """The exact value: "84.99" where decimals can say it, else "251/3"."""
    exact = Fraction(value)
    rest, places = exact.denominator, 0
    while rest % 10 == 0:
        rest, places = rest // 10, places + 1
    for factor in (2, 5):
        while rest % factor == 0:
            rest, places = rest // factor, places + 1
    if rest != 1:
        return f"{exact.numerator}/{exact.denominator}"
    return _placed(int(exact * 10**places), places)


def half_up(value: Fraction, places: int) -> Fraction:
    """Rounded to so many decimals, a half always upwards."""
    scale = 10**places
    return Fraction(floor(value * scale + Fraction(1, 2)), scale)


def shown(value: Fraction, places: int = 2) -> str:
    """The rounded value as people read it: "83.67"."""
    return _placed(int(half_up(value, places) * 10**places), places)


def _placed(digits: int, places: int) -> str:
    if not places:
        return str(digits)
    text = f"{abs(digits):0{places + 1}}"
    return f"{'-' if digits < 0 else ''}{text[:-places]}.{text[-places:]}"


@dataclass(frozen=True, slots=True)
class Bound:
    """A lower limit. `strict`: the value itself is not enough ("more than"), else it is ("at least")."""

    value: Fraction
    strict: bool = False

    def met_by(self, amount: Fraction | int) -> bool:
        """Whether the amount reaches the limit."""
        return amount > self.value if self.strict else amount >= self.value

    def met_by_part(self, part: int, whole: int) -> bool:
        """Whether `part` of `whole` reaches the share; compared in integers."""
        least, given = self.value.numerator * whole, self.value.denominator * part
        return given > least if self.strict else given >= least

    def least_of(self, whole: int) -> int:
        """The smallest count that is enough out of `whole`."""
        return floor(self.value * whole) + 1 if self.strict else ceil(self.value * whole)

    def to_json(self) -> dict[str, str]:
        """A limit in points: {"at_least": "85"} or {"more_than": "60.5"}."""
        return {self.key: spelled(self.value)}

    def to_share(self) -> dict[str, str]:
        """A limit as a part of a whole: {"at_least": "2/3"} or {"more_than": "3/4"}."""
        return {self.key: f"{self.value.numerator}/{self.value.denominator}"}

    @property
    def key(self) -> str:
        """What the limit is called in a scheme's text."""
        return "more_than" if self.strict else "at_least"
