"""A page of wikitext as Markdown, to be looked at before it is saved: what is drawn, written anew.

What cannot be drawn stays as its source, as code. Nothing of the page's past changes by it.
"""

from __future__ import annotations

from wiki.text.html.rendered import RenderedField, RenderedPage, RenderedSection, SeeAlso
from wiki.text.infobox import InvalidField, field_source, frame_sources
from wiki.text.see_also import item_source
from wiki.text.titles import Title
from wiki.text.wikilink import link_source
from wiki.text.wikitext.converting.markdown_blocks import blocks
from wiki.text.wikitext.converting.markdown_inline import inline
from wiki.text.wikitext.converting.tree import read_html
from wiki.text.wikitext.draw import draw_now
from wiki.text.wikitext.drawing.given import Given
from wiki.text.wikitext.source import read


def to_markdown(source: str, *, title: Title, given: Given | None = None) -> str:
    """The Markdown of a wikitext page called `title`. As `draw_now`, it may take long on hostile text."""
    given = given or Given()
    page = read(source, given.site)
    drawn = draw_now(page, [""] * len(page.sections), title=title, given=given)
    parts = [_redirect(drawn), _infobox(drawn), *map(_section, drawn.sections), _categories(drawn)]
    text = "\n\n".join(part.strip("\n") for part in parts if part.strip())
    return f"{text}\n" if text else ""


def _redirect(page: RenderedPage) -> str:
    return f"#REDIRECT [[{page.redirect}]]" if page.redirect else ""


def _infobox(page: RenderedPage) -> str:
    """Fields with a value; of equal keys the last one."""
    rows = {field.key: _field(field) for field in page.fields}
    written = [row for row in rows.values() if row]
    if not written:
        return ""
    first, last = frame_sources(" ".join(page.caption.split()))
    return first + "".join(written) + last


def _field(field: RenderedField) -> str:
    if field.kind == "picture":
        values = [field.file]
    else:
        values = [" ".join(inline(read_html(html)).split()) for html in field.values_html]
    values = [value for value in values if value]
    if not values:
        return ""
    several = len(values) > 1 or ("|" in values[0] and "[[" not in values[0])
    value = "\n".join(f"- {one}" for one in values) if several else values[0]
    key = " ".join(field.key.replace(":", " ").split()).lstrip("-~` ") or "?"
    try:
        return field_source(key, value)
    except InvalidField:
        return ""


def _section(section: RenderedSection) -> str:
    heading = " ".join(inline(read_html(section.title_html)).split())
    listed = "\n".join(map(_see_also, section.see_also or ()))
    parts = [
        "#" * section.level + " " + heading if section.level else "",
        listed,
        blocks(read_html(section.html)),
    ]
    return "\n\n".join(part for part in parts if part)


def _see_also(link: SeeAlso) -> str:
    note = " ".join(inline(read_html(link.note_html)).split())
    if link.target_title is None:
        return item_source("", note=note or inline(read_html(link.label_html)), before="")
    target = link.target_title + (f"#{link.fragment}" if link.fragment else "")
    label = " ".join(read_html(link.label_html).text.split())
    gap = " " if link.note_html[:1].isspace() and note else ""
    return f"- {link_source(target, label)}{gap}{note}"


def _categories(page: RenderedPage) -> str:
    return "\n".join(f"[[Category:{name}{f'|{key}' if key else ''}]]" for name, key in page.categories)
