"""The same export brought in by several at the same moment: each page comes once, and the others are told."""

from __future__ import annotations

import pytest

from tests.dumps.exports import export, page, revision
from tests.factories import make_user
from tests.moderation.test_block_at_once import at_once
from wiki.dumps.uploaded import Brought, import_upload
from wiki.models import LogEntry, Page, Revision
from wiki.permissions import Editor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]

PAGES, MANY = 10, 4


def test_each_page_comes_once() -> None:
    carol = Editor(make_user("Carol", "sysop"))
    content = export(
        "".join(page(revision("One"), revision("Two", id_=2), title=f"Town {n}") for n in range(PAGES))
    )

    def bring(_index: int) -> Brought:
        return import_upload(content, "old.xml", editor=carol)

    brought = at_once(bring, MANY)
    assert Page.objects.count() == PAGES
    assert Revision.objects.count() == 2 * PAGES == sum(one.new for one in brought)
    assert LogEntry.objects.filter(type="import").count() == PAGES
    for one in brought:
        refused = [line for line in one.report.lines if "refused: somebody has edited it meanwhile" in line]
        assert len(one.pages) + len(refused) == PAGES, one.report.lines
