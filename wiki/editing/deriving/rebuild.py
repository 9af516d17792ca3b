"""Derived data of stored pages made anew: after an upgrade that derives more, or differently, from a text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from operator import attrgetter

from django.db import transaction
from django.db.models import QuerySet

from wiki.editing import derived
from wiki.editing.deriving import members
from wiki.editing.deriving.authorship_history import rebuild_authorship
from wiki.editing.deriving.indexed import index_whole
from wiki.editing.save import lock_page
from wiki.editing.saving.plan import Plan
from wiki.models import Fact, InfoboxField, Link, Page, StatedValue, parts_live
from wiki.reading.showing.anchors import withheld_anchors
from wiki.reading.source import model_of_page

_PAGES_AT_ONCE = 200


def rebuild(pages: QuerySet[Page]) -> Iterator[tuple[Page, bool]]:
    """Derive anew what follows from each page's text; yields every page with whether anything changed.

    Goes page by page in the order of their ids, each in a transaction of its own, so that it may run while
    the wiki is in use and be broken off and run again. No revision is made.
    """
    last = 0
    while found := list(pages.filter(pk__gt=last).order_by("pk")[:_PAGES_AT_ONCE]):
        for page in found:
            yield page, rebuild_page(page)
        last = found[-1].pk


def rebuild_page(page: Page) -> bool:
    """Derive one page's data anew from its stored text; whether any of it was not as it must be."""
    authorship = rebuild_authorship(page) if page.number else False
    with transaction.atomic():
        locked = lock_page(page)
        if locked.latest is None:
            return False
        plan = Plan(locked.number, (), tuple(parts_live(locked.pk)))
        changed = _description(locked, plan) | _latest(locked) | _anchors(locked)
        if not locked.deleted:
            # Where it cannot be known since when a row should have stood: since the latest revision.
            since = locked.latest.timestamp
            changed = _links(locked, plan, since) | _facts(locked, since) | changed
            index_whole(locked, plan, plan.rows)
        if changed:
            locked.version += 1
            locked.save_without_historical_record()  # type: ignore[attr-defined]
        return changed or authorship


def index_anew(pages: QuerySet[Page]) -> Iterator[Page]:
    """Put pages, of which none is in the search index, into it; yields each. Pages without text are left."""
    last = 0
    while found := list(pages.filter(pk__gt=last, latest__isnull=False).order_by("pk")[:_PAGES_AT_ONCE]):
        for page in found:
            plan = Plan(page.number, (), tuple(parts_live(page.pk)))
            index_whole(page, plan, plan.rows)
            yield page
        last = found[-1].pk


def _description(page: Page, plan: Plan) -> bool:
    was = (page.redirect, page.description, page.picture)
    derived.describe(page, plan)
    return was != (page.redirect, page.description, page.picture)


def _anchors(page: Page) -> bool:
    was = page.withheld_anchors
    page.withheld_anchors = "\n".join(withheld_anchors(page))
    return was != page.withheld_anchors


def _latest(page: Page) -> bool:
    """Put right what the page says of its latest revision."""
    latest, was = page.latest, (page.size, page.touched)
    if latest is not None:
        page.size, page.touched = latest.size, latest.timestamp
    return was != (page.size, page.touched)


def _links(page: Page, plan: Plan, since: datetime) -> bool:
    """Put right which links stand in the page now; those that should never have stood go."""
    wanted = derived.links_of(plan.parsed, page.name, plan.links)
    standing = Link.objects.filter(page=page, valid_to=None)
    found: set[derived.Derived] = set()
    wrong: list[int] = []
    left: list[derived.Derived] = []
    for link in standing.order_by("pk"):
        key = (link.kind, link.namespace, link.title, link.extra)
        if key in wanted - found and _listed_rightly(page, link):
            found.add(key)
        else:
            wrong.append(link.pk)
            left.append(key)
    Link.objects.filter(pk__in=wrong).delete()
    missing = sorted(wanted - found)
    derived.open_links(page, missing, since)
    members.note(page, joined=derived.named("category", missing), left=derived.named("category", left))
    return bool(wrong or missing)


def _listed_rightly(page: Page, link: Link) -> bool:
    """Whether the category that the link joins lists the page where it belongs."""
    if link.kind != "category":
        return True
    return {"member": link.member, "sort": bytes(link.sort)} == members.columns(page, link.extra)


def _facts(page: Page, since: datetime) -> bool:
    """Put right which facts the page states now."""
    fields = InfoboxField.objects.filter(page=page, kind="field", deleted=False)
    wanted = {pk: (key[: derived.KEPT], value) for pk, key, value in fields.values_list("pk", "key", "value")}
    standing = Fact.objects.filter(page=page, valid_to=None).order_by("pk")
    found: set[int] = set()
    wrong: list[int] = []
    for pk, field, key, value in standing.values_list("pk", "field_id", "key", "value"):
        if field not in found and wanted.get(field) == (key, value):
            found.add(field)
        else:
            wrong.append(pk)
    Fact.objects.filter(pk__in=wrong).delete()
    missing = wanted.keys() - found
    if missing:
        derived.open_facts(page, InfoboxField.objects.filter(pk__in=missing), since, model_of_page(page))
    return _stated(page) or bool(wrong or missing)


def _stated(page: Page) -> bool:
    """Put right by which values the page's facts are found, those of the past too."""
    wanted = derived.stated_values(Fact.objects.filter(page=page).order_by("pk"), model_of_page(page))
    columns = ("fact_id", "folded_key", "folded")
    standing = StatedValue.objects.filter(page=page)
    if sorted(standing.values_list(*columns)) == sorted(attrgetter(*columns)(one) for one in wanted):
        return False
    standing.delete()
    StatedValue.objects.bulk_create(wanted, batch_size=derived.BATCH)
    return True
