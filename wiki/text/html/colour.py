"""Colours the links of stored HTML: which pages are missing, which redirect, which list
meanings, which is the page itself."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape, unescape

from wiki.text.addresses import quote_key

# The one shape the renderer writes links in; keys are percent-encoded, so they hold no quote and no entity.
_LINK = re.compile(r'<a href="/wiki/([^"#?]+)(#[^"]*)?" title="([^"]*)">')


def colour_links(
    html: str,
    *,
    missing: Collection[str] = (),
    redirects: Collection[str] = (),
    meanings: Collection[str] = (),
    self_key: str = "",
    missing_title: str = "{} (page does not exist)",
) -> str:
    """Return rendered HTML with links to keys in `missing` red, in `redirects` and `meanings` (of a name)
    marked, to `self_key` bold.

    Keys are those of `Title.key` (underscores, not percent-encoded). `missing_title` words the tool tip of a
    red link, given by the caller so that it can be translated. One pass; nothing else is changed.
    """
    red = {quote_key(key) for key in missing}
    passing = {quote_key(key) for key in redirects}
    telling = {quote_key(key) for key in meanings}
    own = quote_key(self_key)
    if not (red or passing or telling or own):
        return html

    def colour(match: re.Match[str]) -> str:
        key, fragment, title = match.group(1), match.group(2), match.group(3)
        if key == own:
            if fragment:
                return f'<a href="{fragment}" class="mw-selflink-fragment">'
            return '<a class="mw-selflink selflink">'
        if key in red:
            tip = escape(missing_title.format(unescape(title)))
            return f'<a href="/edit/{key}?redlink=1" class="new" title="{tip}">'
        if key in passing:
            return f'{match.group(0)[:-1]} class="mw-redirect">'
        if key in telling:
            return f'{match.group(0)[:-1]} class="mw-disambig">'
        return match.group(0)

    return _LINK.sub(colour, html)
