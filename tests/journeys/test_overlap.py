"""The overlap of a proposal with a topic in execution: beside its form, and for the office that checks it."""

import pytest

from initiatives.services.drafts import begin_dossier, save_answers
from tests import city, topics
from tests.frontend.test_execution import client_of
from tests.selection import Somebody

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Nghiên cứu trạm quan trắc cảnh báo sạt lở đất cho các xã miền núi"
SAID = "Lắp cảm biến đo mưa và độ nghiêng, truyền số liệu qua mạng di động, cảnh báo sớm cho người dân vùng sạt lở."


def test_a_proposal_is_shown_the_running_topic_that_it_repeats():
    play = topics.play()
    running = topics.in_execution(play, title=TITLE, objectives=SAID, overview=SAID)
    round_ = city.round_at(play.authority, kind="topic", purpose="determination", level="city")
    draft = begin_dossier(play.author, round_.code)
    asked = city.answers("determination", play.holder.code, title=TITLE, objectives=SAID, necessity=SAID)
    save_answers(draft.draft_code, play.author, asked)
    beside = client_of(play.author).get(f"/ho-so/{draft.draft_code}/tuong-tu/").content.decode()
    form = client_of(play.author).get(f"/ho-so/{draft.draft_code}/soan/content/").content.decode()
    assert running.dossier.code in beside or running.dossier.code in form
    author, officer = Somebody(play.author), Somebody(play.officer)
    code = author.post(f"dossiers/{draft.draft_code}/transitions/submit")["code"]
    found = officer.get(f"dossiers/{code}/similar")
    assert running.dossier.code in str(found)
