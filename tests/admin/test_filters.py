"""What the lists of the desk are narrowed by: found by key, going through so many rows at most."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.admin.desk import TEXT, at_desk, rows
from tests.factories import edit_page, make_page, make_user
from tests.plans import plans, read_whole
from wiki.admin import lists
from wiki.admin.lists import KeyedAdmin
from wiki.models import Revision, User
from wiki.moderation.block import Terms, block
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db
REVISIONS, USERS = "/admin/wiki/revision/", "/admin/wiki/user/"


def found(client: Client, **query: str) -> list[str]:
    """The revisions of a narrowed list, as page and number."""
    listed = client.get(REVISIONS, query).context["cl"].result_list
    return [f"{one.page.title} {one.number}" for one in listed]


def joined(name: str, **span: int) -> None:
    User.objects.filter(username=name).update(date_joined=timezone.now() - timedelta(**span))


@pytest.fixture
def made(alice: Editor, bob: Editor) -> None:
    """Rome 1 by alice; 2 its section and 3 its field by bob; 4 by nobody's account; a help page by alice."""
    rome = make_page("Rome", TEXT, editor=alice)
    edit_page(rome, TEXT.replace("Old.", "Old. " * 300), editor=bob)
    edit_page(rome, TEXT.replace("Nero", "Galba"), editor=bob)
    edit_page(rome, TEXT.replace("Nero", "Otho"))
    make_page("Help:Rome", editor=alice)
    joined("Alice", days=40)
    joined("Bob", days=3)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"age": "day"}, []),
        ({"age": "week"}, ["Rome 3", "Rome 2"]),
        ({"age": "month"}, ["Rome 3", "Rome 2"]),
        ({"age": "older"}, ["Rome 1", "Rome 1"]),  # the second one is Help:Rome
        ({"age": "none"}, ["Rome 4"]),
        ({"size": "added"}, ["Rome 2"]),
        ({"size": "filled"}, []),
        ({"size": "removed"}, ["Rome 3"]),
        ({"part": "section"}, ["Rome 3", "Rome 2"]),
        ({"part": "field"}, ["Rome 4", "Rome 3"]),
        ({"part": "page"}, ["Rome 1", "Rome 1"]),
        ({"part": "see_also"}, []),
        ({"namespace": "12"}, ["Rome 1"]),
        ({"tag": "mw-manual-revert"}, []),
        ({"part": "field", "age": "week"}, ["Rome 3"]),
        ({"age": "nonsense"}, ["Rome 1", "Rome 4", "Rome 3", "Rome 2", "Rome 1"]),
    ],
)
def test_revisions_are_narrowed(query: dict[str, str], expected: list[str], made: None) -> None:
    assert found(at_desk("Dora"), **query) == expected


def test_tags_on_offer_are_those_that_revisions_carry(made: None, alice: Editor) -> None:
    page = make_page("Paris", "One.", editor=alice)
    edit_page(page, "Two.", editor=alice)
    edit_page(page, "One.", editor=alice)
    client = at_desk("Dora")
    assert found(client, tag="mw-manual-revert") == ["Paris 3"]
    html = client.get(REVISIONS).content.decode()
    assert "?tag=mw-manual-revert" in html


def test_what_waits_is_asked_by_those_who_patrol(made: None, carol: Editor) -> None:
    make_page("Oslo", editor=carol)
    assert found(at_desk("Emil", "sysop"), patrol="waits")[0] == "Rome 1"
    assert found(at_desk("Dora"), patrol="waits")[0] == "Oslo 1"


