"""Uploads go to a temporary file, but only as much of them as a file may have: a larger one costs no more disk."""

from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from initiatives.services.limits import MAX_FILE


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps the first MAX_FILE bytes and counts all; `size` of the upload then tells that it is too large."""

    file: TemporaryUploadedFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        """Take a chunk, or let it go."""
        if start < MAX_FILE:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> TemporaryUploadedFile:
        """The upload with the size that was sent."""
        self.file.seek(0)
        self.file.size = file_size
        return self.file
