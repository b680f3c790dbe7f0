"""The database itself keeps the tallies: whatever writes the register, by whichever way, counts in its own transaction.

On PostgreSQL a statement adds rows with the differences that it makes (writers never wait for one another), which
`services.tallies.fold` sums up now and then; SQLite has one writer, who raises the group's row. The triggers are put in
place after migrations and taken away before them, because SQLite loses those of a table that a migration rebuilds.
"""

# ruff: noqa: S608 - statements of names of our own
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from organisation.models.units import Sector, UnitKind, side_of

GROUP = "grain, unit, level, kind, field, year, month, sides"
BIT_OF = {Sector.STATE.value: 1, Sector.ENTERPRISE.value: 2, Sector.SCHOOL.value: 4}
STANDS = "recorded_to IS NULL AND held_to IS NULL"
GRAINS = "(SELECT 1 AS grain UNION ALL SELECT 2 UNION ALL SELECT 3) g"
SOUGHT = "grain, level, month, unit, kind, field, year, sides"
INDEX_OF = {  # SQLite raises a group's row and finds it by its group; PostgreSQL reads its sums from the index alone
    "sqlite": f"CREATE UNIQUE INDEX IF NOT EXISTS tally_once ON recognition_tally ({SOUGHT})",
    "postgresql": f"CREATE INDEX IF NOT EXISTS tally_of_a_group ON recognition_tally ({SOUGHT}, n)",
}
SETTING = "sangkien.counted_later"
LATER = f"IF current_setting('{SETTING}', true) = 'on' THEN RETURN NULL; END IF; "
"""How a transaction tells PostgreSQL that it counts what comes when all has come."""
ROW = ("id", "level", "kind", "field_id", "year", "held_from", "recorded_to", "held_to")
CREDIT = ("id", "recognition_id", "unit_id")


@dataclass(frozen=True, slots=True)
class Trigger:
    """`does` runs after `event` on `table`; `rows` are its columns that PostgreSQL gives as `come` and `gone`, whole
    statements at once. Without them it runs for each row, as on SQLite.
    """

    name: str
    event: str
    table: str
    does: str
    rows: tuple[str, ...] = ()


def side(kind: str) -> str:
    """The bit of the side on which a kind of unit stands."""
    cases = " ".join(f"WHEN '{one.value}' THEN {BIT_OF[side_of(one)]}" for one in UnitKind)
    return f"(CASE {kind} {cases} ELSE {BIT_OF[Sector.STATE]} END)"


def together(bits: str) -> str:
    """The bits of several rows; 0 for no rows."""
    return "(" + " + ".join(f"COALESCE(MAX({bits} & {bit}), 0)" for bit in BIT_OF.values()) + ")"


