"""Protection in words, and the locks on parts of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wiki.models import Page
from wiki.permissions import (
    Editor,
    inherited_rules,
    level_name,
    passes,
    protected_parts,
    protection_level,
    rule_level,
)
from wiki.reading.page import PageView
from wiki.reading.showing.assemble import SectionView
from wiki.reading.showing.protected_parts import INFOBOX, PartLine, covered_sections

register = template.Library()


@dataclass(frozen=True, slots=True)
class Lock:
    """A part that is protected: in words, and whether the reader may edit it nevertheless."""

    words: str
    open: bool


@dataclass(frozen=True, slots=True)
class Locks:
    """The locks on a page, by the ids of its parts. Equal where they look the same, so that a page which is
    drawn with them can be kept.
    """

    sections: tuple[tuple[int, Lock], ...] = ()
    fields: tuple[tuple[int, Lock], ...] = ()
    infobox: Lock | None = None


NONE = Locks()


@register.filter
def page_locks(view: PageView, viewer: Editor) -> Locks:
    """What is protected of the page as it is now; asks the database about the viewer at most, and only where
    something is.
    """
    levels = protected_parts(view.page) if view.old is None else {}
    if not levels:
        return NONE
    box = _lock([levels[INFOBOX]], viewer) if INFOBOX in levels else None
    facts = tuple((int(part[1:]), _lock([level], viewer)) for part, level in levels.items() if part[0] == "f")
    sections = tuple(
        (id_, _lock([levels[part] for part in parts], viewer))
        for id_, parts in covered_sections(view.page, view.sections).items()
    )
    return Locks(sections, facts, box)


def _lock(levels: list[str], viewer: Editor) -> Lock:
    """The lock of a part that stands under protection at these levels, the innermost last."""
    closed = [level for level in levels if not passes(viewer, level)]
    return Lock(level_words((closed or levels)[-1]), not closed)


@register.filter
def section_lock(locks: object, section_id: int) -> Lock | None:
    """The lock on a section."""
    sections = locks.sections if isinstance(locks, Locks) else ()
    return next((lock for id_, lock in sections if id_ == section_id), None)


@register.filter
def field_lock(locks: object, field_id: int) -> Lock | None:
    """The lock on a row of the infobox: its own, or that of the whole infobox."""
    if not isinstance(locks, Locks):
        return None
    own = next((lock for id_, lock in locks.fields if id_ == field_id), None)
    return locks.infobox if own is None or (locks.infobox and not locks.infobox.open) else own


@register.simple_tag
def edit_section(section: SectionView, edit_url: str, locks: object) -> SafeString:
    """The link that opens a section's form; where it is protected from the reader, its source."""
    lock = section_lock(locks, section.id)
    closed = lock is not None and not lock.open
    hint = _("View source of section: %(name)s") if closed else _("Edit section: %(name)s")
    return format_html(
        '<a href="{}?section={}" title="{}">{}</a>',
        edit_url, section.id, hint % {"name": section.title}, _("view source") if closed else _("edit"),
    )  # fmt: skip


@register.filter
def page_lock(page: Page | None) -> str:
    """That the page as a whole is protected, in words; empty where it is open."""
    if page is None:
        return ""
    own, above = protection_level(page, "edit"), inherited_rules(page, page.name)
    level = own or next((level for rules in above if (level := rule_level(rules.get("edit")))), "")
    if not level:
        return ""
    return _("Edits of this page wait for review") if level == "review" else _("This page is protected")


def deed_name(action: str) -> str:
    """What a rule of protection is about: "edit", "move", or the editing of a part."""
    names = {
        "edit": _("editing"),
        "move": _("moving"),
        "upload": _("uploading"),
        "create": _("creating"),
        "edit:s": _("editing a section"),
        "edit:f": _("editing a fact"),
        "edit:i": _("editing the infobox"),
    }
    return names.get(action) or names.get(action[:6], action)


def protection_told(params: Mapping[str, Any]) -> str:
    """What an entry of the protection log says of the rules that were set: "[editing: administrators (until
    …)]"; braces are doubled, as in a template of words. The name of a part may be hidden: it is not told.
    """
    part, told = params.get("part", ""), []
    for one in params.get("details", ()):
        action = f"edit:{part}" if part else one["type"]
        words = _("%(deed)s: %(who)s") % {"deed": deed_name(action), "who": level_name(one["level"])}
        if one["expiry"] != "infinite":
            when = f"{one['expiry'][:10]} {one['expiry'][11:16]}"
            words += " " + _("(until %(when)s)") % {"when": when}
        told.append(words + (_(", with its subpages") if one.get("cascade") else ""))
    if not told and part:
        told = [deed_name(f"edit:{part}")]
    return f"[{'; '.join(told)}]".replace("{", "{{").replace("}", "}}") if told else ""


def rules_told(text: str) -> str:
    """What a change says of rules ("edit=sysop, section 12=review") in the words of the log; the name of a
    part may be hidden: it is not told.
    """
    told = []
    for rule in filter(None, text.split(", ")):
        what, _sign, level = rule.partition("=")
        part = {"section": "edit:s", "fact": "edit:f", "infobox": "edit:i"}.get(what.partition(" ")[0], what)
        told.append(_("%(deed)s: %(who)s") % {"deed": deed_name(part), "who": level_name(level)})
    return "; ".join(told)


register.filter("level_name", level_name)


@register.filter
def level_words(level: str) -> str:
    """Who may edit what is protected at a level, as a hint."""
    if level == "review":
        return _("protected: edits wait for review")
    return _("protected: only %(who)s may edit it") % {"who": level_name(level)}


@register.simple_tag
def part_title(line: PartLine) -> SafeString:
    """What a part is called in the list of them."""
    if line.part == INFOBOX:
        return SafeString(escape(_("The whole infobox")))
    return SafeString(escape(line.name or _("The beginning, before the first heading")))
