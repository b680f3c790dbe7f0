"""What must be there before a council can conclude, and the figures that a scheme asks for besides."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from config.errors import Invalid, StateConflict
from initiatives.models import Dossier
from initiatives.queries.contracts import days_late
from reviews.models import Hearing
from reviews.models.schemes import SchemeVersion
from reviews.queries.inputs import unlocked
from reviews.queries.schemes import parsed, scheme_of
from reviews.rules.exact import decimal, spelled


def read_flags(hearing: Hearing, given: Mapping[str, Any]) -> dict[str, str]:
    """The hearing's figures with those given, spelled exactly; an empty one is taken away. Raises Invalid at
    `flags.NAME`.
    """
    known, faults, read = scheme_of(hearing).flag_names, {}, dict(hearing.flags)
    for name, raw in given.items():
        if name not in known:
            faults[f"flags.{str(name)[:40]}"] = [_("The scheme asks for no such figure.")]
        elif raw in ("", None):
            read.pop(name, None)
        elif (text := _figure(raw)) is None:
            faults[f"flags.{name}"] = [_("Give a number from 0 up.")]
        else:
            read[name] = text
    if faults:
        raise Invalid(_("Some figures need mending."), faults)
    return read


def _figure(raw: Any) -> str | None:
    try:
        value = decimal(raw)
    except ValueError:
        return None
    return spelled(value) if value >= 0 else None


def known_flags(dossier: Dossier, scheme: SchemeVersion) -> dict[str, str]:
    """The figures that the record itself gives: by how many days a topic's dossier for acceptance was filed late."""
    rule = parsed(scheme).member_grade
    late = days_late(dossier) if rule else None
    return {} if rule is None or late is None else {rule.late: str(late)}


def refuse_while_sheets_are_open(hearing: Hearing) -> None:
    """Raise StateConflict that names the members present who have not locked their sheets."""
    if waiting := unlocked(hearing):
        raise StateConflict(
            _("These sheets are not locked yet: %(names)s.") % {"names": ", ".join(waiting)}, waiting=waiting
        )
