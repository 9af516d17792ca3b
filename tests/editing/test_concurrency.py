"""Many editors at once, in real processes and threads: no acknowledged edit is ever lost."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories import IP, make_page
from wiki.editing import edits
from wiki.editing.errors import EditConflict
from wiki.editing.save import save_edit
from wiki.models import Page, Revision, Section
from wiki.permissions import Editor
from wiki.reading.source import open_page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]

ROOT = Path(__file__).resolve().parents[2]
Told = list[dict[str, object]]


class Writer:
    """One process of tests/editing/writers.py."""

    def __init__(self, environment: dict[str, str], deed: str, *groups: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.editing.writers", deed, *groups],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def listen(self) -> dict[str, object]:
        line = self.process.stdout.readline()
        assert line, "the writer ended"
        return json.loads(line)

    def go(self) -> None:
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def rest(self) -> Told:
        """Everything that it still tells, until it ends or is killed."""
        told = [json.loads(line) for line in self.process.stdout if line.endswith("\n")]
        self.process.wait(60)
        return told


@contextmanager
def writers(environment: dict[str, str], deed: str, *processes: list[str]) -> Iterator[list[Writer]]:
    """Processes that are ready to begin; ended whatever happens."""
    connection.close()  # a reader's transaction would stand in their way
    started = [Writer(environment, deed, *groups) for groups in processes]
    try:
        assert [writer.listen() for writer in started] == [{"ready": True}] * len(started)
        yield started
    finally:
        for writer in started:
            writer.process.kill()
            writer.process.wait()
            writer.process.stdin.close()
            writer.process.stdout.close()


def together(environment: dict[str, str], deed: str, *processes: list[str]) -> Told:
    """What all of them told, begun at the same moment."""
    with writers(environment, deed, *processes) as started:
        for writer in started:
            writer.go()
        return [told for writer in started for told in writer.rest()]


def in_step(environment: dict[str, str], deed: str, rounds: int, *processes: list[str]) -> Told:
    """What two of them told that read, then save, round by round, each time at the same moment."""
    found: Told = []
    with writers(environment, deed, *processes) as started:
        for writer in started:
            writer.go()
        for n in range(rounds):
            assert [writer.listen() for writer in started] == [{"read": n}] * len(started)
            for writer in started:
                writer.go()
            found += [writer.listen() for writer in started]
            for writer in started:
                writer.go()
    return found


def page_of(sections: int, body: str = "Text of the section.") -> Page:
    return make_page("Busy", "Lead." + "".join(f"\n\n## Section {n}\n\n{body}" for n in range(sections)))


def numbers(page: Page) -> list[int]:
    return list(Revision.objects.filter(page=page).order_by("number").values_list("number", flat=True))


def test_fifty_editors_at_once_each_its_own_section(child_environment: dict[str, str]) -> None:
    page = page_of(50)
    ids = [str(id_) for id_ in open_page(page).ids[1:]]
    processes = [[f"{page.pk},{id_}" for id_ in ids[n::5]] for n in range(5)]
    told = together(child_environment, "own_section", *processes)
    assert [one["outcome"] for one in told] == ["saved"] * 50
    assert len({one["revision"] for one in told}) == 50
    assert numbers(page) == list(range(1, 52))
    bodies = Section.objects.filter(page=page, level=2).values_list("pk", "body")
    added = "\n\nText of the section. Added by the writer of section {}."
    assert dict(bodies) == {int(id_): added.format(id_) for id_ in ids}
    call_command("verify_history")


def test_nothing_acknowledged_is_lost_with_a_gap_between_reading_and_saving(
    child_environment: dict[str, str],
) -> None:
    body = "\n\n".join(f"Paragraph {n} has some words." for n in range(8))
    page = page_of(1, body)
    processes = [[f"{page.pk},{name},8" for name in names] for names in (("a", "b"), ("c", "d"), ("e", "f"))]
    told = together(child_environment, "own_words", *processes)
    assert {one["outcome"] for one in told} <= {"saved", "conflict"}
    saved = sorted(str(one["word"]) for one in told if one["outcome"] == "saved")
    text = open_page(Page.objects.get(pk=page.pk)).text
    assert sorted(word for word in text.split() if "x" in word) == saved
    assert numbers(page) == list(range(1, len(saved) + 2))
    assert len(told) == 48
    assert len(saved) > 10  # most of them met somebody
    call_command("verify_history")


def test_reading_text_and_base_apart_would_lose_edits() -> None:
    """The negative control: the same save, but its base was read after its text.

    This is why `open_page` reads both from the same rows in one statement: the token says "I have seen
    version 2" of words that were read at version 1, and no save can tell.
    """
    page = make_page("Busy", "One word.")
    text, stale = open_page(page).text, open_page(page).base
    save_edit(page, edits.whole_page(page, "One new word.", stale), editor=Editor(None, IP))
    mine = text.replace("One", "My")
    with pytest.raises(EditConflict):
        save_edit(page, edits.whole_page(page, mine, stale), editor=Editor(None, IP))
    read_too_late = open_page(page).base
    save_edit(page, edits.whole_page(page, mine, read_too_late), editor=Editor(None, IP))
    assert open_page(page).text == "My word."  # "new" is lost


def test_two_creators_of_the_same_title_make_one_page(child_environment: dict[str, str]) -> None:
    told = in_step(child_environment, "same_title", 10, ["one,10"], ["two,10"])
    for n in range(10):
        outcomes = {str(one["outcome"]): one["text"] for one in told if one["round"] == n}
        assert sorted(outcomes) == ["articleexists", "saved"]
        page = Page.objects.get(title=f"Page {n}")
        assert open_page(page).text == outcomes["saved"]
    assert (Page.objects.count(), Revision.objects.count()) == (10, 10)
    call_command("verify_history")


def test_of_two_savers_of_the_same_words_one_wins(child_environment: dict[str, str]) -> None:
    page = make_page("Busy", "The last of these is this word")
    told = in_step(child_environment, "same_words", 20, [f"{page.pk},one,20"], [f"{page.pk},two,20"])
    for n in range(20):
        outcomes = sorted(str(one["outcome"]) for one in told if one["round"] == n)
        assert outcomes == ["conflict", "saved"]
    assert numbers(page) == list(range(1, 22))
    winner = next(one["word"] for one in told if one["round"] == 19 and one["outcome"] == "saved")
    assert open_page(Page.objects.get(pk=page.pk)).text == f"The last of these is this {winner}"
    call_command("verify_history")


def test_pages_that_touch_each_other_do_not_wait_for_ever(child_environment: dict[str, str]) -> None:
    """A save bumps the version of the category's page: such saves hold what the others wait for."""
    names = ["One", "Two", "Three"]
    pages = [make_page(f"Category:{name}", "In none.") for name in names]
    groups = [[f"{page.pk},{name},12"] for page, name in zip(pages, names[1:] + names[:1], strict=True)]
    told = together(child_environment, "each_others_category", *groups)
    assert [one["outcome"] for one in told] == ["saved"] * 36
    assert [numbers(page) for page in pages] == [list(range(1, 14))] * 3
    call_command("verify_history")


def test_killed_in_the_middle_of_saving(child_environment: dict[str, str]) -> None:
    environment = {**child_environment, "SQLITE_SYNCHRONOUS": "FULL"}
    page = page_of(2)
    told: Told = []
    for patience in (0.4, 0.73):
        processes = [[f"{page.pk},1"], [f"{page.pk},2"]]
        with writers(environment, "until_killed", *processes) as started:
            for writer in started:
                writer.go()
            told += [writer.listen() for writer in started]
            time.sleep(patience)
            for writer in started:
                writer.process.kill()
            told += [one for writer in started for one in writer.rest()]
    assert {one["outcome"] for one in told} == {"saved"}
    acknowledged = {one["revision"] for one in told}
    assert len(acknowledged) == len(told) > 10
    stored = set(Revision.objects.filter(page=page, number__gt=1).values_list("pk", flat=True))
    assert acknowledged - stored == set()
    # Saved, but killed before it could tell: at most one of each process.
    assert len(stored) <= len(told) + 4
    text = open_page(Page.objects.get(pk=page.pk)).text
    assert [one["word"] for one in told if str(one["word"]) not in text.split()] == []
    call_command("verify_history")
