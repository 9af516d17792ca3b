import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'^@import "([\w-]+\.css)";\n', re.MULTILINE)
Paths = Mapping[str, tuple[Storage, str]]


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Compressed files under hashed names once `manage.py serve` has collected them, plain names before.

    A style sheet is written in files by subject; those it imports are put into it, so that a page loads one.
    """

    support_js_module_import_aggregation = True  # modules name one another by their hashed names

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._addresses: dict[str, str] = {}

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name

    def url(self, name: str, force: bool = False) -> str:
        """The address; remembered where files are collected, for then it lasts as long as the process."""
        if name in self._addresses and not force:
            return self._addresses[name]
        address = str(super().url(name, force))
        if self.hashed_files and not force:
            self._addresses[name] = address
        return address

    def post_process(self, paths: Paths, *args: Any, **options: Any) -> Iterator[Any]:
        joined = {
            name: (Joined(paths), name) if name.endswith(".css") else found for name, found in paths.items()
        }
        yield from super().post_process(joined, *args, **options)
        self._addresses.clear()


class Joined:
    """Style sheets with what they import from their own folder in its place."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths

    def open(self, name: str) -> "ContentFile[bytes]":
        return ContentFile(self.text(name).encode())

    def text(self, name: str) -> str:
        storage, path = self.paths[name]
        with storage.open(path) as file:
            text = file.read().decode()
        folder = PurePosixPath(name).parent
        return IMPORT.sub(lambda found: self.text(str(folder / found[1])), text)
