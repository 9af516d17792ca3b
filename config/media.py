import os
import tempfile
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage

DRAFT = ".part-"  # how the names of files begin that are being written


class WholeFiles(FileSystemStorage):
    """Files in a folder, of which each is there whole or not at all: it is written under another name first.

    What is left of a write that was killed begins with `.part-` in the topmost folder.
    """

    def _save(self, name: str, content: "File[bytes]") -> str:
        folder = Path(self.location)
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=folder, prefix=DRAFT)
        try:
            with os.fdopen(descriptor, "wb") as written:
                for chunk in content.chunks():
                    written.write(chunk)
                written.flush()
                os.fsync(written.fileno())
            kept: str = super()._save(name, Written(draft))  # type: ignore[misc]  # the stubs leave it out
            return kept
        finally:
            Path(draft).unlink(missing_ok=True)


class Written(File):  # type: ignore[type-arg]
    """A file that only needs another name."""

    def __init__(self, path: str) -> None:
        super().__init__(None, path)
        self.path = path

    def temporary_file_path(self) -> str:
        return self.path
