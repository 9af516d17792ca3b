"""What an article says of itself to machines: Open Graph, schema.org, where its copies are."""

from __future__ import annotations

import json
from typing import Any, Protocol
from urllib.parse import quote

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from wiki.reading.page import PageView
from wiki.text.addresses import quote_key, wiki_path
from wiki.text.html.thumbs import SVG
from wiki.text.titles import Title

register = template.Library()

PICTURE_WIDTH = 1024  # of the picture that others show beside a link

# The characters that could end a script element, as JSON writes them.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


class Site(Protocol):
    """The wiki itself, as templates see it."""

    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def license_url(self) -> str: ...


@register.filter
def address(title: Title) -> str:
    """The path at which a page is read, as it is written in addresses."""
    return wiki_path(title.key)


@register.simple_tag
def machine_links(view: PageView, site: Site) -> SafeString:
    """The elements of the head that only machines read; for the living page, not for old revisions."""
    url, title = site.url + wiki_path(view.title.key), view.title.full
    description = view.page.description
    shared = {
        "og:type": "article",
        "og:title": title,
        "og:url": url,
        "og:site_name": site.name,
        "og:description": description,
        "article:modified_time": f"{view.line.timestamp:%Y-%m-%dT%H:%M:%SZ}",
    }
    lines = [format_html('<meta name="description" content="{}">', description)] if description else []
    image = picture_address(view, site)
    if image:
        shared["og:image"] = image
    told = [(name, value) for name, value in shared.items() if value]
    lines.append(format_html_join("\n", '<meta property="{}" content="{}">', told))
    asked = f"{site.url}/oembed?url={quote(url, safe='')}&format="
    rows = [("application/json+oembed", asked + "json", title), ("text/xml+oembed", asked + "xml", title)]
    lines.append(format_html_join("\n", '<link rel="alternate" type="{}" href="{}" title="{}">', rows))
    lines.append(linked_data(article(view, site, url)))
    return mark_safe("\n".join(lines))  # noqa: S308  # each line was escaped where it was made


def article(view: PageView, site: Site, url: str) -> dict[str, Any]:
    """The article in the words of schema.org."""
    value: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "name": view.title.full,
        "headline": view.title.full[:110],
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": settings.LANGUAGE_CODE,
        "dateModified": f"{view.line.timestamp:%Y-%m-%dT%H:%M:%SZ}",
        "license": site.license_url,
        "author": {
            "@type": "Organization",
            "name": f"{site.name} contributors",
            "url": f"{site.url}/history/{quote_key(view.title.key)}",
        },
        "publisher": {"@type": "Organization", "name": site.name, "url": f"{site.url}/"},
        "isPartOf": {"@type": "WebSite", "name": site.name, "url": f"{site.url}/"},
    }
    if view.page.description:
        value["description"] = view.page.description
    if image := picture_address(view, site):
        value["image"] = image
    return value


def picture_address(view: PageView, site: Site) -> str:
    """Where the page's first picture is to be had; of a drawing nothing, few machines read those."""
    picture = view.lead_picture
    return "" if picture is None or picture.mime == SVG else site.url + picture.thumb(PICTURE_WIDTH)


def linked_data(value: dict[str, Any]) -> SafeString:
    """A block of data: no script runs, so the Content-Security-Policy has nothing against it."""
    text = json.dumps(value, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308
