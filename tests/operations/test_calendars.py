"""One's calendar: by its address alone, of one's own meetings only, and by nothing else of what the key might open."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from organisation.models import User
from organisation.services.tokens import make_token, revoke_tokens
from reviews.models import Session
from tests import city
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db


def test_members_see_their_meetings_and_everybody_the_last_days(client):
    town = f.town(f.VOTED)
    day = timezone.localdate() + timedelta(days=3)
    session = Session.objects.create(council=town.council, held_on=day, venue="Phòng họp 2")
    member = User.objects.get(person=town.council.seats.first().person)
    other = User.objects.get(pk=city.actor().user_id)
    found = {}
    for user in (member, other):
        browser = Client()
        browser.force_login(user)
        page = browser.post("/lich/").content.decode()
        address = page[page.index("http") :][: page[page.index("http") :].index(".ics") + 4]
        path = address[address.index("/lich/") :]
        found[user] = (path, Calendar.from_ical(client.get(path).content))
    uids = {
        user: {str(event["uid"]).partition("@")[0] for event in told.walk("VEVENT")}
        for user, (_path, told) in found.items()
    }
    assert f"session-{session.pk}" in uids[member]
    assert not any(name.startswith("session-") for name in uids[other])
    assert f"round-{town.round.pk}" in uids[other]
    [event] = [one for one in found[member][1].walk("VEVENT") if str(one["uid"]).startswith("session-")]
    assert (event.decoded("dtstart"), str(event["location"])) == (day, "Phòng họp 2")
    path = found[member][0]
    key = path.removeprefix("/lich/").removesuffix(".ics")
    assert client.get("/api/v1/me/", headers={"authorization": f"Token {key}"}).status_code == 403
    api_key, _row = make_token(member)
    assert client.get(f"/lich/{api_key}.ics").status_code == 404
    browser = Client()
    browser.force_login(member)
    browser.post("/lich/")
    assert client.get(path).status_code == 404  # a new address ends the one before
    revoke_tokens(other)
    assert client.get(found[other][0]).status_code == 404
