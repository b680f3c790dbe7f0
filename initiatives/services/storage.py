"""Bytes by digest: stored once under their SHA-256, never under a name that somebody gave."""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from config.errors import Unavailable
from initiatives.models import Blob

logger = logging.getLogger(__name__)


def put_bytes(data: bytes, media_type: str) -> Blob:
    """Keep bytes that the system made itself (papers)."""
    return put_stream(ContentFile(data), hashlib.sha256(data).hexdigest(), len(data), media_type)


def put_stream(stream: "File[bytes]", digest: str, size: int, media_type: str) -> Blob:
    """Keep a stream whose digest is known; the same bytes are kept once."""
    found = Blob.objects.filter(digest=digest).first()
    if found is not None:
        return found
    place = f"{digest[:2]}/{digest}"
    with or_unavailable():
        if not (default_storage.exists(place) and default_storage.size(place) == size):  # a crash may leave half a file
            place = default_storage.save(place, stream)
    return Blob.objects.get_or_create(
        digest=digest, defaults={"size": size, "media_type": media_type, "storage": place}
    )[0]


def digest_of(stream: "File[bytes]") -> str:
    """SHA-256 of an upload or a file, read from its beginning."""
    stream.seek(0)
    digest = hashlib.sha256()
    for chunk in stream.chunks():
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()


@contextmanager
def open_blob(blob: Blob) -> Iterator[IO[Any]]:
    """The bytes of a blob, for reading."""
    with opened(blob) as stream:
        yield stream


def opened(blob: Blob) -> "File[bytes]":
    """The bytes of a blob; the caller closes them. Raises FileNotFoundError, or Unavailable."""
    with or_unavailable():
        return default_storage.open(blob.storage, "rb")


@contextmanager
def or_unavailable() -> Iterator[None]:
    """A full disk or a storage that is down: nothing is done, people are told to try again, operators why.

    Raises Unavailable.
    """
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        logger.exception("the storage of files failed")
        raise storage_failed() from error


def storage_failed() -> Unavailable:
    """The error for people."""
    return Unavailable(_("Files cannot be kept or opened at the moment. Nothing was changed: try again later."))
