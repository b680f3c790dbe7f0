"""What every page rests on: vendored files, the policy, the frame, error pages, and words in both languages."""

import hashlib
import json
import re
from datetime import date
from pathlib import Path

import allauth
import pytest
from allauth.usersessions.models import UserSession
from babel.messages.pofile import read_po
from django.http import QueryDict
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from config.errors import Stale
from frontend import filters, navigation
from frontend.devices import device
from frontend.differences import differences
from frontend.pages.gallery import FilterForm
from frontend.templatetags.ui import due
from organisation.models import Role, Token, User
from organisation.services.tokens import make_token
from tests import city

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "frontend"
TEMPLATES = sorted((FRONTEND / "templates").rglob("*.html"))
GALLERY = "/thu-vien-giao-dien/"


@pytest.fixture(autouse=True)
def _for_show(settings):
    settings.DEMONSTRATION = True


@pytest.fixture
def somebody(db) -> User:
    return User.objects.create_user("tuyet", "tuyet@example.vn", "mat-khau-dai-123")


def without_comments(template: Path) -> str:
    return re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", template.read_text(), flags=re.DOTALL)


# --- vendored files -------------------------------------------------------------------------------------------------


def manifest() -> list[dict]:
    return json.loads((FRONTEND / "static" / "vendor" / "manifest.json").read_text())


def test_vendored_files_are_those_of_the_manifest_and_carry_their_licence():
    for package in manifest():
        folder = ROOT / package["folder"]
        assert {path.name for path in folder.iterdir()} == set(package["files"])
        assert "LICENSE" in package["files"], package["name"]
        for name, known in package["files"].items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == known["sha256"], (package["name"], name)


def test_nothing_vendored_names_a_source_map_that_is_not_there():
    for path in (FRONTEND / "static").rglob("*.js"):
        assert "sourceMappingURL" not in path.read_text(), path


# --- templates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(FRONTEND / "templates")))
def test_a_template_holds_no_inline_script_or_style_and_no_foreign_address(template):
    text = without_comments(template)
    scripts = re.findall(r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>", text)
    assert not scripts, "scripts are files under static/js, reached by data- hooks"
    assert not re.findall(r"<style\b|\sstyle=|\son[a-z]+=\"", text), "styles are classes; events are bound in modules"
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", text), "nothing is loaded from another host"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(FRONTEND / "templates")))
def test_every_icon_of_a_template_is_in_the_sprite(template):
    sprite = next((FRONTEND / "static" / "vendor").glob("tabler-icons-*/icons.svg")).read_text()
    for name in re.findall(r"\{% icon \"([^\"]+)\"", without_comments(template)):
        assert f'id="{name}"' in sprite, f"{name}: add it to tools/vendor_frontend.toml and run the script"


STYLED = set(
    re.findall(
        r"\.([A-Za-z_][\w-]*)",
        "".join(path.read_text() for path in (FRONTEND / "static").rglob("*.css")),
    )
)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(FRONTEND / "templates")))
def test_every_class_of_a_template_is_in_a_style_sheet(template):
    """Tabler is cut to the classes that are used: a missing one belongs in tools/vendor_frontend.toml or in our sheets."""
    text = re.sub(r"[\w-]*(?:\{%.*?%\}|\{\{.*?\}\})[\w-]*", " ", without_comments(template))
    used = {name for names in re.findall(r"\sclass=\"([^\"]*)\"", text) for name in names.split()}
    assert used - STYLED == set()


# --- words ----------------------------------------------------------------------------------------------------------

UNREACHED = re.compile(  # sign-up, codes by mail or telephone and social accounts are switched off
    r"signup|phone|login_code|confirm_\w+_code|base_confirm_code|already_exists|email_change|verification_sent|verified_email|models\.py"
    r"|apps\.py|admin\.py|layouts/base|password_set|trust\.html|socialaccount|/idp|^idp|openid|headless|reset_code"
)


def reached(path: str) -> bool:
    ours = path.startswith("templates/") and (FRONTEND / path).exists()
    return not UNREACHED.search(path) and not ours