class Sql:
    """The statements, in the words of one database."""

    def __init__(self, vendor: str) -> None:
        self.postgres = vendor == "postgresql"

    def month(self, day: str) -> str:
        """The first day of a day's month."""
        return f"date_trunc('month', {day})::date" if self.postgres else f"substr({day}, 1, 8) || '01'"

    def new_year(self, year: str) -> str:
        """The first day of a year."""
        return f"make_date({year}, 1, 1)" if self.postgres else f"{year} || '-01-01'"

    def city(self, n: str, bits: str) -> str:
        """What a recognition `r` is in the city's tallies."""
        return (
            "SELECT 0 AS grain, 0 AS unit, r.level AS level, r.kind AS kind, COALESCE(r.field_id, 0) AS field, "
            f"r.year AS year, {self.month('r.held_from')} AS month, {bits} AS sides, {n} AS n"
        )

    def month_of(self, n: str) -> str:
        """The same in those by month alone, whatever its field and sides."""
        return (
            "SELECT 4 AS grain, 0 AS unit, r.level AS level, r.kind AS kind, 0 AS field, r.year AS year, "
            f"{self.month('r.held_from')} AS month, 0 AS sides, {n} AS n"
        )

    def unit(self, n: str) -> str:
        """What a recognition `r` credited by `c` is in each grain `g` of its unit's tallies."""
        return (
            "SELECT g.grain, c.unit_id, r.level, r.kind, CASE g.grain WHEN 2 THEN COALESCE(r.field_id, 0) ELSE 0 END, "
            f"r.year, CASE g.grain WHEN 1 THEN {self.month('r.held_from')} ELSE {self.new_year('r.year')} END, 0, {n}"
        )

    def summed(self, *parts: str) -> str:
        """The parts by group, without those that come to nothing."""
        return f"SELECT {GROUP}, SUM(n) AS n FROM ({' UNION ALL '.join(parts)}) p GROUP BY {GROUP} HAVING SUM(n) <> 0"

    def added(self, *parts: str) -> str:
        """The parts added to the tallies; SQLite, a row at a time, has nothing to sum up first."""
        into = f"INSERT INTO recognition_tally ({GROUP}, n)"
        if self.postgres:
            return f"{into} {self.summed(*parts)}"
        raised = f"ON CONFLICT ({GROUP}) DO UPDATE SET n = n + excluded.n"
        return "; ".join(f"{into} {part} {raised}" for part in parts)

    def everything(self, decisions: Sequence[int] = ()) -> str:
        """All tallies, from the rows of the register; or what those of some decisions (by id) come to."""
        those = f"{STANDS} AND r.decision_id IN ({', '.join(map(str, decisions))})" if decisions else STANDS
        alike = "level, kind, field, year, month"
        credited = (
            "SELECT r.id, r.level, r.kind, COALESCE(r.field_id, 0) AS field, r.year, "
            f"{self.month('r.held_from')} AS month, c.unit_id AS unit, {side('u.kind')} AS side "
            "FROM recognition_recognition r LEFT JOIN recognition_credit c ON c.recognition_id = r.id "
            f"LEFT JOIN organisation_unit u ON u.id = c.unit_id WHERE {those}"
        )
        sides = together("CASE WHEN unit > 0 THEN side END")
        sided = f"SELECT id, {alike}, {sides} AS sides FROM credited GROUP BY id, {alike}"
        parts = (
            f"SELECT 0 AS grain, 0 AS unit, {alike}, sides, n FROM city",
            "SELECT 4, 0, level, kind, 0, year, month, 0, n FROM city",
            "SELECT g.grain, unit, level, kind, CASE g.grain WHEN 2 THEN field ELSE 0 END, year, "
            f"CASE g.grain WHEN 1 THEN month ELSE {self.new_year('year')} END, 0, n FROM units CROSS JOIN {GRAINS}",
        )
        return (
            f"WITH credited AS ({credited}), city AS (SELECT {alike}, sides, COUNT(*) AS n "
            f"FROM ({sided}) s GROUP BY {alike}, sides), units AS (SELECT unit, {alike}, COUNT(*) AS n "
            f"FROM credited WHERE unit > 0 GROUP BY unit, {alike}) {self.summed(*parts)}"
        )

    def everything_added(self, decisions: Sequence[int]) -> str:
        """What the rows of decisions come to, added."""
        into = f"INSERT INTO recognition_tally ({GROUP}, n)"
        if self.postgres:
            return f"{into} {self.everything(decisions)}"
        raised = f"ON CONFLICT ({GROUP}) DO UPDATE SET n = n + excluded.n"
        return f"{into} SELECT * FROM ({self.everything(decisions)}) WHERE true {raised}"

    def of_rows(self, **weights: int) -> str:
        """Rows of the register that come (1) or go (-1), with the credits that they have."""
        moved = " UNION ALL ".join(
            f"SELECT id, level, kind, field_id, year, held_from, {n} AS n FROM {self.changed(name, ROW)} WHERE {STANDS}"
            for name, n in weights.items()
        )
        bits = (
            f"(SELECT {together(side('u.kind'))} FROM recognition_credit c JOIN organisation_unit u "
            "ON u.id = c.unit_id WHERE c.recognition_id = r.id)"
        )
        return self.added(
            f"{self.city('r.n', bits)} FROM ({moved}) r WHERE true",
            f"{self.month_of('r.n')} FROM ({moved}) r WHERE true",
            f"{self.unit('r.n')} FROM ({moved}) r JOIN recognition_credit c ON c.recognition_id = r.id "
            f"CROSS JOIN {GRAINS} WHERE true",
        )

    def of_credits(self, name: str, n: int) -> str:
        """Credits that come (1) or go (-1): their units', and the sides of their works with them and without them."""
        changed = self.changed(name, CREDIT)
        own = f"SELECT recognition_id, unit_id, 1 AS own FROM {changed}"
        others = (
            f"SELECT o.recognition_id, o.unit_id, 0 FROM recognition_credit o "
            f"WHERE o.recognition_id IN (SELECT recognition_id FROM {changed}) "
            f"AND NOT EXISTS (SELECT 1 FROM {changed} x WHERE x.id = o.id)"
        )
        without = together(f"(CASE WHEN k.own = 1 THEN 0 ELSE {side('u.kind')} END)")
        bits = (
            f"(SELECT k.recognition_id, {without} AS before, {together(side('u.kind'))} AS after "
            f"FROM ({own} UNION ALL {others}) k JOIN organisation_unit u ON u.id = k.unit_id GROUP BY k.recognition_id)"
        )
        return self.added(
            self.resided(bits, n),
            f"{self.unit(str(n))} FROM {changed} c JOIN recognition_recognition r ON r.id = c.recognition_id "
            f"CROSS JOIN {GRAINS} WHERE {STANDS}",
        )

    def of_kind(self) -> str:
        """A unit becomes one of another kind: its works may stand on other sides."""
        before = f"(CASE WHEN u.id = NEW.id THEN {side('OLD.kind')} ELSE {side('u.kind')} END)"
        bits = (
            f"(SELECT k.recognition_id, {together(before)} AS before, {together(side('u.kind'))} AS after "
            "FROM recognition_credit c JOIN recognition_credit k ON k.recognition_id = c.recognition_id "
            "JOIN organisation_unit u ON u.id = k.unit_id WHERE c.unit_id = NEW.id GROUP BY k.recognition_id)"
        )
        return self.added(self.resided(bits, 1))

    def resided(self, bits: str, n: int) -> str:
        """Works that stand on the sides `after` instead of `before` (or, with -1, the other way round)."""
        which = "CASE w.w WHEN 1 THEN s.after ELSE s.before END"
        return (
            f"{self.city(f'{n} * w.w', which)} FROM {bits} s JOIN recognition_recognition r ON r.id = s.recognition_id "
            f"CROSS JOIN (SELECT 1 AS w UNION ALL SELECT -1) w WHERE {STANDS} AND s.after <> s.before"
        )

    def changed(self, name: str, columns: tuple[str, ...]) -> str:
        """The rows that come or go: a table in PostgreSQL, the one row of the trigger in SQLite."""
        if self.postgres:
            return name
        row = "NEW" if name == "come" else "OLD"
        return f"(SELECT {', '.join(f'{row}.{column} AS {column}' for column in columns)})"

    def triggers(self) -> list[Trigger]:
        """All of them."""
        rows, credit = "recognition_recognition", "recognition_credit"
        return [
            Trigger("row_comes", "INSERT", rows, self.of_rows(come=1), ROW),
            Trigger("row_changes", "UPDATE", rows, self.of_rows(come=1, gone=-1), ROW),
            Trigger("row_goes", "DELETE", rows, self.of_rows(gone=-1), ROW),
            Trigger("credit_comes", "INSERT", credit, self.of_credits("come", 1), CREDIT),
            Trigger("credit_changes", "UPDATE", credit, ""),
            Trigger("credit_goes", "DELETE", credit, self.of_credits("gone", -1), CREDIT),
            Trigger("kind_changes", "UPDATE OF kind", "organisation_unit", self.of_kind()),
        ]


