"""What reading a page of wikitext needs of the wiki: its names for namespaces, and the templates it uses."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import connection

from wiki.models import Page, SiteName
from wiki.models.parts import parts_of_pages
from wiki.reading.source import model_of_page, source_text
from wiki.text.content import WIKITEXT, content_model, page_links
from wiki.text.html.pool import convert_page
from wiki.text.links import Links
from wiki.text.parts.rows import PageText
from wiki.text.titles import Title
from wiki.text.wikitext.drawing.given import MOST_CHARACTERS, MOST_TEMPLATES, Given
from wiki.text.wikitext.site import DEFAULT, Site, site_of
from wiki.text.wikitext.uses import TEMPLATE

# A page that is deleted, whose text is withheld, or that is no wikitext, is put in nowhere.
_THERE = f"""JOIN wiki_revision made ON made.id = page.latest_id AND NOT page.deleted
AND made.content_model = '{WIKITEXT}' AND NOT made.text_hidden AND NOT made.withheld"""
_USED = """WITH RECURSIVE used(id, namespace, title, size) AS (
SELECT page.id, page.namespace, page.title, page.size FROM wiki_page page {there} WHERE {match}
UNION
SELECT page.id, page.namespace, page.title, page.size FROM used JOIN wiki_link link ON link.page_id = used.id
AND link.valid_to IS NULL AND link.kind IN ('template', 'redirect')
JOIN wiki_page page ON page.namespace = link.namespace AND page.title = link.title {there})
SELECT id, namespace, title, size FROM used LIMIT {limit}"""


def site_names(model: str) -> Site:
    """How pages of this content model name things: those of wikitext as the wiki they came from does."""
    if model != WIKITEXT:
        return DEFAULT
    return _site(
        SiteName.kept(lambda: tuple(SiteName.objects.order_by("name").values_list("namespace", "name")))
    )


@lru_cache(maxsize=4)  # what a site remembers of links goes by the object
def _site(names: tuple[tuple[int, str], ...]) -> Site:
    return site_of(names) if names else DEFAULT


def links_of_text(parsed: PageText) -> Links:
    """What a page of any content model links to."""
    return page_links(parsed, site_names(parsed.model))


def can_be_converted(page: Page) -> bool:
    """Whether the page can become one of Markdown. A template cannot: pages of wikitext need it as it is."""
    return model_of_page(page) == WIKITEXT and page.namespace != TEMPLATE


def markdown_of(source: str, title: Title) -> str | None:
    """A page of wikitext as Markdown; None if that takes too long."""
    return convert_page(source, title=title, given=given_to(content_model(WIKITEXT).read(source)))


def given_to(parsed: PageText) -> Given | None:
    """What drawing this page needs besides its text; None but for wikitext.

    The templates that it names and those that they use, as they stand now, in 2 queries however they are
    nested; none where it names no template. They are bounded in number and length: of what is more, the
    calls are shown as they are written.
    """
    if parsed.model != WIKITEXT:
        return None
    site = site_names(parsed.model)
    named = page_links(parsed, site).templates[:MOST_TEMPLATES]
    return Given(site, _sources(named) if named else {})


def _sources(named: Iterable[Title]) -> dict[Title, str]:
    chosen: dict[int, Title] = {}
    left = MOST_CHARACTERS
    for id_, namespace, title, size in _used(named):
        left -= size
        if left < 0:
            break
        chosen[id_] = Title(namespace, title)
    return {chosen[id_]: source_text(rows) for id_, rows in parts_of_pages(chosen).items()}


def _used(named: Iterable[Title]) -> list[tuple[Any, ...]]:
    names: dict[int, list[str]] = {}
    for title in named:
        names.setdefault(title.namespace, []).append(title.name)
    match = " OR ".join(
        f"(page.namespace = %s AND page.title IN ({', '.join(['%s'] * len(some))}))"
        for some in names.values()
    )
    asked: list[Any] = [value for namespace, some in names.items() for value in (namespace, *some)]
    with connection.cursor() as cursor:
        cursor.execute(_USED.format(there=_THERE, match=match, limit=MOST_TEMPLATES), asked)
        return list(cursor.fetchall())
