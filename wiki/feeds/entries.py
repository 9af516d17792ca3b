"""One revision as an entry of a feed: what changed stands in its title, so that no link need be followed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wiki.reading.lists.lines import RevisionLine
from wiki.text.comparing.telling import plain
from wiki.text.language.shorten import shorten

LONGEST = 200  # characters of an entry's title


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of a revision. `html` is safe."""

    title: str
    link: str
    id: str
    author: str
    time: datetime
    html: SafeString


def entries(rows: Iterable[RevisionLine], *, of_one_page: bool = False) -> list[Entry]:
    """The rows as entries, in their order; in the feed of one page its title is not said again."""
    return [entry(row, of_one_page=of_one_page) for row in rows]


def entry(row: RevisionLine, *, of_one_page: bool) -> Entry:
    told = [plain(change) for change in row.changes] or [row.summary or _("Edit")]
    words = "; ".join(told)
    return Entry(
        title=shorten(words if of_one_page else f"{row.page_title.full}: {words}", LONGEST),
        link=link(row),
        # Stays the same wherever the wiki moves: the revision's number is for ever.
        id=f"{settings.SITE_URL}/revision/{row.id}",
        author=row.author or _("(username removed)"),
        time=row.timestamp,
        html=html(row, told),
    )


def link(row: RevisionLine) -> str:
    """The comparison with the revision before; of a page's first revision, the revision."""
    if row.parent_id is None or row.text_hidden:
        return f"{settings.SITE_URL}/revision/{row.id}"
    return f"{settings.SITE_URL}/diff/{row.parent_id}/{row.id}"


def html(row: RevisionLine, told: list[str]) -> SafeString:
    listed = format_html_join("", "<li>{}</li>", ((line,) for line in told))
    note = _("(edit summary removed)") if row.summary_hidden else row.summary
    return format_html(
        "<ul>{}</ul>{}<p>{}</p>",
        listed,
        format_html("<p><i>{}</i></p>", note) if note else "",
        _("%(size)d bytes (%(delta)+d)") % {"size": row.size, "delta": row.delta},
    )
