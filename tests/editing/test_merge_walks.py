"""Two random edits of one page from the same base: what both said is there, once, or the second is asked."""

from __future__ import annotations

import copy
import os
import random
from collections import Counter

import pytest
from django.core.management import call_command

from tests.factories import IP, make_page, reload
from tests.reading.random_edits import Draft
from wiki.editing import edits
from wiki.editing.errors import EditConflict
from wiki.editing.save import save_edit
from wiki.permissions import Editor
from wiki.reading.source import open_page

pytestmark = pytest.mark.django_db

ROUNDS = int(os.environ.get("WALKS", "2")) * 20


def begin(dice: random.Random) -> Draft:
    """A page of which no word occurs twice."""
    draft = Draft(dice, mark="base", lead="The start.")
    for _ in range(5):
        draft.insert_section()
        draft.insert_field()
        draft.insert_link()
    return draft


def words(text: str) -> Counter[str]:
    """The marked words of a text; they are all that matters here."""
    cleaned = "".join(char if char.isalnum() else " " for char in text.lower())
    return Counter(word for word in cleaned.split() if word[-1].isdigit())


def changed(draft: Draft, mark: str) -> Draft:
    other = copy.deepcopy(draft)
    other.dice, other.mark, other.used = draft.dice, mark, 0
    other.step()
    return other


def test_nobodys_words_are_lost_or_doubled() -> None:
    conflicts = 0
    for seed in range(ROUNDS):
        dice = random.Random(seed)
        draft = begin(dice)
        page = make_page(f"Merge {seed}", draft.text)
        base = open_page(page).base
        mine, yours = changed(draft, "mine"), changed(draft, "yours")
        save_edit(page, edits.whole_page(page, yours.text, base), editor=Editor(None, IP))
        try:
            save_edit(reload(page), edits.whole_page(reload(page), mine.text, base), editor=Editor(None, IP))
        except EditConflict:
            conflicts += 1
            assert open_page(page).text == yours.text
            continue
        was, one, two = words(draft.text), words(mine.text), words(yours.text)
        # Each side's new words, and of the old ones those that neither took away.
        wanted = (one - was) + (two - was) + (was & one & two)
        assert words(open_page(page).text) == wanted, f"seed {seed}"
    assert conflicts < ROUNDS / 4
    call_command("verify_history")
