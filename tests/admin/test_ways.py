"""Where one goes from a row at the desk: history, difference, and the deeds that one may do."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.admin.desk import TEXT, at_desk
from tests.factories import edit_page, make_page, reload
from wiki.models import InfoboxField, Page, Revision, Section
from wiki.moderation.delete import delete_page, undelete_page
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(alice: Editor, bob: Editor) -> Page:
    page = make_page("Rome", TEXT, editor=alice)
    edit_page(page, TEXT.replace("Nero", "Galba"), editor=bob)
    return reload(page)


def offered(client: Client, row: object) -> dict[str, str]:
    """The ways from the page of a row; each of them is there."""
    address = f"/admin/wiki/{row._meta.model_name}/{row.pk}/change/"  # type: ignore[attr-defined]
    response = client.get(address)
    assert response.status_code == 200, address
    found = {way.label: way.address for way in response.context["ways"]}
    for way in found.values():
        assert (way, client.get(way, follow=True).status_code) == (way, 200)
    html = response.content.decode()
    assert all(f">{label}</a>" in html for label in found)
    return found


def test_from_a_page(page: Page, carol: Editor) -> None:
    emil, dora = at_desk("Emil", "sysop"), at_desk("Dora")
    assert list(offered(emil, page)) == ["History", "Last change", "Move", "Protect", "Delete"]
    assert list(offered(dora, page)) == ["History", "Last change", "Move"]
    delete_page(page, editor=carol)
    assert list(offered(emil, page)) == ["Undelete"]


def test_from_a_revision(page: Page) -> None:
    first, second = Revision.objects.filter(page=page).order_by("number")
    emil, dora = at_desk("Emil", "sysop"), at_desk("Dora")
    assert list(offered(emil, second)) == [
        "Difference", "Undo", "History of the page", "Roll back", "Mark as patrolled", "Hide", "Block Bob",
        "Take back all of Bob",
    ]  # fmt: skip
    assert list(offered(emil, first)) == [
        "History of the page", "Restore", "Mark as patrolled", "Hide", "Block Alice",
        "Take back all of Alice",
    ]  # fmt: skip
    assert list(offered(dora, second)) == ["Difference", "Undo", "History of the page"]


def test_a_revision_shows_its_difference(page: Page, carol: Editor) -> None:
    second = Revision.objects.get(page=page, number=2)
    where = f"/admin/wiki/revision/{second.pk}/change/"
    emil, dora = at_desk("Emil", "sysop"), at_desk("Dora")
    shown = dora.get(where).content.decode()
    assert ["Nero" in shown, "Galba" in shown, "wiki/css/diff.css" in shown] == [True] * 3
    first = Revision.objects.get(page=page, number=1)
    hide_revisions(page, [first.pk], editor=carol, text=True)
    assert "Nero" not in dora.get(where).content.decode()
    assert "Nero" in emil.get(where).content.decode()


def test_what_was_left_out_when_its_page_came_back_is_compared_for_few(page: Page, carol: Editor) -> None:
    second = Revision.objects.get(page=page, number=2)
    delete_page(page, editor=carol)
    undelete_page(page, [second.pk], editor=carol)
    where = f"/admin/wiki/revision/{second.pk}/change/"
    for name, groups, seen in (("Dora", (), False), ("Emil", ("sysop",), True)):
        response = at_desk(name, *groups).get(where)
        assert (name, response.status_code, "Nero" in response.content.decode()) == (name, 200, seen)


def test_from_parts(page: Page) -> None:
    field, section = InfoboxField.objects.get(key="Mayor"), Section.objects.get(title="History")
    emil, dora = at_desk("Emil", "sysop"), at_desk("Dora")
    assert list(offered(emil, field)) == ["History", "Last change", "Protect"]
    assert list(offered(dora, field)) == ["History", "Last change"]
    assert list(offered(emil, section)) == ["History", "Protect"]
    assert f"part=s{section.pk}" in offered(emil, section)["Protect"]


def test_from_an_account(page: Page, bob: Editor) -> None:
    emil, dora = at_desk("Emil", "sysop"), at_desk("Dora")
    own = ["Contributions", "Deeds", "Log", "Groups"]
    assert list(offered(emil, bob.user)) == [*own, "Block Bob", "Take back all of Bob"]
    assert list(offered(dora, bob.user)) == own


@pytest.mark.parametrize("hidden", [False, True])
def test_a_hidden_author_is_not_told(hidden: bool, page: Page, carol: Editor) -> None:
    second = Revision.objects.get(page=page, number=2)
    Revision.objects.filter(pk=second.pk).update(user_hidden=hidden, suppressed=hidden)
    assert any("Bob" in label for label in offered(at_desk("Emil", "sysop"), second)) is not hidden
