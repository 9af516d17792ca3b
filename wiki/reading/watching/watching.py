"""What an account watches on a page, and what can be watched at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Aggregate, CharField, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.models import Category, InfoboxField, Link, Page, Section, User, Watch
from wiki.models.prepared import Prepared
from wiki.models.watch import WatchKind, lasting
from wiki.reading.showing.places import field_place, section_place
from wiki.reading.source import PartMissing
from wiki.text.sections import plain_title
from wiki.text.titles import Title

CATEGORY = 14


class CannotWatch(LookupError):
    """There is no such thing to watch; `message` says so."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Target:
    """Something to watch. `name` is the section's heading or the field's key."""

    kind: WatchKind
    title: Title  # of the page it is or stands on
    part: int = 0
    name: str = ""

    @property
    def subject(self) -> Title:
        """The page under whose title it is kept."""
        return self.title.subject

    @property
    def query(self) -> dict[str, str]:
        """What names it in an address."""
        if self.kind in ("section", "field"):
            return {self.kind: str(self.part)}
        return {"category": self.title.name} if self.kind == "category" else {"title": self.title.full}


def page_target(title: Title) -> Target:
    """A page, there or not yet, with its talk page. Raises CannotWatch for what the wiki itself makes."""
    if title.namespace < 0 or not title.name:
        raise CannotWatch(
            _("“%(title)s” cannot be watched: it is no page that anybody edits.") % {"title": title.full}
        )
    return Target("page", title)


def section_target(section_id: int) -> Target:
    """A section that stands on a page. Raises CannotWatch."""
    try:
        place = section_place(section_id)
    except (PartMissing, OverflowError):
        place = None
    if place is None or place.gone:
        raise CannotWatch(_("There is no section %(id)s to watch.") % {"id": str(section_id)[:20]})
    heading = Section.objects.filter(pk=section_id).values_list("title", flat=True).first() or ""
    return Target("section", place.title, section_id, plain_title(heading))


def field_target(field_id: int) -> Target:
    """An infobox field that stands on a page. Raises CannotWatch."""
    try:
        place = field_place(field_id)
    except (PartMissing, OverflowError):
        place = None
    if place is None or place.gone:
        raise CannotWatch(_("There is no infobox field %(id)s to watch.") % {"id": str(field_id)[:20]})
    key = InfoboxField.objects.filter(pk=field_id).values_list("key", flat=True).first() or ""
    return Target("field", place.title, field_id, key)


def category_target(title: Title) -> Target:
    """What joins and leaves a category. Raises CannotWatch for one that is neither a page nor has members."""
    if title.namespace == CATEGORY and (
        Category.objects.filter(title=title.name).exists()
        or Page.objects.filter(namespace=CATEGORY, title=title.name, deleted=False).exists()
        or Link.objects.filter(kind="category", title=title.name, valid_to=None).exists()
    ):
        return Target("category", title)
    raise CannotWatch(_("There is no category “%(name)s” to watch.") % {"name": title.name[:80]})


@dataclass(frozen=True, slots=True)
class Watching:
    """What one account watches of one title: by kind and part, the newest revisions of page and talk page
    that it has seen.
    """

    rows: Mapping[tuple[str, int], tuple[int, int]]

    @property
    def page(self) -> bool:
        """Whether the page as a whole is watched."""
        return ("page", 0) in self.rows

    @property
    def category(self) -> bool:
        """Whether the members of the category are watched."""
        return ("category", 0) in self.rows

    @property
    def sections(self) -> frozenset[int]:
        """The ids of the watched sections."""
        return frozenset(part for kind, part in self.rows if kind == "section")

    @property
    def fields(self) -> frozenset[int]:
        """The ids of the watched fields."""
        return frozenset(part for kind, part in self.rows if kind == "field")

    def unseen(self, title: Title, latest_id: int) -> bool:
        """Whether this revision of the page (or talk page) of that title is news to anything watched."""
        return self.category or any(seen[title.is_talk] < latest_id for seen in self.rows.values())


NOTHING = Watching({})


class _Joined(Aggregate):
    """The texts of all rows with commas between them, on either database."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s)"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler,
            connection,
            function="STRING_AGG",
            template="%(function)s(%(expressions)s, ',')",
            **context,
        )


def watches_of(user: User, title: Title) -> QuerySet[Watch]:
    """The living watches of an account on one title."""
    subject = title.subject
    mine = Watch.objects.filter(user=user, namespace=subject.namespace, title=subject.name)
    return mine.filter(lasting(timezone.now()))


def watching_column(account: int, subject: Title, now: datetime) -> Subquery:
    """What `read_watching` reads, as a column of another query."""
    one = Concat(
        "kind", Value(" "), Cast("part", CharField()), Value(" "), Cast("seen", CharField()), Value(" "),
        Cast("seen_talk", CharField()), output_field=TextField(),
    )  # fmt: skip
    mine = Watch.objects.filter(lasting(now), user=account, namespace=subject.namespace, title=subject.name)
    return Subquery(mine.order_by().values("user").annotate(told=_Joined(one)).values("told"))


def read_watching(told: str | None) -> Watching:
    """What the column of `watching_column` says."""
    if not told:
        return NOTHING
    rows = (row.split(" ") for row in told.split(","))
    return Watching({(kind, int(part)): (int(seen), int(talk)) for kind, part, seen, talk in rows})


def watching(user: User, title: Title) -> Watching:
    """What the account watches of this title; one query."""
    rows = watches_of(user, title).values_list("kind", "part", "seen", "seen_talk")
    return Watching({(kind, part): (seen, talk) for kind, part, seen, talk in rows})


def find_watch(user: User, target: Target) -> Watch | None:
    """The account's living watch on this very thing, if there is one; one query."""
    subject = target.title.subject
    given = user.pk, subject.namespace, subject.name, target.kind, target.part, timezone.now()
    return next(iter(_LIVING(*given)), None)


def _living(
    user: int, namespace: int, title: str, kind: WatchKind, part: int, now: datetime
) -> QuerySet[Watch]:
    mine = Watch.objects.filter(user=user, namespace=namespace, title=title, kind=kind, part=part)
    return mine.filter(lasting(now)).order_by("pk")[:1]


_LIVING = Prepared(_living, 1 << 60, 32001, "a title", "a kind", 1 << 59, datetime(9999, 1, 1, tzinfo=UTC))


def watched_among(user: User, titles: Collection[Title]) -> frozenset[Title]:
    """The subject pages of these titles that the account watches as a whole; one query."""
    subjects = {title.subject for title in titles}
    named = Q()
    for namespace in {title.namespace for title in subjects}:
        named |= Q(
            namespace=namespace, title__in=[one.name for one in subjects if one.namespace == namespace]
        )
    mine = Watch.objects.filter(named, lasting(timezone.now()), user=user, kind="page")
    return frozenset(Title(*row) for row in mine.values_list("namespace", "title"))


def watchers(page: Page, *, limit: int) -> int:
    """How many accounts watch the page as a whole, counted up to a limit; one query, none if nobody does."""
    if not page.watched:
        return 0
    subject = page.name.subject
    rows = Watch.objects.filter(namespace=subject.namespace, title=subject.name, kind="page")
    return rows.filter(lasting(timezone.now())).order_by()[:limit].count()
