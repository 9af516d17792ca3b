"""What a reader with an account watches of the page at hand."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from django import template
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wiki.models import LogEntry, Page
from wiki.permissions import Editor
from wiki.reading.page import PageView
from wiki.reading.watching.notices import AnyNotice, NoticeLine, ReportNotice, SuggestionNotice
from wiki.reading.watching.watching import read_watching, watching
from wiki.reading.watching.watchlist import WatchedLine
from wiki.templatetags.changes import change_line, changes_html
from wiki.templatetags.lists import log_row, offered
from wiki.templatetags.rows import (
    amount,
    author,
    clock,
    comment,
    diff_and_history,
    flags,
    moment,
    page_link,
    permalink,
    user_links,
)
from wiki.text.titles import Title, title_url

register = template.Library()

NOT_READ = ""  # what no page says of itself: it says None where nothing is watched


@register.simple_tag
def is_watched(title: Title, page: Page | None, viewer: Editor) -> bool:
    """Whether the viewer watches the page; a query where the page was not read for this viewer."""
    if viewer.user is None:
        return False
    told = getattr(page, "watching", NOT_READ)
    if told is not NOT_READ:
        return read_watching(told).page
    return watching(viewer.user, title).page


class PartsWatched(NamedTuple):
    """The ids of the watched parts of a page: the offers beside them depend on these alone."""

    sections: frozenset[int]
    fields: frozenset[int]


@register.filter
def parts_watched(view: PageView, viewer: Editor) -> PartsWatched | None:
    """The parts that the viewer watches; None for a reader without an account, who is offered nothing."""
    if viewer.user is None or view.old:
        return None
    return PartsWatched(view.watching.sections, view.watching.fields)


@register.simple_tag
def watch_part(watched: PartsWatched, kind: str, part: int, name: str) -> SafeString:
    """[watch] or [unwatch] beside a section or field, without brackets."""
    known = part in (watched.sections if kind == "section" else watched.fields)
    return SafeString(part_link(kind, escape(name), known) % {"id": part})


def part_link(kind: str, name: str, known: bool) -> str:
    """The link, to be filled with the part's `id`; `name` is HTML."""
    labels = {
        ("section", False): _("Watch section: %(name)s"),
        ("section", True): _("Unwatch section: %(name)s"),
        ("field", False): _("Watch %(name)s"),
        ("field", True): _("Unwatch %(name)s"),
    }
    word, other = (_("unwatch"), _("watch")) if known else (_("watch"), _("unwatch"))
    label = escape(labels[kind, known]).replace("%(name)s", name.replace("%", "%%"))
    deed = "unwatch" if known else "watch"
    return (
        f'<a class="watch-part" href="/watch?{kind}=%(id)s" rel="nofollow" data-deed="{deed}"'
        f' data-other="{escape(other)}" aria-label="{label}">{escape(word)}</a>'
    )


# ---- The watchlist ----------------------------------------------------------------------------------------


@register.simple_tag
def watched_row(row: WatchedLine | LogEntry, viewer: Editor) -> SafeString:
    """A row of the watchlist: bold with a solid mark while unseen, × to watch no longer, a clock."""
    if isinstance(row, LogEntry):
        return log_row(row)
    line = row.line
    mark = ""
    if row.unseen:
        word = escape(_("unseen"))
        mark = f'<span class="unseen-mark"></span><span class="visually-hidden">{word}</span> '
    return SafeString(
        f'<li{" class=unseen" if row.unseen else ""}><span class="time">{permalink(line)}</span>'
        f'<span class="goto">{diff_and_history(line)}</span>'
        f'<div class="what">{mark}{flags(line)}{page_link(line)} {change_line(line)}{members_told(row)}'
        f"{clock_of(row)}{off_button(row)}{comment(line)}{offered(line, viewer)}</div>"
        f'<span class="who">{author(line)}</span><span class="amount">{amount(line)}</span></li>'
    )


def members_told(row: WatchedLine | NoticeLine) -> str:
    """Which watched categories the page joined or left."""
    told = [_("joined %(name)s") % {"name": f"Category:{name}"} for name in row.joined]
    told += [_("left %(name)s") % {"name": f"Category:{name}"} for name in row.left]
    return f' <small class="muted">({escape(", ".join(told))})</small>' if told else ""


