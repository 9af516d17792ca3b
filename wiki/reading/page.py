"""A page as a reader sees it: now, at one revision, or at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db.models import Exists, QuerySet, Subquery
from django.utils import timezone

from wiki.models import LogEntry, Page, Revision, RevisionSlot, StoredHtml, parts_as_of, parts_live
from wiki.models.prepared import Prepared
from wiki.permissions import CASCADING, Editor, sees_deleted
from wiki.reading.as_of.around import around_then
from wiki.reading.as_of.pages import shown_then
from wiki.reading.links import NOWHERE, Listing, Target, around, lists_meanings
from wiki.reading.lists.blocks import BlockNotice, blocked_owner
from wiki.reading.lists.lines import RevisionLine, line
from wiki.reading.showing.assemble import InfoboxView, SectionView, TocEntry, assemble
from wiki.reading.showing.rendering import Rendering, cached_rendering
from wiki.reading.talk.discussions import Concern, concerns
from wiki.reading.visibility import as_seen, deed_seen, sees_text
from wiki.reading.watching.watching import NOTHING, Watching, read_watching, watching_column
from wiki.reading.wikitext import can_be_converted
from wiki.text.content import MARKDOWN
from wiki.text.html.thumbs import Picture
from wiki.text.titles import InvalidTitle, Title, fold, parse_target


class PageMissing(LookupError):
    """There is no such page; `deletions` are the log's entries about the title, newest first."""

    def __init__(self, title: Title, deletions: tuple[LogEntry, ...] = ()) -> None:
        super().__init__(title.full)
        self.title, self.deletions = title, deletions


class RevisionMissing(LookupError):
    """There is no such revision."""


class RevisionHidden(LookupError):
    """The revision's text is withheld from this viewer."""

    def __init__(self, line: RevisionLine) -> None:
        super().__init__(str(line.id))
        self.line = line


