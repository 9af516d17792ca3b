"""The table of a comparison, put together in Python: a long diff has thousands of small pieces.

Classes are MediaWiki's. One markup serves both shapes: two columns, or one, where style sheets let the six
cells of a row fall into two lines and drop those of class `diff-twin`, which say nothing new there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.reading.compare import Between, Comparison, PartDiff
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
def diff_deeds(found: Comparison, side: str) -> SafeString:
    """What can be done with one side: edit or restore it; undo what lies between the two."""
    line = found.old if side == "old" else found.new
    links = [(f"/raw/{quote_key(line.page_title.key)}?oldid={line.id}", _("source"))]
    if not line.is_latest:
        links.append((f"/restore/{line.id}", _("restore")))
    if side == "new" and found.same_page and found.old.number < found.new.number:
        run = "" if line.parent_id == found.old.id else f"?after={found.old.id}"
        links.append((f"/undo/{line.id}{run}", _("undo")))
    return format_html_join(" | ", '<a href="{}" rel="nofollow">{}</a>', links)


@register.simple_tag
def diff_table(lines: Sequence[Line | Fold], place: int = 0) -> SafeString:
    """The rows of one part. `place` tells apart the jump marks of several parts on one page."""
    rows = "".join(_fold(line) if isinstance(line, Fold) else _row(line, place) for line in lines)
    return SafeString(f'<table class="diff">{COLUMNS}<tbody>{rows}</tbody></table>')


def _fold(fold: Fold) -> str:
    text = ngettext("%(count)s unchanged line", "%(count)s unchanged lines", fold.hidden) % {
        "count": fold.hidden
    }
    return f'<tr class="diff-fold"><td colspan="6">{text}</td></tr>'


def _row(line: Line, place: int) -> str:
    if line.kind == "same":
        return f"<tr>{_same(line.old_no, line.old, ' diff-twin')}{_same(line.new_no, line.new, '')}</tr>"
    left, right, mark = NOTHING, NOTHING, ""
    if line.kind in ("moved_from", "moved_to"):
        here, there = ("from", "to") if line.kind == "moved_from" else ("to", "from")
        mark = f' id="moved-{place}-{line.move}-{here}"'
        jump = _jump(f"moved-{place}-{line.move}-{there}", here)
        if here == "from":
            left = _cells(line.old_no, f'<td class="diff-marker">{jump}</td>', "deleted", line.old)
        else:
            right = _cells(line.new_no, f'<td class="diff-marker">{jump}</td>', "added", line.new)
    if line.kind in ("del", "change"):
        left = _cells(line.old_no, _marker("−", _("Removed")), "deleted", line.old)
    if line.kind in ("add", "change"):
        right = _cells(line.new_no, _marker("+", _("Added")), "added", line.new)
    return f"<tr{mark}>{left}{right}</tr>"


def _same(number: int | None, spans: Iterable[Span], twin: str) -> str:
    """The three cells of one side of an unchanged line."""
    return (
        f'<td class="diff-lineno{twin}">{number or ""}</td><td class="diff-marker{twin}"></td>'
        f'<td class="diff-context{twin}">{_text(spans, "")}</td>'
    )


def _cells(number: int | None, marker: str, side: str, spans: Iterable[Span]) -> str:
    """The three cells of one side of a changed line."""
    tag = "del" if side == "deleted" else "ins"
    return (
        f'<td class="diff-lineno">{number or ""}</td>{marker}'
        f'<td class="diff-{side}line">{_text(spans, tag)}</td>'
    )


def _marker(sign: str, label: str) -> str:
    return f'<td class="diff-marker" data-marker="{sign}" aria-label="{label}"></td>'


def _jump(target: str, here: str) -> str:
    """The link between a moved paragraph's two places."""
    if here == "from":
        sign, side = "⚫\N{VARIATION SELECTOR-15}", "left"
        label = _("Paragraph was moved. Jump to its new place.")
    else:
        sign, side = "↩\N{VARIATION SELECTOR-15}", "right"
        label = _("Paragraph was moved. Jump to its old place.")
    html = f'<a class="mw-diff-movedpara-{side}" href="#{target}" title="{label}" aria-label="{label}">'
    return f"{html}{sign}</a>"


def _text(spans: Iterable[Span], tag: str) -> str:
    return "".join(
        f'<{tag} class="diffchange">{escape(span.text)}</{tag}>'
        if span.changed and tag
        else escape(span.text)
        for span in spans
    )
