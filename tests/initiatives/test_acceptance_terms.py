"""By when an acceptance is decided: at the base within 15 days, above it by a council that is there and concludes in time."""

from datetime import date, timedelta

import pytest
import time_machine

from initiatives.choices import Level
from initiatives.models import Dossier
from initiatives.services.dossiers import advance, perform
from initiatives.services.reminders import remind
from organisation.actor import NOBODY
from organisation.models import Letter, Role
from tests import city, topics

pytestmark = pytest.mark.django_db


def admitted_on(play, day, level=Level.CITY):
    with time_machine.travel(f"{day} 10:00+07:00", tick=False):
        dossier = topics.to_be_accepted(play)
        Dossier.objects.filter(pk=dossier.pk).update(level=level, state="submitted")
        return perform(dossier.reference, "admit", play.officer)


@pytest.mark.parametrize(
    ("valid_on", "due_on"),
    [
        (date(2028, 2, 14), date(2028, 2, 29)),
        (date(2026, 5, 30), date(2026, 6, 15)),
    ],  # a leap day; the 15th is a Sunday
)
def test_the_base_decides_within_fifteen_days_and_is_late_after(play, valid_on, due_on):
    dossier = admitted_on(play, valid_on, Level.BASE)
    assert (dossier.due_on, dossier.result_due_on) == (due_on, due_on)
    with time_machine.travel(f"{valid_on} 11:00+07:00"):
        advance(dossier.pk, "review", NOBODY, through="council", council="HD", set_up_on=valid_on)
    assert Dossier.objects.get(pk=dossier.pk).due_on == due_on


@pytest.mark.parametrize(
    ("set_up_on", "due_on"),
    [
        (date(2026, 2, 26), date(2026, 3, 30)),  # set up after the dossier: 30 days, of which the last is a Saturday
        (date(2025, 1, 2), date(2026, 3, 4)),  # a standing council: from the valid dossier
    ],
)
def test_above_the_base_a_council_is_set_up_within_15_working_days_and_concludes_within_30(play, set_up_on, due_on):
    dossier = admitted_on(play, date(2026, 2, 2))
    months = dossier.result_due_on
    assert (dossier.due_on, months) == (date(2026, 3, 2), date(2026, 5, 4))  # Tết is left out
    advance(dossier.pk, "review", NOBODY, through="council", council="HD", set_up_on=set_up_on)
    assert Dossier.objects.get(pk=dossier.pk).due_on == due_on
    advance(dossier.pk, "conclude", NOBODY, through="council", outcome="passed")
    assert Dossier.objects.get(pk=dossier.pk).due_on == months


def test_who_sets_councils_up_is_written_to_before_and_once_it_is_late(play):
    secretary = city.actor(Role.SECRETARY, at=play.authority)
    dossier = admitted_on(play, date(2026, 6, 1))  # a council by 22 June
    letters = Letter.objects.filter(key__startswith=f"remind:acceptance:{dossier.pk}:")
    written = []
    for days in (-6, -5, -2, -1, 0, 1, 2):
        remind(date(2026, 6, 22) + timedelta(days))
        written.append(letters.count())
    assert written == [0, 2, 2, 4, 4, 6, 6]  # to the registrar and the secretary's office
    assert {letter.person_id for letter in letters} == {play.registrar.person_id, secretary.person_id}
    assert all(dossier.reference in letter.body for letter in letters)
