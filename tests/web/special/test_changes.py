"""Special:NewPages and Special:RecentChangesLinked."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import edit_page, make_page, stored
from wiki.models import Revision
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db


def body(client: Client, path: str, status: int = 200) -> str:
    response = client.get(f"/wiki/Special:{path}")
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def titles(html: str) -> list[str]:
    rows = html.split('<span class="mw-changeslist-title">')[1:] or html.split("mw-changeslist-title")[1:]
    return [row.partition("</a>")[0].rpartition(">")[2] for row in rows]


def test_new_pages_are_first_revisions_the_newest_first(client: Client, carol: Editor) -> None:
    page = make_page("Ant")
    make_page("Bee")
    edit_page(page, "More.")
    make_page("Pointer", "#REDIRECT [[Ant]]")
    make_page("Help:Me")
    delete_page(make_page("Gone"), editor=carol)
    assert titles(body(client, "NewPages")) == ["Bee", "Ant"]
    assert titles(body(client, "NewPages?hideredirs=0")) == ["Pointer", "Bee", "Ant"]
    assert titles(body(client, "NewPages?namespace=12")) == ["Help:Me"]
    assert titles(body(client, "NewPages?namespace=all")) == ["Help:Me", "Bee", "Ant"]
    assert "No new pages here." in body(client, "NewPages?namespace=14")


def test_new_pages_do_not_tell_that_a_hidden_author_is_a_bot(client: Client, carol: Editor) -> None:
    page = make_page("Rome")
    Revision.objects.filter(page=page).update(bot=True)
    assert titles(body(client, "NewPages")) == []
    hide_revisions(page, [page.latest_id or 0], editor=carol, author=True)
    assert titles(body(client, "NewPages")) == ["Rome"]


def test_new_pages_go_on_by_key(client: Client) -> None:
    for name in ("Ant", "Bee", "Cow"):
        make_page(name)
    html = body(client, "NewPages?limit=2")
    older = html.split("&amp;older=")[1].split('"')[0]
    assert titles(body(client, f"NewPages?older={older}")) == ["Ant"]


def neighbourhood() -> None:
    make_page("Hub", "[[Ant]] [[File:Map.png]] [[Category:Things]]")
    make_page("Ant", "[[Category:Things]]")
    make_page("File:Map.png")
    make_page("Far", "[[Hub]]")


def test_related_changes_are_those_of_pages_linked_from_it(client: Client) -> None:
    neighbourhood()
    assert titles(body(client, "RecentChangesLinked/Hub")) == ["File:Map.png", "Ant"]
    assert titles(body(client, "RecentChangesLinked/Hub?namespace=0")) == ["Ant"]
    assert titles(body(client, "RecentChangesLinked/Hub?showlinkedto=1")) == ["Far"]
    assert titles(body(client, "RecentChangesLinked/Category:Things")) == ["Ant", "Hub"]
    assert "No changes on these pages" in body(client, "RecentChangesLinked/Nowhere")


def test_hidden_text_does_not_show_in_related_changes(client: Client) -> None:
    neighbourhood()
    page = edit_page(Revision.objects.get(page__title="Ant").page, "A secret word.").page
    stored(Revision).filter(page=page, number=2).update(
        text_hidden=True, user_hidden=True, summary_hidden=True, summary="told"
    )
    for path in ("RecentChangesLinked/Hub", "NewPages"):
        html = body(client, path)
        assert "secret" not in html
        assert "told" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_lists_of_edits_cost_one_query_for_any_number(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_page("Hub", " ".join(f"[[Page {n}]]" for n in range(count)))
    for n in range(count):
        make_page(f"Page {n}", "[[Hub]] [[Category:Things]]")
    Revision.objects.filter(page__title="Hub").update(bot=True)
    for path in ("NewPages", "RecentChangesLinked/Hub", "RecentChangesLinked/Category:Things"):
        with django_assert_num_queries(1):
            assert len(titles(body(client, path))) == count


def test_the_form_leads_to_the_address_of_the_list(client: Client) -> None:
    answer = client.get("/wiki/Special:RecentChangesLinked?target=ant_b&days=3")
    assert (answer.status_code, answer["Location"]) == (302, "/wiki/Special:RecentChangesLinked/Ant_b?days=3")
    assert "Related changes</h1>" in body(client, "RecentChangesLinked")
    make_page("Ant")
    tool = '<li id="t-recentchangeslinked"><a href="/wiki/Special:RecentChangesLinked/Ant" accesskey="k"'
    assert tool in client.get("/wiki/Ant").content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "NewPages?older=x",
        "NewPages?limit=0",
        "NewPages?namespace=99",
        "RecentChangesLinked/A%5B",
        "RecentChangesLinked/A?days=x",
        "RecentChangesLinked/A?days=91",
        "RecentChangesLinked/A?older=%00",
        f"RecentChangesLinked?target={'x' * 10_000}",
    ],
)
def test_bad_input_is_refused(client: Client, path: str) -> None:
    assert "Bad request</h1>" in body(client, path, 400)
