"""Edit filters at the desk: written, tried, switched on; and what they caught."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from tests.admin.desk import at_desk, staff
from tests.factories import edit_page, make_page, make_user, reload
from tests.web.identity.signing_in import sign_in
from tests.web.pages import text_of
from tests.web.posting import press
from wiki.editing.filters import FilterRefused
from wiki.models import EditFilter, Suggestion
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor
from wiki.reading.filter_trial import try_filter

pytestmark = pytest.mark.django_db

FORM = {
    "name": "Gamblers", "conditions": "added contains casino", "action": "refuse", "message": "", "tag": "",
    "minutes": "60",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    cache.clear()


def test_a_filter_is_tried_before_it_is_switched_on(alice: Editor, bob: Editor) -> None:
    page = make_page("Rome", "A city.", editor=alice)
    edit_page(page, "A city with a casino.", editor=bob)
    edit_page(page, "A large city.", editor=alice)
    desk = at_desk("Mia", "sysop")
    refused = desk.post("/admin/wiki/editfilter/add/", {**FORM, "enabled": "on"})
    assert refused.status_code == 200
    assert "try it on the last edits first" in refused.content.decode()
    assert not EditFilter.objects.exists()
    assert desk.post("/admin/wiki/editfilter/add/", FORM).status_code == 302
    one = EditFilter.objects.get()
    address = f"/admin/wiki/editfilter/{one.pk}/try/"
    desk.post(address, {"deed": "on"})
    one.refresh_from_db()
    assert not one.enabled
    tried = desk.post(address, {"deed": "try"}).content.decode()
    assert "Of the last 3 edits it would have caught 1." in tried
    assert "Bob" in tried
    assert desk.post(address, {"deed": "on"}).status_code == 302
    with pytest.raises(FilterRefused):
        edit_page(page, "A second casino.", editor=bob)
    listed = text_of(desk, "/admin/wiki/filterhit/")
    assert "Gamblers" in listed
    assert "Bob" in listed
    assert one.history.count() >= 2


def test_an_edit_that_a_filter_lets_wait(alice: Editor, bob: Editor) -> None:
    page = make_page("Rome", "A city.", editor=alice)
    desk, visitor = at_desk("Mia", "sysop"), sign_in(Client(), "Bob")
    desk.post("/admin/wiki/editfilter/add/", {**FORM, "action": "wait"})
    address = f"/admin/wiki/editfilter/{EditFilter.objects.get().pk}/try/"
    tried = text_of(desk, address)
    assert "let the edit wait until somebody has accepted it" in tried
    desk.post(address, {"deed": "try"})
    desk.post(address, {"deed": "on"})
    answer = press(visitor, visitor.get("/edit/Rome"), text="A casino.")
    assert answer.status_code == 303
    assert "Your edit waits for review" in visitor.get(answer["Location"]).content.decode()
    assert page.latest_id == reload(page).latest_id
    waiting = Suggestion.objects.get()
    listed = desk.get("/admin/wiki/filterhit/").content.decode()
    assert f'<a href="/suggestion/{waiting.pk}">waits for review</a>' in listed


def test_conditions_that_change_are_tried_again(alice: Editor) -> None:
    make_page("Rome", "A city.", editor=alice)
    desk = at_desk("Mia", "sysop")
    desk.post("/admin/wiki/editfilter/add/", FORM)
    one = EditFilter.objects.get()
    desk.post(f"/admin/wiki/editfilter/{one.pk}/try/", {"deed": "try"})
    changed = {**FORM, "conditions": "added contains poker", "enabled": "on"}
    assert (
        "try it on the last edits first"
        in desk.post(f"/admin/wiki/editfilter/{one.pk}/change/", changed).content.decode()
    )
    wrong = desk.post(f"/admin/wiki/editfilter/{one.pk}/change/", {**FORM, "conditions": "edits < many"})
    assert "Line 1: “many” is no whole number." in wrong.content.decode()


def test_one_that_catches_everything_is_not_switched_on(alice: Editor) -> None:
    for number in range(21):
        make_page(f"Page {number}", "A city.", editor=alice)
    desk = at_desk("Mia", "sysop")
    desk.post("/admin/wiki/editfilter/add/", {**FORM, "conditions": "size > 0"})
    one = EditFilter.objects.get()
    tried = desk.post(f"/admin/wiki/editfilter/{one.pk}/try/", {"deed": "try"}).content.decode()
    assert "every one of the last 21 edits" in tried
    desk.post(f"/admin/wiki/editfilter/{one.pk}/try/", {"deed": "on"})
    one.refresh_from_db()
    assert (one.enabled, one.tried) == (False, "")


def test_they_are_for_administrators() -> None:
    one = EditFilter.objects.create(**FORM)
    client = at_desk("Vera")
    assert client.get("/admin/wiki/editfilter/add/").status_code == 403
    assert client.post(f"/admin/wiki/editfilter/{one.pk}/try/", {"deed": "on"}).status_code == 403
    assert client.get("/admin/wiki/filterhit/").status_code == 403


def test_a_trial_tells_nothing_of_what_is_hidden_from_who_tries(alice: Editor, bob: Editor) -> None:
    keeper = Editor(make_user("Keeper", "suppress"))
    page = make_page("Rome", "A city.", editor=alice)
    secret = edit_page(page, "A city of Mr Secret.", editor=bob, summary="his address").revision
    edit_page(page, "A city.", editor=alice)
    assert secret is not None
    hide_revisions(page, [secret.pk], editor=keeper, text=True, author=True, summary=True, suppress=True)
    asked = (
        "added contains Secret", "removed contains Secret", "text contains Secret", "user is Bob",
        "summary contains address",
    )  # fmt: skip
    sysop, root = Editor(make_user("Mia", "sysop")), Editor(staff("Root", superuser=True))
    caught = [[try_filter(one, viewer=viewer).caught for one in asked] for viewer in (sysop, root)]
    assert caught == [[0, 0, 0, 0, 0], [1, 1, 1, 1, 1]]
    desk = at_desk("Mona", "sysop")
    shown = desk.get(f"/admin/wiki/revision/{secret.pk}/change/").content.decode()
    assert [value in shown for value in (secret.sha1, secret.chain)] == [False, False]
