"""Marking edits as patrolled."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import IP, edit_page, make_page, make_user, reload
from tests.moderation.test_protect_at_once import at_once
from wiki.editing.rollback import rollback
from wiki.models import LogEntry, Page, Revision
from wiki.moderation.patrol import OwnEdit, patrol, patrol_many
from wiki.permissions import RIGHTS, Editor, Refused
from wiki.reading.recent_changes import recent_changes

pytestmark = pytest.mark.django_db


def newest(page: Page) -> Revision:
    return Revision.objects.filter(page=page).latest("number")


@pytest.mark.parametrize(("group", "waits"), [("", True), ("reviewer", False), ("bot", False)])
def test_edits_wait_but_those_of_who_has_autopatrol(group: str, waits: bool) -> None:
    editor = Editor(make_user("Anna", *filter(None, [group])))
    assert newest(make_page("Rome", editor=editor)).unpatrolled is waits
    assert newest(make_page("Oslo")).unpatrolled


def test_patrolling_is_logged_once() -> None:
    revision, rita = newest(make_page("Rome")), Editor(make_user("Rita", "reviewer"))
    entry = patrol(revision, editor=rita)
    assert entry
    assert (entry.user_text, entry.title, entry.params["curid"]) == ("Rita", "Rome", revision.pk)
    assert patrol(revision, editor=rita) is None
    assert LogEntry.objects.filter(type="patrol").count() == 1


def test_who_may_not_is_refused() -> None:
    revision = newest(make_page("Rome"))
    for editor in (Editor(None, IP), Editor(make_user("Anna"))):
        with pytest.raises(Refused):
            patrol(revision, editor=editor)
    assert newest(revision.page).unpatrolled


def test_nobody_patrols_himself(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user("Rita")
    revision = newest(make_page("Rome", editor=Editor(user)))
    monkeypatch.setitem(RIGHTS, "user", RIGHTS["user"] | {"patrol"})
    with pytest.raises(OwnEdit):
        patrol(revision, editor=Editor(user))


@pytest.mark.parametrize("count", [1, 3])
def test_many_cost_the_same(count: int, django_assert_num_queries: object) -> None:
    ids = [newest(make_page(f"Page {n}")).pk for n in range(count)]
    rita = Editor(make_user("Rita", "reviewer"))
    assert "patrol" in rita.rights
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert len(patrol_many(ids, editor=rita)) == count


def test_rolling_back_patrols_what_it_takes_back() -> None:
    page = make_page("Rome", editor=Editor(make_user("Rita", "reviewer")))
    bad = edit_page(page, "Nonsense.").revision
    rollback(reload(page), IP, editor=Editor(make_user("Carol", "sysop")))
    assert bad
    assert not Revision.objects.get(pk=bad.pk).unpatrolled
    assert not newest(page).unpatrolled


def test_lists_tell_those_who_may_and_hide_what_is_patrolled() -> None:
    page = make_page("Rome")
    make_page("Oslo", editor=Editor(make_user("Rita", "reviewer")))
    rita, anna = (Editor(make_user(*who)) for who in (("Rolf", "reviewer"), ("Anna",)))
    told = {row.page_title.name: row.unpatrolled for row in recent_changes(viewer=rita).rows}
    assert told == {"Rome": True, "Oslo": False}
    assert not any(row.unpatrolled for row in recent_changes(viewer=anna).rows)
    waiting = recent_changes(viewer=rita, hide=["patrolled"]).rows
    assert [row.page_title for row in waiting] == [page.name]


def test_the_form(client: Client) -> None:
    page = make_page("Rome")
    bad = edit_page(page, "More text.").revision
    assert bad
    address = f"/patrol/{bad.pk}"
    assert client.get(address).status_code == 403
    client.force_login(make_user("Rita", "reviewer"))
    assert address in client.get(f"/diff/{bad.parent_id}/{bad.pk}").content.decode()
    assert f"/patrol/{bad.parent_id}" in client.get("/wiki/Special:NewPages").content.decode()
    assert "class=unpatrolled" in client.get("/wiki/Special:RecentChanges?hidepatrolled=1").content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 303
    assert not Revision.objects.get(pk=bad.pk).unpatrolled
    assert b"patrolled already" in client.get(address).content
    assert b"marked revision" in client.get("/wiki/Special:Log?type=patrol").content
    assert client.get("/patrol/999999").status_code == 404


def test_hiding_what_is_patrolled_is_not_offered_to_others(client: Client) -> None:
    make_page("Oslo", editor=Editor(make_user("Rita", "reviewer")))
    page = client.get("/wiki/Special:RecentChanges?hidepatrolled=1").content.decode()
    assert "Oslo" in page
    assert 'name="hidepatrolled"' not in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
def test_of_two_at_once_one_has_the_entry() -> None:
    revision = newest(make_page("Rome"))
    editors = [Editor(make_user(name, "reviewer")) for name in ("Rita", "Rolf", "Ruth")]
    done = at_once([lambda editor=editor: patrol(revision, editor=editor) for editor in editors])
    assert len([one for one in done if one]) == 1
    assert LogEntry.objects.filter(type="patrol").count() == 1
