"""The page of a file: picture, sizes, versions, usage, what the camera noted; missing files."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import edit_page, make_page
from tests.made_pictures import PLAIN_SVG, address, jpeg, png, store
from tests.web.pages import text_of
from wiki.models import FileVersion
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

PATH = "/wiki/File:A.jpg"


def html_of(client: Client, path: str = PATH, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_a_file_is_shown_with_its_sizes_and_its_story(client: Client, alice: Editor) -> None:
    stored = store("A.jpg", jpeg(2000, 1500), editor=alice, comment="scanned", text="A **map**.")
    make_page("Showing", "[[File:A.jpg|thumb]]")
    html, text = html_of(client), text_of(client, PATH)
    assert 'id="ca-nstab-image"' in html
    for part in ("filetoc", "file", "filehistory", "filelinks", "metadata"):
        assert f'id="{part}"' in html
    assert "Size of this preview: 800 × 600 pixels ." in text
    assert "Other resolutions: 320 × 240 | 640 × 480 | 1,024 × 768 | 1,280 × 960 | 1,920 × 1,440 ." in text
    assert "Original file (2,000 × 1,500 pixels, file size: " in text
    assert "MIME type: image/jpeg)" in text
    assert "A map ." in text
    assert "Alice scanned" in text
    assert '<li><a href="/wiki/Showing">Showing</a></li>' in html
    assert "Camera Box 1" in text
    assert "GPS" not in text
    assert f'href="{address(stored)}"' in html


def test_each_version_leads_to_the_file_as_it_was(client: Client) -> None:
    first = store("A.jpg", jpeg(400, 300))
    second = store("A.jpg", jpeg(500, 300))
    html = html_of(client)
    assert html.count("<td>current</td>") == 1
    assert html.index(address(second)) < html.index(address(first))


def test_older_versions_and_further_pages_are_on_further_screens(client: Client) -> None:
    for width in range(40, 52):
        store("A.jpg", jpeg(width, 30))
    html = html_of(client)
    assert 'href="?below=3#filehistory"' in html
    assert html.count("<tr>") == 1 + 10 + 3  # head, versions, metadata
    older = html_of(client, f"{PATH}?below=3")
    assert older.count("<tr>") == 1 + 2 + 3
    assert "<td>current</td>" not in older


@pytest.mark.parametrize("query", ["below=x", "below=0", "below=-1", "below=" + "9" * 30, "below=%00"])
def test_bad_places_in_the_lists_are_named(client: Client, query: str) -> None:
    store("A.jpg", jpeg())
    name = query.partition("=")[0]
    assert f"“{name}” in the address must be a whole number" in html_of(client, f"{PATH}?{query}", 400)


@pytest.mark.parametrize("cursor", ["x", "-1x", "9" * 10_000, "%00", "1.5"])
def test_a_bad_place_in_the_usage_is_named(client: Client, cursor: str) -> None:
    store("A.jpg", jpeg())
    assert "is no place in the list (“usedafter”)" in html_of(client, f"{PATH}?usedafter={cursor}", 400)


def test_a_page_of_a_file_costs_few_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3):
        store("A.jpg", jpeg(40 + count, 30))
        for number in range(count):
            make_page(f"Showing {count} {number}", "[[File:A.jpg|thumb]]")
        client.get(PATH)
        with django_assert_num_queries(2 + (4 if count == 1 else 5)):
            client.get(PATH)


def test_a_description_without_a_file_offers_the_upload(client: Client) -> None:
    make_page("File:A.jpg", "Soon.")
    html, text = html_of(client), text_of(client, PATH)
    assert "No file by this name exists; there is only this description." in text
    assert 'href="/wiki/Special:Upload?wpDestFile=A.jpg"' in html
    assert 'id="filehistory"' not in html
    store("A.jpg", jpeg())
    assert 'id="filehistory"' in html_of(client)


def test_a_file_that_is_not_there_offers_the_upload(client: Client) -> None:
    html = html_of(client, status=404)
    assert '<a class="button" href="/wiki/Special:Upload?wpDestFile=A.jpg">Upload this file</a>' in html


def test_a_deleted_file_shows_nothing_of_itself(client: Client, carol: Editor) -> None:
    stored = store("A.jpg", jpeg(), comment="by mistake")
    delete_page(stored.page, editor=carol, reason="copyright")
    html = html_of(client, status=404)
    assert "copyright" in html
    assert "/thumb/" not in html
    assert "/media/" not in html


def test_a_hidden_file_says_so(client: Client) -> None:
    store("A.jpg", jpeg())
    FileVersion.objects.update(file_hidden=True)
    html = html_of(client)
    assert "The current version of this file was hidden by an administrator." in html
    assert "/thumb/" not in html
    assert "/media/" not in html


def test_a_reader_who_comes_again_sees_a_new_version_and_new_usage(client: Client) -> None:
    store("A.jpg", jpeg())
    tag = client.get(PATH)["ETag"]
    assert client.get(PATH, headers={"if-none-match": tag}).status_code == 304
    make_page("Showing", "[[File:A.jpg|thumb]]")
    newer = client.get(PATH, headers={"if-none-match": tag})
    assert newer.status_code == 200
    store("A.jpg", jpeg(50, 50))
    assert client.get(PATH, headers={"if-none-match": newer["ETag"]}).status_code == 200


def test_an_old_description_stands_alone(client: Client, alice: Editor) -> None:
    stored = store("A.jpg", jpeg(), text="First.")
    edit_page(stored.page, "Second.", editor=alice)
    html = html_of(client, f"/revision/{stored.page.revisions.get(number=1).pk}")
    assert "First." in html
    assert 'id="filehistory"' not in html


def test_pages_with_pictures_have_the_lightbox_and_others_not(client: Client) -> None:
    store("A.jpg", jpeg())
    store("D.svg", PLAIN_SVG.encode())
    make_page("With", "[[File:A.jpg|thumb]]")
    make_page("Without", "[[File:Missing.jpg|thumb]] [[:File:A.jpg]]")
    for path, there in (("With", True), ("Without", False), ("File:A.jpg", True), ("File:D.svg", True)):
        html = html_of(client, f"/wiki/{path}")
        assert ("js/lightbox" in html, 'id="lightbox"' in html, "css/lightbox" in html) == (there,) * 3, path


def test_a_png_infobox_picture_has_its_links(client: Client) -> None:
    store("A.png", png(900, 1600))
    make_page("Box", "```infobox Box\nMap: A.png\n```\nText.")
    html = html_of(client, "/wiki/Box")
    box = html[html.index('class="infobox-picture"') : html.index("</figure>")]
    assert ' width="225" height="400"' in box
    assert 'aria-label="Edit Map"' in box
    assert "noimage" not in html
