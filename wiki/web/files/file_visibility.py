"""Change visibility of selected versions of a file: hide bytes, uploader or comment, or show them again."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.moderation.hide_files import hide_file_versions
from wiki.permissions import Editor, may_hide
from wiki.reading.files.files import VersionLine, file_versions
from wiki.text.titles import Title
from wiki.web.moderation.hiding import Ticked, changed
from wiki.web.moderation.moderation import door, living, posted, screen
from wiki.web.moderation.moderation_forms import FileVisibilityForm

TICKED = Ticked(
    "version",
    gettext_lazy("No version was chosen. Tick some in the file history first."),
    gettext_lazy("At most %(most)s versions can be changed at once."),
    gettext_lazy("“%(id)s” is no number of a version."),
)


def file_visibility(request: HttpRequest, title: Title, viewer: Editor) -> HttpResponse:
    page, form = living(title, viewer), FileVisibilityForm(posted(request), viewer=viewer)
    chosen = chosen_versions(request, title, viewer)
    hide = partial(hide_file_versions, page, [line.number for line in chosen])
    back = f"{reverse('read', args=[title])}#filehistory"
    if done := changed(form, hide, viewer, back=back, notice="filevisibility"):
        return done
    heading = _("Change visibility of versions of “%(title)s”") % {"title": title.full}
    return screen(request, "file_visibility", title, form, page=page, heading=heading, chosen=chosen)


def chosen_versions(request: HttpRequest, title: Title, viewer: Editor) -> tuple[VersionLine, ...]:
    """The versions that the address names as `version`; else an answer of 400."""
    numbers = TICKED.ids(request)
    lines = file_versions(title, numbers, viewer=viewer)
    if unknown := numbers - {line.number for line in lines}:
        words = {"number": min(unknown), "title": title.full}
        raise BadRequest(_("“%(title)s” has no version %(number)s.") % words)
    return lines


file_visibility_view = door("file_visibility", may_hide, file_visibility)
