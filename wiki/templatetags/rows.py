"""The cells of a row in a list of changes.

They are put together in Python, not in templates: a history of 500 rows has thousands of small pieces. What a
person wrote passes through `escape`; ids, numbers and our own words do not. Addresses: see wiki/web/urls.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import groupby
from typing import Protocol, TypeVar
from urllib.parse import quote

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from wiki.permissions import Editor, deals
from wiki.reading.lists.lines import RevisionLine
from wiki.reading.showing.outline import PartRef
from wiki.text.addresses import quote_key, wiki_path
from wiki.text.names import is_temporary_name
from wiki.text.sections import anchor, plain_title
from wiki.text.titles import Title
from wiki.text.wikilink import parse_link

register = template.Library()

_MARKUP = re.compile(r"/\*((?:(?!\*/).){0,500}+)\*/\s*+|\[\[([^\[\]]{1,600})\]\]")
MINUS = "\N{MINUS SIGN}"
BIG_CHANGE = 500  # bytes; beyond it a change stands out
WORDS = {
    "cur": gettext_lazy("cur"),
    "prev": gettext_lazy("prev"),
    "diff": gettext_lazy("diff"),
    "hist": gettext_lazy("hist"),
    "talk": gettext_lazy("talk"),
    "contribs": gettext_lazy("contribs"),
    "undo": gettext_lazy("undo"),
    "restore": gettext_lazy("restore"),
    "rollback": gettext_lazy("rollback"),
    "thank": gettext_lazy("thank"),
    "report": gettext_lazy("report"),
    "thanked": gettext_lazy("thanked"),
    "current": gettext_lazy("current"),
    "temporary": gettext_lazy("Temporary account of somebody who edited without one"),
    "block": pgettext_lazy("beside an author's name", "block"),
    "deal": pgettext_lazy("beside an author's name", "deal with"),
    "no_author": gettext_lazy("(username removed)"),
    "no_summary": gettext_lazy("(edit summary removed)"),
    "from": gettext_lazy("Compare from the revision of %(when)s"),
    "to": gettext_lazy("Compare to the revision of %(when)s"),
    "new": gettext_lazy("N"),
    "new_title": gettext_lazy("This edit created the page"),
    "unpatrolled": gettext_lazy("!"),
    "unpatrolled_title": gettext_lazy("This edit is not patrolled yet"),
    "patrol": gettext_lazy("mark as patrolled"),
    "minor": gettext_lazy("m"),
    "minor_title": gettext_lazy("This is a minor edit"),
    "bot": gettext_lazy("b"),
    "bot_title": gettext_lazy("This edit was made by a bot"),
}
TAGS = {
    "mw-undo": gettext_lazy("Undo"),
    "mw-rollback": gettext_lazy("Rollback"),
    "mw-manual-revert": gettext_lazy("Manual revert"),
    "mw-reverted": gettext_lazy("Reverted"),
    "mw-restore": gettext_lazy("Restored"),
    "unsourced": gettext_lazy("Without a required source"),
    "mw-new-redirect": gettext_lazy("New redirect"),
    "mw-blank": gettext_lazy("Blanking"),
    "mw-replace": gettext_lazy("Replaced"),
    "suggested": gettext_lazy("Suggested"),
    "mw-contentmodelchange": gettext_lazy("Content model change"),
}


@register.simple_tag
def offered_tags(chosen: str = "") -> list[tuple[str, str]]:
    """The tags that a list can be narrowed to, each with its name; the chosen one is always among them."""
    names = {tag: str(name) for tag, name in TAGS.items()}
    return list(({chosen: chosen} | names if chosen and chosen not in names else names).items())


class Dated(Protocol):
    """A row of a list that is shown by days."""

    @property
    def timestamp(self) -> datetime: ...


Timed = TypeVar("Timed", bound=Dated)


@cache
def words_in(language: str | None) -> dict[str, str]:
    """WORDS in the language that is active, ready for HTML: looked up once and not for every row."""
    return {name: escape(str(word)) for name, word in WORDS.items()}


def words() -> dict[str, str]:
    """WORDS in the reader's language."""
    return words_in(get_language())


# ---- Numbers and times ------------------------------------------------------------------------------------


@register.filter
def by_day(rows: Sequence[Timed]) -> list[tuple[datetime, list[Timed]]]:
    """The rows in runs of one day each, with a moment of that day in front."""
    runs = (list(run) for _day, run in groupby(rows, key=lambda row: localtime(row.timestamp).date()))
    return [(run[0].timestamp, run) for run in runs]


@register.filter
def moment(timestamp: datetime) -> str:
    """A point in time as a reader would write it, in the reader's time zone: 14:02, 22 November 2026."""
    return _moment(localtime(timestamp).replace(tzinfo=None), get_language())


