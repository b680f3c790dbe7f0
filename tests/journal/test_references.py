"""References of rows written in bulk: none points to nothing, whether each row asks or all together do."""

import contextlib
from datetime import date

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction

from journal.services.bulk import made, new_ids
from journal.services.references import checked_together
from organisation.models import Membership, Person, Unit
from tests import city

pytestmark = pytest.mark.postgres
FIELDS = ("person_id", "unit_id", "valid_from")
MISSING = 987_654_321


@contextlib.contextmanager
def role(right):
    """Writes as a role that has no rights but those on the tables, and the one to set the parameter or not."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE ROLE clerk")
        cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO clerk")
        cursor.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO clerk")
        if right:
            cursor.execute("GRANT SET ON PARAMETER session_replication_role TO clerk")
        cursor.execute("SET LOCAL ROLE clerk")
        yield
        transaction.set_rollback(True)


def enter(*rows, since=2020):
    with checked_together() as by:
        by.write([made(Membership, FIELDS, [(*row, date(since + n, 1, 1)) for n, row in enumerate(rows)])])
    return by


@pytest.mark.django_db
@pytest.mark.parametrize("right", [True, False])
def test_what_points_to_nothing_is_refused_with_the_right_to_ask_together_and_without(right):
    unit, person = city.unit(), city.person("An")
    Membership.objects.create(person=person, unit=unit, valid_from=date(2019, 1, 1))
    with role(right):
        assert enter((person.pk, unit.pk), (person.pk, unit.pk)).may is right
        assert Membership.objects.count() == 3
        for row in ((MISSING, unit.pk), (person.pk, MISSING)):
            with pytest.raises(IntegrityError, match="foreign key|not in"), transaction.atomic():
                enter((person.pk, unit.pk), row, since=2030)
        assert Membership.objects.count() == 3


@pytest.mark.django_db
def test_rows_may_point_to_rows_that_come_with_them_and_to_none():
    [pk] = new_ids(Unit, 1)
    person = Person.objects.create(code="N-1", full_name="An")
    names = ("id", "code", "name", "kind", "parent_id")
    with checked_together() as by:
        by.write([made(Membership, FIELDS, [(person.pk, pk, date(2020, 1, 1))])])
        by.write([made(Unit, names, [(pk, "NEW", "Mới", "department", None)])])
    assert Membership.objects.get().unit.code == "NEW"


@pytest.mark.django_db
def test_ids_between_which_others_have_written_are_looked_up_all_the_same():
    unit, person = city.unit(), city.person("An")
    first, theirs, last, top = new_ids(Membership, 4)
    for pk, year in ((theirs, 2021), (top, 2022)):
        Membership.objects.create(id=pk, person=person, unit=unit, valid_from=date(year, 1, 1))
    for one, other in ((MISSING, person.pk), (person.pk, MISSING)):
        rows = [(last, one, unit.pk, date(2019, 1, 1)), (first, other, unit.pk, date(2018, 1, 1))]
        with pytest.raises(IntegrityError), checked_together() as by:
            by.write([made(Membership, ("id", *FIELDS), rows)])


@pytest.mark.django_db
def test_a_key_beside_those_that_came_points_to_nothing():
    ids = new_ids(Person, 3)
    people = [(pk, f"N-{pk}", "An") for pk in ids[:2]]
    unit = city.unit()
    with checked_together() as by:
        by.write([made(Person, ("id", "code", "full_name"), people)])
        by.write([made(Membership, FIELDS, [(pk, unit.pk, date(2020, 1, 1)) for pk in ids[:2]])])
    with pytest.raises(IntegrityError), checked_together() as by:
        by.write([made(Person, ("id", "code", "full_name"), [(ids[2], "N-3", "An")])])
        by.write([made(Membership, FIELDS, [(ids[2] + 1, unit.pk, date(2020, 1, 1))])])


@pytest.mark.django_db(transaction=True)
def test_nobody_deletes_what_was_pointed_to_before_the_transaction_ends():
    unit, person = city.unit(), city.person("An")
    other = connections.create_connection("default")
    try:
        with transaction.atomic():
            enter((person.pk, unit.pk))
            with pytest.raises(OperationalError), other.cursor() as cursor:
                cursor.execute("SELECT id FROM organisation_unit WHERE id = %s FOR UPDATE NOWAIT", [unit.pk])
        with pytest.raises(IntegrityError), other.cursor() as cursor:
            cursor.execute("DELETE FROM organisation_unit WHERE id = %s", [unit.pk])
    finally:
        other.close()


@pytest.mark.django_db
def test_the_triggers_are_back_when_the_rows_are_written():
    unit, person = city.unit(), city.person("An")
    with checked_together() as by:
        by.write([made(Membership, FIELDS, [(person.pk, unit.pk, date(2020, 1, 1))])])
        with connection.cursor() as cursor:
            cursor.execute("SHOW session_replication_role")
            assert cursor.fetchone() == ("origin",)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person_id=MISSING, unit=unit, valid_from=date(2020, 1, 1))
        connection.check_constraints()
