"""How official papers write dates and reasons (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, mục II)."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language


def official_date(on: date | None) -> str:
    """A date in words, in the language in force; dots to fill in by hand where it is not known.

    Vietnamese: "ngày 05 tháng 02 năm 2026"; days under 10 and the months 1 and 2 with a leading 0 (mục II.4.b).
    """
    vietnamese = (get_language() or "vi").startswith("vi")
    if on is None:
        return "ngày … tháng … năm …" if vietnamese else "…"
    if not vietnamese:
        return date_format(on, "j F Y")
    month = f"{on.month:02}" if on.month < 3 else str(on.month)
    return f"ngày {on.day:02} tháng {month} năm {on.year}"


def bare(line: str) -> str:
    """A line without the stop at its end: the paper sets its own ("…;" and "." after the last)."""
    return line.strip().rstrip(".;,").rstrip()


def paragraphs(text: str) -> list[str]:
    """The lines of a text that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def counted(number: int) -> str:
    """A number of people or works in a sentence: offices write 05 for 5."""
    vietnamese = (get_language() or "vi").startswith("vi")
    return f"{number:02}" if vietnamese else str(number)
