"""A throw-away certification authority: roots, an agency's key, a person's key, a time-stamping authority."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from asn1crypto import keys, tsp
from asn1crypto import x509 as parsed
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image, ImageDraw
from pyhanko.sign.timestamps import DummyTimeStamper

from documents.signing.sources import SigningSettings, read_signing

PASSWORD = "only for tests"
SINCE, UNTIL = datetime(2015, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
Pair = tuple[x509.Certificate, Any]


def certificate(name: str, by: Pair | None = None, until: datetime = UNTIL, *, stamping: bool = False) -> Pair:
    """A certificate for that name, issued by an authority; without one, that of an authority of its own."""
    key: Any = rsa.generate_private_key(65537, 2048) if stamping else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer, issuer_key = (by[0].subject, by[1]) if by else (subject, key)
    usage = {
        name: False
        for name in (
            "key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only",
        )
    }  # fmt: skip
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(SINCE)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=by is not None, content_commitment=by is not None and not stamping,
                key_cert_sign=by is None, crl_sign=by is None, **usage,
            ),
            critical=True,
        )
    )  # fmt: skip
    if stamping:
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return built.sign(issuer_key, hashes.SHA256()), key


@cache
def root() -> Pair:
    """The authority of this run."""
    return certificate("Gốc thử nghiệm")


def pem(held: Pair) -> bytes:
    return held[0].public_bytes(serialization.Encoding.PEM)


def archive(held: Pair, password: str = PASSWORD) -> bytes:
    """A PKCS#12 file of a certificate, its key and the root."""
    locked = serialization.BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(b"key", held[1], held[0], [root()[0]], locked)


def seal(size: int = 360) -> Image.Image:
    """A round red seal on nothing."""
    image = Image.new("RGBA", (size, size))
    draw = ImageDraw.Draw(image)
    draw.ellipse((8, 8, size - 8, size - 8), outline=(200, 16, 16, 255), width=12)
    draw.regular_polygon((size / 2, size / 2, size / 5), 5, fill=(200, 16, 16, 255))
    return image


def hand() -> Image.Image:
    """A blue stroke on nothing."""
    image = Image.new("RGBA", (400, 160))
    ImageDraw.Draw(image).line((10, 130, 90, 20, 150, 140, 240, 40, 390, 90), fill=(20, 40, 160, 255), width=9)
    return image


def settings_in(folder: Path, unit: str = "SYT", signer: str = "", timestamp_url: str = "") -> SigningSettings:
    """The settings of an agency with a key, and of a person's where one is named, as an operator writes them."""
    return read_signing(written_in(folder, unit, signer, timestamp_url))


def written_in(folder: Path, unit: str = "SYT", signer: str = "", timestamp_url: str = "") -> Path:
    (folder / "root.pem").write_bytes(pem(root()))
    (folder / "password").write_text(PASSWORD)
    said = ['trust = ["root.pem"]', f'timestamp_url = "{timestamp_url}"' if timestamp_url else ""]
    for name, file, image in (("", "agency", seal()), *([(signer, "person", hand())] if signer else [])):
        (folder / f"{file}.p12").write_bytes(archive(certificate(name or f"Cơ quan {unit}", root())))
        image.save(folder / f"{file}.png")
        said.append(
            f'[[key]]\nunit = "{unit}"\nsigner = "{name}"\npkcs12 = "{file}.p12"\npassword_file = "password"\n'
            f'image = "{file}.png"'
        )
    path = folder / "signing.toml"
    path.write_text("\n".join(said), encoding="utf-8")
    return path


@contextmanager
def time_stamping() -> Iterator[str]:
    """A time-stamping authority (RFC 3161) over HTTP: its address."""
    held, key = certificate("Cấp dấu thời gian thử nghiệm", root(), stamping=True)
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    stamper = DummyTimeStamper(
        parsed.Certificate.load(held.public_bytes(serialization.Encoding.DER)), keys.PrivateKeyInfo.load(der)
    )

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(stamper.request_tsa_response(asked).dump())

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
