"""The one way a file enters the wiki."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing.deriving import touch
from wiki.editing.edits import whole_page
from wiki.editing.errors import BadEdit
from wiki.editing.files.file_bytes import BadFile, forget, keep, looked_at, stripped
from wiki.editing.limits import count, look_ahead
from wiki.editing.log import write_log
from wiki.editing.save import lock_page, save_edit
from wiki.editing.saving.deadlock import in_transaction
from wiki.models import File, FileVersion, Link, Page
from wiki.models.links import REDIRECT
from wiki.permissions import Editor, Place, Refused, may_upload, refuse_blocked
from wiki.reading.page import find_page
from wiki.text.file_names import LONGEST
from wiki.text.titles import InvalidTitle, Title, parse_title

COMMENT_MAX = 500
STRIPPED = "Stripped"  # among the metadata of a version: they were taken out
# Endings of programs and pages. With one of them inside its name, a file is taken for one by some readers.
RUNS = re.compile(
    r"\.(php\d?|phtml|phar|[xs]?html?|m?js|jse|vbs|wsf|hta|[ja]spx?|cgi|pl|py|sh|exe|scr|dll|msi|com|pif|bat|cmd"
    r"|ps1|jar|apk|lnk|reg|swf|zip)\s*\.",
    re.IGNORECASE,
)


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
    if len(title.name.encode()) > LONGEST:
        reason = _("the name has more than %(most)d bytes") % {"most": LONGEST}
        raise BadFile("filename-toolong", name, reason)
    if runs := RUNS.search(title.name):
        reason = _("the name has the ending of a program or a page (.%(ending)s) in it") % {"ending": runs[1]}
        raise BadFile("illegal-filename", name, reason)
    return title


def store_file(
    name: str,
    content: bytes,
    *,
    editor: Editor,
    comment: str = "",
    text: str = "",
    replace: bool = True,
    strip: bool = False,
    timestamp: datetime | None = None,
) -> Stored:
    """Store a file under a name, as its first or its next version, or change nothing at all.

    Without `replace` a name that another file has already is refused (code "fileexists"). With `strip` the
    metadata of a JPEG, PNG or WebP are taken out first.

    A page that is not there yet is made of `text`, or else of the comment. Pages that show the file change at
    once. Raises BadFile for a name or content that is refused, and what `save_edit` raises (Refused first).
    """
    title = file_title(name)
    page = find_page(title)
    may_upload(editor, page, title, again=page is not None and File.objects.filter(page=page).exists())
    if page is not None and page.redirect and not File.objects.filter(page=page).exists():
        reason = _("the name redirects to “%(title)s”; upload the file there")
        raise BadFile("redirected", title.name, reason % {"title": _leads_to(page)})
    if len(comment) > COMMENT_MAX:
        reason = _("the comment has more than %(most)d characters") % {"most": COMMENT_MAX}
        raise BadFile("comment-toolong", title.name, reason)
    look_ahead("upload", editor)
    if strip:
        content = stripped(content, title.name)
    found = looked_at(content, title.name)
    path, sha1 = keep(content, found.extension)
    told = found.metadata | ({STRIPPED: "yes"} if strip and found.kind in ("jpeg", "png", "webp") else {})
    version = FileVersion(
        sha1=sha1, size=len(content), mime=found.mime, width=found.width, height=found.height, path=path,
        metadata=told, author=editor.author, author_text=editor.name, comment=comment,
        timestamp=(timestamp or timezone.now()).replace(microsecond=0),
    )  # fmt: skip
    try:
        stored = in_transaction(lambda: _store(title, version, editor, text or comment, replace))
    except (BadFile, BadEdit, Refused):
        forget(path)
        raise
    # Another upload of the same bytes may have been refused, and taken them away.
    keep(content, found.extension)
    return stored


def _leads_to(page: Page) -> str:
    link = Link.objects.filter(REDIRECT, page=page).first()
    return Title(link.namespace, link.title).full if link else ""


def revert_file(title: Title, number: int, *, editor: Editor, comment: str = "") -> Stored:
    """Make the bytes of an old version the file's newest version; no change where they are that already.

    Raises Refused, and BadFile for a version that is not there, is hidden, or has lost its bytes.
    """
    page = find_page(title)
    may_upload(editor, page, title, again=True)
    old = FileVersion.objects.filter(file__page=page, number=number).first() if page else None
    if page is None or old is None:
        reason = _("there is no version %(number)s") % {"number": number}
        raise BadFile("nosuchversion", title.name, reason)
    _check_shown(old, title)
    if not default_storage.exists(old.path):
        raise BadFile("filemissing", title.name, _("the bytes of this version are lost"))
    look_ahead("upload", editor)
    version = FileVersion(
        sha1=old.sha1, size=old.size, mime=old.mime, width=old.width, height=old.height, path=old.path,
        metadata=old.metadata, author=editor.author, author_text=editor.name, comment=comment[:COMMENT_MAX],
        timestamp=timezone.now().replace(microsecond=0),
    )  # fmt: skip
    return in_transaction(partial(_store_again, page, old, version, editor))


def _store_again(page: Page, old: FileVersion, version: FileVersion, editor: Editor) -> Stored:
    lock_page(page)
    _check_shown(old, page.name)  # it may have been hidden at this very moment
    return _store(page.name, version, editor, "", True, action="revert")


def _check_shown(old: FileVersion, title: Title) -> None:
    """Raise BadFile if the version is hidden by now."""
    if FileVersion.objects.filter(pk=old.pk, file_hidden=True).exists():
        reason = _("this version was hidden; it would be seen again")
        raise BadFile("versionhidden", title.name, reason)


def _store(
    title: Title, version: FileVersion, editor: Editor, text: str, replace: bool, *, action: str = "overwrite"
) -> Stored:
    page = lock_page(_page(title, editor, text, version.timestamp))
    if page.deleted:
        raise BadFile("pagedeleted", title.name, _("its page was deleted at this moment"))
    file, _new = File.objects.get_or_create(page=page)
    if file.current_id and FileVersion.objects.get(pk=file.current_id).sha1 == version.sha1:
        return Stored(title, page, None)
    again = file.number > 0
    if again and not replace:
        raise BadFile("fileexists", title.name, _("there is a file of this name already"))
    may_upload(editor, page, title, again=again)
    refuse_blocked(editor, Place(title, page.pk), lock=True)
    if again or page.number > 1:  # that a file's page is made counts as the upload of the file
        count("upload", editor)
    version.pk, version.file, version.number = None, file, file.number + 1
    version.save()
    file.current, file.number = version, version.number
    file.save()
    touch.picture(title)
    write_log(
        "upload", action if again else "upload", title,
        editor=editor, page=page, comment=version.comment, timestamp=version.timestamp, sha1=version.sha1,
    )  # fmt: skip
    return Stored(title, page, version)


def _page(title: Title, editor: Editor, text: str, moment: datetime) -> Page:
    """The page of the file; made if it is not there, or found after all if somebody is quicker."""
    page = find_page(title)
    try:
        return page or _described(title, editor, text, moment)
    except BadEdit as error:
        page = find_page(title) if error.code == "articleexists" else None
        if page is None:
            raise
        return page


def _described(title: Title, editor: Editor, text: str, moment: datetime) -> Page:
    """The new page of a file. It is made even without a word, because deleting and protecting go by it."""
    words = text.strip() or _("This file has no description yet.")
    edit = whole_page(None, words, "")
    page = save_edit(title, edit, editor=editor, summary=_("Uploaded"), timestamp=moment).page
    if page is None:
        raise BadFile("emptypage", title.name, _("its page could not be made"))
    return page
