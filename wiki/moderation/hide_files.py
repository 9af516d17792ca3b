"""Hiding versions of a file: bytes, uploader or comment are withheld from readers, and can be shown again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from wiki.editing.deriving import touch
from wiki.editing.log import write_log
from wiki.models import FileVersion, LogEntry, Page
from wiki.moderation.hide import CannotHide
from wiki.permissions import Editor, Refused, may_hide, refuse_blocked, sees_hidden

BITS = {"file": "file_hidden", "author": "user_hidden", "comment": "comment_hidden"}


def hide_file_versions(
    page: Page,
    numbers: Collection[int],
    *,
    editor: Editor,
    file: bool | None = None,
    author: bool | None = None,
    comment: bool | None = None,
    reason: str = "",
) -> LogEntry | None:
    """Hide (True) or show again (False) the bytes, uploader or comment of some versions of a page's file;
    None lets be. What the log told of their upload is hidden with them.

    Of the current version too: pages then show nothing in its place. One log entry tells all of it; None if
    nothing changes. Raises Refused, and CannotHide for numbers that are not the file's.
    """
    may_hide(editor)
    said = (("file", file), ("author", author), ("comment", comment))
    wanted = {BITS[what]: hidden for what, hidden in said if hidden is not None}
    with transaction.atomic():
        page = Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
        refuse_blocked(editor, lock=True)
        versions = _versions_of(page, numbers, editor)
        changed = [one for one in versions if any(getattr(one, bit) != to for bit, to in wanted.items())]
        if not changed:
            return None
        FileVersion.objects.filter(pk__in=[one.pk for one in changed]).update(**wanted)
        _in_the_log(page, changed, {bit: to for bit, to in wanted.items() if bit != "file_hidden"})
        touch.picture(page.name)
        return write_log(
            "delete", "file", page.name, editor=editor, page=page, comment=reason,
            versions=[one.number for one in changed], hidden=wanted,
        )  # fmt: skip


def _versions_of(page: Page, numbers: Collection[int], editor: Editor) -> list[FileVersion]:
    found = list(FileVersion.objects.filter(file=page.pk, number__in=numbers).order_by("number"))
    unknown = sorted(set(numbers) - {version.number for version in found})
    if unknown:
        words = {"number": unknown[0], "title": page.name.full}
        raise CannotHide(_("“%(title)s” has no version %(number)s.") % words)
    if any(version.suppressed for version in found) and not sees_hidden(editor, suppressed=True):
        raise Refused(_("This version was suppressed; you may not change who sees it."))
    return found


def _in_the_log(page: Page, versions: Iterable[FileVersion], bits: Mapping[str, bool]) -> None:
    """The upload of each version stands in the log with the same name and words."""
    if not bits:
        return
    uploads = {(version.timestamp, version.sha1) for version in versions}
    entries = LogEntry.objects.filter(page=page, type="upload", timestamp__in=[at for at, _ in uploads])
    told = [one.pk for one in entries if (one.timestamp, one.params.get("sha1")) in uploads]
    LogEntry.objects.filter(pk__in=told).update(**bits)
