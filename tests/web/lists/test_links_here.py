"""Special:WhatLinksHere."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import edit_page, edit_section, make_page
from wiki.models import Section
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor
from wiki.reading.linking.section_links import section_links

pytestmark = pytest.mark.django_db


def body(client: Client, path: str, status: int = 200) -> str:
    response = client.get(f"/wiki/Special:WhatLinksHere{path}")
    assert response.status_code == status
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_page(f"Page {number}", "To [[Ant]] and [[Ant|again]].\n\n## See also\n\n- [[Ant]]\n")
    with django_assert_num_queries(4):
        html = body(client, "/Ant")
    for number in range(count):
        assert html.count(f'<a href="/wiki/Page_{number}">Page {number}</a>') == 1
    assert "(See also)" in html
    assert f"Displayed {count} item" in html
    row = '<a href="/wiki/Special:WhatLinksHere/Page_0">← links</a> | <a href="/edit/Page_0">edit</a>'
    assert row in html


def test_a_link_that_was_removed_is_forgotten(client: Client) -> None:
    page = make_page("Page", "To [[Ant]].")
    edit_page(page, "To nothing.")
    assert "No page links to Ant yet." in body(client, "/Ant")


def test_the_list_goes_on_by_key_with_the_choices(client: Client) -> None:
    pages = [make_page(f"Page {number}", "[[Ant]]") for number in range(3)]
    html = body(client, "/Ant?limit=2&hideredirs=1")
    address = f"/wiki/Special:WhatLinksHere/Ant?hideredirs=1&amp;limit=2&amp;after={pages[1].pk}"
    assert f'href="{address}" rel="next"' in html
    assert "Page 0" not in body(client, f"/Ant?after={pages[1].pk}")


def test_ways_can_be_hidden_and_shown_again(client: Client) -> None:
    make_page("Pointer", "#REDIRECT [[Ant]]")
    make_page("From", "[[Pointer]]")
    html = body(client, "/Ant")
    pointer = '<a class="mw-redirect" href="/wiki/Pointer?redirect=no">Pointer</a>'
    assert f'{pointer} <small class="muted">(redirect page)</small>' in html
    assert '<ul><li><a href="/wiki/From">From</a>' in html
    assert 'href="/wiki/Special:WhatLinksHere/Ant?hideredirs=1" rel="nofollow">Hide redirects</a>' in html
    assert "Hide file links" not in html
    html = body(client, "/Ant?hideredirs=1")
    assert 'href="/wiki/Special:WhatLinksHere/Ant" rel="nofollow">Show redirects</a>' in html
    assert "No link is left to show." in html
    assert "Hide file links" in body(client, "/File:Map.png")


def test_namespaces_and_sizes_are_chosen(client: Client) -> None:
    make_page("Plain", "[[Ant]]")
    make_page("Help:Insects", "[[Ant]]")
    for query, shown, hidden in (
        ("namespace=12", "Help:Insects", "Plain"),
        ("namespace=12&invert=1", "Plain", "Help:Insects"),
    ):
        html = body(client, f"/Ant?{query}")
        assert f">{shown}</a>" in html
        assert f">{hidden}</a>" not in html
    html = body(client, "/Ant?limit=1")
    assert '<p id="contentSub">← <a href="/wiki/Ant">Ant</a></p>' in html
    for size in (20, 50, 100, 250, 500):
        assert f">{size}</a>" in html


def test_the_links_to_one_section_are_found_after_it_was_renamed(client: Client) -> None:
    page = make_page("Ant", "## Agreement\n\nThey agreed.")
    make_page("Old", "[[Ant#Agreement]]")
    section = Section.objects.get(page=page, level=2)
    edit_section(page, section.pk, "## The treaty\n\nThey agreed.")
    make_page("Plain", "[[Ant]]")
    html = body(client, "/Ant")
    assert f'<a href="/wiki/Special:WhatLinksHere/Ant?section={section.pk}">§ The treaty</a>' in html
    assert '<a href="/wiki/Ant#The_treaty">→ § The treaty</a>' in html
    html = body(client, f"/Ant?section={section.pk}")
    assert ">Old</a>" in html
    assert ">Plain</a>" not in html
    assert "No link leads to a section 99" in body(client, "/Ant?section=99", 404)


def test_a_heading_that_only_a_hidden_revision_had_is_no_name_of_a_section(
    client: Client, carol: Editor
) -> None:
    page = make_page("Ant", "## Agreement\n\nThey agreed.")
    make_page("Old", "[[Ant#Secret]] [[Ant#Agreement]]")
    section = Section.objects.get(page=page, level=2)
    named = edit_section(page, section.pk, "## Secret\n\nThey agreed.").revision
    edit_section(page, section.pk, "## The treaty\n\nThey agreed.")
    assert "§ Secret" not in body(client, "/Ant")
    hide_revisions(page, [named.pk], editor=carol, text=True)  # type: ignore[union-attr]
    told = {one.name: one.fragments for one in section_links(page.name)}
    assert told == {"The treaty": ("Agreement",), "Secret": ("Secret",)}
    broken = client.get("/wiki/Special:BrokenAnchors").context["rows"]
    assert [one.fragment for one in broken] == ["Secret"]


def test_the_form_leads_to_the_address_of_the_list(client: Client) -> None:
    answer = client.get("/wiki/Special:WhatLinksHere?target=ant_b&namespace=1")
    assert (answer.status_code, answer["Location"]) == (302, "/wiki/Special:WhatLinksHere/Ant_b?namespace=1")
    assert "What links here</h1>" in body(client, "")


@pytest.mark.parametrize(
    "path",
    [
        "/A%5B",
        "/A?after=x",
        "/A?before=1%7C2",
        "/A?limit=0",
        "/A?namespace=99",
        "/A?section=x",
        "/Special:Log",
        "/A?after=%00",
        f"?target={'x' * 10_000}",
    ],
)
def test_bad_input_is_refused_with_a_sentence(client: Client, path: str) -> None:
    assert "Bad request</h1>" in body(client, path, 400)
