"""HTML to PDF: one style sheet and one font configuration a process, nothing fetched, the same bytes for the same input.

WeasyPrint is imported at first use, so that a web worker which prints nothing does not carry it.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

HERE = Path(__file__).parent
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


class TypesettingError(Exception):
    """A paper could not be made; the message says why."""


@cache
def _fetcher() -> Any:
    """Fetches data addresses, which carry their content, and the package's own faces. Nothing else, ever."""
    from weasyprint.urls import URLFetcher

    class OwnOnly(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(("data:", (HERE / "faces").as_uri() + "/")):
                return super().fetch(url, headers)
            raise ValueError("papers fetch nothing")

    return OwnOnly(allowed_protocols=("data", "file"), allow_redirects=False)


@cache
def _press() -> tuple[Any, Any]:
    """The parsed style sheet and the fonts."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = CSS(
        string=(HERE / "sheet.css").read_text(encoding="utf-8"), base_url=HERE.as_uri() + "/", font_config=fonts, url_fetcher=_fetcher()
    )
    return sheet, fonts


def typeset(template: str, context: Mapping[str, Any], language: str = "vi") -> bytes:
    """Render a Django template and print it.

    Returns a tagged PDF/A-3u with embedded faces. Raises TypesettingError.
    """
    from weasyprint import HTML

    with translation.override(language):
        html = render_to_string(template, {**context, "language": language})
    html = _UNPRINTABLE.sub("", html)
    sheet, fonts = _press()
    try:
        return bytes(
            HTML(string=html, base_url="about:blank", url_fetcher=_fetcher()).write_pdf(
                stylesheets=[sheet],
                font_config=fonts,
                pdf_variant="pdf/a-3u",
                pdf_identifier=hashlib.md5(html.encode(), usedforsecurity=False).digest(),
                pdf_tags=True,
            )
        )
    except (ValueError, KeyError, OSError) as error:
        raise TypesettingError(str(error)) from error
