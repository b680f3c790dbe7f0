"""A council's points on a dossier that it sent back: answered one by one by the author, and kept with the version."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Invalid, StateConflict
from initiatives.choices import State
from initiatives.models import Dossier, Notice
from initiatives.rules.answers import clean_text
from initiatives.services.drafts import editable
from organisation.actor import Actor

LONGEST = 5_000


def council_notice(dossier: Dossier) -> Notice | None:
    """The last time a council sent the dossier back, if ever; what is drafted was never before one."""
    if dossier.state == State.DRAFT:
        return None
    return dossier.notices.filter(by_council=True).order_by("made_at", "pk").last()


def points_of(dossier: Dossier) -> list[dict[str, str]]:
    """The council's points with the author's answers so far: [{field, text, answer}]."""
    notice = council_notice(dossier)
    if notice is None:
        return []
    answers = [*notice.answers, *[""] * len(notice.reasons)]
    return [{**reason, "answer": answer} for reason, answer in zip(notice.reasons, answers, strict=False)]


@transaction.atomic
def answer_points(reference: str, actor: Actor, answers: Mapping[int, str], revision: int | None = None) -> Dossier:
    """Save answers by the number of the point, from 0; points not named keep theirs.

    Raises: NotFound, Forbidden, Stale (412), StateConflict where no council has sent it back or it has been submitted,
    Invalid at `answers.N`.
    """
    dossier = editable(actor, reference, revision)
    notice = council_notice(dossier)
    if notice is None or dossier.state != State.RETURNED:
        raise StateConflict(_("No council waits for answers on this dossier."), state=dossier.state)
    kept, faults = [point["answer"] for point in points_of(dossier)], {}
    for number, raw in answers.items():
        if not 0 <= number < len(kept):
            faults[f"answers.{number}"] = [_("The council made no such point.")]
            continue
        kept[number] = clean_text(str(raw))
        if len(kept[number]) > LONGEST:
            faults[f"answers.{number}"] = [_("At most %(limit)d characters.") % {"limit": LONGEST}]
    if faults:
        raise Invalid(_("Some fields need mending."), faults)
    notice.answers = kept
    notice.save(update_fields=["answers"])
    dossier.work.revision += 1
    dossier.work.save(update_fields=["revision"])
    return dossier


def kept_points(dossier: Dossier) -> dict[str, Any]:
    """What a version keeps of them: nothing where no council has sent it back. `points_on` is the version they are
    about.
    """
    notice = council_notice(dossier)
    return {"points": points_of(dossier), "points_on": notice.version.number} if notice else {}
