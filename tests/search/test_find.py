"""What the index finds, and in which order, on the database in use."""

from __future__ import annotations

import pytest

from tests.factories import edit_page, make_page, reload
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor
from wiki.reading.search import search_pages
from wiki.search.find import find
from wiki.search.query import read_query
from wiki.search.suggest import titles_beginning

pytestmark = pytest.mark.django_db


def titles(query: str) -> list[str]:
    return [page.title for page in find(read_query(query)).pages]


def fill(count: int = 6) -> None:
    """Pages around, so that a word is worth something."""
    for number in range(count):
        make_page(f"Other {number}", "Nothing of interest is said on this page.")


def test_title_before_heading_before_text() -> None:
    fill()
    make_page("Heading", "Some lead.\n\n## Zeppelin\n\nIt flew over the sea for a long time.")
    make_page("Body", "Long ago something like a zeppelin was seen over the sea for a long time.")
    make_page("Zeppelin station", "A stop.")
    make_page("Zeppelin", "An airship.")
    assert titles("zeppelin") == ["Zeppelin", "Zeppelin station", "Heading", "Body"]


def test_words_that_stand_together_come_first() -> None:
    fill()
    make_page("Apart", "The war began. Much later people sailed into the gulf again.")
    make_page("Together", "Much later people sailed again after the gulf war began.")
    assert titles("gulf war") == ["Together", "Apart"]
    assert titles('"gulf war"') == ["Together"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("intitle:harbours", ["Harbour"]),
        ("harbour -whale", ["Harbour"]),
        ("insection:trade", ["Harbour"]),
        ('infobox:Type="trading port"', ["Harbour"]),
        ("infobox:Type=fishing", []),
        ("incategory:Ports", ["Harbour"]),
        ("incategory:Port_cities", []),
        ("prefix:Harb", ["Harbour"]),
        ("whal*", ["Whaling"]),
        ("pearls OR whale", ["Harbour", "Whaling"]),
        ("pearls whale", []),
        ("harbour oil pearls", ["Harbour"]),
        ("-2", ["Whaling"]),
        ("-whale", []),
    ],
)
def test_filters_and_signs(query: str, wanted: list[str]) -> None:
    box = "```infobox\nType: Trading port\n```\n"
    make_page("Harbour", f"{box}Pearls come here.\n\n## Trade\n\nOil too.\n\n[[Category:Ports]]")
    make_page("Whaling", "A whale left the harbour at −2 °C.")
    assert sorted(titles(query)) == wanted


def test_former_and_deleted_text_is_not_found(carol: Editor) -> None:
    page = make_page("Secret", "The uranium is here.\n\n## Radium\n\nMore.")
    edit_page(page, "Nothing is here.")
    assert (titles("uranium"), titles("radium"), titles("insection:radium")) == ([], [], [])
    delete_page(reload(page), editor=carol)
    assert (titles("nothing"), titles("secret"), titles("prefix:sec")) == ([], [], [])
    assert titles_beginning("sec") == ()


def test_a_redirect_is_shown_as_its_page() -> None:
    make_page("Byzantium", "A town.")
    make_page("Constantinople", "#REDIRECT [[Byzantium]]")
    (page,) = find(read_query("constantinople")).pages
    assert (page.title, page.redirect_from) == ("Byzantium", "Constantinople")
    (suggested,) = titles_beginning("constan")
    assert (suggested.title, suggested.redirect_from) == ("Byzantium", "Constantinople")


def test_titles_with_all_words_typed_are_suggested() -> None:
    make_page("History of the Suez Canal", "Dug.")
    make_page("Suez", "A town.")
    assert [page.title for page in titles_beginning("canal su")] == ["History of the Suez Canal"]
    assert [page.title for page in titles_beginning("su")] == ["Suez", "History of the Suez Canal"]
    assert titles_beginning("canal rome su") == ()


def test_a_snippet_marks_the_words_and_holds_no_markup() -> None:
    make_page("Basra", "**Basra** has [[pearl|pearls]] & <i>dates</i>.")
    (row,) = search_pages(read_query("pearl")).rows
    assert [text for text, hit in row.snippet if hit] == ["pearls"]
    assert "[[" not in "".join(text for text, _ in row.snippet)
    assert "**" not in "".join(text for text, _ in row.snippet)


def test_no_word_of_a_hidden_or_deleted_text_is_offered(carol: Editor) -> None:
    """Although it is remembered, and although the rest of the query finds something."""
    page = make_page("Caravan", "A house for travellers.")
    secret = edit_page(page, "A house for travellers, quetzalcoatl.").revision
    edit_page(page, "A house for travellers.")
    delete_page(make_page("Gone", "Tezcatlipoca."), editor=carol)
    asked = ("quetzalcoatk OR housd", "tezcatlipoka OR housd")
    assert [search_pages(read_query(text)).meant for text in asked] == [
        "quetzalcoatk OR house", "tezcatlipoka OR house",
    ]  # fmt: skip
    hide_revisions(reload(page), [secret.pk], editor=carol, text=True)  # type: ignore[union-attr]
    assert search_pages(read_query(asked[0])).meant == "quetzalcoatk OR house"
    assert titles_beginning("quetzalcoatl") == ()


def test_another_spelling_is_offered_where_it_finds_more() -> None:
    make_page("Caravan", "A caravanserai gives shelter.")
    assert search_pages(read_query("caravansarai")).meant == "caravanserai"
    assert search_pages(read_query("caravanserai")).meant == ""
    assert search_pages(read_query("xyzzyq")).meant == ""


def test_what_is_shown_of_wikitext_has_no_signs_in_it() -> None:
    source = (
        "A '''quokka'''<ref name=\"a\">{{harvnb|Smith|2001}}</ref> is {{convert|54|cm}} tall.\n"
        '{| class="wikitable"\n|-\n! Name\n| [[Perth|There]]\n|}'
    )
    make_page("Quokka", source, model="wikitext")
    make_page("Generic", "A `List<Tall>` holds {{tall}}.")
    lines = search_pages(read_query("tall")).rows
    shown = {
        line.title.name: " ".join("".join(text for text, _hit in line.snippet).split()) for line in lines
    }
    assert shown == {
        "Quokka": "A quokka Smith 2001 is 54 cm tall. Name There",
        "Generic": "A List<Tall> holds {{tall}}.",
    }
