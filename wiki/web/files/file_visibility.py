"""Change visibility of selected versions of a file: hide bytes, uploader or comment, or show them again."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.moderation.hide import CannotHide
from wiki.moderation.hide_files import hide_file_versions
from wiki.permissions import Editor, may_hide
from wiki.reading.files.files import VersionLine, file_versions
from wiki.text.titles import Title
from wiki.web.addresses.addresses import is_id
from wiki.web.frame.notices import leave_notice
from wiki.web.lists.paging import LIMITS
from wiki.web.moderation.moderation import door, living, posted, screen
from wiki.web.moderation.moderation_forms import FileVisibilityForm

MOST = LIMITS[-1]


def file_visibility(request: HttpRequest, title: Title, viewer: Editor) -> HttpResponse:
    page, form = living(title, viewer), FileVisibilityForm(posted(request), viewer=viewer)
    chosen = chosen_versions(request, title, viewer)
    if form.is_valid():
        numbers = [line.number for line in chosen]
        try:
            entry = hide_file_versions(page, numbers, editor=viewer, reason=form.reason, **form.wanted)
        except CannotHide as error:
            form.add_error(None, str(error))
        else:
            answer = HttpResponseRedirect(f"{reverse('read', args=[title])}#filehistory", status=303)
            return leave_notice(answer, "filevisibility" if entry else "nochange")
    heading = _("Change visibility of versions of “%(title)s”") % {"title": title.full}
    return screen(request, "file_visibility", title, form, page=page, heading=heading, chosen=chosen)


def chosen_versions(request: HttpRequest, title: Title, viewer: Editor) -> tuple[VersionLine, ...]:
    """The versions that the address names as `version`; else an answer of 400."""
    named = dict.fromkeys(request.GET.getlist("version"))
    if not named:
        raise BadRequest(_("No version was chosen. Tick some in the file history first."))
    if len(named) > MOST:
        raise BadRequest(_("At most %(most)s versions can be changed at once.") % {"most": MOST})
    if wrong := next((text for text in named if not is_id(text)), None):
        raise BadRequest(_("“%(number)s” is no number of a version.") % {"number": wrong[:30]})
    lines = file_versions(title, [int(text) for text in named], viewer=viewer)
    if len(lines) < len(named):
        unknown = min({int(text) for text in named} - {line.number for line in lines})
        raise BadRequest(
            _("“%(title)s” has no version %(number)s.") % {"number": unknown, "title": title.full}
        )
    return lines


file_visibility_view = door("file_visibility", may_hide, file_visibility)
