"""A key in a PKCS#11 token signs as one in a file does: tried on SoftHSM."""

import shutil
import subprocess
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from documents.signing.check import certificates, checked
from documents.signing.keys import SigningError
from documents.signing.sign import sign
from documents.signing.sources import read_signing
from tests.conftest import without
from tests.documents import authority
from tests.documents.papers import RECOGNITION

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so").resolve()
MISSING = (
    "SoftHSM is not installed (apt-get install softhsm2)"
    if not (MODULE.exists() and shutil.which("softhsm2-util"))
    else "the extra for tokens is not installed (pip install python-pkcs11)"
    if find_spec("pkcs11") is None
    else ""
)
PIN, AT = "123456", datetime(2026, 2, 5, 9, 30, tzinfo=UTC)


@pytest.fixture
def token(tmp_path, monkeypatch):
    """The settings of an agency whose key stands in a token, as an operator writes them."""
    if MISSING:
        without(MISSING)
    (tmp_path / "tokens").mkdir()
    place = tmp_path / "softhsm2.conf"
    place.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(place))
    told = ["softhsm2-util", "--init-token", "--free", "--label", "sangkien", "--so-pin", PIN, "--pin", PIN]
    subprocess.run(told, check=True, capture_output=True)
    load(authority.certificate("Cơ quan SYT", authority.root()))
    (tmp_path / "root.pem").write_bytes(authority.pem(authority.root()))
    (tmp_path / "pin").write_text(PIN)
    authority.seal().save(tmp_path / "seal.png")
    path = tmp_path / "signing.toml"
    path.write_text(
        f'trust = ["root.pem"]\n[[key]]\nunit = "SYT"\npkcs11 = "{MODULE}"\ntoken = "sangkien"\n'
        'certificate = "co-quan"\npassword_file = "pin"\nimage = "seal.png"\n'
    )
    return path


def load(held):
    """Put a key and its certificate into the token."""
    import pkcs11
    from cryptography.hazmat.primitives import serialization
    from pkcs11.util.ec import decode_ec_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    lib = pkcs11.lib(str(MODULE))
    lib.reinitialize()  # it may have been opened for the tokens of another test
    secret = held[1].private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    labels = {pkcs11.Attribute.LABEL: "co-quan", pkcs11.Attribute.ID: b"\x01", pkcs11.Attribute.TOKEN: True}
    with lib.get_token(token_label="sangkien").open(rw=True, user_pin=PIN) as session:
        session.create_object(decode_ec_private_key(secret) | labels | {pkcs11.Attribute.SIGN: True})
        der = held[0].public_bytes(serialization.Encoding.DER)
        session.create_object(decode_x509_certificate(der) | labels)


def test_a_token_signs_as_a_file_does(token):
    settings = read_signing(token)
    pdf = sign(RECOGNITION.typeset(), settings.keys_of("SYT", ""), "12/QĐ-SYT", AT)
    [one] = checked(pdf, certificates(settings.trust))
    assert (one["name"], one["intact"], one["whole"], one["trusted"]) == ("Cơ quan SYT", True, True, True)


def test_a_token_that_does_not_open_is_told(token):
    (token.parent / "pin").write_text("654321")
    with pytest.raises(SigningError, match="the token sangkien cannot be reached"):
        sign(RECOGNITION.typeset(), read_signing(token).keys_of("SYT", ""), "12/QĐ-SYT", AT)
