"""Special:RecentChanges."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import edit_page, make_page, stored
from tests.web.pages import change_field, rome, text_of
from wiki.editing.undo import undo
from wiki.models import LogEntry, Revision
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.move import move_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

ADDRESS = "/wiki/Special:RecentChanges"


def shown(client: Client, query: str = "") -> list[int]:
    """The revisions that the list shows, in order."""
    html = client.get(ADDRESS + query).content.decode()
    return [int(number) for number in re.findall(r'mw-changeslist-date" href="/revision/(\d+)"', html)]


def test_lists_every_page_newest_first(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    other = make_page("Carthage", editor=bob)
    last = change_field(page, "Mayor", "Galba", bob, summary="a new one")
    assert shown(client) == [last.pk, other.latest_id, page.latest_id]
    words = text_of(client, ADDRESS)
    assert "Rome Infobox › Mayor: Nero → Galba a new one" in words
    html = client.get(ADDRESS).content.decode()
    assert f'<a href="/diff/{page.latest_id}/{last.pk}">diff</a>' in html
    assert '<a href="/history/Carthage">hist</a>' in html


def test_hides_kinds_of_edits(client: Client, alice: Editor) -> None:
    page = make_page("Rome", "One.", editor=alice)
    by_alice = page.latest_id
    by_ip = edit_page(page, "Two.").revision
    assert by_ip is not None
    assert shown(client, "?hideanons=1") == [by_alice]
    assert shown(client, "?hideliu=1") == [by_ip.pk]
    client.force_login(alice.user)
    assert shown(client, "?hidemyself=1") == [by_ip.pk]
    Revision.objects.filter(pk=by_ip.pk).update(bot=True)
    stored(Revision).filter(pk=by_alice).update(minor=True)
    assert shown(client) == [by_alice]
    assert shown(client, "?hidebots=0") == [by_ip.pk, by_alice]
    # As the form sends it: the hidden field first, then the box if it is ticked.
    assert shown(client, "?hidebots=0&hideminor=0&hideminor=1") == [by_ip.pk]


def test_narrows_to_a_namespace_and_a_time(client: Client) -> None:
    page, talk = make_page("Rome"), make_page("Talk:Rome")
    assert shown(client, "?namespace=1") == [talk.latest_id]
    stored(Revision).filter(pk=page.latest_id).update(timestamp=timezone.now() - timedelta(days=10))
    assert shown(client) == [talk.latest_id]
    assert shown(client, "?days=30") == [talk.latest_id, page.latest_id]
    later = timezone.now() + timedelta(hours=1)
    assert shown(client, f"?from={later:%Y%m%d%H%M%S}") == []
    assert "No changes in this time." in text_of(client, f"{ADDRESS}?from={later:%Y%m%d%H%M%S}")


def test_goes_on_by_key(client: Client) -> None:
    ids = [make_page(f"Page {n}").latest_id for n in range(23)][::-1]
    assert shown(client, "?limit=20") == ids[:20]
    html = client.get(f"{ADDRESS}?limit=20").content.decode()
    older = re.search(r'<a class="quiet" href="([^"]+)" rel="next">', html)
    assert older is not None
    assert shown(client, older[1].removeprefix(ADDRESS).replace("&amp;", "&")) == ids[20:]


def test_hidden_author_and_summary(client: Client, alice: Editor) -> None:
    page = make_page("Rome", editor=alice, summary="secret words")
    Revision.objects.filter(pk=page.latest_id).update(user_hidden=True, summary_hidden=True)
    html = client.get(ADDRESS).content.decode()
    assert "(username removed)" in html
    assert "Alice" not in html
    assert "secret words" not in html


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?limit=0", "“limit” in the address must be a whole number from 1 to 500, not “0”."),
        ("?days=x", "“days” in the address"),
        ("?namespace=99", "There is no namespace 99."),
        ("?from=yesterday", "“yesterday” is no time"),
        ("?older=" + quote("no|cursor"), "is no place in this list"),
        ("?older=" + quote("0001-01-01T00:00:00+23:59|1"), "is no place in this list"),
        ("?older=" + quote("2026-01-01T00:00:00Z|" + "9" * 30), "is no place in this list"),
    ],
)
def test_bad_input(client: Client, query: str, said: str) -> None:
    assert said in text_of(client, ADDRESS + query, 400)


def test_queries_do_not_grow(client: Client) -> None:
    counts = []
    page = rome()
    for mayors in (("Galba",), ("Otho", "Vitellius")):
        for mayor in mayors:
            change_field(page, "Mayor", mayor)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(ADDRESS).status_code == 200
        counts.append(len(captured))
    assert counts == [3, 3]


# ---- The log among the edits, namespaces, tags ------------------------------------------------------------


def order(client: Client, query: str = "") -> list[str]:
    """Ids of the revisions and names of the logs, in order."""
    html = client.get(ADDRESS + query).content.decode()
    found = re.findall(r'mw-changeslist-date" href="/revision/(\d+)"|Special:Log\?type=(\w+)"', html)
    return [revision or log for revision, log in found]


def at(moment: datetime, *, revision: int = 0, entry: int = 0) -> None:
    stored(Revision).filter(pk=revision).update(timestamp=moment)
    stored(LogEntry).filter(pk=entry).update(timestamp=moment)


def test_log_lines_stand_among_the_edits(client: Client, alice: Editor, carol: Editor) -> None:
    now = timezone.now().replace(microsecond=0)
    page, other = make_page("Rome", editor=alice), make_page("Carthage", editor=alice)
    at(now - timedelta(hours=3), revision=page.latest_id)
    entry = delete_page(other, editor=carol, reason="burnt [[Rome|down]]")
    at(now - timedelta(hours=2), entry=entry.pk)
    last = edit_page(page, "Another.", editor=alice).revision
    assert last is not None
    assert order(client) == [str(last.pk), "delete", str(page.latest_id)]
    html = client.get(ADDRESS).content.decode()
    assert '(<a href="/wiki/Special:Log?type=delete">Deletion log</a>)' in html
    assert 'burnt <a href="/wiki/Rome">down</a>' in html
    assert "deleted page Carthage" in text_of(client, ADDRESS)
    assert order(client, "?namespace=1") == []
    assert order(client, "?hideliu=1") == []
    assert order(client, "?tagfilter=mw-undo") == []


def test_a_move_stands_among_the_edits(client: Client, alice: Editor) -> None:
    move_page(rome(alice), Title(0, "Roma"), editor=alice, reason="as it is called")
    words = text_of(client, ADDRESS)
    assert re.search(r"\( Move log \) moved page Rome to Roma as it is called Alice", words)


def test_pages_by_key_through_edits_and_deeds_of_one_second(client: Client, carol: Editor) -> None:
    now = (timezone.now() - timedelta(hours=1)).replace(microsecond=0)
    pages = [make_page(f"Page {number}") for number in range(15)]
    deeds = [protect_page(page, {"edit": "sysop", "move": ""}, editor=carol) for page in pages[:12]]
    stored(Revision).update(timestamp=now)
    stored(LogEntry).update(timestamp=now)
    assert len([deed for deed in deeds if deed]) == 12
    seen, query = [], "?limit=20"
    while query:
        seen += order(client, query)
        older = re.search(
            r'<a class="quiet" href="([^"]+)" rel="next">', client.get(ADDRESS + query).content.decode()
        )
        query = older[1].removeprefix(ADDRESS).replace("&amp;", "&") if older else ""
    revisions = [str(pk) for pk in Revision.objects.order_by("-pk").values_list("pk", flat=True)]
    assert seen == ["protect"] * 12 + revisions
    # One edit and its log entry in each screen of one: the place of an entry is a place in the list, too.
    assert order(client, "?limit=1") == ["protect"]


def test_all_namespaces_but_one_and_its_talk(client: Client) -> None:
    ids = {name: str(make_page(name).latest_id) for name in ("Rome", "Talk:Rome", "Help:Rome")}
    assert order(client, "?namespace=0&invert=1") == [ids["Help:Rome"], ids["Talk:Rome"]]
    assert order(client, "?namespace=0&associated=1") == [ids["Talk:Rome"], ids["Rome"]]
    assert order(client, "?namespace=1&associated=1&invert=1") == [ids["Help:Rome"]]


def test_narrows_to_a_tag(client: Client, alice: Editor) -> None:
    page = rome(alice)
    saved = undo(page, change_field(page, "Mayor", "Galba", alice), editor=alice)
    assert saved.revision is not None
    assert shown(client, "?tagfilter=mw-undo") == [saved.revision.pk]
    assert shown(client, "?tagfilter=nonsense") == []
    assert "can be no tag" in text_of(client, ADDRESS + "?tagfilter=" + "x" * 65, 400)


def test_changes_of_one_page_are_grouped(client: Client, alice: Editor, bob: Editor, carol: Editor) -> None:
    page = rome(alice)
    make_page("Carthage", editor=bob)
    last = [change_field(page, "Mayor", name, bob).pk for name in ("Galba", "Otho")][-1]
    Revision.objects.filter(pk=last).update(user_hidden=True)
    delete_page(make_page("Gone"), editor=carol)
    assert "<details>" not in client.get(ADDRESS).content.decode()
    html = client.get(f"{ADDRESS}?enhanced=1").content.decode()
    assert html.count("<details>") == 1
    summary = html.split("<summary>")[1].split("</summary>")[0]
    words = " ".join(re.sub("<[^>]*>", " ", summary).split())
    assert re.fullmatch(r"\+[\d,]+ \d\d:\d\d Rome \(3 changes\) \[.*\]", words)
    names = sorted(name.strip() for name in words.split("[")[1].strip("]").split(","))
    assert names == ["(username removed)", "Alice", "Bob"]
    inside = html.split("</summary>")[1].split("</details>")[0]
    assert inside.count("<li>") == 3
    assert "Mayor" in inside
    assert "Carthage" not in inside
    assert 'name="enhanced" value="1" checked' in html
    client.force_login(carol.user)
    html = client.get(f"{ADDRESS}?enhanced=1").content.decode()
    assert '<span class="history-deleted">Bob</span>' in html.split("<summary>")[1].split("</summary>")[0]


def test_rollback_is_offered_to_who_may(client: Client, alice: Editor, bob: Editor, carol: Editor) -> None:
    change_field(rome(alice), "Mayor", "Galba", bob)
    link = '<a href="/rollback/Rome?from=Bob" rel="nofollow">rollback</a>'
    assert link not in client.get(ADDRESS).content.decode()
    client.force_login(carol.user)
    assert link in client.get(ADDRESS).content.decode()


def test_furniture(client: Client) -> None:
    rome()
    html = client.get(ADDRESS).content.decode()
    for name, values in {"limit": ("50", "100", "250", "500"), "days": ("1", "3", "7", "14", "30")}.items():
        options = html.split(f'<select name="{name}">')[1].split("</select>")[0]
        for value in values:
            assert re.search(rf'<option[^>]*value="{value}"|<option[^>]*>{value}</option>', options), (
                name,
                value,
            )
    for name in ("hideliu", "hideanons", "hidemyself", "hidebots", "hideminor", "invert", "associated"):
        assert f'<input type="checkbox" name="{name}" value="1"' in html
    words = text_of(client, ADDRESS)
    assert "Show new changes starting from" in words
    assert "N = new page, m = minor edit, b = bot" in words
    assert re.search(r"\d\d:\d\d \( ?diff \| hist ?\) N Rome New page", words)


@pytest.mark.parametrize("query", ["", "?hideanons=1", "?hideliu=1", "?hideminor=1", "?hidebots=1"])
def test_filters_do_not_tell_what_a_hidden_author_is(
    client: Client, alice: Editor, carol: Editor, query: str
) -> None:
    """By an account or an address, a bot's or a minor one: without its author an edit looks the same."""
    page = make_page("Rome", "One.", editor=alice)
    edit_page(page, "Two.", editor=alice)
    edit_page(page, "Three.")
    ids = list(Revision.objects.order_by("-pk").values_list("pk", flat=True))
    stored(Revision).filter(pk=ids[1]).update(minor=True, bot=True)
    hide_revisions(page, ids, editor=carol, author=True)
    assert shown(client, query) == ids
    html = client.get(ADDRESS + query).content.decode()
    assert "This is a minor edit" not in html
    assert "This edit was made by a bot" not in html
    client.force_login(carol.user)  # who sees the author has the filters as ever
    assert shown(client, query) == {
        "": [ids[0], ids[2]], "?hideanons=1": [ids[2]], "?hideliu=1": [ids[0]],
        "?hideminor=1": [ids[0], ids[2]], "?hidebots=1": [ids[0], ids[2]],
    }[query]  # fmt: skip


def test_who_asks_from_an_address_does_not_find_what_it_hides(client: Client, carol: Editor) -> None:
    page = make_page("Rome", "One.", editor=Editor(None, "127.0.0.1"))
    assert shown(client, "?hidemyself=1") == []
    hide_revisions(page, [page.latest_id or 0], editor=carol, author=True)
    assert shown(client, "?hidemyself=1") == [page.latest_id]
