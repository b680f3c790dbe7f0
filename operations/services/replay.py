"""What failed again and again, tried anew because a person says so."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Forbidden, NotFound
from journal.models import Delivery
from journal.services.background import wake
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Role


def demand_administrator(actor: Actor) -> None:
    """Raises Forbidden for everybody else."""
    if not actor.over(Role.ADMINISTRATOR):
        raise Forbidden(_("This is for administrators."))


@transaction.atomic
def replay(actor: Actor, number: int) -> Delivery:
    """Try a delivery again now. Raises Forbidden, and NotFound where it has gone through meanwhile."""
    demand_administrator(actor)
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("event").filter(pk=number).first()
    if delivery is None:
        raise NotFound(_("It has gone through meanwhile."))
    said = {"follower": delivery.follower, "event": delivery.event.name, "about": delivery.event.subject}
    delivery.attempts, delivery.not_before = 0, timezone.now()
    delivery.save(update_fields=["attempts", "not_before"])
    record(actor.user_id, "delivery_replayed", f"delivery:{number}", said)
    transaction.on_commit(wake, robust=True)
    return delivery
