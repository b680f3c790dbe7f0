"""Who sees what, in which state; and that what is hidden answers as what is not there."""

import pytest

from config.errors import NotFound
from initiatives.choices import State
from initiatives.models import Attachment, Dossier, Work
from initiatives.policy import may_edit, may_read_secrets
from initiatives.services import files, papers
from initiatives.services.content import shown_content
from initiatives.services.dossiers import perform
from initiatives.services.drafts import save_answers
from organisation.actor import NOBODY
from organisation.models import Person, Role, Unit
from organisation.policy import _GRANTS, Grant, get_visible, listed, visible
from tests import city, samples

pytestmark = pytest.mark.django_db
SECRET = "Công thức pha chế của chúng tôi"


@pytest.fixture
def people(unit):
    """Everybody there is, by what they are to the dossier."""
    above = Unit.objects.get(code="UBND")
    below, beside = city.unit("BV", "hospital", parent=unit), city.unit("SXD")
    return {
        "author": city.actor(at=unit),
        "officer": city.actor(Role.OFFICER, at=unit),
        "registrar": city.actor(Role.REGISTRAR, at=unit),
        "secretary": city.actor(Role.SECRETARY, at=unit),
        "leader": city.actor(Role.LEADER, at=unit),
        "city leader": city.actor(Role.LEADER, at=above),
        "city officer": city.actor(Role.OFFICER, at=above),
        "colleague": city.actor(at=unit),
        "officer below": city.actor(Role.OFFICER, at=below),
        "officer beside": city.actor(Role.OFFICER, at=beside),
        "administrator": city.actor(Role.ADMINISTRATOR, at=above),
        "nobody": NOBODY,
    }


FILED = {"author", "officer", "registrar", "secretary", "leader", "city leader", "city officer"}
SEEN = {state: {"author"} if state == State.DRAFT else FILED for state in State.values}


@pytest.mark.parametrize("state", State.values)
def test_who_sees_a_dossier_in_each_state(state, people, round_):
    dossier = city.in_state(state, people["author"], people["officer"], round_)
    for shown in (visible, listed):
        assert {name for name, actor in people.items() if shown(Dossier, actor).exists()} == SEEN[state]
    for name, actor in people.items():
        if name not in SEEN[state]:
            with pytest.raises(NotFound):
                get_visible(Dossier, actor, pk=dossier.pk)


def test_a_draft_that_was_withdrawn_before_it_was_filed_stays_private(people, round_):
    dossier = city.draft(people["author"], round_)
    perform(dossier.draft_code, "withdraw", people["author"])
    assert {name for name, actor in people.items() if visible(Dossier, actor).exists()} == {"author"}


def test_the_unit_that_owns_a_work_sees_what_its_people_filed_elsewhere(people, unit):
    beside = Unit.objects.get(code="SXD")
    city.submitted(people["author"], city.round_at(beside))
    seen = {name for name, actor in people.items() if visible(Dossier, actor).exists()}
    assert seen == {"author", "officer", "leader", "city leader", "city officer", "officer beside"}


def test_works_are_public_once_recognised_and_titles_from_elsewhere_for_who_signs_in(people, unit):
    city.field()
    Work.objects.create(kind="initiative", title="Công khai", unit=unit, public=True)
    Work.objects.create(kind="initiative", title="Nơi khác", unit=unit, origin="published")
    for shown in (visible, listed):
        seen = {name: set(shown(Work, actor).values_list("title", flat=True)) for name, actor in people.items()}
        assert seen.pop("nobody") == {"Công khai"}
        assert set(map(frozenset, seen.values())) == {frozenset({"Công khai", "Nơi khác"})}


def test_only_authors_and_the_filer_edit_and_only_others_check(people, round_, unit):
    dossier = city.submitted(people["author"], round_)
    assert {name for name, actor in people.items() if may_edit(actor, dossier)} == {"author"}
    checkers = {
        name for name, actor in people.items() if "admit" in {t.name for t in city.WORKFLOW.open_to(actor, dossier)}
    }
    assert checkers == {"officer", "registrar", "city officer"}


def test_files_follow_the_dossier(people, round_):
    draft = city.draft(people["author"], round_)
    file = files.attach(draft.draft_code, people["author"], "a.png", city.upload("a.png", samples.picture()))
    for state, seen in ((State.DRAFT, {"author"}), (State.SUBMITTED, FILED)):
        if state == State.SUBMITTED:
            draft = perform(draft.draft_code, "submit", people["author"])
        for name, actor in people.items():
            if name in seen:
                assert files.response(draft.reference, actor, file.pk).status_code == 200
            else:
                with pytest.raises(NotFound):
                    files.response(draft.reference, actor, file.pk)


