"""Hiding entries of the log: what was done, by whom and why, each by itself."""

import pytest
from django.test import Client

from tests.factories import PASSWORD, make_page, make_user
from wiki.editing.watching.watch import watch
from wiki.models import LogEntry
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import CannotHide
from wiki.moderation.hide_log import hide_log_entries
from wiki.permissions import Editor, Refused
from wiki.reading.lists.log import log
from wiki.reading.page import deletions_of
from wiki.reading.recent_changes import recent_activity
from wiki.reading.watching.watching import page_target
from wiki.text.titles import Title

TITLE = Title(0, "Quetzalville")


@pytest.fixture
def keeper(db: None) -> Editor:
    return Editor(make_user("Keeper", "suppress", "sysop"), "192.0.2.9")


@pytest.fixture
def entry(alice: Editor, carol: Editor) -> LogEntry:
    return delete_page(make_page(TITLE, editor=alice), editor=carol, reason="an attack on Quetzal")


def told(viewer: Editor, entry: LogEntry) -> tuple[str, str, str, bool]:
    (row,) = log(ids=[entry.pk], viewer=viewer)[0]
    return row.title, row.user_text, row.comment, bool(row.params or row.page_id)


def test_each_thing_is_hidden_and_shown_by_itself(entry: LogEntry, alice: Editor, carol: Editor) -> None:
    done = hide_log_entries([entry.pk], editor=carol, action=True, reason="a name")
    assert done is not None
    assert (done.type, done.action, done.namespace, done.title) == ("delete", "event", -1, "Log/delete")
    assert done.params == {"ids": [entry.pk], "hidden": {"action_hidden": True}}
    assert told(alice, entry) == ("", "Carol", "an attack on Quetzal", False)
    hide_log_entries([entry.pk], editor=carol, action=False, author=True, comment=True)
    assert told(alice, entry) == ("Quetzalville", "", "", True)
    assert told(carol, entry) == ("Quetzalville", "Carol", "an attack on Quetzal", True)
    assert hide_log_entries([entry.pk], editor=carol, author=True) is None


def test_what_is_hidden_is_not_found_by_it(entry: LogEntry, alice: Editor, carol: Editor) -> None:
    for who in (alice, carol):
        watch(page_target(TITLE), editor=who)
    hide_log_entries([entry.pk], editor=carol, action=True, author=True)
    for who, found in ((alice, []), (Editor(), []), (carol, [entry])):
        assert list(log(title=TITLE, viewer=who)[0]) == found
        assert entry in log(viewer=who)[0]
        assert [one for one in log(user="Carol", viewer=who)[0] if one.pk == entry.pk] == found
        assert list(deletions_of(TITLE, viewer=who)) == found
        rows = recent_activity(viewer=who, namespaces=[0]).rows
        assert [row for row in rows if isinstance(row, LogEntry)] == found


def test_suppressed_it_is_withheld_from_administrators(
    entry: LogEntry, carol: Editor, keeper: Editor
) -> None:
    done = hide_log_entries([entry.pk], editor=keeper, action=True, comment=True, suppress=True)
    assert done is not None
    assert done.type == "suppress"
    assert told(carol, entry) == ("", "Carol", "", False)
    assert told(keeper, entry) == ("Quetzalville", "Carol", "an attack on Quetzal", True)
    with pytest.raises(Refused, match="suppressed"):
        hide_log_entries([entry.pk], editor=carol, action=False)
    with pytest.raises(CannotHide, match="suppression log"):
        hide_log_entries([done.pk], editor=keeper, comment=True)
    with pytest.raises(CannotHide, match=f"no entry {done.pk}"):  # that it exists is not told
        hide_log_entries([done.pk], editor=carol, comment=True)


def test_strangers_are_refused(entry: LogEntry, alice: Editor, carol: Editor) -> None:
    for who in (alice, Editor(None, "192.0.2.5")):
        with pytest.raises(Refused):
            hide_log_entries([entry.pk], editor=who, action=True)
    with pytest.raises(CannotHide, match="no entry"):
        hide_log_entries([entry.pk, 10**9], editor=carol, action=True)
    with pytest.raises(Refused):
        hide_log_entries([entry.pk], editor=carol, action=True, suppress=True)
    assert told(alice, entry) == ("Quetzalville", "Carol", "an attack on Quetzal", True)
    assert LogEntry.objects.count() == 1


def test_chosen_in_the_log_and_hidden_in_a_form(entry: LogEntry, client: Client) -> None:
    assert 'name="ids"' not in client.get("/wiki/Special:Log").content.decode()
    assert client.get(f"/logvisibility?ids={entry.pk}").status_code == 403
    assert client.post(f"/logvisibility?ids={entry.pk}", {"action": "hide"}).status_code == 403
    client.login(username="Carol", password=PASSWORD)
    page = client.get("/wiki/Special:Log").content.decode()
    assert f'name="ids" value="{entry.pk}"' in page
    assert "Change visibility of selected log entries" in page
    form = client.get(f"/logvisibility?ids={entry.pk}").content.decode()
    assert "The chosen entry" in form
    assert "Withhold from administrators too" not in form
    answer = client.post(f"/logvisibility?ids={entry.pk}", {"action": "hide", "comment": "hide"})
    assert (answer.status_code, answer["Location"]) == (303, "/wiki/Special:Log")
    shown = client.get("/wiki/Special:Log").content.decode()
    assert '<span class="history-deleted">deleted page' in shown
    client.logout()
    for address in ("/wiki/Special:Log", "/wiki/Special:RecentChanges"):
        text = client.get(address).content.decode()
        assert "(log details removed)" in text
        assert "Quetzal" not in text
    missing = client.get("/wiki/Quetzalville").content.decode()
    assert "an attack" not in missing


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "No entry was chosen"), ("ids=x", "is no number of an entry"), ("ids=99999", "no entry 99999")],
)
def test_what_is_no_choice_is_told(carol: Editor, client: Client, query: str, words: str) -> None:
    client.login(username="Carol", password=PASSWORD)
    answer = client.get(f"/logvisibility?{query}")
    assert answer.status_code == 400
    assert words in answer.content.decode()
