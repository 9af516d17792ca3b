"""Links that stay in the time of the page that they stand on."""

from __future__ import annotations

import re

# A link to a page, or to the form that begins one; `<` stands nowhere but before a tag, so no text is taken
# for a link.
_LINK = re.compile(r'(<a\b[^<>]*?\shref=")/(?:wiki/([^"]*)|edit/([^"?]*)\?redlink=1)"')


def in_time(html: str, base: str) -> str:
    """Return HTML with every link to a page of this wiki, red or blue, leading to the same title below `base`
    ("/asof/2016-03-01T00:00:00Z/"). One pass; nothing else is changed.
    """
    return _LINK.sub(lambda found: f'{found[1]}{base}{found[2] or found[3] or ""}"', html)
