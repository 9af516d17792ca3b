"""Change visibility of selected revisions: hide their text, authors or summaries, or show them again."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.models import Page
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor, may_hide
from wiki.reading.history import page_lines
from wiki.reading.lists.lines import RevisionLine
from wiki.text.titles import Title
from wiki.web.moderation.hiding import Ticked, changed
from wiki.web.moderation.moderation import door, living, posted, screen
from wiki.web.moderation.moderation_forms import VisibilityForm

TICKED = Ticked(
    "ids",
    gettext_lazy("No revision was chosen. Tick some in the history first."),
    gettext_lazy("At most %(most)s revisions can be changed at once."),
    gettext_lazy("“%(id)s” is no number of a revision."),
)


def visibility(request: HttpRequest, title: Title, viewer: Editor) -> HttpResponse:
    page, form = living(title, viewer), VisibilityForm(posted(request), viewer=viewer)
    chosen = chosen_revisions(request, page, viewer)
    hide = partial(hide_revisions, page, [line.id for line in chosen])
    if done := changed(form, hide, viewer, back=reverse("history", args=[title]), notice="visibility"):
        return done
    heading = _("Change visibility of revisions of “%(title)s”") % {"title": title.full}
    return screen(request, "visibility", title, form, page=page, heading=heading, chosen=chosen)


def chosen_revisions(request: HttpRequest, page: Page, viewer: Editor) -> tuple[RevisionLine, ...]:
    """The revisions that the address names as `ids`; else an answer of 400."""
    ids = TICKED.ids(request)
    lines = page_lines(page, ids, viewer=viewer)
    if unknown := ids - {line.id for line in lines}:
        words = {"id": min(unknown), "title": page.name.full}
        raise BadRequest(_("Revision %(id)s is not one of “%(title)s”.") % words)
    return lines


visibility_view = door("visibility", may_hide, visibility)
