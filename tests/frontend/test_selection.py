"""The pages of tasks and calls: every form works without scripts, the list is public."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from initiatives.models import Dossier, Round, Task
from organisation.models import Person
from reviews.queries.schemes import version_of
from reviews.rules.shipped import shipped_texts
from reviews.services.councils import assign_dossiers, set_up_council
from reviews.services.schemes import bind_scheme, load_shipped_schemes
from tests import city, selection, topics
from tests.documents.reading import words
from tests.frontend.test_execution import client_of, rows
from tests.journeys.topic_cast import ROLES

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def play():
    scheme = "tt20-2023-selection"
    load_shipped_schemes({scheme: shipped_texts()[scheme]})
    return topics.play()


def test_a_task_is_worded_and_called_for_by_forms_and_anybody_reads_the_list(play):
    client, public = client_of(play.registrar), Client()
    proposal = selection.proposal(play)
    page = f"/ho-so/{proposal.code}/nhiem-vu/"
    assert page in client.get(f"/ho-so/{proposal.code}/").content.decode()
    assert "Nội dung objectives" in client.get(page).content.decode()
    refused = client.post(page, {**selection.WORDED, "goals": ""})
    assert refused.status_code == 422 and "Cần điền mục này" in refused.content.decode()
    made = client.post(page, selection.WORDED, follow=True)
    task = Task.objects.get()
    assert f"/nhiem-vu/{task.code}/viec/word/" in made.content.decode()
    assert public.get(f"/nhiem-vu/{task.code}/").status_code == 404
    listed = selection.listed(play)
    assert listed.title in public.get("/nhiem-vu/").content.decode()
    assert "Cảnh báo trước 6 giờ" in public.get(f"/nhiem-vu/{listed.code}/").content.decode()
    call = {
        "tasks": listed.code, "title": "Tuyển chọn", "opens_on": TODAY.isoformat(), "scheme": "tt20-2023-selection",
        "closes_on": (TODAY + timedelta(30)).isoformat(), "sealed": "on",
    }  # fmt: skip
    assert listed.code in client.get(f"/nhiem-vu/keu-goi/?nhiem-vu={listed.code}").content.decode()
    assert client.post("/nhiem-vu/keu-goi/", {**call, "tasks": []}).status_code == 422
    assert client.post("/nhiem-vu/keu-goi/", call).status_code == 302
    assert Round.objects.get(tasks=listed).sealed
    assert client_of(play.officer).get("/nhiem-vu/keu-goi/").status_code == 403


def test_the_tables_of_a_proposal_are_typed_kept_and_read(play):
    task = selection.listed(play)
    round_ = selection.called(play, task, sealed=False)
    client = client_of(play.author)
    assert "Nộp hồ sơ cho nhiệm vụ này" in client.get(f"/nhiem-vu/{task.code}/").content.decode()
    step = client.post("/ho-so/moi/", {"round": round_.code, "task": task.code}).headers["Location"]
    draft = Dossier.objects.get(task=task)
    assert (draft.work.title, draft.draft_code in step) == (task.title, True)
    page = f"/ho-so/{draft.draft_code}/soan/plan/"
    wrong = [{**selection.BUDGET[0], "amount_vnd": "ba trăm triệu"}]
    told = client.post(page, rows("budget", wrong) | rows("milestones", []))
    assert told.status_code == 422 and "Dòng 1, “Số tiền (đồng)”" in told.content.decode()
    assert 'value="ba trăm triệu"' in told.content.decode()
    typed = rows("budget", [*selection.BUDGET, {"item": ""}]) | rows("milestones", selection.PROPOSED["milestones"])
    assert client.post(page, typed).status_code == 302
    draft.work.refresh_from_db()
    assert draft.work.content["budget"] == selection.BUDGET
    assert 'value="300.000.000"' in client.get(page).content.decode()
    read = client.get(f"/ho-so/{draft.draft_code}/").content.decode()
    assert "300.000.000" in read and "Ngân sách nhà nước" in read


def test_a_budget_is_appraised_by_its_page_and_its_record_is_printed(play):
    dossier = selection.chosen(play)
    client, page = client_of(play.registrar), f"/ho-so/{dossier.code}/tham-dinh-kinh-phi/"
    assert page in client.get(f"/ho-so/{dossier.code}/").content.decode()
    assert 'value="400.000.000"' in client.get(page).content.decode()
    team = [{"person": "", "full_name": row["name"], "office": row["office"]} for row in selection.TEAM]
    given = {"held_on": TODAY.isoformat(), "note": "Cắt giảm"} | rows("members", team)
    more = [{**selection.BUDGET[0], "amount_vnd": 900_000_000}]
    refused = client.post(page, given | rows("lines", more))
    assert refused.status_code == 422 and "900.000.000" in refused.content.decode()
    assert client.post(page, given | rows("lines", selection.BUDGET)).status_code == 302
    assert client.get(f"/ho-so/{dossier.code}/tham-dinh-kinh-phi.pdf").content.startswith(b"%PDF")
    assert client_of(play.author).get(page).status_code == 403


def test_an_expert_group_reports_by_its_page_and_the_council_reads_it_before_the_session(play):
    scheme = "tt11-2014-acceptance"
    load_shipped_schemes({scheme: shipped_texts()[scheme]})
    dossier = topics.to_be_accepted(play, **selection.PROPOSED)
    client, page = client_of(play.registrar), f"/ho-so/{dossier.code}/to-chuyen-gia/"
    assert page not in client.get(f"/ho-so/{dossier.code}/").content.decode()
    bind_scheme(dossier.round, version_of(scheme))
    members = [city.actor(at=play.authority) for _role in ROLES]
    codes = Person.objects.in_bulk([one.person_id for one in members])
    seats = [{"person": codes[one.person_id].code, "role": role} for one, role in zip(members, ROLES, strict=True)]
    council = set_up_council(play.registrar, dossier.round, "Hội đồng nghiệm thu", seats)
    [hearing] = assign_dossiers(council.code, play.registrar, [dossier.code])
    assert page in client.get(f"/ho-so/{dossier.code}/").content.decode()
    assert "1; Báo trước 6 giờ" in client.get(page).content.decode()  # as the dossier under contract promises
    team = [{"person": "", "full_name": row["name"], "office": row["office"]} for row in topics.EXPERTS]
    products = [{**row, "met": "yes" if row["met"] else "no"} for row in topics.MEASURED]
    given = {"held_on": TODAY.isoformat(), "findings": "Đạt một phần"} | rows("products", products)
    judge = {"person": seats[0]["person"], "full_name": "Ai đó", "office": ""}
    refused = client.post(page, given | rows("members", [*team, judge]))
    assert refused.status_code == 422 and "là thành viên hội đồng nghiệm thu" in refused.content.decode()
    nobody = {"person": "", "full_name": "", "office": "Trung tâm Đo lường"}
    refused = client.post(page, given | rows("members", [*team, nobody]))
    assert refused.status_code == 422 and 'value="Trung tâm Đo lường"' in refused.content.decode()
    assert client.post(page, given | rows("members", team)).status_code == 302
    assert "Sai số 3%</textarea>" in client.get(page).content.decode()
    for read in (f"/hoi-dong/ho-so/{hearing.pk}/", f"/hoi-dong/ho-so/{hearing.pk}/noi-dung/"):
        shown = client_of(members[8]).get(read).content.decode()
        assert "Sai số 3%" in shown and f"{page[:-1]}.pdf" in shown
    printed = client_of(members[8]).get(f"{page[:-1]}.pdf").content
    said = words(printed)
    assert "BIÊN BẢN ĐÁNH GIÁ SẢN PHẨM CỦA TỔ CHUYÊN GIA" in said.upper() and "Vũ Đo Lường" in said
    assert client_of(members[8]).get(page).status_code == 403


def test_what_cannot_be_decided_yet_is_told_and_not_offered_and_kinds_of_decisions_stand_apart(play):
    client, unworded, refused = client_of(play.registrar), selection.proposal(play), selection.proposal(play, "failed")
    chosen = selection.chosen(play)
    page = client.get("/quyet-dinh/").content.decode()
    offered = {code for code in (unworded.code, refused.code, chosen.code) if f'value="{code}" checked' in page}
    assert offered == {refused.code}
    assert f"Cần ghi nhiệm vụ của {unworded.code}" in page
    assert f"Kinh phí của {chosen.code} chưa được thẩm định" in page
    assert page.count("· Phê duyệt đề tài") == page.count("· Danh mục nhiệm vụ") == 1
    given = {"authority": play.authority.code, "level": "city", "dossier": refused.code}
    assert client.post("/quyet-dinh/du-thao/", given).status_code == 302
    after = client.get("/quyet-dinh/").content.decode()
    assert f'value="{refused.code}"' not in after and "DU-THAO-" in after
