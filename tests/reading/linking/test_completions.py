"""What is offered to an editor who begins a link."""

import pytest

from tests.factories import edit_page, make_page, reload
from tests.made_pictures import png
from wiki.editing.files.files import store_file
from wiki.moderation.delete import delete_page
from wiki.reading.linking.completions import Completion, completions

pytestmark = pytest.mark.django_db


def links(typed):
    return [found.link for found in completions(typed)]


@pytest.fixture
def rome():
    return make_page(
        "Rome", "A city.\n\n## Early history\n\nx\n\n## *Kings* of [[old|old]]\n\ny\n\n## History\n\n## A | b"
    )


def test_pages_by_the_beginning_of_their_titles(rome):
    make_page("Roma", "#REDIRECT [[Rome]]")
    assert completions("Rom") == (Completion("Rome", "A city."),)
    assert completions("Roma") == (Completion("Rome", "redirected from Roma"),)
    assert links("") == links("zz") == links("<>") == []


def test_prefixes_are_kept(rome):
    make_page("Help:Romance")
    assert links("Help:Rom") == ["Help:Romance"]


def test_sections_of_a_page_and_of_where_it_leads(rome):
    make_page("Roma", "#REDIRECT [[Rome]]")
    assert links("Rome#") == ["Rome#Early history", "Rome#Kings of old", "Rome#History"]
    assert links("Rome#hist") == ["Rome#History", "Rome#Early history"]
    assert links("Roma#KINGS") == ["Roma#Kings of old"]
    assert links("Paris#") == links("<>#x") == links("#") == []


def test_sections_that_are_gone_are_not_offered(rome):
    edit_page(rome, "A city.\n\n## Now\n\nx")
    assert links("Rome#") == ["Rome#Now"]


def test_files_with_their_pictures_newest_first_until_one_types(alice):
    for name in ("Map of Rome.png", "Rome at night.png"):
        store_file(name, png(), editor=alice)
    found = completions("File:rome")
    assert [one.link for one in found] == ["File:Rome at night.png", "File:Map of Rome.png"]
    assert all(one.picture.startswith(("/thumb/", "/media/")) for one in found)
    assert sorted(links("Image:")) == ["File:Map of Rome.png", "File:Rome at night.png"]


def test_categories_in_use_and_those_that_have_a_page():
    make_page("Rome", "x [[Category:Cities]] [[Category:Capitals of states]]")
    make_page("Paris", "x [[Category:Cities]]")
    make_page("Category:Old cities", "Nobody is in it.")
    assert completions("Category:C") == (
        Completion("Category:Capitals of states", "1 member"),
        Completion("Category:Cities", "2 members"),
        Completion("Category:Old cities"),
    )
    assert links("Category:old ci") == ["Category:Old cities"]


def test_what_is_deleted_is_never_offered(rome, alice, carol):
    stored = store_file("Map.png", png(), editor=alice)
    make_page("Category:Cities", "x")
    delete_page(reload(stored.page), editor=carol, reason="x")
    delete_page(reload(rome), editor=carol, reason="x")
    for typed in ("Rom", "Rome#", "File:", "File:Map", "Category:Rome"):
        assert links(typed) == []


def test_a_fixed_number_of_queries(rome, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(completions("Rome#")) == 3
    edit_page(rome, "A city.\n\n## Now\n\nx")
    with django_assert_num_queries(2):
        assert len(completions("Rome#")) == 1
