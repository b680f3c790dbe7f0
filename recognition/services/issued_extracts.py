"""Extracts of the register that an authority issues: numbered at once, made and signed off the request."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, Unavailable
from documents.papers import ExtractPaper, Signature
from initiatives.models import Blob
from initiatives.rules.answers import clean_line
from initiatives.services.numbers import next_number
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Unit
from recognition.models import Extract
from recognition.policy import issues_extracts
from recognition.queries.register import RegisterFilter
from recognition.queries.verification import code_of
from recognition.rules.codes import new_identity
from recognition.services.extracts import content_of, is_demonstration, list_address, parts_of, rows_of
from recognition.services.issuing import issue

ISSUED = "extract_issued"


@transaction.atomic
def issue_extract(
    actor: Actor, authority: Unit, chosen: RegisterFilter, signer_name: str, signer_post: str, recipient: str = ""
) -> Extract:
    """Issue what a list says as on its day (none: today). What it says is settled now, whatever is recorded later; the
    paper is made by the follower `issuing`.

    Raises: Forbidden unless the actor signs for the authority; Invalid at `signer_name`, `signer_post` and `as_of`, and
    where more than 500 recognitions are asked for.
    """
    if actor.user_id is None or not issues_extracts(actor, authority):
        raise Forbidden(_("Extracts are issued by the registrar or a leader of the authority."))
    name, post, today = clean_line(signer_name)[:120], clean_line(signer_post)[:120], timezone.localdate()
    faults, day = {}, chosen.as_of or today
    if not name:
        faults["signer_name"] = [_("Say who signed.")]
    if not post:
        faults["signer_post"] = [_("Say in which post.")]
    if day > today:
        faults["as_of"] = [_("This day has not come yet: an extract tells what the register has said.")]
    if faults:
        raise Invalid(_("Some fields need mending."), faults)
    said = {"signer_name": name, "signer_post": post, "recipient": clean_line(recipient)[:300]}
    return _numbered(actor.user_id, authority, chosen.narrowed(as_of=day), day, **said)


def _numbered(user: int, authority: Unit, chosen: RegisterFilter, day: date, **said: str) -> Extract:
    found, now = rows_of(chosen), timezone.localtime()
    number = next_number(f"extract-{authority.code}-{now.year}")
    extract = Extract.objects.create(
        code=f"{authority.code}-TL-{now.year}-{number:03}", authority=authority, year=now.year, number=number,
        symbol=f"TL-{authority.code}", as_of=day, query=chosen.narrowed(as_of=None).address(),
        count=len(found), rows=[row["id"] for row in found], content=content_of(chosen, found), issued_on=now.date(),
        verification=new_identity(), demonstration=is_demonstration(found), made_by_id=user, made_at=now,
        **said,
    )  # fmt: skip
    told = {"code": extract.code, "number": extract.reference, "as_of": str(day), "count": extract.count}
    record(user, ISSUED, f"extract:{extract.pk}", told)
    return extract


def extract_paper(extract: Extract) -> Blob:
    """The paper as it was issued. Raises Unavailable until it has been made (and signed where there is a key)."""
    if extract.paper is None:
        raise Unavailable(_("The paper is being made and signed. Come back in a minute."))
    return extract.paper


def make_extract(pk: int) -> None:
    """Make the paper of an extract, once. Raises SigningError."""
    extract = Extract.objects.select_related("authority__parent", "paper").filter(pk=pk).first()
    if extract is not None and extract.paper is None:
        issue(extract, extract_form(extract).typeset())


def extract_form(extract: Extract) -> ExtractPaper:
    """What the paper says."""
    parent, code = extract.authority.parent, code_of(extract)
    return ExtractPaper(
        issuer=extract.authority.name, superior=parent.name if parent else "", number=extract.reference,
        on=extract.issued_on, demonstration=extract.demonstration, as_of=extract.as_of, taken=_taken(extract),
        recipient=extract.recipient, address=list_address(extract.list_then),
        verify_url=f"{settings.BASE_URL}/xac-minh/{code}/", verification=code,
        signer=Signature(post=extract.signer_post, name=extract.signer_name),
        recipients=[*filter(None, [extract.recipient]), "Lưu: VT"], **parts_of(extract.content),
    )  # fmt: skip


def _taken(extract: Extract) -> datetime | None:
    """When it was taken, where its day was not over."""
    return timezone.localtime(extract.made_at) if extract.as_of == extract.issued_on else None
