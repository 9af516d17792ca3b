"""Addresses of pages as they stand in rendered HTML: one form each, so that links can be found as text."""

from datetime import datetime
from functools import lru_cache
from urllib.parse import quote

# What MediaWiki's wfUrlencode leaves readable, as `titles.title_url`. Quotes, `&`, `?`, `#` and `%` are
# encoded, so that a key needs no HTML escaping.
_SAFE = ";@$!*(),/:~"


@lru_cache(8192)
def quote_key(key: str) -> str:
    """Return a title's key (with underscores, as `Title.key`) as it is written in an address."""
    return quote(key.replace(" ", "_"), safe=_SAFE)


def quote_fragment(fragment: str) -> str:
    """Return a section's anchor as it is written after `#`; blanks become underscores, as in anchors."""
    return quote("_".join(fragment.split()), safe=_SAFE)


def wiki_path(key: str, fragment: str = "") -> str:
    """Return the address at which the page `key` is read."""
    return f"/wiki/{quote_key(key)}" + (f"#{quote_fragment(fragment)}" if fragment else "")


def red_link_path(key: str) -> str:
    """Return the address a link to a missing page leads to: its new-page form."""
    return f"/edit/{quote_key(key)}?redlink=1"


def upload_path(file: str) -> str:
    """Return the address that offers the upload of a file that does not exist yet."""
    return f"/wiki/Special:Upload?wpDestFile={quote(file.replace(' ', '_'), safe='')}"


def time_path(moment: datetime) -> str:
    """Return a moment in UTC as it stands in addresses, to the second."""
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
