"""HTML to PDF: nothing fetched, the same bytes for the same input, one typed error."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from documents.letters import all_printable
from documents.qr import QrCode


class TypesettingError(Exception):
    """A paper could not be made; the message says why."""


def typeset(template: str, context: Mapping[str, Any], *, language: str = "vi") -> bytes:
    """Render a Django template in a language and print it with the official sheet and faces.

    The context is plain data; QR codes in it (`qr_data_uri`) are the only pictures a template can show.
    Returns a tagged PDF/A-2a that is a PDF/UA-1 too. Raises TypesettingError.
    """
    # At first use only: a web worker that prints nothing does not carry WeasyPrint.
    from documents.press import Refused, press

    pictures = frozenset(value for value in context.values() if isinstance(value, QrCode))
    try:
        with translation.override(language):
            html = render_to_string(template, {**all_printable(context), "language": language})
        return press().print(html, pictures)
    except (Exception, Refused) as error:
        raise TypesettingError(f"{template}: {error}") from error
