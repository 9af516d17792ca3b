"""Whole rows of the lists of changes: history, recent changes, contributions. One call a row, for speed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.models import LogEntry
from wiki.permissions import Editor
from wiki.reading.lists.lines import RevisionLine
from wiki.templatetags.changes import change_line
from wiki.templatetags.rows import (
    amount,
    amount_of,
    author,
    clock,
    comment,
    diff_and_history,
    flags,
    in_bytes,
    moment,
    page_link,
    permalink,
    rollback_path,
    run_words,
    summary_html,
    thankable,
    user_links,
    words,
)
from wiki.templatetags.wiki import deed, log_name
from wiki.text.titles import Title

register = template.Library()

Words = Mapping[str, str]


@register.simple_tag
def history_row(line: RevisionLine, marks: Mapping[str, Any]) -> SafeString:
    """A row of a page's history. `marks` is what holds for the whole list: see wiki/web/history.py."""
    word = words()
    return SafeString(
        f'<li id="rev{line.id}"><span class="goto">{jumps(line, marks["latest_id"], word)}'
        f"{deeds(line, marks, word)}</span>"
        f'<span class="pick">{radios(line, marks["picks"], word)}{choice(line, marks)}</span>'
        f'<span class="time">{permalink(line)}</span>'
        f'<div class="what">{flags(line)}{change_line(line)}{comment(line)}{run(line, marks)}</div>'
        f'<span class="who">{author(line, marks.get("viewer"))}</span>'
        f'<span class="amount">{amount(line)} <small class="sub">{in_bytes(line.size)}</small></span></li>'
    )


@register.simple_tag
def cross_row(line: RevisionLine, viewer: Editor, watched: Collection[Title] = ()) -> SafeString:
    """A row of a list across pages; one of a page among the `watched` ones stands out."""
    names = ["watched"] * (line.page_title.subject in watched) + ["unpatrolled"] * line.unpatrolled
    marked = f' class="{" ".join(names)}"' if len(names) > 1 else f" class={names[0]}" if names else ""
    return SafeString(
        f'<li{marked}><span class="time">{permalink(line)}</span>'
        f'<span class="goto">{diff_and_history(line)}</span>'
        f'<div class="what">{flags(line)}{page_link(line)} {change_line(line)}{comment(line)}'
        f"{offered(line, viewer)}</div>"
        f'<span class="who">{author(line, viewer)}</span><span class="amount">{amount(line)}</span></li>'
    )


@register.simple_tag
def any_row(row: RevisionLine | LogEntry, viewer: Editor, watched: Collection[Title] = ()) -> SafeString:
    """A row of a list of edits and deeds."""
    return log_row(row) if isinstance(row, LogEntry) else cross_row(row, viewer, watched)


@register.simple_tag
def grouped_rows(
    rows: Sequence[RevisionLine | LogEntry], viewer: Editor, watched: Collection[Title] = ()
) -> SafeString:
    """Rows of one day, those of one page folded into one where its newest stands; deeds stand alone."""
    pages: dict[int, list[RevisionLine | LogEntry]] = {}
    for place, row in enumerate(rows):
        pages.setdefault(-place - 1 if isinstance(row, LogEntry) else row.page_id, []).append(row)
    return SafeString("".join(group(lines, viewer, watched) for lines in pages.values()))


def group(rows: Sequence[RevisionLine | LogEntry], viewer: Editor, watched: Collection[Title] = ()) -> str:
    """The rows of one page: one as it is, several behind a line that sums them up."""
    lines = [row for row in rows if isinstance(row, RevisionLine)]
    if len(lines) < 2:
        return "".join(any_row(row, viewer, watched) for row in rows)
    newest, delta = lines[0], sum(line.delta for line in lines)
    # No link: a link inside what opens and closes cannot be told from it.
    title = f'<b class="mw-changeslist-title">{escape(newest.page_title.full)}</b>'
    count = ngettext("%(n)s change", "%(n)s changes", len(lines)) % {"n": len(lines)}
    inside = "".join(cross_row(line, viewer, watched) for line in lines)
    marked = " watched" if newest.page_title.subject in watched else ""
    return (
        f'<li class="group{marked}"><details><summary><span class="amount">{amount_of(delta)}</span>'
        f"{clock(newest.timestamp)} {title} <small>({count}) {_authors(lines)}</small></summary>"
        f'<ul class="rows cross">{inside}</ul></details></li>'
    )


def _authors(lines: Sequence[RevisionLine]) -> str:
    """Who made these edits, whoever made most of them first: [Alice (2×), Bob]."""
    names = Counter(_name(line) for line in lines)
    said = (f"{name} ({n}×)" if n > 1 else name for name, n in names.most_common())
    return f"[{', '.join(said)}]"


def _name(line: RevisionLine) -> str:
    """The author as text; what only some see is struck through, as in the rows."""
    name = escape(line.author) or words()["no_author"]
    hidden = line.author_hidden or "author" in line.withheld
    return f'<span class="history-deleted">{name}</span>' if hidden else name


