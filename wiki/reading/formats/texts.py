"""Copies that are text: Markdown with front matter, plain text, JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from wiki.reading.formats.copy import Copy
from wiki.reading.showing.assemble import FieldView, SectionView, SeeAlsoView
from wiki.reading.wikitext import markdown_of
from wiki.text.addresses import wiki_path
from wiki.text.content import MARKDOWN, WIKITEXT
from wiki.text.html.plain_text import plain_text
from wiki.text.portable import portable_markdown
from wiki.text.source import read
from wiki.text.wikilink import WikiLink

UNDERLINES = {2: "-", 3: "~"}  # of headings; the title has "="


def as_markdown(copy: Copy) -> str:
    """CommonMark with tables and footnotes; YAML front matter says where it is from. A page of wikitext is
    converted; what cannot be, and a page of another content model, is its source as code.
    """

    def address(link: WikiLink) -> str:
        if link.title is None:
            return f"#{link.fragment}"
        return copy.origin.url + wiki_path(link.title.key, link.fragment)

    facts = {
        "title": copy.title.full,
        "url": copy.url,
        "permalink": copy.permalink,
        "revision": copy.view.line.id,
        "date": f"{copy.view.line.timestamp:%Y-%m-%dT%H:%M:%SZ}",
        "license": copy.origin.license,
        "license_url": copy.origin.license_url,
        "authors": list(copy.authors),
        "categories": [category.title.name for category in copy.view.categories],
    }
    # JSON is YAML: a quoted string or a list needs no quoting rules of its own.
    head = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in facts.items())
    return f"---\n{head}---\n\n{portable_markdown(read(_in_markdown(copy)), copy.title.full, address)}"


def _in_markdown(copy: Copy) -> str:
    if copy.view.model == MARKDOWN:
        return copy.source
    text = markdown_of(copy.source, copy.title) if copy.view.model == WIKITEXT else None
    if text is not None:
        return text
    return as_code(copy.source)


def as_code(source: str) -> str:
    """A text as Markdown that shows it as it is written."""
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", source))])
    return f"{fence}\n{source}\n{fence}\n"


def as_plain_text(copy: Copy) -> str:
    """The words alone, headings underlined, facts one a line; the last lines say where it is from."""
    title = copy.title.full
    blocks = [f"{title}\n{'=' * len(title)}"]
    if copy.view.infobox:
        blocks.append("\n".join(_fact(field) for field in copy.view.infobox.fields))
    for section in copy.view.sections:
        blocks += _words(section)
    line = copy.view.line
    blocks.append(
        f"--\n{copy.permalink}\n{copy.origin.name}, {line.timestamp:%Y-%m-%d}, {copy.origin.license}: "
        f"{', '.join(copy.authors)}"
    )
    return "\n\n".join(block for block in blocks if block) + "\n"


def _fact(field: FieldView) -> str:
    return f"{field.key}: {'; '.join(_values(field))}"


def _values(field: FieldView) -> list[str]:
    return [field.file] if field.file else [plain_text(value) for value in field.values]


def _words(section: SectionView) -> Iterator[str]:
    if section.level:
        yield f"{section.title}\n{UNDERLINES.get(section.level, '.') * max(len(section.title), 1)}"
    if section.see_also:
        yield "\n".join(f"- {plain_text(link.label_html)}{_note(link)}" for link in section.see_also)
    yield plain_text(section.html)


def _note(link: SeeAlsoView) -> str:
    note = plain_text(link.note_html)
    return f" {note}" if note else ""


def as_json(copy: Copy) -> str:
    """All of it in parts, each with its lasting id; `html` with full addresses. Keys may be added later."""
    view, line = copy.view, copy.view.line
    value: dict[str, Any] = {
        "title": copy.title.full,
        "page_id": view.page.pk,
        "url": copy.url,
        "permalink": copy.permalink,
        "revision": {"id": line.id, "number": line.number,
                     "timestamp": f"{line.timestamp:%Y-%m-%dT%H:%M:%SZ}", "size": line.size},
        "license": {"name": copy.origin.license, "url": copy.origin.license_url},
        "authors": list(copy.authors),
        "redirect": view.redirect.full if view.redirect else None,
        "categories": [category.title.full for category in view.categories],
        "infobox": _infobox(copy),
        "sections": [_section(copy, section) for section in view.sections],
        "content_model": copy.view.model,
        "source": copy.source,
    }  # fmt: skip
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _infobox(copy: Copy) -> dict[str, Any] | None:
    box = copy.view.infobox
    if box is None:
        return None
    fields = [{"id": field.id, "key": field.key, "values": _values(field)} for field in box.fields]
    return {"caption": plain_text(box.caption), "fields": fields}


def _section(copy: Copy, section: SectionView) -> dict[str, Any]:
    value: dict[str, Any] = {
        "id": section.id,
        "level": section.level,
        "title": section.title,
        "anchor": section.anchor,
        "html": copy.elsewhere(section.html),
        "text": plain_text(section.html),
    }
    if section.see_also is not None:
        value["see_also"] = [
            {
                "id": link.id,
                "target": link.title.full if link.title else None,
                "label": plain_text(link.label_html),
                "note": plain_text(link.note_html),
                "exists": link.state in ("exists", "redirect", "self"),
            }
            for link in section.see_also
        ]
    return value
