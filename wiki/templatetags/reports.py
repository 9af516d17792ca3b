"""Rows of reports and lists of titles. One call a row, for speed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.permissions import level_name
from wiki.reading.categories.category import Counts, Member
from wiki.reading.categories.category_tree import Branch
from wiki.reading.linking.backlinks import Backlink
from wiki.reading.linking.section_links import SectionLinks
from wiki.reading.lists.titles import TitleLine
from wiki.reading.reports.categories import CategoryLine
from wiki.reading.reports.report import ReportLine
from wiki.templatetags.protection import deed_name
from wiki.templatetags.rows import in_bytes, moment
from wiki.text.addresses import quote_key, red_link_path, wiki_path
from wiki.text.titles import Title

register = template.Library()


def title_link(title: Title, *, missing: bool = False, redirect: bool = False, text: str = "") -> str:
    """A link to a page, red where there is none; a redirect is not followed."""
    shown = escape(text or title.full)
    if missing:
        hint = escape(_("%(title)s (page does not exist)") % {"title": title.full})
        return f'<a class="new" href="{red_link_path(title.key)}" title="{hint}">{shown}</a>'
    if redirect:
        return f'<a class="mw-redirect" href="{wiki_path(title.key)}?redirect=no">{shown}</a>'
    return f'<a href="{wiki_path(title.key)}">{shown}</a>'


@register.simple_tag
def linked(title: Title, *, missing: bool = False, redirect: bool = False, text: str = "") -> SafeString:
    """A link to a page, for templates."""
    return SafeString(title_link(title, missing=missing, redirect=redirect, text=text))


@register.simple_tag
def report_row(line: ReportLine, figure: str) -> SafeString:
    """A page in a report: its name, where it leads, and the figure that the report is about."""
    parts = [title_link(line.title, missing=line.missing, redirect=line.redirect)]
    for n, (step, there) in enumerate(line.leads_to, 1):
        link = title_link(step, missing=not there, redirect=there and n < len(line.leads_to))
        parts.append(f' <span class="step">→ {link}</span>')
    parts += (f' <small class="muted">{level(*given)}</small>' for given in line.levels)
    if not figure and line.moment is None:
        return SafeString(f"<li><span>{''.join(parts)}</span></li>")
    words, address = figure_of(line, figure)
    shown = f'<a href="{escape(address)}">{escape(words)}</a>' if address else escape(words)
    return SafeString(f'<li><span>{"".join(parts)}</span> <span class="figure">{shown}</span></li>')


def figure_of(line: ReportLine, kind: str) -> tuple[str, str]:
    """The figure of a line in words, and where it leads."""
    number = line.number or 0
    if kind == "bytes":
        return in_bytes(number), f"/history/{quote_key(line.title.key)}"
    if kind == "revisions":
        words = ngettext("%(count)s revision", "%(count)s revisions", number)
        address = f"/history/{quote_key(line.title.key)}"
    elif kind == "members":
        words = ngettext("%(count)s member", "%(count)s members", number)
        address = wiki_path(line.title.key)
    elif kind == "links":
        words = ngettext("%(count)s link", "%(count)s links", number)
        address = wiki_path(f"Special:WhatLinksHere/{line.title.key}")
    else:
        return moment(line.moment) if line.moment else "", ""
    return words % {"count": f"{number:,}"}, address


def level(action: str, group: str, expiry: str) -> str:
    """One protection of a page, in words."""
    words = _("%(deed)s: %(who)s") % {"deed": deed_name(action), "who": level_name(group)}
    if expiry:
        words += " " + _("until %(when)s") % {"when": f"{expiry[:10]} {expiry[11:16]}"}
    return escape(f"[{words}]")


@register.simple_tag
def member_rows(letters: Iterable[tuple[str, Iterable[Member]]], kind: str) -> SafeString:
    """The pages in a category under their letters; a subcategory shows what is in it."""
    parts = []
    for letter, members in letters:
        parts.append(f"<h3>{escape(letter)}</h3><ul>")
        for member in members:
            if kind == "subcategories":
                link, inside = title_link(member.title, text=member.title.name), counted(member.counts)
                parts.append(f'<li>{link} <small class="muted">{inside}</small></li>')
            else:
                parts.append(f"<li>{title_link(member.title, redirect=member.redirect)}</li>")
        parts.append("</ul>")
    return SafeString("".join(parts))


@register.simple_tag
def category_row(line: CategoryLine) -> SafeString:
    """A category in the list of categories."""
    link = title_link(line.title, missing=line.missing, text=line.title.name)
    inside = counted(Counts(line.members, line.subcategories, line.files))
    if line.subcategories:
        inside = f'<a href="{wiki_path(f"Special:CategoryTree/{line.title.name}")}">{inside}</a>'
    return SafeString(f'<li><span>{link}</span> <span class="figure">{inside}</span></li>')


@register.simple_tag
def branch_row(branch: Branch) -> SafeString:
    """A category in the tree; what has subcategories leads further down."""
    link = title_link(branch.title, text=branch.title.name)
    inside = counted(branch.counts)
    if branch.counts.subcategories:
        inside = f'<a href="{wiki_path(f"Special:CategoryTree/{branch.title.name}")}">{inside}</a>'
    return SafeString(f'{link} <small class="muted">{inside}</small>')


@register.simple_tag
def member_counts(counts: Counts) -> SafeString:
    """What is in a category."""
    return SafeString(counted(counts))


def counted(counts: Counts) -> str:
    """What is in a category, in words; HTML."""
    said = []
    if number := counts.subcategories:
        said.append(ngettext("%(n)s subcategory", "%(n)s subcategories", number) % {"n": f"{number:,}"})
    if counts.pages or not counts.members:
        said.append(ngettext("%(n)s page", "%(n)s pages", counts.pages) % {"n": f"{counts.pages:,}"})
    if counts.files:
        said.append(ngettext("%(n)s file", "%(n)s files", counts.files) % {"n": f"{counts.files:,}"})
    return escape(", ".join(said))


@register.simple_tag
def backlink_row(line: Backlink, target: Title, named: Mapping[str, SectionLinks]) -> SafeString:
    """A page that links to another, how, and to which of its sections; below a redirect who uses it."""
    parts = [f"{title_link(line.title, redirect=line.redirect)}{ways(line)}"]
    for section in dict.fromkeys(named[name] for name in line.fragments if name in named):
        address = wiki_path(target.key, section.anchor or section.name)
        parts.append(f' <small><a href="{address}">→ § {escape(section.name)}</a></small>')
    links, edit = _("← links"), _("edit")
    here = wiki_path(f"Special:WhatLinksHere/{line.title.key}")
    parts.append(
        f' <small class="muted">(<a href="{here}">{links}</a> | '
        f'<a href="/edit/{quote_key(line.title.key)}">{edit}</a>)</small>'
    )
    if line.through:
        rows = "".join(f"<li>{backlink_row(other, line.title, {})}</li>" for other in line.through)
        if line.more:
            rows += f'<li><a href="{here}">{_("More links through this redirect")}</a></li>'
        parts.append(f"<ul>{rows}</ul>")
    return SafeString("".join(parts))


@register.filter
def ways(line: Backlink) -> SafeString:
    """In which ways a page links, where that is not by a plain link."""
    said = []
    if line.redirect:
        said.append(_("(redirect page)"))
    if "template" in line.kinds:
        said.append(_("(transclusion)"))
    if "see_also" in line.kinds:
        said.append(_("(See also)"))
    if "file" in line.kinds:
        said.append(_("(file link)"))
    return SafeString("".join(f' <small class="muted">{escape(words)}</small>' for words in said))


@register.simple_tag
def title_rows(lines: Iterable[TitleLine], strip: str = "") -> SafeString:
    """The pages of a list of names; `strip` is the beginning that is not shown."""
    rows = []
    for line in lines:
        name = line.title.name
        text = (name[len(strip) :] or name) if strip and name.startswith(strip) else ""
        rows.append(f"<li>{title_link(line.title, redirect=line.redirect, text=text)}</li>")
    return SafeString("".join(rows))
