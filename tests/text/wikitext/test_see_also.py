"""See also sections of wikitext."""

import pytest

from wiki.text.parts.rows import LinkText
from wiki.text.wikitext.see_also import item_source, read_link, read_see_also
from wiki.text.wikitext.site import Site
from wiki.text.wikitext.source import read, write

TAIL = "\n\n<!-- end -->\n{{Navbox\n| a = b}}\n{{DEFAULTSORT:X}}\n[[Category:A]] [[de:A]]\n__NOTOC__"


def test_items_are_links_with_labels_and_notes() -> None:
    body = (
        "\n* [[A]]\n*[[B#s|label]], a note\n\n*  [[:Category:C]]\n* ''[[D]]''\n* {{annotated link|E}}" + TAIL
    )
    links, tail = read_see_also(body) or ((), "")
    assert links == (
        LinkText("\n* [[A]]", "A"),
        LinkText("\n*[[B#s|label]], a note", "B#s", "label", ", a note"),
        LinkText("\n\n*  [[:Category:C]]", ":Category:C"),
        LinkText("\n* ''[[D]]''", note="''[[D]]''"),
        LinkText("\n* {{annotated link|E}}", note="{{annotated link|E}}"),
    )
    assert tail == TAIL


@pytest.mark.parametrize(
    "body",
    [
        "\nText",
        "\n* [[A]]\nText",
        "\nText\n* [[A]]",
        "\n* [[A]]\n** [[B]]",
        "\n* [[A]]\n# [[B]]",
        "\n* [[A]]\n{{x}}\n* [[B]]",
        "\n{{Portal|X}}\n* [[A]]",
        "\n{{cols|\n* [[A]]\n}}",
        "\n* {{cols|\n* [[A]]\n}}",
        "\n* [[A]] <!--\n* [[B]]\n-->",
        "\n* [[A]]\n[[B]]",
    ],
)
def test_other_sections_are_ordinary(body: str) -> None:
    page = read(f"== See also =={body}")
    assert (page.sections[1].links, page.sections[1].body) == (None, body)


@pytest.mark.parametrize(
    "title", ["See also", "see  Also", "Siehe auch", "См. также", "関連項目", "Véase también"]
)
def test_the_section_has_many_names(title: str) -> None:
    assert read(f"== {title} ==\n* [[A]]").sections[1].links == (LinkText("\n* [[A]]", "A"),)
    assert read(f"== {title} ==\n* [[A]]", Site(see_also=frozenset({"x"}))).sections[1].links is None


def test_an_empty_section_has_no_links() -> None:
    assert read_see_also("") == ((), "")
    assert read_see_also("\n\n") == ((), "\n\n")


def test_what_is_written_is_read_back() -> None:
    for target, label, note in [("A", "", ""), ("A", "b", " – c"), ("Category:X", "", ""), ("", "", "only")]:
        row = read_link(item_source(target, label, note))
        colon = ":" if target.startswith("Category") else ""
        assert (row.target, row.label, row.note) == (colon + target, label, note)
        text = f"== See also =={row.source}"
        assert write(read(text)) == text
    with pytest.raises(ValueError, match="not one line of a list"):
        read_link("\n* [[A]]\n* [[B]]")
