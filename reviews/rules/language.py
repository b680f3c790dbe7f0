"""Words in two languages. Vietnamese is the first: whatever is not English is Vietnamese."""

from dataclasses import dataclass


def pick(language: str, vi: str, en: str) -> str:
    """The one of the two that the reader wants ("en-gb" counts as English)."""
    return en if language.lower().startswith("en") else vi


@dataclass(frozen=True, slots=True)
class Words:
    """The same said in Vietnamese and in English."""

    vi: str
    en: str

    def said(self, language: str) -> str:
        """In the reader's language."""
        return pick(language, self.vi, self.en)

    def to_json(self) -> dict[str, str]:
        """{"vi", "en"}."""
        return {"vi": self.vi, "en": self.en}


NOTHING = Words("", "")
