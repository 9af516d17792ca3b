"""Matching the passages of one page, as the index does those of all."""

from __future__ import annotations

import pytest

from wiki.search.matching import meets
from wiki.search.passages import Passage, infobox_text, page_passages, section_passages, shown_of
from wiki.search.query import read_query
from wiki.text.parts.rows import FieldText, SectionText


def passages() -> list[Passage]:
    box = [FieldText("field", "", "Mayor", "Marcus Otho")]
    section = SectionText("## F", "A quick brown fox. [[Category:Old cities]]", None, 2, "The old forum")
    return [*page_passages("Ancient Rome", box), *section_passages(1, "Ancient Rome", shown_of(section))]


def test_a_value_of_wikitext_is_one() -> None:
    row = FieldText("field", "", "height", "{{convert|87|m}}", "wikitext")
    assert infobox_text([row]) == "height: {{convert 87 m}}"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("fox", True), ("FOX", True), ("dog", False), ("fox dog", False), ("fox OR dog", True),
        ("fox -dog", True),
        ("fox -quick", False), ('"quick brown"', True), ('"brown quick"', False), ('"quick fox"', False),
        ("bro*", True), ("bra*", False), ("rome fox", True), ("otho fox", True), ("intitle:rome", True),
        ("intitle:fox", False), ("insection:forum", True), ("insection:fox", False), ("infobox:mayor", True),
        ("infobox:mayor=otho", True), ("infobox:mayor=nero", False), ('incategory:"old cities"', True),
        ("incategory:cities", False), ("prefix:ancient", True), ("prefix:rome", False), ("-dog", False),
        ("", False),
    ],
)  # fmt: skip
def test_a_page_meets_what_it_says(asked: str, found: bool) -> None:
    assert meets(read_query(asked, None), passages()) is found
