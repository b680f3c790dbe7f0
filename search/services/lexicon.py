"""The lexicon that an administrator edits: read as it stands now, kept as a new version. Nothing is indexed again."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, StateConflict
from journal.services.record import record
from organisation.actor import Actor
from organisation.models import Role
from organisation.prepared import Prepared, prepared_rows
from search.lexicon import SHIPPED, Entry, Lexicon, LexiconError, parse, shipped, written
from search.models import LexiconVersion

LONGEST = 1_000_000  # letters
_read: list[tuple[tuple[Any, ...], Lexicon]] = []
"""The version that this process read last."""


def current_lexicon() -> Lexicon:
    """The lexicon that stands: the latest kept, or the shipped one. One small statement where it is known."""
    latest = _latest().rows()
    if not latest:
        return shipped()
    if not _read or _read[-1][0] != latest[0]:
        text = LexiconVersion.objects.values_list("text", flat=True).get(pk=latest[0][0])
        _read[:] = [(latest[0], Lexicon(parse(text.splitlines())))]
    return _read[-1][1]


@cache
def _latest() -> Prepared:
    return prepared_rows(LexiconVersion.objects.order_by("-pk").values_list("pk", "kept_at")[:1])


def current_text() -> tuple[int, str]:
    """The number of the version that stands (0 for the shipped one) and its text."""
    row = LexiconVersion.objects.order_by("-pk").values_list("pk", "text").first()
    return row or (0, SHIPPED.read_text(encoding="utf-8"))


@transaction.atomic
def keep_lexicon(actor: Actor, text: str, note: str, seen: int | None = None) -> LexiconVersion:
    """Keep a whole lexicon; `seen` is the version that was edited, where one was.

    Raises: Forbidden for all but administrators, StateConflict where another version has been kept since, Invalid at
    `text`, naming the line.
    """
    if not actor.over(Role.ADMINISTRATOR):
        raise Forbidden(_("The lexicon is kept by administrators."))
    now, _text = current_text()
    if seen is not None and seen != now:
        raise StateConflict(_("Somebody else has changed the lexicon meanwhile. Load it again."))
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    entries = _checked(text)
    row = LexiconVersion.objects.create(
        text=text, entries=entries, note=note.strip()[:200] or _("Edited"), kept_by_id=actor.person_id
    )
    record(actor.user_id, "lexicon_kept", f"lexicon:{row.pk}", {"entries": entries, "note": row.note})
    return row


def add_entry(actor: Actor, kind: str, direction: str, members: str) -> LexiconVersion:
    """Add one line. Raises as keep_lexicon."""
    line = written(Entry(kind, direction, tuple(part.strip() for part in members.split("|"))))
    return _edited(actor, lambda lines: [*lines, line], _("Added: %(members)s") % {"members": members})


def drop_entry(actor: Actor, line: str) -> LexiconVersion:
    """Take out a line, as written. Raises as keep_lexicon; StateConflict where it is gone already."""

    def without(lines: list[str]) -> list[str]:
        if line not in lines:
            raise StateConflict(_("Somebody else has changed the lexicon meanwhile. Load it again."))
        return [one for one in lines if one != line]

    return _edited(actor, without, _("Taken out: %(members)s") % {"members": line.rpartition("\t")[2]})


def _edited(actor: Actor, change: Callable[[list[str]], list[str]], note: str) -> LexiconVersion:
    _now, text = current_text()
    return keep_lexicon(actor, "\n".join(change(text.splitlines())) + "\n", note)


def _checked(text: str) -> int:
    """How many entries there are."""
    if len(text) > LONGEST:
        raise Invalid(_("The file is too long."), {"text": [_("At most a million letters.")]})
    try:
        count = sum(1 for _entry in parse(text.splitlines()))
    except LexiconError as error:
        raise Invalid(_("The lexicon cannot be read."), {"text": [explained(error)]}) from error
    if not count:
        raise Invalid(_("The lexicon cannot be read."), {"text": [_("There is no entry in it.")]})
    return count


def explained(error: LexiconError) -> str:
    """What is wrong with a line, in words."""
    reasons = {
        "columns": _("write three columns divided by tabs: kind, direction, members"),
        "kind": _("the kind is one of: %(about)s"),
        "direction": _("the direction is one of: %(about)s"),
        "members": _("give two members or more, divided by |, none of them empty"),
        "twice": _("a member stands twice"),
    }
    said = reasons[error.reason] % {"about": error.about}
    return _("Line %(line)d: %(said)s.") % {"line": error.line, "said": said}
