"""Everything that is kept about one person, for that person."""

from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Field, Model, QuerySet
from django.utils import timezone

from journal.services.record import record
from operations.personal import INVENTORY, Kept
from organisation.models import Person, User


@transaction.atomic
def export_own(user: User) -> dict[str, Any]:
    """All rows about an account's owner, by model; the journal notes that they were fetched, not what they held.

    Other people's ids are left out, and so are secrets. Ballots are nobody's: nothing ties one to a voter (law 4).
    """
    told = {
        label: list(_rows(apps.get_model(label), kept, user)) for label, kept in INVENTORY.items() if kept.own
    }  # fmt: skip
    record(user.pk, "own_data_exported", f"user:{user.pk}", {"rows": {name: len(rows) for name, rows in told.items()}})
    return {"account": user.get_username(), "at": timezone.now(), "data": told}


def _rows(model: type[Model], kept: Kept, user: User) -> QuerySet[Any, dict[str, Any]]:
    shown = [field.attname for field in model._meta.concrete_fields if _is_told(field, kept)]
    rows: QuerySet[Any, dict[str, Any]] = (
        model._default_manager.filter(**{kept.own: _owner(model, kept.own, user)}).order_by("pk").values(*shown)
    )
    return rows


def _is_told(field: "Field[Any, Any]", kept: Kept) -> bool:
    """Not a secret, nor who else it was."""
    somebody = field.related_model in (Person, User) and field.name != kept.own
    return field.name not in kept.hidden and not somebody


def _owner(model: type[Model], way: str, user: User) -> int | None:
    """The id at the end of the way: of the account, or of the person it belongs to."""
    last = model._meta.get_field(way.partition("__")[0]).related_model if way != "pk" else Person
    return user.pk if last is User else user.person_id
