"""Lists of accounts, groups, statistics and tags."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import edit_page, make_page, make_user, stored
from wiki.editing.rollback import rollback
from wiki.models import Revision
from wiki.moderation.block import Terms, block
from wiki.permissions import RIGHTS, Editor
from wiki.templatetags.people import group_name, right_name

pytestmark = pytest.mark.django_db


def body(client: Client, path: str, status: int = 200) -> str:
    response = client.get(f"/wiki/Special:{path}")
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_the_user_list_tells_groups_and_edits(client: Client, alice: Editor, carol: Editor) -> None:
    edit_page(make_page("Ant", editor=alice), "More.", editor=alice)
    html = body(client, "ListUsers")
    assert '<a class="mw-userlink" href="/wiki/User:Alice">Alice</a>' in html
    assert '<a href="/wiki/Special:Contributions/Alice">2 edits</a>' in html
    assert '(<a href="/wiki/Special:ListGroupRights#sysop">Administrators</a>)' in html
    assert "Alice</a>" not in body(client, "ListUsers/sysop")
    assert "Alice</a>" not in body(client, "ListUsers?username=b")
    assert "Carol</a>" in body(client, "ListUsers?username=b")


def test_hidden_names_are_not_counted(client: Client, alice: Editor) -> None:
    page = make_page("Ant", editor=alice)
    Revision.objects.filter(page=page).update(user_hidden=True)
    assert ">0 edits</a>" in body(client, "ListUsers")
    assert "Alice</a>" not in body(client, "ActiveUsers")


@pytest.mark.parametrize("count", [1, 3])
def test_lists_of_users_cost_two_queries(
    client: Client, count: int, carol: Editor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        user = make_user(f"User {n}", "reviewer")
        make_page(f"Page {n}", editor=Editor(user, "192.0.2.1"))
        block(make_user(f"Gone {n}"), Terms(), editor=carol)
    for name, rows in (("ListUsers", 2 * count + 1), ("ActiveUsers", count), ("BlockList", 2 * count)):
        with django_assert_num_queries(2):
            html = body(client, name)
        assert html.count("mw-userlink") == rows


def test_who_has_not_edited_lately_is_not_active(client: Client, alice: Editor, bob: Editor) -> None:
    make_page("Ant", editor=alice)
    old = make_page("Bee", editor=bob)
    stored(Revision).filter(page=old).update(timestamp=timezone.now() - timedelta(days=31))
    html = body(client, "ActiveUsers")
    assert "Alice</a>" in html
    assert "Bob</a>" not in html


def test_empty_lists_say_so(client: Client) -> None:
    assert "Nobody is blocked." in body(client, "BlockList")
    assert "Nobody with an account has edited" in body(client, "ActiveUsers")
    assert "No account here." in body(client, "ListUsers")
    assert "No edit is tagged yet." in body(client, "Tags")


def test_users_go_on_by_key(client: Client) -> None:
    for name in ("Ann", "Ben", "Cem"):
        make_user(name)
    html = body(client, "ListUsers?limit=2")
    assert 'href="/wiki/Special:ListUsers?limit=2&amp;after=Ben" rel="next"' in html
    assert "Ben</a>" not in body(client, "ListUsers?after=Ben")


def test_every_group_and_right_has_words(client: Client) -> None:
    html = body(client, "ListGroupRights")
    rights = sorted(set().union(*RIGHTS.values()))
    assert [right for right in rights if right_name(right) == right or right_name(right) not in html] == []
    assert [group for group in RIGHTS if group_name(group) == group] == []


@pytest.mark.parametrize(
    "path",
    [
        "ListUsers?group=nonsense",
        "ListUsers?username=a%00",
        "ListUsers?limit=x",
        "ActiveUsers?after=a%00",
        "BlockList?limit=0",
        "Tags?after=x",
        f"ListUsers?username={'x' * 10_000}",
    ],
)
def test_bad_input_is_refused(client: Client, path: str) -> None:
    assert "Bad request</h1>" in body(client, path, 400)


def test_statistics_count_the_wiki(
    client: Client, alice: Editor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edit_page(make_page("Ant", "[[Category:Animals]]", editor=alice), "[[Category:Animals]] more")
    make_page("Bee", "#REDIRECT [[Ant]]")
    make_page("Talk:Ant")
    make_page("File:Ant.jpg")
    cache.clear()
    with django_assert_num_queries(9):
        html = body(client, "Statistics")
    figures = {"articles": 1, "pages": 4, "redirects": 1, "categories": 1, "files": 1, "edits": 5, "users": 1}
    for name, number in (figures | {"users-active": 2}).items():
        row = html.partition(f'id="mw-statistics-{name}"')[2].partition("</tr>")[0]
        assert f'<td class="number">{number}</td>' in row, name


def test_statistics_draw_the_last_days(client: Client, alice: Editor, bob: Editor) -> None:
    ant = make_page("Ant", editor=alice)
    edit_page(ant, "More.", editor=alice)
    hidden = make_page("Bee", editor=bob)
    Revision.objects.filter(pk=hidden.latest_id).update(user_hidden=True)
    cache.clear()
    html = body(client, "Statistics")
    assert "<desc>3 edits in 30 days; at most 3, on " in html
    assert 'href="/wiki/Special:Contributions/Alice">Alice</a></th><td class="number">2</td>' in html
    assert "Bob" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_tags_cost_one_query(
    client: Client, carol: Editor, anon: Editor, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        page = edit_page(make_page(f"Page {n}", editor=carol), "Spam.").page
        rollback(page, anon.ip, editor=carol)
    with django_assert_num_queries(1):
        html = body(client, "Tags")
    meaning = "The edit rolls back the edits of one author."
    row = f'<code>mw-rollback</code></th><td>{meaning}</td><td class="number">{count}</td>'
    assert row in html


def test_version_tells_libraries_with_their_licences(client: Client) -> None:
    html = body(client, "Version")
    assert '<th scope="row">Django</th>' in html
    assert "BSD" in html
    assert "Apache License 2.0" in html
