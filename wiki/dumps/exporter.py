"""Pages with their whole history as the records of an export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, groupby

from django.conf import settings
from django.db.models import QuerySet, prefetch_related_objects

from wiki.dumps.records import Contributor, DumpRevision, PageEnd, PageHead, Record, Site, Slot, Space
from wiki.dumps.xml_write import FORMATS
from wiki.models import Link, Page, Revision, RevisionSlot, Row
from wiki.models.parts import parts_of_pages, parts_then
from wiki.reading.every_text import every_state
from wiki.reading.source import page_text, source_text
from wiki.reading.wikitext import links_of_text
from wiki.text.names import is_ip
from wiki.text.titles import NAMESPACES, Title

PAGES_AT_ONCE = 50  # whose texts are asked for together: a query takes as long as some revisions
GENERATOR = "Stemma"

Exported = tuple[Revision, int, list[Row]]  # with the id of the one before (0: none) and the rows it left


def export_records(
    pages: QuerySet[Page], *, current: bool = False, since: datetime | None = None
) -> Iterator[Record]:
    """The wiki, then each of these pages that is not deleted, with its revisions in order.

    `current`: only the newest revision of each; `since`: only revisions from that moment on, and only pages
    that have one. What is withheld from readers is withheld; revisions that an undeletion left out are not
    there. Streams: memory is bounded by the largest pages, not by the length of their histories.
    """
    yield _site()
    for page, target, revisions in export_histories(pages, current=current, since=since):
        told = False
        for revision, parent, rows in revisions:
            if not told:
                told = True
                yield PageHead(
                    page.pk, export_title(page), page.namespace, bool(page.redirect), "", target=target
                )
            yield _revision(revision, source_text(rows), parent)
        if told:
            yield PageEnd()


def export_pages(pages: QuerySet[Page]) -> Iterator[Page]:
    """Those of the pages that are not deleted."""
    return chain.from_iterable(_some(pages))


def export_histories(
    pages: QuerySet[Page], *, current: bool = False, since: datetime | None = None
) -> Iterator[tuple[Page, str, Iterator[Exported]]]:
    """`export_pages`, each with where it leads if it is a redirect, and with its revisions that are asked for
    and not withheld: read them before the next page. What is hidden *of* one is for the caller to leave out.
    """
    for found in _some(pages):
        targets, by_id = _redirects(found), {page.pk: page for page in found}
        states = _newest(found) if current else every_state(found)
        for page_id, of_page in groupby(states, key=lambda state: state[0].page_id):
            page = by_id[page_id]
            before = _shown_before(page.latest) if current else 0
            yield page, targets.get(page_id, ""), _shown(of_page, page.number, before, since)


def _some(pages: QuerySet[Page]) -> Iterator[list[Page]]:
    last = 0
    wanted = pages.filter(deleted=False).select_related("latest__parent").order_by("pk")
    while found := list(wanted.filter(pk__gt=last)[:PAGES_AT_ONCE]):
        yield found
        last = found[-1].pk


def _newest(pages: list[Page]) -> Iterator[tuple[Revision, list[Row]]]:
    """The newest revision of each page: the way there is not walked."""
    rows = parts_then({page.pk: page.number for page in pages})
    prefetch_related_objects([page.latest for page in pages if page.latest], "slots")
    for page in pages:
        if page.latest is not None:
            yield page.latest, rows.get(page.pk, [])


def _shown_before(latest: Revision | None) -> int:
    before = latest and latest.parent
    while before is not None and before.withheld:
        before = before.parent
    return before.pk if before else 0


def _shown(
    states: Iterable[tuple[Revision, list[Row]]], newest: int, parent: int, since: datetime | None
) -> Iterator[Exported]:
    for revision, rows in states:
        if revision.withheld or revision.number > newest:  # it was saved since the page was read
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
    targets = {
        page: Title(namespace, title).full + (f"#{extra}" if extra else "")
        for page, namespace, title, extra in links.values_list("page_id", "namespace", "title", "extra")
    }
    elsewhere = [page.pk for page in pages if page.redirect and page.pk not in targets]
    for page, rows in parts_of_pages(elsewhere).items():
        targets[page] = links_of_text(page_text(rows)).interwiki
    return targets


def _revision(one: Revision, text: str, parent: int) -> DumpRevision:
    if one.user_hidden:
        who = Contributor(None)
    else:
        who = Contributor(one.author_text, one.author_id or 0, ip=is_ip(one.author_text))
    main = Slot(
        model=one.content_model, format=FORMATS.get(one.content_model, "text/plain"),
        text=None if one.text_hidden else text, withheld=one.text_hidden, size=one.size,
    )  # fmt: skip
    summary = None if one.summary_hidden else one.summary
    # What further slots hold is withheld with the text.
    others = () if one.text_hidden else tuple(map(_slot, slots_of(one)))
    return DumpRevision(one.pk, parent, one.timestamp, who, one.minor, summary, main, others)


def slots_of(revision: Revision) -> list[RevisionSlot]:
    """The further slots of a revision, by their roles."""
    return sorted(revision.slots.all(), key=lambda slot: slot.role)


def _slot(one: RevisionSlot) -> Slot:
    return Slot(one.role, one.content_model, FORMATS.get(one.content_model, "text/plain"), one.text)
