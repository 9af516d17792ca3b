"""What is wrong with the notes of a page."""

import pytest

from wiki.text.citing.notes import Note, NoteFlaw, check_notes, notes_of
from wiki.text.source import read


def flaws(text):
    return check_notes(read(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A[^1].\n\n[^1]: Said.", ()),
        ("A[^1].", (NoteFlaw("undefined", "1"),)),
        ("A.\n\n[^1]: Said.", (NoteFlaw("unused", "1"),)),
        ("A[^1].\n\n[^1]: ", (NoteFlaw("empty", "1"),)),
        ("A[^1].\n\n[^1]: Said.\n[^1]: Again.", (NoteFlaw("twice", "1"),)),
        ("A[^1][^b].\n\n[^1]: Said  so.\n[^b]: Said so.", (NoteFlaw("same", "b", "1"),)),
        (
            "A[^1][^b].\n\n[^1]: T, <https://x.org/a>\n[^b]: [U](https://x.org/a).",
            (NoteFlaw("same", "b", "1"),),
        ),
        ("```infobox X\nA: b[^1]\n```\nText.\n\n## References\n\n[^1]: Said.", ()),
        ("```infobox X\nA: b[^2]\n```\nText.", (NoteFlaw("undefined", "2"),)),
        ("`[^1]` and \\[^2] and\n\n```\n[^4]\n```", ()),
        ("``a `[^1]` b`` [^2]", (NoteFlaw("undefined", "2"),)),
        ("A[^1].\n\n[^1]: See[^2].\n[^2]: Deeper.", ()),
        ("", ()),
    ],
)
def test_flaws(text, found):
    assert flaws(text) == found


def test_notes_as_they_are_defined():
    text = "A[^b].\n\n[^b]: Two\n    lines.\n\n## S\n\n[^1]: One."
    assert notes_of(read(text)) == (Note("b", "Two lines."), Note("1", "One."))


def test_a_long_text_takes_no_long_time():
    assert len(flaws("`[^1] " * 50_000 + "\n\n" + "[^x]: y\n" * 20_000)) == 50
