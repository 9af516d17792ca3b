"""The cells of a row in a list of changes.

They are put together in Python, not in templates: a history of 500 rows has thousands of small pieces.
Addresses are those of wiki/web/urls.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wiki.permissions import Editor
from wiki.reading.lines import RevisionLine
from wiki.reading.outline import PartRef
from wiki.text.addresses import quote_key, wiki_path
from wiki.text.sections import anchor, plain_title
from wiki.text.titles import Title
from wiki.text.wikilink import parse_link

register = template.Library()

_MARKUP = re.compile(r"/\*\s*(.{0,500}?)\s*\*/\s*|\[\[([^\[\]]{1,600})\]\]")
MINUS = "\N{MINUS SIGN}"
BIG_CHANGE = 500  # bytes; beyond it a change stands out


@register.filter
def by_day(rows: Sequence[RevisionLine]) -> list[tuple[datetime, list[RevisionLine]]]:
    """The rows in runs of one day each, with a moment of that day in front."""
    runs = (list(run) for _day, run in groupby(rows, key=lambda row: row.timestamp.date()))
    return [(run[0].timestamp, run) for run in runs]


@register.filter
def moment(timestamp: datetime) -> str:
    """A point in time as a reader would write it: 14:02, 22 November 2026."""
    return _("%(clock)s, %(day)s") % {"clock": f"{timestamp:%H:%M}", "day": date_format(timestamp, "j F Y")}


@register.filter
def signed(number: int) -> str:
    """A number with its sign, a true minus among them; zero has none."""
    sign = "+" if number > 0 else MINUS if number < 0 else ""
    return sign + number_format(abs(number), force_grouping=True)


@register.filter
def in_bytes(size: int) -> str:
    """A size in words: 7,478 bytes."""
    return ngettext("%(size)s byte", "%(size)s bytes", size) % {
        "size": number_format(size, force_grouping=True)
    }


@register.simple_tag
def amount(line: RevisionLine) -> SafeString:
    """By how many bytes the page grew or shrank; bold when it was much."""
    kind = "pos" if line.delta > 0 else "neg" if line.delta < 0 else "null"
    tag = "strong" if abs(line.delta) > BIG_CHANGE else "span"
    after = _("%(size)s after the change") % {"size": in_bytes(line.size)}
    return format_html(
        '<{} class="mw-plusminus-{}" title="{}">{}</{}>', tag, kind, after, signed(line.delta), tag
    )


@register.simple_tag
def permalink(line: RevisionLine, *, full: bool = False) -> SafeString:
    """The time of a revision, linked to it unless its text is withheld."""
    text = moment(line.timestamp) if full else f"{line.timestamp:%H:%M}"
    if line.text_hidden:
        return format_html('<span class="history-deleted mw-changeslist-date">{}</span>', text)
    return format_html('<a class="mw-changeslist-date" href="/revision/{}">{}</a>', line.id, text)


@register.simple_tag
def jumps(line: RevisionLine, latest_id: int | None) -> SafeString:
    """(cur | prev): compare with the latest revision and with the one before."""
    cur, prev = _("cur"), _("prev")
    if latest_id and not line.is_latest and not line.text_hidden:
        cur = format_html('<a href="/diff/{}/{}">{}</a>', line.id, latest_id, cur)
    if line.parent_id and not line.text_hidden:
        prev = format_html('<a href="/diff/{}/{}">{}</a>', line.parent_id, line.id, prev)
    return format_html("<small>({} | {})</small>", cur, prev)


@register.simple_tag
def diff_and_history(line: RevisionLine) -> SafeString:
    """(diff | hist), in lists across pages."""
    difference: SafeString | str = _("diff")
    if line.parent_id and not line.text_hidden:
        difference = format_html('<a href="/diff/{}/{}">{}</a>', line.parent_id, line.id, difference)
    address = f"/history/{quote_key(line.page_title.key)}"
    return format_html('<small>({} | <a href="{}">{}</a>)</small>', difference, address, _("hist"))


@register.simple_tag
def page_link(line: RevisionLine) -> SafeString:
    """The page that was changed."""
    title = line.page_title
    return format_html('<a class="mw-changeslist-title" href="{}">{}</a>', wiki_path(title.key), title.full)


@register.simple_tag
def current(line: RevisionLine, viewer: Editor) -> SafeString:
    """On an author's own list: that this edit is the newest of its page, with the way to roll it back."""
    if not line.is_latest:
        return SafeString()
    html = format_html(' <span class="mw-uctop">{}</span>', _("current"))
    if "rollback" not in viewer.rights or line.new or line.author_hidden:
        return html
    link = format_html('<a href="{}" rel="nofollow">{}</a>', rollback_path(line), _("rollback"))
    return format_html('{} <small class="deeds">[{}]</small>', html, link)


@register.simple_tag
def radios(line: RevisionLine, picks: tuple[int, int, int]) -> SafeString:
    """The two radio buttons of a row. Both are always there; the one that could pick nothing is disabled.

    `picks`: the newest row and the one below, which start out chosen, and the oldest.
    """
    newest, second, last = picks
    when = {"when": moment(line.timestamp)}
    older = "disabled" if line.id == newest or line.text_hidden else "checked" if line.id == second else ""
    newer = "disabled" if line.id == last or line.text_hidden else "checked" if line.id == newest else ""
    return format_html(
        '<input type="radio" name="oldid" value="{}" aria-label="{}" {}>'
        '<input type="radio" name="diff" value="{}" aria-label="{}" {}>',
        line.id, _("Compare from the revision of %(when)s") % when, older,
        line.id, _("Compare to the revision of %(when)s") % when, newer,
    )  # fmt: skip


