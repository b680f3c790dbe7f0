"""Say how a dossier's work stands to an earlier one: kept with the reason, and shown wherever the two meet."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound
from initiatives.choices import Origin
from initiatives.models import Dossier, Work
from initiatives.policy import has_a_seat, is_author, is_checker, is_secretary
from initiatives.queries import by_reference
from initiatives.rules.answers import clean_text
from journal.services.record import record
from organisation.actor import Actor
from organisation.policy import get_visible, visible
from search.models import LikenessVerdict, Relation

LONGEST = 2_000
may_judge_likeness = (is_checker | is_secretary | has_a_seat) & ~is_author


@transaction.atomic
def judge_likeness(actor: Actor, reference: str, other: int, relation: str, reason: str) -> LikenessVerdict:
    """Store a verdict on the dossier's work and the work `other` (its id, as similar works tell it).

    Raises: NotFound where the actor sees one of the two not, Forbidden unless they check or judge the dossier, Invalid
    at `relation` or `reason`.
    """
    dossier = get_visible(Dossier, actor, **by_reference(reference))
    if actor.person_id is None or not may_judge_likeness(actor, dossier):
        raise Forbidden(_("Those who check or judge the dossier say how alike it is."))
    if other == dossier.work_id or not sees_work(actor, other):
        raise NotFound
    if relation not in Relation.values:
        raise Invalid(_("Choose one of the three."), {"relation": [_("Choose one of the three.")]})
    words = clean_text(reason)
    if not words:
        raise Invalid(_("Give the reason."), {"reason": [_("Give the reason.")]})
    if len(words) > LONGEST:
        raise Invalid(
            _("The reason is too long."), {"reason": [_("At most %(limit)d characters.") % {"limit": LONGEST}]}
        )
    verdict = LikenessVerdict.objects.create(
        dossier=dossier, work_id=dossier.work_id, other_id=other, relation=relation, reason=words,
        judged_by_id=actor.person_id,
    )  # fmt: skip
    told = {"other": other, "relation": relation, "reason": words}
    record(actor.user_id, "likeness_judged", f"dossier:{dossier.pk}", told)
    return verdict


def sees_work(actor: Actor, pk: int) -> bool:
    """Whether a work may be told of to the actor: by one of its dossiers, or because it is published elsewhere."""
    if visible(Dossier, actor).filter(work=pk).exists():
        return True
    return actor.is_authenticated and Work.objects.filter(pk=pk, origin=Origin.PUBLISHED).exists()


def verdicts_on(work: int, others: Collection[int]) -> dict[int, LikenessVerdict]:
    """The verdict that stands on a work and each of the others, by the other's id: being the same, or not being on the
    same matter, holds both ways.
    """
    both_ways = Q(other=work, work__in=others, relation__in=(Relation.SAME, Relation.UNRELATED))
    found = LikenessVerdict.objects.filter(Q(work=work, other__in=others) | both_ways).select_related("judged_by")
    return {row.other_id if row.work_id == work else row.work_id: row for row in reversed(found)}
