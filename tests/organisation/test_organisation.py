from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from config.errors import Forbidden, Invalid
from initiatives.models import Dossier
from organisation.actor import NOBODY, actor_of
from organisation.models import Membership, Role, Token, Unit, User
from organisation.policy import audiences, listed, tokens_of, visible
from organisation.queries import people_named
from organisation.services.people import enter_person, give_account, give_role
from organisation.services.tokens import LIFETIME, make_token, revoke_tokens, token_of
from organisation.services.units import enter_unit, save_unit
from tests import city as factories

pytestmark = pytest.mark.django_db


def test_a_role_covers_the_unit_and_everything_below_it():
    city = factories.unit("UBND", "city")
    department = factories.unit("SYT", parent=city)
    hospital = factories.unit("BVDN", "hospital", parent=department)
    officer = factories.actor(Role.OFFICER, at=department)
    assert officer.holds(Role.OFFICER, hospital.pk)
    assert not officer.holds(Role.OFFICER, city.pk)


def test_moving_a_unit_takes_its_subtree_along():
    city = factories.unit("UBND", "city")
    old, new = factories.unit("SYT", parent=city), factories.unit("SNV", parent=city)
    child = factories.unit("BV", "hospital", parent=old)
    grandchild = factories.unit("KHOA", "other", parent=child)
    save_unit("BV", name="Bệnh viện", kind="hospital", parent=new)
    grandchild.refresh_from_db()
    assert grandchild.path.startswith(Unit.objects.get(code="SNV").path)


def test_a_role_holds_from_and_to_its_dates_only():
    who, unit = factories.person(), factories.unit()
    user = give_account(who, "x", "mat-khau-rat-dai")
    give_role(who, unit, Role.OFFICER, date(2026, 1, 1))
    Membership.objects.update(valid_to=date(2026, 6, 30))
    assert Role.OFFICER in actor_of(user, date(2026, 6, 30)).roles
    assert Role.OFFICER not in actor_of(user, date(2026, 7, 1)).roles
    assert Role.OFFICER not in actor_of(user, date(2025, 12, 31)).roles


def test_people_are_found_without_diacritics_and_in_any_order():
    factories.person("Nguyễn Đức Ánh")
    factories.person("Trần Văn Bình")
    assert [person.full_name for person in people_named("anh nguyen")] == ["Nguyễn Đức Ánh"]
    assert [person.full_name for person in people_named("Đức")] == ["Nguyễn Đức Ánh"]


def test_only_an_administrator_enters_units_and_a_unit_never_lies_below_itself():
    unit = factories.unit()
    child = factories.unit("BV", "hospital", parent=unit)
    administrator = factories.actor(Role.ADMINISTRATOR, at=unit)
    with pytest.raises(Forbidden):
        enter_unit(factories.actor(), "X", name="X", kind="other", parent=None)
    with pytest.raises(Invalid):
        enter_unit(administrator, unit.code, name="X", kind="department", parent=child)


def test_an_account_is_made_once_for_a_user_name():
    administrator = factories.actor(Role.ADMINISTRATOR)
    unit = factories.unit()
    given = {"full_name": "Lê A", "unit": unit, "role": Role.MEMBER, "since": date(2026, 1, 1), "username": "lea"}
    enter_person(administrator, "A1", email="lea@example.vn", **given)
    with pytest.raises(Invalid):
        enter_person(administrator, "A2", email="khac@example.vn", **given)
    assert not User.objects.get(username="lea").has_usable_password()


def test_a_token_is_stored_hashed_expires_and_can_be_revoked():
    user = give_account(factories.person(), "x", "mat-khau-rat-dai")
    key, row = make_token(user)
    assert key not in str(Token.objects.values())
    assert token_of(key) == row
    with time_machine.travel(timezone.now() + LIFETIME + timedelta(seconds=1)):
        assert token_of(key) is None
    revoke_tokens(user)
    assert token_of(key) is None


def test_lists_and_audience_tokens_say_the_same_for_everybody():
    unit, other = factories.unit(), factories.unit("SXD")
    author = factories.actor(at=unit)
    dossier = factories.submitted(author, factories.round_at(unit))
    draft = factories.draft(author, factories.round_at(unit))
    everybody = [
        NOBODY,
        author,
        factories.actor(at=unit),
        factories.actor(Role.OFFICER, at=unit),
        factories.actor(Role.OFFICER, at=other),
    ]
    everybody += [factories.actor(Role.LEADER, at=Unit.objects.get(code="UBND"))]
    seen_by = audiences(Dossier, [dossier.pk, draft.pk])
    for actor in everybody:
        by_sql = set(visible(Dossier, actor).values_list("pk", flat=True))
        by_token = {pk for pk, tokens in seen_by.items() if tokens & tokens_of(Dossier, actor)}
        assert by_sql == by_token == set(listed(Dossier, actor).values_list("pk", flat=True))
    assert not visible(Dossier, NOBODY).exists()
