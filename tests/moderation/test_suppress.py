"""Suppressing: withheld from administrators too, and told in a log that few may find anywhere."""

import pytest
from django.test import Client

from tests.factories import PASSWORD, edit_page, make_page, make_user, reload
from tests.made_pictures import png, store
from wiki.editing.watching.watch import watch
from wiki.models import FileVersion, LogEntry, Page, Revision, User
from wiki.moderation.hide import CannotHide, hide_revisions
from wiki.moderation.hide_files import hide_file_versions
from wiki.permissions import Editor, Refused
from wiki.reading.history import page_history
from wiki.reading.lists.log import log
from wiki.reading.lists.tally import last_day
from wiki.reading.own_data import own_data
from wiki.reading.recent_changes import recent_activity
from wiki.reading.reports.kept import _hidden_since
from wiki.reading.watching.watching import page_target

REASON = "quetzal"


@pytest.fixture
def keeper(db: None) -> Editor:
    return Editor(make_user("Keeper", "suppress", "sysop"), "192.0.2.9")


@pytest.fixture
def page(alice: Editor, bob: Editor) -> Page:
    page = make_page("Rome", "A city.", editor=alice)
    edit_page(page, "A quetzal.", editor=bob, summary="quetzal")
    edit_page(page, "A city again.", editor=alice)
    return reload(page)


def second(page: Page) -> Revision:
    return Revision.objects.get(page=page, number=2)


def state(page: Page) -> tuple[bool, bool, bool, bool]:
    row = second(page)
    return row.text_hidden, row.user_hidden, row.summary_hidden, row.suppressed


def suppress(page: Page, keeper: Editor) -> LogEntry:
    entry = hide_revisions(
        page, [second(page).pk], editor=keeper, text=True, summary=True, suppress=True, reason=REASON
    )
    assert entry is not None
    return entry


def test_administrators_see_no_more_than_readers_until_it_is_released(
    page: Page, carol: Editor, keeper: Editor
) -> None:
    entry = suppress(page, keeper)
    assert (entry.type, entry.action, entry.params["hidden"]["suppressed"]) == ("suppress", "revision", True)
    assert state(page) == (True, False, True, True)
    seen = {who: page_history(page, viewer=who).rows[1] for who in (carol, keeper)}
    assert [row.summary for row in seen.values()] == ["", "quetzal"]
    assert [row.text_hidden for row in seen.values()] == [True, False]
    released = hide_revisions(page, [second(page).pk], editor=keeper, suppress=False)
    assert released is not None
    assert released.type == "suppress"
    assert state(page) == (True, False, True, False)
    assert page_history(page, viewer=carol).rows[1].summary == "quetzal"


def test_showing_all_of_it_again_ends_the_suppression(page: Page, keeper: Editor) -> None:
    suppress(page, keeper)
    hide_revisions(page, [second(page).pk], editor=keeper, text=False)
    assert state(page) == (False, False, True, True)
    hide_revisions(page, [second(page).pk], editor=keeper, summary=False)
    assert state(page) == (False, False, False, False)
    assert hide_revisions(page, [second(page).pk], editor=keeper, suppress=False) is None


def test_what_cannot_be_is_refused_and_nothing_half_done(page: Page, carol: Editor, keeper: Editor) -> None:
    with pytest.raises(Refused, match="trusted"):
        hide_revisions(page, [second(page).pk], editor=carol, text=True, suppress=True)
    with pytest.raises(CannotHide, match="as well"):
        hide_revisions(page, [second(page).pk], editor=keeper, suppress=True)
    assert (state(page), LogEntry.objects.count()) == ((False, False, False, False), 0)
    suppress(page, keeper)
    with pytest.raises(Refused, match="suppressed"):
        hide_revisions(page, [second(page).pk], editor=carol, text=False)
    assert state(page) == (True, False, True, True)