def test_no_word_of_the_sign_in_pages_stays_english_in_vietnamese():
    catalogue = Path(allauth.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"
    ours = read_po((FRONTEND / "locale" / "vi" / "LC_MESSAGES" / "django.po").open("rb"), locale="vi")
    said = {(m.context, m.id if isinstance(m.id, str) else m.id[0]) for m in ours if m.id and m.string}
    for message in read_po(catalogue.open("rb")):
        if message.id and any(reached(path) for path, _ in message.locations):
            english = message.id if isinstance(message.id, str) else message.id[0]
            assert (message.context, english) in said, f"name it in frontend/words_of_others.py: {english}"


@pytest.mark.parametrize("path", ["/tai-khoan/login/", "/tai-khoan/password/reset/", "/tai-khoan/signup/", GALLERY])
def test_a_page_says_its_language_and_offers_the_other(client, db, path):
    vietnamese = client.get(path).content.decode()
    assert '<html lang="vi"' in vietnamese
    client.post("/ngon-ngu/setlang/", {"language": "en", "next": path})
    english = client.get(path).content.decode()
    assert '<html lang="en"' in english
    assert "Đăng nhập" in vietnamese and "Sign in" in english


@pytest.mark.parametrize(
    "language, on, tone, words",
    [
        ("vi", date(2026, 5, 29), "neutral", "còn 9 ngày"),
        ("vi", date(2026, 5, 22), "warning", "còn 2 ngày"),
        ("vi", date(2026, 5, 20), "warning", "hạn hôm nay"),
        ("vi", date(2026, 5, 18), "bad", "quá hạn 2 ngày"),
        ("en", date(2026, 5, 19), "bad", "1 day overdue"),
    ],
)
def test_a_due_date_says_in_words_and_tone_how_it_stands(language, on, tone, words):
    with translation.override(language):
        shown = due(on, date(2026, 5, 20))
    assert words in shown and f"due-{tone}" in shown and f'datetime="{on.isoformat()}"' in shown


# --- the policy and the errors --------------------------------------------------------------------------------------


def test_every_page_forbids_inline_and_foreign_code(client, db):
    policy = client.get("/tai-khoan/login/").headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "style-src 'self';" in policy and "object-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 412, 413, 422, 428, 429, 500, 503])
def test_an_error_is_a_page_with_advice_and_a_way_back(client, db, status):
    response = client.get(f"{GALLERY}loi/{status}/")
    assert response.status_code == status
    page = response.content.decode()
    assert "Quay lại" in page and "Trang chủ" in page and f"Lỗi {status}" in page


def test_an_error_in_a_part_of_a_page_is_a_notice_that_changes_nothing_else(client, db):
    response = client.get(f"{GALLERY}loi/409/", headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#toasts"
    assert "<html" not in response.content.decode() and "Đã có người xử lý trước" in response.content.decode()


def test_a_script_gets_a_problem_document_with_the_current_revision(client, db):
    headers = {"If-Match": '"2"', "Accept": "application/json"}
    response = client.post(f"{GALLERY}luu/", headers=headers)
    assert response.status_code == Stale.status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["revision"] == 3


def test_an_unknown_address_is_a_calm_page_in_the_house_style(client, db):
    response = client.get("/khong-co-trang-nay/")
    assert response.status_code == 404
    assert "Không tìm thấy trang" in response.content.decode()


def test_who_signs_in_where_only_a_button_leads_gets_a_page_and_not_a_blank(client, db):
    response = client.get("/giao-dien/")
    assert response.status_code == 405 and response.headers["Allow"] == "POST"
    assert "Thao tác chưa được thực hiện" in response.content.decode()
    assert client.head("/giao-dien/").content == b""


def test_a_forged_or_too_old_form_is_refused_with_a_way_out(db):
    response = Client(enforce_csrf_checks=True).post("/giao-dien/", {"theme": "dark"})
    assert response.status_code == 403
    assert "Biểu mẫu đã quá hạn gửi" in response.content.decode()


def test_the_page_for_a_fault_of_ours_needs_neither_database_nor_frame(rf):
    from frontend.pages.errors import server_error

    response = server_error(rf.get("/"))
    assert response.status_code == 500 and "Trang chủ" in response.content.decode()


def test_the_gallery_is_closed_in_production(client, db, settings):
    settings.DEMONSTRATION = False
    assert client.get(GALLERY).status_code == 404


# --- the frame ------------------------------------------------------------------------------------------------------


def test_the_frame_of_a_page_costs_few_queries(client, somebody, django_assert_max_num_queries):
    client.force_login(somebody)
    with django_assert_max_num_queries(8):
        client.get(GALLERY)


def test_nobody_is_led_where_their_roles_have_nothing_to_do(monkeypatch):
    monkeypatch.setattr(navigation, "is_built", lambda path: True)

    def places(*roles: Role) -> set[str]:
        return {entry.path for entry in navigation.entries_for(bool(roles), frozenset(roles))}

    assert "/quan-tri/" not in places(Role.MEMBER) and "/quan-tri/" in places(Role.ADMINISTRATOR)
    assert "/nhap-so/" not in places(Role.LEADER) and "/chi-tieu/" in places(Role.LEADER)
    assert places() == {"/", "/sang-kien/", "/de-tai/", "/nhiem-vu/", "/xac-minh/"}


def test_no_entry_leads_to_a_page_that_is_not_there(client, somebody):
    for entry in navigation.entries_for(True, frozenset(Role.values)):
        assert client.get(entry.path).status_code != 404, entry.path


def test_the_theme_is_kept_and_the_way_back_stays_on_this_host(client, db):
    response = client.post("/giao-dien/", {"theme": "dark", "next": GALLERY})
    assert response.headers["Location"] == GALLERY
    assert 'data-bs-theme="dark"' in client.get(GALLERY).content.decode()
    away = client.post("/giao-dien/", {"theme": "auto", "next": "https://example.com/"})
    assert away.headers["Location"] == "/"
    assert "data-bs-theme" not in client.get(GALLERY).content.decode()


def test_signing_out_everywhere_ends_every_session_and_token(client, somebody):
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.post("/tai-khoan/login/", {"login": "tuyet", "password": "mat-khau-dai-123"})
    make_token(somebody)
    client.post("/dang-xuat-moi-noi/")
    for browser in (client, elsewhere):
        assert browser.get("/tai-khoan/sessions/").status_code == 302
    assert not UserSession.objects.exists() and not Token.objects.exists()


def test_sign_in_takes_the_user_name_and_the_mail_address(somebody):
    for login in ("tuyet", "tuyet@example.vn"):
        response = Client().post("/tai-khoan/login/", {"login": login, "password": "mat-khau-dai-123"})
        assert response.status_code == 302, login


def test_a_wrong_password_is_said_in_vietnamese_and_the_name_stays(client, somebody):
    page = client.post("/tai-khoan/login/", {"login": "tuyet", "password": "sai"}).content.decode()
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in page and 'value="tuyet"' in page


def test_a_password_is_reset_by_the_link_in_the_mail(client, somebody, mailoutbox):
    client.post("/tai-khoan/password/reset/", {"email": "tuyet@example.vn"})
    assert "Đặt lại mật khẩu" in mailoutbox[0].subject
    link = re.search(r"https?://[^/]+(/\S+)", mailoutbox[0].body)[1]
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "mot-mat-khau-moi-99", "password2": "mot-mat-khau-moi-99"})
    somebody.refresh_from_db()
    assert somebody.check_password("mot-mat-khau-moi-99")


