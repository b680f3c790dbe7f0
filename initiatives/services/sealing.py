"""Sealed rounds: what was filed is closed to all until the authority opens it, on the record."""

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from documents.papers import OpeningPaper, Signature
from initiatives.choices import State
from initiatives.models import Dossier, Round, Version
from initiatives.policy import HANDLING
from initiatives.rules.answers import clean_text
from initiatives.rules.calendar import add_working_days
from journal.models import Entry
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Role

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

LETTERS = 2_000


class _Filed(TypedDict):
    digest: str


@transaction.atomic
def unseal(code: str, actor: Actor, witnesses: str) -> Round:
    """Open a sealed round once it has closed, before `witnesses` (names, one a line). The journal keeps the digest of
    every version, so that anybody can check that nothing changed between filing and opening. The time to check runs
    from now.

    Raises: NotFound; Forbidden unless the actor is the authority's registrar; StateConflict (409) where the round was
    not sealed, is open already or still takes dossiers; Invalid at `witnesses`.
    """
    round_ = Round.objects.select_for_update(of=("self",)).select_related("authority").filter(code=code).first()
    if round_ is None:
        raise NotFound
    _may_unseal(round_, actor)
    round_.witnesses = clean_text(witnesses)
    if not round_.witnesses or len(round_.witnesses) > LETTERS:
        words = _("Name who is present, one a line; at most %(n)d characters.") % {"n": LETTERS}
        raise Invalid(words, {"witnesses": [words]})
    round_.unsealed_at, round_.unsealed_by_id = timezone.now(), actor.person_id
    round_.save(update_fields=["witnesses", "unsealed_at", "unsealed_by"])
    filed = list(filed_in(round_))
    due = add_working_days(timezone.localdate(), round_.check_working_days)
    Dossier.objects.filter(pk__in=[d.pk for d in filed], state=State.SUBMITTED).update(due_on=due)
    digests = {dossier.code: dossier.digest for dossier in filed}
    record(actor.user_id, "round_unsealed", f"round:{round_.pk}", {"code": round_.code, "dossiers": digests})
    return round_


def filed_in(round_: Round) -> "QuerySet[WithAnnotations[Dossier, _Filed]]":
    """What was filed in a round and not withdrawn, in the order of filing, each with the `digest` of its last
    version.
    """
    last = Version.objects.filter(dossier=OuterRef("pk")).order_by("-number")
    filed = Dossier.objects.filter(round=round_, code__isnull=False).exclude(state=State.WITHDRAWN)
    return filed.annotate(digest=Subquery(last.values("digest")[:1])).order_by("submitted_at", "pk")


def may_unseal(round_: Round, actor: Actor) -> bool:
    """Whether the actor may open the round now."""
    try:
        _may_unseal(round_, actor)
    except (Forbidden, StateConflict):
        return False
    return True


def _may_unseal(round_: Round, actor: Actor) -> None:
    if not actor.holds(Role.REGISTRAR, round_.authority_id):
        raise Forbidden(_("Sealed rounds are opened by the registrar of the authority."))
    if not round_.closed_to_all:
        raise StateConflict(_("The round is not sealed, or has been opened already."), state="open")
    if timezone.localdate() <= round_.closes_on:
        words = _("The round takes dossiers until %(day)s; it stays sealed until then.")
        raise StateConflict(words % {"day": f"{round_.closes_on:%d/%m/%Y}"}, state="sealed")


def opening_pdf(code: str, actor: Actor) -> bytes:
    """The record of the opening, for those who handle what was filed. Raises NotFound before, and for others."""
    round_ = Round.objects.select_related("authority__parent", "unsealed_by").filter(code=code).first()
    if round_ is None or round_.unsealed_at is None or round_.authority_id not in actor.over(*HANDLING):
        raise NotFound
    at, parent = timezone.localtime(round_.unsealed_at), round_.authority.parent
    paper = OpeningPaper(
        issuer=round_.authority.name, superior=parent.name if parent else "", on=at.date(), round_title=round_.title,
        demonstration=settings.DEMONSTRATION or round_.demonstration, at=f"{at:%H giờ %M ngày %d/%m/%Y}",
        closed_on=round_.closes_on, witnesses=round_.witnesses.splitlines(), dossiers=_opened(round_),
        chair=Signature(name=round_.unsealed_by.full_name if round_.unsealed_by else ""),
    )  # fmt: skip
    return paper.typeset()


def _opened(round_: Round) -> list[tuple[str, str, str, str, str]]:
    """As the journal kept it at the opening: what came later does not change the record."""
    entry = Entry.objects.filter(event="round_unsealed", subject=f"round:{round_.pk}").latest("pk")
    kept: dict[str, str] = entry.data["dossiers"]
    rows = Dossier.objects.filter(code__in=kept).select_related("work", "unit").order_by("submitted_at", "pk")
    return [
        (row.reference, row.work.title, row.unit.name, _minute(row.submitted_at), kept[row.reference]) for row in rows
    ]


def _minute(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}" if at else ""
