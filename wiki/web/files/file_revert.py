"""(revert) in a file's history: the form that asks, and the old bytes as the newest version."""

from __future__ import annotations

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.editing.files.file_bytes import BadFile
from wiki.editing.files.files import COMMENT_MAX, revert_file
from wiki.permissions import Editor, may_upload
from wiki.text.titles import Title
from wiki.web.files.file_visibility import chosen_versions
from wiki.web.frame.notices import leave_notice
from wiki.web.moderation.moderation import door, living, posted, screen


class RevertForm(forms.Form):
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        max_length=COMMENT_MAX,
        widget=forms.TextInput({"id": "wpReason", "spellcheck": "true", "accesskey": "b"}),
        help_text=gettext_lazy("Everybody can read it in the file history and in the log."),
    )


def file_revert(request: HttpRequest, title: Title, viewer: Editor) -> HttpResponse:
    page = living(title, viewer)
    may_upload(viewer, page, title, again=True)
    lines = chosen_versions(request, title, viewer)
    if len(lines) > 1:
        raise BadRequest(_("A file can be reverted to one version only."))
    old = lines[0]
    when = f"{old.timestamp:%Y-%m-%d %H:%M} (UTC)"
    form = RevertForm(
        posted(request), initial={"comment": _("Reverted to the version of %(when)s") % {"when": when}}
    )
    if form.is_valid():
        try:
            stored = revert_file(title, old.number, editor=viewer, comment=form.cleaned_data["comment"])
        except BadFile as error:
            form.add_error(None, error.reason)
        else:
            answer = HttpResponseRedirect(f"{reverse('read', args=[title])}#filehistory", status=303)
            return leave_notice(answer, "filereverted" if stored.version else "nochange")
    heading = _("Revert “%(title)s” to an older version") % {"title": title.full}
    return screen(
        request, "file_revert", title, form, page=page, heading=heading, chosen=lines, old=old,
        entries=(), older=None,
    )  # fmt: skip


def may_replace(viewer: Editor) -> None:
    may_upload(viewer, None, None, again=True)


file_revert_view = door("file_revert", may_replace, file_revert, grave=False)
