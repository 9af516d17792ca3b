"""Changes that read themselves: what a revision changed, in one line."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.reading.lists.lines import RevisionLine
from wiki.templatetags.protection import rules_told
from wiki.templatetags.rows import grouped, signed
from wiki.text.comparing.changes import Change

register = template.Library()

SHOWN = 2  # changes of one revision that a line tells; the rest is counted
ARROW = SafeString('\N{NO-BREAK SPACE}<span class="arrow">→</span> ')


@register.simple_tag
def change_line(line: RevisionLine) -> SafeString:
    """What the revision changed: the first changes, and how many more."""
    if line.text_hidden:
        return format_html('<span class="change history-deleted">{}</span>', _("(change removed)"))
    return changes_html(line.changes)


def changes_html(changes: Sequence[Change]) -> SafeString:
    """Changes as one line, for any list."""
    if not changes:
        return format_html('<span class="change"><span class="where">{}</span></span>', _("Blank lines only"))
    told = [change for change in changes if change.verb != "more"]
    shown = told if len(told) <= SHOWN + 1 else told[:SHOWN]
    html = format_html_join("; ", "{}", ((tell(change),) for change in shown))
    rest = len(told) - len(shown) + sum(change.counts[0] for change in changes if change.verb == "more")
    if rest:
        more = ngettext("and %(count)s more", "and %(count)s more", rest) % {"count": rest}
        html = format_html('{} <span class="more">{}</span>', html, more)
    return format_html('<span class="change">{}</span>', html)


def tell(change: Change) -> SafeString:
    """One change in words."""
    if change.part == "page":
        return tell_page(change)
    if change.part == "section":
        return tell_section(change)
    if change.part == "see_also":
        return tell_link(change)
    return tell_field(change)


def where(text: str) -> SafeString:
    """The place of a change, set back behind what happened there."""
    return format_html('<span class="where">{}</span>', text)


def tell_page(change: Change) -> SafeString:
    if change.verb == "created":
        return format_html("{}", created(change.counts))
    if change.verb == "protected":
        old, new = rules_told(change.old) or _("none"), rules_told(change.new) or _("none")
        return format_html(_("Protection: {old}{arrow}{new}"), old=old, arrow=ARROW, new=new)
    old, new = change.old or _("none"), change.new or _("none")
    return format_html(_("Page moved: {old}{arrow}{new}"), old=old, arrow=ARROW, new=new)


def created(counts: Sequence[int]) -> str:
    """New page: 7 sections, 9 facts, 5 see-also links."""
    sections, facts, links = (*counts, 0, 0, 0)[:3]
    parts = [
        ngettext("%(n)s section", "%(n)s sections", sections) % {"n": sections} if sections else "",
        ngettext("%(n)s fact", "%(n)s facts", facts) % {"n": facts} if facts else "",
        ngettext("%(n)s see-also link", "%(n)s see-also links", links) % {"n": links} if links else "",
    ]
    told = ", ".join(filter(None, parts))
    return _("New page: %(parts)s") % {"parts": told} if told else _("New page")


def tell_field(change: Change) -> SafeString:
    name, old, new = change.name or _("caption"), change.old, change.new
    templates = {
        "renamed": _("{infobox} {old}{arrow}{new}"),
        "moved": _("{infobox} {name} moved"),
        "added": _("{infobox} {name} added: {new}") if new else _("{infobox} {name} added"),
        "removed": _("{infobox} {name} removed: {old}") if old else _("{infobox} {name} removed"),
        "changed": _("{infobox} {name}: {old}{arrow}{new}"),
    }
    empty = where(_("(empty)"))
    return format_html(
        templates.get(change.verb, templates["changed"]),
        infobox=where(_("Infobox ›")), name=name, old=old or empty, new=new or empty, arrow=ARROW,
    )  # fmt: skip


def tell_section(change: Change) -> SafeString:
    place = where(_("§ %(name)s") % {"name": change.name} if change.name else _("Beginning"))
    if change.verb == "renamed":
        return format_html(
            _("{sign} renamed {old}{arrow}{new}"),
            sign=where("§"),
            old=change.old,
            arrow=ARROW,
            new=change.new,
        )
    if change.verb == "moved":
        if change.new and change.new != change.old:
            target = where(_("§ %(name)s") % {"name": change.new})
            return format_html(_("{place} moved to {target}"), place=place, target=target)
        return format_html(_("{place} moved"), place=place)
    if change.verb == "added" and change.old:
        words = {"place": place, "page": change.old, "words": counted(change.added)}
        return format_html(_("{place} came from the page {page}, {words}"), **words)
    if change.verb == "removed" and change.new:
        words = {"place": place, "page": change.new, "words": counted(-change.removed)}
        return format_html(_("{place} moved to the page {page}, {words}"), **words)
    if change.verb == "added":
        return format_html(_("{place} new section, {words}"), place=place, words=counted(change.added))
    if change.verb == "removed":
        return format_html(_("{place} section removed, {words}"), place=place, words=counted(-change.removed))
    return format_html("{} {}", place, words_told(change))


def counted(number: int) -> str:
    """A number of words with its sign."""
    words = ngettext("%(number)s word", "%(number)s words", abs(number))
    return words % {"number": signed(number)}


def words_told(change: Change) -> str:
    """How a section's text changed: +42 words, 5 words replaced, markup."""
    if not change.added and not change.removed:
        return _("markup")
    if change.words:
        return counted(change.words)
    replaced = ngettext("%(count)s word replaced", "%(count)s words replaced", change.added)
    return replaced % {"count": grouped(change.added)}


def tell_link(change: Change) -> SafeString:
    templates = {
        "added": _("{list} + {name}"),
        "removed": _("{list} − {name}"),
        "moved": _("{list} {name} moved"),
        "changed": _("{list} {old}{arrow}{new}"),
    }
    return format_html(
        templates.get(change.verb, templates["changed"]),
        list=where(_("See also ›")), name=change.name, old=change.old, arrow=ARROW, new=change.new,
    )  # fmt: skip
