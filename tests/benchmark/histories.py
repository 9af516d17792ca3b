"""Long histories for measuring, written in seconds: what thousands of saves would leave, without the saves.

The first and the last revision go through save_edit. Those between are inserted in bulk as save_edit would
have written them, so that `verify_history` finds the page whole. For benchmarks only: the wiki has one way to
save.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from wiki.editing.deriving.authorship_history import rebuild_authorship
from wiki.editing.edits import section_text, whole_page
from wiki.editing.save import save_edit
from wiki.models import InfoboxField, Page, Revision, Section, chain_hash
from wiki.permissions import Editor
from wiki.reading.page import find_page
from wiki.reading.source import open_section
from wiki.text.comparing.changes import section_change
from wiki.text.titles import Title

BATCH = 500
STEP = timedelta(minutes=30)
AUTHORS = ("198.51.100.7", "203.0.113.24", "192.0.2.41")
WORDS = """
the river valley town council harbour bridge station market school northern southern was opened by
and with of in at from under new old first second great small stone timber railway company built
century population trade road church library museum garden festival survey record letter treaty
visit
"""
VOCABULARY = WORDS.split()


@dataclass
class Tip:
    """The newest revision while a history is being written."""

    pk: int
    number: int
    chain: str
    size: int
    timestamp: datetime


def prose(seed: int, length: int) -> str:
    """Words that look like a paragraph, the same for the same seed, of about `length` characters."""
    words, size, state = [], 0, seed * 2654435761 % 2**32
    while size < length:
        state = (state * 1664525 + 1013904223) % 2**32
        word = VOCABULARY[(state >> 16) % len(VOCABULARY)]
        if state % 211 == 0:
            word = f"{word}."
        words.append(word)
        size += len(word) + 1
    return " ".join(words).capitalize() + "."


def page_text(sections: int, size: int) -> str:
    """Source text of a page with an infobox and this many headings, of about `size` bytes."""
    each = size // (sections + 1) - 16
    parts = ["```infobox Riverside\nCountry: Nowhere\nPopulation: 12,400\nFounded: 1204\n```"]
    parts.append(prose(0, each - 60))
    parts += [f"## Chapter {n}\n\n{prose(n, each)}" for n in range(1, sections + 1)]
    return "\n\n".join(parts)


def create_page(name: str, *, sections: int, size: int, ago: timedelta = timedelta()) -> Page:
    """A page with one revision, saved as any other."""
    title, editor = Title(0, name), Editor(None, AUTHORS[0])
    edit = whole_page(None, page_text(sections, size), "")
    save_edit(title, edit, editor=editor, summary="First text", timestamp=timezone.now() - ago)
    return reload(title)


def reload(title: Title) -> Page:
    page = find_page(title)
    if page is None:
        raise RuntimeError(f"{title.full} is not there")
    return page


def page_with_history(name: str, *, sections: int, size: int, revisions: int) -> Page:
    """A page on which this many revisions each changed one section."""
    page = create_page(name, sections=sections, size=size, ago=STEP * revisions)
    with transaction.atomic():
        add_revisions(page, revisions - 2)
    rebuild_authorship(reload(page.name))
    fresh = reload(page.name)
    last = Section.objects.filter(page=fresh, deleted=False).order_by("-position").first()
    if last is None:
        raise RuntimeError("the page has no section")
    opened = open_section(fresh, last.pk)
    edit = section_text(fresh, last.pk, f"{opened.text} Revised.", opened.base)
    save_edit(fresh, edit, editor=Editor(None, AUTHORS[1]), summary="The last of them")
    return reload(page.name)


def add_revisions(page: Page, count: int) -> None:
    latest = page.latest
    if latest is None or count < 1:
        return
    tip = Tip(latest.pk, latest.number, latest.chain, latest.size, latest.timestamp)
    sections = list(Section.objects.filter(page=page, deleted=False).order_by("position"))
    source = opening(page) + "".join(section.heading + section.body for section in sections)
    if hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest() != latest.sha1:
        raise RuntimeError("the benchmark does not read its own page as the wiki does")
    made: list[tuple[Revision, Any]] = []
    for revision, version in revisions_of(page, sections, tip, count):
        made.append((revision, version))
        if len(made) == BATCH:
            insert(made)
            made = []
    insert(made)
    for section in sections:
        section.save_without_historical_record()
    Page.objects.filter(pk=page.pk).update(number=tip.number, latest_id=tip.pk)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Revision]):
            cursor.execute(statement)


def opening(page: Page) -> str:
    """The infobox's source, which these histories leave as it is."""
    rows = InfoboxField.objects.filter(page=page, deleted=False).order_by("position")
    return "".join(rows.values_list("source", flat=True))


def revisions_of(page: Page, sections: list[Section], tip: Tip, count: int) -> Iterator[tuple[Revision, Any]]:
    """The next revisions, each with the version it makes; changes `sections` and `tip` as it goes."""
    infobox, next_pk = opening(page), (Revision.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1)
    for n in range(count):
        number = tip.number + 1
        section = sections[1 + n * 7 % (len(sections) - 1)]
        old, old_rev = section.body, section.rev
        section.body, section.rev = edited(old, number), number
        source = infobox + "".join(part.heading + part.body for part in sections)
        told = section_change(section.pk, section.title, section.title, old, section.body, old_rev=old_rev)
        revision = next_revision(
            page, tip, next_pk + n, source.encode(), [change.to_json() for change in told]
        )
        yield revision, version_of(section, revision)
        tip.pk, tip.number, tip.chain = revision.pk, revision.number, revision.chain
        tip.size, tip.timestamp = revision.size, revision.timestamp


def edited(body: str, number: int) -> str:
    """The body with some words in its middle changed, and its size kept."""
    words = body.split(" ")
    place = number * 31 % max(1, len(words) - 8) + 4
    words[place : place + 4] = prose(number, 24).rstrip(".").lower().split(" ")[:4]
    return " ".join(words)


def next_revision(page: Page, tip: Tip, pk: int, source: bytes, changes: list[Any]) -> Revision:
    timestamp, summary = tip.timestamp + STEP, f"Reworded ({tip.number + 1})"
    sha1 = hashlib.sha1(source, usedforsecurity=False).hexdigest()
    number = tip.number + 1
    chain = chain_hash(
        page_id=page.pk, number=number, parent=tip.chain, sha1=sha1, timestamp=timestamp, summary=summary,
        minor=False,
    )  # fmt: skip
    editor = Editor(None, AUTHORS[number % len(AUTHORS)])
    return Revision(
        pk=pk, page=page, number=number, parent_id=tip.pk, author_text=editor.name,
        author_ip=editor.sortable_ip, timestamp=timestamp, summary=summary, sha1=sha1, size=len(source),
        delta=len(source) - tip.size, changes=changes, chain=chain,
    )  # fmt: skip


def version_of(section: Section, revision: Revision) -> Any:
    fields = {field.attname: getattr(section, field.attname) for field in Section._meta.concrete_fields}
    return Section.history.model(
        **fields, revision_id=revision.pk, history_type="~", history_date=revision.timestamp
    )


def insert(made: list[tuple[Revision, Any]]) -> None:
    Revision.objects.bulk_create([revision for revision, _ in made], batch_size=BATCH)
    Section.history.bulk_create([version for _, version in made], batch_size=BATCH)
