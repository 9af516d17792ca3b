"""The one way a file enters the wiki."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing import touch
from wiki.editing.deadlock import in_transaction
from wiki.editing.edits import whole_page
from wiki.editing.log import write_log
from wiki.editing.save import lock_page, save_edit
from wiki.models import File, FileVersion, Page
from wiki.permissions import Editor, may_upload
from wiki.pictures.found import BadPicture, Found
from wiki.pictures.look import look_at
from wiki.reading.page import find_page
from wiki.text.titles import InvalidTitle, Title, parse_title

COMMENT_MAX = 500
LONGEST_NAME = 240  # bytes, as MediaWiki: room for what is put before the name of a thumbnail


class BadFile(Exception):
    """The file is not taken in: `message` names it and says why, `code` is for machines."""

    def __init__(self, code: str, name: str, reason: str) -> None:
        self.name = name if len(name) <= 80 else name[:79] + "…"
        self.code, self.reason = code, reason
        self.message = f"“{self.name}”: {reason}"
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Stored:
    """What came of it. `version` is None where the current version has these very bytes."""

    title: Title
    page: Page
    version: FileVersion | None


def file_title(name: str) -> Title:
    """The title of the page of a file called `name`, with or without its prefix. Raises BadFile."""
    try:
        title = parse_title(name, namespace=6)
    except InvalidTitle as error:
        raise BadFile(error.code, name, error.message) from None
    if title.namespace != 6:
        reason = _("a file cannot be in the namespace of “%(title)s”") % {"title": title.full}
        raise BadFile("illegal-filename", name, reason)
    if found := next((char for char in title.name if char in "/\\:"), ""):
        raise BadFile("illegal-filename", name, _("the name has “%(char)s” in it") % {"char": found})
    if len(title.name.encode()) > LONGEST_NAME:
        reason = _("the name has more than %(most)d bytes") % {"most": LONGEST_NAME}
        raise BadFile("filename-toolong", name, reason)
    return title


def store_file(
    name: str,
    content: bytes,
    *,
    editor: Editor,
    comment: str = "",
    text: str = "",
    replace: bool = True,
    timestamp: datetime | None = None,
) -> Stored:
    """Store a file under a name, as its first or its next version, or change nothing at all.

    Without `replace` a name that another file has already is refused (code "fileexists").

    A page that is not there yet is made of `text`, or else of the comment. Pages that show the file change at
    once. Raises BadFile for a name or content that is refused, and what `save_edit` raises (Refused first).
    """
    title = file_title(name)
    page = find_page(title)
    may_upload(editor, page, title, again=page is not None and File.objects.filter(page=page).exists())
    if len(comment) > COMMENT_MAX:
        reason = _("the comment has more than %(most)d characters") % {"most": COMMENT_MAX}
        raise BadFile("comment-toolong", title.name, reason)
    try:
        found = look_at(content, title.name)
    except BadPicture as error:
        raise BadFile(error.code, title.name, error.message) from None
    path, sha1 = _keep(content, found)
    moment = (timestamp or timezone.now()).replace(microsecond=0)
    version = FileVersion(
        sha1=sha1, size=len(content), mime=found.mime, width=found.width, height=found.height, path=path,
        metadata=found.metadata, author=editor.user, author_text=editor.name, timestamp=moment,
        comment=comment,
    )  # fmt: skip
    return in_transaction(lambda: _store(title, version, editor, text or comment, replace))


def _keep(content: bytes, found: Found) -> tuple[str, str]:
    """Put the bytes into the storage, at a path that follows from them; return it and their SHA-1.

    Done before the transaction: what is left of one that fails is found again by the next try.
    """
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    path = f"files/{sha1[:2]}/{sha1}.{found.extension}"
    if not default_storage.exists(path) or default_storage.size(path) != len(content):
        default_storage.delete(path)
        written = default_storage.save(path, ContentFile(content))
        if written != path:  # somebody stored the same bytes meanwhile
            default_storage.delete(written)
    return path, sha1


def _store(title: Title, version: FileVersion, editor: Editor, text: str, replace: bool) -> Stored:
    page = find_page(title) or _described(title, editor, text, version.timestamp)
    page = lock_page(page)
    file, _new = File.objects.get_or_create(page=page)
    if file.current_id and FileVersion.objects.get(pk=file.current_id).sha1 == version.sha1:
        return Stored(title, page, None)
    again = file.number > 0
    if again and not replace:
        raise BadFile("fileexists", title.name, _("there is a file of this name already"))
    may_upload(editor, page, title, again=again)
    version.pk, version.file, version.number = None, file, file.number + 1
    version.save()
    file.current, file.number = version, version.number
    file.save()
    touch.picture(title)
    write_log(
        "upload", "overwrite" if again else "upload", title,
        editor=editor, page=page, comment=version.comment, timestamp=version.timestamp, sha1=version.sha1,
    )  # fmt: skip
    return Stored(title, page, version)


def _described(title: Title, editor: Editor, text: str, moment: datetime) -> Page:
    """The new page of a file. It is made even without a word, because deleting and protecting go by it."""
    words = text.strip() or _("This file has no description yet.")
    edit = whole_page(None, words, "")
    page = save_edit(title, edit, editor=editor, summary=_("Uploaded"), timestamp=moment).page
    if page is None:
        raise BadFile("emptypage", title.name, _("its page could not be made"))
    return page
