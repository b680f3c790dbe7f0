"""What keeps things: the database, the files, the disk, the journal; and the keys and clocks that vouch for them."""

import shutil
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.files.antivirus import version
from journal.queries import seals, unsealed
from operations.checks import BAD, OK, UNUSED, WARNING, Check, Judged
from operations.services.serving_role import owns_its_tables

GIGABYTE = 1 << 30
LEAST_FREE, SCARCE = GIGABYTE, 5 * GIGABYTE
MOST_SKEW = 5.0  # seconds
SOON = timedelta(days=30)


def database() -> Judged:
    """It answers, and quickly, to a role that cannot change its tables."""
    start = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    took = (time.monotonic() - start) * 1000
    if connection.vendor == "postgresql" and owns_its_tables():
        return WARNING, _(
            "The server owns its tables and could change them: let it serve under a role that cannot (manage.py grant)."
        )
    return OK, _("%(vendor)s answers within %(ms).1f ms.") % {"vendor": connection.vendor, "ms": took}


def pending_migrations() -> list[str]:
    """Migrations that the code has and the database does not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrations() -> Judged:
    """The database is of this version."""
    waiting = pending_migrations()
    if waiting:
        return BAD, _("%(count)d migrations wait (%(first)s …): run manage.py migrate.") % {
            "count": len(waiting), "first": waiting[0],
        }  # fmt: skip
    return OK, _("The database is of this version.")


def storage() -> Judged:
    """A file can be written, read and deleted."""
    name = default_storage.save("doctor/probe.txt", ContentFile(b"probe"))
    try:
        with default_storage.open(name) as file:
            whole = file.read() == b"probe"
        open_to_anybody = getattr(default_storage, "is_open_to_anybody", lambda name: False)(name)
    finally:
        default_storage.delete(name)
    if open_to_anybody:
        return BAD, _("Anybody can read the bucket without a key: make it private now.")
    if not whole:
        return BAD, _("A file came back other than it was written: look at the storage before anybody files.")
    return OK, _("A file was written, read and deleted.")


def antivirus() -> Judged:
    """The scanner of uploads answers."""
    if not settings.ANTIVIRUS_URL:
        return UNUSED, _("Files are not scanned for viruses (ANTIVIRUS_URL).")
    return OK, _("Files are scanned by %(version)s.") % {"version": version(settings.ANTIVIRUS_URL)}


def disk() -> Judged:
    """Room is left where data lie."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    said = {"free": free / GIGABYTE, "folder": settings.DATA_DIR}
    if free < LEAST_FREE:
        return BAD, _("%(free).1f GB are free in %(folder)s: make room now, uploads will fail.") % said
    if free < SCARCE:
        return WARNING, _("%(free).1f GB are free in %(folder)s: make room soon.") % said
    return OK, _("%(free).1f GB are free in %(folder)s.") % said


def clock() -> Judged:
    """This machine's clock and the database's agree; on one machine there is one clock."""
    if connection.vendor != "postgresql":
        return UNUSED, _("The database uses the clock of this machine.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        skew = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
    if skew > MOST_SKEW:
        return BAD, _("The clocks of this machine and of the database differ by %(s).1f s: set up NTP on both.") % {
            "s": skew
        }
    return OK, _("This machine and the database agree within %(s).1f s.") % {"s": skew}


def journal() -> Judged:
    """It is sealed every hour."""
    newest = seals().first()
    oldest = unsealed().order_by("id").values_list("at", flat=True).first()
    if oldest and timezone.now() - oldest > timedelta(hours=3):
        at = timezone.localtime(oldest).strftime("%d/%m/%Y %H:%M")
        said = _("Entries have waited since %(at)s for a seal: is beat running? Try manage.py journal seal.")
        return WARNING, said % {"at": at}
    return OK, _("The newest seal is number %(number)d.") % {"number": newest.number if newest else 0}


def certificates() -> Judged:
    """No certificate that people or papers rely on runs out soon."""
    ends = sorted((end, name) for name, end in _ends())
    if not ends:
        return UNUSED, _("No signing key and no https:// address is configured.")
    end, name = ends[0]
    said = {"name": name, "on": timezone.localtime(end).strftime("%d/%m/%Y")}
    if end < timezone.now():
        return BAD, _("The certificate of %(name)s ran out on %(on)s: renew it.") % said
    if end < timezone.now() + SOON:
        return WARNING, _("The certificate of %(name)s runs out on %(on)s: renew it.") % said
    return OK, _("The next to run out is that of %(name)s, on %(on)s.") % said


def _ends() -> Iterator[tuple[str, datetime]]:
    for key in settings.SIGNING.keys:
        if key.pkcs12:
            yield " ".join(filter(None, (key.unit, key.signer))), _end_of_archive(key.pkcs12, key.password)
    address = urlsplit(settings.BASE_URL)
    if address.scheme == "https" and address.hostname:
        yield address.hostname, _end_of_host(address.hostname, address.port or 443)


def _end_of_archive(path: Path, password: str) -> datetime:
    from cryptography.hazmat.primitives.serialization import pkcs12

    held = pkcs12.load_pkcs12(path.read_bytes(), password.encode() or None).cert
    if held is None:
        raise ValueError(f"{path} holds no certificate")
    return held.certificate.not_valid_after_utc


def _end_of_host(host: str, port: int) -> datetime:
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=3) as line,
        context.wrap_socket(line, server_hostname=host) as tls,
    ):
        told = tls.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), UTC)


KEEPING: dict[str, Check] = {
    "database": database, "migrations": migrations, "storage": storage, "antivirus": antivirus, "disk": disk,
    "clock": clock, "journal": journal, "certificates": certificates,
}  # fmt: skip
