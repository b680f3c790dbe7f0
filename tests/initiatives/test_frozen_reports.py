"""What was reported stays as it was submitted: the database itself refuses to change it, its owner included (law 2)."""

import pytest
from django.db import DatabaseError, connection, transaction

from initiatives.models import ProgressVersion
from initiatives.services.contracts import perform_on_report
from tests import topics

pytestmark = pytest.mark.django_db
TABLE = "initiatives_progressversion"


@pytest.fixture
def version():
    play = topics.play()
    contract = topics.in_execution(play)
    perform_on_report(contract.code, 1, "submit", play.author, topics.REPORT)
    return ProgressVersion.objects.get()


def refused(statement):
    """As whoever owns the tables sends it."""
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", [f"UPDATE {TABLE} SET digest = 'x'", f"DELETE FROM {TABLE}"])
def test_a_submitted_report_is_neither_changed_nor_deleted(version, statement):
    refused(statement)
    assert ProgressVersion.objects.get().digest == version.digest


@pytest.mark.postgres
def test_nor_are_all_of_them_thrown_away_at_once(version):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is checked at the end of a transaction is checked now
    refused(f"TRUNCATE {TABLE} CASCADE")
    assert ProgressVersion.objects.count() == 1