# --- small parts ----------------------------------------------------------------------------------------------------


def test_differences_give_back_both_versions():
    old, new = "từ 15 ngày xuống còn 10 ngày", "từ 15 ngày xuống còn 7 ngày làm việc"
    pieces = differences(old, new, whole=True)
    assert "".join(p.text for p in pieces if p.kind != "added") == old
    assert "".join(p.text for p in pieces if p.kind != "removed") == new


def test_a_long_unchanged_passage_is_left_out():
    words = " ".join(f"chữ{number}" for number in range(200))
    pieces = differences(f"cũ {words}", f"mới {words}")
    assert [piece.kind for piece in pieces] == ["removed", "added", "same", "skipped"]


def test_a_chip_says_what_is_filtered_and_takes_just_that_away(settings):
    query = QueryDict("level=city&state=draft&sort=-code&cursor=abc")
    chips = filters.chips(FilterForm(query), query)
    assert [chip.without for chip in chips] == ["?state=draft&sort=-code", "?level=city&sort=-code"]
    assert filters.kept(query, FilterForm(query)) == [("sort", "-code")]


@pytest.mark.parametrize(
    "text, words",
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130 Safari/537.36 Edg/130", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari · iPhone"),
        ("curl/8", "curl/8"),
    ],
)
def test_a_device_is_named_so_that_one_knows_it(text, words):
    assert device(text) == words


def test_static_files_build_under_the_names_of_production(tmp_path, settings):
    from django.core.management import call_command

    settings.STATIC_ROOT, settings.DEMONSTRATION = tmp_path, False
    storage = {"BACKEND": "frontend.static_files.Storage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}
    call_command("collectstatic", "--noinput", "--verbosity=0", ignore=["rest_framework*", "drf_spectacular*"])
    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    app = (tmp_path / names["js/app.js"]).read_text()
    assert names["js/page.js"].removeprefix("js/") in app, "modules import each other by the names of production"
    assert (tmp_path / f"{names['css/site.css']}.br").exists()


def test_a_key_stands_in_a_page_as_it_is_and_a_figure_as_it_is_read():
    shown = Template('{% load ui %}<input value="{{ pk }}">{% figures pk %}').render(Context({"pk": 1234567}))
    assert shown == '<input value="1234567">1.234.567'


def test_pages_are_compressed_and_what_carries_an_entity_tag_keeps_it(client, db):
    squeezed = {"HTTP_ACCEPT_ENCODING": "gzip"}
    page = client.get("/tai-khoan/login/", **squeezed)
    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) < len(client.get("/tai-khoan/login/").content) / 2
    unit = city.unit()
    author = city.actor(at=unit)
    dossier = city.draft(author, city.round_at(unit))
    client.force_login(User.objects.get(pk=author.user_id))
    detail = client.get(f"/api/v1/dossiers/{dossier.reference}/", **squeezed)
    assert detail["ETag"].startswith('"')
    assert "Content-Encoding" not in detail
