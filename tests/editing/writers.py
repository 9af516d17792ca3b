"""People who write at the same time: `python -m tests.editing.writers DEED ARGUMENT…`, one of several.

A process says "ready", waits for a line, does its deed, and tells what came of it as lines of JSON. Each line
is written when the save has returned: what it tells is acknowledged.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.db import connection  # noqa: E402  # models can be imported only now

from wiki.editing import edits  # noqa: E402
from wiki.editing.errors import BadEdit, EditConflict  # noqa: E402
from wiki.editing.merging.rows import Edit  # noqa: E402
from wiki.editing.save import save_edit  # noqa: E402
from wiki.editing.transfer.transfer import Place, move_section  # noqa: E402
from wiki.models import Page  # noqa: E402
from wiki.moderation.move import move_page  # noqa: E402
from wiki.moderation.move_rules import CannotMove  # noqa: E402
from wiki.permissions import Editor  # noqa: E402
from wiki.reading.source import open_page, open_section  # noqa: E402
from wiki.text.titles import Title  # noqa: E402

GAP = 0.005  # seconds between reading and saving


def tell(**what: object) -> None:
    """One line to the test; a single write, so that lines of several threads stay whole."""
    os.write(1, (json.dumps(what) + "\n").encode())


def attempt(page: Page | Title, edit: Edit, editor: Editor, **what: object) -> bool:
    """Save and tell what came of it; True if the save was acknowledged."""
    try:
        saved = save_edit(page, edit, editor=editor)
    except (EditConflict, BadEdit) as refusal:
        tell(outcome=getattr(refusal, "code", "conflict"), **what)
        return False
    except Exception as error:  # noqa: BLE001  # the test shows it
        tell(outcome=f"{type(error).__name__}: {error}", **what)
        return False
    tell(outcome="saved", revision=saved.revision and saved.revision.pk, **what)
    return True


def editor(name: str) -> Editor:
    return Editor(system=f"Writer {name}")


def own_section(page_id: str, section_id: str) -> None:
    """Adds a sentence to one section."""
    page = Page.objects.get(pk=int(page_id))
    opened = open_section(page, int(section_id))
    time.sleep(GAP)
    text = f"{opened.text} Added by the writer of section {section_id}."
    attempt(page, edits.section_text(page, int(section_id), text, opened.base), editor(section_id))


def own_words(page_id: str, name: str, rounds: str) -> None:
    """Puts words of its own into the same section as everybody else, again and again."""
    for n in range(int(rounds)):
        page = Page.objects.get(pk=int(page_id))
        opened = open_page(page)
        section_id = opened.ids[1]
        opened = open_section(page, section_id)
        time.sleep(GAP)
        word = f"{name}x{n}"
        lines = opened.text.split("\n")
        lines[2 + (n * 7 + len(name)) % (len(lines) - 2)] += f" {word}"
        edit = edits.section_text(page, section_id, "\n".join(lines), opened.base)
        attempt(page, edit, editor(name), word=word)


def same_words(page_id: str, name: str, rounds: str) -> None:
    """Changes the same word as another, round by round; each round starts when the test says so."""
    for n in range(int(rounds)):
        page = Page.objects.get(pk=int(page_id))
        opened = open_page(page)
        old = "word" if n == 0 else opened.text.split()[-1]
        edit = edits.whole_page(page, opened.text.replace(old, f"{name}{n}"), opened.base)
        tell(read=n)
        sys.stdin.readline()
        attempt(page, edit, editor(name), word=f"{name}{n}", round=n)
        sys.stdin.readline()


def same_title(name: str, rounds: str) -> None:
    """Creates pages that another creates at the same moment."""
    for n in range(int(rounds)):
        edit = edits.whole_page(None, f"By {name}.", "")
        tell(read=n)
        sys.stdin.readline()
        attempt(Title(0, f"Page {n}"), edit, editor(name), round=n, text=f"By {name}.")
        sys.stdin.readline()


def each_others_category(page_id: str, other: str, rounds: str) -> None:
    """Puts a category's page into another category and takes it out again; the other's writer likewise."""
    for n in range(int(rounds)):
        page = Page.objects.get(pk=int(page_id))
        text = f"In [[Category:{other}]]." if n % 2 == 0 else "In none."
        attempt(page, edits.whole_page(page, text, open_page(page).base), editor(other), round=n)


def until_killed(page_id: str, name: str) -> None:
    """Adds one line after another to a section of its own, and tells each one that is saved."""
    n = 0
    while True:
        page = Page.objects.get(pk=int(page_id))
        section_id = open_page(page).ids[int(name)]
        opened = open_section(page, section_id)
        word = f"w{name}n{n}p{os.getpid()}"
        edit = edits.section_text(page, section_id, f"{opened.text}\n\n{word}", opened.base)
        attempt(page, edit, editor(name), word=word)
        n += 1


def moves(page_id: str, name: str, rounds: str) -> None:
    """Moves the page to a title of its own, round by round; each round starts when the test says so."""
    for n in range(int(rounds)):
        page = Page.objects.get(pk=int(page_id))
        tell(read=n)
        sys.stdin.readline()
        new = Title(12, f"By {name} {n}")
        try:
            move_page(page, new, editor=editor(name))
        except CannotMove as refusal:
            tell(outcome=refusal.code, round=n)
        except Exception as error:  # noqa: BLE001  # the test shows it
            tell(outcome=f"{type(error).__name__}: {error}", round=n)
        else:
            tell(outcome="saved", round=n, title=new.full)
        sys.stdin.readline()


def adds_lines(page_id: str, name: str, rounds: str) -> None:
    """Adds a line to the page, round by round; each round starts when the test says so."""
    for n in range(int(rounds)):
        page = Page.objects.get(pk=int(page_id))
        opened = open_page(page)
        edit = edits.whole_page(page, f"{opened.text}\n\n{name}{n}", opened.base)
        tell(read=n)
        sys.stdin.readline()
        attempt(page, edit, editor(name), word=f"{name}{n}", round=n)
        sys.stdin.readline()


def moves_until_killed(page_id: str, name: str) -> None:
    """Moves the page with its talk page and subpages again and again."""
    n = 0
    while True:
        page = Page.objects.get(pk=int(page_id))
        moved = move_page(
            page, Title(12, f"By {name} {n} {os.getpid()}"), editor=editor(name), move_subpages=True
        )
        tell(outcome="saved", title=moved.new.full)
        n += 1


def sends_its_section(page_id: str, to: str, rounds: str) -> None:
    """Moves the page's first section to the end of the other page, which does likewise at the same moment."""
    target = Page.objects.get(pk=int(to)).name
    for n in range(int(rounds)):
        page = Page.objects.get(pk=int(page_id))
        section_id = open_page(page).ids[1]
        tell(read=n)
        sys.stdin.readline()
        try:
            move_section(page, section_id, target, editor=editor(page_id), place=Place("end"))
        except Exception as error:  # noqa: BLE001  # the test shows it
            tell(outcome=f"{type(error).__name__}: {error}", round=n)
        else:
            tell(outcome="saved", round=n)
        sys.stdin.readline()


def sends_until_killed(page_id: str, to: str) -> None:
    """Moves the page's first section to the other, and that one's first back, again and again."""
    pages = [int(page_id), int(to)]
    while True:
        page, target = Page.objects.get(pk=pages[0]), Page.objects.get(pk=pages[1])
        done = move_section(page, open_page(page).ids[1], target.name, editor=editor("x"), place=Place("end"))
        tell(outcome="saved", left=done.left.pk, came=done.came.pk)
        pages.reverse()


def in_threads(deed: Callable[..., None], *groups: str) -> None:
    """One thread for each group of arguments, written "a,b,c"."""

    def run(arguments: str) -> None:
        try:
            deed(*arguments.split(","))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[group]) for group in groups]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


DEEDS = {
    deed.__name__: deed
    for deed in (
        own_section,
        own_words,
        same_words,
        same_title,
        each_others_category,
        until_killed,
        moves,
        adds_lines,
        moves_until_killed,
        sends_its_section,
        sends_until_killed,
    )
}

if __name__ == "__main__":
    name, *groups = sys.argv[1:]
    connection.ensure_connection()
    tell(ready=True)
    sys.stdin.readline()
    in_threads(DEEDS[name], *groups)
