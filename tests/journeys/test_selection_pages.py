"""The pages of tasks and calls in Chromium: read by the public, filed in rows, ranked, appraised, decided."""

import pytest

from demonstration import present, tasks
from demonstration.cast import CITY
from initiatives.models import Appraisal, Dossier, Task
from organisation.models import Unit
from recognition.services.decisions import draft_decision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_task_is_read_filed_for_ranked_appraised_and_awarded(somebody):
    tasks.load_tasks()
    open_one, closed = Task.objects.order_by("code")
    public = somebody("", width=360)
    public.go("/nhiem-vu/").click(f"text={open_one.title}")
    assert "Cảnh báo trước ít nhất 6 giờ" in public.text()
    public.shot("task-360")
    file_it(somebody("tacgia"), open_one)
    settle_it(somebody("chutichtp"), closed)
    award_it(somebody("coquantp"), closed)


def file_it(author, task):
    author.go(f"/nhiem-vu/{task.code}/")
    author.press("text=Nộp hồ sơ cho nhiệm vụ này")
    draft = Dossier.objects.get(task=task)
    page = author.go(f"/ho-so/{draft.draft_code}/soan/plan/")
    row = {"item": "labour", "source": "state", "year": "1", "amount_vnd": "300.000.000"}
    for number in (0, 1):
        for name, value in row.items():
            control = page.locator(f"[name=budget-{number}-{name}]")
            control.select_option(value) if name in ("item", "source") else control.fill(value)
        row = {**row, "year": "2"}
        if number == 0:
            page.click("[data-rows-prefix=budget] [data-rows-add]")
    author.shot("proposal-1280")
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    author.shot("proposal-360")
    author.press("main form button[type=submit] >> text=Lưu và tiếp tục")
    draft.work.refresh_from_db()
    assert [line["year"] for line in draft.work.content["budget"]] == [1, 2]
    assert not author.complaints


def settle_it(chair, task):
    chair.go(f"/nhiem-vu/{task.code}/xep-hang/")
    chair.shot("ranking-1280")
    chair.press("#settle button[type=submit], main form button[type=submit]")
    assert "Đã chốt xếp hạng" in chair.page.inner_text("body")
    assert "Được đề nghị" in chair.text()


def award_it(registrar, task):
    task.refresh_from_db()
    page = registrar.go(f"/ho-so/{task.winner.reference}/tham-dinh-kinh-phi/")
    for number, name in enumerate(("Trần Tổ Trưởng", "Lê Kế Toán", "Hồ Chuyên Viên")):
        page.fill(f"[name=members-{number}-full_name]", name)
        page.fill(f"[name=members-{number}-office]", "Sở Tài chính")
    registrar.shot("appraisal-1280")
    registrar.press("text=Lưu kết quả thẩm định")
    assert Appraisal.objects.get().dossier == task.winner
    both = [dossier.reference for dossier in Dossier.objects.filter(task=task).order_by("code")]
    draft = draft_decision(present.as_user("coquantp"), Unit.objects.get(code=CITY), "city", both)
    registrar.go(f"/quyet-dinh/{draft.code}/")
    registrar.shot("approval-1280")
    assert "phê duyệt tổ chức chủ trì" in registrar.page.inner_text("body")
    assert not registrar.complaints
