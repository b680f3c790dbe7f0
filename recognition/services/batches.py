"""Papers in the background: extracts, decisions, and the certificates of a decision, many at a time.

A certificate that has its paper is done: so a crash repeats at most what was in hand, and a batch stops and resumes at
any certificate. Each step deals with some hundred and leaves itself the next (`journal.services.follow`).
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import StateConflict
from documents.printing import printed
from documents.typeset import TypesettingError
from journal.models import Event
from journal.services.record import record, tell
from organisation.actor import Actor
from recognition.models import Certificate, CertificateBatch, Decision
from recognition.queries.batches import own_decision
from recognition.queries.decisions import certificates_of
from recognition.services.issued_extracts import make_extract
from recognition.services.issuing import ASKED, issue, keys_of
from recognition.services.papers import certificate_form, decision_form

STEP = 400
State = CertificateBatch.State


@transaction.atomic
def start_batch(code: str, actor: Actor) -> CertificateBatch:
    """Have all certificates of a published decision made, or go on with it.

    Raises: NotFound, Forbidden, StateConflict while it is being made, or before the decision is published.
    """
    decision = _own(code, actor)
    batch, new = CertificateBatch.objects.select_for_update().get_or_create(
        decision=decision, defaults={"asked_by_id": actor.user_id}
    )
    if not new and batch.state == State.RUNNING:
        raise StateConflict(_("The certificates are being made already."), state=batch.state)
    batch.state, batch.fault, batch.finished_at = State.RUNNING, "", None
    batch.save()
    record(actor.user_id, "certificates_asked", f"decision:{decision.pk}", {"code": decision.code})
    tell(ASKED, f"decision:{decision.pk}")
    return batch


@transaction.atomic
def stop_batch(code: str, actor: Actor) -> CertificateBatch:
    """Stop after the certificate in hand. Raises NotFound, Forbidden, StateConflict where nothing is being made."""
    decision = _own(code, actor)
    batch = CertificateBatch.objects.select_for_update().filter(decision=decision).first()
    if batch is None or batch.state != State.RUNNING:
        raise StateConflict(_("No certificates are being made."))
    batch.state = State.STOPPED
    batch.save(update_fields=["state"])
    record(actor.user_id, "certificates_stopped", f"decision:{decision.pk}", {"code": decision.code})
    return batch


def _own(code: str, actor: Actor) -> Decision:
    decision = own_decision(code, actor)
    if decision.state != Decision.State.PUBLISHED:
        raise StateConflict(_("Certificates are issued once the decision is published."), state=decision.state)
    return decision


def make_papers(events: Sequence[Event]) -> None:
    """Follower of the outbox: sign what was decided, and take one step of what is to be made. Twice does no harm."""
    for event in events:
        about, _colon, number = event.subject.partition(":")
        pk = int(number)
        if about == "extract":
            make_extract(pk)
            continue
        rows = Decision.objects.select_related("authority__parent", "refers_to")
        decision = rows.filter(pk=pk).first()
        if decision is not None:
            _make(decision, event.name)


def _make(decision: Decision, name: str) -> None:
    if keys_of(decision):
        if name == "decision_published":
            CertificateBatch.objects.get_or_create(decision=decision, defaults={"asked_by": None})
        if decision.paper is None:
            issue(decision, decision_form(decision).typeset())
    batch = CertificateBatch.objects.filter(decision=decision, state=State.RUNNING).first()
    if batch is not None:
        _step(batch, decision)


def _step(batch: CertificateBatch, decision: Decision) -> None:
    """Make the next certificates, unless somebody stops it meanwhile."""
    lacking = lacking_of(decision).order_by("pk")
    chunk = list(lacking[:STEP])
    faults = []
    try:
        for certificate, made in zip(chunk, printed([certificate_form(one) for one in chunk]), strict=True):
            if not CertificateBatch.objects.filter(pk=batch.pk, state=State.RUNNING).exists():
                return
            if isinstance(made, TypesettingError):
                faults.append(f"{certificate.serial}: {made}")
            else:
                issue(certificate, made)
    except Exception as error:
        CertificateBatch.objects.filter(pk=batch.pk).update(fault=str(error)[:500])
        raise
    _close(batch, decision, len(chunk), faults)


def _close(batch: CertificateBatch, decision: Decision, tried: int, faults: Sequence[str]) -> None:
    """Leave the next step, or say that it is finished; or stop where nothing could be made."""
    running = CertificateBatch.objects.filter(pk=batch.pk, state=State.RUNNING)
    if not lacking_of(decision).exists():
        running.update(state=State.FINISHED, finished_at=timezone.now(), fault="")
    elif len(faults) == tried or tried < STEP and faults:
        running.update(state=State.STOPPED, fault="; ".join(faults)[:500])
    else:
        running.update(fault="")
        tell(ASKED, f"decision:{decision.pk}")


def lacking_of(decision: Decision) -> QuerySet[Certificate]:
    """The certificates in force that have no paper yet."""
    rows = certificates_of(decision).filter(state=Certificate.State.VALID, paper=None)
    return rows.select_related("recognition__decision__authority", "recognition__corrected_by__authority")