@dataclass(frozen=True, slots=True)
class OldRevision:
    """Where an old revision stands among the others."""

    older_id: int | None
    newer_id: int | None
    latest_id: int


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category that the page is in."""

    title: Title
    exists: bool


@dataclass(frozen=True, slots=True)
class PageView:
    """Everything a response shows of a page."""

    page: Page
    title: Title
    line: RevisionLine
    sections: tuple[SectionView, ...]
    infobox: InfoboxView | None
    toc: tuple[TocEntry, ...]
    categories: tuple[CategoryView, ...]
    redirect: Title | None
    redirect_fragment: str
    source_only: bool
    talk_exists: bool
    model: str = MARKDOWN  # the content model of what is shown
    slots: tuple[RevisionSlot, ...] = ()  # of an old revision, what it holds besides
    old: OldRevision | None = None
    moment: datetime | None = None
    has_pictures: bool = False
    lead_picture: Picture | None = None  # the first on the page, if its file exists
    listing: Listing = NOWHERE  # the See also lists that it is on
    notice: str = ""  # safe HTML that stands above every page
    watching: Watching = NOTHING  # what the viewer watches of it
    blocked: BlockNotice | None = None  # of a page of somebody who is blocked
    concerns: tuple[
        tuple[int, Concern], ...
    ] = ()  # of a talk page: how the parts stand that topics are about

    @property
    def disambiguation(self) -> bool:
        """Whether the page lists the meanings of a name: it says so by its category or its title."""
        return lists_meanings(self.title.name, (one.title.name for one in self.categories))

    @property
    def see_also(self) -> SectionView | None:
        """The first section that lists other pages to see."""
        return next((section for section in self.sections if section.see_also), None)

    @property
    def can_be_converted(self) -> bool:
        """Whether the page, as it is now, can become one of Markdown."""
        return self.old is None and can_be_converted(self.page)

    @property
    def version(self) -> str:
        """Changes whenever the page may look different: for ETags."""
        return f"{self.page.pk}.{self.page.version}.{self.line.id}"


NOTICE = Title(8, "Sitenotice")  # the page of words that stand above every page
_NOTICE = StoredHtml.objects.filter(
    page__namespace=NOTICE.namespace, page__title=NOTICE.name, page__deleted=False
)


_REVISION = Prepared(
    lambda pk: Revision.objects.select_related("page__latest", "author").filter(pk=pk), 1 << 60
)


def find_page(title: Title, *, html: bool = False, viewer: Editor | None = None) -> Page | None:
    """The living page of this exact title, with its latest revision (and stored HTML); one query.

    `page.notice` comes with the HTML: the stored rendering of the notice above every page.
    `page.cascade`, of a subpage, is the protection of a page above that holds for it too, or None.
    `page.other_exists` says whether its talk page (of a talk page: its subject) exists, for the tabs.
    With a viewer who has an account, `page.watching` says what of it is watched
    (reading/watching/watching.py).
    """
    other = title.subject if title.is_talk else title.talk
    given: list[Any] = [title.namespace, title.name, other.namespace, other.name]
    account = viewer.user if viewer else None
    if account is not None:
        given += [account.pk, title.subject.namespace, title.subject.name, timezone.now()]
    if title.parent is not None:
        return _pages(html, *given, above=title).first()
    return next(iter(_prepared(html, account is not None)(*given)), None)


@cache
def _prepared(html: bool, account: bool) -> Prepared[Page]:
    samples: tuple[Any, ...] = 32001, "a title", 32002, "another"
    if account:
        samples += 1 << 60, 32003, "its subject", datetime(9999, 1, 1, tzinfo=UTC)
    return Prepared(lambda *given: _pages(html, *given)[:1], *samples)


def _pages(
    html: bool, namespace: int, name: str, other_namespace: int, other_name: str,
    *watched: Any, above: Title | None = None,
) -> QuerySet[Page]:  # fmt: skip
    """The query of `find_page`: its title, that of its talk page or subject, the account that may watch it;
    `above`: the pages above this title may protect it.
    """
    there = Page.objects.filter(namespace=other_namespace, title=other_name, deleted=False)
    pages = Page.objects.select_related("latest", "html") if html else Page.objects.select_related("latest")
    pages = pages.annotate(other_exists=Exists(there))
    if html:
        pages = pages.annotate(notice=Subquery(_NOTICE.values("content")[:1]))
    if above is not None:
        pages = pages.annotate(cascade=Subquery(_cascading(above).values("protection")[:1]))
    if watched:
        account, subject_namespace, subject_name, now = watched
        column = watching_column(account, Title(subject_namespace, subject_name), now)
        pages = pages.annotate(watching=column)
    return pages.filter(namespace=namespace, title=name, deleted=False)


def _cascading(title: Title) -> QuerySet[Page]:
    """The pages above whose protection holds for this one too, the nearest first."""
    above = [one.name for one in title.parents]
    pages = Page.objects.filter(CASCADING, namespace=title.namespace, title__in=above, deleted=False)
    return pages.order_by("-title")


def guess_title(title: Title) -> Title | None:
    """The one page whose title differs only by dashes, quotes, case or blanks; None if there are several."""
    same = Page.objects.filter(namespace=title.namespace, folded_title=fold(title.name), deleted=False)
    names = list(same.values_list("title", flat=True)[:2])
    return Title(title.namespace, names[0]) if len(names) == 1 else None


def deletions_of(title: Title, *, viewer: Editor, limit: int = 5) -> tuple[LogEntry, ...]:
    """The log's newest entries about deleting or moving this title, as the viewer may see them."""
    entries = LogEntry.objects.filter(
        deed_seen(viewer), type__in=("delete", "move"), namespace=title.namespace, title=title.name
    ).order_by("-timestamp", "-id")
    return tuple(as_seen(entries[:limit], viewer))


def read_page(title: Title, *, viewer: Editor) -> PageView:
    """The page as it is now, in 2 queries and without rendering. Raises PageMissing."""
    page = find_page(title, html=True, viewer=viewer)
    if page is None or page.latest is None:
        raise PageMissing(title, deletions_of(title, viewer=viewer))
    stored = getattr(page, "html", None)
    rendering = Rendering.unpacked(stored.content) if stored and stored.number == page.number else None
    if rendering is None:
        rendering = cached_rendering(page, page.number, parts_live(page.pk))
    return _view(page, page.latest, rendering, viewer)


def find_revision(revision_id: int, *, viewer: Editor) -> Revision:
    """The revision, with its page, if the viewer may know of it. Raises RevisionMissing."""
    revision = next(iter(_REVISION(revision_id)), None)
    if revision is None or not _may_know_of(revision, viewer):
        raise RevisionMissing(str(revision_id))
    return revision


def _may_know_of(revision: Revision, viewer: Editor) -> bool:
    """Whether the viewer may know that there is (or was) this revision."""
    gone = revision.withheld or revision.page.deleted
    return not gone or sees_deleted(viewer)


