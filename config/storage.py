"""Files in a folder, or in S3-compatible storage at the address that `config.bucket` reads.

A bucket is private. Objects are read and written by this server alone: addresses are never handed out, files always
pass through the policy. A storage that does not answer is an OSError, as a broken disk is.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import urllib3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import FileSystemStorage
from storages.backends.s3 import S3Storage

from config.bucket import parse

NOT_FOUND, OK = 404, 200
ASIDE = ".writing"
KEPT_IN_MEMORY = 2 * 1024 * 1024
# The checksums that newer SDKs add by themselves are unknown to many a storage; ours are the names of the files.
CONFIG = Config(
    connect_timeout=3, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 3}, max_pool_connections=16,
    signature_version="s3v4", s3={"addressing_style": "path"},
    request_checksum_calculation="when_required", response_checksum_validation="when_required",
)  # fmt: skip


@contextmanager
def _as_of_a_disk() -> Iterator[None]:
    """A storage that is down, or refuses us, in the words of a disk."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise OSError(f"the storage of files: {error}") from error


class S3Files(S3Storage):  # type: ignore[misc]
    """Private objects, of which this server alone has the key."""

    def __init__(self, url: str, **options: Any) -> None:
        """Raises ImproperlyConfigured when the address says too little."""
        self.where = parse(url)
        super().__init__(
            bucket_name=self.where.name,
            endpoint_url=self.where.endpoint,
            access_key=self.where.key,
            secret_key=self.where.secret,
            region_name=self.where.region,
            verify=self.where.authorities or None,
            client_config=CONFIG,
            default_acl=None,
            file_overwrite=True,
            max_memory_size=KEPT_IN_MEMORY,
            **options,
        )

    def _open(self, name: str, mode: str = "rb") -> Any:
        """An object, with its bytes where they are to be read: what is wrong is known before an answer begins."""
        with _as_of_a_disk():
            try:
                found = super()._open(name, mode)
                if "r" in mode:
                    found.open()
                return found
            except ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] == NOT_FOUND:
                    raise FileNotFoundError(f"File does not exist: {name}") from error
                raise

    def _save(self, name: str, content: Any) -> str:
        with _as_of_a_disk():
            return str(super()._save(name, content))

    def exists(self, name: str) -> bool:
        """Whether there is an object of that name."""
        with _as_of_a_disk():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        """In bytes."""
        with _as_of_a_disk():
            return int(super().size(name))

    def delete(self, name: str) -> None:
        """Take an object away, if it is there."""
        with _as_of_a_disk():
            super().delete(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Folders and files in a folder."""
        with _as_of_a_disk():
            folders, files = super().listdir(path)
        return folders, [name for name in files if name]

    def is_open_to_anybody(self, name: str) -> bool:
        """Whether an object is handed to who has no key."""
        address = f"{self.where.endpoint}/{self.where.name}/{quote(self._normalize_name(name))}"
        options = {"ca_certs": self.where.authorities} if self.where.authorities else {}
        with urllib3.PoolManager(timeout=3, retries=False, **options) as pool:  # type: ignore[arg-type]
            return pool.request("GET", address, redirect=False).status == OK


class Folder(FileSystemStorage):
    """Files in a folder: each is there as a whole or not at all, whatever happens while it is written."""

    def _save(self, name: str, content: Any) -> str:
        """Write it aside, and put it in its place once the disk has it."""
        aside = Path(self.path(f"{ASIDE}/{secrets.token_hex(16)}"))
        try:
            super()._save(str(aside.relative_to(self.location)), content)  # type: ignore[misc]
            with aside.open("rb") as written:
                os.fsync(written.fileno())
            place = Path(self.path(name))
            place.parent.mkdir(parents=True, exist_ok=True)
            aside.replace(place)
        finally:
            aside.unlink(missing_ok=True)
        return name

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Folders and files in a folder, without what is being written."""
        folders, files = super().listdir(path)
        return [name for name in folders if name != ASIDE], files
