"""The wiki as of every moment of a random history, beside a copy that was told the same and kept it all.

STEMMA_REPLAY="seeds steps looks" runs a longer one by hand, as in
`STEMMA_REPLAY="20 400 8" pytest tests/reading/as_of/test_replay.py`.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from django.test import override_settings

from tests.conftest import Clock
from tests.factories import edit_page, make_page
from wiki.models import Page, parts_as_of
from wiki.moderation.delete import delete_page, undelete_page
from wiki.moderation.move import move_page
from wiki.permissions import Editor
from wiki.reading.as_of.around import targets_then
from wiki.reading.as_of.backlinks import what_linked_here
from wiki.reading.as_of.members import members_then
from wiki.reading.as_of.pages import pages_then
from wiki.reading.as_of.search import search_then
from wiki.reading.facts.facts import fact_table
from wiki.reading.page import PageMissing, PageView, read_as_of
from wiki.reading.source import source_text
from wiki.search.query import read_query
from wiki.text.titles import Title, parse_title

pytestmark = pytest.mark.django_db

SEEDS, STEPS, LOOKS = (int(part) for part in os.environ.get("STEMMA_REPLAY", "2 80 2").split())
KINDS = ("amber", "basalt", "copper", "dolomite", "emerald")
WORDS = ("zephyr", "quokka", "fjord", "sphinx", "wombat", "lynx")
ARTICLES = [Title(0, f"{kind.title()} {n}") for kind in KINDS for n in range(9)]
CATEGORIES = [Title(14, name) for name in ("Grotto", "Ravine", "Lagoon", "Tundra", "Steppe")]
TITLES = [*ARTICLES, *CATEGORIES]


@dataclass(frozen=True)
class Kept:
    """A page of the copy; `id` is the real one's."""

    id: int
    title: Title
    text: str
    deleted: bool = False

    @property
    def leads_to(self) -> Title | None:
        found = re.fullmatch(r"#REDIRECT \[\[(.+)\]\]", self.text)
        return parse_title(found[1]) if found else None

    @property
    def links(self) -> set[Title]:
        named = {parse_title(name) for name in re.findall(r"\[\[(?!Category:)(.+?)\]\]", self.text)}
        return named - {self.title}

    @property
    def categories(self) -> set[Title]:
        return {Title(14, name) for name in re.findall(r"\[\[Category:(.+?)\]\]", self.text)}

    @property
    def stone(self) -> str:
        found = re.search(r"^Stone: (\w+)$", self.text, re.MULTILINE)
        return found[1] if found else ""

    @property
    def words(self) -> set[str]:
        said = self.title.name if self.leads_to else f"{self.title.name} {self.text}"
        return set(re.findall(r"\w+", said.replace("Category:", "").lower()))


State = dict[int, Kept]  # by id
History = dict[datetime, State]


class Walk:
    """Edits, moves, deletions and undeletions at random, done to the wiki and to the copy."""

    def __init__(self, seed: int, clock: Clock, editor: Editor) -> None:
        self.dice, self.clock, self.editor = random.Random(seed), clock, editor
        self.state: State = {}
        self.history: History = {}

    def run(self, steps: int) -> History:
        for _ in range(steps):
            self.clock.goes(self.dice.choice((0, 1, 3600)))
            deeds = (self.edit, self.edit, self.edit, self.move, self.delete, self.undelete)
            self.dice.choice(deeds)()
            self.history[self.clock.moment] = dict(self.state)
        return self.history

    def text(self) -> str:
        pick = self.dice
        if pick.random() < 0.15:
            return f"#REDIRECT [[{pick.choice(ARTICLES).full}]]"
        links = " ".join(f"[[{title.full}]]" for title in pick.sample(ARTICLES, 3))
        filed = "\n".join(f"[[{title.full}]]" for title in pick.sample(CATEGORIES, 2))
        said = " ".join(pick.sample(WORDS, 2))
        stone = pick.choice(KINDS)
        return (
            f"```infobox\nStone: {stone}\n```\n{said} {links}.\n\n## Part\n\n{pick.choice(WORDS)}\n\n{filed}"
        )

    def living(self) -> dict[Title, Kept]:
        return {page.title: page for page in self.state.values() if not page.deleted}

    def free(self) -> list[Title]:
        return [title for title in ARTICLES if title not in self.living()]

    def keep(self, page: Kept) -> None:
        self.state[page.id] = page

    def edit(self) -> None:
        title, text = self.dice.choice(TITLES), self.text()
        if page := self.living().get(title):
            edit_page(Page.objects.get(pk=page.id), text, editor=self.editor)
            self.keep(replace(page, text=text))
        else:
            self.keep(Kept(make_page(title, text, editor=self.editor).pk, title, text))

    def move(self) -> None:
        pages = [page for page in self.living().values() if page.title.namespace == 0]
        if not pages or not (free := self.free()):
            return
        page, new, leaves = self.dice.choice(pages), self.dice.choice(free), self.dice.random() < 0.7
        move_page(Page.objects.get(pk=page.id), new, editor=self.editor, leave_redirect=leaves)
        self.keep(replace(page, title=new))
        if leaves:
            left = Page.objects.get(namespace=page.title.namespace, title=page.title.name, deleted=False)
            self.keep(Kept(left.pk, page.title, f"#REDIRECT [[{new.full}]]"))

    def delete(self) -> None:
        if pages := list(self.living().values()):
            page = self.dice.choice(pages)
            delete_page(Page.objects.get(pk=page.id), editor=self.editor)
            self.keep(replace(page, deleted=True))

    def undelete(self) -> None:
        there = self.living()
        gone = [page for page in self.state.values() if page.deleted and page.title not in there]
        if gone:
            page = self.dice.choice(gone)
            undelete_page(Page.objects.get(pk=page.id), editor=self.editor)
            self.keep(replace(page, deleted=False))