@register.filter
def moment_utc(timestamp: datetime) -> str:
    """`moment` in UTC, for whoever reads it, where the words beside it say so."""
    return _moment(timestamp.astimezone(UTC).replace(tzinfo=None), get_language())


def clock(timestamp: datetime) -> str:
    local = localtime(timestamp)
    return f"{local.hour:02}:{local.minute:02}"


@register.filter
def signed(number: int) -> str:
    """A number with its sign, a true minus among them; zero has none."""
    sign = "+" if number > 0 else MINUS if number < 0 else ""
    return sign + _grouped(abs(number), get_language())


@register.filter
def grouped(number: int) -> str:
    """A number as the reader's language groups its digits: 7,478."""
    return _grouped(number, get_language())


@register.filter
def in_bytes(size: int) -> str:
    """A size in words: 7,478 bytes."""
    return _in_bytes(size, get_language())


# The same few numbers and times come again and again, and putting one into words takes Django long.


@lru_cache(maxsize=10_000)
def _moment(timestamp: datetime, language: str | None) -> str:
    day = date_format(timestamp, "DATE_FORMAT")
    hour = f"{timestamp.hour:02}:{timestamp.minute:02}"
    return _("%(clock)s, %(day)s") % {"clock": hour, "day": day}


@lru_cache(maxsize=10_000)
def _grouped(number: int, language: str | None) -> str:
    return number_format(number, force_grouping=True)


@lru_cache(maxsize=10_000)
def _in_bytes(size: int, language: str | None) -> str:
    return ngettext("%(size)s byte", "%(size)s bytes", size) % {"size": _grouped(size, language)}


@register.simple_tag
def amount(line: RevisionLine) -> SafeString:
    """By how many bytes the page grew or shrank; bold when it was much."""
    return amount_of(line.delta)


def amount_of(delta: int) -> SafeString:
    """The same of any number of bytes."""
    kind = "pos" if delta > 0 else "neg" if delta < 0 else "null"
    tag = "strong" if abs(delta) > BIG_CHANGE else "span"
    return SafeString(f'<{tag} class="mw-plusminus-{kind}">{signed(delta)}</{tag}>')


# ---- Who, when, why ---------------------------------------------------------------------------------------


@register.simple_tag
def permalink(line: RevisionLine, *, full: bool = False) -> SafeString:
    """The time of a revision (`full`: with its day), linked to it unless its text is withheld."""
    text = moment(line.timestamp) if full else clock(line.timestamp)
    if line.text_hidden:
        return SafeString(f'<span class="history-deleted mw-changeslist-date">{text}</span>')
    mark = "history-deleted " if "text" in line.withheld else ""
    return SafeString(f'<a class="{mark}mw-changeslist-date" href="/revision/{line.id}">{text}</a>')


@register.simple_tag
def diff_and_history(line: RevisionLine) -> SafeString:
    """(diff | hist), in lists across pages."""
    word = words()
    difference = word["diff"]
    if line.parent_id and not line.text_hidden:
        difference = f'<a href="/diff/{line.parent_id}/{line.id}">{difference}</a>'
    address = f"/history/{quote_key(line.page_title.key)}"
    return SafeString(f'<small>({difference} | <a href="{address}">{word["hist"]}</a>)</small>')


@register.simple_tag
def page_link(line: RevisionLine) -> SafeString:
    """The page that was changed."""
    title = line.page_title
    return SafeString(
        f'<a class="mw-changeslist-title" href="{wiki_path(title.key)}">{escape(title.full)}</a>'
    )


@register.simple_tag
def author(line: RevisionLine, viewer: Editor | None = None) -> SafeString:
    """Who saved the revision, with talk page and contributions; for a `viewer` who may, blocking."""
    word = words()
    if line.author_hidden:
        return SafeString(f'<span class="history-deleted">{word["no_author"]}</span>')
    links = user_links(line.author, line.author_is_account, viewer)
    return SafeString(f'<span class="history-deleted">{links}</span>') if "author" in line.withheld else links


def user_links(name: str, is_account: bool, viewer: Editor | None = None) -> SafeString:
    """An author by name, with talk page and contributions; for a `viewer` who may, blocking."""
    word, key = words(), quote_key(name)
    contributions = f"/wiki/Special:Contributions/{key}"
    home = f"/wiki/User:{key}" if is_account and not is_temporary_name(name) else contributions
    talk = f'<a href="/wiki/User_talk:{key}">{word["talk"]}</a>'
    others = f'{talk} | <a href="{contributions}">{word["contribs"]}</a>'
    if viewer is not None and "block" in viewer.rights:
        others += f' | <a href="/wiki/Special:Block/{key}" rel="nofollow">{word["block"]}</a>'
    if viewer is not None and deals(viewer):
        others += f' | <a href="/admin/deal/?author={quote(name, safe="")}" rel="nofollow">{word["deal"]}</a>'
    return SafeString(
        f'<a class="mw-userlink{author_mark(name)}" href="{home}">{escape(name)}</a> '
        f'<small class="sub">({others})</small>'
    )


