"""Blocks in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wiki.reading.lists.blocks import BlockLine, BlockNotice
from wiki.text.addresses import wiki_path
from wiki.text.titles import NAMESPACES

register = template.Library()


@register.filter
def target_link(line: BlockLine) -> SafeString:
    """Whom it stops; an automatic one has a number and no name."""
    if line.automatic:
        return format_html("{}", _("Automatic block %(id)s") % {"id": line.name})
    home = "User:" if line.is_account else "Special:Contributions/"
    path = wiki_path(home + line.name.replace(" ", "_"))
    return format_html('<a class="mw-userlink" href="{}">{}</a>', path, line.name)


@register.filter
def until_words(line: BlockLine) -> str:
    """When it ends."""
    if line.expiry is None:
        return _("without end")
    end = localtime(line.expiry)
    words = {"time": date_format(end, "TIME_FORMAT"), "date": date_format(end, "DATE_FORMAT")}
    return _("until %(time)s, %(date)s") % words


@register.filter
def flag_words(line: BlockLine) -> str:
    """What else it forbids."""
    words = {
        "no_creation": _("no new accounts"),
        "no_email": _("no mail"),
        "no_talk": _("not the own discussion page"),
        "autoblock": _("its addresses too"),
        "hard": _("registered users too"),
    }
    said = [words[flag] for flag in line.flags]
    if not (line.is_account or line.automatic or "hard" in line.flags):
        said.append(_("only without an account"))
    return ", ".join(said)


@register.filter
def where_words(line: BlockLine) -> SafeString:
    """Where it holds, with links."""
    if line.sitewide:
        return SafeString(escape(_("everywhere")))
    places = [_link(title.full, title.key) for title in line.pages]
    places += [_link(f"{title.full} § {name}", title.key, anchor) for title, anchor, name in line.sections]
    places += [escape(_("namespace “%(name)s”") % {"name": namespace(one)}) for one in line.namespaces]
    return format_html(_("on {places}"), places=SafeString(", ".join(places)))


def namespace(number: int) -> str:
    return NAMESPACES.get(number) or _("(articles)")


def _link(shown: str, key: str, anchor: str = "") -> SafeString:
    return format_html('<a href="{}">{}</a>', wiki_path(key, anchor), shown)


@register.filter
def notice_words(notice: BlockNotice) -> str:
    """That somebody is blocked now."""
    name, block = notice.block.name, notice.block
    if not block.user_id:
        said = _("The address or range %(name)s is currently blocked.")
    elif block.sitewide:
        said = _("This user is currently blocked.")
    else:
        said = _("This user is currently blocked in part.")
    return said % {"name": name}


@register.filter
def block_params(params: dict[str, Any]) -> str:
    """What the log tells of a block besides whom: for how long, and what it forbids."""
    words = {
        "nocreate": _("account creation disabled"),
        "noemail": _("email disabled"),
        "nousertalk": _("cannot edit own talk page"),
        "noautoblock": _("autoblock disabled"),
        "anononly": _("anonymous users only"),
    }
    if "duration" not in params:
        return ""
    said = _("with an expiration time of %(span)s") % {"span": params["duration"]}
    flags = [words[flag] for flag in params.get("flags", ()) if flag in words]
    return f"{said} ({', '.join(flags)})" if flags else said
