"""What failed again and again, tried anew because a person says so."""

import logging

from celery import current_app
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from config.errors import Forbidden, NotFound, Unavailable
from journal.models import Delivery
from journal.services.background import wake
from journal.services.record import record
from operations.logs import without_personal_data
from operations.models import FailedTask
from organisation.actor import Actor
from organisation.models import Role

logger = logging.getLogger(__name__)


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
    delivery.attempts, delivery.not_before, delivery.given_up_at = 0, timezone.now(), None
    delivery.save(update_fields=["attempts", "not_before", "given_up_at"])
    record(actor.user_id, "delivery_replayed", f"delivery:{number}", said)
    transaction.on_commit(wake, robust=True)
    return delivery


def run_again(actor: Actor, number: int) -> FailedTask:
    """Have a task carried out again now. Raises Forbidden, and NotFound where it has succeeded meanwhile."""
    demand_administrator(actor)
    with transaction.atomic():
        task = FailedTask.objects.select_for_update(of=("self",)).filter(pk=number).first()
        if task is None:
            raise NotFound(_("It has gone through meanwhile."))
        record(actor.user_id, "task_replayed", f"task:{task.name}", {"error": task.error})
    try:
        current_app.signature(task.name).delay()
    except OperationalError as error:
        raise Unavailable(_("The queue does not answer: try again later.")) from error
    return task


def remember_failure(name: str, error: BaseException) -> None:
    """A task was tried in vain for the last time. A database that is down is no reason to fail again."""
    said = without_personal_data(f"{type(error).__name__}: {error}")[:500]
    try:
        task, new = FailedTask.objects.get_or_create(name=name, defaults={"error": said})
        if not new:
            FailedTask.objects.filter(pk=task.pk).update(error=said, times=F("times") + 1, failed_at=timezone.now())
    except DatabaseError:
        logger.exception("that %s failed could not be noted", name)


def forget_failure(name: str) -> None:
    """It has succeeded."""
    try:
        FailedTask.objects.filter(name=name).delete()
    except DatabaseError:
        logger.exception("that %s succeeded could not be noted", name)
