"""Make, change and move units; the path of a subtree follows its parent."""

from typing import Any

from django.db import transaction

from organisation.models import Unit


@transaction.atomic
def save_unit(code: str, **values: Any) -> Unit:
    """Create the unit `code` or change it; `parent` may be a Unit or None."""
    unit, _ = Unit.objects.update_or_create(code=code, defaults=values)
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
