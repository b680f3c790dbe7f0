"""Whether a certificate is real: by the unguessable code in its QR code. A wrong code says nothing."""

from dataclasses import dataclass
from typing import Any

from recognition.models import Certificate


@dataclass(frozen=True, slots=True)
class Verdict:
    """`state` is valid, replaced, revoked or unknown; `certificate` and its content only where the code is right."""

    state: str
    certificate: Certificate | None = None

    @property
    def content(self) -> dict[str, Any]:
        """What the paper says."""
        return self.certificate.content if self.certificate else {}


def verify(code: str) -> Verdict:
    """Look a verification code up."""
    found = (
        Certificate.objects.select_related("recognition__decision__authority", "person")
        .filter(verification=code)
        .first()
    )
    return Verdict(found.state, found) if found else Verdict("unknown")
