"""The discussion of a dossier as its readers may see it."""

from dataclasses import dataclass

from organisation.actor import Actor
from reviews.models import Hearing, Remark
from reviews.queries.sheets import sheets_are_open


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark with its answers, in the order in which they were made."""

    first: Remark
    replies: list[Remark]


def threads_of(hearing: Hearing, actor: Actor) -> list[Thread] | None:
    """The threads; None while they are closed to the actor (their own sheet is open).

    The hearing must be one that the actor sees (`hearings_visible_to`).
    """
    return threads(hearing) if sheets_are_open(actor, hearing) else None


def threads(hearing: Hearing) -> list[Thread]:
    """The same for somebody to whom they are open."""
    remarks = list(Remark.objects.filter(hearing=hearing).select_related("seat__person").order_by("pk"))
    begun = {remark.pk: Thread(remark, []) for remark in remarks if remark.reply_to_id is None}
    for remark in remarks:
        if remark.reply_to_id is not None:
            begun[remark.reply_to_id].replies.append(remark)
    return list(begun.values())
