"""What an account wishes of the editor: minor edits, a preview at once, a summary, watching what it edits."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit, EditConflict
from wiki.models import Preferences
from wiki.reading.showing.preview import Preview
from wiki.web.edit.forms import EditForm, InfoboxForm
from wiki.web.edit.made import made_edit
from wiki.web.editor.desk import Desk
from wiki.web.editor.preview import preview_of
from wiki.web.watching.watch_box import watch_box


def wishes(desk: Desk) -> Preferences:
    """What the editor chose; what holds for everybody, without an account."""
    return desk.editor.user.chosen if desk.editor.user else Preferences()


def opened_as_wished(desk: Desk, form: EditForm) -> dict[str, Any]:
    """A form that was just opened: its minor box, and the preview that is shown with it, if any."""
    chosen = wishes(desk)
    if chosen.minor and desk.may_be_minor:
        form.initial["minor"] = True
    if not chosen.preview_first or desk.page is None or isinstance(form, InfoboxForm):
        return {}
    if desk.part in ("new", "reply"):
        return {}
    return {"preview": first_preview(desk, form)}


def first_preview(desk: Desk, form: EditForm) -> Preview | None:
    """What the form would make of the page if nothing were changed."""
    filled = type(form)(form.initial)
    filled.full_clean()
    try:
        return preview_of(desk, made_edit(desk, filled))
    except (BadEdit, EditConflict):
        return None


def asks_for_summary(request: HttpRequest, desk: Desk, form: EditForm) -> str:
    """What to say to an editor who wishes to be asked once about an empty summary; empty where he is not."""
    empty = desk.part != "reply" and form.said in ("", desk.summary.strip())
    if not (wishes(desk).ask_summary and empty) or "summaryasked" in request.POST:
        return ""
    return _("You gave no summary. Say in a few words why, or publish again without one.")


def edit_box(desk: Desk, form: EditForm) -> dict[str, Any]:
    """“Watch this page”, as the form has it."""
    if not desk.title.name:
        return {}
    chosen = wishes(desk)
    wished = chosen.watch_edited if desk.page else chosen.watch_created
    return watch_box(desk.editor, desk.title, form.data if form.is_bound else None, wished=wished)