@register.simple_tag
def deeds(line: RevisionLine, part: PartRef | None = None, top: int = 0) -> SafeString:
    """What can be taken back from here: (undo | restore). `top`: the row that shows what stands there now."""
    links = []
    if line.parent_id and not line.text_hidden:
        links.append((f"/undo/{line.id}", _("undo")))
    if not line.text_hidden and line.id != top and not (part and part.kind == "infobox"):
        query = f"?{part.kind}={part.id}" if part else ""
        links.append((f"/restore/{line.id}{query}", _("restore")))
    if not links:
        return SafeString()
    return format_html(
        ' <small class="sub deeds">({})</small>',
        format_html_join(" | ", '<a href="{}" rel="nofollow">{}</a>', links),
    )


@register.simple_tag
def rollback(line: RevisionLine, run: int, more: bool = False) -> SafeString:
    """On the newest row, for who may: one click back past the author's `run` of edits (or `more`)."""
    if not (line.is_latest and run):
        return SafeString()
    words = ngettext("rollback %(count)s edit", "rollback %(count)s edits", run)
    if more:
        words = _("rollback more than %(count)s edits")
    return format_html(
        ' <small class="deeds">[<a href="{}" rel="nofollow">{}</a>]</small>',
        rollback_path(line),
        words % {"count": run},
    )


def rollback_path(line: RevisionLine) -> str:
    """Where the newest edits of this author are rolled back."""
    return f"/rollback/{quote_key(line.page_title.key)}?{urlencode({'from': line.author})}"


@register.filter
def part_label(part: PartRef) -> str:
    """A section, a field or the infobox by name."""
    if part.kind == "infobox":
        return _("Infobox")
    if part.kind == "field":
        return _("Infobox › %(name)s") % {"name": part.name}
    return _("§ %(name)s") % {"name": part.name} if part.name else _("Beginning")


@register.simple_tag
def author(line: RevisionLine) -> SafeString:
    """Who saved the revision, with talk page and contributions."""
    if line.author_hidden and not line.author:
        return format_html('<span class="history-deleted">{}</span>', _("(username removed)"))
    key = quote_key(line.author)
    contributions = f"/wiki/Special:Contributions/{key}"
    home = f"/wiki/User:{key}" if line.author_is_account else contributions
    html = format_html(
        '<a class="mw-userlink" href="{}">{}</a> <small class="sub">('
        '<a href="/wiki/User_talk:{}">{}</a> | <a href="{}">{}</a>)</small>',
        home, line.author, key, _("talk"), contributions, _("contribs"),
    )  # fmt: skip
    return format_html('<span class="history-deleted">{}</span>', html) if line.author_hidden else html


@register.simple_tag
def flags(line: RevisionLine) -> SafeString:
    """N, m and b before the change, where they hold."""
    held = [
        (letter, title)
        for letter, title, holds in (
            (_("N"), _("This edit created the page"), line.new),
            (_("m"), _("This is a minor edit"), line.minor),
            (_("b"), _("This edit was made by a bot"), line.bot),
        )
        if holds
    ]
    return format_html_join("", '<abbr class="flag" title="{1}">{0}</abbr> ', held)


TAGS = {
    "mw-undo": gettext_lazy("Undo"),
    "mw-rollback": gettext_lazy("Rollback"),
    "mw-manual-revert": gettext_lazy("Manual revert"),
    "mw-restore": gettext_lazy("Restored"),
    "mw-new-redirect": gettext_lazy("New redirect"),
    "mw-blank": gettext_lazy("Blanking"),
}


@register.simple_tag
def comment(line: RevisionLine) -> SafeString:
    """The edit summary in italics, with the tags after it; nothing where there is neither."""
    said: SafeString | str = ""
    if line.summary_hidden and not line.summary:
        said = format_html('<i class="comment history-deleted">{}</i>', _("(edit summary removed)"))
    elif line.summary:
        said = format_html('<i class="comment">{}</i>', summary_html(line.summary, line.page_title))
    tags: SafeString | str = ""
    if line.tags:
        label = ngettext("(Tag: %(tags)s)", "(Tags: %(tags)s)", len(line.tags))
        names = ", ".join(str(TAGS.get(tag, tag)) for tag in line.tags)
        tags = format_html(' <small class="mw-tag-markers">{}</small>', label % {"tags": names})
    return format_html('<span class="said">{}{}</span>', said, tags) if said or tags else SafeString()


def summary_html(summary: str, title: Title) -> SafeString:
    """A summary for display: `/* Section */` becomes a link to that section, `[[Page]]` one to that page."""
    parts: list[str] = []
    end = 0
    for found in _MARKUP.finditer(summary):
        parts.append(escape(summary[end : found.start()]))
        end = found.end()
        if found[1] is None:
            parts.append(_page_link(found[2], title))
        elif found[1]:
            parts.append(_section_link(found[1], title) + (": " if summary[end:] else ""))
    parts.append(escape(summary[end:]))
    return SafeString("".join(parts))


def _section_link(name: str, title: Title) -> str:
    """The arrow that MediaWiki puts before what was said about a section."""
    address = wiki_path(title.key, anchor(name))
    return format_html('<a class="autocomment" href="{}">→ {}</a>', address, plain_title(name))


def _page_link(inside: str, title: Title) -> str:
    link = parse_link(inside)
    if link is None:
        return escape(f"[[{inside}]]")
    target = link.title or title
    return format_html('<a href="{}">{}</a>', wiki_path(target.key, link.fragment), link.shown)
