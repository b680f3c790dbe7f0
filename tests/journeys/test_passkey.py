"""A passkey in real Chromium: added under the content policy, and signed in with, without a password."""

import pytest

from demonstration.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def test_a_passkey_is_added_and_opens_the_door_without_a_password(somebody, live_server):
    author = somebody("tacgia")
    page = author.page
    line = author.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    author.go("/tai-khoan/2fa/webauthn/add/")
    if page.locator("input[name=password]").count():  # it binds: asked for again
        page.fill("input[name=password]", PASSWORD)
        author.press("main button[type=submit]")
    page.fill("input[name=name]", "Điện thoại")
    page.check("input[name=passwordless]")
    with page.expect_navigation():
        page.click("#mfa_webauthn_add")
    assert "Điện thoại" in author.go("/tai-khoan/2fa/webauthn/").inner_text("main")
    author.shot("khoa-truy-cap")
    author.context.clear_cookies()
    author.go("/tai-khoan/login/")
    with page.expect_navigation(url=f"{live_server.url}/"):
        page.click("#passkey_login")
    assert "/tai-khoan/login/" not in author.go("/ho-so/").url
    assert author.complaints == []
