"""Hiding versions of a file: bytes, uploader or comment are withheld from readers, and can be shown again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from wiki.editing.deriving import touch
from wiki.editing.log import write_log
from wiki.models import FileVersion, LogEntry, Page
from wiki.moderation.hide import CannotHide, asked_for, put, to_change
from wiki.permissions import Editor, may_hide, refuse_blocked

HIDABLE = ("action_hidden", "user_hidden", "comment_hidden")  # of an entry of the log
BITS = {"file": "file_hidden", "author": "user_hidden", "comment": "comment_hidden"}


def hide_file_versions(
    page: Page,
    numbers: Collection[int],
    *,
    editor: Editor,
    file: bool | None = None,
    author: bool | None = None,
    comment: bool | None = None,
    suppress: bool | None = None,
    reason: str = "",
) -> LogEntry | None:
    """Hide (True) or show again (False) the bytes, uploader or comment of some versions of a page's file;
    None lets be. `suppress` as in `hide_revisions`. What the log told of their upload is hidden with them.

    Of the current version too: pages then show nothing in its place. One log entry tells all of it; None if
    nothing changes. Raises Refused, and CannotHide for numbers that are not the file's.
    """
    may_hide(editor)
    wanted = asked_for(editor, BITS, suppress, file=file, author=author, comment=comment)
    with transaction.atomic():
        page = Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
        refuse_blocked(editor, lock=True)
        changed, log = to_change(_versions_of(page, numbers), wanted, BITS.values(), editor=editor)
        if not changed:
            return None
        put(FileVersion.objects.filter(pk__in=[one.pk for one in changed]), wanted, BITS.values())
        _in_the_log(page, changed, {bit: to for bit, to in wanted.items() if bit != "file_hidden"})
        touch.picture(page.name)
        return write_log(
            log, "file", page.name, editor=editor, page=page, comment=reason,
            versions=[one.number for one in changed], hidden=wanted,
        )  # fmt: skip


def _versions_of(page: Page, numbers: Collection[int]) -> list[FileVersion]:
    found = list(FileVersion.objects.filter(file=page.pk, number__in=numbers).order_by("number"))
    unknown = sorted(set(numbers) - {version.number for version in found})
    if unknown:
        words = {"number": unknown[0], "title": page.name.full}
        raise CannotHide(_("“%(title)s” has no version %(number)s.") % words)
    return found


def _in_the_log(page: Page, versions: Iterable[FileVersion], bits: Mapping[str, bool]) -> None:
    """The upload of each version stands in the log with the same name and words."""
    if not bits:
        return
    uploads = {(version.timestamp, version.sha1) for version in versions}
    entries = LogEntry.objects.filter(page=page, type="upload", timestamp__in=[at for at, _ in uploads])
    told = [one.pk for one in entries if (one.timestamp, one.params.get("sha1")) in uploads]
    put(LogEntry.objects.filter(pk__in=told), bits, HIDABLE)
