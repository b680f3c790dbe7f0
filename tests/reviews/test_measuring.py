"""The expert group that measures a topic's products: who may be on it, until when it may report, who reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from config.errors import Forbidden, Invalid, StateConflict
from initiatives.models import Appraisal, Measurement, Version
from initiatives.services.dossiers import advance
from journal.models import Entry
from organisation.actor import NOBODY
from organisation.models import Person, User
from reviews.models import Council
from reviews.queries.schemes import version_of
from reviews.rules.shipped import shipped_texts
from reviews.services.appraising import measure_apart
from reviews.services.councils import assign_dossiers, change_seats, hand_over, name_alternates, set_up_council
from reviews.services.minutes import minutes_for
from reviews.services.schemes import bind_scheme, load_shipped_schemes
from reviews.services.sessions import close_session, open_session, plan_session
from tests import city, selection, topics
from tests.documents.reading import words
from tests.journeys.topic_cast import ROLES

pytestmark = pytest.mark.django_db
SCHEME = "tt11-2014-acceptance"
FOUND = {"members": topics.EXPERTS, "products": topics.MEASURED, "findings": "Đạt một phần"}


@pytest.fixture
def play():
    load_shipped_schemes({SCHEME: shipped_texts()[SCHEME]})
    return topics.play()


def before_a_council(play, dossier):
    """Put it before a council of nine, who are returned."""
    bind_scheme(dossier.round, version_of(SCHEME))
    people = [city.person(f"Thành Viên {n}") for n in range(len(ROLES))]
    rows = [{"person": one.code, "role": role} for one, role in zip(people, ROLES, strict=True)]
    council = set_up_council(play.registrar, dossier.round, "Hội đồng nghiệm thu", rows)
    assign_dossiers(council.code, play.registrar, [dossier.reference])
    dossier.refresh_from_db()
    return people


def test_an_expert_group_is_apart_from_council_and_topic_and_reports_until_the_council_has_concluded(play):
    dossier, today = topics.to_be_accepted(play, **selection.PROPOSED), timezone.localdate()
    given = {"held_on": today, **FOUND}
    with pytest.raises(StateConflict):  # no council has it yet: nobody could say who is apart from it
        measure_apart(dossier.reference, play.registrar, **given)
    [chair, *_others] = before_a_council(play, dossier)
    author = Person.objects.get(pk=play.author.person_id)
    hasty = {**topics.MEASURED[0], "measured": " "}
    for field, wrong in (
        ("members", {"members": []}), ("members.0.person", {"members": [{"person": chair.code}]}),
        ("members.0.person", {"members": [{"name": chair.full_name.lower()}]}),
        ("members.1.person", {"members": [topics.EXPERTS[0], {"person": author.code}]}),
        ("members.1.person", {"members": [topics.EXPERTS[0], {"office": "Trung tâm Đo lường"}]}),  # who is it?
        ("members.0.person", {"members": [{"name": "Trần Văn Viên"}]}),  # of the proposal, without a staff record
        ("members.2.person", {"members": [*topics.EXPERTS, topics.EXPERTS[0]]}), ("products", {"products": []}),
        ("products", {"products": [hasty]}), ("findings", {"findings": " "}), ("held_on", {"held_on": today + timedelta(1)}),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            measure_apart(dossier.reference, play.registrar, **{**given, **wrong})
        assert set(refused.value.fields) == {field}
    for who in (play.author, play.officer, play.leader):
        with pytest.raises(Forbidden):
            measure_apart(dossier.reference, who, **given)
    measure_apart(dossier.reference, play.registrar, **given)
    again = measure_apart(dossier.reference, play.registrar, **{**given, "products": topics.MEASURED[:1]})
    assert (again.products, Measurement.objects.count()) == (topics.MEASURED[:1], 1)
    assert Entry.objects.filter(event="products_measured").count() == 2
    advance(dossier.pk, "conclude", NOBODY, through="council", outcome="passed")
    with pytest.raises(StateConflict):
        measure_apart(dossier.reference, play.registrar, **given)


def test_what_an_earlier_session_heard_stays_when_a_revised_version_is_measured(play):
    dossier = topics.to_be_accepted(play)
    before_a_council(play, dossier)
    first = measure_apart(dossier.reference, play.registrar, timezone.localdate(), **FOUND)
    last = dossier.versions.get()
    Version.objects.create(dossier=dossier, number=last.number + 1, content=last.content)
    second = measure_apart(dossier.reference, play.registrar, timezone.localdate(), **{**FOUND, "findings": "Đạt"})
    assert Measurement.objects.get(pk=first.pk).findings == "Đạt một phần" and second.pk != first.pk
    read = city.client(play.author).get(f"/api/v1/measurements/{dossier.reference}/").json()
    assert (read["version"], read["findings"]) == (last.number + 1, "Đạt")


def test_a_base_acceptance_has_no_expert_group(play):
    dossier = topics.to_be_accepted(play)
    type(dossier).objects.filter(pk=dossier.pk).update(level="base", state="in_review")
    with pytest.raises(StateConflict):
        measure_apart(dossier.reference, play.registrar, timezone.localdate(), **FOUND)


def test_who_measured_is_given_no_seat_afterwards_nor_stands_in_nor_hears_it_elsewhere(play, client):
    dossier = topics.to_be_accepted(play)
    people = before_a_council(play, dossier)
    council, expert = Council.objects.get(), city.person("Vũ Đo Lường")
    namesake = city.person("Ngô Kiểm Định")  # the group names one without a staff record
    members = [{"person": expert.code}, topics.EXPERTS[1]]
    measure_apart(dossier.reference, play.registrar, timezone.localdate(), **{**FOUND, "members": members})

    def rows(*last):
        return [{"person": one.code, "role": role} for one, role in zip([*people[:8], *last], ROLES, strict=True)]

    for one in (expert, namesake):
        with pytest.raises(Invalid) as refused:
            change_seats(council.code, play.registrar, rows(one))
        assert list(refused.value.fields) == ["seats.8.person"] and one.full_name in str(refused.value.fields)
    with pytest.raises(Invalid) as refused:
        name_alternates(council.code, play.registrar, [{"person": expert.code, "role": "member"}], "12/QĐ")
    assert list(refused.value.fields) == ["seats.0.person"]
    others = [city.person() for _role in ROLES[1:]]
    seats = [{"person": one.code, "role": role} for one, role in zip([expert, *others], ROLES, strict=True)]
    other = set_up_council(play.registrar, dossier.round, "Hội đồng khác", seats)
    with pytest.raises(Invalid) as refused:
        hand_over(dossier.hearings.get().pk, play.registrar, other.code, "Thay hội đồng")
    assert list(refused.value.fields) == ["council"]

    client.force_login(User.objects.get(person=play.registrar.person_id))
    typed = {"seats-TOTAL_FORMS": 9}
    for n, row in enumerate(rows(expert)):
        typed |= {f"seats-{n}-person": row["person"], f"seats-{n}-role": row["role"]}
    page = client.post(f"/hoi-dong/{council.code}/thanh-vien/", typed, headers={"accept-language": "vi"})
    assert page.status_code == 422
    row = page.content.decode().split("<fieldset")[9]
    assert "field-error" in row and expert.full_name in row


def test_who_appraised_the_budget_is_named_as_no_alternate(play):
    dossier = topics.to_be_accepted(play)
    before_a_council(play, dossier)
    council, one = Council.objects.get(), city.person("Hồ Kinh Phí")
    Appraisal.objects.create(
        dossier=dossier, held_on=timezone.localdate(), members="Hồ Kinh Phí, Sở Tài chính", lines=[], state_vnd=0,
        other_vnd=0,
    ).people.add(one)  # fmt: skip
    with pytest.raises(Invalid) as refused:
        name_alternates(council.code, play.registrar, [{"person": one.code, "role": "member"}], "12/QĐ")
    assert list(refused.value.fields) == ["seats.0.person"]


def test_the_minutes_say_what_the_expert_group_reported(play):
    dossier = topics.to_be_accepted(play)
    before_a_council(play, dossier)
    measure_apart(dossier.reference, play.registrar, timezone.localdate(), **FOUND)
    council, actor = Council.objects.get(), play.registrar
    session = plan_session(council.code, actor, timezone.localdate())
    open_session(session.pk, actor, list(council.seats.values_list("pk", flat=True)))
    close_session(session.pk, actor)
    shown = " ".join(words(minutes_for(session.pk, actor)).split())
    assert f"tổ chuyên gia ngày {timezone.localdate():%d/%m/%Y}" in shown
    for told in ("Vũ Đo Lường, Trung tâm Kỹ thuật", "Báo trước 7 giờ", "Sai số 3%", "Không đạt", "Đạt một phần"):
        assert told in shown