def test_filters_do_not_tell_what_is_hidden(made: None, carol: Editor) -> None:
    second = Revision.objects.get(page__namespace=0, page__title="Rome", number=2)
    hide_revisions(second.page, [second.pk], editor=carol, text=True, author=True)
    dora, emil = at_desk("Dora"), at_desk("Emil", "sysop")
    assert (found(dora, part="section"), found(emil, part="section")) == (["Rome 3"], ["Rome 3", "Rome 2"])
    assert ["Rome 2" in found(dora, age=age) for age in ("day", "week", "older", "none")] == [True] * 4
    assert ["Rome 2" in found(emil, age=age) for age in ("day", "week", "older", "none")] == [
        False, True, False, False,
    ]  # fmt: skip


def test_parts_are_narrowed(made: None) -> None:
    client = at_desk("Emil", "sysop")
    edit_page(Revision.objects.get(number=4).page, TEXT.replace("## History\n\nOld.\n\n", ""))
    assert rows(client.get("/admin/wiki/section/?level=2&state=there")) == ["See also"]
    removed = client.get("/admin/wiki/section/?state=removed").context["cl"].result_list
    assert [(part.page.title, part.deleted) for part in removed] == [("Rome", True)]
    assert rows(client.get("/admin/wiki/section/?namespace=12")) == ["(lead)"]
    assert rows(client.get("/admin/wiki/infoboxfield/?kind=field")) == ["Mayor"]


def test_accounts_are_narrowed(made: None, carol: Editor) -> None:
    client = at_desk("Emil", "sysop")
    joined("Emil", days=10)
    joined("Carol", days=90)
    assert rows(client.get(f"{USERS}?age=7")) == ["Bob"]
    assert rows(client.get(f"{USERS}?age=30")) == ["Emil", "Bob"]
    make_user("Rita", "reviewer")
    assert rows(client.get(f"{USERS}?group=reviewer")) == ["Rita"]
    block(User.objects.get(username="Bob"), Terms(None, "spam"), editor=carol)
    assert rows(client.get(f"{USERS}?block=now")) == ["Bob"]


def test_a_screen_looks_at_so_many_rows_and_goes_on_below(
    alice: Editor, bob: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "LOOKED_AT", 4)
    monkeypatch.setattr(KeyedAdmin, "list_per_page", 2)
    for number in range(9):
        make_page(f"Help:{number}" if number in (0, 1, 2, 8) else f"{number}", editor=alice)
    client, seen, address = at_desk("Dora"), [], "?namespace=12"
    while address:
        shown = client.get(f"{REVISIONS}{address}").context["cl"]
        seen.append([one.page.title for one in shown.result_list])
        last, address = address, shown.older
    assert seen == [["8"], ["2", "1"], ["0"]]
    back, address = [], client.get(f"{REVISIONS}{last}").context["cl"].newer
    while address:
        shown = client.get(f"{REVISIONS}{address}").context["cl"]
        back.append([one.page.title for one in shown.result_list])
        address = shown.newer
    assert [title for titles in back for title in titles] == ["2", "1", "8"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("revision/?age=week&size=small&part=field&namespace=0&patrol=waits", 6),
        ("revision/?tag=mw-undo&size=small", 5),
        ("section/?level=2&namespace=0&state=there", 4),
        ("infoboxfield/?kind=field&namespace=0", 4),
        ("user/?age=7&group=sysop&block=now", 4),
        ("page/?namespace=0", 3),
        ("logentry/?type=patrol", 2),
    ],
)
def test_each_costs_the_same_and_reads_no_table_whole(
    address: str, number: int, count: int, alice: Editor, carol: Editor
) -> None:
    """The account; the rows; the first and last key where it is sifted; of revisions the tags on offer."""
    for n in range(count):
        page = make_page(f"Rome {n}", TEXT, editor=alice)
        edit_page(page, TEXT.replace("Nero", "Trajan"), editor=alice)
    client = at_desk("Emil", "sysop")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/admin/wiki/{address}").status_code == 200
    told = plans(query["sql"] for query in queries if query["sql"].startswith("SELECT"))
    assert (len(queries), read_whole(told) & {"wiki_revision", "wiki_page", "wiki_section"}) == (
        number,
        set(),
    )
