"""Drafts: what an account typed and has not published. Each is found for its owner alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from wiki.models import Draft, Page, User
from wiki.reading.reports.keyed import Key, Screen, keyed, moment, number
from wiki.text.titles import Title

KEPT = timedelta(days=90)
KEYS = (Key("saved", moment, down=True), Key("id", number, down=True))
TEXTS = (
    "text",
    "value",
    "heading",
    "key",
    "caption",
    "row_value",
    "row_key",
)  # inputs that hold a draft's words
SHOWN = 160  # characters of a draft in the list
PAGE_PARTS = ("page", "new", "infobox")  # what a page that does not exist has as well


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a page that a form is open for; `page` is None for one to be created."""

    title: Title
    page: Page | None = None
    part: str = "page"
    part_id: int = 0
    name: str = ""

    @property
    def page_key(self) -> str:
        """What names the page: its number, which stays when it is moved; else its title."""
        return f"p{self.page.pk}" if self.page else f"t{self.title.namespace}:{self.title.name}"

    @property
    def part_key(self) -> str:
        """What names the part on its page."""
        return f"{self.part}/{self.part_id}"

    @property
    def key(self) -> str:
        """What names the part among all of the wiki."""
        return f"{self.page_key}/{self.part_key}"


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in its owner's list; `title` is the page's name today, `state` "", "deleted" or "missing"."""

    id: int
    title: Title
    state: str
    part: str
    part_id: int
    name: str
    saved: datetime
    words: str
    size: int
    tab: str


def kept_drafts(owner: User) -> QuerySet[Draft]:
    """The account's drafts that are not too old."""
    return Draft.objects.filter(owner=owner, saved__gt=timezone.now() - KEPT)


def find_draft(owner: User, id_: int) -> Draft | None:
    """This draft with its page, if it is the account's; one query."""
    return kept_drafts(owner).select_related("page").filter(pk=id_).first()


def draft_for(owner: User, place: Place) -> Draft | None:
    """The account's newest draft for this part: of the page, or of its title from before it existed or of a
    deleted page that had it. One query.
    """
    named = Q(namespace=place.title.namespace, title=place.title.name)
    same = Q(place=place.key)
    if place.page is None:
        same |= named & (Q(page=None) | Q(page__deleted=True))
    elif place.part in PAGE_PARTS:
        same |= named & Q(page=None, part=place.part)
    return kept_drafts(owner).filter(same).order_by("-saved", "-pk").first()


def drafts(owner: User, *, limit: int = 50, after: str = "", before: str = "") -> Screen[DraftLine]:
    """The account's drafts, newest first; one query. Raises BadCursor."""
    fields = ("id", "saved", "namespace", "title", "part", "part_id", "name", "typed", "size", "tab")
    of_page = ("page", "page__namespace", "page__title", "page__deleted")
    rows = kept_drafts(owner).values(*fields, *of_page)
    return keyed(rows, KEYS, _line, limit=limit, after=after, before=before)


def _line(row: Mapping[str, Any]) -> DraftLine:
    living = row["page"] and not row["page__deleted"]
    title = (
        Title(row["page__namespace"], row["page__title"]) if living else Title(row["namespace"], row["title"])
    )
    state = "" if living else "deleted" if row["page"] else "missing"
    return DraftLine(
        row["id"], title, state, row["part"], row["part_id"], row["name"], row["saved"],
        words_of(row["typed"]), row["size"], row["tab"],
    )  # fmt: skip


def words_of(typed: list[list[str]]) -> str:
    """The beginning of what was typed, on one line."""
    values = [value for name in TEXTS for key, value in typed if key == name and value.strip()]
    words = " ".join(" · ".join(value[: 2 * SHOWN] for value in values[:4]).split())
    return words if len(words) <= SHOWN else words[:SHOWN].rpartition(" ")[0] + "…"
