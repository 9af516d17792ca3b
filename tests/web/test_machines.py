"""What machines are told: robots.txt, the sitemap, oEmbed, Open Graph, schema.org."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories import edit_page, make_page
from tests.made_pictures import address, jpeg, store
from wiki.models import Page
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor
from wiki.reading.lists import sitemap

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def page() -> Page:
    return make_page(
        "Rome & </script>".replace("<", "(").replace(">", ")"), 'Rome "is" a </script> city. More.'
    )


PATH = "/wiki/Rome_%26_(/script)"


def head(client: Client, path: str = PATH) -> str:
    html = client.get(path).content.decode()
    return html[: html.index("</head>")]


def locations(client: Client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    return [str(place.text) for place in ElementTree.fromstring(response.content).iter(f"{NAMESPACE}loc")]


def test_robots_are_shown_the_sitemap_and_kept_from_forms(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert "Disallow: /edit/" in lines


def test_the_sitemap_holds_every_page_of_content_once(client: Client, page: Page, carol: Editor) -> None:
    make_page("Roma", "#REDIRECT [[Rome]]")
    make_page("Talk:Rome", "Talk.")
    make_page("Category:Cities", "Cities.")
    delete_page(make_page("Gone", "Gone."), editor=carol)
    assert locations(client, "/sitemap.xml") == [f"{SITE}/sitemap/1.xml"]
    assert locations(client, "/sitemap/1.xml") == [f"{SITE}{PATH}", f"{SITE}/wiki/Category:Cities"]


def test_large_wikis_have_several_parts(
    client: Client,
    page: Page,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(sitemap, "PART", 1)
    other = make_page("Milan", "A city.")
    parts = locations(client, "/sitemap.xml")
    assert parts[-1] == f"{SITE}/sitemap/{other.pk + 1}.xml"
    with django_assert_num_queries(2):
        assert locations(client, parts[-1].removeprefix(SITE)) == [f"{SITE}/wiki/Milan"]


@pytest.mark.parametrize("number", ["0", "99", "99999999999999999999999"])
def test_an_unknown_part_of_the_sitemap(client: Client, page: Page, number: str) -> None:
    assert client.get(f"/sitemap/{number}.xml").status_code == 404


def test_an_article_says_what_it_is(client: Client, page: Page) -> None:
    said = head(client)
    assert '<meta property="og:title" content="Rome &amp; (/script)">' in said
    assert '<meta name="description" content="Rome &quot;is&quot; a &lt;/script&gt; city.">' in said
    assert f'<link rel="canonical" href="{SITE}{PATH}">' in said


def test_linked_data_cannot_leave_its_element(client: Client, page: Page) -> None:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head(client), re.DOTALL)
    assert len(found) == 1
    value = json.loads(found[0])
    assert value["@type"] == "Article"
    assert value["description"] == 'Rome "is" a </script> city.'
    assert value["license"].startswith("https://creativecommons.org/")


def test_an_old_revision_does_not_pass_itself_off_as_the_article(client: Client, page: Page) -> None:
    edit_page(page, "Other words.")
    said = head(client, f"/revision/{page.latest_id}")
    assert "og:title" not in said
    assert '<meta name="robots" content="noindex">' in said
    assert f'<link rel="canonical" href="{SITE}{PATH}">' in said


def test_oembed_in_json_and_xml(client: Client, page: Page) -> None:
    value = client.get("/oembed", {"url": SITE + PATH, "maxwidth": "300"}).json()
    assert (value["type"], value["version"], value["width"]) == ("rich", "1.0", 300)
    assert value["title"] == "Rome & (/script)"
    assert "<p>Rome &quot;is&quot; a &lt;/script&gt; city.</p>" in value["html"]
    xml = ElementTree.fromstring(client.get("/oembed", {"url": SITE + PATH, "format": "xml"}).content)
    assert xml.findtext("html") == value["html"]


def test_the_head_leads_to_oembed(client: Client, page: Page) -> None:
    found = re.search(r'type="application/json\+oembed" href="([^"]+)"', head(client))
    assert found is not None
    address = found[1].replace("&amp;", "&").removeprefix(SITE)
    assert client.get(address).json()["title"] == "Rome & (/script)"


def test_oembed_of_one_revision(client: Client, page: Page) -> None:
    value = client.get("/oembed", {"url": f"{SITE}/revision/{page.latest_id}"}).json()
    assert f"/revision/{page.latest_id}" in value["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"url": "http://elsewhere.example/wiki/Rome"}, 400),
        ({"url": "http://[bad"}, 400),
        ({"url": "x" * 10_000}, 400),
        ({"url": f"{SITE}/wiki/No_such_page"}, 404),
        ({"url": f"{SITE}/wiki/A%00B"}, 400),
        ({"url": f"{SITE}/revision/999999"}, 404),
        ({"url": f"{SITE}/edit/Rome"}, 404),
        ({"url": f"{SITE}{PATH}", "format": "yaml"}, 501),
        ({"url": f"{SITE}{PATH}", "maxwidth": "wide"}, 400),
    ],
)
def test_bad_questions_to_oembed(client: Client, page: Page, query: dict[str, str], status: int) -> None:
    assert client.get("/oembed", query).status_code == status


def test_the_first_picture_is_named(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    stored = store("Forum.jpg", jpeg(2000, 1000))
    make_page("Rome", "[[File:Forum.jpg|thumb|A view]] A city.")
    picture = f"{SITE}{address(stored, 1024)}"
    said = head(client, "/wiki/Rome")
    assert f'<meta property="og:image" content="{picture}">' in said
    assert json.dumps(picture) in said
