"""Files that are too large are read from the network, but never kept: neither in memory nor on the disk."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

AT_ONCE = 50  # files of the largest size that a form may bring


class UploadLimit(FileUploadHandler):
    """The first of the handlers. Of a file that is too large the view gets name and size, and no byte."""

    def handle_raw_input(self, input_data: Any, meta: Any, content_length: int, *more: Any) -> None:
        if content_length > AT_ONCE * settings.UPLOAD_MAX_BYTES:
            raise RequestDataTooBig

    def new_file(self, *args: Any, **options: Any) -> None:
        super().new_file(*args, **options)
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.size += len(raw_data)
        return raw_data if self.size <= settings.UPLOAD_MAX_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.size <= settings.UPLOAD_MAX_BYTES:
            return None
        for handler in self.request.upload_handlers if self.request else ():
            handler.upload_interrupted()  # what another has begun to write is taken away
        return UploadedFile(io.BytesIO(), self.file_name, self.content_type, self.size)
