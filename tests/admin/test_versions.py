"""The versions that django-simple-history keeps, seen from the desk."""

import pytest
from django.test import Client

from tests.admin.desk import TEXT, at_desk
from tests.factories import edit_page, make_page, reload
from wiki.admin import versions
from wiki.models import InfoboxField, Page, Revision, Section, SeeAlsoLink
from wiki.moderation.hide import hide_revisions
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor

Part = Section | InfoboxField | SeeAlsoLink


@pytest.fixture
def page(alice: Editor) -> Page:
    """Revision 1, then the field's value in 2 and 4, the history section in 3 and 4."""
    page = make_page("Rome", TEXT, editor=alice)
    for mayor, text in (("Galba", "Old."), ("Galba", "Older."), ("Otho", "Oldest.")):
        edit_page(
            page, TEXT.replace("Nero", mayor).replace("Old.", text), editor=alice, summary=f"by {mayor}"
        )
    return reload(page)


def section() -> Section:
    return Section.objects.get(title="History")


def mayor() -> InfoboxField:
    return InfoboxField.objects.get(key="Mayor")


def address(part: Part | Page) -> str:
    return f"/admin/wiki/{part._meta.model_name}/{part.pk}/history/"


def listed(client: Client, part: Part, query: str = "") -> list[int]:
    response = client.get(address(part) + query)
    assert response.status_code == 200
    return [line.number for line, _address in response.context["versions"]]


def version_of(part: Part, number: int) -> str:
    key = type(part).history.get(page_id=part.page_id, id=part.pk, rev=number).history_id
    return f"{address(part)}{key}/"


def shown(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_each_part_lists_its_own_versions(page: Page) -> None:
    client = at_desk("Dora")
    assert listed(client, section()) == [4, 3, 1]
    assert listed(client, mayor()) == [4, 2, 1]
    assert listed(client, SeeAlsoLink.objects.get()) == [1]
    html = shown(client, address(mayor()))
    assert [word in html for word in ("Galba", "Otho", "Alice", "by Otho")] == [True] * 4
    assert version_of(mayor(), 2) in html


def test_one_version_shows_the_row_as_it_was(page: Page) -> None:
    client = at_desk("Dora")
    assert "Older." in shown(client, version_of(section(), 3))
    html = shown(client, version_of(mayor(), 1))
    assert "Nero" in html
    assert "Mayor, as of revision 1" in html
    assert [word in html for word in ("Otho", 'name="_save"', "Revert", "<textarea")] == [False] * 4


@pytest.mark.parametrize("superuser", [False, True])
def test_no_version_is_brought_back_by_posting(superuser: bool, page: Page) -> None:
    client = at_desk("Root", "sysop", superuser=superuser)
    before = list(InfoboxField.history.values_list("history_id", flat=True))
    for where in (version_of(mayor(), 1), address(mayor())):
        client.post(where, {"_save": "Revert", "value": "Nero"})
    assert client.post(version_of(mayor(), 1), {"_save": "Revert"}).status_code == 403
    assert (mayor().value, list(InfoboxField.history.values_list("history_id", flat=True))) == (
        "Otho",
        before,
    )


def test_a_pages_own_versions_tell_title_and_protection(page: Page, carol: Editor) -> None:
    protect_page(page, {"edit": "sysop"}, editor=carol)
    client = at_desk("Dora")
    response = client.get(address(page))
    found = [(v.rev, v.protection != {}, v.deleted) for v, _address in response.context["page_versions"]]
    assert found == [(5, True, False), (1, False, False)]
    for version, where in response.context["page_versions"]:
        html = shown(client, where)
        assert "Rome" in html
        assert ("administrators" in html) is (version.rev == 5)


def test_hidden_versions_are_for_moderators(page: Page, carol: Editor) -> None:
    second = Revision.objects.get(page=page, number=2)
    hide_revisions(page, [second.pk], editor=carol, text=True, summary=True)
    dora, emil = at_desk("Dora"), at_desk("Emil", "sysop")
    assert dora.get(version_of(mayor(), 2)).status_code == 403
    assert "Galba" in shown(emil, version_of(mayor(), 2))
    html = shown(dora, address(mayor()))
    assert ("Galba" in html, version_of(mayor(), 2) in html) == (False, False)


def test_a_removed_row_keeps_its_last_words_to_itself(page: Page, alice: Editor) -> None:
    edit_page(page, TEXT.replace("Mayor: Nero\n", "Area: 1\n"), editor=alice)
    gone = InfoboxField.objects.filter(deleted=True).first()
    client = at_desk("Emil", "sysop")
    if gone is None:  # the row was taken for the renamed one
        gone = mayor()
    html = shown(client, f"/admin/wiki/infoboxfield/{gone.pk}/change/")
    assert "Otho" not in html
    assert "Otho" not in shown(client, version_of(gone, 5))


@pytest.mark.parametrize(
    "where", ["999/history/", "x/history/", "{id}/history/999999/", "{id}/history/x/", "999/history/1/"]
)
def test_what_is_not_there(where: str, page: Page) -> None:
    client = at_desk("Dora")
    assert client.get(f"/admin/wiki/infoboxfield/{where.format(id=mayor().pk)}").status_code == 404


def test_a_version_is_asked_for_under_its_own_row(page: Page) -> None:
    other = version_of(mayor(), 1).replace(f"/{mayor().pk}/history", f"/{mayor().pk - 1}/history")
    assert at_desk("Dora").get(other).status_code == 404


def test_long_lists_are_paged_by_key(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "SCREEN", 2)
    client = at_desk("Dora")
    assert listed(client, mayor()) == [4, 2]
    assert listed(client, mayor(), "?older=2") == [1]
    assert listed(client, mayor(), "?newer=1") == [4, 2]
    assert client.get(address(mayor()) + "?older=x").status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(count: int, alice: Editor, django_assert_num_queries: object) -> None:
    page = make_page("Rome", TEXT, editor=alice)
    for number in range(count):
        edit_page(page, TEXT.replace("Nero", f"Mayor {number}"), editor=alice)
    client, where = at_desk("Dora"), address(mayor())
    with django_assert_num_queries(5):  # type: ignore[operator]  # account, row, revisions 2, keys
        assert client.get(where).status_code == 200
