"""Special:Contributions: the edits of one account or address."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.models import User
from wiki.reading.contributions import contributions
from wiki.reading.lines import BadCursor
from wiki.text.names import InvalidName, check_user_name, is_ip
from wiki.web.paging import Paging, read_cursor, read_limit
from wiki.web.recent_changes import bad_cursor, namespaces, read_namespace
from wiki.web.visitor import visitor

CHOICES = ("topOnly", "newOnly", "hideMinor")  # MediaWiki's names


def contributions_view(request: HttpRequest, rest: str = "") -> HttpResponse:
    query = request.GET
    if target := query.get("target", "").strip():
        return HttpResponseRedirect(own_address(request, author_named(target)))
    if not rest:
        return render(request, "special/contributions.html", form_context(request, ""))
    author, limit = author_named(rest), read_limit(query)
    chosen = {name: query.get(name) == "1" for name in CHOICES}
    try:
        lines = contributions(
            author, viewer=visitor(request), limit=limit, namespace=read_namespace(query),
            older=query.get("older", ""), newer=query.get("newer", ""),
            only_latest=chosen["topOnly"], only_new=chosen["newOnly"], hide_minor=chosen["hideMinor"],
        )  # fmt: skip
    except BadCursor as error:
        raise bad_cursor(error) from None
    kept = {name: query[name] for name in (*CHOICES, "namespace") if query.get(name)}
    paging = Paging(
        request.path, limit, kept, lines.older, lines.newer, read_cursor(query), has_other_end=False
    )
    unknown = not lines.rows and not is_ip(author) and not User.objects.filter(username=author).exists()
    context = form_context(request, author) | {"lines": lines, "paging": paging, "unknown": unknown}
    return render(request, "special/contributions.html", context, status=404 if unknown else 200)


def form_context(request: HttpRequest, author: str) -> dict[str, object]:
    """What the form above the list shows."""
    labels = {
        "topOnly": _("only latest revisions"),
        "newOnly": _("only page creations"),
        "hideMinor": _("hide minor edits"),
    }
    heading = _("User contributions for %(name)s") if author else _("User contributions")
    return {
        "heading": heading % {"name": author}, "action": "special",
        "author": author, "is_account": bool(author) and not is_ip(author),
        "namespace": read_namespace(request.GET), "namespaces": namespaces(),
        "checks": [(name, label, request.GET.get(name) == "1") for name, label in labels.items()],
    }  # fmt: skip


def author_named(text: str) -> str:
    """The name of an account or an address in its normal form; 400 for what can be neither."""
    text = text.strip().removeprefix("User:")
    if is_ip(text):
        return text
    try:
        return check_user_name(text, registering=False)
    except InvalidName as error:
        raise BadRequest(error.message) from None


def own_address(request: HttpRequest, author: str) -> str:
    """The list's own address, which the form leads to."""
    query = request.GET.copy()
    del query["target"]
    path = reverse("special", args=[f"Contributions/{author}"])
    return f"{path}?{query.urlencode()}" if query else path
