"""Sign-in by an OpenID provider of the office: typed settings from the environment, checked at start."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class IdentitySettings:
    """The provider; none where `issuer` is empty. `second_step`: values of `acr` or `amr` that stand for ours."""

    issuer: str = ""
    client_id: str = ""
    secret: str = ""
    name: str = ""
    self_registration: bool = False
    second_step: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.issuer)

    @property
    def origin(self) -> str:
        """Where forms may lead to: the issuer's scheme and host."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"


def read_identity(env: Env, production: bool) -> IdentitySettings:
    """Read and check. Raises: ImproperlyConfigured with a sentence that says what to set."""
    issuer = env.str("OIDC_ISSUER", "")
    if not issuer:
        return IdentitySettings()
    _safe(issuer, production)
    client_id, secret = env.str("OIDC_CLIENT_ID", ""), _secret(env)
    if not client_id or not secret:
        raise ImproperlyConfigured("OIDC_ISSUER needs OIDC_CLIENT_ID, and OIDC_CLIENT_SECRET or its _FILE.")
    return IdentitySettings(
        issuer,
        client_id,
        secret,
        env.str("OIDC_NAME", urlsplit(issuer).hostname or "OpenID"),
        env.bool("OIDC_SELF_REGISTRATION", False),
        frozenset(env.list("OIDC_SECOND_STEP", [])),
    )


def _safe(issuer: str, production: bool) -> None:
    parts = urlsplit(issuer)
    here = parts.scheme == "http" and parts.hostname in LOOPBACK and not production
    if not here and (parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment):
        raise ImproperlyConfigured("OIDC_ISSUER must be an https:// address without query, as the provider names it.")


def _secret(env: Env) -> str:
    if not (named := env.str("OIDC_CLIENT_SECRET_FILE", "")):
        return str(env.str("OIDC_CLIENT_SECRET", ""))
    try:
        return Path(named).read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"OIDC_CLIENT_SECRET_FILE cannot be read: {error.strerror}.") from error
