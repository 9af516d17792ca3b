"""Change visibility of selected revisions: hide their text, authors or summaries, or show them again."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.models import Page
from wiki.moderation.hide import CannotHide, hide_revisions
from wiki.permissions import Editor, may_hide
from wiki.reading.history import page_lines
from wiki.reading.lists.lines import RevisionLine
from wiki.text.titles import Title
from wiki.web.addresses.addresses import is_id
from wiki.web.frame.notices import leave_notice
from wiki.web.lists.paging import LIMITS
from wiki.web.moderation.moderation import door, living, posted, screen
from wiki.web.moderation.moderation_forms import VisibilityForm

MOST = LIMITS[-1]  # as many as a screen of the history holds


def visibility(request: HttpRequest, title: Title, viewer: Editor) -> HttpResponse:
    page, form = living(title, viewer), VisibilityForm(posted(request), viewer=viewer)
    chosen = chosen_revisions(request, page, viewer)
    if form.is_valid():
        ids = [line.id for line in chosen]
        try:
            entry = hide_revisions(page, ids, editor=viewer, reason=form.reason, **form.wanted)
        except CannotHide as error:
            form.add_error(None, str(error))
        else:
            answer = HttpResponseRedirect(reverse("history", args=[title]), status=303)
            return leave_notice(answer, "visibility" if entry else "nochange")
    heading = _("Change visibility of revisions of “%(title)s”") % {"title": title.full}
    return screen(request, "visibility", title, form, page=page, heading=heading, chosen=chosen)


def chosen_revisions(request: HttpRequest, page: Page, viewer: Editor) -> tuple[RevisionLine, ...]:
    """The revisions that the address names as `ids`; else an answer of 400."""
    named = dict.fromkeys(request.GET.getlist("ids"))
    if not named:
        raise BadRequest(_("No revision was chosen. Tick some in the history first."))
    if len(named) > MOST:
        raise BadRequest(_("At most %(most)s revisions can be changed at once.") % {"most": MOST})
    if wrong := next((text for text in named if not is_id(text)), None):
        raise BadRequest(_("“%(id)s” is no number of a revision.") % {"id": wrong[:30]})
    lines = page_lines(page, [int(text) for text in named], viewer=viewer)
    if len(lines) < len(named):
        unknown = min({int(text) for text in named} - {line.id for line in lines})
        words = {"id": unknown, "title": page.name.full}
        raise BadRequest(_("Revision %(id)s is not one of “%(title)s”.") % words)
    return lines


visibility_view = door("visibility", may_hide, visibility)