def clock_of(row: WatchedLine) -> str:
    """A clock for what is watched for a time only."""
    if row.expiry is None:
        return ""
    words = escape(_("Watched until %(when)s") % {"when": moment(row.expiry)})
    return f' <span class="watch-clock" title="{words}" role="img" aria-label="{words}">◷</span>'


def off_button(row: WatchedLine) -> str:
    """× takes off the list what the row stands there for."""
    if not row.watches:
        return ""
    ids = ",".join(str(watch.pk) for watch in row.watches)
    label = escape(_("Take %(title)s off the watchlist") % {"title": row.line.page_title.full})
    named = f'name="unwatch" value="{ids}" aria-label="{label}" title="{label}"'
    return f' <button class="watch-off" {named}>×</button>'


@register.simple_tag
def all_times() -> str:
    """In which time zone the times of a list are."""
    name = timezone.get_current_timezone_name()
    if name == "UTC":
        return _("All times are UTC.")
    return _("All times are those of %(zone)s.") % {"zone": name.replace("_", " ")}


# ---- Notices ----------------------------------------------------------------------------------------------


@register.simple_tag
def notice_row(row: AnyNotice) -> SafeString:
    """A notice: what happened, by whom, and what changed."""
    mark = read = ""
    if not row.seen:
        word, label = escape(_("unread")), escape(_("Mark as read"))
        mark = f'<span class="unseen-mark"></span><span class="visually-hidden">{word}</span> '
        named = f'name="read" value="{row.id}" aria-label="{label}" title="{label}"'
        read = f' <button class="watch-off" {named}>✓</button>'
    if isinstance(row, ReportNotice):
        where, told, who = _of_report(row)
    else:
        where, told, who = _of_suggestion(row) if isinstance(row, SuggestionNotice) else _of_edit(row)
    return SafeString(
        f'<li{"" if row.seen else " class=unseen"}><span class="time">{clock(row.created)}</span>'
        f'<div class="what">{mark}{escape(happened(row.kind))} {where}<br>{told}{read}</div>'
        f'<span class="who">{who}</span></li>'
    )


def _of_suggestion(row: SuggestionNotice) -> tuple[str, str, str]:
    """Where, what and who of a notice about a suggestion."""
    line = row.suggestion
    where = f'<a class="mw-changeslist-title" href="/suggestion/{line.id}">{escape(line.page_title.full)}</a>'
    said = line.answer if row.kind == "decided" else line.summary
    told = str(escape(_("(change removed)")) if line.hidden else changes_html(line.changes))
    if said:
        told += f' <i class="comment">{escape(said)}</i>'
    name, account = (row.actor, True) if row.actor else (line.author, line.author_is_account)
    return where, told, user_links(name, account) if name else escape(_("(username removed)"))


def _of_report(row: ReportNotice) -> tuple[str, str, str]:
    """Where and what of a notice about a report: nobody is named."""
    path = title_url(row.title)
    where = f'<a class="mw-changeslist-title" href="/wiki/{path}">{escape(row.title.full)}</a>'
    told = escape(row.told)
    return where, f'{told} <i class="comment">{escape(row.answer)}</i>' if row.answer else told, ""


def _of_edit(row: NoticeLine) -> tuple[str, str, str]:
    """Where, what and who of a notice about an edit."""
    line = row.line
    told = f"{change_line(line)}{members_told(row)}{comment(line)}"
    if row.comment:
        address = f"/wiki/{title_url(line.page_title)}#{quote(row.comment.anchor)}"
        told = f'<a href="{address}">{escape(row.comment.topic)}</a>: {escape(row.comment.words)}'
    who = user_links(row.actor, True) if row.kind == "thanked" else author(line)
    return f"{page_link(line)} {diff_and_history(line)}", told, who


def happened(kind: str) -> str:
    """What a notice says, before the name of the page."""
    words = {
        "watched": _("Changed:"),
        "talk": _("A message for you:"),
        "mention": _("You were mentioned:"),
        "reverted": _("Your edit was taken back:"),
        "thanked": _("Thanks for your edit:"),
        "reply": _("A new comment:"),
        "proposed": _("Suggested:"),
        "decided": _("Your suggestion was answered:"),
        "answered": _("A comment on a suggestion:"),
        "reported": _("Your report was decided:"),
    }
    return words[kind]
