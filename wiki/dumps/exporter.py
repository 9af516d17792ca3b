"""Pages with their whole history as the records of an export."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from wiki.dumps.records import Contributor, DumpRevision, PageEnd, PageHead, Record, Site, Slot, Space
from wiki.dumps.xml_write import FORMATS
from wiki.models import Link, Page, Revision, RevisionSlot, Row, parts_as_of
from wiki.reading.every_text import every_state
from wiki.reading.source import source_text
from wiki.text.names import is_ip
from wiki.text.titles import NAMESPACES, Title

PAGES_AT_ONCE = 200
GENERATOR = "Stemma"


def export_records(
    pages: QuerySet[Page], *, current: bool = False, since: datetime | None = None
) -> Iterator[Record]:
    """The wiki, then each of these pages that is not deleted, with its revisions in order.

    `current`: only the newest revision of each; `since`: only revisions from that moment on, and only pages
    that have one. What is withheld from readers is withheld; revisions that an undeletion left out are not
    there. Streams: memory is bounded by the largest page.
    """
    yield _site()
    for page, target in export_pages(pages):
        yield from _page(page, target, current=current, since=since)


def export_pages(pages: QuerySet[Page]) -> Iterator[tuple[Page, str]]:
    """Those of the pages that are not deleted, each with where it leads if it is a redirect."""
    last = 0
    wanted = pages.filter(deleted=False).select_related("latest").order_by("pk")
    while found := list(wanted.filter(pk__gt=last)[:PAGES_AT_ONCE]):
        targets = _redirects(found)
        for page in found:
            yield page, targets.get(page.pk, "")
        last = found[-1].pk


def export_revisions(
    page: Page, *, current: bool, since: datetime | None
) -> Iterator[tuple[Revision, int, list[Row]]]:
    """The revisions of a page that are asked for and not withheld, each with the id of the one before (0:
    none) and with the rows that it left. What is hidden *of* a revision is for the caller to leave out.
    """
    parent, states = 0, every_state(page)
    if current:  # the way there is not walked
        shown = Revision.objects.filter(page=page, number__lt=page.number, withheld=False)
        parent = shown.order_by("-number").values_list("pk", flat=True).first() or 0
        states = iter([(page.latest, parts_as_of(page.pk, page.number))] if page.latest else [])
    for revision, rows in states:
        if revision.withheld:
            continue
        if since is None or revision.timestamp >= since:
            yield revision, parent, rows
        parent = revision.pk


def export_title(page: Page) -> str:
    """The page's title; the project's namespace is called as the wiki is, in siteinfo and so in titles."""
    name = page.name
    prefix = {4: settings.SITE_NAME, 5: f"{settings.SITE_NAME} talk"}.get(name.namespace)
    return f"{prefix}:{name.name}" if prefix else name.full


def _site() -> Site:
    spaces = {
        number: Space(number, settings.SITE_NAME if number == 4 else name)
        for number, name in NAMESPACES.items()
    }
    spaces[5] = Space(5, f"{settings.SITE_NAME} talk")
    return Site("0.11", settings.SITE_NAME, f"{settings.SITE_URL}/wiki/", GENERATOR, spaces)


def _redirects(pages: list[Page]) -> dict[int, str]:
    links = Link.objects.filter(kind="redirect", valid_to=None, page__in=[page.pk for page in pages])
    return {
        page: Title(namespace, title).full + (f"#{extra}" if extra else "")
        for page, namespace, title, extra in links.values_list("page_id", "namespace", "title", "extra")
    }


def _page(page: Page, target: str, *, current: bool, since: datetime | None) -> Iterator[Record]:
    head = PageHead(page.pk, export_title(page), page.namespace, bool(page.redirect), "", target=target)
    told, slots = False, slots_of(page, current=current)
    for revision, parent, rows in export_revisions(page, current=current, since=since):
        if not told:
            told = True
            yield head
        yield _revision(revision, source_text(rows), parent, slots.get(revision.pk, ()))
    if told:
        yield PageEnd()


def _revision(one: Revision, text: str, parent: int, slots: tuple[Slot, ...]) -> DumpRevision:
    if one.user_hidden:
        who = Contributor(None)
    else:
        who = Contributor(one.author_text, one.author_id or 0, ip=is_ip(one.author_text))
    main = Slot(
        model=one.content_model, format=FORMATS.get(one.content_model, "text/plain"),
        text=None if one.text_hidden else text, withheld=one.text_hidden, size=one.size,
    )  # fmt: skip
    summary = None if one.summary_hidden else one.summary
    others = () if one.text_hidden else slots  # what they hold is withheld with the text
    return DumpRevision(one.pk, parent, one.timestamp, who, one.minor, summary, main, others)


def slots_of(page: Page, *, current: bool) -> dict[int, tuple[Slot, ...]]:
    """The further slots of the page's revisions, or of its newest alone, by revision; one query."""
    found: dict[int, tuple[Slot, ...]] = {}
    wanted = RevisionSlot.objects.filter(revision__page=page)
    if current:
        wanted = wanted.filter(revision=page.latest_id)
    for slot in wanted.order_by("role"):
        model = slot.content_model
        one = Slot(slot.role, model, FORMATS.get(model, "text/plain"), slot.text)
        found[slot.revision_id] = (*found.get(slot.revision_id, ()), one)
    return found
