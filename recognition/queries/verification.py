"""Whether a certificate or an extract is real: by the signed code in its QR code. A wrong code, guessed or forged, says
nothing.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from recognition.models import Certificate, Extract
from recognition.rules.codes import IDENTITY, identity_in, is_earlier, signed_code


@dataclass(frozen=True, slots=True)
class Verdict:
    """`state` is valid, replaced or revoked of a certificate, issued of an extract, else unknown; they and their
    content only where the code is right.
    """

    state: str
    certificate: Certificate | None = None
    extract: Extract | None = None

    @property
    def content(self) -> dict[str, Any]:
        """What the paper says."""
        return self.certificate.content if self.certificate else {}


def code_of(paper: Certificate | Extract) -> str:
    """The code that its QR code carries; an earlier one is not signed."""
    held = paper.verification
    return signed_code(held, settings.SECRET_KEY) if len(held) == IDENTITY else held


def verify(code: str) -> Verdict:
    """Look a code up."""
    code = code.strip()
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    held = identity_in(code, secrets) or (code if is_earlier(code) else "")
    rows = Certificate.objects.select_related("recognition__decision__authority", "person", "paper")
    if found := rows.filter(verification=held).first() if held else None:
        return Verdict(found.state, found)
    extracts = Extract.objects.select_related("authority", "paper").defer("content")
    extract = extracts.filter(verification=held).first() if held else None
    return Verdict("issued", extract=extract) if extract else Verdict("unknown")
