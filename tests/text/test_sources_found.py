"""The notes and addresses that a text rests on."""

import time

import pytest

from wiki.text.citing.sources import find_sources, references_in


@pytest.mark.parametrize(
    ("text", "notes", "addresses"),
    [
        ("", {}, set()),
        ("One.[^1]\n\n[^1]: A  book,\n    page 7.", {"1": "A book, page 7."}, set()),
        ("One.[^1]", {}, set()),
        ("[^1]: Not referred to.", {}, set()),
        ("A[^a] b[^b].\n\n[^a]: First\n[^b]: Second <https://x.org/2>", {"a": "First", "b": "Second <https://x.org/2>"},
         {"https://x.org/2"}),
        ("A[^a].\n\n[^a]: See[^b]\n\n[^b]: Not in the prose.", {"a": "See[^b]"}, set()),
        ("```\n[^1] https://x.org\n```\n\n[^1]: Code.", {}, set()),
        ("[words](https://x.org/a), https://x.org/b.", {}, {"https://x.org/a", "https://x.org/b"}),
    ],
)  # fmt: skip
def test_sources(text, notes, addresses):
    found = find_sources(text)
    assert (found.notes, found.addresses) == (notes, frozenset(addresses))


def test_references_of_a_field():
    assert references_in("Nero[^1] <https://x.org>|Galba[^2]") == {"^1", "^2", "https://x.org"}


@pytest.mark.parametrize("piece", ["[^1]", "[^1]: ", "[^", "[^1]: x\n", "\n\n[^1]: x\n\n", "https://x.org/ "])
def test_is_linear(piece):
    start = time.monotonic()
    find_sources(piece * 50_000)
    assert time.monotonic() - start < 3
