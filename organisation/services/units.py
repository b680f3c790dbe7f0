"""Make, change and move units; the path of a subtree follows its parent."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Role, Unit


@transaction.atomic
def save_unit(code: str, **values: Any) -> Unit:
    """Create the unit `code` or change it; `parent` may be a Unit or None."""
    unit, _made = Unit.objects.update_or_create(code=code, defaults=values)
    _set_path(unit)
    return unit


def _set_path(unit: Unit) -> None:
    """Give the unit and everything below it the path that the tree says."""
    path = f"{unit.parent.path if unit.parent else ''}{unit.pk}."
    if unit.path != path:
        unit.path = path
        unit.save(update_fields=["path"])
        for child in unit.children.all():
            child.parent = unit
            _set_path(child)


@transaction.atomic
def enter_unit(actor: Actor, code: str, successors: Iterable[Unit] = (), **values: Any) -> Unit:
    """The same by an administrator, journaled; `successors` take over from it.

    Raises: Forbidden unless the actor administers, Invalid when the unit would lie below itself.
    """
    if Role.ADMINISTRATOR not in actor.roles:
        raise Forbidden(_("Units are entered by an administrator."))
    parent, unit = values.get("parent"), Unit.objects.filter(code=code).first()
    if unit and parent and parent.path.startswith(unit.path):
        raise Invalid(_("A unit cannot lie below itself."), {"parent": [_("Choose another unit above it.")]})
    unit = save_unit(code, **values)
    unit.successors.set(successors)
    told = {"code": code, "name": unit.name, "successors": [one.code for one in successors]}
    record(actor.user_id, "unit_saved", f"unit:{unit.pk}", told)
    return unit
