"""Deeds for several rows at once: asked about on a page of their own, done by what the site calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wiki.admin import foreseen
from wiki.admin.lists import KeyedAdmin
from wiki.admin.moderator import moderator
from wiki.editing.errors import BadEdit, EditConflict
from wiki.editing.rollback import AlreadyRolledBack, OnlyAuthor, rollback
from wiki.models import Page, Revision
from wiki.moderation.block import CannotBlock
from wiki.moderation.delete import CannotUndelete, delete_page, undelete_page
from wiki.moderation.protect import BadProtection, protect_page
from wiki.moderation.reasons import REASON_MAX, SPANS
from wiki.permissions import (
    LEVELS,
    Editor,
    Refused,
    level_name,
    may_delete,
    may_protect,
    may_rollback,
    may_undelete,
)
from wiki.reading.page import RevisionHidden
from wiki.reading.visibility import sees_author
from wiki.text.expiry import read_expiry

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MOST = 100  # rows in one go


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=REASON_MAX,
        required=False,
        widget=forms.TextInput({"size": 60}),
        help_text=gettext_lazy("It stands in the log, or in the summary of the edit."),
    )


def levels(action: str = "edit") -> list[tuple[str, str]]:
    return [(level, level_name(level)) for level in LEVELS if level != "review" or action == "edit"]


class ProtectForm(ReasonForm):
    edit = forms.ChoiceField(label=gettext_lazy("Who may edit"), choices=levels, required=False)
    move = forms.ChoiceField(
        label=gettext_lazy("Who may move"), choices=partial(levels, "move"), required=False
    )
    span = forms.ChoiceField(label=gettext_lazy("For how long"), choices=list(SPANS.items()))
    field_order = ("edit", "move", "span", "reason")


@dataclass(frozen=True)
class Deed:
    """One thing that can be done to each of the chosen rows. `do` returns what was done, in words, and raises
    what it refuses; `refused` of that is told. `foresee` says of a row, before, what it would come to.
    """

    name: str
    heading: StrPromise
    button: StrPromise
    check: Callable[[Editor], None]
    do: Callable[[Any, Editor, dict[str, Any]], str]
    form: type[ReasonForm] = ReasonForm
    grave: bool = False
    of_pages: bool = True
    foresee: Callable[[Any], str] = lambda row: ""


REFUSALS = (
    *(Refused, CannotBlock, BadProtection, CannotUndelete, OnlyAuthor, AlreadyRolledBack),
    *(EditConflict, BadEdit, RevisionHidden),
)


def refused(error: Exception) -> str:
    """Why not, in words."""
    told: dict[type[Exception], str] = {
        OnlyAuthor: _("nobody else has edited this page"),
        AlreadyRolledBack: _("this is not the newest edit of the page any more"),
        EditConflict: _("somebody is editing the page right now; try again"),
        RevisionHidden: _("the revision to go back to is hidden"),
    }
    return told.get(type(error)) or str(getattr(error, "message", error))


def run(deed: Deed, desk: KeyedAdmin, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
    """The page that asks, or the deed done to each row. None leads back to the list, where messages tell."""
    editor = moderator(request)
    try:
        deed.check(editor)
    except Refused as error:
        desk.message_user(request, error.message, messages.ERROR)
        return None
    chosen = list(rows[: MOST + 1])
    if len(chosen) > MOST:
        desk.message_user(request, _("At most %(n)d rows at once.") % {"n": MOST}, messages.ERROR)
        return None
    form = deed.form(request.POST if "confirmed" in request.POST else None)
    if not form.is_valid():
        return ask(deed, desk, request, chosen, form)
    done = [said for row in chosen if (said := one(deed, desk, request, row, form.cleaned_data))]
    if done:
        count = ngettext("%(n)d page: %(what)s", "%(n)d pages: %(what)s", len(done)) % {
            "n": len(done), "what": "; ".join(done),
        }  # fmt: skip
        desk.message_user(request, count if deed.of_pages else "; ".join(done), messages.SUCCESS)
    return None


def one(deed: Deed, desk: KeyedAdmin, request: HttpRequest, row: Any, said: dict[str, Any]) -> str:
    try:
        return deed.do(row, moderator(request), said)
    except REFUSALS as error:
        name = getattr(row, "page", row)
        words = {"page": name, "why": refused(error)}
        desk.message_user(request, _("%(page)s: %(why)s") % words, messages.ERROR)
        return ""


def ask(
    deed: Deed, desk: KeyedAdmin, request: HttpRequest, rows: Sequence[Any], form: forms.Form
) -> HttpResponse:
    desk.dress(request, rows)
    for row in rows:
        row.foreseen = deed.foresee(row)
    context = {
        **desk.admin_site.each_context(request),
        "title": deed.heading, "deed": deed, "form": form, "rows": rows, "opts": desk.opts,
        "media": desk.media,
    }  # fmt: skip
    return TemplateResponse(request, "admin/confirm_deed.html", context)


# ---- The deeds --------------------------------------------------------------------------------------------


def protect(page: Page, editor: Editor, said: dict[str, Any]) -> str:
    wanted = {"edit": said["edit"], "move": said["move"]}
    until = read_expiry(said["span"], now=timezone.now())
    entry = protect_page(page, wanted, editor=editor, expiry=until, reason=said["reason"])
    words = {"page": page}
    return (
        _("“%(page)s” is protected as you chose") % words if entry else _("“%(page)s” was so already") % words
    )


def delete(page: Page, editor: Editor, said: dict[str, Any]) -> str:
    delete_page(page, editor=editor, reason=said["reason"])
    return _("“%(page)s” was deleted") % {"page": page}


def undelete(page: Page, editor: Editor, said: dict[str, Any]) -> str:
    undelete_page(page, editor=editor, reason=said["reason"])
    return _("“%(page)s” is back") % {"page": page}


def roll_back_page(page: Page, editor: Editor, said: dict[str, Any]) -> str:
    if page.latest is None:
        raise OnlyAuthor(page.name.full)
    return roll_back(page.latest, page, editor, said)


def roll_back_revision(revision: Revision, editor: Editor, said: dict[str, Any]) -> str:
    page = Page.objects.select_related("latest").get(pk=revision.page_id)
    if page.latest_id != revision.pk:
        raise AlreadyRolledBack(page.name.full)
    return roll_back(revision, page, editor, said)


def roll_back(newest: Revision, page: Page, editor: Editor, said: dict[str, Any]) -> str:
    if not sees_author(editor, newest):
        raise Refused(_("the author of the newest edit is hidden"))
    if page.deleted:
        raise Refused(_("this page is deleted"))
    rollback(page, newest.author_text, editor=editor, summary=said["reason"])
    words = {"page": page, "author": newest.author_text}
    return _("the edits of %(author)s to “%(page)s” were taken back") % words


PROTECT = Deed(
    "protect_pages",
    gettext_lazy("Protect pages"),
    gettext_lazy("Protect pages"),
    may_protect,
    protect,
    ProtectForm,
    foresee=foreseen.protection_now,
)
DELETE = Deed(
    "delete_pages", gettext_lazy("Delete pages"), gettext_lazy("Delete pages"), may_delete, delete,
    grave=True, foresee=foreseen.deletion,
)  # fmt: skip
UNDELETE = Deed(
    "undelete_pages", gettext_lazy("Undelete pages"), gettext_lazy("Undelete pages"), may_undelete, undelete,
    foresee=foreseen.undeletion,
)  # fmt: skip
ROLL_BACK_PAGES = Deed(
    "roll_back_pages",
    gettext_lazy("Roll back the newest edits"),
    gettext_lazy("Roll back"),
    may_rollback,
    roll_back_page,
    foresee=foreseen.rollback,
)
ROLL_BACK_REVISIONS = Deed(
    "roll_back_revisions", gettext_lazy("Roll back these edits"), gettext_lazy("Roll back"), may_rollback,
    roll_back_revision, foresee=foreseen.rollback,
)  # fmt: skip


def action_of(deed: Deed) -> Callable[[Any, HttpRequest, QuerySet[Any]], HttpResponse | None]:
    """The deed as Django's admin wants it, for the list `actions`."""

    @admin.action(description=deed.heading)
    def action(desk: Any, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        return run(deed, desk, request, rows)

    action.__name__ = deed.name
    return action


protect_pages = action_of(PROTECT)
delete_pages = action_of(DELETE)
undelete_pages = action_of(UNDELETE)
roll_back_pages = action_of(ROLL_BACK_PAGES)
roll_back_revisions = action_of(ROLL_BACK_REVISIONS)
