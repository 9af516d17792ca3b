"""Versions of files as they were uploaded elsewhere: looked at as every upload is, and told as they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wiki.editing.deriving import touch
from wiki.editing.files.file_bytes import BadFile, forget, keep, looked_at
from wiki.editing.files.files import COMMENT_MAX, file_title
from wiki.models import File, FileVersion, LogEntry, Page
from wiki.reading.page import find_page
from wiki.text.titles import Title


@dataclass(frozen=True, slots=True)
class ImportedVersion:
    """A version of a file as it was made elsewhere."""

    timestamp: datetime
    author_text: str
    comment: str
    content: bytes
    author_id: int | None = None
    user_hidden: bool = False
    comment_hidden: bool = False


def add_version(title: Title, one: ImportedVersion) -> bool:
    """Make the bytes the newest version of the file of this page, with a line in the log; False where it is
    here already.

    Raises BadFile for what is taken from nobody, for a title without a page, and for a version that is older
    than one that is here.
    """
    page = find_page(title)
    if page is None or title != file_title(title.name):
        raise BadFile("nosuchpage", title.name, "it has no page of its own here")
    found = looked_at(one.content, title.name)
    path, sha1 = keep(one.content, found.extension)
    version = FileVersion(
        sha1=sha1, size=len(one.content), mime=found.mime, width=found.width, height=found.height, path=path,
        metadata=found.metadata, author_id=one.author_id, author_text=one.author_text,
        comment=one.comment[:COMMENT_MAX], timestamp=one.timestamp, user_hidden=one.user_hidden,
        comment_hidden=one.comment_hidden,
    )  # fmt: skip
    try:
        with transaction.atomic():
            return _add(page, version)
    except BadFile:
        forget(path)
        raise


def _add(page: Page, version: FileVersion) -> bool:
    Page.objects.select_for_update().get(pk=page.pk)
    file, _new = File.objects.get_or_create(page=page)
    here = FileVersion.objects.filter(file=file)
    if here.filter(sha1=version.sha1, timestamp=version.timestamp).exists():
        return False
    if here.filter(timestamp__gt=version.timestamp).exists():
        raise BadFile("older", page.title, "a newer version is here already")
    version.file, version.number = file, file.number + 1
    version.save()
    file.current, file.number = version, version.number
    file.save()
    touch.picture(page.name)
    _tell(page, version)
    return True


def _tell(page: Page, version: FileVersion) -> None:
    told = LogEntry.objects.filter(
        namespace=page.namespace, title=page.title, timestamp=version.timestamp, type="upload"
    )
    if not told.exists():  # the log may have been brought in before the file
        LogEntry.objects.create(
            type="upload", action="upload" if version.number == 1 else "overwrite", page=page,
            namespace=page.namespace, title=page.title, user_id=version.author_id,
            user_text=version.author_text, timestamp=version.timestamp, comment=version.comment,
            params={"sha1": version.sha1}, user_hidden=version.user_hidden,
            comment_hidden=version.comment_hidden,
        )  # fmt: skip
