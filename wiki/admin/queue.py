"""The queue: changes that wait to be patrolled, looked at one after another, by mouse or by keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.admin.deeds import REFUSALS, Deed, refused, run
from wiki.admin.filters import ACCOUNTS, CHANGED, TOUCHED
from wiki.admin.lists import number
from wiki.admin.moderator import moderator
from wiki.admin.revision_deeds import BLOCK, HIDE, PATROL, ROLL_BACK, BlockForm
from wiki.models import Revision
from wiki.permissions import Editor, allows, may_delete
from wiki.reading.lists.lines import BadCursor, Lines, RevisionLine
from wiki.reading.lists.queue import Narrowed, Shown, shown_change, waiting_changes
from wiki.text.titles import NAMESPACES

DEEDS = {"patrol": PATROL, "rollback": ROLL_BACK, "hide": HIDE, "block": BLOCK}
SEVERAL = {deed.name: deed for deed in (PATROL, ROLL_BACK, HIDE)}
NARROWING = ("namespace", "tag", "age", "size", "part")
KEPT = (*NARROWING, "before")
TAGS = {
    "mw-blank": gettext_lazy("Blanking"),
    "mw-replace": gettext_lazy("Replaced"),
    "mw-new-redirect": gettext_lazy("New redirect"),
    "mw-undo": gettext_lazy("Undo"),
    "mw-manual-revert": gettext_lazy("Manual revert"),
    "mw-reverted": gettext_lazy("Reverted"),
    "unsourced": gettext_lazy("Without a required source"),
}


def queue_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return several(request) if "action" in request.POST else one(request)
    viewer, narrowed = moderator(request), narrowed_by(request.GET)
    try:
        found = waiting_changes(viewer, narrowed, before=request.GET.get("before", ""))
    except BadCursor:
        raise BadRequest(_("The address names no place in this list.")) from None
    at = number(request.GET.get("at", ""))
    place = next((place for place, line in enumerate(found.rows) if line.id == at), 0)
    context = {
        **site.each_context(request), "title": _("Changes to look at"), "viewer": viewer, "found": found,
        "filters": filters(request.GET), "narrowed": any(request.GET.get(name) for name in NARROWING),
        "several": [deed for deed in SEVERAL.values() if allows(deed.check, viewer)],
        **around(request.GET, found, place),
    }  # fmt: skip
    if found.rows:
        now = found.rows[place]
        shown = shown_change(now, viewer=viewer)
        context |= {"now": now, "shown": shown, "offered": offered(now, shown, viewer), "form": BlockForm()}
    return TemplateResponse(request, "admin/queue.html", context)


def narrowed_by(query: QueryDict) -> Narrowed:
    """What the address asks for; what it cannot ask for narrows nothing."""
    namespace = query.get("namespace", "")
    known = namespace.isdigit() and len(namespace) < 4 and int(namespace) in NAMESPACES
    return Narrowed(
        int(namespace) if known else None, query.get("tag", "")[:64], query.get("age", ""),
        query.get("size", ""), query.get("part", ""),
    )  # fmt: skip


def kept(query: QueryDict, **other: object) -> str:
    """The address of the list as it is narrowed, with something else about it."""
    said = {name: query[name] for name in KEPT if query.get(name)} | other
    return f"?{urlencode({name: value for name, value in said.items() if value not in ('', None)})}"


def around(query: QueryDict, found: Lines, place: int) -> dict[str, Any]:
    """The rows before and after the one that is looked at, and the screens beyond."""
    rows = found.rows
    after = rows[place + 1].id if place + 1 < len(rows) else None
    older = kept(query, before=found.older) if found.older else ""
    return {
        "rows": [(line, f"{kept(query, at=line.id)}#now") for line in rows],
        "here": kept(query), "after": after, "older": older,
        "next": f"{kept(query, at=after)}#now" if after else older,
        "previous": f"{kept(query, at=rows[place - 1].id)}#now" if place else "",
        "newest": kept(query, before="") if query.get("before") else "",
    }  # fmt: skip


def offered(line: RevisionLine, shown: Shown, viewer: Editor) -> dict[str, bool]:
    """What may be done to the row that is looked at."""
    known = not line.author_hidden
    may = {name: allows(deed.check, viewer) for name, deed in DEEDS.items()}
    return {
        "patrol": may["patrol"],
        "rollback": may["rollback"] and known and bool(line.parent_id),
        "hide": may["hide"] and "text" not in line.withheld,
        "block": may["block"] and known,
        "deal": (may["block"] or may["rollback"]) and known,
        "delete": line.new and line.is_latest and allows(may_delete, viewer),
    }


# ---- Narrowing --------------------------------------------------------------------------------------------


def filters(query: QueryDict) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Each thing that the list is narrowed by, with its choices: name, address, whether it is chosen."""
    spaces = {str(space): name or _("Articles") for space, name in NAMESPACES.items() if space >= 0}
    tags = {tag: str(name) for tag, name in TAGS.items()}
    if (chosen := query.get("tag", "")[:64]) and chosen not in tags:
        tags[chosen] = chosen
    return [
        (heading, choices(query, name, offers))
        for name, heading, offers in (
            ("age", _("Account"), ACCOUNTS),
            ("size", _("Size of the change"), CHANGED),
            ("part", _("What was changed"), TOUCHED),
            ("tag", _("Tag"), tags),
            ("namespace", _("Namespace"), spaces),
        )
    ]


