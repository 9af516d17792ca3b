"""What a text rests on."""

from __future__ import annotations

import pytest

from wiki.text.citing.sources import count_sources


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("No source at all.", 0),
        ("One.[^a] Again.[^a] Another.[^b]", 2),
        ("See https://example.org/a and https://example.org/a, https://example.org/b.", 2),
        ("Said.[^a]\n\n[^a]: Book, https://example.org", 1),
        ("`[^a]` is no source? It is counted where it stands.", 1),
        ("```\n[^a] https://example.org\n```\n", 0),
        ("`https://example.org`", 0),
    ],
)
def test_counts_each_source_once(text: str, number: int) -> None:
    assert count_sources(text) == number


def test_linear() -> None:
    assert count_sources("[^" * 50_000) == 0
    assert count_sources("[^a]" * 50_000) == 1
