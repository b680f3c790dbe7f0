"""Devices from which somebody has signed in before: a stranger's wrong guesses never keep these out (ASVS 5, 6.3.1).

A signed cookie names account and device. Wrong passwords from a known device are counted for the device alone; all
others count together for the account, and for their address.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from organisation.models import User

SALT = "organisation.devices"
A_YEAR = 365 * 24 * 3600


def known_device(request: HttpRequest, login: str) -> str:
    """The device's name if it is known to the account that `login` (user name or e-mail) means, else nothing."""
    try:
        user_id, device = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=A_YEAR)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    meant = Q(username__iexact=login) | Q(email__iexact=login)
    return str(device) if User.objects.filter(meant, pk=user_id).exists() else ""


def remember_device(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """Know the device from now on. It opens nothing: it only has a count of its own."""
    device = known_device(request, user.get_username()) or secrets.token_urlsafe(12)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME, signing.dumps([user.pk, device], salt=SALT), A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip
