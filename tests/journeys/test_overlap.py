"""The overlap of a proposal with earlier topics: beside its form, and for the office that checks it."""

import re

import pytest

from initiatives.services.dossiers import perform
from initiatives.services.drafts import begin_dossier, save_answers
from tests import city, selection, topics
from tests.frontend.test_execution import client_of
from tests.selection import Somebody

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Nghiên cứu trạm quan trắc cảnh báo sạt lở đất cho các xã miền núi"
SAID = "Lắp cảm biến đo mưa và độ nghiêng, truyền số liệu qua mạng di động, cảnh báo sớm cho người dân vùng sạt lở."
NEAR = (
    "Cảnh báo lũ quét cho các xã miền núi",
    "Trạm đo mưa tự động và loa truyền thanh báo lũ quét cho người dân vùng cao.",
)
FAR = ("Tuyển chọn giống lúa chịu mặn ven biển", "Khảo nghiệm mười dòng lúa, đánh giá năng suất và khả năng chịu mặn.")


def running(play, title, said):
    return topics.in_execution(play, title=title, objectives=said, overview=said, methods=said).dossier.code


def test_a_proposal_is_shown_first_the_running_topic_that_it_repeats_and_no_topic_on_another_matter():
    play = topics.play()
    far, near, copied = (running(play, *words) for words in (FAR, NEAR, (TITLE, SAID)))
    round_ = city.round_at(play.authority, kind="topic", purpose="determination", level="city")
    draft = begin_dossier(play.author, round_.code)
    asked = city.answers("determination", play.holder.code, title=TITLE, objectives=SAID, necessity=SAID)
    save_answers(draft.draft_code, play.author, asked)
    beside = client_of(play.author).get(f"/ho-so/{draft.draft_code}/tuong-tu/").content.decode()
    shown = [code for code in re.findall(r"DT-\d{4}-\d{4}", beside) if code in (far, near, copied)]
    assert shown[0] == copied and far not in shown
    assert re.search(r"Nhiều khả năng trùng: \d+% nội dung", beside[beside.index(TITLE) : beside.index(NEAR[0])])
    author, officer = Somebody(play.author), Somebody(play.officer)
    code = author.post(f"dossiers/{draft.draft_code}/transitions/submit")["code"]
    found = officer.get(f"dossiers/{code}/similar")
    told = [row["code"] for row in found]
    assert told[0] == copied and far not in told


def test_what_competes_for_a_task_is_no_copy_of_the_proposal_that_the_task_came_from():
    play = topics.play()
    task = selection.listed(play)
    draft = selection.competing(play, selection.called(play, task, sealed=False), title=task.proposal.work.title)
    submitted = perform(draft.draft_code, "submit", play.author)
    told = [row["code"] for row in Somebody(play.officer).get(f"dossiers/{submitted.reference}/similar")]
    assert task.proposal.reference not in told
    elsewhere = city.submitted(play.author, task.proposal.round, title=task.proposal.work.title)
    told = [row["code"] for row in Somebody(play.officer).get(f"dossiers/{elsewhere.reference}/similar")]
    assert task.proposal.reference in told
