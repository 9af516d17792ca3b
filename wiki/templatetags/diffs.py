"""The table of a comparison, put together in Python: a long diff has thousands of small pieces.

Classes are MediaWiki's. One markup serves both shapes: two columns, or one, where style sheets let the six
cells of a row fall into two lines and drop those of class `diff-twin`, which say nothing new there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.permissions import Editor, hides
from wiki.reading.compare import Between, Comparison, PartDiff
from wiki.templatetags.rows import rollback_path, run_words, thankable
from wiki.text.addresses import quote_key
from wiki.text.diff import Fold, Line, Span
from wiki.text.sections import plain_title

register = template.Library()

COLUMNS = (
    '<colgroup><col class="diff-lineno"><col class="diff-marker"><col class="diff-content">'
    '<col class="diff-lineno"><col class="diff-marker"><col class="diff-content"></colgroup>'
)
NOTHING = '<td colspan="3" class="diff-empty diff-twin"></td>'


@register.filter
def part_title(part: PartDiff) -> str:
    """Where it changed, as readers write it: § Agreement, Infobox › Headquarters."""
    if part.kind == "field":
        return _("Infobox › %(name)s") % {"name": part.name}
    if part.kind == "caption":
        return _("Infobox › caption")
    return _("§ %(name)s") % {"name": plain_title(part.name)} if part.name else _("Beginning")


@register.simple_tag
def part_head(part: PartDiff) -> SafeString:
    """The same with what is muted marked, and what became of the part as a whole."""
    where, mark, name = part_title(part).partition(" ")
    if mark and part.kind != "section":
        where, mark, name = part_title(part).partition("› ")
        where += mark
    elif not mark:
        where, name = "", where
    return format_html(
        '<span class="where">{}</span> {} <span class="verb">{}</span>', where, name, ", ".join(verbs(part))
    )


def verbs(part: PartDiff) -> list[str]:
    """What became of the part as a whole, if anything."""
    said = []
    if part.verb in ("added", "removed"):
        said.append(_("new") if part.verb == "added" else _("removed"))
    elif part.old_name != part.name:
        said.append(_("renamed from “%(name)s”") % {"name": part.old_name})
    if part.moved:
        said.append(_("moved"))
    return said


@register.simple_tag
def between(found: Between) -> str:
    """(2 intermediate revisions by 2 users not shown)."""
    revisions = ngettext("%(n)s intermediate revision", "%(n)s intermediate revisions", found.count)
    users = ngettext("%(n)s user", "%(n)s users", found.authors)
    return _("(%(revisions)s by %(users)s not shown)") % {
        "revisions": revisions % {"n": found.count},
        "users": users % {"n": found.authors},
    }


@register.simple_tag
def diff_deeds(found: Comparison, side: str, viewer: Editor) -> SafeString:
    """What can be done with one side: edit or restore it; undo what lies between the two."""
    line = found.old if side == "old" else found.new
    key = quote_key(line.page_title.key)
    old = "" if line.is_latest else f"?oldid={line.id}"
    links = [(f"/edit/{key}{old}", _("edit")), (f"/raw/{key}?oldid={line.id}", _("source"))]
    if not line.is_latest:
        links.append((f"/restore/{line.id}", _("restore")))
    if side == "new" and found.same_page and found.old.number < found.new.number:
        run = "" if line.parent_id == found.old.id else f"?after={found.old.id}"
        links.append((f"/undo/{line.id}{run}", _("undo")))
    if side == "new" and found.run:
        links.append((rollback_path(line), run_words(found.run)))
    if side == "new" and line.unpatrolled:
        links.append((f"/patrol/{line.id}", _("mark as patrolled")))
    if thankable(line, viewer):
        links.append((f"/thank/{line.id}", _("thank")))
    links.append((f"/wiki/Special:Report?oldid={line.id}", _("report")))
    if hides(viewer):
        links.append((f"/visibility/{key}?ids={line.id}", _("change visibility")))
    return format_html_join(" | ", '<a href="{}" rel="nofollow">{}</a>', links)


@register.simple_tag
def diff_table(part: PartDiff, place: int = 0) -> SafeString:
    """The lines of one part. `place` tells apart the jump marks of several parts on one page."""
    drawing = Drawing(place, numbered=part.kind == "section")
    rows = "".join(drawing.rows(part.lines))
    return SafeString(f'<table class="diff">{COLUMNS}<tbody>{rows}</tbody></table>')


@dataclass(frozen=True)
class Drawing:
    """How the lines of one part become rows of a table."""

    place: int
    numbered: bool

    def rows(self, lines: Iterable[Line | Fold]) -> Iterator[str]:
        """The rows; what was removed stands beside what came in its stead."""
        removed: deque[Line] = deque()
        for line in lines:
            if isinstance(line, Line) and line.kind == "del":
                removed.append(line)
                continue
            if isinstance(line, Line) and line.kind == "add":
                yield self.pair(removed.popleft() if removed else None, line)
                continue
            yield from (self.pair(gone, None) for gone in removed)
            removed.clear()
            yield self.fold(line) if isinstance(line, Fold) else self.row(line)
        yield from (self.pair(gone, None) for gone in removed)

    def fold(self, fold: Fold) -> str:
        text = ngettext("%(count)s unchanged line", "%(count)s unchanged lines", fold.count)
        return f'<tr class="diff-fold"><td colspan="6">{text % {"count": fold.count}}</td></tr>'

    def row(self, line: Line) -> str:
        """A line that is on both sides, or was moved."""
        if line.kind == "same":
            left = self.side("context", line.old_no, "", line.old, twin=" diff-twin")
            return f"<tr>{left}{self.side('context', line.new_no, '', line.new)}</tr>"
        if line.kind == "change":
            return self.pair(line, line)
        here, there = ("from", "to") if line.kind == "moved_from" else ("to", "from")
        mark, target = (f"moved-{self.place}-{line.move}-{end}" for end in (here, there))
        if here == "from":
            label = _("Paragraph was moved. Jump to its new place.")
            side = self.side("deletedline", line.old_no, jump("left", target, label), line.old) + NOTHING
        else:
            label = _("Paragraph was moved. Jump to its old place.")
            side = NOTHING + self.side("addedline", line.new_no, jump("right", target, label), line.new)
        return f'<tr id="{mark}">{side}</tr>'

    def pair(self, old: Line | None, new: Line | None) -> str:
        """What went beside what came."""
        left = (
            self.side("deletedline", old.old_no, sign("−", _("Removed")), old.old, "del") if old else NOTHING
        )
        right = self.side("addedline", new.new_no, sign("+", _("Added")), new.new, "ins") if new else NOTHING
        return f"<tr>{left}{right}</tr>"

    def side(
        self,
        kind: str,
        number: int | None,
        marker: str,
        spans: Iterable[Span],
        tag: str = "",
        *,
        twin: str = "",
    ) -> str:
        """The three cells of one side: number, marker, text."""
        shown = line_number(number if self.numbered else None, twin)
        marker = marker or f'<td class="diff-marker{twin}"></td>'
        words = f'<td class="diff-{kind}{twin}">{text(spans, tag)}</td>'
        return f"{shown}{marker}{words}"


def line_number(number: int | None, twin: str) -> str:
    """The cell before the marker; what the number counts is said to who asks."""
    if number is None:
        return f'<td class="diff-lineno{twin}"></td>'
    said = _("Line %(number)s:") % {"number": number}
    return f'<td class="diff-lineno{twin}" title="{said}" aria-label="{said}">{number}</td>'


def sign(mark: str, label: str) -> str:
    return f'<td class="diff-marker" data-marker="{mark}" aria-label="{label}"></td>'


def jump(side: str, target: str, label: str) -> str:
    """The link between a moved paragraph's two places."""
    mark = ("⚫" if side == "left" else "↩") + "\N{VARIATION SELECTOR-15}"
    link = f'<a class="mw-diff-movedpara-{side}" href="#{target}" title="{label}" aria-label="{label}">'
    return f'<td class="diff-marker">{link}{mark}</a></td>'


def text(spans: Iterable[Span], tag: str) -> str:
    """The words of a line, the changed ones marked."""
    return "".join(
        f'<{tag} class="diffchange">{escape(span.text)}</{tag}>'
        if span.changed and tag
        else escape(span.text)
        for span in spans
    )