def read_revision(revision_id: int, *, viewer: Editor) -> PageView:
    """The page as one revision left it. Raises RevisionMissing or RevisionHidden."""
    revision = find_revision(revision_id, viewer=viewer)
    if not sees_text(viewer, revision):
        raise RevisionHidden(line(revision, viewer=viewer))
    return _old_view(revision, viewer)


def read_as_of(title: Title, moment: datetime, *, viewer: Editor) -> PageView:
    """The page that had this title at a moment, as it was then. Raises PageMissing or RevisionHidden."""
    revision = shown_then(title, moment, viewer=viewer)
    if revision is None:
        raise PageMissing(title)
    if not sees_text(viewer, revision):
        raise RevisionHidden(line(revision, viewer=viewer))
    return _old_view(revision, viewer, moment, title)


def _old_view(
    revision: Revision, viewer: Editor, moment: datetime | None = None, title: Title | None = None
) -> PageView:
    page = revision.page
    rows = parts_as_of(page.pk, revision.number)
    near = Revision.objects.filter(
        page=page, number__in=(revision.number - 1, revision.number + 1), withheld=False
    ).values_list("number", "pk")
    ids = dict(near)
    old = OldRevision(
        ids.get(revision.number - 1), ids.get(revision.number + 1), page.latest_id or revision.pk
    )
    rendering = cached_rendering(page, revision.number, rows, title=title)
    return _view(page, revision, rendering, viewer, old=old, moment=moment, title=title)


def _view(
    page: Page,
    revision: Revision,
    rendering: Rendering,
    viewer: Editor,
    *,
    old: OldRevision | None = None,
    moment: datetime | None = None,
    title: Title | None = None,
) -> PageView:
    """Puts the parts together; one query, for the state of all that it names and is named by. Of a talk page
    with topics about parts of its subject two more. `title` is the one of then, of a page at a moment.
    """
    title, rendered = title or page.name, rendering.page
    categories = [Title(14, name) for name, _ in rendered.categories]
    see_also = any(section.see_also for section in rendered.sections)
    linked = [Title(namespace, name) for namespace, name in rendered.links]
    named = [*linked, *categories, title.talk]
    if moment is not None:
        near = around_then(named, rendered.files, moment, viewer=viewer)
    else:
        back_to, lists_of = title if see_also else None, None if old else title
        near = around(named, rendered.files, back_to=back_to, lists_of=lists_of)
    found, pictures = near.targets, near.pictures
    withheld = page.withheld_anchors.split("\n")
    sections, infobox, toc = assemble(
        title, rendering, _missing(linked, found), found, pictures, withheld=withheld
    )
    redirect, fragment = _redirect(rendered.redirect)
    about = {one.id: one.topic.about for one in sections if one.topic and one.topic.about}
    revision.page = page
    return PageView(
        page=page,
        title=title,
        line=line(revision, viewer=viewer),
        sections=sections,
        infobox=infobox,
        toc=toc,
        categories=tuple(CategoryView(category, category in found) for category in categories),
        redirect=redirect,
        redirect_fragment=fragment,
        blocked=None if old else blocked_owner(title, viewer=viewer),
        source_only=rendered.failed,
        talk_exists=title.talk in found,
        model=revision.content_model,
        slots=_slots(revision) if old else (),
        old=old,
        moment=moment,
        has_pictures=bool(pictures),
        lead_picture=pictures.get(page.picture),
        listing=near.listing,
        notice=_notice(getattr(page, "notice", None)),
        watching=read_watching(getattr(page, "watching", None)),
        concerns=() if old else concerns(title, about),
    )


def _slots(revision: Revision) -> tuple[RevisionSlot, ...]:
    """What the revision holds besides its text; no query for one of Markdown, which holds nothing."""
    if revision.content_model == MARKDOWN:
        return ()
    return tuple(RevisionSlot.objects.filter(revision=revision).order_by("role"))


def _notice(content: str | None) -> str:
    """The lead of the notice; links in it are blue, whether or not their pages exist."""
    rendering = Rendering.unpacked(content) if content else None
    return rendering.page.sections[0].html if rendering else ""


def _missing(linked: list[Title], found: dict[Title, Target]) -> set[Title]:
    return {title for title in linked if title.namespace >= 0 and title not in found}


def _redirect(target: str | None) -> tuple[Title | None, str]:
    if target is None:
        return None, ""
    try:
        return parse_target(target)
    except InvalidTitle:
        return None, ""