def test_a_file_that_was_taken_out_stays_readable_only_if_a_version_has_frozen_it(people, round_):
    author, officer = people["author"], people["officer"]
    draft = city.draft(author, round_)
    never, kept = (
        files.attach(draft.draft_code, author, name, city.upload(name, samples.picture(size=size)))
        for name, size in (("never.png", (3, 3)), ("kept.png", (4, 4)))
    )
    files.remove(draft.draft_code, author, never.pk)
    dossier = perform(draft.draft_code, "submit", author)
    perform(dossier.code, "return", officer, reasons=city.REASONS)
    files.remove(dossier.code, author, kept.pk)
    assert set(files.readable(Dossier.objects.all())) == {Attachment.objects.get(pk=kept.pk)}
    with pytest.raises(NotFound):
        files.response(dossier.code, officer, never.pk)


def secret_of(dossier, actor):
    return shown_content(dossier, actor)["answers"].get("confidential")


def test_what_is_to_be_kept_secret_is_for_those_who_check_and_judge(people, round_):
    dossier = city.submitted(people["author"], round_, confidential=SECRET)
    told = {name for name in FILED if secret_of(dossier, people[name]) == SECRET}
    assert told == {"author", "officer", "registrar", "secretary", "city officer"}
    assert secret_of(dossier, people["leader"]) is None
    assert shown_content(dossier, people["leader"])["answers"]["problem"]


def test_who_has_a_seat_on_the_council_reads_the_secret_too(people, round_, monkeypatch):
    dossier = city.submitted(people["author"], round_, confidential=SECRET)
    leader = people["leader"]
    assert not may_read_secrets(leader, dossier)
    seat = Grant("seat", Dossier, "pk", lambda actor: [dossier.pk] if actor == leader else [])
    monkeypatch.setitem(_GRANTS[Dossier], seat.name, seat)
    assert may_read_secrets(leader, dossier)
    assert not may_read_secrets(people["city leader"], dossier)


def test_the_printed_application_keeps_the_secret(people, round_):
    from initiatives.files.reading import pages_of

    dossier = city.submitted(people["author"], round_, confidential=SECRET, problem="Vấn đề cần giải quyết")
    printed = {
        name: " ".join(pages_of(samples.stream(papers.application_pdf(dossier, people[name])), papers.PDF))
        for name in ("author", "leader")
    }
    assert {name: SECRET in text for name, text in printed.items()} == {"author": True, "leader": False}
    assert all("Vấn đề cần giải quyết" in text for text in printed.values())


def test_others_see_what_was_submitted_while_an_answer_is_being_written(people, round_):
    author, officer = people["author"], people["officer"]
    dossier = city.submitted(author, round_, problem="Như đã nộp")
    dossier = perform(dossier.code, "return", officer, reasons=city.REASONS)
    save_answers(dossier.code, author, {"problem": "Đang viết lại"})
    dossier = Dossier.objects.get(pk=dossier.pk)
    assert shown_content(dossier, author)["answers"]["problem"] == "Đang viết lại"
    assert shown_content(dossier, officer)["answers"]["problem"] == "Như đã nộp"


def test_a_later_dossier_of_the_same_work_changes_nothing_in_the_earlier_one(people, round_, unit):
    author, officer = people["author"], people["officer"]
    first = city.in_state(State.RECOGNISED, author, officer, round_)
    submitted = first.versions.get().content["answers"]["problem"]
    again = city.begin_dossier(author, city.round_at(unit, level="city").code, "Khác")
    Dossier.objects.filter(pk=again.pk).update(work=first.work)
    save_answers(again.draft_code, author, {"problem": "Viết cho cấp thành phố"})
    first = Dossier.objects.get(pk=first.pk)
    assert shown_content(first, author)["answers"]["problem"] == submitted


def test_who_files_for_others_keeps_seeing_it(unit, round_):
    officer, writer = city.actor(Role.OFFICER, at=unit), city.person()
    dossier = city.paper_draft(officer, round_, writer)
    assert visible(Dossier, officer).get() == dossier
    account = city.actor(at=unit, who=Person.objects.get(pk=writer.pk))
    assert visible(Dossier, account).get() == dossier