def choices(query: QueryDict, name: str, offers: Mapping[str, object]) -> list[tuple[str, str, bool]]:
    """All, and each of the offers."""
    chosen = query.get(name, "")
    every = (_("all"), kept(query, before="", **{name: ""}), chosen not in offers)
    return [
        every,
        *((str(word), kept(query, before="", **{name: key}), key == chosen) for key, word in offers.items()),
    ]


# ---- What is done -----------------------------------------------------------------------------------------


def one(request: HttpRequest) -> HttpResponse:
    """A deed done to the row that is looked at; then the next row is."""
    said = request.POST
    deed = DEEDS.get(said.get("deed", ""))
    form = BlockForm(said)
    if deed is None or not form.is_valid():
        raise BadRequest(_("The form does not say what is to be done."))
    done, told = carried_out(deed, number(said.get("at", "")), moderator(request), form.cleaned_data)
    messages.add_message(request, messages.SUCCESS if done else messages.WARNING, told)
    stays = deed in (BLOCK, HIDE) or not done
    at = said.get("at", "") if stays else said.get("then", "")
    place = kept(QueryDict(said.get("list", "").removeprefix("?")), at=number(at) or "")
    return HttpResponseRedirect(f"{reverse('admin:queue')}{place}#now", status=303)


def carried_out(deed: Deed, at: int, editor: Editor, said: dict[str, Any]) -> tuple[bool, str]:
    """Whether it was done, and what is told of it."""
    found = Revision.objects.select_related("page").filter(pk=at, withheld=False, page__deleted=False)
    revision = found.first()
    if revision is None:
        return False, _("This change is not there any more: its page was deleted.")
    try:
        deed.check(editor)
        return True, deed.do(revision, editor, said)
    except REFUSALS as error:
        words = {"page": revision.page, "why": refused(error)}
        return False, _("“%(page)s”: %(why)s") % words


def several(request: HttpRequest) -> HttpResponse:
    """A deed for the chosen rows: asked about first, on a page that shows them."""
    from django.contrib import admin  # the site that is being built

    deed = SEVERAL.get(request.POST["action"])
    if deed is None:
        raise BadRequest(_("The form does not say what is to be done."))
    place = kept(QueryDict(request.POST.get("list", "").removeprefix("?")))
    back = HttpResponseRedirect(f"{reverse('admin:queue')}{place}", status=303)
    keys = [number(key) for key in request.POST.getlist("_selected_action")]
    desk: Any = admin.site.get_model_admin(Revision)
    rows = desk.get_queryset(request).filter(pk__in=keys, page__deleted=False).order_by("-timestamp", "-pk")
    if not rows.exists():
        messages.warning(request, _("Choose changes first: each has a box before it."))
        return back
    return run(deed, desk, request, rows) or back
