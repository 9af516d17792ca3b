"""Sections keep their identity through whole-page edits."""

from dataclasses import replace

import pytest
from hypothesis import given

from tests.text.edited_pages import Editor, Piece, articles, known_of, source_of
from tests.text.strategies import any_text
from wiki.text.merging.match import Known, Match, match_sections, paths
from wiki.text.source import read_sections

PAGES = articles()


def outcome(operations: int, *, rounds: int = 40) -> tuple[float, float]:
    """The share of sections whose id is right, and of edits in which all are."""
    right = total = whole = edits = 0
    for number, page in enumerate(PAGES):
        others = tuple(piece for other in PAGES if other is not page for piece in other)
        for turn in range(rounds):
            edited = Editor(1000 * operations + 100 * number + turn, others).edit(page, operations)
            matches = match_sections(known_of(page), read_sections(source_of(edited)))
            good = sum(match.id == piece.id for match, piece in zip(matches, edited, strict=True))
            right, total = right + good, total + len(edited)
            whole, edits = whole + (good == len(edited)), edits + 1
    return right / total, whole / edits


@pytest.mark.parametrize(("operations", "sections", "edits"), [(1, 0.995, 0.98), (8, 0.97, 0.85)])
def test_sections_keep_identity(operations: int, sections: float, edits: float) -> None:
    found = outcome(operations)
    print(f"{operations} operations: sections {found[0]:.2%}, edits {found[1]:.2%}")
    assert found[0] >= sections
    assert found[1] >= edits


def known(text: str, *, first: int = 1, deleted: bool = False) -> list[Known]:
    """The sections of a text as existing ones, with ids from `first` on."""
    parts = read_sections(text)
    ways = paths((part.level, part.title) for part in parts)
    pairs = enumerate(zip(parts, ways, strict=True), first)
    return [Known(number, part.level, part.title, part.source, way, deleted) for number, (part, way) in pairs]


def ids(before: list[Known], text: str) -> list[int | None]:
    return [match.id for match in match_sections(before, read_sections(text))]


TWO_HISTORIES = (
    "Lead.\n\n## History\nOf the first kind, long ago.\n\n## Use\nMany.\n\n## History\nQuite another one."
)
LONG = "One two three four five six seven eight nine ten eleven twelve. "


def test_an_unchanged_page() -> None:
    assert ids(known(TWO_HISTORIES), TWO_HISTORIES) == [1, 2, 3, 4]
    assert ids(known(TWO_HISTORIES), TWO_HISTORIES.replace("\n", "\r\n")) == [1, 2, 3, 4]


def test_a_heading_that_stands_twice() -> None:
    first_gone = "Lead.\n\n## Use\nMany.\n\n## History\nQuite another one, edited."
    assert ids(known(TWO_HISTORIES), first_gone) == [1, 3, 4]
    swapped = (
        "Lead.\n\n## History\nQuite another one.\n\n## Use\nMany.\n\n## History\nOf the first kind, long ago."
    )
    assert ids(known(TWO_HISTORIES), swapped) == [1, 4, 3, 2]
    edited = TWO_HISTORIES.replace("first kind", "very first sort").replace("another one", "another")
    assert ids(known(TWO_HISTORIES), edited) == [1, 2, 3, 4]
    assert ids(known("## A\n## A\n## A"), "## A\n## A\n## A\n## A") == [1, 2, 3, None]
    assert ids(known("## A\n## A\n## A"), "## A\n## A\n## B\n## A") == [1, 2, None, 3]


def test_renaming_moving_and_rewriting() -> None:
    before = known(f"## A\n{LONG}\n\n## B\nshort\n\n### C\n{LONG[::-1]}")
    assert ids(before, f"## New name\n{LONG}\n\n## B\nshort\n\n### C\n{LONG[::-1]}") == [1, 2, 3]
    assert ids(before, f"## B\nshort\n\n### C\n{LONG[::-1]}\n\n## A\n{LONG}") == [2, 3, 1]
    assert ids(before, f"## A\n{LONG}\n\n## B\nnothing of the old text is here\n\n## C\n{LONG[::-1]} x") == [
        1,
        2,
        3,
    ]
    assert ids(before, f"## Chapter\n\n### A\n{LONG} more\n\n## B\nshort\n\n### D\n{LONG[::-1]}") == [
        None,
        1,
        2,
        3,
    ]


def test_line_ends_and_unicode_forms_make_no_difference() -> None:
    before = known("## Étude\r\nCafé au lait, every morning at the corner shop.")
    assert ids(before, "## E\u0301tude\nCafe\u0301 au lait, every morning at the corner shop.") == [1]


