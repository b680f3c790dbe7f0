"""Where one can go: the entries of the left navigation and of the bottom bar, by role."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisation.models import Role

EVERYBODY = frozenset({""})
SIGNED_IN = frozenset({"*"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. `roles`: who needs it (role names, SIGNED_IN or EVERYBODY); `counts` names a figure of the frame."""

    path: str
    label: str | Promise
    icon: str
    roles: Collection[str] = field(default=SIGNED_IN)
    counts: str = ""


ENTRIES = (
    Entry("/", _("My work"), "list-check", SIGNED_IN, counts="tasks"),
    Entry("/", _("Home"), "home", frozenset({"anonymous"})),
    Entry("/ho-so/", _("Dossiers"), "files"),
    Entry("/dot-xet/", _("Rounds"), "calendar", frozenset({Role.REGISTRAR})),
    Entry("/hoi-dong/", _("Councils"), "users-group", frozenset({Role.SECRETARY, Role.REGISTRAR})),
    Entry("/bo-tieu-chi/", _("Schemes of judging"), "scale", frozenset({Role.SECRETARY, Role.REGISTRAR})),
    Entry("/chi-tieu/", _("Target"), "target", frozenset({Role.LEADER, Role.REGISTRAR, Role.OFFICER})),
    Entry("/sang-kien/", _("Initiatives"), "bulb", EVERYBODY),
    Entry("/de-tai/", _("Research topics"), "flask", EVERYBODY),
    Entry("/nhiem-vu/", _("Tasks of research"), "clipboard-list", EVERYBODY),
    Entry("/hop-dong/", _("Topics in execution"), "timeline-event"),
    Entry("/danh-muc-de-tai/", _("Portfolio of topics"), "chart-line", frozenset({Role.LEADER, Role.REGISTRAR})),
    Entry("/quyet-dinh/", _("Decisions"), "gavel", frozenset({Role.REGISTRAR, Role.SECRETARY, Role.LEADER})),
    Entry("/khieu-nai/", _("Appeals"), "scale", frozenset({Role.REGISTRAR, Role.OFFICER, Role.LEADER})),
    Entry("/so-dang-ky/", _("Register"), "notebook", frozenset({Role.REGISTRAR, Role.OFFICER, Role.LEADER})),
    Entry("/thong-ke/", _("Statistics"), "chart-bar", frozenset({Role.LEADER, Role.REGISTRAR, Role.OFFICER})),
    Entry("/nhap-so/", _("Import registers"), "database-import", frozenset({Role.REGISTRAR})),
    Entry("/xac-minh/", _("Verify a certificate"), "shield-check", frozenset({"anonymous", Role.MEMBER})),
    Entry("/quan-tri/", _("Administration"), "settings", frozenset({Role.ADMINISTRATOR})),
)
FOOTER = (
    Entry("/tro-giup/", _("Help"), "help-circle", EVERYBODY),
    Entry("/dinh-nghia/", _("Definitions"), "info-circle", EVERYBODY),
    Entry("/bo-tieu-chi/", _("Schemes of judging"), "scale", EVERYBODY),
    Entry("/du-lieu-mo/", _("Open data"), "download", EVERYBODY),
    Entry("/nhat-ky/", _("Seals of the journal"), "lock", EVERYBODY),
    Entry("/api/v1/docs/", _("API reference"), "api", EVERYBODY),
)


@cache
def is_built(path: str) -> bool:
    """Whether a page answers at that address: an entry never leads nowhere."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def needs(entry: Entry, signed_in: bool, roles: Collection[str]) -> bool:
    """Whether somebody with these roles needs the entry."""
    who = {"", *roles, *({"*"} if signed_in else {"anonymous"})}
    return bool(who & set(entry.roles))


def entries_for(signed_in: bool, roles: Collection[str], entries: Collection[Entry] = ENTRIES) -> list[Entry]:
    """The entries that somebody with these roles needs, in order."""
    return [entry for entry in entries if needs(entry, signed_in, roles) and is_built(entry.path)]


def current(path: str, entries: Collection[Entry]) -> Entry | None:
    """The entry in which the page at `path` lies: the longest that begins it."""
    inside = [entry for entry in entries if path == entry.path or (entry.path != "/" and path.startswith(entry.path))]
    return max(inside, key=lambda entry: len(entry.path), default=None)
