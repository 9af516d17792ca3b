"""Pages with their whole history as the records of an export."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from wiki.dumps.records import Contributor, DumpRevision, PageEnd, PageHead, Record, Site, Slot, Space
from wiki.dumps.xml_write import FORMATS
from wiki.models import Link, Page, Revision, RevisionSlot
from wiki.reading.every_text import every_text
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
    last = 0
    while found := list(pages.filter(deleted=False, pk__gt=last).order_by("pk")[:PAGES_AT_ONCE]):
        targets = _redirects(found)
        for page in found:
            yield from _page(page, targets.get(page.pk, ""), current=current, since=since)
        last = found[-1].pk


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
    name = page.name
    # The project's namespace is called as the wiki is, in siteinfo and so in titles.
    prefix = {4: settings.SITE_NAME, 5: f"{settings.SITE_NAME} talk"}.get(name.namespace)
    title = f"{prefix}:{name.name}" if prefix else name.full
    head = PageHead(page.pk, title, name.namespace, bool(page.redirect), "", target=target)
    told, parent, slots = False, 0, _slots_of(page)
    for revision, text in every_text(page):
        if revision.withheld:
            continue
        skipped = (current and revision.number != page.number) or (since and revision.timestamp < since)
        if not skipped:
            if not told:
                told = True
                yield head
            yield _revision(revision, text, parent, slots.get(revision.pk, ()))
        parent = revision.pk
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


def _slots_of(page: Page) -> dict[int, tuple[Slot, ...]]:
    """The further slots of the page's revisions, by revision; one query."""
    found: dict[int, tuple[Slot, ...]] = {}
    for slot in RevisionSlot.objects.filter(revision__page=page).order_by("role"):
        model = slot.content_model
        one = Slot(slot.role, model, FORMATS.get(model, "text/plain"), slot.text)
        found[slot.revision_id] = (*found.get(slot.revision_id, ()), one)
    return found
