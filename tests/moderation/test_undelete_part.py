"""Undeleting some revisions: the page says what the newest of them said, the others are left out."""

import pytest
from django.test import Client

from tests.factories import PASSWORD, edit_page, make_page, reload
from wiki.models import Fact, Link, LogEntry, Page, Revision
from wiki.moderation.delete import CannotUndelete, delete_page, undelete_page
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor, Refused
from wiki.reading.history import page_history
from wiki.reading.page import find_page
from wiki.reading.showing.raw import page_source
from wiki.reading.verify import verify_page
from wiki.text.titles import Title

ROME = Title(0, "Rome")
GOOD = "```infobox Rome\nMayor: Nero\n```\nA [[city]].\n\n## History\n\nOld.\n\n[[Category:Cities]]"
BAD = GOOD.replace("Nero", "Quetzal").replace("## History", "## Quetzal").replace("Cities", "Quetzals")


@pytest.fixture
def gone(alice: Editor, bob: Editor, carol: Editor) -> Page:
    """Deleted after three revisions, of which the last is bad."""
    page = make_page(ROME, GOOD, editor=alice)
    edit_page(page, GOOD + "\n\nMore.", editor=alice)
    edit_page(page, BAD, editor=bob, summary="quetzal")
    delete_page(reload(page), editor=carol)
    return Page.objects.get(pk=page.pk)


def ids(page: Page, *numbers: int) -> list[int]:
    return list(Revision.objects.filter(page=page, number__in=numbers).values_list("pk", flat=True))


def withheld(page: Page) -> list[bool]:
    return list(Revision.objects.filter(page=page).order_by("number").values_list("withheld", flat=True))


def seen(page: Page, viewer: Editor) -> list[int]:
    return [row.number for row in page_history(reload(page), viewer=viewer).rows]


def test_it_says_what_the_newest_chosen_said(
    gone: Page, alice: Editor, carol: Editor, client: Client
) -> None:
    entry = undelete_page(gone, ids(gone, 1, 2), editor=carol, reason="but for the last")
    page = find_page(ROME)
    assert page is not None
    assert (page.pk, page.number, page_source(ROME, viewer=alice)) == (gone.pk, 4, GOOD + "\n\nMore.")
    assert withheld(page) == [False, False, True, False]
    assert (seen(page, alice), seen(page, carol)) == ([4, 2, 1], [4, 3, 2, 1])
    assert (entry.type, entry.action, entry.comment) == ("delete", "restore", "but for the last")
    assert entry.params == {"ids": ids(gone, 1, 2)}
    for address in (
        "/wiki/Rome", "/history/Rome", f"/revision/{page.latest_id}", "/wiki/Special:RecentChanges",
        f"/diff/prev/{page.latest_id}", "/wiki/Special:Contributions/Carol",
    ):  # fmt: skip
        assert (address, "uetzal" in client.get(address).content.decode()) == (address, False)
    assert list(verify_page(page)) == []
    links = Link.objects.filter(page=page, valid_to=None).values_list("kind", "title")
    assert sorted(links) == [("category", "Cities"), ("link", "City")]
    assert [fact.value for fact in Fact.objects.filter(page=page, valid_to=None)] == ["Nero"]


def test_the_rest_comes_back_later(gone: Page, alice: Editor, carol: Editor) -> None:
    undelete_page(gone, ids(gone, 1), editor=carol)
    undelete_page(gone, ids(gone, 3), editor=carol)
    assert withheld(gone) == [False, True, False, False]
    undelete_page(gone, editor=carol)
    assert withheld(gone) == [False] * 4
    page = reload(gone)
    assert (page_source(ROME, viewer=alice), page.withheld_anchors) == (GOOD, "")
    assert list(verify_page(page)) == []
    with pytest.raises(CannotUndelete, match="is not deleted"):
        undelete_page(gone, editor=carol)


def test_with_the_latest_it_needs_no_new_revision(gone: Page, alice: Editor, carol: Editor) -> None:
    undelete_page(gone, ids(gone, 3), editor=carol)
    assert (withheld(gone), seen(gone, alice)) == ([True, True, False], [3])
    delete_page(reload(gone), editor=carol)
    undelete_page(Page.objects.get(pk=gone.pk), editor=carol)
    assert (withheld(gone), seen(gone, alice)) == ([False] * 3, [3, 2, 1])
    assert list(verify_page(reload(gone))) == []


