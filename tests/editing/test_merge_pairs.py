"""Real concurrent edits: merging gives what their authors meant as often as `git merge-file` by words."""

from __future__ import annotations

import warnings
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from tests.concurrent_pairs import Pair, pairs, transplanted
from tests.conftest import MUST_RUN_ALL
from tests.factories import IP, make_page, reload
from tests.merge_pairs import DUMP, DUMPS, by_words, merged, outcome
from wiki.editing import edits
from wiki.editing.errors import EditConflict
from wiki.editing.save import save_edit
from wiki.permissions import Editor
from wiki.reading.source import open_page

SMALL = Path(__file__).parents[1] / "data" / "histories.xml.xz"
NOT_HERE = f"NO REAL HISTORY WAS MERGED: the shared dumps are not at {DUMPS}"
FIRST, EVERY = 160, 2  # of the shared pairs

BASE = "One two three four five six. Seven eight nine ten eleven twelve."


def test_a_change_put_in_elsewhere() -> None:
    mine = BASE.replace("two", "A")
    assert transplanted(BASE, mine, mine.replace("ten", "B")) == BASE.replace("ten", "B")
    assert transplanted(BASE, mine, mine.replace("six", "B")) == BASE.replace("six", "B")


@pytest.mark.parametrize(
    ("a", "both"),
    [
        (BASE.replace("two", "A"), BASE.replace("two", "B")),  # the same word
        (BASE.replace("two", "A"), BASE.replace("two three", "A B")),  # the next one
        (BASE.replace("two", "A"), BASE.replace("two", "A").replace("five", "B")),  # two words from it
        (BASE.replace("two", "two two"), BASE.replace("two", "two two two")),  # which of them?
        ("", "Anew."),  # nothing is left beside which it could stand
        (BASE, BASE.replace("two", "B")),  # A changed nothing
        (BASE.replace("two", "A"), BASE.replace("two", "A")),  # nor B
    ],
)
def test_a_place_in_doubt_makes_no_pair(a: str, both: str) -> None:
    assert transplanted(BASE, a, both) is None


def counted(found: list[Pair]) -> tuple[Counter[str], Counter[str]]:
    return (Counter(outcome(pair, merged)[0] for pair in found),
            Counter(outcome(pair, by_words)[0] for pair in found))  # fmt: skip


def test_histories_of_a_small_wiki() -> None:
    found = list(pairs(SMALL))
    ours, words = counted(found)
    assert (len(found), ours["true result"], words["true result"]) == (36, 36, 36)


def test_real_histories() -> None:
    if not DUMP.exists():
        assert not MUST_RUN_ALL, NOT_HERE
        warnings.warn(NOT_HERE, stacklevel=1)
        pytest.skip(NOT_HERE)
    found = list(islice(pairs(DUMP), 0, FIRST, EVERY))
    ours, words = counted(found)
    assert len(found) == FIRST // EVERY
    assert ours["true result"] >= words["true result"]
    assert ours["clean but different"] <= words["clean but different"]


@pytest.mark.django_db
def test_a_save_merges_just_so() -> None:
    """What the figures were taken with is what saving does."""
    for number, pair in enumerate(islice(pairs(SMALL), 0, None, 5)):
        page = make_page(f"Pair {number}", pair.base)
        opened = open_page(page)
        for text in (pair.a, pair.b):
            try:
                edit = edits.whole_page(reload(page), text, opened.base)
                save_edit(reload(page), edit, editor=Editor(None, IP))
            except EditConflict:
                assert text == pair.b
                assert merged(pair.base, pair.b, pair.a) is None
                break
        else:
            assert open_page(page).text == merged(pair.base, pair.b, pair.a) == pair.both