def linked(view: PageView) -> Iterator[tuple[Title, str]]:
    """The links of a page as it is shown, with their colours."""
    html = "".join(section.html for section in view.sections)
    for address, said in re.findall(r'<a href="/(?:wiki|edit)/([^"?]+)[^"]*"([^>]*)>', html):
        found = re.search(r'class="([^"]*)"', said)
        yield parse_title(address.replace("_", " ")), found[1] if found else "blue"


def colour(target: Title, there: dict[Title, Kept]) -> str:
    page = there.get(target)
    return "new" if page is None else "mw-redirect" if page.leads_to else "blue"


def compare_lists(moment: datetime, there: dict[Title, Kept], viewer: Editor, dice: random.Random) -> None:
    """Titles, link colours of all titles, members of a category, what links here, facts, search hits."""
    pages = pages_then(moment, viewer=viewer).values_list("id", "namespace", "title")
    assert {id_: Title(*name) for id_, *name in pages} == {page.id: page.title for page in there.values()}
    targets = targets_then(TITLES, moment, viewer=viewer)
    assert {title: target.redirect for title, target in targets.items()} == {
        title: page.leads_to is not None for title, page in there.items()
    }
    category = dice.choice(CATEGORIES)
    members = members_then(category, moment=moment, viewer=viewer)
    listed = [one.title for one in (*members.pages.screen.rows, *members.subcategories.screen.rows)]
    assert sorted(listed) == sorted(page.title for page in there.values() if category in page.categories)
    for target in dice.sample(ARTICLES, 2):
        rows = what_linked_here(target, moment=moment, viewer=viewer, limit=500).rows
        naming = [page for page in there.values() if target in page.links]
        assert sorted((row.title, row.redirect) for row in rows) == sorted(
            (page.title, page.leads_to is not None) for page in naming
        )
    articles = [page for page in there.values() if page.title.namespace == 0 and page.stone]
    facts = fact_table("Stone", viewer=viewer, moment=moment, limit=500)
    assert [(row.title, row.cells[0][0].values[0]) for row in facts.rows] == sorted(
        (page.title, page.stone) for page in articles
    )
    words = dice.sample((*WORDS, *KINDS, "grotto", "lagoon"), 2)
    for asked in (words[0], f"{words[0]} {words[1]}", f"{words[1]} -{words[0]}"):
        results = search_then(read_query(asked, None), moment=moment, viewer=viewer, limit=500)
        without = {word[1:] for word in asked.split() if word.startswith("-")}
        wanted = set(asked.split()) - {f"-{word}" for word in without}
        found = [page for page in there.values() if wanted <= page.words and not without & page.words]
        assert not results.more
        assert sorted(row.title for row in results.rows) == sorted(page.title for page in found), asked


def compare_page(moment: datetime, title: Title, there: dict[Title, Kept], viewer: Editor) -> None:
    """The text, where it leads, the colours of its links, and its categories."""
    kept = there.get(title)
    if kept is None:
        with pytest.raises(PageMissing):
            read_as_of(title, moment, viewer=viewer)
        return
    view = read_as_of(title, moment, viewer=viewer)
    assert source_text(parts_as_of(view.page.pk, view.line.number)) == kept.text
    assert (view.title, view.redirect) == (title, kept.leads_to)
    if kept.leads_to is None:
        assert set(linked(view)) == {(target, colour(target, there)) for target in kept.links}
        assert {(one.title, one.exists) for one in view.categories} == {
            (category, category in there) for category in kept.categories
        }


@pytest.mark.parametrize("seed", range(SEEDS))
@override_settings(LANGUAGE_CODE="en")
def test_every_moment_is_as_the_copy_has_it(seed: int, clock: Clock, carol: Editor, anon: Editor) -> None:
    walk = Walk(seed, clock, carol)
    history = walk.run(STEPS)
    gone = {page.id for page in walk.state.values() if page.deleted}
    assert len(walk.state) > 15
    assert any(page.deleted for state in history.values() for page in state.values())
    clock.goes()
    dice = random.Random(-seed - 1)
    for moment, state in history.items():
        for viewer, unseen in ((carol, set[int]()), (anon, gone)):
            pages = [page for page in state.values() if not page.deleted and page.id not in unseen]
            there = {page.title: page for page in pages}
            compare_lists(moment, there, viewer, dice)
            for title in [*dice.sample(TITLES, LOOKS), *dice.sample(sorted(there), min(1, len(there)))]:
                compare_page(moment, title, there, viewer)
