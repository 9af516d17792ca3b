"""Sections keep their identity through whole-page edits."""

import pytest

from tests.text.edited_pages import Editor, articles, known_of, source_of
from wiki.text.match import match_sections
from wiki.text.source import read_sections

PAGES = articles()


def outcome(operations: int, *, rounds: int = 40) -> tuple[float, float]:
    """The share of sections whose id is right, and of edits in which all are."""
    right = total = whole = edits = 0
    for number, page in enumerate(PAGES):
        others = [piece for other in PAGES if other is not page for piece in other]
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
