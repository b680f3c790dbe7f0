"""The guides of docs/how-to, in both languages, as the help pages show them: one text for readers of either."""

from dataclasses import dataclass
from functools import cache

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from config.env import ROOT

FOLDER = ROOT / "docs" / "how-to"
SLUGS = (
    "nop-ho-so", "kiem-tra-ho-so", "cham-diem", "phien-hop", "quyet-dinh", "de-tai", "chi-tieu", "tim-kiem",
    "quan-tri", "api",
)  # fmt: skip
"""In the order of the main job."""


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide: its title, for whom it is and what it tells, and the rest as HTML."""

    slug: str
    title: str
    about: str
    body: SafeString


@cache
def guide(slug: str, language: str) -> Guide:
    """The guide in a language. Raises KeyError for a slug that is none."""
    if slug not in SLUGS:
        raise KeyError(slug)
    text = (FOLDER / language / f"{slug}.md").read_text(encoding="utf-8")
    title, about, body = text.split("\n\n", 2)
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(body)
    framed = html.replace("<table>", '<div class="table-scroll"><table class="table">').replace(
        "</table>", "</table></div>"
    )
    return Guide(slug, title.removeprefix("# "), about, mark_safe(framed))  # noqa: S308 - our own text


def guides(language: str) -> list[Guide]:
    """All guides, in order."""
    return [guide(slug, language) for slug in SLUGS]
