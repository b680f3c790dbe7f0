"""Everything that cannot be made again, in one file: the database, the stored files, the keys. And back from it.

The file is a tar archive whose last member names the digest of every other. It holds every secret: its mode is 0600.
"""

import hashlib
import io
import json
import os
import tarfile
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from config.errors import Invalid
from operations.services import databases

MANIFEST, FILES, KEYS, SECRET = "manifest.json", "files/", "keys/", "keys/secret_key"
OTHER_FILES = ("pkcs12", "password_file", "image", "certificate")
CHUNK = 1 << 20
Say = Callable[[str], object]


class _Digesting(io.RawIOBase):
    """A file that is read once, and its digest."""

    def __init__(self, source: BinaryIO) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.digest.update(data)
        return data


def write_backup(path: Path, say: Say) -> None:
    """Write a backup while the system goes on. The database comes first: what it names is among the files still."""
    digests: dict[str, str] = {}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w") as archive:
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            name = databases.NAMES[connection.vendor]
            databases.dump(Path(folder) / name)
            digests[name] = _add_path(archive, name, Path(folder) / name)
        say("database")
        for stored in stored_names():
            with default_storage.open(stored) as source:
                digests[FILES + stored] = _add(archive, FILES + stored, source, default_storage.size(stored))
        say(f"{sum(name.startswith(FILES) for name in digests)} files")
        digests[SECRET] = _add_bytes(archive, SECRET, "\n".join(_secrets()).encode())
        for name, key in key_files():
            digests[KEYS + name] = _add_path(archive, KEYS + name, key)
        told = {"made_at": timezone.now().isoformat(), "vendor": connection.vendor, "digests": digests}
        _add_bytes(archive, MANIFEST, json.dumps(told).encode())
    say("keys")


def restore_backup(path: Path, overwrite: bool, say: Say) -> None:
    """Bring everything back into this installation, which must be new unless it may be overwritten.

    Raises Invalid before anything has been touched if the file is not whole or not for this kind of database.
    """
    with tarfile.open(path, "r:") as archive:
        told = _checked(archive)
        if not overwrite and not databases.is_empty():
            raise Invalid("This database is not empty. Restore into a new one, or say --overwrite.")
        say("the backup is whole")
        _load_database(archive)
        say("database")
        names = [name for name in told["digests"] if name.startswith(FILES)]
        for name in names:
            _store(name.removeprefix(FILES), _opened(archive, name))
        say(f"{len(names)} files")
        _keep_keys(archive, told["digests"])
    say(f"keys in {settings.DATA_DIR / 'restored-keys'}")


def stored_names(folder: str = "") -> Iterator[str]:
    """The names of all stored files."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from stored_names(f"{folder}{name}/")


def key_files() -> Iterator[tuple[str, Path]]:
    """The file of signing keys and what it names, by their paths from its folder."""
    named = os.environ.get("SIGNING_KEYS", "")
    if not named:
        return
    told = tomllib.loads(Path(named).read_text(encoding="utf-8"))
    others = [
        *told.get("trust", []),
        *(key[name] for key in told.get("key", []) for name in OTHER_FILES if name in key),
    ]
    yield Path(named).name, Path(named)
    for other in sorted(set(others)):
        if (found := Path(named).parent / other).is_file():
            yield str(other).lstrip("/"), found


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _checked(archive: tarfile.TarFile) -> dict[str, Any]:
    """The manifest, once every member has the digest it names."""
    members = archive.getnames()
    if members[-1:] != [MANIFEST]:
        raise Invalid("The backup is cut off: its last part is missing.")
    told: dict[str, Any] = json.loads(_opened(archive, MANIFEST).read())
    if told["vendor"] != connection.vendor:
        raise Invalid(f"The backup is of {told['vendor']}, this installation has {connection.vendor}.")
    if sorted(members[:-1]) != sorted(told["digests"]):
        raise Invalid("The backup is not whole: it holds other parts than it names.")
    for name, digest in told["digests"].items():
        if hashlib.file_digest(_opened(archive, name), "sha256").hexdigest() != digest:
            raise Invalid(f"The backup is damaged: {name} is not what was written.")
    return told


def _load_database(archive: tarfile.TarFile) -> None:
    name = databases.NAMES[connection.vendor]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        with path.open("wb") as out, _opened(archive, name) as source:
            while chunk := source.read(CHUNK):
                out.write(chunk)
        databases.load(path)


def _store(name: str, source: Any) -> None:
    if default_storage.exists(name):
        default_storage.delete(name)
    default_storage.save(name, File(source))


def _keep_keys(archive: tarfile.TarFile, names: Any) -> None:
    """Keys go into a folder of their own; where to put them is the operator's to say."""
    folder: Path = settings.DATA_DIR / "restored-keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    for name in names:
        if name.startswith(KEYS):
            path = (folder / name.removeprefix(KEYS)).resolve()
            if not path.is_relative_to(folder.resolve()):
                raise Invalid(f"The backup names a file outside its folder: {name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(_opened(archive, name).read())


def _opened(archive: tarfile.TarFile, name: str) -> Any:
    found = archive.extractfile(name)
    if found is None:
        raise Invalid(f"The backup is damaged: {name} is no file.")
    return found


def _add(archive: tarfile.TarFile, name: str, source: Any, size: int) -> str:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    reading = _Digesting(source)
    archive.addfile(member, reading)
    return reading.digest.hexdigest()


def _add_path(archive: tarfile.TarFile, name: str, path: Path) -> str:
    with path.open("rb") as source:
        return _add(archive, name, source, path.stat().st_size)


def _add_bytes(archive: tarfile.TarFile, name: str, data: bytes) -> str:
    return _add(archive, name, io.BytesIO(data), len(data))
