"""From an empty round to the moved figure, the found work and the verified certificate, in real Chromium."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from initiatives.models import Dossier
from organisation.models import Letter
from recognition.models import Certificate
from recognition.queries.verification import code_of
from reviews.models import Council, Hearing, Poll
from tests.samples import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Trợ lý tra cứu văn bản giúp cán bộ một cửa trả lời công dân nhanh hơn"
MEMBERS = ("chutich", "phochutich", "thuky", "phanbien", "uyvien")


def test_an_initiative_is_filed_judged_recognised_counted_and_found(somebody):
    code = file_it(somebody)
    code = check_it(somebody, code)
    judge_it(somebody, code)
    recognise_it(somebody)
    count_it(somebody)
    find_it(somebody, code)
    verify_it(somebody)


def file_it(somebody):
    author = somebody("tacgia", width=360)
    page = author.go("/ho-so/moi/")
    author.shot("01-rounds-phone")
    with page.expect_navigation():
        page.click(f"button[name=round][value=so-{timezone.localdate().year}]")
    draft = re.search(r"/ho-so/(N-\w+)/", page.url)[1]
    page.fill("[name=title]", TITLE)
    page.select_option("[name=field]", "cntt")
    page.fill("[name=summary]", "Công cụ tìm đúng điều khoản trong vài giây và trích dẫn nguồn.")
    page.check("[name=solution_types][value=technical]")
    page.fill("[name=first_applied_on]", (timezone.localdate() - timedelta(days=120)).isoformat())
    page.wait_for_selector("[data-autosave-state][data-tone=good]")
    author.shot("02-saved-as-one-types-phone")
    author.press("form.filing [type=submit]")
    add_co_author(author)
    for name in ("problem", "known_solution", "description", "novelty", "conditions"):
        page.fill(
            f"main [name={name}]", f"Nội dung {name}: tra cứu nhanh, có dẫn nguồn, dùng được ngay tại bộ phận một cửa."
        )
    author.press("form.filing [type=submit]")
    for name in ("applicability", "benefit"):
        page.fill(f"main [name={name}]", "Đã áp dụng tại ba phường; thời gian trả lời giảm từ 20 phút còn 4 phút.")
    author.press("form.filing [type=submit]")
    page.set_input_files("input[type=file]", {"name": "minh-chung.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    page.wait_for_selector("#files a")
    author.shot("03-files-phone")
    page.goto(page.url.replace("/files/", "/send/"))
    page.check("[name=declaration]")
    author.press("form.filing [type=submit]")
    assert "Trần Quốc Bảo" in author.text()  # has not confirmed yet
    confirm_share(somebody, draft)
    author.go(f"/ho-so/{draft}/soan/send/")
    page.check("[name=declaration]")
    author.press("form.filing [type=submit]")
    author.shot("04-submitted-phone")
    code = re.search(r"/ho-so/(SK-\d{4}-\d{4})/", page.url)[1]
    receipt = Letter.objects.filter(to="tacgia@example.vn", subject__contains=code).get()
    assert [file["name"] for file in receipt.attachments] == [f"bien-nhan-{code}.pdf", f"don-{code}.pdf"]
    assert not author.complaints
    return code


def add_co_author(author):
    page = author.page
    page.click("[data-rows-add]")
    page.type("[name=authors-1-full_name]", "tran quoc bao", delay=20)
    page.click("#authors-1-suggestions [role=option]")
    page.fill("[name=authors-0-share]", "60")
    page.fill("[name=authors-1-share]", "40")
    author.press("button[name=next]")


def confirm_share(somebody, draft):
    other = somebody("dongtacgia", width=360)
    assert draft in other.page.content()
    other.go(f"/ho-so/{draft}/")
    other.shot("05-confirm-share-phone")
    other.press("button[name=agree]")


def check_it(somebody, code):
    officer = somebody("canbo")
    page = officer.go(f"/ho-so/{code}/viec/return/")
    page.select_option("[name=reasons-0-field]", "benefit")
    page.fill("[name=reasons-0-text]", "Bổ sung số lượt tra cứu trong quý.")
    officer.press("main button[type=submit]")
    officer.shot("06-returned")
    author = somebody("tacgia")
    page = author.go(f"/ho-so/{code}/soan/effect/")
    assert "Bổ sung số lượt tra cứu" in author.text()
    page.fill("[name=benefit]", "Đã áp dụng tại ba phường; 1.250 lượt tra cứu trong quý, mỗi lượt giảm 16 phút.")
    author.press("form.filing [type=submit]")
    author.go(f"/ho-so/{code}/soan/send/")
    author.page.check("[name=declaration]")
    author.press("form.filing [type=submit]")
    page = officer.go(f"/ho-so/{code}/muc/phien-ban/")
    assert "1.250" in page.inner_text(".difference ins")
    officer.shot("07-what-changed")
    officer.go(f"/ho-so/{code}/viec/admit/")
    officer.press("main button[type=submit]")
    assert Dossier.objects.get(code=code).state == "admitted"
    return code


def judge_it(somebody, code):
    secretary = somebody("thuky")
    page = secretary.go("/hoi-dong/moi/")
    page.select_option("[name=round]", f"so-{timezone.localdate().year}")
    page.fill("[name=title]", "Hội đồng sáng kiến Sở Khoa học và Công nghệ")
    people = (("Võ Thành Đạt", "chair"), ("Đặng Thu Giang", "deputy"), ("Phạm Gia Định", "secretary"),
              ("Hồ Viết Hải", "reviewer"), ("Bùi Lan Hương", "member"))  # fmt: skip
    for number, (name, role) in enumerate(people):
        if number:
            page.click("[data-rows-add]")
        page.type(f"[name=seats-{number}-full_name]", name, delay=10)
        page.click(f"#seats-{number}-suggestions [role=option]")
        page.select_option(f"[name=seats-{number}-role]", role)
    secretary.press("main form.filing .form-actions [type=submit]")
    council = Council.objects.get()
    secretary.press("form[action$='/dua-vao/'] [type=submit]")
    secretary.shot("08-council")
    members = {
        name: secretary if name == "thuky" else somebody(name, width=360 if name == "uyvien" else 1280)
        for name in MEMBERS
    }
    for name, member in members.items():
        page = member.go(f"/cham-diem/{code}/")
        for criterion, points in (("novelty", "34"), ("applicability", "26"), ("benefit", "25.5")):
            page.fill(f"[name='scores.{criterion}']", points)
        member.shot(f"09-sheet-{name}")
        member.press("button[name=lock]")
    meet(members, council, code)


def meet(members, council, code):
    secretary = members["thuky"]
    secretary.go(f"/hoi-dong/{council.code}/")
    secretary.press("form[action$='/phien-hop/'] [type=submit]")
    secretary.press("form[action$='/mo/'] [type=submit]")
    for box in secretary.page.query_selector_all("[name=present]"):
        box.check()
    secretary.press("form[action$='/diem-danh/'] [type=submit]")
    secretary.press("form[action$='/bo-phieu/'] [type=submit]")
    poll = Poll.objects.get()
    for name, member in members.items():
        member.go(f"/bo-phieu/{poll.pk}/")
        member.shot(f"10-ballot-{name}")
        member.press("button[name=choice][value=yes]")
    poll.refresh_from_db()
    if poll.state == "open":
        secretary.go(f"/phien-hop/{Hearing.objects.get().session_id}/")
        secretary.press("form[action$='/kiem/'] [type=submit]")
    secretary.go(f"/phien-hop/{Hearing.objects.get().session_id}/")
    secretary.press("form[action$='/ket-luan/'] [type=submit]")
    secretary.shot("11-concluded")
    dossier = Dossier.objects.get(code=code)
    assert (dossier.state, dossier.outcome, dossier.grade) == ("concluded", "passed", "A")
    secretary.go(f"/ho-so/{code}/muc/ket-luan/")
    assert "Thông tư 18/2013/TT-BKHCN" in secretary.text()
    secretary.shot("12-why")


def recognise_it(somebody):
    registrar = somebody("coquan")
    registrar.go("/quyet-dinh/")
    registrar.press("form[action$='/du-thao/'] [type=submit]")
    registrar.page.fill("[name=signer_post]", "Giám đốc")
    registrar.page.fill("[name=signer_name]", "Võ Thành Đạt")
    registrar.shot("13-draft-decision")
    registrar.press("form[action$='/ky/'] [type=submit]")
    registrar.press("form[action$='/cong-bo/'] [type=submit]")
    registrar.shot("14-published")
    assert Certificate.objects.count() == 2


def count_it(somebody):
    leader = somebody("lanhdao")
    page = leader.go("/chi-tieu/")
    leader.shot("15-target")
    achieved = page.inner_text("#cap-so-2025-2030 .figures a:nth-child(2) .figure-value")
    assert achieved == "1"
    with page.expect_navigation():
        page.click("#cap-so-2025-2030 .figures a:nth-child(2)")
    assert TITLE in leader.text()


def find_it(somebody, code):
    anybody = somebody(width=360)
    page = anybody.go("/tim-kiem/?q=tra+cuu+van+ban+mot+cua")
    anybody.shot("16-search-phone")
    assert page.inner_text(".hit h2") == TITLE
    assert page.query_selector(".hit mark") is not None
    anybody.press(".hit h2 a")
    assert code in anybody.text()
    assert "Nội dung known_solution" not in page.content()  # what the public does not see


def verify_it(somebody):
    anybody = somebody()
    certificate = Certificate.objects.order_by("pk").first()
    page = anybody.go(f"/xac-minh/{code_of(certificate)}/")
    anybody.shot("17-verified")
    assert certificate.serial in page.inner_text("main")
    assert anybody.page.query_selector(".notice-good") is not None
