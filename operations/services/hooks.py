"""Webhooks: who is told of what, after Standard Webhooks (standardwebhooks.com).

The body names the event and what it is about, nothing of anybody; whoever may know more asks the API. It is sent at
least once: a receiver knows a repeated one by its `webhook-id`. An address must be https:// and lead to public networks
only; the address that was looked up and judged is the one that is called, and no redirection is followed.
"""

import base64
import hashlib
import hmac
import ipaddress
import json
import secrets
import socket
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import urllib3
from django.db import transaction
from django.utils.translation import gettext as _

from config.errors import Invalid, NotFound
from journal.models import Event
from journal.services.record import record, tell
from operations.models import Hook
from operations.services.replay import demand_administrator
from organisation.actor import Actor

TELLABLE = ("dossier_submitted", "dossier_admitted", "dossier_concluded", "decision_signed", "decision_published")
GONE, HTTPS = 410, 443
PATIENCE = urllib3.Timeout(connect=3, read=7)


@transaction.atomic
def add_hook(actor: Actor, name: str, address: str, wants: Sequence[str]) -> Hook:
    """Tell an address of events from now on. The secret is shown to whoever adds it. Raises Invalid at the field."""
    demand_administrator(actor)
    if unknown := set(wants) - set(TELLABLE):
        raise Invalid(_("Unknown events."), {"wants": [", ".join(sorted(unknown))]})
    if not wants:
        raise Invalid(_("Choose at least one event."), {"wants": [_("Choose at least one event.")]})
    resolved(address)
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    hook = Hook.objects.create(name=name, address=address, wants=sorted(set(wants)), secret=secret)
    record(actor.user_id, "hook_added", f"hook:{hook.pk}", {"address": address, "wants": hook.wants})
    return hook


@transaction.atomic
def drop_hook(actor: Actor, number: int) -> None:
    """Tell an address no more. Raises NotFound."""
    demand_administrator(actor)
    if not Hook.objects.filter(pk=number, active=True).update(active=False):
        raise NotFound
    record(actor.user_id, "hook_dropped", f"hook:{number}")


def fan_out(events: Sequence[Event]) -> None:
    """Follower of the outbox: an event of its own for each hook, so that one that fails holds back only itself."""
    hooks = list(Hook.objects.filter(active=True))
    for event in events:
        body = {"id": event.pk, "type": event.name, "at": event.at.isoformat(), "subject": event.subject}
        for hook in hooks:
            if event.name in hook.wants:
                tell("webhook_due", f"hook:{hook.pk}", body)


def deliver(events: Sequence[Event]) -> None:
    """Follower of the outbox: send what is due. Raises what went wrong, and is tried again later."""
    for event in events:
        hook = Hook.objects.filter(pk=int(event.subject.partition(":")[2]), active=True).first()
        if hook is not None:
            _send(hook, event.data)


def resolved(address: str) -> tuple[str, int, str]:
    """Host, port and the public network address to call. Raises Invalid at the field for any other."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
        raise _refused(_("Give an address that begins with https://, without a user name."))
    port = parts.port or HTTPS
    try:
        found = {str(row[4][0]) for row in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise _refused(_("This host is not known.")) from None
    if not all(map(is_public, found)):
        raise _refused(_("This address leads into a private network."))
    return parts.hostname, port, min(found)


def is_public(network_address: str) -> bool:
    """Whether it is of the public internet, also where an IPv4 address is hidden in it."""
    found = ipaddress.ip_address(network_address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    return inner.is_global and not inner.is_multicast and found not in NAT64


NAT64 = ipaddress.ip_network("64:ff9b::/96")


def signed(secret: str, name: str, at: int, body: bytes) -> str:
    """The signature of a message, as receivers compute it anew."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{name}.{at}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def _refused(why: str) -> Invalid:
    return Invalid(why, {"address": [why]})


def _send(hook: Hook, said: dict[str, Any]) -> None:
    host, port, network_address = resolved(hook.address)
    body, name, at = json.dumps(said).encode(), f"{hook.pk}-{said['id']}", int(time.time())
    headers = {
        "Host": host if port == HTTPS else f"{host}:{port}", "Content-Type": "application/json",
        "User-Agent": "Sangkien-Webhooks/1", "webhook-id": name, "webhook-timestamp": str(at),
        "webhook-signature": signed(hook.secret, name, at, body),
    }  # fmt: skip
    parts = urlsplit(hook.address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with urllib3.HTTPSConnectionPool(
        network_address, port, timeout=PATIENCE, retries=False, server_hostname=host, assert_hostname=host
    ) as pool:
        answer = pool.urlopen("POST", path, body, headers, redirect=False, preload_content=False)
        answer.close()
    if answer.status == GONE:
        Hook.objects.filter(pk=hook.pk).update(active=False)
    elif not 200 <= answer.status < 300:
        raise ConnectionError(f"{host} answered {answer.status}")
