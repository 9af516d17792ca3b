"""From stored or fresh HTML to what a response shows: ids put back, links coloured."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache

from wiki.models import Page, Row
from wiki.reading.source import model_of, page_text
from wiki.reading.wikitext import given_to
from wiki.text.content import WIKITEXT
from wiki.text.html.pool import render_page
from wiki.text.html.rendered import RenderedPage
from wiki.text.parts.rows import PageText
from wiki.text.titles import Title
from wiki.text.wikitext.drawing.given import Given

FORMAT = 1  # of what is kept; a higher number leaves older renderings unread
KEPT_SECONDS = 7 * 24 * 3600
FAILED_SECONDS = 60  # a page that took too long on a busy machine is tried again


@dataclass(frozen=True, slots=True)
class Rendering:
    """A rendered page, and which row each of its parts is."""

    page: RenderedPage
    sections: tuple[tuple[int, tuple[str, ...]], ...]  # id and former anchors, in order
    fields: tuple[int, ...]  # ids of the fields, without the caption's and the end's row
    links: tuple[int, ...]  # ids of the see-also links, in the order of the page

    def packed(self) -> str:
        """As text, for keeping."""
        return json.dumps(
            [FORMAT, self.page.to_json(), self.sections, self.fields, self.links], ensure_ascii=False
        )

    @classmethod
    def unpacked(cls, content: str) -> Rendering | None:
        """Reads what `packed` wrote; None for nothing, or what an older program kept."""
        if not content:
            return None
        version, page, sections, fields, links = json.loads(content)
        if version != FORMAT:
            return None
        named = tuple((id_, tuple(former)) for id_, former in sections)
        return cls(RenderedPage.from_json(page), named, tuple(fields), tuple(links))


def with_ids(page: RenderedPage, rows: Sequence[Row]) -> Rendering:
    """Ties a rendered page to the stored rows it was rendered from (in order within each kind)."""
    links: dict[int, list[int]] = {}
    for row in rows:
        if row.kind == "link":
            links.setdefault(row.section, []).append(row.id)
    sections = [row for row in rows if row.kind == "section"]
    return Rendering(
        page,
        tuple((row.id, tuple(filter(None, row.former_anchors.split("\n")))) for row in sections),
        tuple(row.id for row in rows if row.kind == "field" and row.head == "field"),
        tuple(id_ for section in sections for id_ in links.get(section.id, ())),
    )


def render_rows(rows: Sequence[Row], title: Title, parsed: PageText | None = None) -> RenderedPage:
    """Render the page that the rows make, within the time limit; past it, the page is shown as source."""
    parsed = parsed or page_text(rows)
    return _rendered(rows, title, parsed, given_to(parsed))


def _rendered(rows: Sequence[Row], title: Title, parsed: PageText, given: Given | None) -> RenderedPage:
    anchors = [row.anchor for row in rows if row.kind == "section"]
    return render_page(parsed, anchors, title=title, given=given)


def rendering_key(page_id: int, number: int) -> str:
    """Under which key the cache holds the rendering of a revision, with what it was made for."""
    return f"rendered:{FORMAT}:{page_id}:{number}"


def cached_rendering(
    page: Page, number: int, rows: Sequence[Row], *, title: Title | None = None
) -> Rendering:
    """The rendering of one revision from the cache, made and put there if it is not in it.

    `title` is the one that the page had then, where it has another now: links to subpages begin with it. That
    of wikitext is kept with a sign of the templates in it: with others it is made anew.
    """
    title, parsed = title or page.name, page_text(rows) if model_of(rows) == WIKITEXT else None
    given = given_to(parsed) if parsed is not None else None
    made_for = (title.full, given.sign if given else "")
    key = rendering_key(page.pk, number)
    kept_for, content = cache.get(key, (None, ""))
    found = Rendering.unpacked(content) if kept_for == made_for else None
    if found is None:
        drawn = _rendered(rows, title, page_text(rows) if parsed is None else parsed, given)
        found = with_ids(drawn, rows)
        kept = FAILED_SECONDS if found.page.failed else KEPT_SECONDS
        cache.set(key, (made_for, found.packed()), kept)
    return found
