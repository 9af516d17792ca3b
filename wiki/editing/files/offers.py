"""A file that somebody offers by a form: taken in, or kept waiting for an answer so that it need not come
again.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.editing.files.file_bytes import BadFile, set_aside, stripped, taken_up
from wiki.editing.files.files import Stored, file_title, store_file
from wiki.permissions import Editor, Refused
from wiki.reading.files.foreseen import Foreseen, foresee

A_DAY = 200  # files of an account that are kept waiting; further ones have to be chosen again


@dataclass(frozen=True, slots=True)
class Offer:
    """A file and the name it is wanted under. `aside`: the path of one that waited; `agreed`: to which
    warnings.
    """

    name: str
    content: bytes = b""
    aside: str = ""
    agreed: frozenset[str] = frozenset()
    size: int = 0  # of a file that is too large to have been kept


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an offer: stored; or a `problem`; or a question (`foreseen`). What waits has its path."""

    name: str
    stored: Stored | None = None
    problem: str = ""
    foreseen: Foreseen | None = None
    aside: str = ""


def take_in(
    offer: Offer,
    *,
    editor: Editor,
    text: str = "",
    comment: str = "",
    strip: bool = False,
    again: bool = False,
) -> Outcome:
    """Store the file, unless something is wrong with it or has to be asked first.

    `again`: the next version of a file that is there. Whatever is refused is told, never raised; a picture
    that is good in itself is kept for a day.
    """
    content = b""
    try:
        content = _content(offer, strip)
        title = file_title(offer.name)
        foreseen = foresee(title, content, viewer=editor)
        if again and not foreseen.taken:
            raise BadFile("filemissing", title.name, _("there is no file of this name any more"))
        if foreseen.asks(again=again) and foreseen.told not in offer.agreed:
            return _waiting(editor, offer.name, content, "", foreseen)
        stored = store_file(
            offer.name, content, editor=editor, text=text, comment=comment, strip=strip,
            replace=foreseen.taken,
        )  # fmt: skip
    except BadFile as error:
        return _waiting(editor, offer.name, content, error.reason)
    except (BadEdit, Refused) as error:
        return _waiting(editor, offer.name, content, error.message)
    return Outcome(stored.title.name, stored)


def keep_waiting(offer: Offer, *, editor: Editor, strip: bool = False) -> Outcome:
    """Store nothing yet: the rest of the form has to be mended first."""
    try:
        return _waiting(editor, offer.name, _content(offer, strip), "")
    except BadFile as error:
        return Outcome(offer.name, problem=error.reason)


def _content(offer: Offer, strip: bool) -> bytes:
    if offer.size > settings.UPLOAD_MAX_BYTES:
        words = {"size": f"{offer.size:,}", "most": f"{settings.UPLOAD_MAX_BYTES:,}"}
        reason = _("the file has %(size)s bytes; %(most)s are the most") % words
        raise BadFile("file-too-large", offer.name, reason)
    content = taken_up(offer.aside, offer.name) if offer.aside else offer.content
    return stripped(content, offer.name) if strip else content


def _waiting(
    editor: Editor, name: str, content: bytes, problem: str, foreseen: Foreseen | None = None
) -> Outcome:
    count = f"waiting:{editor.name}"
    cache.add(count, 0, 24 * 3600)
    if cache.incr(count) > A_DAY:
        full = _("so many files of this account wait today that it was not kept; choose it again")
        return Outcome(name, problem=problem or full, foreseen=foreseen)
    try:
        return Outcome(name, problem=problem, foreseen=foreseen, aside=set_aside(content, name))
    except BadFile as error:  # what is wrong with the bytes is told first
        return Outcome(name, problem=error.reason if content or not problem else problem)
