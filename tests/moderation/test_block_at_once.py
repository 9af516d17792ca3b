"""Blocks and limits with many clients at the same moment: nothing slips in between asking and writing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection

from tests.factories import make_page, make_user
from wiki.editing.limits import RateLimited
from wiki.models import Block, LogEntry, Page, RateCount, Revision
from wiki.moderation.block import AlreadyBlocked, Terms, block, block_target
from wiki.permissions import Blocked, Editor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
CLIENTS = 20


def at_once(work, number: int = CLIENTS) -> list:
    """What each of so many threads gives that begin together."""
    ready = Barrier(number)

    def one(index: int) -> object:
        try:
            ready.wait(60)
            return work(index)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def test_once_a_block_stands_no_save_lands() -> None:
    """Twenty clients save until they are refused; when the block returns, the wiki has all it will have."""
    vandal, carol = Editor(None, "198.51.100.7"), Editor(make_user("Carol", "sysop"))
    begun, seen = Event(), []

    def save(index: int) -> int:
        if index == 0:
            begun.wait(60)
            block(block_target("198.51.100.0/24"), Terms(), editor=carol)
            seen.append(Revision.objects.count())
            return 0
        saved = 0
        while saved < 200:
            try:
                make_page(f"Page {index}.{saved}", editor=vandal)
            except Blocked:
                break
            saved += 1
            begun.set()
        return saved

    saved = at_once(save)
    assert sum(saved) == Revision.objects.count() == seen[0] > 0
    assert max(saved) < 200


def test_a_limit_lets_exactly_so_many_through(settings) -> None:
    settings.RATE_LIMITS = {"edit": {"ip": (7, 3600), "range": (9, 3600)}}

    def save(index: int) -> bool:
        try:
            make_page(f"Page {index}", editor=Editor(None, f"198.51.100.{1 + index % 2}"))
        except RateLimited:
            return False
        return True

    assert sum(at_once(save)) == Page.objects.count() == 9
    counts = dict(RateCount.objects.values_list("key", "count"))
    assert max(counts.values()) == 9
    assert sum(number for key, number in counts.items() if ":ip:" in key) in (0, 9)


def test_of_moderators_who_block_at_once_one_wins() -> None:
    make_user("Vandal")
    sysops = [Editor(make_user(f"Sysop {n}", "sysop")) for n in range(4)]

    def stop(index: int) -> bool:
        try:
            block(block_target("Vandal"), Terms(reason=str(index)), editor=sysops[index])
        except AlreadyBlocked:
            return False
        return True

    won = at_once(stop, len(sysops))
    assert won.count(True) == 1
    assert Block.objects.get().reason == str(won.index(True)) == LogEntry.objects.get(type="block").comment
