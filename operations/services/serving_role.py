"""The role under which web, worker and beat speak to PostgreSQL: it reads and writes rows, and can do no more.

It owns no table but those that it has to sweep, so that nobody who gets as far as to speak SQL through it switches off
the triggers of the journal, or reads files of the server (ASVS 5, 13.2.2).
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from config.errors import Invalid
from reviews.services.sweep import SWEPT

READ_ONLY = ("django_migrations",)
APPEND_ONLY = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%\_no\_truncate' AND NOT tgisinternal"
STANDING = """
    SELECT DISTINCT grantee FROM information_schema.role_table_grants
    WHERE table_schema = current_schema AND table_name = 'journal_entry'
        AND privilege_type = 'INSERT' AND grantee NOT IN (current_user, 'PUBLIC')
"""


@transaction.atomic
def let_serve(role: str, password: str = "") -> None:
    """Make the role where it is missing (with `password` it can sign in, or has a new one), and give it what it needs
    of this database. To be called by the owner, again after a restore; migrations do so themselves (`renew`).

    Raises: Invalid on SQLite, and for the owner's own role.
    """
    if connection.vendor != "postgresql":
        raise Invalid("SQLite has no roles.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", [role])
        owner, there = cursor.fetchone()
        if role == owner:
            raise Invalid("The role that serves cannot be the one that owns the tables.")
        if not there:
            cursor.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
        if password:
            words = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}")
            cursor.execute(words.format(sql.Identifier(role), sql.Literal(_scrambled(role, password))))
        cursor.execute(APPEND_ONLY)
        kept = [name for (name,) in cursor.fetchall()]
        for statement in _statements(kept):
            names = {"role": sql.Identifier(role), "owner": sql.Identifier(owner)}
            cursor.execute(sql.SQL(statement).format(database=_database(), **names))


def _database() -> sql.Identifier:
    return sql.Identifier(connection.settings_dict["NAME"])


def _scrambled(role: str, password: str) -> str:
    """The password as the server keeps it, so that no log of statements has it."""
    connection.ensure_connection()
    line = connection.connection.pgconn
    return line.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()  # type: ignore[no-any-return]


def _statements(append_only: list[str]) -> Iterator[str]:
    """What is given; each may be repeated."""
    yield "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role}"
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield "GRANT USAGE ON SCHEMA public TO {role}"
    yield "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    yield "GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"
    yield f"REVOKE UPDATE, DELETE ON {', '.join(append_only)} FROM {{role}}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON {', '.join(READ_ONLY)} FROM {{role}}"
    # Only an owner may VACUUM, which the secret ballot needs after each vote; who owns the rest goes on migrating them.
    yield "GRANT {role} TO {owner}"
    yield "GRANT CREATE ON SCHEMA public TO {role}"  # a new owner needs it for as long as that takes
    for table in SWEPT:
        yield f"ALTER TABLE {table} OWNER TO {{role}}"
    yield "REVOKE CREATE ON SCHEMA public FROM {role}"


def renew(**_signal: Any) -> None:
    """After migrations: what is new is given to the roles that serve."""
    if connection.vendor != "postgresql" or "journal_entry" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(STANDING)
        roles = [role for (role,) in cursor.fetchall()]
    for role in roles:
        let_serve(role)


def owns_its_tables() -> bool:
    """Whether who serves could change the tables themselves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'journal_entry'::regclass")
        return bool(cursor.fetchone()[0])
