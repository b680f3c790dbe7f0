"""Uploads go to a temporary file, but only as much of them as a file may have: a larger one costs no more disk."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

from initiatives.services.limits import MAX_FILE


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps the first MAX_FILE bytes and counts all; `size` of the upload then tells that it is too large."""

    file: TemporaryUploadedFile
    lost = ""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin anew."""
        super().new_file(*args, **kwargs)
        self.lost = ""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        """Take a chunk, or let it go."""
        if start < MAX_FILE and not self.lost:
            try:
                self.file.write(raw_data)
            except OSError as error:
                self.lost = str(error)

    def file_complete(self, file_size: int) -> TemporaryUploadedFile:
        """The upload with the size that was sent; its `lost` says why the disk did not take all of it."""
        try:
            self.file.seek(0)  # writes what is still held back
        except OSError as error:
            self.lost = str(error)
        self.file.lost = self.lost  # type: ignore[attr-defined]
        self.file.size = file_size
        return self.file


class PassingUploadHandler(FileUploadHandler):
    """For a file that is only looked at: its first `most` bytes, in memory; what comes after them is let go.
    `size` of the upload tells how much was sent.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most, self.kept = most, BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin anew."""
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a chunk, or let it go."""
        if start < self.most:
            self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The upload with the size that was sent."""
        self.kept.seek(0)
        kind, name = self.content_type or "", self.file_name or ""
        return InMemoryUploadedFile(self.kept, self.field_name, name, kind, file_size, self.charset)
