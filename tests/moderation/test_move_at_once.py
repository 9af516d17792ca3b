"""Moves beside moves and saves, and moves that are broken off: whole or not at all."""

from __future__ import annotations

import time

import pytest
from django.core.management import call_command

from tests.editing.test_concurrency import in_step, writers
from tests.factories import make_page
from wiki.models import LogEntry, Page
from wiki.reading.page import find_page
from wiki.reading.source import open_page
from wiki.text.titles import Title, parse_title

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def test_of_two_moves_of_one_page_one_wins(child_environment: dict[str, str]) -> None:
    page = make_page("Help:Busy", "Text.")
    told = in_step(child_environment, "moves", 10, [f"{page.pk},one,10"], [f"{page.pk},two,10"])
    for n in range(10):
        outcomes = sorted(str(one["outcome"]) for one in told if one["round"] == n)
        assert outcomes == ["missingtitle", "saved"]
    titles = [str(one["title"]) for one in told if one["outcome"] == "saved"]
    assert Page.objects.get(pk=page.pk).name.full == titles[-1]
    assert LogEntry.objects.filter(type="move").count() == 10
    for title in ("Help:Busy", *titles[:-1]):
        assert find_page(parse_title(title)).redirect  # type: ignore[union-attr]
    call_command("verify_history")


def test_a_move_against_a_save_both_land(child_environment: dict[str, str]) -> None:
    page = make_page("Help:Busy", "Text.")
    groups = ([f"{page.pk},mover,10"], [f"{page.pk},w,10"])
    told: list[dict[str, object]] = []
    with (
        writers(child_environment, "moves", groups[0]) as movers,
        writers(child_environment, "adds_lines", groups[1]) as savers,
    ):
        both = [*movers, *savers]
        for writer in both:
            writer.go()
        for _n in range(10):
            for writer in both:
                assert "read" in writer.listen()
            for writer in both:
                writer.go()
            told += [writer.listen() for writer in both]
            for writer in both:
                writer.go()
    assert [one["outcome"] for one in told] == ["saved"] * 20
    moved = Page.objects.get(pk=page.pk)
    assert (moved.name, moved.number) == (Title(12, "By mover 9"), 21)
    assert open_page(moved).text.split("\n\n")[1:] == [f"w{n}" for n in range(10)]
    call_command("verify_history")


def test_killed_in_the_middle_of_moving(child_environment: dict[str, str]) -> None:
    environment = {**child_environment, "SQLITE_SYNCHRONOUS": "FULL"}
    page = make_page("Help:Busy", "Text.")
    others = [make_page(title) for title in ("Help talk:Busy", "Help:Busy/one", "Help talk:Busy/two")]
    for patience in (0.6, 0.93):
        with writers(environment, "moves_until_killed", [f"{page.pk},m"]) as (writer,):
            writer.go()
            told = [writer.listen()]
            time.sleep(patience)
            writer.process.kill()
            told += writer.rest()
        name = Page.objects.get(pk=page.pk).name
        moved_along = [Page.objects.get(pk=other.pk).name.full for other in others]
        assert moved_along == [f"Help talk:{name.name}", f"{name.full}/one", f"Help talk:{name.name}/two"]
        numbers = [Page.objects.get(pk=one.pk).number for one in (page, *others)]
        assert numbers == numbers[:1] * 4  # each moved as often as the others
        assert LogEntry.objects.filter(type="move").count() == 4 * (numbers[0] - 1)
        redirects = Page.objects.filter(redirect=True, deleted=False).count()
        assert redirects == 4 * (numbers[0] - 1)
        assert numbers[0] - 1 >= len(told)
    call_command("verify_history")
