"""The page of one suggestion: what it would change, hunk by hunk, what is said about it, and the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from wiki.editing.errors import BadEdit, EditConflict
from wiki.editing.saving.plan import plan_edit
from wiki.editing.suggest.decide import accept, edit_of, refuse, standing
from wiki.editing.suggest.hiding import hide_comment, hide_suggestion
from wiki.editing.suggest.propose import comment, withdraw
from wiki.editing.suggest.seen import looked_at
from wiki.models import Suggestion
from wiki.permissions import Editor, Refused, allows, hides, may_suggest, reviews
from wiki.reading.compare import PartDiff
from wiki.reading.showing.preview import Preview, preview_rows
from wiki.reading.suggested.hunk_diffs import hunk_diff
from wiki.reading.suggested.sides import Sides, SuggestionHidden, sides_of
from wiki.reading.suggested.suggestions import (
    SuggestionMissing,
    comments_on,
    find_suggestion,
    suggestion_line,
)
from wiki.web.edit.conflict import question, read_choices
from wiki.web.edit.forms import lf
from wiki.web.edit.screen import Problem
from wiki.web.frame.errors import refuse as say_no
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.lists.paging import whole_number


@dataclass(frozen=True)
class Shown:
    """One hunk on the page: `stands` as in `standing`, `taken` whether it is (or was) chosen."""

    number: int
    part: PartDiff
    stands: str
    taken: bool


@never_cache
def suggestion_view(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    viewer = visitor(request)
    try:
        suggestion = find_suggestion(suggestion_id, viewer=viewer)
    except SuggestionMissing:
        raise Http404(_("There is no suggestion %(id)d.") % {"id": suggestion_id}) from None
    if request.method != "POST":
        looked_at(suggestion, viewer)
        return screen(request, suggestion, preview="preview" in request.GET)
    try:
        return act(request, suggestion, viewer)
    except EditConflict as conflict:
        return conflict_screen(request, suggestion, conflict)
    except BadEdit as error:
        again = find_suggestion(suggestion_id, viewer=viewer)
        return screen(request, again, status=409 if error.code == "alreadydecided" else 400,
                      problems=[Problem(error.message, PLACES.get(error.field, ""))])  # fmt: skip
    except Refused as refusal:
        return screen(request, suggestion, status=403, problems=[Problem(refusal.message)])
    except SuggestionHidden:
        return say_no(request, 403, _("Hidden"), _("The text of this suggestion was hidden."))


PLACES = {"hunks": "hunks", "comment": "comment", "answer": "answer", "summary": "accept-summary"}


def act(request: HttpRequest, suggestion: Suggestion, editor: Editor) -> HttpResponse:
    """Do what the pressed button says."""
    data, here = request.POST, reverse("suggestion", args=[suggestion.pk])
    if "preview" in data:
        return screen(request, suggestion, preview=True)
    code = ""
    if "accept" in data:
        return accepted(request, suggestion, editor)
    if "refuse" in data:
        refuse(suggestion, editor=editor, version=version_in(request), answer=one_line(request, "answer"))
        code = "refused"
    elif "withdraw" in data:
        withdraw(suggestion, editor=editor)
        code = "withdrawn"
    elif "hide" in data:
        hide_suggestion(suggestion, editor=editor, hidden=data["hide"] == "1")
        code = "visibility"
    elif (said := whole_number(data, "hide_comment")) is not None:
        hide_comment(suggestion, said, editor=editor, hidden=data.get("hidden") != "0")
        code = "visibility"
    else:
        comment(suggestion, lf(data.get("comment", "")), editor=editor)
        code = "commented"
    return leave_notice(HttpResponseRedirect(here, status=303), code)


def accepted(request: HttpRequest, suggestion: Suggestion, editor: Editor) -> HttpResponse:
    done = accept(
        suggestion, editor=editor, version=version_in(request), taken=chosen_in(request),
        summary=one_line(request, "summary"), answer=one_line(request, "answer"),
        choices=read_choices(request.POST),
    )  # fmt: skip
    here = reverse("suggestion", args=[suggestion.pk])
    code = "acceptedpartly" if done.partly else "accepted"
    code = code if done.saved.revision else "acceptednochange"
    return leave_notice(HttpResponseRedirect(here, status=303), code)


def version_in(request: HttpRequest) -> int:
    return whole_number(request.POST, "version") or 0


def one_line(request: HttpRequest, name: str) -> str:
    return " ".join(request.POST.get(name, "").replace("\0", "").split())


def chosen_in(request: HttpRequest) -> list[int]:
    """The numbers of the hunks that are chosen in a posted form."""
    return [
        int(one) for one in request.POST.getlist("hunk") if one.isascii() and one.isdigit() and len(one) < 7
    ]


# ---- Shown -----------------------------------------------------------------------------------------------


def screen(
    request: HttpRequest, suggestion: Suggestion, *, status: int = 200, preview: bool = False, **more: Any
) -> HttpResponse:
    """The suggestion, with what the viewer can do about it."""
    viewer = visitor(request)
    line = suggestion_line(suggestion, viewer=viewer)
    context: dict[str, Any] = {
        "heading": _("Suggested edit of %(title)s") % {"title": line.page_title.full},
        "action": "special",
        "suggestion": suggestion,
        "line": line,
        "said": () if line.hidden else comments_on(suggestion, viewer=viewer),
        "own": viewer.author is not None and viewer.author.pk == suggestion.author_id,
        "hides": hides(viewer),
        "problems": [],
        "typed": {name: request.POST.get(name, "") for name in ("comment", "answer", "summary")},
    }
    try:
        sides = sides_of(suggestion, viewer=viewer)
    except SuggestionHidden:
        return render(request, "suggest/suggestion.html", context | {"withheld": True} | more, status=status)
    context |= {
        "title": sides.page.name,
        "page": sides.page,
        "reviews": line.open and reviews(viewer, sides.page, author=suggestion.author_id),
        "comments": allows(may_suggest, viewer, sides.page),
        "hunks": shown_hunks(request, suggestion, sides),
    }
    if preview:
        chosen = chosen_in(request) if request.method == "POST" else None
        context["preview"] = preview_of(sides, chosen)
    return render(request, "suggest/suggestion.html", context | more, status=status)


def shown_hunks(request: HttpRequest, suggestion: Suggestion, sides: Sides) -> list[Shown]:
    waits = suggestion.state == "open"
    stands = standing(sides) if waits else [""] * len(sides.hunks)
    if not waits:
        taken = set(suggestion.taken)
    elif request.method == "POST" and "version" in request.POST:
        taken = set(chosen_in(request))
    else:
        taken = {n for n, how in enumerate(stands) if how != "there"}
    return [Shown(n, hunk_diff(hunk), stands[n], n in taken) for n, hunk in enumerate(sides.hunks)]


def preview_of(sides: Sides, chosen: list[int] | None) -> Preview | None:
    """The page as it would be; None where words are in dispute or nothing is chosen."""
    count = len(sides.hunks)
    numbers = [n for n in (range(count) if chosen is None else chosen) if n < count]
    try:
        plan = plan_edit(sides.page, edit_of(sides, numbers))
    except (EditConflict, BadEdit):
        return None
    return preview_rows(plan.rows, sides.page.name, plan.parsed)


def conflict_screen(request: HttpRequest, suggestion: Suggestion, conflict: EditConflict) -> HttpResponse:
    """The words in dispute between the suggestion and the page as it is now."""
    context = {
        "heading": _("Edit conflict: %(title)s") % {"title": suggestion.page.name.full},
        "action": "special",
        "title": suggestion.page.name,
        "page": suggestion.page,
        "suggestion": suggestion,
        "questions": [question(dispute, {}) for dispute in conflict.disputes],
        "again": "dispute" in request.POST,
        "chosen": chosen_in(request),
        "version": version_in(request),
        "answer": one_line(request, "answer"),
        "summary": one_line(request, "summary"),
        "theirs": _("On the page now"),
        "mine": _("Suggested"),
        "both": _("Both, the page’s first"),
        "empty": _("Both wrote something new here:"),
        "removed": _("The suggestion removes this part; it was changed meanwhile."),
        "gone": _("This part was removed from the page; the suggestion changes it."),
        "keep_theirs": _("Keep it, as it is on the page"),
        "keep_mine": _("Bring it back, as it is suggested"),
    }
    return render(request, "suggest/conflict.html", context, status=409)
