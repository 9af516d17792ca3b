"""Transfers that cross, and transfers that are broken off: each section stands on exactly one page."""

from __future__ import annotations

import time

import pytest
from django.core.management import call_command

from tests.editing.test_concurrency import in_step, writers
from tests.factories import make_page
from wiki.models import Page, Revision
from wiki.reading.source import open_page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def page_with(name: str) -> Page:
    return make_page(name, f"Of {name}." + "".join(f"\n\n## {name} {n}\n\nText {n}." for n in range(4)))


def headings(*pages: Page) -> list[str]:
    lines = [line for page in pages for line in open_page(Page.objects.get(pk=page.pk)).text.split("\n")]
    return sorted(line for line in lines if line.startswith("## "))


def test_two_transfers_that_cross_both_land(child_environment: dict[str, str]) -> None:
    one, two = page_with("One"), page_with("Two")
    before = headings(one, two)
    groups = ([f"{one.pk},{two.pk},8"], [f"{two.pk},{one.pk},8"])
    told = in_step(child_environment, "sends_its_section", 8, *groups)
    assert [one["outcome"] for one in told] == ["saved"] * 16
    assert headings(one, two) == before
    assert [Page.objects.get(pk=page.pk).number for page in (one, two)] == [17, 17]
    call_command("verify_history")


def test_killed_in_the_middle_of_a_transfer(child_environment: dict[str, str]) -> None:
    environment = {**child_environment, "SQLITE_SYNCHRONOUS": "FULL"}
    one, two = page_with("One"), page_with("Two")
    before = headings(one, two)
    for patience in (0.5, 0.83):
        with writers(environment, "sends_until_killed", [f"{one.pk},{two.pk}"]) as (writer,):
            writer.go()
            told = [writer.listen()]
            time.sleep(patience)
            writer.process.kill()
            told += writer.rest()
        assert headings(one, two) == before
        acknowledged = {int(str(one[side])) for one in told for side in ("left", "came")}
        assert Revision.objects.filter(pk__in=acknowledged).count() == len(acknowledged) > 2
        numbers = {Page.objects.get(pk=page.pk).number for page in (one, two)}
        assert len(numbers) == 1  # each transfer makes a revision of both
    call_command("verify_history")