def test_scripts_without_blanks() -> None:
    first, second = (
        "東京は日本の首都であり、世界最大級の都市の一つである。",
        "京都は長い間日本の都であった古い都市である。",
    )
    before = known(f"## 一\n{first}\n\n## 二\n{second}")
    assert ids(before, f"## 三\n{second}追加した文。\n\n## 四\n{first}また追加。") == [2, 1]


def test_a_lead_continues_only_a_lead() -> None:
    before = known(f"{LONG}\n\n## A\nwords")
    assert ids(before, f"New lead.\n\n## Intro\n{LONG}\n\n## A\nwords") == [1, None, 2]
    assert ids(before, "\n\n## A\nwords") == [2]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[1].title)
def test_a_blanked_and_restored_page_gets_its_sections_back(page: list[Piece]) -> None:
    lead, *gone = known_of(page)
    deleted = known_of(
        [Piece(900 + n, piece.level, piece.title, piece.body) for n, piece in enumerate(page)], deleted=True
    )
    before = [lead, *deleted[1:], *(replace(row, deleted=True) for row in gone)]
    assert ids(before, source_of(page)) == [piece.id for piece in page]


def test_living_sections_come_before_deleted_ones() -> None:
    before = known(f"## A\n{LONG}") + known(f"## A\n{LONG}", first=5, deleted=True)
    assert ids(before, f"## A\n{LONG}") == [1]
    assert ids(before, f"## A\n{LONG}\n\n## A\n{LONG}") == [1, 5]


def test_removed_sections_are_asked_for_only_where_a_section_is_new() -> None:
    asked = []

    def removed() -> list[Known]:
        asked.append(1)
        return known(f"## B\n{LONG}", first=5, deleted=True)

    before = known(f"Lead.\n\n## A\n{LONG * 2}")
    assert [one.id for one in match_sections(before, read_sections("Other.\n\n## A\nshort"), removed)] == [
        1,
        2,
    ]
    assert asked == []
    text = f"Lead.\n\n## A\n{LONG * 2}\n\n## B\n{LONG}"
    assert [one.id for one in match_sections(before, read_sections(text), removed)] == [1, 2, 5]
    assert asked == [1]


def test_where_a_split_off_section_came_from() -> None:
    first, second = LONG * 3, " ".join(f"word{number}" for number in range(30))
    found = match_sections(
        known(f"## A\n{first}\n{second}"), read_sections(f"## A\n{first}\n\n## B\n{second}")
    )
    assert found == [Match(1), Match(None, 1)]


def test_what_was_merged_into_a_section() -> None:
    first, second = LONG * 3, " ".join(f"word{number}" for number in range(20))
    before = known(f"## A\n{first}\n\n## B\n{second}")
    assert match_sections(before, read_sections(f"## A\n{first}\n{second}")) == [Match(1, 2)]
    assert match_sections(before, read_sections(f"## A\n{first}")) == [Match(1)]


def test_copying_a_section_is_no_split() -> None:
    found = match_sections(known(f"## A\n{LONG}"), read_sections(f"## A\n{LONG}\n\n## B\n{LONG}"))
    assert found == [Match(1), Match()]


def test_paths() -> None:
    headings = [(0, ""), (2, "A"), (4, "B"), (3, "C"), (2, "D")]
    assert paths(headings) == [(), ("A",), ("A", "B"), ("A", "C"), ("D",)]


@given(any_text, any_text)
def test_no_id_is_given_twice(old: str, new: str) -> None:
    before = known(old) + known(new[::-1], first=1000, deleted=True)
    parts = read_sections(new)
    found = match_sections(before, parts)
    given_ids = [match.id for match in found if match.id is not None]
    assert len(found) == len(parts)
    assert len(set(given_ids)) == len(given_ids)
    assert set(given_ids) <= {row.id for row in before}


@given(any_text)
def test_a_page_matches_itself(text: str) -> None:
    before = known(text)
    assert ids(before, text) == [row.id for row in before]


def test_large_pages_are_matched() -> None:
    rows = [f"\n\n## A{number}\nword{number} foo" for number in range(10_000)]
    changed = "".join(f"{row} bar" for row in reversed(rows))
    assert ids(known("".join(rows)), changed) == list(range(10_000, 0, -1))
    same = "\n\n## A" * 10_000
    assert len(set(ids(known(same), same + "\n\n## A\nnew"))) == 10_001
