"""What a posted edit form gets: a preview, a diff, the saved page, or itself with the reason why not."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.editing.edits import whole_page
from wiki.editing.errors import BadEdit, EditConflict
from wiki.editing.merging.rows import Edit
from wiki.editing.save import Saved, save_edit
from wiki.models import Section
from wiki.permissions import PartProtected, Refused
from wiki.reading.lists.lines import line
from wiki.reading.source import open_page
from wiki.reading.talk.comments import comments_of
from wiki.web.edit.conflict import read_choices, show_conflict
from wiki.web.edit.forms import FORMS, EditForm, TextForm, refuse_traps
from wiki.web.edit.impact import impact_on, to_ask_about
from wiki.web.edit.log_in import BUTTON, log_in_here
from wiki.web.edit.lost import moved_since
from wiki.web.edit.made import made_edit
from wiki.web.edit.merged import take_newer
from wiki.web.edit.refusals import SESSION_ENDED
from wiki.web.edit.screen import Problem, show
from wiki.web.edit.wishes import asks_for_summary
from wiki.web.editor.desk import Desk
from wiki.web.editor.draft_keep import drop
from wiki.web.editor.preview import changes_of, preview_of
from wiki.web.frame.errors import with_wait
from wiki.web.frame.notices import leave_notice
from wiki.web.suggested.from_form import suggest
from wiki.web.watching.watch_box import watch_as_said


class SessionChanged(Refused):
    """Somebody else is logged in, or nobody any more, since the form was opened."""

    code = "sessionfailure"


def answer(request: HttpRequest, desk: Desk, form: EditForm) -> HttpResponse:
    """Do what the pressed button says with what was typed"""
    form.full_clean()
    if BUTTON in request.POST:
        return log_in_here(request, desk, form)
    try:
        form.check()
        refuse_traps(form)
        refuse_other_session(desk, form)
        if "wpBack" in request.POST:
            return show(request, desk, form)
        return since_created_or_deleted(request, desk, form) or act(
            request, desk, form, made_edit(desk, form)
        )
    except EditConflict as conflict:
        return show_conflict(request, desk, form, conflict)
    except BadEdit as error:
        moved = moved_since(request, desk, form) if error.field == "base" else None
        if moved is not None:
            return moved
        place = form.blame(error)
        return show(request, desk, form, status=400, problems=[Problem(error.message, place)])
    except Refused as refusal:
        can_log_in, place = desk.editor.is_anonymous, ""
        if isinstance(refusal, PartProtected):
            place = form.blame(BadEdit(refusal.message, field=refusal.field))
        problems = [Problem(refusal.message, place)]
        answered = show(request, desk, form, status=refusal.status, problems=problems, log_in=can_log_in)
        return with_wait(answered, refusal)


def act(request: HttpRequest, desk: Desk, form: EditForm, edit: Edit) -> HttpResponse:
    """Preview, show changes, or save."""
    if "wpTake" in request.POST:
        return take_newer(request, desk, form, edit)
    if "wpPreview" in request.POST:
        return show(request, desk, form, preview=preview_of(desk, edit), impact=impact_on(desk, edit))
    if "wpDiff" in request.POST:
        return show(request, desk, form, changes=changes_of(desk, edit), impact=impact_on(desk, edit))
    if "wpSuggest" in request.POST:
        return suggest(request, desk, form, edit)
    if asked := asks_for_summary(request, desk, form):
        return show(request, desk, form, problems=[Problem(asked, "wpSummary")], summary_asked=True)
    if (impact := to_ask_about(request, desk, edit)) is not None:
        return show(request, desk, form, impact=impact, asking=True)
    saved = save_edit(
        desk.page or desk.title,
        edit,
        editor=desk.editor,
        summary=form.said,
        minor=form.cleaned_data["minor"],
        choices=read_choices(request.POST),
    )
    drop(request, desk)
    answered = published(desk, saved)
    watched = saved.page is None or watch_as_said(desk.editor, saved.page.name, request.POST)
    return answered if watched else leave_notice(answered, "notwatched")


def published(desk: Desk, saved: Saved) -> HttpResponse:
    """Back to the part that was edited, with one sentence about what came of it."""
    code = "nochange" if saved.revision is None else "created" if saved.revision.number == 1 else "saved"
    if saved.waits is not None:
        code = "waits" if saved.revision is None else "partlywaits"
    anchor = anchor_after(desk, saved)
    if desk.part == "reply" and saved.revision is not None:
        code = "replied" if desk.answers else "repliedbelow"
        anchor = anchor_of_comment(desk, saved)
    stay = "?redirect=no" if saved.page and saved.page.redirect else ""
    place = reverse("read", args=[desk.title]) + stay + (f"#{quote(anchor)}" if anchor else "")
    return leave_notice(HttpResponseRedirect(place, status=303), code)


def anchor_of_comment(desk: Desk, saved: Saved) -> str:
    """The anchor of the comment that the editor has just made."""
    if saved.revision is None:
        return desk.anchor
    said = comments_of([line(saved.revision, viewer=desk.editor)])
    return said[saved.revision.pk].anchor if saved.revision.pk in said else desk.anchor


def anchor_after(desk: Desk, saved: Saved) -> str:
    """The anchor of what was edited, as it is after the save."""
    if desk.part not in ("section", "see-also", "new"):
        return desk.anchor
    sections = [row for row in saved.rows if row.kind == "section"]
    if saved.revision is None:
        living = Section.objects.filter(page=saved.page, deleted=False, pk=desk.part_id)
        return living.values_list("anchor", flat=True).first() or ""
    if desk.part == "new":
        return sections[-1].anchor
    return next((row.anchor for row in sections if row.id == desk.part_id), "")


def refuse_other_session(desk: Desk, form: EditForm) -> None:
    """Raise SessionChanged unless the editor is who opened the form."""
    if form.cleaned_data["editor"] == desk.account:
        return
    if desk.account:
        message = _("You are now logged in as %(name)s. Publish again to save under this name.")
        raise SessionChanged(message % {"name": desk.account})
    raise SessionChanged(str(SESSION_ENDED))


def since_created_or_deleted(request: HttpRequest, desk: Desk, form: EditForm) -> HttpResponse | None:
    """A conflict about the page as a whole: it came into being, moved, or went since the form was opened."""
    base = form.cleaned_data["base"]
    if desk.page is None and base:
        moved = moved_since(request, desk, form)
        if moved is not None:
            return moved
        message = _("This page was deleted while you were writing. If you publish, it is created anew.")
        return start_again(request, desk.for_new_page(), form, message)
    if desk.page is not None and not base and desk.part == "page":
        message = _(
            "Somebody created this page while you were writing. Below is what differs; if you publish, your "
            "text takes the place of theirs."
        )
        return start_again(request, desk, form, message)
    return None


def start_again(request: HttpRequest, desk: Desk, form: EditForm, message: str) -> HttpResponse:
    """The form with the typed text, on the base of what stands there now."""
    data, changes, base = request.POST.copy(), None, ""
    if desk.page is not None:
        base = open_page(desk.page).base
        changes = changes_of(desk, whole_page(desk.page, form.cleaned_data["text"], base))
    data["base"] = base
    again = FORMS.get(desk.part, TextForm)(data)
    heading = _("Edit conflict: %(title)s") % {"title": desk.title.full}
    more: dict[str, Any] = {"heading": heading, "changes": changes, "problems": [Problem(message)]}
    return show(request, desk, again, status=409, **more)
