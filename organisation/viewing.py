"""The eyes of a request: those of the person as whom an administrator sees the system (`services.viewing`).

Nothing is written while it lasts: forms are refused, and so is every statement to the database that is not a question.
What is nobody else's to see is closed: sheets, ballots and all that councils do, one's account and one's own data.
"""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from config.errors import Forbidden
from organisation.actor import actor_of
from organisation.services.viewing import viewing_now

KEY = "viewing"
SAFE = {"GET", "HEAD", "OPTIONS"}
OPEN = ("/quan-tri/xem-nhu/dung/", "/tai-khoan/logout/", "/ngon-ngu/", "/giao-dien/")
"""Addresses that may be posted to: to end it, to sign out, and what a cookie of the browser keeps."""
CLOSED = re.compile(
    r"allauth|organisation\.(sign_in_page|identity)|reviews\.api|operations\.api"
    r"|frontend\.pages\.(own_data|retention|calendar|preferences|scoring|hearings|measurements|meeting\w*|rooms|rankings|"
    r"concluding|conflicts|assigning|council\w*|points)\b"
)
"""Modules of views that are closed."""
QUESTION = re.compile(r"\s*\(*\s*(SELECT|WITH|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|PRAGMA|EXPLAIN|SHOW)\b", re.IGNORECASE)


class ViewAs:
    """Sets `request.viewing` and, while one goes on, `request.user` and `request.actor`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Costs nothing where the session knows of none."""
        request.viewing = None
        if KEY not in request.session or not request.user.is_authenticated:
            return self.get_response(request)
        request.viewing = viewing_now(request.session[KEY], request.user, timezone.now())
        if request.viewing is None:
            del request.session[KEY]
            return self.get_response(request)
        return self._seen(request)

    def _seen(self, request: Any) -> HttpResponse:
        if request.method not in SAFE and request.path_info.startswith(OPEN):
            return self.get_response(request)
        request.user = request.viewing.seen
        request.actor = SimpleLazyObject(lambda: actor_of(request.user))
        with connection.execute_wrapper(_questions_only):
            response = self.get_response(request)
        response["Cache-Control"] = "no-store"
        return response


def refusal(request: Any, view: Any) -> Forbidden | None:
    """Why a view is closed while somebody looks through another's eyes; nothing where it is open, or nobody does."""
    posted = request.method not in SAFE
    if getattr(request, "viewing", None) is None or (posted and request.path_info.startswith(OPEN)):
        return None
    return _refused() if posted or CLOSED.match(view.__module__) else None


def _refused() -> Forbidden:
    return Forbidden(_("Not while you see the system as somebody else: end that first."))


def _questions_only(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Lets the database be asked, and nothing else."""
    if not QUESTION.match(sql):
        raise _refused()
    return execute(sql, params, many, context)
