"""What an article says of itself in a line."""

import pytest

from wiki.text.content import content_model, page_links
from wiki.text.language.lead import LONGEST, description, first_picture, opening
from wiki.text.links import find_links
from wiki.text.source import read


def described(text: str) -> str:
    return description(read(text), find_links(text))


def picture(text: str) -> str:
    return first_picture(find_links(text))


def test_the_first_sentence_of_the_lead_describes_the_page() -> None:
    text = (
        "```infobox X\nA: b. c.\n```\n\n: For the river, see [[Barada]].\n\n"
        "**Damascus** is the [[capital city|capital]] of the U.S.-backed *state*.[^1] It is old.\n\n## Name"
    )
    assert described(text) == "Damascus is the capital of the U.S.-backed state."
    assert (
        opening(read(text).sections[0].body, 3)
        == "Damascus is the capital of the U.S.-backed state. It is old."
    )


@pytest.mark.parametrize(
    "text", ["", "## Heading\n\nText.", "- a list", "#REDIRECT [[Damascus]]\n\nWords.", "[[Category:X]]"]
)
def test_no_description(text: str) -> None:
    assert described(text) == ""


def test_a_long_sentence_is_cut_at_a_word() -> None:
    found = described("word " * 100)
    assert len(found) <= LONGEST
    assert found.endswith("word…")
    assert len(described("x" * 10_000)) == LONGEST
    assert len(described("字" * 10_000 + "。")) == LONGEST
    assert described("y" * LONGEST) == "y" * LONGEST


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("```infobox X\nMap: a map.PNG\n```\n[[File:Other.jpg]]", "A map.PNG"),
        ("```infobox X\nMap: [[File:In box.svg|20px]]\n```\n[[File:Other.jpg]]", "In box.svg"),
        ("Lead.\n\n## S\n\n[[File:a.pdf]] [[Image:b.jpeg|thumb|x]] [[File:c.jpg]]", "B.jpeg"),
        ("`[[File:Code.jpg]]` [[:File:Link.jpg]] [[Media:Sound.ogg]]", ""),
        ("", ""),
    ],
)
def test_the_first_picture(text: str, name: str) -> None:
    assert picture(text) == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            (
                "{{Short description|x}}\n[[File:A.png|thumb|{{B}}]]\n'''Albert''' ({{lang|de|A}}; {{IPA|x}}"
                " 1879)<ref>{{cite|y}}. No.</ref> was a<!-- c --> <b>[[Physicist|physicist]]</b> {{dubious}}."
                "<ref name=a /> He died."
            ),
            "Albert (1879) was a physicist.",
        ),
        ("Rome ({{lang|la|Roma}}) is old.", "Rome is old."),
        ("Ohm (Ω, {{x}}; {{y}} ) is a unit (occasionally {{z}}).", "Ohm (Ω) is a unit (occasionally)."),
        ('{| class="x"\n|-\n| Cell\n{|\n| inner\n|}\n| left\n|}\nAfter it. More.', "After it."),
        ("{{never closed\n\nRome is old.", "{{never closed"),
        ("#REDIRECT [[Rome]]", ""),
    ],
)
def test_of_wikitext_templates_notes_and_tables_are_left_out(text: str, words: str) -> None:
    model = content_model("wikitext")
    page = model.read(text)
    assert description(page, page_links(page)) == words
