"""What a reader asks to export: which pages, and whether it is too much for one answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Length

from wiki.models import Link, Page, Revision, RevisionSlot
from wiki.permissions import Editor, asks_for_more
from wiki.reading.as_of.pages import named
from wiki.text.titles import InvalidTitle, Title, parse_title

MOST_TITLES = 10_000
MOST_CHARACTERS = MOST_TITLES * 256  # of the text that names them
MOST_REVISIONS = 1000  # for who has no right to more
MOST_BYTES = 50_000_000  # of their texts


class TooMuch(ValueError):
    """The pages have more revisions, or longer ones, than whoever asks may have at once."""


def pages_named(lines: Sequence[str]) -> QuerySet[Page]:
    """The pages of these titles; lines that name no page are passed over. Raises TooMuch."""
    if len(lines) > MOST_TITLES:
        raise TooMuch
    titles = []
    for line in lines:
        try:
            titles.append(parse_title(line))
        except InvalidTitle:
            continue
    return Page.objects.filter(reduce(or_, named(titles), Q(pk__in=())), deleted=False)


def in_category(title: Title) -> QuerySet[Page]:
    """The pages of a category, whatever namespace its title was given with."""
    members = Link.objects.filter(kind="category", valid_to=None, title=title.name)
    return Page.objects.filter(pk__in=members.values("page_id"), deleted=False)


def check_size(pages: QuerySet[Page], *, current: bool, viewer: Editor) -> None:
    """Raise TooMuch unless the viewer may have the newest revision of each page, or all, in one answer."""
    if asks_for_more(viewer):
        return
    of_pages = pages.order_by()
    revisions = of_pages.count() if current else of_pages.aggregate(sum=Sum("number"))["sum"] or 0
    if revisions > MOST_REVISIONS:
        raise TooMuch
    if current:
        given = Revision.objects.filter(pk__in=of_pages.values("latest"))
    else:
        given = Revision.objects.filter(page__in=of_pages.values("pk"))
    slots = RevisionSlot.objects.filter(revision__in=given.values("pk"))
    size = given.aggregate(sum=Sum("size"))["sum"] or 0
    size += slots.aggregate(sum=Sum(Length("text")))["sum"] or 0  # characters: no database counts the bytes
    if size > MOST_BYTES:
        raise TooMuch
