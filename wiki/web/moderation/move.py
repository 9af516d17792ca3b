"""Moving a page: the form that asks for the new title, and what came of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.models import Page
from wiki.moderation.move import MOST, move_page
from wiki.moderation.move_rules import CannotMove
from wiki.permissions import Editor, may_move, may_move_subpages, may_suppress_redirect
from wiki.reading.linking.companions import redirects_to, subpages_of, talk_page
from wiki.text.titles import Title
from wiki.web.addresses.addresses import title_in_address
from wiki.web.lists.lists import show
from wiki.web.moderation.moderation import done, door, living, posted, screen
from wiki.web.moderation.moderation_forms import MoveForm
from wiki.web.watching.watch_box import watch_as_said, watch_box

REDIRECTS = 10  # that the form names


def special_move(request: HttpRequest, rest: str) -> HttpResponse:
    wanted = rest or request.GET.get("page", "").strip()
    if not wanted:
        return show(request, "special/which_page.html", _("Move page"))
    return redirect("move", title_in_address(wanted))


def move(request: HttpRequest, title: Title, viewer: Editor) -> HttpResponse:
    page = living(title, viewer)
    may_move(viewer, page)
    subpages, redirects = subpages_of(title)[: MOST + 1].count(), redirects_to(title, limit=REDIRECTS)
    form = MoveForm(offered(page, viewer, subpages=subpages, redirects=bool(redirects)), posted(request),
                    initial={"new_title": request.GET.get("to", title.full)})  # fmt: skip
    if form.is_valid():
        try:
            moved = move_page(
                page,
                form.cleaned_data["new_title"],
                editor=viewer,
                reason=form.cleaned_data["reason"],
                move_talk=form.wants("move_talk", otherwise=False),
                leave_redirect=form.wants("leave_redirect", otherwise=True),
                move_subpages=form.wants("move_subpages", otherwise=False),
                mend_redirects=form.wants("mend_redirects", otherwise=False),
            )
        except CannotMove as error:
            form.add_error(error.field, error.message)
        except BadEdit as error:
            form.add_error(None, error.message)
        else:
            watched = watch_as_said(viewer, moved.new, request.POST)
            return done(moved.new, "moved" if watched else "movednotwatched")
    return screen(
        request, "move", title, form, page=page, subpages=subpages, redirects=redirects,
        box=watch_box(viewer, title, posted(request), wished=watches_edited(viewer)),
        heading=_("Move “%(title)s”") % {"title": title.full},
    )  # fmt: skip


def offered(page: Page, viewer: Editor, *, subpages: int, redirects: bool) -> dict[str, bool]:
    """The boxes of the form that mean something here, each with whether it begins ticked."""
    boxes: dict[str, bool] = {}
    if talk_page(page.name) is not None:
        boxes["move_talk"] = True
    if subpages and may_move_subpages(viewer):
        boxes["move_subpages"] = True
    if may_suppress_redirect(viewer):
        boxes["leave_redirect"] = True
    if redirects:
        boxes["mend_redirects"] = True
    return boxes


def watches_edited(viewer: Editor) -> bool:
    return viewer.user is not None and viewer.user.chosen.watch_edited


move_view = door("move", may_move, move, grave=False)
