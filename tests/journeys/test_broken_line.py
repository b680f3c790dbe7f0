"""An author on a phone whose line breaks off, and whose session ends: nothing typed or chosen is lost."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from demonstration.cast import PASSWORD
from initiatives.models import Work
from tests.journeys.stage import fill
from tests.samples import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ONWARD = "form.filing [type=submit]"


def test_nothing_is_lost_when_the_line_breaks_off_or_the_session_ends(somebody):
    author = somebody("tacgia", width=360)
    page, line = author.go("/ho-so/moi/"), author.context
    author.press(f"button[name=round][value=so-{timezone.localdate().year}]")
    draft = re.search(r"/ho-so/(N-\w+)/", page.url)[1]
    saved = page.locator("[data-autosave-state]")

    line.set_offline(True)
    fill(page, {"title": "Gõ khi mất mạng"})
    page.click(ONWARD)
    expect(saved).to_contain_text("Mất kết nối")
    expect(saved).to_be_in_viewport()
    assert page.input_value("main [name=title]") == "Gõ khi mất mạng"
    line.set_offline(False)
    expect(saved).to_contain_text("Đã lưu")
    fill(page, {"title": "Gõ xong bấm ngay"})
    author.press(ONWARD)
    assert Work.objects.get().title == "Gõ xong bấm ngay"

    line.set_offline(True)  # the table of authors is sent by its button alone
    fill(page, {"authors-0-contribution": "Ý tưởng chính"})
    page.click("button[name=next]")
    expect(page.locator(".toast-bad")).to_contain_text("chưa gửi được")
    assert page.input_value("[name=authors-0-contribution]") == "Ý tưởng chính"
    line.set_offline(False)
    author.press("button[name=next]")

    Session.objects.all().delete()
    fill(page, {"problem": "Gõ khi phiên đã hết"})
    page.get_by_role("button", name="Đăng nhập lại").click()
    page.wait_for_selector("[name=login]")
    fill(page, {"login": "tacgia", "password": PASSWORD})
    author.press("main button[type=submit]")
    page.get_by_role("button", name="Khôi phục").click()
    expect(saved).to_contain_text("Đã lưu")
    assert Work.objects.get().content["problem"] == "Gõ khi phiên đã hết"

    author.go(f"/ho-so/{draft}/soan/files/")
    line.set_offline(True)
    page.set_input_files("input[type=file]", {"name": "minh-chung.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    expect(page.locator("[data-upload-list]")).to_contain_text("sẽ được gửi lại khi có mạng")
    line.set_offline(False)
    expect(page.locator("#files")).to_contain_text("minh-chung.pdf")
    page.set_input_files("input[type=file]", {"name": "a.exe", "mimeType": "application/pdf", "buffer": b"MZ" * 99})
    expect(page.locator("[data-upload-list]")).to_contain_text("Chỉ nhận tệp")
    expect(page.get_by_role("button", name="Thử lại")).to_have_count(0)
    # htmx says in the console what it could not send while the line was broken
    assert [words for words in author.complaints if not words.startswith("htmx:")] == []
