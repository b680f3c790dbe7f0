"""Webhooks: signed, tried again, never into a private network; and what got stuck is seen and tried again by a person."""

import hashlib
import hmac
import json
import ssl
import threading
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.utils import timezone

from config.errors import Forbidden, Invalid
from journal.followers import FOLLOWERS
from journal.models import Delivery, Entry, Event
from journal.services.follow import follow
from journal.services.record import tell
from operations.models import Hook
from operations.services import hooks
from organisation.models import Role, User
from tests import city
from tests.editions import ON_POSTGRES

pytestmark = pytest.mark.django_db
PRIVATE = (
    "https://127.0.0.1/", "https://10.1.2.3/x", "https://192.168.0.1:8443/", "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/", "https://[fd00::1]/", "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::a00:1]/", "https://100.64.0.1/",
    "https://0.0.0.0/", "https://2130706433/", "https://localhost/", "https://224.0.0.1/",
)  # fmt: skip


@pytest.fixture
def administrator():
    return city.actor(Role.ADMINISTRATOR, at=city.unit())


@pytest.fixture
def receiver(tmp_path, monkeypatch):
    """Somebody else's server with a certificate for `localhost`, whom this process takes for public."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")]),
    )
    held = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False).sign(key, hashes.SHA256())
    )  # fmt: skip
    pem, secret = serialization.Encoding.PEM, tmp_path / "key.pem"
    (tmp_path / "cert.pem").write_bytes(held.public_bytes(pem))
    secret.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            self.server.heard.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(self.server.says)
            self.send_header("Location", "https://10.0.0.1/")
            self.end_headers()

        def log_message(self, *args):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    server.heard, server.says = [], 200
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", secret)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    monkeypatch.setattr(hooks, "is_public", lambda address: True)
    yield server
    server.shutdown()
    server.server_close()


def turn():
    """The outbox, as the background does it."""
    return [follow(FOLLOWERS[name]) for name in ("webhooks", "webhook-posts")]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_leads_into_a_private_network(administrator, address):
    with pytest.raises(Invalid) as refused:
        hooks.add_hook(administrator, "Cổng", address, ["decision_published"])
    assert "address" in refused.value.fields
    hook = Hook.objects.create(name="x", address=address, secret="whsec_", wants=["decision_published"])
    with pytest.raises(Invalid):  # nor does one whose name has come to mean another place since
        hooks.deliver([Event(name="webhook_due", subject=f"hook:{hook.pk}", data={"id": 1})])


@pytest.mark.parametrize(
    "address", ["http://example.vn/", "https://user:word@1.1.1.1/", "ftp://1.1.1.1/", "https:///x"]
)
def test_no_address_is_without_tls_or_with_a_password(administrator, address):
    with pytest.raises(Invalid):
        hooks.add_hook(administrator, "Cổng", address, ["decision_published"])


def test_a_message_is_signed_and_names_the_event_and_nobody(administrator, receiver):
    hook = hooks.add_hook(
        administrator, "Cổng", f"https://localhost:{receiver.server_port}/in?a=1", ["decision_published"]
    )
    tell("decision_published", "decision:7", {"signer": "Võ Thành Đạt"})
    tell("dossier_submitted", "dossier:1")
    assert turn() == [2, 1]
    [(headers, body)] = receiver.heard
    assert {key: value for key, value in json.loads(body).items() if key in ("type", "subject")} == {
        "type": "decision_published", "subject": "decision:7",
    }  # fmt: skip
    assert "Võ" not in body.decode()
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mine = hmac.new(b64decode(hook.secret.removeprefix("whsec_")), said, hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + b64encode(mine).decode()


def test_what_is_not_taken_is_sent_again_and_a_redirection_is_not_followed(administrator, receiver):
    hooks.add_hook(administrator, "Cổng", f"https://localhost:{receiver.server_port}/", ["decision_published"])
    for says in (500, 302):
        receiver.says = says
        tell("decision_published", "decision:7")
        assert turn() == [1, 0]
        assert Delivery.objects.get(follower="webhook-posts").attempts == 1
        receiver.says = 200
        Delivery.objects.update(not_before=timezone.now())
        assert turn() == [0, 1]
    assert len({headers["webhook-id"] for headers, _body in receiver.heard}) == 2  # a repeated one keeps its name
    receiver.says = 410
    tell("decision_published", "decision:8")
    turn()
    assert not Hook.objects.filter(active=True).exists()


def test_an_administrator_sees_what_is_stuck_and_tries_it_again(administrator):
    event = Event.objects.create(name="decision_published", subject="decision:7")
    stuck = Delivery.objects.create(event=event, follower="nobody", attempts=9, error="The mail server answers 554")
    browser = Client()
    browser.force_login(User.objects.get(pk=administrator.user_id))
    page = browser.get("/quan-tri/he-thong/")
    assert "The mail server answers 554" in page.content.decode()
    examined = browser.get("/quan-tri/he-thong/?kham=1").content.decode()
    assert ("manage.py grant" if ON_POSTGRES else "sqlite") in examined  # the tests own their tables
    assert browser.post(f"/quan-tri/he-thong/lam-lai/{stuck.pk}/").status_code == 302
    stuck.refresh_from_db()
    assert stuck.attempts == 0
    assert Entry.objects.get(event="delivery_replayed").data["about"] == "decision:7"
    shown = browser.post(
        "/quan-tri/he-thong/webhook/", {"name": "Cổng", "address": "https://1.1.1.1/", "wants": ["decision_signed"]}
    )
    assert Hook.objects.get().secret in shown.content.decode()
    assert (
        browser.post(
            "/quan-tri/he-thong/webhook/",
            {"name": "Cổng", "address": "https://10.0.0.1/", "wants": ["decision_signed"]},
        ).status_code
        == 422
    )
    browser.post(f"/quan-tri/he-thong/webhook/{Hook.objects.get().pk}/bo/")
    assert not Hook.objects.filter(active=True).exists()
    other = city.actor(Role.REGISTRAR, at=city.unit())
    for deed in (
        lambda: hooks.add_hook(other, "x", "https://1.1.1.1/", ["decision_signed"]),
        lambda: hooks.drop_hook(other, 1),
    ):
        with pytest.raises(Forbidden):
            deed()
