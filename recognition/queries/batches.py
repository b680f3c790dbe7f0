"""How far the certificates of a decision are, and all of them as one ZIP, streamed."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from config.errors import Forbidden, StateConflict
from initiatives.models import Blob
from initiatives.services.storage import open_blob
from organisation.actor import Actor
from organisation.policy import get_visible
from recognition.models import Certificate, CertificateBatch, Decision
from recognition.policy import drafts_decisions
from recognition.queries.decisions import certificates_of


@dataclass(frozen=True, slots=True)
class Stand:
    """`done` of `whole` certificates are made; `state` is that of the batch, or empty where nobody asked for it."""

    done: int
    whole: int
    state: str = ""
    fault: str = ""

    @property
    def complete(self) -> bool:
        """Whether every certificate has its paper."""
        return 0 < self.whole == self.done


def own_decision(code: str, actor: Actor) -> Decision:
    """A decision whose certificates the actor issues. Raises NotFound, Forbidden."""
    decision = get_visible(Decision, actor, code=code)
    if not drafts_decisions(actor, decision):
        raise Forbidden(_("Certificates are issued by the registrar of the authority."))
    return decision


def stand_of(decision: Decision) -> Stand:
    """How far they are. Those that ended before they had a paper are left out."""
    rows = certificates_of(decision).order_by()
    told = rows.filter(Q(state=Certificate.State.VALID) | Q(paper__isnull=False)).aggregate(
        done=Count("paper"), whole=Count("pk")
    )
    batch = CertificateBatch.objects.filter(decision=decision).first()
    return Stand(told["done"], told["whole"], batch.state if batch else "", batch.fault if batch else "")


def served_zip(decision: Decision) -> StreamingHttpResponse:
    """All certificates with the decision itself, a paper at a time. Raises StateConflict while any is lacking."""
    if not stand_of(decision).complete:
        raise StateConflict(_("The certificates have not all been made yet."))
    headers = {
        "Content-Disposition": f'attachment; filename="{decision.code}.zip"',
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingHttpResponse(_zipped(decision), content_type="application/zip", headers=headers)


def _zipped(decision: Decision) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as packed:  # a PDF is compressed already
        for name, blob in _papers(decision):
            with open_blob(blob) as stream:
                packed.writestr(zipfile.ZipInfo(name, blob.created_at.timetuple()[:6]), stream.read())
            yield sink.taken()
    yield sink.taken()


def _papers(decision: Decision) -> Iterator[tuple[str, Blob]]:
    if decision.paper is not None:
        yield f"{_name(decision.reference)}.pdf", decision.paper
    rows = certificates_of(decision).filter(paper__isnull=False).select_related("paper")
    for certificate in rows.iterator(chunk_size=200):
        if certificate.paper is not None:
            yield f"{_name(certificate.serial)}.pdf", certificate.paper


def _name(text: str) -> str:
    return re.sub(r"[^\w.-]+", "-", text)


class _Sink(io.RawIOBase):
    """What a ZIP is written to when nobody can go back in it."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Keep it until it is taken."""
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What has come since."""
        parts, self._parts = self._parts, []
        return b"".join(parts)
