"""A text coloured by who wrote it. Put together in Python: there may be thousands of runs.

What a person wrote passes through `escape`; ids, numbers and our own words do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wiki.reading.authorship import Author, Authorship, PartWritten, Writing
from wiki.templatetags.rows import moment
from wiki.text.addresses import quote_key
from wiki.text.authorship.readable import Block, blocks
from wiki.text.infobox import caption_of
from wiki.text.sections import read_fence, read_heading

register = template.Library()

COLOURED = 10  # authors with a colour of their own; see css/authorship.css


@register.simple_tag
def written_text(found: Authorship, by: str, whole: str = "") -> SafeString:
    """The parts as headings, paragraphs and lists, each run a link to the revision that wrote it.

    `whole` is the address of this view of the whole page; with it, headings lead to their section alone.
    """
    base = whole + ("&" if "?" in whole else "?")
    tags = {id_: _opening(found, id_, by) for id_ in found.author_of}
    out: list[str] = []
    for part in found.parts:
        if part.kind == "section" and part.heading:
            level = read_heading(part.head)[0]
            only = f'<a class="only" href="{escape(base)}section={part.id}">{_("only this")}</a>'
            out.append(
                f'<div class="written-head"><h{level} id="s{part.id}">{_head(part, tags)}</h{level}>'
                f"{only if whole else ''}</div>"
            )
        out += _body(part, tags)
    # Each field is a part by itself; together they are one list.
    return SafeString("".join(out).replace("</ul><ul>", ""))


def _head(part: PartWritten, tags: dict[int, str]) -> str:
    (block,) = blocks(part.text[: part.heading])[:1] or [Block("paragraph", ((0, part.heading),))]
    return "".join(_runs(part, block, tags, 0)) or escape(part.name)


def _body(part: PartWritten, tags: dict[int, str]) -> Iterator[str]:
    """The blocks below the heading. A field or link is one line of a list."""
    if part.kind == "field" and part.head == "caption":
        fence = read_fence(part.text)
        caption = (caption_of(fence.info) or "") if fence else ""
        start = part.text.rfind(caption) if caption else 0
        shown = Block("paragraph", ((start, len(part.text)),)) if caption else None
        if shown:
            yield f'<p class="written-caption">{"".join(_runs(part, shown, tags, 0))}</p>'
        return
    opened = False
    for block in blocks(part.text[part.heading :]):
        words = "".join(_runs(part, block, tags, part.heading))
        if not words:
            continue
        item = block.kind == "item" or part.kind == "field"
        if item != opened:
            yield "<ul>" if item else "</ul>"
            opened = item
        yield (
            f"<li>{words}</li>"
            if item
            else f"<pre>{words}</pre>"
            if block.kind == "code"
            else f"<p>{words}</p>"
        )
    if opened:
        yield "</ul>"


def _runs(part: PartWritten, block: Block, tags: dict[int, str], offset: int) -> Iterator[str]:
    """What is shown of one block, run by run."""
    runs, text = (
        iter(zip(part.runs, accumulate(length for _who, length in part.runs), strict=True)),
        part.text,
    )
    (who, _length), until = next(runs)
    pending = ""
    for start, end in block.shown:
        at, stop = start + offset, end + offset
        while at < stop:
            while until <= at:
                if pending.strip():
                    yield _run(tags[who], pending)
                    pending = ""
                (who, _length), until = next(runs)
            cut = min(stop, until)
            pending += text[at:cut]
            at = cut
    if pending.strip():
        yield _run(tags[who], pending)


def _run(tag: str, words: str) -> str:
    """The words in their element; white space behind them stands outside it."""
    kept = words.rstrip()
    return tag % escape(kept) + words[len(kept) :]


def _opening(found: Authorship, id_: int, by: str) -> str:
    """The element of a run, with `%s` for its words."""
    writing, place = found.writings.get(id_), found.author_of[id_]
    name = author_name(found.authors[place])
    if writing is None:
        return f'<span class="wu" title="{escape(name).replace("%", "%%")}">%s</span>'
    colour = f"g{writing.age}" if by == "age" else author_class(place, found.authors[place])
    about = escape(f"{name}, {moment(writing.timestamp)}").replace("%", "%%")
    if not writing.reachable:
        return f'<span class="{colour}" title="{about}">%s</span>'
    return f'<a class="{colour}" href="{address_of(writing)}" data-r="{id_}" title="{about}">%s</a>'


def address_of(writing: Writing) -> str:
    """Where the edit is shown: the difference that it made, or the first revision itself."""
    return f"/diff/{writing.parent_id}/{writing.id}" if writing.parent_id else f"/revision/{writing.id}"


def author_name(author: Author) -> str:
    """What the author is called where names are shown."""
    return author.name or (_("(username removed)") if author.hidden else _("not worked out yet"))


def author_class(place: int, author: Author) -> str:
    """The colour of the author at this place: the first ten who can be named have one of their own."""
    return f"w{place}" if author.name and place < COLOURED else "wx" if author.name else "wu"


@register.simple_tag
def author_row(place: int, author: Author) -> SafeString:
    """A line of the legend: the colour, the name, the share."""
    name = str(escape(author_name(author)))
    if author.name:
        key = quote_key(author.name)
        home = f"/wiki/User:{key}" if author.is_account else f"/wiki/Special:Contributions/{key}"
        name = f'<a href="{home}">{name}</a>'
    return SafeString(
        f'<li><span class="swatch {author_class(place, author)}" aria-hidden="true">Aa</span> {name} '
        f'<span class="muted">{percent(author.share)}</span></li>'
    )


@register.filter
def percent(share: float) -> str:
    """A share as readers write it; what is there is never 0 %."""
    if 0 < share < 0.01:
        return _("under 1 %")
    return _("%(number)d %%") % {"number": round(share * 100)}


@register.simple_tag
def writing_rows(found: Authorship, few: int) -> SafeString:
    """The revisions with the most words in the text: who, when, why, how much. Cards are made of these."""
    by_size = sorted(found.writings.values(), key=lambda one: (-one.characters, one.id))
    return SafeString("".join(_writing_row(found, one) for one in by_size[:few]))


def _writing_row(found: Authorship, one: Writing) -> str:
    name, when = escape(author_name(found.authors[found.author_of[one.id]])), moment(one.timestamp)
    links = ""
    if one.reachable:
        revision = f'<a href="/revision/{one.id}">{_("revision")}</a>'
        change = f'<a href="{address_of(one)}">{_("what it changed")}</a> · ' if one.parent_id else ""
        links = f'<span class="links">{change}{revision}</span>'
    summary = f'<i class="summary">{escape(one.summary)}</i> ' if one.summary else ""
    share = _("%(share)s of the text") % {"share": percent(one.characters / (found.characters or 1))}
    return (
        f'<li id="r{one.id}"><b>{name}</b> <span class="when">{when}</span> {summary}'
        f'<span class="muted">{share}</span> {links}</li>'
    )