def prefix(sql: Sql) -> str:
    """Names of the triggers begin with it: another for other statements, so that old ones are known as such."""
    told = "".join(f"{one.table}{one.event}{one.does}" for one in sql.triggers()) + (LATER if sql.postgres else "")
    return f"tally_{hashlib.sha256(told.encode()).hexdigest()[:8]}_"


def install(connection: BaseDatabaseWrapper) -> bool:
    """Put the triggers in place; whether they were not there, so that what was written meanwhile has to be counted."""
    sql = Sql(connection.vendor)
    named = {f"{prefix(sql)}{one.name}" for one in sql.triggers()}
    if named <= _present(connection):
        return False
    remove(connection)
    with connection.cursor() as cursor:
        for one in sql.triggers():
            for told in _created(sql, one):
                cursor.execute(told)
        cursor.execute(INDEX_OF[connection.vendor])
    return True


COMING = ("row_comes", "credit_comes")


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Have those that count what comes step aside, within a transaction that will `put_up` again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET LOCAL {SETTING} = 'on'")
            return
        for name in COMING:
            cursor.execute(f"DROP TRIGGER {prefix(Sql(connection.vendor))}{name}")


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Put them back."""
    sql = Sql(connection.vendor)
    with connection.cursor() as cursor:
        if sql.postgres:
            cursor.execute(f"SET LOCAL {SETTING} = 'off'")
            return
        for told in (told for one in sql.triggers() if one.name in COMING for told in _created(sql, one)):
            cursor.execute(told)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take them away, whichever are there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT oid::regprocedure FROM pg_proc WHERE proname LIKE 'tally\\_%%'", [])
            for (function,) in cursor.fetchall():
                cursor.execute(f"DROP FUNCTION {function} CASCADE")
            return
        for name in _present(connection):
            cursor.execute(f"DROP TRIGGER {name}")


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    told = (
        "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'tally\\_%%'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'tally\\_%%' ESCAPE '\\'"
    )
    with connection.cursor() as cursor:
        cursor.execute(told, [])
        return {row[0] for row in cursor.fetchall()}


def _created(sql: Sql, one: Trigger) -> Iterator[str]:
    name = prefix(sql) + one.name
    when = f"AFTER {one.event} ON {one.table}"
    if not sql.postgres:
        does = one.does or "SELECT RAISE(ABORT, 'credits are written once')"
        yield f"CREATE TRIGGER {name} {when} FOR EACH ROW BEGIN {does}; END"
        return
    does = one.does or "RAISE EXCEPTION 'credits are written once' USING ERRCODE = 'integrity_constraint_violation'"
    first = LATER if one.name in COMING else ""
    yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {first}{does}; RETURN NULL; END $$"
    seen = {"INSERT": ("NEW TABLE AS come",), "DELETE": ("OLD TABLE AS gone",)}
    given = seen.get(one.event, ("NEW TABLE AS come", "OLD TABLE AS gone")) if one.rows else ()
    reads = f"REFERENCING {' '.join(given)} FOR EACH STATEMENT" if given else "FOR EACH ROW"
    yield f"CREATE TRIGGER {name} {when} {reads} EXECUTE FUNCTION {name}()"
