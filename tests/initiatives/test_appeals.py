"""Appeals: who, against what, until when; taken up, examined, answered; what follows; who sees them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.choices import AppealState, ContractState, State, TaskState
from initiatives.models import Appeal, AppealFile, Contract, Dossier, Task
from initiatives.rules.appeals import all_terms, terms_on
from initiatives.rules.calendar import is_working_day
from initiatives.services.appeal_files import attach_to_appeal, file_of_appeal
from initiatives.services.appeal_papers import answer_pdf
from initiatives.services.appeals import lodge_appeal, perform_on_appeal
from initiatives.services.contracts import perform_on_contract
from initiatives.services.dossiers import advance, perform
from initiatives.services.files import judged
from initiatives.services.tasks import advance_task
from initiatives.waiting import count, tasks
from journal.models import Entry
from journal.services.follow import follow_all
from organisation.actor import NOBODY
from organisation.models import Letter, Person, Role, User
from organisation.policy import visible
from tests import city, topics
from tests.samples import pdf, text_of
from tests.selection import called, competing, listed

pytestmark = pytest.mark.django_db
SAID = {"grounds": "Giải pháp có điểm mới, đã nêu tại mục 3.", "wanted": "Xem xét lại việc từ chối."}
FOUND = {"findings": "Có điểm mới như người khiếu nại nêu; đề nghị chấp nhận."}


def answer(**more):
    said = {"decided_on": timezone.localdate().isoformat(), "decision_number": "09/QĐ-SYT", "reason": "Có căn cứ."}
    said |= {"signer_name": "Nguyễn Văn Quảng", "signer_post": "Giám đốc"}
    return said | more


class Case:
    """A dossier in a state, and who deals with an appeal about it."""

    def __init__(self, state=State.REFUSED, unit=None, **round_values):
        self.unit = unit or city.unit(name="Sở Y tế")
        self.home = city.unit("TTYT", parent=self.unit)
        self.author, self.checker = city.actor(at=self.home), city.actor(Role.OFFICER, at=self.unit)
        self.registrar, self.leader = city.actor(Role.REGISTRAR, at=self.unit), city.actor(Role.LEADER, at=self.unit)
        self.handler = city.actor(Role.OFFICER, at=self.unit)
        self.dossier = city.in_state(state, self.author, self.checker, city.round_at(self.unit, **round_values))

    def lodged(self, **said):
        return lodge_appeal(self.dossier.reference, self.author, {**SAID, **said})

    def examined(self, **said):
        appeal = self.lodged(**said)
        perform_on_appeal(appeal.code, "take_up", self.registrar, {"handler": code_of(self.handler)})
        return perform_on_appeal(appeal.code, "examine", self.handler, FOUND)

    def state(self):
        return Dossier.objects.get(pk=self.dossier.pk).state


def code_of(actor):
    return Person.objects.get(pk=actor.person_id).code


def kinds(actor):
    found = [task.what for task in tasks(actor) if task.what in ("take_up", "examine", "answer", "carry_out")]
    assert count(actor) >= len(found)
    return found


@given(st.dates(date(2013, 1, 1), date(2040, 1, 1)))
def test_every_term_ends_on_a_working_day_not_before_its_days_have_passed(day):
    terms = terms_on(day)
    ends = terms.lodged_by(day), terms.taken_up_by(day), terms.answered_by(day), terms.answered_by(day, True)
    for end, days in zip(ends, (90, 10, 30, 45), strict=True):
        assert is_working_day(end) and timedelta(days) <= end - day <= timedelta(days + 12)


def test_the_days_are_data_with_their_sources():
    assert {"lodge", "take_up", "answer", "further"} == set(all_terms()[-1].sources)
    assert terms_on(date(1990, 1, 1)) == all_terms()[-1]


def test_an_upheld_appeal_against_a_refusal_has_the_dossier_checked_again():
    case = Case()
    assert kinds(case.registrar) == []
    appeal = case.lodged()
    assert (appeal.code[:3], appeal.contested, appeal.appellant) == ("KN-", "refusal", case.author.name)
    assert appeal.due_on == terms_on(timezone.localdate()).taken_up_by(timezone.localdate())
    assert kinds(case.registrar) == kinds(case.checker) == ["take_up"] and kinds(case.author) == []
    perform_on_appeal(appeal.code, "take_up", case.registrar, {"handler": code_of(case.handler)})
    assert kinds(case.handler) == ["examine"] and kinds(case.registrar) == []
    with pytest.raises(StateConflict):
        perform_on_appeal(appeal.code, "uphold", case.registrar, answer())
    perform_on_appeal(appeal.code, "examine", case.handler, FOUND)
    assert kinds(case.registrar) == ["answer"]
    done = perform_on_appeal(appeal.code, "uphold", case.leader, answer())
    assert (done.state, done.remedy, done.due_on, case.state()) == ("upheld", "readmit", None, State.SUBMITTED)
    assert Entry.objects.get(event="dossier_readmitted").data["appeal"] == appeal.code
    assert perform(case.dossier.reference, "admit", case.checker).state == State.ADMITTED
    assert "Chấp nhận" in text_of(answer_pdf(done)) and "09/QĐ-SYT" in text_of(answer_pdf(done))


@pytest.mark.parametrize("state", [State.CONCLUDED, State.NOT_RECOGNISED, State.REVOKED])
def test_an_upheld_appeal_against_a_conclusion_or_decision_has_it_judged_anew(state):
    case = Case(state)
    perform_on_appeal(case.examined().code, "uphold", case.registrar, answer())
    again = Dossier.objects.get(pk=case.dossier.pk)
    assert (again.state, again.outcome, again.concluded_at, again.decided_at) == (State.ADMITTED, "", None, None)
    assert again.due_on == again.result_due_on and again.due_on > timezone.localdate()
    advance(again.pk, "review", NOBODY, through="council")
    advance(again.pk, "conclude", NOBODY, through="council", outcome="passed", grade="A")
    assert case.lodged().contested == "conclusion", "the new conclusion is another act"


def test_a_rejected_appeal_changes_nothing_and_goes_on_to_the_superior_authority():
    case = Case(State.NOT_RECOGNISED)
    done = perform_on_appeal(case.examined().code, "reject", case.leader, answer(reason="Không có căn cứ."))
    assert (done.state, done.remedy, case.state()) == ("rejected", "", State.NOT_RECOGNISED)
    with pytest.raises(StateConflict) as refused:
        case.lodged()
    assert done.code in str(refused.value.message)
    assert "cấp trên" in text_of(answer_pdf(done))


def test_an_appeal_comes_within_the_days_of_the_law_and_paper_counts_by_its_receipt():
    case = Case()
    last = terms_on(timezone.localdate()).lodged_by(timezone.localdate())
    with time_machine.travel(last + timedelta(days=1, hours=5)):
        with pytest.raises(Invalid) as late:
            case.lodged()
        assert f"{last:%d/%m/%Y}" in str(late.value.fields["grounds"])
        on_paper = SAID | {"appellant": "Nguyễn Thị Tư, 12 Lê Lợi"}
        with pytest.raises(Invalid) as future:
            lodge_appeal(case.dossier.code, case.checker, on_paper | {"received_on": str(last + timedelta(days=9))})
        assert set(future.value.fields) == {"received_on"}
        appeal = lodge_appeal(case.dossier.code, case.checker, on_paper | {"received_on": last.isoformat()})
    assert (appeal.channel, appeal.lodged_on, appeal.appellant) == ("paper", last, on_paper["appellant"])


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ADMITTED, State.IN_REVIEW, State.WITHDRAWN])
def test_there_is_nothing_to_appeal_against_before_something_was_decided(state):
    with pytest.raises(StateConflict):
        Case(state).lodged()


def test_one_is_open_at_a_time_and_one_withdrawn_may_be_lodged_again():
    case = Case()
    first = case.lodged()
    with pytest.raises(StateConflict):
        case.lodged()
    with pytest.raises(Forbidden):
        perform_on_appeal(first.code, "withdraw", case.registrar)
    assert perform_on_appeal(first.code, "withdraw", case.author).state == AppealState.WITHDRAWN
    assert case.lodged().code != first.code


def test_who_does_what():
    case = Case()
    other = city.unit("SXD")
    stranger, home = city.actor(Role.REGISTRAR, at=other), city.actor(Role.OFFICER, at=case.home)
    with pytest.raises(NotFound):
        lodge_appeal(case.dossier.code, stranger, SAID)
    with pytest.raises(Forbidden):
        lodge_appeal(case.dossier.code, case.leader, SAID)
    appeal = lodge_appeal(case.dossier.code, home, SAID)
    for name, who in (
        ("take_up", case.author),
        ("take_up", case.leader),
        ("take_up", home),
        ("examine", case.registrar),
        ("uphold", case.checker),
    ):
        with pytest.raises(Forbidden):
            perform_on_appeal(appeal.code, name, who)
    assert appeal.channel == "online", "the unit is a party; an officer of the authority enters what came on paper"
    with pytest.raises(NotFound):
        perform_on_appeal(appeal.code, "take_up", stranger)
    for tied in (case.author, case.checker, home, stranger):
        with pytest.raises(Invalid) as refused:
            perform_on_appeal(appeal.code, "take_up", case.registrar, {"handler": code_of(tied)})
        assert set(refused.value.fields) == {"handler"}, "authors, who lodged it, who refused, other authorities"
    assert (
        perform_on_appeal(appeal.code, "not_take_up", case.registrar, {"reason": "Rút ngoài hệ thống"}).due_on is None
    )


def test_the_longer_time_is_taken_once_with_a_reason():
    case = Case()
    appeal = case.examined()
    longer = perform_on_appeal(appeal.code, "prolong", case.registrar, {"reason": "Phải trưng cầu giám định."})
    assert longer.due_on == terms_on(timezone.localdate()).answered_by(timezone.localdate(), complicated=True)
    with pytest.raises(StateConflict):
        perform_on_appeal(appeal.code, "prolong", case.registrar, {"reason": "Nữa"})
    for wrong in (
        {"decided_on": str(timezone.localdate() - timedelta(days=1))},
        {"decision_number": ""},
        {"reason": " "},
    ):
        with pytest.raises(Invalid) as refused:
            perform_on_appeal(appeal.code, "uphold", case.registrar, answer(**wrong))
        assert set(refused.value.fields) == set(wrong)
    assert perform_on_appeal(appeal.code, "assign", case.registrar, {"handler": code_of(case.leader)}).handler_id


def test_the_parties_and_the_offices_see_it_and_the_council_does_not():
    case = Case(State.CONCLUDED)
    appeal = case.lodged()
    for who in (case.author, case.checker, case.registrar, case.leader):
        assert appeal in visible(Appeal, who)
    assert not visible(Appeal, city.actor(Role.MEMBER, at=case.unit)) and not visible(Appeal, NOBODY)
    entries = Entry.objects.filter(subject=f"dossier:{case.dossier.pk}")
    assert not entries.filter(event__startswith="appeal").exists(), "the history of the dossier says nothing of it"
    assert SAID["grounds"] not in str(Entry.objects.get(event="appeal_lodged").data)


@pytest.mark.files
def test_the_parties_are_written_to_once_at_each_step():
    case = Case()
    follow_all()
    before = Letter.objects.count()
    perform_on_appeal(case.examined().code, "reject", case.leader, answer())
    follow_all()
    letters = Letter.objects.order_by("pk")[before:]
    assert [letter.person_id for letter in letters] == [case.author.person_id] * 3, "lodged, taken up, answered"
    assert "Có căn cứ." in letters[2].body and "KN-" in letters[0].subject


@pytest.mark.files
def test_files_go_with_an_appeal_when_it_is_lodged_and_while_it_is_open_and_nobody_else_sees_them():
    case = Case(State.CONCLUDED)
    files = judged([city.upload("giai-trinh.pdf", pdf())], case.author, f"dossier:{case.dossier.pk}")
    code = lodge_appeal(case.dossier.reference, case.author, SAID, files).code
    [office] = attach_to_appeal(code, case.registrar, [city.upload("bien-ban.pdf", pdf(2))])
    for who in (case.author, case.checker, case.leader):
        for file in AppealFile.objects.all():
            assert b"".join(file_of_appeal(code, who, file.pk).streaming_content).startswith(b"%PDF")
    member, stranger = city.actor(Role.MEMBER, at=case.unit), city.actor(Role.REGISTRAR, at=city.unit("SXD"))
    for who in (member, stranger, NOBODY):
        with pytest.raises(NotFound):
            file_of_appeal(code, who, office.pk)
        with pytest.raises(NotFound):
            attach_to_appeal(code, who, [city.upload("a.pdf", pdf())])
    with pytest.raises(Invalid) as wrong:
        attach_to_appeal(code, case.author, [city.upload("a.pdf", pdf()), city.upload("b.exe", b"MZ\x90\x00")])
    assert set(wrong.value.fields) == {"file"} and AppealFile.objects.count() == 2, "all of them or none"
    other = Appeal.objects.get(pk=Case().lodged().pk)
    with pytest.raises(NotFound):
        file_of_appeal(other.code, case.registrar, office.pk)
    perform_on_appeal(code, "withdraw", case.author)
    with pytest.raises(StateConflict):
        attach_to_appeal(code, case.author, [city.upload("a.pdf", pdf())])


@pytest.mark.files
def test_files_are_sent_with_the_form_and_one_that_is_not_taken_lodges_nothing(client):
    case = Case()
    client.force_login(User.objects.get(pk=case.author.user_id))
    page = f"/ho-so/{case.dossier.reference}/khieu-nai/"
    assert 'name="file"' in client.get(page).content.decode()
    refused = client.post(page, SAID | {"file": city.upload("b.exe", b"MZ\x90\x00")})
    assert refused.status_code == 422 and not Appeal.objects.exists()
    shown = client.post(page, SAID | {"file": city.upload("giai-trinh.pdf", pdf())}, follow=True).content.decode()
    appeal = Appeal.objects.get()
    assert "giai-trinh.pdf" in shown and f"/khieu-nai/{appeal.code}/tep/" in shown
    more = client.post(f"/khieu-nai/{appeal.code}/tep/", {"file": city.upload("them.pdf", pdf(2))}, follow=True)
    assert "them.pdf" in more.content.decode() and appeal.files.count() == 2
    assert client.post(f"/khieu-nai/{appeal.code}/tep/", {}, follow=True).status_code == 200


def failed_result():
    """A topic whose result its authority has not accepted, with an examined appeal about it."""
    play = topics.play()
    dossier = topics.to_be_accepted(play)
    advance(dossier.pk, "review", NOBODY, through="council")
    advance(dossier.pk, "conclude", NOBODY, through="council", outcome="not_passed", grade="not_passed")
    advance(dossier.pk, "decline", NOBODY, through="decision", decision="11/QĐ-SKHCN")
    return play, dossier, Contract.objects.get(work=dossier.work), examined(play, dossier)


def examined(play, dossier):
    appeal = lodge_appeal(dossier.reference, play.author, SAID)
    perform_on_appeal(appeal.code, "take_up", play.registrar, {"handler": code_of(play.officer)})
    return perform_on_appeal(appeal.code, "examine", play.officer, FOUND)


def test_an_appeal_about_a_result_lets_its_contract_run_again():
    play, dossier, contract, appeal = failed_result()
    assert contract.state == ContractState.NOT_ACCEPTED
    perform_on_appeal(appeal.code, "uphold", play.leader, answer())
    contract.refresh_from_db()
    assert (contract.state, Dossier.objects.get(pk=dossier.pk).state) == (ContractState.IN_FORCE, State.ADMITTED)


def test_nothing_is_upheld_once_the_contract_has_been_settled():
    play, dossier, contract, appeal = failed_result()
    settled = {"settled_on": str(timezone.localdate()), "accepted_vnd": 0, "decision_number": "13/QĐ-SKHCN"}
    perform_on_contract(contract.code, "settle", play.registrar, settled)
    with pytest.raises(StateConflict):
        perform_on_appeal(appeal.code, "uphold", play.leader, answer())
    assert Dossier.objects.get(pk=dossier.pk).state == State.NOT_RECOGNISED, "all of it or nothing"
    assert Appeal.objects.get().state == AppealState.TAKEN_UP


def test_what_competes_for_a_task_is_judged_anew_only_while_it_is_called_for():
    play = topics.play()
    task = listed(play)
    draft = competing(play, called(play, task, sealed=False))
    dossier = perform(perform(draft.reference, "submit", play.author).reference, "admit", play.officer)
    advance(dossier.pk, "review", NOBODY, through="council")
    advance(dossier.pk, "conclude", NOBODY, through="council", outcome="not_passed", grade="")
    appeal = examined(play, dossier)
    advance_task(task.pk, "reopen", NOBODY, "council")
    with pytest.raises(StateConflict):
        perform_on_appeal(appeal.code, "uphold", play.leader, answer())
    Task.objects.filter(pk=task.pk).update(state=TaskState.CALLED, round=dossier.round)
    perform_on_appeal(appeal.code, "uphold", play.leader, answer())
    assert Dossier.objects.get(pk=dossier.pk).state == State.ADMITTED
