"""The kept tallies are what the register says, whatever wrote it."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from recognition.models import Credit, Recognition, Tally
from recognition.queries.tallies import differences
from recognition.services.tallies import fold
from tests import city
from tests.recognition.test_targets import recognise


@pytest.fixture
def written(db):
    health, school = city.unit("SYT"), city.unit("THPT", "school")
    recognise(health, date(2021, 3, 1), "Một", "Hai", units=(school,))
    recognise(school, date(2022, 4, 1), "Ba", level="city")
    return health, school


def test_bulk_writing_closing_and_changing_a_units_kind_are_tallied(written):
    assert not list(differences())
    row = Recognition.objects.earliest("pk")
    row.credits.all().delete()
    assert not list(differences())
    Recognition.objects.filter(level="city").update(recorded_to=row.recorded_from)
    assert not list(differences())
    written[1].kind = "enterprise"
    written[1].save()
    assert not list(differences())
    assert Tally.objects.filter(grain=0).exclude(n=0).exists()


def test_folding_changes_no_figure(written):
    fold()
    assert not list(differences())
    assert fold() == 0


def test_credits_are_written_once(written):
    with pytest.raises(DatabaseError), transaction.atomic():
        Credit.objects.update(unit=written[1])


def test_the_command_tells_and_repairs(written, capsys):
    call_command("check_figures")
    Tally.objects.filter(grain=0).update(n=7)
    with pytest.raises(CommandError):
        call_command("check_figures")
    call_command("check_figures", "--repair")
    assert not list(differences())
