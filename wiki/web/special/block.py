"""Special:Block, Special:Unblock, Special:BlockList and Special:AutoblockList."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from wiki.models import Block
from wiki.moderation.block import (
    AlreadyBlocked,
    CannotBlock,
    block,
    block_target,
    present_block,
    unblock,
)
from wiki.moderation.reasons import UNBLOCK_REASONS
from wiki.permissions import Refused, may_block
from wiki.reading.lists.blocks import blocked
from wiki.reading.lists.lines import BadCursor
from wiki.reading.lists.log import log
from wiki.reading.lists.user_notes import notes_about
from wiki.text.names import InvalidName, IpRange, check_user_name, ip_range, is_ip
from wiki.text.titles import Title
from wiki.web.frame.errors import refused
from wiki.web.frame.notices import leave_notice
from wiki.web.frame.visitor import visitor
from wiki.web.identity.prove import first_proof
from wiki.web.lists.lists import show
from wiki.web.lists.recent_changes import bad_cursor
from wiki.web.lists.steps import Steps, read_place, read_size, read_text
from wiki.web.moderation.block_form import BlockForm
from wiki.web.moderation.moderation_forms import ReasonForm

EXCERPT = 5  # lines of the log
CHOICES = ("accounts", "temporary", "addresses", "ranges", "automatic")  # kinds that can be left out


class UnblockForm(ReasonForm):
    reasons = UNBLOCK_REASONS


def block_view(request: HttpRequest, rest: str) -> HttpResponse:
    viewer = visitor(request)
    named = (request.POST.get("target") or rest or read_text(request.GET, "user")).strip()
    try:
        may_block(viewer)
    except Refused as error:
        return refused(request, error)
    if proof := first_proof(request):
        return proof
    present, problem = find_present(named)
    if request.method != "POST":
        form = BlockForm(present, initial={"target": named})
        if problem and named:
            form = BlockForm(None, {"target": named, "where": "all", "span": "infinite"})
            form.is_valid()
            form.add_error("target", problem.message)
        return screen(request, "block", form, named, present)
    form = BlockForm(present, request.POST, asks_oneself="oneself" in request.POST)
    if form.is_valid():
        try:
            made = block(
                block_target(named), form.terms, editor=viewer, seen=form.cleaned_data["seen"],
                oneself=form.cleaned_data.get("oneself", False),
            )  # fmt: skip
            return done(made.name, "blocked")
        except AlreadyBlocked as error:
            return met_another(request, named, error)
        except CannotBlock as error:
            if error.field == "oneself":
                form = BlockForm(present, request.POST, asks_oneself=True)
                form.is_valid()
            form.add_error(error.field if error.field in form.fields else None, error.message)
        except Refused as error:
            return refused(request, error)
    return screen(request, "block", form, named, present)


def find_present(named: str) -> tuple[Block | None, CannotBlock | None]:
    """The block of whom the moderator names; or why nobody is named."""
    try:
        return present_block(block_target(named)), None
    except CannotBlock as error:
        return None, error


def met_another(request: HttpRequest, named: str, error: AlreadyBlocked) -> HttpResponse:
    """Another moderator was quicker: the form with the block as it is now, which can be changed."""
    form = BlockForm(error.block, initial={"target": named})
    return screen(request, "block", form, named, error.block, status=409, told=error.message)


def unblock_view(request: HttpRequest, rest: str) -> HttpResponse:
    viewer, named = visitor(request), (rest or read_text(request.GET, "user")).strip()
    try:
        may_block(viewer)
        if proof := first_proof(request):
            return proof
        found = wanted_block(named)
        form = UnblockForm(request.POST if request.method == "POST" and found else None)
        if found is not None and form.is_valid():
            unblock(found.pk, editor=viewer, reason=form.reason)
            return done(found.name, "unblocked")
    except CannotBlock as error:
        return screen(request, "unblock", UnblockForm(), named, None, status=409, told=error.message)
    except Refused as error:
        return refused(request, error)
    told = _("“%(name)s” is not blocked.") % {"name": named} if named and not found else ""
    return screen(request, "unblock", form, named, found, status=404 if told else 200, told=told)


def wanted_block(named: str) -> Block | None:
    """The block of an account, address or range, or (`#5`) of this number."""
    if named.startswith("#"):
        return Block.objects.filter(
            pk=int(named[1:]) if named[1:].isdigit() and len(named) < 19 else 0
        ).first()
    try:
        return present_block(block_target(named)) if named else None
    except CannotBlock:
        return None


def done(name: str, notice: str) -> HttpResponse:
    rest = "BlockList" if name.startswith("#") else f"Contributions/{name}"
    return leave_notice(HttpResponseRedirect(reverse("special", args=[rest]), status=303), notice)


def screen(
    request: HttpRequest, deed: str, form: Form, named: str, present: Block | None, **more: Any
) -> HttpResponse:
    name = present.name if present else named
    entries, older = log(type_="block", title=Title(2, name), limit=EXCERPT, viewer=visitor(request))
    headings = {
        "block": _("Change the block of %(name)s") if present else _("Block %(name)s"),
        "unblock": _("Unblock %(name)s"),
    }
    nobody = {"block": _("Block an account or address"), "unblock": _("Unblock an account or address")}
    status = more.pop("status", 400 if form.errors else 200)
    context = {
        "heading": headings[deed] % {"name": name} if name else nobody[deed], "action": "special",
        "form": form, "named": name, "present": present, "entries": entries if name else (),
        "older": older, "notes": notes_about(name, viewer=visitor(request)), **more,
    }  # fmt: skip
    response = render(request, f"moderation/{deed}.html", context, status=status)
    add_never_cache_headers(response)
    return response


# ---- The list ---------------------------------------------------------------------------------------------


def block_list(request: HttpRequest, rest: str) -> HttpResponse:
    return listed(request, rest, _("Blocked users"), "")


def autoblock_list(request: HttpRequest, rest: str) -> HttpResponse:
    return listed(request, rest, _("Automatic blocks"), "automatic")


def listed(request: HttpRequest, rest: str, heading: str, only: str) -> HttpResponse:
    query = request.GET
    wanted = read_text(query, "wpTarget") or rest
    hidden = frozenset(kind for kind in CHOICES if query.get(f"hide{kind}") == "1")
    try:
        found = blocked(
            viewer=visitor(request), target=target_named(wanted), hidden=hidden, only=only,
            limit=read_size(query), **read_place(request),
        )  # fmt: skip
    except BadCursor as error:
        raise bad_cursor(error) from None
    kept = {"wpTarget": "" if wanted == rest else wanted, **{f"hide{kind}": "1" for kind in sorted(hidden)}}
    labels = {
        "accounts": _("hide accounts"),
        "temporary": _("hide blocks that end"),
        "addresses": _("hide single addresses"),
        "ranges": _("hide ranges"),
        "automatic": _("hide automatic ones"),
    }
    response = show(
        request, "special/block_list.html", heading, screen=found, wanted=wanted, only=only,
        checks=[] if only else [(f"hide{kind}", labels[kind], kind in hidden) for kind in CHOICES],
        steps=Steps(request.path, read_size(query), found.before, found.after, kept),
    )  # fmt: skip
    add_never_cache_headers(response)
    return response


def target_named(text: str) -> str | IpRange:
    """Whom the list is narrowed to; 400 for what can be nobody."""
    text = text.strip().removeprefix("User:")
    if not text or is_ip(text) or text.startswith("#"):
        return text
    try:
        return ip_range(text, (1, 1)) or check_user_name(text, registering=False)
    except InvalidName as error:
        raise BadRequest(error.message) from None
