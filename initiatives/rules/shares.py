"""Authors' shares: percent, exact, together 100.

Source: the application form of Thông tư 18/2013/TT-BKHCN, Phụ lục I (share of each author); a smallest share is a local
rule (30 % at Sở GD&ĐT Đà Nẵng 2026, QĐ 465/QĐ-SGDĐT), hence a setting of the round.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

WHOLE = Decimal(100)
_WRITTEN = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?", re.ASCII)


def read(raw: object) -> Decimal | None:
    """A share as people write it ("33,5", "33.50", 40), two decimals at most; None unless above 0 and up to 100."""
    text = str(raw).strip()
    if not _WRITTEN.fullmatch(text):
        return None
    share = Decimal(text.replace(",", "."))
    return share if 0 < share <= WHOLE else None


def total(shares: Sequence[Decimal]) -> Decimal:
    """The exact sum, in percent."""
    return sum(shares, Decimal(0))


def are_whole(shares: Sequence[Decimal]) -> bool:
    """Whether they add up to exactly 100."""
    return total(shares) == WHOLE


def below(shares: Sequence[Decimal], smallest: Decimal | None) -> list[int]:
    """Positions (from 0) of the shares under the smallest allowed; none where the round sets no limit."""
    return [] if smallest is None else [n for n, share in enumerate(shares) if share < smallest]


def equal(count: int) -> list[Decimal]:
    """Equal shares to two decimals; what is left over goes to the first author, so that the sum is 100."""
    each = (WHOLE / count).quantize(Decimal("0.01"), rounding="ROUND_DOWN")
    return [WHOLE - each * (count - 1), *[each] * (count - 1)]