def log_row(entry: LogEntry) -> SafeString:
    """(Deletion log) what was done, by whom and why, on the grid of the edits."""
    name = format_html('<a href="{}?type={}">{}</a>', "/wiki/Special:Log", entry.type, log_name(entry.type))
    title = Title(entry.namespace, entry.title)
    gone = "history-deleted"
    said, who = SafeString(""), user_links(entry.user_text, entry.user_id is not None)
    if entry.comment:
        words_html, mark = summary_html(entry.comment, title), f" {gone}" if entry.comment_hidden else ""
        said = format_html(' <i class="comment{}">{}</i>', mark, words_html)
    elif entry.comment_hidden:
        said = format_html(' <i class="comment {}">{}</i>', gone, _("(comment removed)"))
    if entry.user_hidden:
        told = who if entry.user_text else words()["no_author"]
        who = format_html('<span class="{}">{}</span>', gone, SafeString(told))
    return format_html(
        '<li class="mw-changeslist-log"><span class="time">{}</span>'
        '<span class="goto"></span>'
        '<div class="what"><small class="log-name">({})</small> <span class="change">{}</span>'
        '<span class="said">{}</span></div>'
        '<span class="who">{}</span><span class="amount"></span></li>',
        clock(entry.timestamp), name, deed(entry), said, who,
    )  # fmt: skip


@register.simple_tag
def own_row(line: RevisionLine, viewer: Editor) -> SafeString:
    """A row of an author's own list."""
    current = f' <span class="mw-uctop">{words()["current"]}</span>' if line.is_latest else ""
    return SafeString(
        f'<li><span class="time">{permalink(line)}</span><span class="goto">{diff_and_history(line)}</span>'
        f'<div class="what">{flags(line)}{page_link(line)} {change_line(line)}{comment(line)}'
        f'{current}{offered(line, viewer)}</div><span class="amount">{amount(line)}</span></li>'
    )


def jumps(line: RevisionLine, latest_id: int, word: Words) -> str:
    """(cur | prev): compare with the latest revision and with the one before."""
    cur, prev = word["cur"], word["prev"]
    if not line.is_latest and not line.text_hidden:
        cur = f'<a href="/diff/{line.id}/{latest_id}">{cur}</a>'
    if line.parent_id and not line.text_hidden:
        prev = f'<a href="/diff/{line.parent_id}/{line.id}">{prev}</a>'
    return f"<small>({cur} | {prev})</small>"


def deeds(line: RevisionLine, marks: Mapping[str, Any], word: Words) -> str:
    """What can be done from here: (undo | restore | thank | report). `marks` as for the row."""
    links, part, top = [], marks["part"], marks["top"]
    query = f"?{part.kind}={part.id}" if part and part.kind != "infobox" else ""
    if line.parent_id and not line.text_hidden:
        links.append(f'<a href="/undo/{line.id}{query}" rel="nofollow">{word["undo"]}</a>')
    if not line.text_hidden and line.id != top and not (part and part.kind == "infobox"):
        links.append(f'<a href="/restore/{line.id}{query}" rel="nofollow">{word["restore"]}</a>')
    if thankable(line, marks["viewer"]):
        done = line.id in marks["thanked"]
        links.append(
            word["thanked"] if done else f'<a href="/thank/{line.id}" rel="nofollow">{word["thank"]}</a>'
        )
    links.append(f'<a href="/wiki/Special:Report?oldid={line.id}" rel="nofollow">{word["report"]}</a>')
    return f' <small class="sub deeds">({" | ".join(links)})</small>'


def radios(line: RevisionLine, picks: tuple[int, int, int], word: Words) -> str:
    """The two radio buttons of a row. Both are always there; the one that could pick nothing is disabled.

    `picks`: the newest row and the one below, which start out chosen, and the oldest.
    """
    newest, second, last = picks
    when = {"when": moment(line.timestamp)}
    older = " disabled" if line.id == newest or line.text_hidden else " checked" if line.id == second else ""
    newer = " disabled" if line.id == last or line.text_hidden else " checked" if line.id == newest else ""
    return (
        f'<input type="radio" name="oldid" value="{line.id}" aria-label="{word["from"] % when}"{older}>'
        f'<input type="radio" name="diff" value="{line.id}" aria-label="{word["to"] % when}"{newer}>'
    )


def choice(line: RevisionLine, marks: Mapping[str, Any]) -> str:
    """A check box that chooses the row for hiding, for who may."""
    if not marks["choose"]:
        return ""
    label = _("Choose the revision of %(when)s") % {"when": moment(line.timestamp)}
    return f'<input type="checkbox" name="ids" value="{line.id}" aria-label="{label}">'


def run(line: RevisionLine, marks: Mapping[str, Any]) -> str:
    """On the newest row, for who may: one click back past the author's run of edits."""
    count = marks["run"]
    if not (line.is_latest and count):
        return ""
    text = run_words(count)
    if marks["run_more"]:
        text = _("rollback more than %(count)s edits") % {"count": count}
    return rollback_link(line, text)


def rollback_link(line: RevisionLine, text: str) -> str:
    address = rollback_path(line)
    return f' <small class="deeds">[<a href="{address}" rel="nofollow">{escape(text)}</a>]</small>'


def offered(line: RevisionLine, viewer: Editor) -> str:
    """A rollback on the newest edit of a page, and patrolling a new page, for who may."""
    if line.new and line.unpatrolled:
        word = words()["patrol"]
        return f' <span class="deeds"><a href="/patrol/{line.id}" rel="nofollow">{word}</a></span>'
    if not line.is_latest or line.new or line.author_hidden or "rollback" not in viewer.rights:
        return ""
    return rollback_link(line, words()["rollback"])
