"""The codes in QR codes: a random identity and its signature (HMAC-SHA-256, RFC 2104), in letters that nobody confuses.

Only who holds the secret makes a code that holds; the database alone, which keeps the identities, does not suffice.
Earlier codes are 24 random letters without a signature; they go on working, and no code of one kind passes
for the other.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: without i, l, o, u
IDENTITY, SIGNATURE, EARLIER = 11, 11, 24
PURPOSE = b"recognition.certificate"
_CONFUSED = str.maketrans("ilo", "110", "- ")


def new_identity() -> str:
    """A random identity of 55 bits."""
    return "".join(secrets.choice(ALPHABET) for _place in range(IDENTITY))


def signed_code(identity: str, secret: str) -> str:
    """The identity with its signature of 55 bits."""
    return identity + _signature(identity, secret)


def identity_in(code: str, secrets_: Iterable[str]) -> str:
    """The identity in a code that one of the secrets signed; nothing for any other text.

    Letters that people confuse when they type are taken for those that are meant; case and hyphens do not matter.
    """
    meant = code.lower().translate(_CONFUSED)
    if len(meant) != IDENTITY + SIGNATURE or not set(meant) <= set(ALPHABET):
        return ""
    identity, given = meant[:IDENTITY], meant[IDENTITY:]
    held = [hmac.compare_digest(given, _signature(identity, secret)) for secret in secrets_]
    return identity if any(held) else ""


def is_earlier(code: str) -> bool:
    """Whether it has the form of the codes without a signature."""
    return len(code) == EARLIER


def _signature(identity: str, secret: str) -> str:
    key = hashlib.sha256(PURPOSE + secret.encode()).digest()
    number = int.from_bytes(hmac.digest(key, identity.encode(), "sha256"), "big")
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in range(SIGNATURE))