def test_the_same_text_stands_in_a_revision_that_readers_may_see(alice: Editor, carol: Editor) -> None:
    page = make_page(ROME, GOOD, editor=alice)
    edit_page(page, BAD, editor=alice)
    edit_page(page, GOOD, editor=alice)
    delete_page(reload(page), editor=carol)
    undelete_page(page, ids(page, 1), editor=carol)
    assert (withheld(page), seen(page, alice)) == ([False, True, True, False], [4, 1])
    assert page_source(ROME, viewer=alice) == GOOD
    assert list(verify_page(reload(page))) == []


def test_what_cannot_be_is_refused_and_nothing_half_done(gone: Page, alice: Editor, carol: Editor) -> None:
    other = make_page("Milan", editor=alice)
    deeds = LogEntry.objects.count()
    for wanted, words in (([], "No revision"), (ids(other, 1), "is not one of “Rome”")):
        with pytest.raises(CannotUndelete, match=words):
            undelete_page(gone, wanted, editor=carol)
    with pytest.raises(Refused):
        undelete_page(gone, ids(gone, 1), editor=alice)
    Revision.objects.filter(pk__in=ids(gone, 2)).update(text_hidden=True)
    with pytest.raises(CannotUndelete, match="is hidden"):
        undelete_page(gone, ids(gone, 1, 2), editor=carol)
    make_page(ROME, "Another.", editor=alice)
    with pytest.raises(CannotUndelete, match="Another page has the title"):
        undelete_page(gone, ids(gone, 1), editor=carol)
    kept = Page.objects.get(pk=gone.pk)
    assert (kept.deleted, kept.number, withheld(kept)) == (True, 3, [False] * 3)
    assert LogEntry.objects.count() == deeds


def test_what_was_left_out_can_be_hidden_too(gone: Page, carol: Editor) -> None:
    undelete_page(gone, ids(gone, 1), editor=carol)
    hide_revisions(gone, ids(gone, 3), editor=carol, text=True)
    undelete_page(gone, editor=carol)
    assert page_history(reload(gone), viewer=Editor()).rows[1].text_hidden


def test_revisions_are_ticked_on_the_page_that_asks(gone: Page, client: Client, carol: Editor) -> None:
    client.login(username="Carol", password=PASSWORD)
    asked = client.get("/undelete/Rome").content.decode()
    assert asked.count('name="ids"') == 3
    answer = client.post("/undelete/Rome", {"page": gone.pk, "ids": ids(gone, 1, 2)})
    assert (answer.status_code, answer["Location"]) == (303, "/wiki/Rome")
    assert withheld(gone) == [False, False, True, False]
    history = client.get("/history/Rome").content.decode()
    assert f"/undelete/Rome?page={gone.pk}" in history
    asked = client.get("/undelete/Rome").content.decode()
    assert asked.count('name="ids"') == 1
    assert "was brought back in part" in asked
    assert client.post("/undelete/Rome", {"page": gone.pk}).status_code == 303  # none ticked: all
    assert withheld(gone) == [False] * 4
    assert client.get("/undelete/Rome").status_code == 404


def test_a_title_that_is_taken_is_told_with_a_way_on(gone: Page, client: Client, alice: Editor) -> None:
    make_page(ROME, "Another.", editor=alice)
    client.login(username="Carol", password=PASSWORD)
    asked = client.get("/undelete/Rome").content.decode()
    for way in ('href="/move/Rome"', 'href="/delete/Rome"'):
        assert way in asked
    answer = client.post("/undelete/Rome", {"page": gone.pk, "ids": ids(gone, 1)})
    assert answer.status_code == 400
    assert "Another page has the title" in answer.content.decode()
    assert f'value="{ids(gone, 1)[0]}" checked' in answer.content.decode()
    assert client.post("/undelete/Rome", {"page": gone.pk, "ids": "x"}).status_code == 400
