"""Conclusions: drawn by the scheme from what is locked and voted, explained, replayed; and the papers that follow."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.choices import State
from initiatives.models import Author, Notice
from initiatives.services.content import frozen_content
from initiatives.services.dossiers import advance, perform
from organisation.actor import NOBODY
from organisation.models import Role
from reviews.models import Conclusion, Hearing
from reviews.queries.conclusions import comments_to_authors, conclusions_visible_to, explanation, outcome_words
from reviews.queries.inputs import preview
from reviews.queries.schemes import scheme_of
from reviews.queries.sheets import sheets_shown
from reviews.services.conclusions import conclude_hearing, differences, send_back_for_revision
from reviews.services.councils import assign_dossiers
from reviews.services.minutes import decision_of, minutes_for, tally_pdf, write_minutes
from reviews.services.polls import annul_poll, cast_ballot, close_poll, new_receipt, open_poll
from reviews.services.recusals import declare_conflict
from reviews.services.sessions import close_session, mark_attendance
from reviews.services.sheets import save_sheet
from tests.reviews import factories as f
from tests.samples import text_of

pytestmark = pytest.mark.django_db


def before_a_meeting(scheme=f.SCORED, **kwargs):
    town = f.town(scheme)
    [hearing] = town.hear(f.dossier(town.round, **kwargs))
    town.meet()
    return town, hearing


def test_the_scheme_decides_and_the_dossier_moves_on_with_outcome_and_grade():
    town, hearing = before_a_meeting()
    town.score(hearing, novelty="30", applicability="25", benefit="25")
    made = conclude_hearing(hearing.pk, town.chair, remarks="Hội đồng nhất trí")
    hearing.refresh_from_db()
    dossier = hearing.dossier
    assert (made.outcome, made.grade, made.score) == ("passed", "B", "80.00")
    assert (dossier.state, dossier.outcome, dossier.grade) == (State.CONCLUDED, "passed", "B")
    assert hearing.state == Hearing.State.CONCLUDED


def test_the_explanation_says_every_step_in_both_languages_with_its_source():
    town, hearing = before_a_meeting()
    town.score(hearing)
    made = conclude_hearing(hearing.pk, town.chair)
    vi, en = explanation(made, "vi"), explanation(made, "en")
    assert [line.rule for line in vi] == [line.rule for line in en]
    assert all(line.text and line.source for line in (*vi, *en))
    assert any("5/5" in line.text for line in vi)
    assert outcome_words(made, "vi").startswith("đạt, xếp loại ")


def test_nothing_is_concluded_before_every_member_present_has_locked_their_sheet():
    town, hearing = before_a_meeting()
    town.score(hearing, town.members[:4])
    with pytest.raises(StateConflict) as refused:
        conclude_hearing(hearing.pk, town.chair)
    assert refused.value.extra["waiting"] == [town.members[4].full_name]


def test_the_sheet_of_an_absent_member_counts_but_is_not_waited_for():
    town = f.town()
    [hearing] = town.hear(f.dossier(town.round))
    town.meet([0, 1, 2, 3])
    town.score(hearing, town.members[:4], novelty="30", applicability="20", benefit="20")
    conclude = conclude_hearing(hearing.pk, town.chair)
    assert conclude.score == "70.00"
    assert conclude.inputs["members"] == 5
    assert len(conclude.inputs["present"]) == 4


def test_no_conclusion_without_quorum_or_outside_a_session():
    town = f.town()
    [hearing] = town.hear(f.dossier(town.round))
    town.score(hearing)
    with pytest.raises(StateConflict):
        conclude_hearing(hearing.pk, town.chair)
    session = town.meet([0, 1])
    with pytest.raises(StateConflict) as refused:
        conclude_hearing(hearing.pk, town.chair)
    assert refused.value.extra["quorum"]["result"]["needed"] == 4
    close_session(session.pk, town.chair)
    with pytest.raises(StateConflict):
        conclude_hearing(hearing.pk, town.chair)
    assert not Conclusion.objects.exists()


def test_only_who_conducts_the_meeting_concludes_and_nobody_on_their_own_work():
    town, hearing = before_a_meeting()
    town.score(hearing)
    with pytest.raises(Forbidden):
        conclude_hearing(hearing.pk, f.actor(town.members[4]))
    Author.objects.create(
        work=hearing.dossier.work, person=town.members[0], position=2, share=1, confirmation="confirmed"
    )
    with pytest.raises(NotFound):
        conclude_hearing(hearing.pk, town.chair)
    made = conclude_hearing(hearing.pk, f.actor(town.members[1]))
    assert len(made.inputs["sheets"]) == 4
    assert made.inputs["members"] == 4


def test_a_recused_members_locked_sheet_does_not_count():
    town, hearing = before_a_meeting()
    town.score(hearing, town.members[:4], novelty="40", applicability="30", benefit="30")
    town.score(hearing, town.members[4:], novelty="0", applicability="0", benefit="0")
    declare_conflict(hearing.pk, f.actor(town.members[4]), "Cùng nhóm")
    made = conclude_hearing(hearing.pk, town.chair)
    assert (made.score, made.grade, made.inputs["members"]) == ("100.00", "A", 4)


def test_a_clash_is_left_to_the_council_which_says_what_and_why():
    town, hearing = before_a_meeting()
    town.score(hearing, novelty="29", applicability="30", benefit="30")
    with pytest.raises(Invalid) as refused:
        conclude_hearing(hearing.pk, town.chair)
    assert refused.value.extra["result"]["outcome"] == "needs_decision"
    with pytest.raises(Invalid) as refused:
        conclude_hearing(hearing.pk, town.chair, decision={"outcome": "maybe", "grade": "Z", "reason": " "})
    assert set(refused.value.fields) == {"decision.outcome", "decision.grade", "decision.reason"}
    word = {"outcome": "passed", "grade": "B", "reason": "Tính mới chưa đủ cho loại A"}
    made = conclude_hearing(hearing.pk, town.chair, decision=word)
    assert (made.result["outcome"], made.outcome, made.grade, made.settlement) == (
        "needs_decision",
        "passed",
        "B",
        word,
    )
    assert differences(made) == []


def test_where_the_scheme_decides_the_council_does_not():
    town, hearing = before_a_meeting()
    town.score(hearing)
    with pytest.raises(Invalid):
        conclude_hearing(hearing.pk, town.chair, decision={"outcome": "passed", "reason": "Muốn vậy"})


def test_a_vote_decides_by_all_members_not_by_those_present():
    town = f.town(f.VOTED)
    one, two = town.hear(f.dossier(town.round), f.dossier(town.round))
    town.meet([0, 1, 2, 3])
    town.vote(one, "yes", "yes", "yes", "yes")
    town.vote(two, "yes", "yes", "yes", "no")  # 3 of 5 members: 60 % < 70 %
    assert conclude_hearing(one.pk, town.chair).outcome == "passed"
    made = conclude_hearing(two.pk, town.chair)
    assert (made.outcome, made.inputs["ballots"]) == ("not_passed", ["no", "yes", "yes", "yes"])


def test_a_vote_that_the_scheme_asks_for_is_not_left_out():
    town, hearing = before_a_meeting(f.VOTED)
    with pytest.raises(StateConflict):
        conclude_hearing(hearing.pk, town.chair)
    open_poll(hearing.pk, town.chair)
    with pytest.raises(StateConflict):
        conclude_hearing(hearing.pk, town.chair)


def test_points_come_before_the_vote_and_below_the_mark_none_is_needed():
    town = f.town(f.BOTH)
    low, high = town.hear(f.dossier(town.round), f.dossier(town.round))
    town.meet()
    town.score(low, novelty="20", effect="20", applicability_now="10", applicability_wider="5", scope="5")
    made = conclude_hearing(low.pk, town.chair)
    assert (made.outcome, made.grade) == ("not_passed", "base_level")
    town.score(high)
    with pytest.raises(StateConflict):
        conclude_hearing(high.pk, town.chair)
    town.vote(high, "yes", "yes", "yes", "yes", "no")
    assert conclude_hearing(high.pk, town.chair).outcome == "passed"


def test_those_present_at_a_vote_are_who_were_entitled_even_if_somebody_leaves_after_it():
    town = f.town(f.VOTED)
    [hearing] = town.hear(f.dossier(town.round))
    session = town.meet()
    town.vote(hearing, "yes", "yes", "yes", "yes", "yes")
    mark_attendance(session.pk, town.chair, [seat.pk for seat in town.seats()[:4]])
    made = conclude_hearing(hearing.pk, town.chair)
    assert len(made.inputs["present"]) == len(made.inputs["ballots"]) == 5


def test_an_annulled_vote_counts_for_nothing():
    town, hearing = before_a_meeting(f.VOTED)
    annul_poll(town.vote(hearing, *["yes"] * 5), town.chair, "Khiếu nại")
    with pytest.raises(StateConflict):
        conclude_hearing(hearing.pk, town.chair)
    town.vote(hearing, *["no"] * 5)
    assert conclude_hearing(hearing.pk, town.chair).outcome == "not_passed"


def test_figures_that_the_scheme_asks_for_override_the_points_and_are_named_when_wrong():
    town, hearing = before_a_meeting("ham-yen-270")
    town.score(hearing, necessity="10", novelty="20", content="30", effect="30", influence="10")
    with pytest.raises(Invalid) as refused:
        conclude_hearing(hearing.pk, town.chair, flags={"duplicate_pct": "viel", "beauty": 1})
    assert set(refused.value.fields) == {"flags.duplicate_pct", "flags.beauty"}
    made = conclude_hearing(hearing.pk, town.chair, flags={"duplicate_pct": "30,5"})
    assert (made.outcome, made.inputs["flags"]) == ("not_passed", {"duplicate_pct": "30.5"})


def test_a_ballot_that_contradicts_the_members_own_sheet_is_refused():
    town = f.town("tt11-2014-acceptance", members=9)
    [hearing] = town.hear(f.dossier(town.round))
    town.meet()
    good = {"quantity.1": "excellent", "type.1": "excellent", "quality.1": "excellent", "report": "pass"}
    town.score(hearing, [town.members[0]], **good)
    poll = open_poll(hearing.pk, town.chair)
    with pytest.raises(Invalid) as refused:
        cast_ballot(poll.pk, town.chair, "fail", new_receipt())
    assert list(refused.value.fields) == ["choice"]
    cast_ballot(poll.pk, town.chair, "excellent", new_receipt())
    for member in town.members[1:]:
        cast_ballot(poll.pk, f.actor(member), "pass", new_receipt())
    close_poll(poll.pk, town.chair)
    made = conclude_hearing(hearing.pk, town.chair)
    assert (made.outcome, made.grade) == ("passed", "pass")


def test_an_open_vote_by_sheets_waits_for_every_member_present():
    town, hearing = before_a_meeting("base-decree-13-2012")
    codes = [criterion.code for criterion in scheme_of(hearing).criteria]
    answers = dict.fromkeys(codes, "yes")
    town.score(hearing, town.members[:4], **answers)
    with pytest.raises(StateConflict):
        conclude_hearing(hearing.pk, town.chair)
    town.score(hearing, town.members[4:], **answers)
    assert conclude_hearing(hearing.pk, town.chair).outcome == "passed"


def test_what_is_concluded_is_final():
    town, hearing = before_a_meeting()
    town.score(hearing)
    conclude_hearing(hearing.pk, town.chair)
    for act in (
        lambda: conclude_hearing(hearing.pk, town.chair),
        lambda: save_sheet(hearing.pk, town.chair, scores={"novelty": "1"}),
        lambda: declare_conflict(hearing.pk, town.chair, "Muộn"),
        lambda: send_back_for_revision(hearing.pk, town.chair, [{"field": "benefit", "text": "x"}]),
    ):
        with pytest.raises(StateConflict):
            act()


def test_a_dossier_sent_back_is_judged_anew_in_its_next_version():
    town, hearing = before_a_meeting()
    dossier = hearing.dossier
    writer = dossier.work.authors.get().person
    with pytest.raises(Invalid):
        send_back_for_revision(hearing.pk, town.chair, [])
    assert not Conclusion.objects.exists()
    made = send_back_for_revision(
        hearing.pk, town.chair, [{"field": "benefit", "text": "Bổ sung số liệu"}], "Cần số liệu"
    )
    dossier.refresh_from_db()
    assert (made.outcome, dossier.state, dossier.outcome) == ("revise", State.RETURNED, "revise")
    assert Notice.objects.get().reasons == [{"field": "benefit", "text": "Bổ sung số liệu"}]
    assert differences(made) == []
    unit_officer = f.person("", town.round.authority, Role.OFFICER)
    dossier.state = State.SUBMITTED  # what the author does belongs to the tests of filing
    dossier.save()
    dossier.versions.create(number=2, content=frozen_content(dossier), digest="1" * 64)
    perform(dossier.code, "admit", f.actor(unit_officer))
    [again] = assign_dossiers(town.council.code, f.actor(town.office), [dossier.code])
    assert again.pk != hearing.pk
    assert again.version.number == 2
    assert writer.pk not in again.places.values_list("seat__person_id", flat=True)


def test_what_is_judged_anew_after_an_appeal_is_heard_again_and_the_first_conclusion_stays():
    town, hearing = before_a_meeting()
    town.score(hearing)
    first = conclude_hearing(hearing.pk, town.chair)
    advance(hearing.dossier_id, "rejudge", NOBODY, through="appeal", appeal="KN-2026-0001")
    [again] = assign_dossiers(town.council.code, f.actor(town.office), [hearing.dossier.code])
    assert again.pk != hearing.pk and not again.sheets.exists(), "no sheet of the first hearing counts"
    assert Conclusion.objects.get() == first and differences(first) == []


def test_every_conclusion_replays_equal_and_a_tampered_one_is_found():
    town, hearing = before_a_meeting()
    town.score(hearing)
    made = conclude_hearing(hearing.pk, town.chair)
    out = StringIO()
    call_command("replay_conclusions", stdout=out)
    assert "1 conclusions replayed" in out.getvalue()
    made.inputs["sheets"][0]["scores"]["novelty"] = "40"
    made.save()
    with pytest.raises(CommandError) as failed:
        call_command("replay_conclusions", stdout=out)
    assert hearing.dossier.code in str(failed.value)


def test_a_preview_stores_nothing():
    town, hearing = before_a_meeting()
    town.score(hearing, town.members[:2])
    hearing.refresh_from_db()
    assert preview(hearing)["outcome"] == "passed"
    assert not Conclusion.objects.exists()


def test_authors_see_the_conclusion_and_what_was_written_to_them_without_names():
    town, hearing = before_a_meeting()
    writer = f.actor(hearing.dossier.work.authors.get().person)
    save_sheet(hearing.pk, town.chair, to_authors="Cần mở rộng phạm vi", to_council="Chỉ trong hội đồng")
    assert comments_to_authors(hearing) == []
    town.score(hearing)
    assert not conclusions_visible_to(writer).exists()
    conclude_hearing(hearing.pk, town.chair)
    hearing.refresh_from_db()
    assert conclusions_visible_to(writer).get().outcome == "passed"
    assert comments_to_authors(hearing) == ["Cần mở rộng phạm vi"]


def test_a_recused_member_sees_neither_conclusion_nor_sheets():
    town, hearing = before_a_meeting()
    away = f.actor(town.members[4])
    declare_conflict(hearing.pk, away, "Cùng nhóm")
    town.score(hearing)
    conclude_hearing(hearing.pk, town.chair)
    assert not conclusions_visible_to(away).exists()
    hearing.refresh_from_db()
    assert len(sheets_shown(town.chair, hearing)) == 4


def test_the_minutes_are_written_from_what_happened():
    town = f.town(f.BOTH)
    one, two = town.hear(f.dossier(town.round), f.dossier(town.round))
    declare_conflict(one.pk, f.actor(town.members[4]), "Là cấp trên trực tiếp của tác giả")
    session = town.meet([0, 1, 2, 3])
    town.score(one, town.members[:4])
    town.vote(one, "yes", "yes", "yes", "no")
    conclude_hearing(one.pk, town.chair)
    with pytest.raises(StateConflict):
        write_minutes(session.pk, town.secretary)
    close_session(session.pk, town.chair, notes="Không có ý kiến khác")
    with pytest.raises(Forbidden):
        write_minutes(session.pk, f.actor(town.members[3]))
    written = write_minutes(session.pk, town.secretary)
    told = text_of(minutes_for(session.pk, town.chair))
    for words in (
        one.dossier.code, town.members[4].full_name, "Là cấp trên trực tiếp", "90,00", "Đồng ý 3", two.dossier.code,
        "Không có ý kiến khác", "Phòng họp 1",
    ):  # fmt: skip
        assert words.lower() in told.lower(), words
    again = write_minutes(session.pk, town.secretary, notes="Bổ sung ý kiến")
    assert again.minutes.digest != written.minutes.digest


def test_who_is_recused_reads_the_minutes_without_that_dossier():
    town = f.town()
    one, two = town.hear(f.dossier(town.round), f.dossier(town.round))
    away = f.actor(town.members[4])
    declare_conflict(one.pk, away, "Là anh em ruột")
    session = town.meet()
    for hearing in (one, two):
        town.score(hearing)
        conclude_hearing(hearing.pk, town.chair)
    close_session(session.pk, town.chair)
    with pytest.raises(NotFound):
        minutes_for(session.pk, away)
    told = text_of(minutes_for(session.pk, town.chair)), text_of(minutes_for(session.pk, away))
    assert [one.dossier.code in text for text in told] == [True, False]
    assert [two.dossier.code in text for text in told] == [True, True]


def test_the_tally_sheet_holds_the_box_and_the_decision_names_the_seats():
    town, hearing = before_a_meeting(f.VOTED)
    poll = town.vote(hearing, "yes", "yes", "yes", "no", "no")
    told = text_of(tally_pdf(poll, f.actor(town.members[3])))
    hearing.refresh_from_db()
    box = hearing.polls.get().box
    assert all(receipt in told.replace(" ", "") for receipt, _choice in box)
    with pytest.raises(NotFound):
        tally_pdf(poll, f.actor(f.person()))
    blob = decision_of(town.council.code, f.actor(town.registrar))
    assert decision_of(town.council.code, town.chair).pk == blob.pk
