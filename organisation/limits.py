"""How often one address may ask for what costs or could be guessed: the same count for pages and API."""

from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from config.errors import TooMany

View = Callable[..., HttpResponse]


class Limit(SimpleRateThrottle):
    """Requests of one address, whoever is signed in; `scope` names the rate in DEFAULT_THROTTLE_RATES."""

    def get_cache_key(self, request: Request, view: Any) -> str:
        """Where the count of an address is kept."""
        return str(self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)})


class Tokens(Limit):
    """Guessing passwords is slow."""

    scope = "tokens"


class Codes(Limit):
    """Codes of certificates: a counter may look many up, nobody may try them all."""

    scope = "codes"


class Papers(Limit):
    """Papers sent in to be judged: each is read, and its signatures are validated."""

    scope = "papers"


def limited(limit: type[Limit]) -> Callable[[View], View]:
    """Hold a page to the limit that its API twin has in `throttle_classes`. It raises TooMany."""

    def hold(view: View) -> View:
        @wraps(view)
        def held(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            count = limit()
            if not count.allow_request(request, None):  # type: ignore[arg-type]  # it asks for the address alone
                raise TooMany(_("Too many attempts from this address."), ceil(count.wait() or 1))
            return view(request, *args, **kwargs)

        return held

    return hold
