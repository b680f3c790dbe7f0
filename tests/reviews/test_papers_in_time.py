"""Members have the papers some working days before a session: 3 where a task is determined, 5 in a selection."""

from datetime import date, timedelta

import pytest
import time_machine

from config.errors import Invalid, StateConflict
from reviews.queries.papers import deliveries, session_from
from reviews.services.councils import assign_dossiers, change_seats, hand_over, set_up_council
from reviews.services.sessions import open_session, plan_session
from tests import city
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db
CASES = (
    ("determination-methods", 7, date(2026, 6, 1), date(2026, 6, 4)),  # Monday, Thursday
    ("tt45-2016-determination", 7, date(2026, 4, 28), date(2026, 5, 5)),  # 30 April and 1 May are holidays
    ("tt20-2023-selection", 7, date(2028, 2, 28), date(2028, 3, 6)),  # over the 29th of a leap February
)


def before_council(scheme, members, on):
    """A dossier put before its council on a day; who conducts it."""
    with time_machine.travel(f"{on} 16:30+07:00", tick=False):
        town = f.town(scheme, members)
        [hearing] = assign_dossiers(town.council.code, f.actor(town.office), [f.dossier(town.round).code])
    return town, hearing


@pytest.mark.parametrize(("scheme", "members", "sent", "first"), CASES)
def test_no_session_is_planned_or_held_before_the_members_have_had_the_papers(scheme, members, sent, first):
    town, hearing = before_council(scheme, members, sent)
    with time_machine.travel(f"{sent} 17:00+07:00", tick=False) as clock:
        assert session_from(town.chair, town.council) == first
        with pytest.raises(Invalid) as refused:
            plan_session(town.council.code, town.chair, first - timedelta(days=1))
        [why] = refused.value.fields["held_on"]
        assert hearing.dossier.code in why and f"{first:%d/%m/%Y}" in why
        session = plan_session(town.council.code, town.chair, first)
        clock.move_to(f"{first - timedelta(days=1)} 08:00+07:00")
        with pytest.raises(StateConflict, match=hearing.dossier.code):
            open_session(session.pk, town.chair)
        clock.move_to(f"{first} 08:00+07:00")
        if scheme.startswith("tt20"):
            town.score(hearing, overview="9", content="18", products="12", application="12", plan="12", capacity="12")
        assert open_session(session.pk, town.chair).state == "open"


def test_a_council_that_takes_over_has_the_papers_anew_and_so_has_a_member_who_comes_later():
    town, hearing = before_council("determination-methods", 7, date(2026, 6, 1))
    with time_machine.travel("2026-06-03 09:00+07:00", tick=False):
        late = f.person("Đến Sau")
        rows = [
            {"person": one.code, "role": role} for one, role in zip([*town.members[:6], late], f.ROLES, strict=False)
        ]
        change_seats(town.council.code, f.actor(town.registrar), rows)
        assert deliveries([hearing], f.actor(late))[0].own_at.date() == date(2026, 6, 3)
        assert deliveries([hearing], town.chair)[0].own_at.date() == date(2026, 6, 1)
        assert session_from(town.chair, town.council) == date(2026, 6, 8)
    with time_machine.travel("2026-06-04 09:00+07:00", tick=False):
        others = [{"person": f.person().code, "role": role} for role in f.ROLES[:7]]
        second = set_up_council(f.actor(town.registrar), town.round, "Hội đồng thứ hai", others)
        hand_over(hearing.pk, f.actor(town.registrar), second.code, "Thiếu thành viên")
        assert session_from(f.actor(town.registrar), second) == date(2026, 6, 9)


def test_a_scheme_without_the_term_asks_for_none():
    town, hearing = before_council(f.VOTED, 5, date(2026, 6, 1))
    with time_machine.travel("2026-06-01 17:00+07:00", tick=False):
        assert session_from(town.chair, town.council) is None
        assert plan_session(town.council.code, town.chair, date(2026, 6, 1)).pk


def test_members_see_when_the_papers_reached_them_and_the_council_from_when_it_may_meet(client):
    town, hearing = before_council("determination-methods", 7, date(2026, 6, 1))
    with time_machine.travel("2026-06-02 09:00+07:00", tick=False):
        client.force_login(town.members[4].user)
        assert "01/06/2026" in client.get(f"/hoi-dong/ho-so/{hearing.pk}/").content.decode()
        client.force_login(town.members[0].user)
        page = client.get(f"/hoi-dong/{town.council.code}/").content.decode()
        assert 'value="2026-06-04" min="2026-06-04"' in page
        api = city.client(town.chair)
        places = api.get(f"/api/v1/hearings/{hearing.pk}/").json()["places"]
        assert {place["received_at"][:10] for place in places} == {"2026-06-01"}
        assert api.get(f"/api/v1/councils/{town.council.code}/").json()["session_from"] == "2026-06-04"
