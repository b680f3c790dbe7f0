"""Personal data: nothing is kept that the inventory does not name, and everybody fetches their own, and only that."""

import json
import re

import pytest
from django.apps import apps

from journal.models import Entry
from operations.personal import INVENTORY
from organisation.models import Person, User
from tests import city
from tests.organisation.test_steps import PASSWORD, account, signed_in

OURS = {"journal", "organisation", "initiatives", "reviews", "recognition", "search", "operations"}
OURS |= {"account", "mfa", "usersessions", "socialaccount"}
ABOUT = re.compile(
    r"e?mail$|phone|name|born|^ip$|agent|person|author|signer|signed_by|workplace|qualif|job_title|recipient"
)
OF_THINGS = {  # names of things, not of people
    "socialaccount.SocialApp": {"name"}, "journal.Event": {"name"}, "organisation.Unit": {"name", "short_name"},
    "initiatives.Attachment": {"name"}, "initiatives.RedactedCopy": {"name"}, "initiatives.ContractFile": {"name"}, "initiatives.AppealFile": {"name"},
    "initiatives.Field": {"name_vi", "name_en"}, "recognition.RegisterImport": {"name"}, "operations.Pulse": {"name"},
    "operations.Hook": {"name"}, "operations.FailedTask": {"name"}, "search.SavedSearch": {"name"}, "reviews.Sheet": {"to_authors"},
}  # fmt: skip


def about_people(model):
    named = {f.name for f in model._meta.concrete_fields if f.related_model in (Person, User)}
    named |= {f.name for f in model._meta.concrete_fields if not f.related_model and ABOUT.search(f.name)}
    return named - OF_THINGS.get(model._meta.label, set())


def test_every_field_about_people_stands_in_the_inventory():
    found = {m._meta.label: about_people(m) for m in apps.get_models() if m._meta.app_label in OURS}
    by_way_of_others = {"reviews.Sheet": {"seat"}}
    told = {label: set(kept.fields) for label, kept in INVENTORY.items()}
    assert told == {label: names for label, names in {**found, **by_way_of_others}.items() if names}


def test_what_is_hidden_exists():
    for label, kept in INVENTORY.items():
        assert set(kept.hidden) <= {f.name for f in apps.get_model(label)._meta.concrete_fields}, label


@pytest.mark.django_db
def test_a_person_fetches_their_own_and_nothing_of_others(settings):
    settings.REAUTHENTICATE_MINUTES = 30
    user, other = account(), account()
    unit = user.person.memberships.get().unit
    actor = city.actor(at=unit, who=user.person)
    city.submitted(actor, city.round_at(unit))
    browser = signed_in(user)
    answer = browser.post("/du-lieu-cua-toi/")
    told, text = json.loads(answer.content)["data"], answer.content.decode()
    assert "attachment" in answer.headers["Content-Disposition"] and answer.headers["Cache-Control"] == "no-store"
    assert [row["full_name"] for row in told["organisation.Person"]] == [user.person.full_name]
    assert told["initiatives.Author"] and told["organisation.Membership"] and told["usersessions.UserSession"]
    assert "dossier_submit" in " ".join(row["event"] for row in told["journal.Entry"])
    user.refresh_from_db()
    assert user.password not in text and browser.session.session_key not in text and PASSWORD not in text
    assert other.person.email not in text and other.username not in text
    assert Entry.objects.get(event="own_data_exported").subject == f"user:{user.pk}"
    api = browser.post("/api/v1/me/data/")
    assert api.status_code == 200 and api.json()["account"] == user.username
