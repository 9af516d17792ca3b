"""Old revisions, moments, source text and lasting links."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories import edit_page, make_page, stored
from wiki.models import InfoboxField, Page, Revision, Section
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

FIRST = "```infobox Box\nKey: one\n```\n\nLead.\n\n## Part\n\nOld words.\n"
SECOND = "```infobox Box\nKey: two\n```\n\nLead.\n\n## Part\n\nNew words.\n"


@pytest.fixture
def page(alice: Editor) -> Page:
    made = make_page("Page", FIRST, editor=alice, summary="a beginning")
    edit_page(made, SECOND)
    return Page.objects.get(title="Page")


def ids(page: Page) -> list[int]:
    return list(Revision.objects.filter(page=page).order_by("number").values_list("pk", flat=True))


def test_an_old_revision_says_that_it_is_one(client: Client, page: Page) -> None:
    first, second = ids(page)
    answer = client.get(f"/revision/{first}")
    html = answer.content.decode()
    assert "Old words." in html
    assert 'id="mw-revision-info"' in html
    assert '<a class="mw-userlink" href="/wiki/User:Alice">Alice</a>' in html
    assert '<i class="comment">a beginning</i>' in html
    assert re.search(r"Revision as of <b>\d\d:\d\d, [^<]+</b>\s+by ", html)
    assert f'<a href="/revision/{second}" rel="next">Newer revision →</a>' in html
    assert '<a href="/wiki/Page">Latest revision</a>' in html
    assert f'/diff/{first}/{second}"' in html
    assert "mw-editsection" not in html
    assert '<meta name="robots" content="noindex">' in html
    assert "Last-Modified" in answer


def test_an_old_revision_is_dated_and_not_edited_in_parts(client: Client, page: Page) -> None:
    first = ids(page)[0]
    stored(Revision).filter(pk=first).update(timestamp="2020-01-01T10:00:00Z")
    answer = client.get(f"/revision/{first}")
    assert answer["Last-Modified"] == "Wed, 01 Jan 2020 10:00:00 GMT"
    article = answer.content.decode().split('<article class="page"')[1]
    assert "/edit/" not in article.split("</article>")[0]
    assert f'Retrieved from “<a href="/wiki/Page?oldid={first}"' in article
    assert "/edit/Page?section=" in client.get("/wiki/Page").content.decode()


def test_hidden_author_and_summary_of_an_old_revision(client: Client, page: Page, carol: Editor) -> None:
    first = ids(page)[0]
    Revision.objects.filter(pk=first).update(user_hidden=True, summary_hidden=True)
    html = client.get(f"/revision/{first}").content.decode()
    assert "Alice" not in html
    assert "a beginning" not in html
    assert "(username removed)" in html
    assert "(edit summary removed)" in html
    client.force_login(carol.user)
    html = client.get(f"/revision/{first}").content.decode()
    assert '<i class="comment history-deleted">a beginning</i>' in html
    assert '<span class="history-deleted"><a class="mw-userlink"' in html


def test_the_newest_revision_has_no_newer(client: Client, page: Page) -> None:
    first, second = ids(page)
    html = client.get(f"/revision/{second}").content.decode()
    assert f'<a href="/revision/{first}" rel="prev">← Older revision</a>' in html
    assert 'rel="next"' not in html


@pytest.mark.parametrize(
    "path", ["/revision/999999", "/revision/0", "/revision/x", "/revision/99999999999999999999"]
)
def test_a_revision_that_is_none_is_not_found(client: Client, page: Page, path: str) -> None:
    assert client.get(path).status_code == 404


def test_hidden_text_is_shown_to_administrators_alone(client: Client, page: Page, carol: Editor) -> None:
    first = ids(page)[0]
    Revision.objects.filter(pk=first).update(text_hidden=True)
    answer = client.get(f"/revision/{first}")
    assert answer.status_code == 403
    assert "Old words" not in answer.content.decode()
    assert client.get(f"/raw/Page?oldid={first}").status_code == 403
    assert carol.user is not None
    client.force_login(carol.user)
    assert "Old words" in client.get(f"/revision/{first}").content.decode()


def test_a_page_is_read_as_of_a_moment(client: Client, page: Page) -> None:
    first, second = ids(page)
    stored(Revision).filter(pk=first).update(timestamp="2020-01-01T10:00:00Z")
    Page.history.filter(id=page.pk).update(valid_from="2020-01-01T10:00:00Z")
    html = client.get("/asof/2021-06-05/Page").content.decode()
    assert "Old words." in html
    assert "as it was on <b>5 June 2021, at 23:59</b>" in html
    assert "as it was on <b>5 June 2021, at 23:59</b>" in client.get("/asof/20210605/Page").content.decode()
    assert "Old words." in client.get("/asof/20200101100000/Page").content.decode()
    assert client.get("/asof/2020-01-01T09:59:59Z/Page").status_code == 404
    assert Revision.objects.get(pk=second).timestamp.year > 2021


def test_the_form_leads_to_the_moment(client: Client, page: Page) -> None:
    answer = client.get("/asof?title=Page&date=2021-06-05")
    assert (answer.status_code, answer["Location"]) == (302, "/asof/2021-06-05/Page")


@pytest.mark.parametrize(
    "moment",
    [
        "yesterday", "2020-13-01", "9999-99-99", "99999999999999", "0001-01-01T00:00:00+23:59",
        "20201301", "2011-W05-3", "2011W053", "2011-W05",
    ],
)  # fmt: skip
def test_a_bad_moment_is_refused(client: Client, page: Page, moment: str) -> None:
    assert client.get(f"/asof/{moment}/Page").status_code == 400
    assert client.get("/asof", {"title": "Page", "date": moment}).status_code == 400


def test_source_text_is_given_exactly(client: Client, page: Page) -> None:
    answer = client.get("/raw/Page")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == SECOND
    assert client.get(f"/raw/Page?oldid={ids(page)[0]}").content.decode() == FIRST


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/raw/Nowhere", 404),
        ("/raw/Page?oldid=x", 400),
        ("/raw/Page?oldid=999", 404),
        ("/raw/Page?oldid=" + "9" * 5000, 400),
        ("/raw/A%5B", 400),
    ],
)
def test_source_text_that_is_not_there(client: Client, page: Page, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_source_text_of_another_pages_revision_is_not_given(client: Client, page: Page) -> None:
    make_page("Other")
    assert client.get(f"/raw/Other?oldid={ids(page)[0]}").status_code == 404


def test_lasting_links_lead_to_the_part(client: Client, page: Page) -> None:
    section = Section.objects.get(page=page, title="Part")
    field = InfoboxField.objects.get(page=page, key="Key")
    assert client.get(f"/section/{section.pk}")["Location"] == "/wiki/Page#Part"
    assert f'href="/wiki/Page#field-{field.pk}"' in client.get(f"/field/{field.pk}").content.decode()


def test_lasting_links_of_what_was_removed_lead_to_its_history(client: Client, page: Page) -> None:
    section = Section.objects.get(page=page, title="Part")
    field = InfoboxField.objects.get(page=page, key="Key")
    edit_page(page, "Nothing else is left of it now.")
    assert client.get(f"/section/{section.pk}")["Location"] == f"/history/Page?section={section.pk}"
    told = client.get(f"/field/{field.pk}").content.decode()
    assert "(no longer on the page)" in told
    assert f'href="/history/Page?field={field.pk}"' in told


@pytest.mark.parametrize("path", ["/section/99999", "/field/99999"])
def test_lasting_links_to_nothing(client: Client, page: Page, path: str) -> None:
    assert client.get(path).status_code == 404
