"""An extract of the register in Chromium: narrowed down, signed off, fetched by the registrar, verified by a stranger."""

import re

import pytest
from django.utils import timezone

from demonstration import register
from initiatives.services.storage import open_blob
from journal.services.follow import follow_all
from recognition.models import Extract
from recognition.queries.verification import code_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIGNER, POST, FOR = "Nguyễn Văn Quảng", "Giám đốc", "Thanh tra thành phố"


@pytest.mark.parametrize("width", [360, 1280])
def test_an_extract_is_issued_fetched_and_verified_by_a_stranger(somebody, width):
    register.load_register()
    registrar = somebody("coquan", width=width)
    issue_it(registrar, width)
    follow_all()
    extract = Extract.objects.get()
    assert (extract.signer_name, extract.recipient, extract.query) == (SIGNER, FOR, "level=department&year=2025")
    registrar.go(f"/so-dang-ky/trich-luc/{extract.code}/")
    registrar.shot(f"extract-shown-{width}")
    assert FOR in registrar.text() and code_of(extract) in registrar.text()
    told = registrar.page.request.get(registrar.page.url + "van-ban.pdf")
    assert told.status == 200 and told.body().startswith(b"%PDF")
    registrar.go("/quyet-dinh/")
    registrar.press("text=Trích lục đã ban hành")
    registrar.shot(f"extracts-{width}")
    assert extract.reference in registrar.text() and fits(registrar)
    verify_it(somebody("", width=width), extract, width)
    assert not registrar.complaints


def issue_it(registrar, width):
    page = registrar.go("/so-dang-ky/?level=department&year=2025")
    registrar.shot(f"extract-register-{width}")
    assert fits(registrar)
    registrar.press("text=Ban hành trích lục")
    assert "Cấp Sở" in registrar.text() and fits(registrar)
    count = page.inner_text("#extract-list strong")
    with page.expect_response(re.compile("as_of=2024-12-31")):
        page.fill("[name=as_of]", "2024-12-31")
        page.press("[name=as_of]", "Tab")
    page.wait_for_function("document.querySelector('#extract-list').innerText.includes('31/12/2024')")
    assert page.inner_text("#extract-list strong") == "0" != count, "the list is counted as on the chosen day"
    assert "chưa có nội dung" in registrar.text()
    page.fill("[name=as_of]", timezone.localdate().isoformat())
    page.fill("[name=recipient]", FOR)
    page.fill("[name=signer_post]", POST)
    page.fill("[name=signer_name]", SIGNER)
    registrar.shot(f"extract-new-{width}")
    registrar.press("main form.filing .form-actions [type=submit]")
    registrar.shot(f"extract-issued-{width}")
    assert "01/TL-" in registrar.text() and fits(registrar)


def verify_it(stranger, extract, width):
    page = stranger.go("/xac-minh/")
    page.fill("[name=ma]", code_of(extract))
    stranger.press("form[action='/xac-minh/'] [type=submit]")
    stranger.shot(f"extract-verified-{width}")
    assert extract.reference in stranger.text() and FOR not in stranger.text() and fits(stranger)
    with open_blob(extract.paper) as stream:
        pdf = stream.read()
    page.set_input_files("input[type=file]", {"name": "tl.pdf", "mimeType": "application/pdf", "buffer": pdf})
    stranger.press("form[action='/xac-minh/tep/'] [type=submit]")
    stranger.shot(f"extract-checked-{width}")
    assert "đúng từng byte là trích lục" in stranger.text()
    stranger.press("text=Danh sách tại ngày đó")
    assert f"as_of={extract.as_of}" in page.url
    assert not stranger.complaints


def fits(person):
    """No part of the page is wider than the screen."""
    return not person.page.evaluate("document.documentElement.scrollWidth > innerWidth")
