"""Hatnotes, disambiguation pages, and what See also says of its targets."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import edit_page, make_page, reload
from wiki.models import Page, Section
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor
from wiki.reading.history import section_history

pytestmark = pytest.mark.django_db


def body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("source", "notes"),
    [
        (": For the film, see [[Troy (film)]].\n\nText.", 1),
        (":*Not to be confused with [[Try]].*\n: See also [[Ilium]].\n\n: And that.\n\nText.", 3),
        ("Text.\n\n: Too late.", 0),
        ("Term\n: meaning", 0),
        ("- :no\n\nText.", 0),
        (":\n\nText.", 0),
        (": one\nand text", 0),
        ("```\n: code\n```", 0),
        ("    : indented", 0),
    ],
)
def test_hatnotes_stand_above_the_text(client: Client, source: str, notes: int) -> None:
    make_page("Troy", source)
    assert body(client, "/wiki/Troy").count('<p class="hatnote">') == notes


def test_a_section_may_have_one_too(client: Client) -> None:
    page = make_page("Troy", "Lead.\n\n## War\n\n: Main article: [[Trojan War]]\n\nText.")
    assert '<p class="hatnote">Main article: <a' in body(client, "/wiki/Troy")
    assert page.description == "Lead."


def test_a_hatnote_holds_no_html(client: Client) -> None:
    make_page("Troy", ": <b>x</b> <script>y</script>\n\nText.")
    assert '<p class="hatnote">&lt;b&gt;x' in body(client, "/wiki/Troy")


@pytest.mark.parametrize(
    ("title", "text", "is_one"),
    [
        ("Mercury", "Planet or metal.\n\n[[Category:Disambiguation]]", True),
        ("Mercury (disambiguation)", "Planet or metal.", True),
        ("Mercury", "Not one. [[:Category:Disambiguation]]", False),
    ],
)
def test_disambiguation_pages_say_so(client: Client, title: str, text: str, is_one: bool) -> None:
    html = body(client, f"/wiki/{make_page(title, text).name.key}")
    assert ("disambiguation-note" in html, 'disambiguation">' in html) == (is_one, is_one)


def test_links_to_disambiguation_pages_are_told_apart(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_page("Iris (disambiguation)", "A flower, a goddess.")
    mercury = make_page("Mercury", "A planet.")
    make_page("Rome", "[[Mercury]] and [[Iris (disambiguation)|Iris]].\n\n## See also\n\n- [[Mercury]]")
    assert '<a href="/wiki/Mercury" title="Mercury">Mercury</a>' in body(client, "/wiki/Rome")
    edit_page(mercury, "Planet or metal.\n\n[[Category:Disambiguation]]")
    with django_assert_num_queries(2):
        html = body(client, "/wiki/Rome")
    assert '<a href="/wiki/Mercury" title="Mercury" class="mw-disambig">Mercury</a>' in html
    assert 'title="Iris (disambiguation)" class="mw-disambig">Iris</a>' in html
    assert '<a href="/wiki/Mercury" class="mw-disambig">Mercury</a>' in html
    edit_page(reload(mercury), "A planet.")
    assert '<a href="/wiki/Mercury" title="Mercury">Mercury</a>' in body(client, "/wiki/Rome")


def test_see_also_says_what_its_targets_are(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    paris = make_page("Paris", "**Paris** is a <town>. It is old.")
    make_page("Roma", "#REDIRECT [[Rome]]")
    make_page("Rome", "Text.\n\n## See also\n\n- [[Paris]]\n- [[Roma]]\n- [[Carthage]]")
    with django_assert_num_queries(2):
        html = body(client, "/wiki/Rome")
    assert "<small>Paris is a &lt;town&gt;.</small>" in html
    assert "Leads on to another page." in html
    assert 'href="/edit/Carthage?redlink=1">No article yet. Write it?</a>' in html
    edit_page(Page.objects.get(pk=paris.pk), "Changed.")
    assert "<small>Changed.</small>" in body(client, "/wiki/Rome")


def test_the_way_back_opens_with_its_entry(client: Client) -> None:
    make_page("Paris", "A town.\n\n## See also\n\n- [[London]]")
    make_page("Berlin", "A town.")
    make_page("Rome", "Text.\n\n## See also\n\n- [[Paris]]\n- [[Berlin]]")
    for town, entry in (("Paris", "- [[London]]\n- [[Rome]]"), ("Berlin", "- [[Rome]]")):
        response = client.get(f"/edit/{town}?part=see-also&add=Rome")
        assert response.status_code == 200
        assert entry in response.content.decode()


def test_a_page_says_on_which_lists_it_is(
    client: Client, alice: Editor, carol: Editor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rome = make_page("Rome", "Text.\n\n## See also\n\n- [[Rome]]")
    assert "listed-in" not in body(client, "/wiki/Rome")
    for number in range(7):
        make_page(f"Town {number}", "See [[Rome]].\n\n## See also\n\n- [[Rome]]\n- [[Rome#History]]")
    make_page("Linking", "See [[Rome]].")
    edit_page(Page.objects.get(title="Town 1"), "No more.")
    delete_page(Page.objects.get(title="Town 2"), editor=carol)
    with django_assert_num_queries(2):
        html = body(client, "/wiki/Rome")
    assert re.findall(r'<a href="/wiki/Town_(\d)">', html) == ["0", "3", "4", "5", "6"]
    assert "?listed=1" in html
    assert "the whole list" in html
    make_page("Town 7", "## See also\n\n- [[Rome]]")
    assert "and others" in body(client, "/wiki/Rome")
    assert "listed-in" not in body(client, f"/revision/{rome.latest_id}")
    whole = body(client, "/wiki/Special:WhatLinksHere/Rome?listed=1&limit=20")
    assert re.findall(r"<a href=\"/wiki/(Town_\d|Linking)\"", whole) == [
        f"Town_{n}" for n in (0, 3, 4, 5, 6, 7)
    ]


def test_the_list_in_one_line_at_the_head(client: Client) -> None:
    make_page("Paris", "**Paris** is a town.")
    make_page("Rome", "Text.\n\n## See also\n\n- [[Paris]]\n- [[Carthage]]\n- [[Rome]]\n- London")
    html = body(client, "/wiki/Rome")
    bar = html[html.index('<nav class="seealso-bar"') : html.index('<article class="page"')]
    assert '<a class="seealso-bar-head" href="#See_also">See also</a>' in bar
    assert '<a href="/wiki/Paris" title="Paris is a town.">Paris</a>' in bar
    assert 'href="/edit/Carthage?redlink=1" class="new"' in bar
    assert bar.count("<li>") == 3
    assert "seealso-bar" not in body(client, "/wiki/Paris")


def test_the_list_s_history_names_who_added_each_link(client: Client, alice: Editor, bob: Editor) -> None:
    text = "Text.\n\n## Part\n\nWords.\n\n## See also\n\n- [[Paris]]"
    page = make_page("Rome", text, editor=alice)
    edit_page(page, text.replace("Words", "More words"), editor=alice)
    edit_page(page, f"{text.replace('Words', 'Many words')}\n- [[London]]", editor=bob)
    section = Section.objects.get(page=page, see_also=True)
    rows = section_history(reload(page), section.pk, viewer=alice).rows
    assert [(row.author, row.number) for row in rows] == [("Bob", 3), ("Alice", 1)]
    assert [change.part for change in rows[0].changes] == ["see_also"]
    part = Section.objects.get(page=page, title="Part")
    rows = section_history(reload(page), part.pk, viewer=alice).rows
    assert [[change.part for change in row.changes] for row in rows[:2]] == [["section"], ["section"]]
