"""Deeds for several files at once: those of their pages, and hiding their bytes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.admin.deeds import Deed, action_of, delete, undelete
from wiki.admin.foreseen import deletion, undeletion
from wiki.models import File
from wiki.moderation.hide import CannotHide
from wiki.moderation.hide_files import hide_file_versions
from wiki.permissions import Editor, Refused, may_delete, may_hide, may_undelete


def delete_file(file: File, editor: Editor, said: dict[str, Any]) -> str:
    return delete(file.page, editor, said)


def undelete_file(file: File, editor: Editor, said: dict[str, Any]) -> str:
    return undelete(file.page, editor, said)


def hide_bytes(file: File, editor: Editor, said: dict[str, Any]) -> str:
    """Of the current version: pages show nothing in its place then."""
    try:
        entry = hide_file_versions(file.page, [file.number], editor=editor, file=True, reason=said["reason"])
    except CannotHide as error:
        raise Refused(str(error)) from None
    if entry is None:
        raise Refused(_("the current version was hidden already"))
    return _("the current version of “%(page)s” is hidden") % {"page": file.page}


delete_files = action_of(
    Deed(
        "delete_files", gettext_lazy("Delete files"), gettext_lazy("Delete files"), may_delete, delete_file,
        grave=True, foresee=deletion,
    )
)  # fmt: skip
undelete_files = action_of(
    Deed(
        "undelete_files", gettext_lazy("Undelete files"), gettext_lazy("Undelete files"), may_undelete,
        undelete_file, foresee=undeletion,
    )
)  # fmt: skip
hide_files = action_of(
    Deed(
        "hide_files", gettext_lazy("Hide the current versions"), gettext_lazy("Hide"), may_hide, hide_bytes,
        grave=True,
    )
)  # fmt: skip