def test_the_versions_of_a_file_and_the_log_of_its_upload(
    alice: Editor, carol: Editor, keeper: Editor
) -> None:
    page = store("Map.png", png(30, 20), editor=alice, comment="quetzal").page
    entry = hide_file_versions(page, [1], editor=keeper, comment=True, suppress=True)
    assert entry is not None
    assert (entry.type, entry.action) == ("suppress", "file")
    assert FileVersion.objects.filter(suppressed=True, comment_hidden=True).count() == 1
    assert [[one.comment for one in log(type_="upload", viewer=who)[0]] for who in (carol, keeper)] == [
        [""],
        ["quetzal"],
    ]
    hide_file_versions(page, [1], editor=keeper, comment=False)
    assert not FileVersion.objects.filter(suppressed=True).exists()
    assert not LogEntry.objects.filter(type="upload", suppressed=True).exists()


def test_few_find_in_the_log_that_it_was_done(page: Page, carol: Editor, keeper: Editor) -> None:
    entry = suppress(page, keeper)
    assert isinstance(carol.user, User)
    assert isinstance(keeper.user, User)
    for who, found in ((carol, 0), (keeper, 1), (Editor(), 0)):
        for asked in (
            {}, {"type_": "suppress"}, {"user": "Keeper"}, {"title": page.name}, {"ids": [entry.pk]},
        ):  # fmt: skip
            assert (asked, len(log(viewer=who, **asked)[0])) == (asked, found)  # type: ignore[arg-type]
        rows = recent_activity(viewer=who).rows
        assert [row for row in rows if isinstance(row, LogEntry)] == [entry] * found
        assert last_day(who).deeds == found
    assert list(own_data(carol.user)["deeds"]) == []
    assert [row["type"] for row in own_data(keeper.user)["deeds"]] == ["suppress"]
    assert _hidden_since(entry.timestamp)  # what was counted before is counted anew


@pytest.mark.parametrize(("who", "found"), [("Carol", False), ("Keeper", True), ("Alice", False)])
def test_no_page_of_the_site_or_the_desk_tells_it_to_others(
    page: Page, carol: Editor, keeper: Editor, client: Client, who: str, found: bool
) -> None:
    entry = suppress(page, keeper)
    user = User.objects.get(username=who)
    User.objects.filter(pk=user.pk).update(is_staff=True)
    watch(page_target(page.name), editor=Editor(user))
    assert client.login(username=who, password=PASSWORD)
    for address in (
        "/wiki/Special:Log", "/wiki/Special:Log?page=Rome", "/wiki/Special:Log?user=Keeper",
        f"/wiki/Special:Log?logid={entry.pk}", "/wiki/Special:RecentChanges",
        "/wiki/Special:Watchlist",
    ):  # fmt: skip
        assert (address, REASON in client.get(address).content.decode()) == (address, found)
    assert client.get("/wiki/Special:Log?type=suppress").status_code == (200 if found else 400)
    if who != "Alice":
        for address in ("/admin/wiki/logentry/", "/admin/wiki/logentry/?q=Rome", "/admin/"):
            assert (address, REASON in client.get(address).content.decode()) == (address, found)
        assert client.get(f"/admin/wiki/logentry/{entry.pk}/change/").status_code == (200 if found else 302)


def test_the_form_offers_it_to_those_who_may(
    page: Page, carol: Editor, keeper: Editor, client: Client
) -> None:
    address = f"/visibility/Rome?ids={second(page).pk}"
    client.login(username="Carol", password=PASSWORD)
    assert "Withhold from administrators too" not in client.get(address).content.decode()
    client.post(address, {"text": "hide", "suppress": "hide"})
    assert state(page) == (True, False, False, False)
    client.login(username="Keeper", password=PASSWORD)
    assert "Withhold from administrators too" in client.get(address).content.decode()
    assert client.post(address, {"suppress": "hide", "more": REASON}).status_code == 303
    assert state(page) == (True, False, False, True)
    refused = client.post(address, {"text": "show", "suppress": "hide"})
    assert refused.status_code == 400
    assert "Choose what is to be hidden as well." in refused.content.decode()
    client.post(address, {"suppress": "show"})
    assert state(page) == (True, False, False, False)
