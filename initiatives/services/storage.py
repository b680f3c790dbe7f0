"""Bytes by digest: stored once under their SHA-256, never under a name that somebody gave."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from initiatives.models import Blob


def put_bytes(data: bytes, media_type: str) -> Blob:
    """Keep bytes that the system made itself (papers)."""
    return put_stream(ContentFile(data), hashlib.sha256(data).hexdigest(), len(data), media_type)


def put_stream(stream: "File[bytes]", digest: str, size: int, media_type: str) -> Blob:
    """Keep a stream whose digest is known; the same bytes are kept once."""
    found = Blob.objects.filter(digest=digest).first()
    if found is not None:
        return found
    place = f"{digest[:2]}/{digest}"
    if not (default_storage.exists(place) and default_storage.size(place) == size):  # a crash may leave half a file
        place = default_storage.save(place, stream)
    return Blob.objects.get_or_create(
        digest=digest, defaults={"size": size, "media_type": media_type, "storage": place}
    )[0]


@contextmanager
def open_blob(blob: Blob) -> Iterator[IO[Any]]:
    """The bytes of a blob, for reading."""
    with default_storage.open(blob.storage, "rb") as stream:
        yield stream
