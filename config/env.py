"""Typed settings from the environment. A missing or unsafe value stops the start with a sentence."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env

from config.bucket import parse
from config.identity import IdentitySettings, read_identity
from documents.signing.sources import SigningSettings, read_signing

ROOT = Path(__file__).resolve().parent.parent
LOG_FORMATS = ("json", "line")
ANTIVIRUS_DOWN = ("refuse", "accept")
BACKGROUNDS = ("celery", "thread", "inline", "later")
LEAST_SECRET = 20
LEAST_KEY = 50


@dataclass(frozen=True, slots=True)
class Environment:
    """What the operator decides; everything else is the code's business."""

    debug: bool
    production: bool
    secret_key: str
    secret_key_fallbacks: list[str]
    reauthenticate_minutes: int
    session_idle_hours: int
    mfa_required_roles: list[str]
    identity: IdentitySettings
    breached_passwords: str
    allowed_hosts: list[str]
    base_url: str
    proxies: int
    data_dir: Path
    database_url: str
    search_url: str
    broker_url: str
    background: str
    cache_url: str
    storage_url: str
    antivirus_url: str
    antivirus_down: str
    static_dir: Path
    collected_static: bool
    email_url: str
    mail_from: str
    authority_name: str
    demonstration: bool
    open_data_licence: str
    open_data_licence_url: str
    signing: SigningSettings
    log_level: str
    log_format: str
    metrics_token: str
    metrics_dir: Path
    sentry_dsn: str


def _secret_key(env: Env, data_dir: Path, production: bool) -> str:
    """The key from the environment; outside production one is made once and kept in the data folder."""
    given: str = env.str("SECRET_KEY", "")
    if given and production and len(given) < LEAST_KEY:
        raise ImproperlyConfigured(f"SECRET_KEY is too short: set it to at least {LEAST_KEY} random characters.")
    if given:
        return given
    if production:
        raise ImproperlyConfigured("SECRET_KEY is missing: set it to at least 50 random characters.")
    path = data_dir / "secret_key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(60))
        path.chmod(0o600)
    return path.read_text()


def _signing(env: Env) -> SigningSettings:
    """The keys that sign papers; none where no file is named."""
    named: str = env.str("SIGNING_KEYS", "")
    try:
        return read_signing(Path(named).resolve()) if named else SigningSettings()
    except ValueError as error:
        raise ImproperlyConfigured(f"SIGNING_KEYS: {error}") from error


def _background(env: Env) -> str:
    broker: str = env.str("BROKER_URL", "")
    given = _one_of("BACKGROUND", env.str("BACKGROUND", "celery" if broker else "thread"), BACKGROUNDS)
    if given == "celery" and not broker:
        raise ImproperlyConfigured("BROKER_URL is missing: BACKGROUND=celery needs redis://HOST:PORT/0.")
    return given


def _file(name: str, given: str) -> str:
    """A file that can be read, or none."""
    if given and not os.access(given, os.R_OK):
        raise ImproperlyConfigured(f"{name} names a file that cannot be read: {given}.")
    return given


def _storage(env: Env) -> str:
    """The address of the bucket, which must say everything; none for a folder."""
    given: str = env.str("STORAGE_URL", "")
    if given:
        parse(given)
    return given


def _antivirus(env: Env) -> str:
    """Where clamd listens; none where files are not scanned."""
    given: str = env.str("ANTIVIRUS_URL", "")
    parts = urlsplit(given)
    if given and (parts.scheme != "clamd" or not (parts.hostname or parts.path.strip("/"))):
        raise ImproperlyConfigured("ANTIVIRUS_URL must look like clamd://HOST:3310 or clamd:///run/clamav/clamd.ctl.")
    return given


def _one_of(name: str, given: str, known: tuple[str, ...]) -> str:
    if given not in known:
        raise ImproperlyConfigured(f"{name} must be one of: {', '.join(known)}.")
    return given


def _long(name: str, secret: str) -> str:
    """A secret that nobody guesses, or none."""
    if secret and len(secret) < LEAST_SECRET:
        raise ImproperlyConfigured(f"{name} must have at least {LEAST_SECRET} random characters.")
    return secret


def read_environment() -> Environment:
    """Read and check every variable.

    Raises: ImproperlyConfigured with a sentence that says what to set.
    """
    env = Env()
    production = env.bool("PRODUCTION", False)
    data_dir = Path(env.str("DATA_DIR", str(ROOT / "var"))).resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    base_url = env.str("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    if production and not base_url.startswith("https://"):
        raise ImproperlyConfigured("BASE_URL must begin with https:// in production: certificates and mails carry it.")
    return Environment(
        debug=env.bool("DEBUG", False) and not production,
        production=production,
        secret_key=_secret_key(env, data_dir, production),
        secret_key_fallbacks=env.list("SECRET_KEY_FALLBACKS", []),
        reauthenticate_minutes=env.int("REAUTHENTICATE_MINUTES", 30),
        session_idle_hours=env.int("SESSION_IDLE_HOURS", 12),
        mfa_required_roles=env.list("MFA_REQUIRED_ROLES", ["administrator", "registrar"] if production else []),
        identity=read_identity(env, production),
        breached_passwords=_file("BREACHED_PASSWORDS", env.str("BREACHED_PASSWORDS", "")),
        allowed_hosts=env.list(
            "ALLOWED_HOSTS", [] if production else ["127.0.0.1", "localhost", "[::1]", "testserver"]
        ),
        base_url=base_url,
        proxies=env.int("PROXIES", 1 if production else 0),
        data_dir=data_dir,
        database_url=env.str("DATABASE_URL", f"sqlite:///{data_dir / 'sangkien.sqlite3'}"),
        search_url=env.str("SEARCH_URL", f"tantivy://{data_dir / 'index'}"),
        broker_url=env.str("BROKER_URL", ""),
        background=_background(env),
        cache_url=env.str("CACHE_URL", ""),
        storage_url=_storage(env),
        antivirus_url=_antivirus(env),
        antivirus_down=_one_of("ANTIVIRUS_DOWN", env.str("ANTIVIRUS_DOWN", "refuse"), ANTIVIRUS_DOWN),
        static_dir=Path(env.str("STATIC_DIR", str(data_dir / "static"))).resolve(),
        collected_static=env.bool("COLLECTED_STATIC", production),
        email_url=env.str("EMAIL_URL", ""),
        mail_from=env.str("MAIL_FROM", "sangkien@localhost"),
        authority_name=env.str("AUTHORITY_NAME", "Ủy ban nhân dân thành phố Đà Nẵng"),
        demonstration=env.bool("DEMONSTRATION", False),
        open_data_licence=env.str("OPEN_DATA_LICENCE", "CC-BY-4.0"),
        open_data_licence_url=env.str("OPEN_DATA_LICENCE_URL", "https://creativecommons.org/licenses/by/4.0/"),
        signing=_signing(env),
        log_level=env.str("LOG_LEVEL", "INFO"),
        log_format=_one_of("LOG_FORMAT", env.str("LOG_FORMAT", "json" if production else "line"), LOG_FORMATS),
        metrics_token=_long("METRICS_TOKEN", env.str("METRICS_TOKEN", "")),
        metrics_dir=Path(env.str("METRICS_DIR", str(data_dir / "metrics"))).resolve(),
        sentry_dsn=env.str("SENTRY_DSN", ""),
    )
