"""A draft opened again: its form with all that was typed, and what became of the page since."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit, EditConflict
from wiki.models import Draft, Section
from wiki.permissions import Refused, may_edit
from wiki.reading.compare import PartDiff
from wiki.reading.drafts import find_draft
from wiki.reading.source import heading_line
from wiki.web.accounts.accounts import LOG_IN
from wiki.web.addresses.find_part import number
from wiki.web.edit.forms import FORMS, EditForm, TextForm, lf
from wiki.web.edit.made import made_edit
from wiki.web.edit.screen import show, view_source
from wiki.web.editor.desk import Desk
from wiki.web.editor.preview import changes_of
from wiki.web.frame.visitor import visitor

HEADING = re.compile(r"\s*#{1,6}[ \t]+([^\n]*)(?:\n|\Z)")


def wanted_draft(request: HttpRequest, desk: Desk) -> HttpResponse | None:
    """What `?draft=` asks for; None without it, or if there is no such draft of this account's any more."""
    if "draft" not in request.GET:
        return None
    if desk.editor.user is None:
        return HttpResponseRedirect(f"{LOG_IN}?{urlencode({'next': request.get_full_path()})}")
    draft = account_draft(request)
    return open_draft(request, desk, draft) if draft else None


def account_draft(request: HttpRequest) -> Draft | None:
    """The draft of this account's that `?draft=` names."""
    owner = visitor(request).user
    return find_draft(owner, number(request.GET.get("draft", ""))) if owner else None


def open_draft(request: HttpRequest, desk: Desk, draft: Draft) -> HttpResponse:
    """The draft in the form of this desk. Its base is the one it was begun from, so publishing merges."""
    form = FORMS.get(desk.part, TextForm)(data_of(draft, desk))
    form.full_clean()
    try:
        may_edit(desk.editor, desk.page, desk.title)
    except Refused as refusal:
        return view_source(request, desk, refusal, "", draft=draft, kept_text=text_of(draft))
    notes, changes = became_of(draft, desk), None
    if "changes" in request.GET:
        changes, note = changed_by(desk, form)
        notes += [note] if note else []
    return show(request, desk, form, changes=changes, notes=notes, restored=draft)


def changed_by(desk: Desk, form: EditForm) -> tuple[list[PartDiff] | None, str]:
    """What the draft would change, or why that cannot be said."""
    try:
        form.check()
        return changes_of(desk, made_edit(desk, form)), ""
    except EditConflict:
        return None, _(
            "Somebody changed the same words since; you will be asked about them when you publish."
        )
    except BadEdit as error:
        return None, error.message


def data_of(draft: Draft, desk: Desk) -> QueryDict:
    """What the form would have posted, fitted to the form that there is today."""
    data = QueryDict(mutable=True)
    for name, value in draft.typed:
        data.appendlist(name, value)
    same_page = desk.page is not None and desk.page.pk == draft.page_id
    data["base"] = draft.base if same_page else ""
    data["editor"], data["follows"] = desk.account, draft.tab
    return fitted(data, desk, name=draft.name)


def fitted(data: QueryDict, desk: Desk, *, name: str = "") -> QueryDict:
    """Typed text for a form of another part: a section of a page that is gone, a topic for a new page."""
    if desk.part == "new" and "heading" not in data:
        text = lf(data.get("text", ""))
        found = HEADING.match(text)
        data["heading"] = (
            found[1].rstrip(" \t").rstrip("#").strip(" \t") if found else name or _("Recovered text")
        )
        data["text"] = text[found.end() :].lstrip("\n") if found else text
    elif desk.part == "page" and data.get("heading", "").strip():
        data["text"] = f"{heading_line(desk.page, str(data['heading']))}\n\n{data.get('text', '')}"
        del data["heading"]
    return data


def became_of(draft: Draft, desk: Desk) -> list[str]:
    """What happened to the draft's part since it was begun, in sentences."""
    if desk.page is None:
        if draft.page is None:
            return []
        return [_("The page was deleted since. If you publish this draft, it is created anew from it.")]
    if draft.page is None:
        return [_("Somebody created this page since you began the draft.")] if desk.part == "page" else []
    if draft.page_id != desk.page.pk:
        return [_("The page that this draft was begun on was deleted, and another stands under its title.")]
    notes = []
    if desk.title.name != draft.title or desk.title.namespace != draft.namespace:
        notes.append(_("The page was moved here since you began the draft."))
    if desk.part in ("section", "see-also"):
        gone = Section.objects.filter(pk=desk.part_id, deleted=True).exists()
        notes += [
            _("This section was removed since. If you publish, you are asked whether it comes back.")
        ] * gone
    return notes


def text_of(draft: Draft) -> str:
    """All that was typed, to read and copy."""
    values: list[Any] = [value for _name, value in draft.typed]
    return "\n".join(value for value in values if value.strip() and value != "1")
