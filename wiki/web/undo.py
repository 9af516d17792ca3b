"""Taking back: undo, rollback, restore. Each is a page that shows what would change, and a button for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit, Choices, EditConflict
from wiki.editing.merging.rows import Edit
from wiki.editing.revert import restore, restore_edit, restore_part, restore_part_edit
from wiki.editing.rollback import AlreadyRolledBack, OnlyAuthor, last_by_others, rollback
from wiki.editing.save import SUMMARY_MAX, Saved
from wiki.editing.saving.plan import plan_edit
from wiki.editing.transfer.transfer_undo import halves, undo_transfer
from wiki.editing.undo import AlreadyUndone, undo, undo_edit, undo_summary
from wiki.models import Page, Revision
from wiki.models.parts import Ref
from wiki.permissions import Editor, Refused, may_edit, may_rollback
from wiki.reading.compare import compare_rows
from wiki.reading.lists.transfers import other_half
from wiki.reading.page import RevisionHidden
from wiki.web.addresses.wanted import wanted_page, wanted_revision
from wiki.web.compare import hidden_text
from wiki.web.edit.conflict import question, read_choices
from wiki.web.frame.errors import refuse, refused
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.lists.paging import whole_number


@dataclass(frozen=True)
class Deed:
    """One way to take something back: how it is worded, what edit it is, and what does it.

    `beside` are edits of other pages that belong to it; `offer` another deed, as address and words.
    """

    page: Page
    heading: str
    intro: str
    button: str
    notice: str
    find: Callable[[], Edit]
    carry_out: Callable[[str, Choices], Saved]
    summary: str = ""
    beside: Callable[[], list[tuple[Page, Edit]]] = list
    offer: tuple[str, str, str] | None = None


def undo_view(request: HttpRequest, revision_id: int) -> HttpResponse:
    viewer = visitor(request)
    revision = wanted_revision(revision_id, viewer=viewer)
    if request.GET.get("whole") == "1":
        return answer(request, undo_of_both(revision, viewer), viewer)
    after, page, part = run_start(request, revision, viewer), revision.page, wanted_part(request)
    deed = Deed(
        page,
        heading=_("Undo an edit of %(title)s") % {"title": page.name.full},
        intro=_(
            "This edit can be undone. What is shown below is taken back; all that was changed since stays."
        ),
        button=_("Undo this edit") if after is None else _("Undo these edits"),
        notice="undone",
        find=lambda: undo_edit(page, revision, viewer=viewer, after=after, part=part),
        carry_out=lambda summary, choices: undo(
            page, revision, editor=viewer, summary=summary, after=after, part=part, choices=choices
        ),
        summary=part_of_summary(revision, part) + undo_summary(revision, viewer),
        offer=offer_both(revision, viewer) if after is None and part is None else None,
    )
    return answer(request, deed, viewer)


def undo_of_both(revision: Revision, viewer: Editor) -> Deed:
    """Both halves of a move of text between two pages."""
    page = revision.page

    def beside() -> list[tuple[Page, Edit]]:
        _here, there = halves(page, revision, viewer=viewer)
        may_edit(viewer, there[0], there[0].name)
        return [(there[0], there[2])]

    return Deed(
        page,
        heading=_("Take back a move of text from or to %(title)s") % {"title": page.name.full},
        intro=_("This takes the text back on both pages at once, or on neither."),
        button=_("Take it back on both pages"),
        notice="undone",
        find=lambda: halves(page, revision, viewer=viewer)[0][2],
        carry_out=lambda summary, choices: undo_transfer(
            page, revision, editor=viewer, summary=summary, choices=choices
        ),
        summary=undo_summary(revision, viewer),
        beside=beside,
    )


def offer_both(revision: Revision, viewer: Editor) -> tuple[str, str, str] | None:
    """The way to take back the other half too, where the revision is half of a move of text."""
    other = other_half(revision, viewer=viewer)
    if other is None:
        return None
    told = _("This edit moved text between this page and “%(title)s”.") % {"title": other.page.name.full}
    return f"{reverse('undo', args=[revision.pk])}?whole=1", told, _("Take it back on both pages")


def part_of_summary(revision: Revision, part: Ref | None) -> str:
    """What the summary of an undo of one part begins with: its name, where the revision may tell it."""
    if part is None or revision.text_hidden:
        return ""
    names = [
        change.get("name", "")
        for change in revision.changes
        if (change["part"], change.get("id")) == part and change.get("name")
    ]
    return f"/* {names[0]} */ " if names else ""


def rollback_view(request: HttpRequest, title: str) -> HttpResponse:
    viewer, page, author = (
        visitor(request),
        wanted_page(title, viewer=visitor(request)),
        request.GET.get("from", "").strip(),
    )
    if not author:
        raise BadRequest(_("The address does not say whose edits to roll back (from)."))
    deed = Deed(
        page,
        heading=_("Roll back edits of %(title)s") % {"title": page.name.full},
        intro=_("This takes back all of the newest edits by %(author)s at once.") % {"author": author},
        button=_("Roll back"),
        notice="rolledback",
        find=lambda: restore_edit(page, last_by_others(page, author), viewer=viewer),
        carry_out=lambda summary, _choices: rollback(page, author, editor=viewer, summary=summary),
    )
    return answer(request, deed, viewer, check=lambda: may_rollback(viewer))


def restore_view(request: HttpRequest, revision_id: int) -> HttpResponse:
    viewer = visitor(request)
    revision = wanted_revision(revision_id, viewer=viewer)
    part, page = wanted_part(request), revision.page
    if part is None:
        return answer(request, restore_page(page, revision, viewer), viewer)
    kind, part_id = part
    deed = Deed(
        page,
        heading=_("Restore a part of %(title)s") % {"title": page.name.full},
        intro=_("This gives the part below the words that it had in the chosen revision. The rest stays."),
        button=_("Restore this section") if kind == "section" else _("Restore this field"),
        notice="restored",
        find=lambda: restore_part_edit(page, kind, part_id, revision, viewer=viewer),
        carry_out=lambda summary, _choices: restore_part(
            page, kind, part_id, revision, editor=viewer, summary=summary
        ),
    )
    return answer(request, deed, viewer)


def restore_page(page: Page, revision: Revision, viewer: Editor) -> Deed:
    return Deed(
        page,
        heading=_("Restore an old revision of %(title)s") % {"title": page.name.full},
        intro=_(
            "This makes the whole page as it was in the chosen revision. All changes since are taken back."
        ),
        button=_("Restore this revision"),
        notice="restored",
        find=lambda: restore_edit(page, revision, viewer=viewer),
        carry_out=lambda summary, _choices: restore(page, revision, editor=viewer, summary=summary),
    )


def run_start(request: HttpRequest, revision: Revision, viewer: Editor) -> int | None:
    """Number of the revision after which the edits to undo begin, if the address names one."""
    after = whole_number(request.GET, "after")
    if after is None:
        if revision.number == 1:
            raise BadRequest(_("This revision created the page; there is nothing before it to go back to."))
        return None
    first = wanted_revision(after, viewer=viewer)
    if first.page_id != revision.page_id or first.number >= revision.number:
        raise BadRequest(_("Revision %(id)s is not an earlier revision of the same page.") % {"id": after})
    return first.number


def wanted_part(request: HttpRequest) -> tuple[Literal["section", "field"], int] | None:
    """The section or field that the address names, if any."""
    section, field = whole_number(request.GET, "section"), whole_number(request.GET, "field")
    if section is not None:
        return "section", section
    return None if field is None else ("field", field)


# ---- What comes of it -------------------------------------------------------------------------------------


def answer(
    request: HttpRequest, deed: Deed, viewer: Editor, check: Callable[[], None] = lambda: None
) -> HttpResponse:
    """The page that asks, or the deed done; else the reason why not, with the summary that was typed."""
    try:
        check()
        if request.method == "POST":
            summary = request.POST.get("summary", "").strip()
            return done(deed, deed.carry_out(summary, read_choices(request.POST)))
        may_edit(viewer, deed.page, deed.page.name)
        return ask(request, deed)
    except RevisionHidden as error:
        raise PermissionDenied(hidden_text(error)) from None
    except Refused as error:
        return refused(request, error)
    except EditConflict as conflict:
        return overlap(request, deed, conflict)
    except (AlreadyUndone, AlreadyRolledBack, OnlyAuthor) as error:
        return refuse(request, 409, deed.heading, why_not(error))
    except BadEdit as error:
        return refuse(request, 400, deed.heading, error.message)


def ask(request: HttpRequest, deed: Deed) -> HttpResponse:
    plan = plan_edit(deed.page, deed.find())
    beside = [(page.name, plan_edit(page, edit)) for page, edit in deed.beside()]
    others = [(title, compare_rows(other.before, other.rows)) for title, other in beside]
    parts = compare_rows(plan.before, plan.rows)
    return screen(request, "history/confirm.html", deed, parts=parts, others=others)


def done(deed: Deed, saved: Saved) -> HttpResponse:
    response = HttpResponseRedirect(reverse("read", args=[deed.page.name]), status=303)
    return leave_notice(response, deed.notice if saved.revision else "nochange")


def overlap(request: HttpRequest, deed: Deed, conflict: EditConflict) -> HttpResponse:
    """Later edits changed the same words: they are asked about, word by word, and nothing else is."""
    typed = request.POST.get("summary", deed.summary)
    return screen(
        request, "history/overlap.html", deed, status=409, typed=typed, again="dispute" in request.POST,
        questions=[question(dispute, {}) for dispute in conflict.disputes],
    )  # fmt: skip


def screen(
    request: HttpRequest,
    template: str,
    deed: Deed,
    *,
    status: int = 200,
    **more: Sequence[object] | str | bool,
) -> HttpResponse:
    context = {
        "title": deed.page.name, "page": deed.page, "action": "history", "heading": deed.heading,
        "deed": deed, "summary_max": SUMMARY_MAX, **more,
    }  # fmt: skip
    response = render(request, template, context, status=status)
    add_never_cache_headers(response)
    return response


def why_not(error: Exception) -> str:
    if isinstance(error, AlreadyUndone):
        return _("There is nothing to undo: what this edit changed is not there any more.")
    if isinstance(error, OnlyAuthor):
        return _("Nobody else has edited this page, so there is no revision to go back to.")
    return _(
        "Somebody has edited the page since, or the newest edit is by another author. Look at its history."
    )
