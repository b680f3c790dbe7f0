"""Which keys sign for whom, read from one TOML file and checked when the system starts. Without Django and pyHanko.

A key belongs to a unit, by its code, and to the agency itself or to one person who signs for it (`signer`). It is a
PKCS#12 file, or stands in a PKCS#11 token.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SEAL_MM, HAND_MM = 36.0, 40.0
TEXTS = {"unit", "signer", "pkcs12", "pkcs11", "token", "certificate", "password_file", "image"}
KNOWN = TEXTS | {"width_mm"}


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where one key is. `image` is shown at `width_mm`: the seal of the agency, or the hand signature of the person.

    `certificate` is the label of the certificate in the token, and of its key.
    """

    unit: str
    signer: str = ""
    pkcs12: Path | None = None
    pkcs11: Path | None = None
    token: str = ""
    certificate: str = ""
    password: str = field(default="", repr=False)
    image: Path | None = None
    width_mm: float = SEAL_MM


@dataclass(frozen=True, slots=True)
class SigningSettings:
    """All keys, the roots that validation trusts (PEM files), and the address of the time-stamping authority."""

    keys: tuple[KeySource, ...] = ()
    trust: tuple[Path, ...] = ()
    timestamp_url: str = ""

    def keys_of(self, unit: str, signer: str) -> tuple[KeySource, ...]:
        """The keys that sign a paper of the unit under that name: the person's first, then the agency's.

        Nothing where the agency has no key: a paper without its seal is not the agency's.
        """
        agency = [key for key in self.keys if key.unit == unit and not key.signer]
        person = [key for key in self.keys if key.unit == unit and key.signer and _same(key.signer, signer)]
        return (*person[:1], *agency[:1]) if agency else ()


def _same(name: str, other: str) -> bool:
    return " ".join(name.split()).casefold() == " ".join(other.split()).casefold()


def read_signing(path: Path) -> SigningSettings:
    """The settings in a file; other files that it names are found from its folder.

    Raises ValueError with a sentence that says what to mend.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path} cannot be read: {error}") from error
    if unknown := set(said) - {"key", "trust", "timestamp_url"}:
        raise ValueError(f"{path} says {sorted(unknown)[0]!r}, which nobody knows.")
    keys = tuple(_key(row, path) for row in said.get("key", ()))
    told = [(key.unit, key.signer) for key in keys]
    if twice := {one for one in told if told.count(one) > 1}:
        raise ValueError(f"{path} has two keys for {' / '.join(filter(None, twice.pop()))}.")
    trust = tuple(_file(path, name) for name in said.get("trust", ()))
    address = str(said.get("timestamp_url", ""))
    if address and not address.startswith(("http://", "https://")):
        raise ValueError(f"{path}: timestamp_url must begin with http:// or https://.")
    return SigningSettings(keys, trust, address)


def _key(row: dict[str, Any], path: Path) -> KeySource:
    wrong = [name for name in row if name not in KNOWN or (name in TEXTS and not isinstance(row[name], str))]
    if wrong:
        raise ValueError(f"{path}: a key says {wrong[0]!r}, which nobody knows, or which is no text.")
    if not row.get("unit"):
        raise ValueError(f"{path}: each key names the code of its unit.")
    if bool(row.get("pkcs12")) == bool(row.get("pkcs11")):
        raise ValueError(f"{path}: the key of {row['unit']} names either a pkcs12 file or a pkcs11 module.")
    if row.get("pkcs11") and not (row.get("token") and row.get("certificate")):
        raise ValueError(f"{path}: the key of {row['unit']} in a token needs token and certificate, by their labels.")
    if not row.get("image"):
        raise ValueError(f"{path}: the key of {row['unit']} needs an image (PNG): the seal, or the hand signature.")
    files: dict[str, Any] = {name: _file(path, row[name]) for name in ("pkcs12", "pkcs11", "image") if row.get(name)}
    password = _file(path, row["password_file"]).read_text().strip() if row.get("password_file") else ""
    width = row.get("width_mm", HAND_MM if row.get("signer") else SEAL_MM)
    if not isinstance(width, int | float) or not 10 <= width <= 80:
        raise ValueError(f"{path}: width_mm of {row['unit']} must be between 10 and 80.")
    texts: dict[str, Any] = {name: row.get(name, "") for name in ("unit", "signer", "token", "certificate")}
    key = KeySource(**texts, **files, password=password, width_mm=float(width))
    _open(key)
    return key


def _file(path: Path, name: str) -> Path:
    found = (path.parent / name).resolve()
    if not found.is_file():
        raise ValueError(f"{path} names {found}, which is not there.")
    return found


def _open(key: KeySource) -> None:
    """Raise ValueError where the password does not open a PKCS#12 file. A token is asked when something is signed."""
    if key.pkcs12 is None:
        return
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        held, certificate, _others = pkcs12.load_key_and_certificates(key.pkcs12.read_bytes(), key.password.encode())
    except ValueError as error:
        raise ValueError(f"{key.pkcs12} is no PKCS#12 file that its password opens.") from error
    if held is None or certificate is None:
        raise ValueError(f"{key.pkcs12} holds no key with its certificate.")
