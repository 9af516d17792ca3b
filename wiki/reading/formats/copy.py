"""What every copy of an article carries along: its text, where it is from, and who wrote it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings

from wiki.models import Revision
from wiki.permissions import Editor
from wiki.reading.page import PageView, RevisionMissing, read_page, read_revision
from wiki.reading.showing.assemble import SectionView
from wiki.reading.showing.raw import page_source
from wiki.reading.visibility import sees_author
from wiki.text.addresses import wiki_path
from wiki.text.titles import Title

LICENSE = "CC BY-SA 4.0"
LICENSE_URL = "https://creativecommons.org/licenses/by-sa/4.0/"
NAMED = 100  # authors; of more, those with the most edits are named
LOOKED_AT = 5000  # of the newest revisions, for their authors
_ROOTED = re.compile(r'(<(?:a|img) [^<>]*?(?:href|src)=")/(?!/)')
_ANCHOR = re.compile(r'(<a [^<>]*?href=")#')


@dataclass(frozen=True, slots=True)
class Origin:
    """The wiki that a copy is from; `url` without a slash at its end."""

    name: str
    url: str
    license: str
    license_url: str


def this_wiki() -> Origin:
    """The wiki that copies made here are from."""
    return Origin(settings.SITE_NAME, settings.SITE_URL, LICENSE, LICENSE_URL)


@dataclass(frozen=True, slots=True)
class Copy:
    """One revision of an article, ready to be written in any format."""

    view: PageView
    source: str
    authors: tuple[str, ...]
    origin: Origin

    @property
    def title(self) -> Title:
        """The page's title."""
        return self.view.title

    @property
    def url(self) -> str:
        """Where the article is read."""
        return self.origin.url + wiki_path(self.title.key)

    @property
    def permalink(self) -> str:
        """Where exactly this revision is read."""
        return f"{self.origin.url}/revision/{self.view.line.id}"

    def elsewhere(self, html: str) -> str:
        """A piece of the page's HTML with addresses that hold outside of the wiki."""
        return _ANCHOR.sub(rf"\1{self.url}#", _ROOTED.sub(rf"\1{self.origin.url}/", html))

    @property
    def chapters(self) -> Iterator[list[SectionView]]:
        """The sections in groups: the lead, then each section of the highest level with those below it."""
        top = min((section.level for section in self.view.sections if section.level), default=2)
        number = 0

        def chapter(section: SectionView) -> int:
            nonlocal number
            number += 0 < section.level <= top
            return number

        for _, group in groupby(self.view.sections, key=chapter):
            yield list(group)


def read_copy(title: Title, *, viewer: Editor, origin: Origin, oldid: int | None = None) -> Copy:
    """The page's latest revision, or the one named; 4 queries for the latest.

    Raises PageMissing, RevisionMissing (also for a revision of another page) and RevisionHidden.
    """
    source = page_source(title, viewer=viewer, oldid=oldid)
    view = read_page(title, viewer=viewer) if oldid is None else read_revision(oldid, viewer=viewer)
    if view.title != title:
        raise RevisionMissing(str(oldid))
    return Copy(view, source, authors_of(view, viewer=viewer), origin)


def authors_of(view: PageView, *, viewer: Editor) -> tuple[str, ...]:
    """Who made the revisions up to this one, most edits first; nobody whose name is hidden. One query."""
    made = Revision.objects.filter(page=view.page, number__lte=view.line.number, withheld=False)
    rows = made.only("author_text", "user_hidden", "suppressed", "withheld").order_by("-number")[:LOOKED_AT]
    edits = Counter(row.author_text for row in rows if sees_author(viewer, row))
    return tuple(name for name, _ in edits.most_common(NAMED))
