"""The press: WeasyPrint with one parsed sheet and one font configuration a process. Import it only to print.

It reads its own faces and sheet while it is set up, and after that nothing but the QR codes handed over with a page.
"""

import hashlib
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from documents.conformity import declare_pdf_ua

HERE = Path(__file__).parent
SHEET, FACES = HERE / "sheet.css", HERE / "faces"
Refused = FatalURLFetchingError  # not an Exception: WeasyPrint lets it through


class _OwnFaces(URLFetcher):  # type: ignore[misc]
    """For the sheet: the package's faces."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The face of that address. Raises ValueError for anything else."""
        if not url.startswith(FACES.as_uri() + "/"):
            raise ValueError("the sheet reads nothing but its faces")
        return URLFetcherResponse(url, (FACES / url.rpartition("/")[2]).read_bytes(), {"Content-Type": "font/ttf"})


class _HandedOver(URLFetcher):  # type: ignore[misc]
    """For a page: the pictures that came with it."""

    def __init__(self, pictures: Collection[str]) -> None:
        super().__init__(fail_on_errors=True)
        self.pictures = pictures

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The picture of that address. Raises ValueError for anything else."""
        if url not in self.pictures:
            raise ValueError("papers fetch nothing")
        return super().fetch(url, headers)


@contextmanager
def _without_system_fonts() -> Iterator[None]:
    """Fontconfig finds no folder of the machine: an empty configuration instead of the system's."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(FACES / "fonts.conf")
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


class Press:
    """The parsed sheet and the fonts. Pango's font map knows no threads, so one page is printed at a time."""

    def __init__(self) -> None:
        with _without_system_fonts():
            self.fonts = FontConfiguration()
        sheet = SHEET.read_text(encoding="utf-8")
        self.sheet = CSS(string=sheet, base_url=HERE.as_uri() + "/", font_config=self.fonts, url_fetcher=_OwnFaces())
        self._turn = Lock()

    def print(self, html: str, pictures: Collection[str] = ()) -> bytes:
        """A tagged PDF/A-2a and PDF/UA-1, the same bytes for the same page. Raises whatever WeasyPrint raises."""
        page = HTML(string=html, base_url="about:blank", url_fetcher=_HandedOver(pictures))
        with self._turn:
            return bytes(
                page.write_pdf(
                    stylesheets=[self.sheet],
                    font_config=self.fonts,
                    pdf_variant="pdf/a-2a",
                    pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
                    finisher=declare_pdf_ua,
                )
            )


@cache
def press() -> Press:
    """The press of this process."""
    return Press()