@register.filter
def author_mark(name: str) -> SafeString:
    """What the link to an author bears besides its class, if it is a temporary account: another, and words
    that say so.
    """
    if not is_temporary_name(name):
        return SafeString("")
    return SafeString(f' mw-tempuserlink" title="{words()["temporary"]}')


@register.simple_tag
def flags(line: RevisionLine) -> SafeString:
    """!, N, m and b before the change, where they hold."""
    kinds = (
        ("unpatrolled", line.unpatrolled), ("new", line.new), ("minor", line.minor), ("bot", line.bot),
    )  # fmt: skip
    held = [name for name, holds in kinds if holds]
    if not held:
        return SafeString()
    word = words()
    html = (f'<abbr class="flag" title="{word[name + "_title"]}">{word[name]}</abbr> ' for name in held)
    return SafeString("".join(html))


@register.simple_tag
def comment(line: RevisionLine) -> SafeString:
    """The edit summary in italics, with the tags after it; nothing where there is neither."""
    said = tags = ""
    if line.accepter:
        tags = f' <small class="accepted">{accepted_by(line.accepter)}</small>'
    if line.summary_hidden:
        said = f'<i class="comment history-deleted">{words()["no_summary"]}</i>'
    elif line.summary:
        mark = " history-deleted" if "summary" in line.withheld else ""
        said = f'<i class="comment{mark}">{summary_html(line.summary, line.page_title)}</i>'
    if line.tags:
        label = ngettext("(Tag: %(tags)s)", "(Tags: %(tags)s)", len(line.tags))
        names = ", ".join(str(TAGS.get(tag, tag)) for tag in line.tags)
        tags += f' <small class="mw-tag-markers">{escape(label % {"tags": names})}</small>'
    return SafeString(f'<span class="said">{said}{tags}</span>' if said or tags else "")


def accepted_by(name: str) -> str:
    """Who let in what somebody else wrote."""
    link = f'<a class="mw-userlink" href="/wiki/User:{quote_key(name)}">{escape(name)}</a>'
    return escape(_("(accepted by %(name)s)")) % {"name": link}


def summary_html(summary: str, title: Title) -> SafeString:
    """A summary for display: `/* Section */` becomes a link to that section, `[[Page]]` one to that page."""
    parts: list[str] = []
    end = 0
    for found in _MARKUP.finditer(summary):
        parts.append(escape(summary[end : found.start()]))
        end = found.end()
        if found[1] is None:
            parts.append(_page_link(found[2], title))
        elif section := found[1].strip():
            parts.append(_section_link(section, title) + (": " if summary[end:] else ""))
    parts.append(escape(summary[end:]))
    return SafeString("".join(parts))


def _section_link(name: str, title: Title) -> str:
    """The arrow that MediaWiki puts before what was said about a section."""
    address = wiki_path(title.key, anchor(name))
    return f'<a class="autocomment" href="{escape(address)}">→ {escape(plain_title(name))}</a>'


def _page_link(inside: str, title: Title) -> str:
    link = parse_link(inside)
    if link is None:
        return escape(f"[[{inside}]]")
    target = link.title or title
    return f'<a href="{escape(wiki_path(target.key, link.fragment))}">{escape(link.shown)}</a>'


def thankable(line: RevisionLine, viewer: Editor) -> bool:
    """Whether the viewer can be offered to thank the author: an account, not hidden, not oneself."""
    return (
        viewer.user is not None
        and line.author_is_account
        and "author" not in line.withheld
        and line.author != viewer.name
    )


def rollback_path(line: RevisionLine) -> str:
    """Where the newest edits of this author are rolled back."""
    return f"/rollback/{quote_key(line.page_title.key)}?from={quote(line.author)}"


def run_words(count: int) -> str:
    """What the link to a rollback says, of how many edits."""
    return ngettext("rollback %(count)s edit", "rollback %(count)s edits", count) % {"count": count}


@register.filter
def part_label(part: PartRef) -> str:
    """A section, a field or the infobox by name."""
    if part.kind == "infobox":
        return _("Infobox")
    if part.kind == "field":
        return _("Infobox › %(name)s") % {"name": part.name}
    return _("§ %(name)s") % {"name": part.name} if part.name else _("Beginning")
