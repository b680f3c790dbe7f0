"""What the frame of every page shows: navigation, tasks, language, theme. Read only when a template asks for it."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from frontend import waiting
from frontend.navigation import FOOTER, Entry, current, entries_for
from frontend.words import of_scripts
from organisation.actor import NOBODY, Actor

THEMES = ("light", "dark")
THEME_COOKIE = "theme"
PHONE_PLACES = 4


class Frame:
    """The surroundings of a page for one request. Costs no query beyond the actor's own and the counters of tasks."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def actor(self) -> Actor:
        """Who asks."""
        return getattr(self.request, "actor", NOBODY)

    @cached_property
    def navigation(self) -> list[Entry]:
        """The entries that the actor's roles need."""
        return entries_for(self.actor.is_authenticated, self.actor.roles)

    @cached_property
    def here(self) -> Entry | None:
        """The entry in which this page lies."""
        return current(self.request.path, self.navigation)

    @property
    def entries(self) -> str:
        """What the navigation is made of: who shares it shares the drawn one."""
        return " ".join(entry.path for entry in self.navigation)

    @property
    def searched(self) -> str:
        """The words in the search field."""
        return self.request.GET.get("q", "")

    @property
    def sign_in(self) -> str:
        """Where a stranger signs in to come back here; nothing for whom has signed in."""
        if self.actor.is_authenticated:
            return ""
        return f"{reverse('account_login')}?{urlencode({'next': self.address})}"

    @property
    def address(self) -> str:
        """Where to come back to after a switch of language or theme: this page, if it can be asked for again."""
        return self.request.get_full_path() if self.request.method == "GET" else "/"

    @property
    def on_phone(self) -> list[Entry]:
        """The first entries, for the bottom bar; the rest is behind "More"."""
        return self.navigation[:PHONE_PLACES]

    @property
    def footer(self) -> list[Entry]:
        """The places named at the foot of each page."""
        return entries_for(self.actor.is_authenticated, self.actor.roles, FOOTER)

    @cached_property
    def tasks(self) -> int:
        """How many tasks wait for the actor."""
        known = getattr(self.request, "counted", {})
        return waiting.number_of_tasks(self.actor, known) if self.actor.is_authenticated else 0

    @property
    def identity(self) -> str:
        """The name of the office's OpenID provider, if there is one."""
        return settings.IDENTITY.name

    @property
    def theme(self) -> str:
        """`light` or `dark` where somebody chose, else empty: the device decides."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else ""

    @property
    def language(self) -> str:
        """The language of this page."""
        return get_language() or settings.LANGUAGE_CODE

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Code and name of each language, each name in its own language."""
        return [("vi", "Tiếng Việt"), ("en", "English")]

    @property
    def words(self) -> dict[str, str]:
        """What the scripts say, in the language of the page."""
        return of_scripts()

    @property
    def authority(self) -> str:
        """Whose system this is."""
        return settings.AUTHORITY_NAME

    @property
    def demonstration(self) -> bool:
        """Whether the data are for show."""
        return settings.DEMONSTRATION


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"frame": Frame(request)}
