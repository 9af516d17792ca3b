"""What is typed into a form of the editor, kept as a draft when it is not published, dropped when it is."""

from __future__ import annotations

import re

from django.http import HttpRequest, QueryDict

from wiki.editing.drafts import DraftGone, DraftTooLarge, NewerDraft, Typed, drop_published, save_draft
from wiki.web.edit.forms import TAB, lf
from wiki.web.editor.desk import Desk
from wiki.web.editor.draft_offer import place_of

# What a form posts besides what was typed into it: its own marks, its buttons, which sides a conflict takes.
CONTROL = re.compile(
    r"csrfmiddlewaretoken|base|editor|website|tab|follows|going_on|title|told|ask|number|username|password|keep"
    r"|dispute|search|replace|case|re|word|wp.*|row_(?:add|up|down|remove)|(?:pick|count)-.*"
)


def typed_in(data: QueryDict) -> Typed:
    """What a person typed into a form of the editor, name by name."""
    return [
        (name, lf(value)) for name, values in data.lists() if not CONTROL.fullmatch(name) for value in values
    ]


def tab_in(data: QueryDict, name: str = "tab") -> str:
    """The form that posted this; empty if it does not say."""
    return value if TAB.fullmatch(value := data.get(name, "")) else ""


def keep(request: HttpRequest, desk: Desk) -> None:
    """Keep what an account posted and did not publish, unless another form wrote a draft since."""
    data, owner = request.POST, desk.editor.user
    opened_by = data.get("editor", "")
    if owner is None or not desk.title.name or not tab_in(data) or opened_by not in ("", desk.account):
        return
    try:
        save_draft(
            owner, place_of(desk), typed_in(data),
            base=data.get("base", ""), tab=tab_in(data), follows=tab_in(data, "follows"),
        )  # fmt: skip
    except (NewerDraft, DraftGone, DraftTooLarge):
        return  # the form holds it all the same, and its script says so


def drop(request: HttpRequest, desk: Desk) -> None:
    """The draft of what was just published goes."""
    tabs = [tab for name in ("tab", "follows") if (tab := tab_in(request.POST, name))]
    if desk.editor.user and tabs:
        drop_published(desk.editor.user, tabs)
