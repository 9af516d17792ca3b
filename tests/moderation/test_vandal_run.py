"""A vandal run, taken back by one deed and brought back by another; what others wrote stays to the byte."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from tests.factories import edit_page, make_page, make_user, reload, title_of
from tests.made_pictures import png
from wiki.editing.files.files import store_file
from wiki.models import DeedStep, LogEntry, Page, Revision
from wiki.moderation import revert_user as module
from wiki.moderation.deed import unfinished
from wiki.moderation.delete import delete_page
from wiki.moderation.move import move_page
from wiki.moderation.revert_user import go_on, revert_user
from wiki.moderation.take_back import take_back
from wiki.permissions import Editor
from wiki.reading.source import open_page
from wiki.reading.verify import verify_page
from wiki.text.names import ip_range

LONG_AGO, LATER = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
TEXT = """```infobox Town
Area: 10
Mayor: Ann
Motto: Peace
```
Lead of {n}.

## History {n}

It was founded early. It grew in time. It is well known.

## See also

- [[One]]
- [[Two]]"""
# What the vandal does to a page in each round, and what others do to the same section or infobox between.
JUNK = (
    ("It grew", "JUNK JUNK. It grew"),
    ("Area: 10", "Area: 99999"),
    ("- [[Two]]", "- [[Two]]\n- [[Spam]]"),
    ("well known", "well known for SPAM"),
)
GOOD = (
    ("founded early", "founded in 1200"),
    ("Mayor: Ann", "Mayor: Bea"),
    ("- [[One]]", "- [[Zero]]\n- [[One]]"),
    ("Lead of", "Good lead of"),
)


@pytest.fixture
def vandal(db: None) -> Editor:
    return Editor(make_user("Vandal"), "192.0.2.66")


def text(page: Page) -> str:
    return open_page(Page.objects.get(pk=page.pk)).text


def page_of(title: str) -> Page:
    return Page.objects.get(title=title, deleted=False)


def state() -> dict[int, tuple[str, bool, str]]:
    """Title, deletion and text of every page."""
    return {
        page.pk: (page.name.full, page.deleted, open_page(page).text) for page in Page.objects.order_by("pk")
    }


def run(pages: list[Page], vandal: Editor, bob: Editor) -> dict[int, str]:
    """The vandal edits each page four times, with others' edits between; what it would say without him."""
    chance = random.Random(5)
    now = {page.pk: text(page) for page in pages}
    wanted = dict(now)
    for junk, good in zip(JUNK, GOOD, strict=True):
        for page in pages:
            now[page.pk] = now[page.pk].replace(*junk)
            edit_page(page, now[page.pk], editor=vandal)
            if chance.random() < 0.2:
                now[page.pk], wanted[page.pk] = (side[page.pk].replace(*good) for side in (now, wanted))
                edit_page(page, now[page.pk], editor=bob)
    assert all(text(page) == now[page.pk] for page in pages)
    return wanted


def test_two_hundred_edits_over_fifty_pages_with_moves_and_creations(
    vandal: Editor, alice: Editor, bob: Editor, carol: Editor
) -> None:
    pages = [make_page(f"Town {n}", TEXT.format(n=n), editor=alice) for n in range(50)]
    picture = store_file("Coat.png", png(4, 4), editor=alice).page
    before = state()
    wanted = run(pages, vandal, bob)
    for page in pages[:3]:
        move_page(reload(page), title_of(f"Ha {page.title}"), editor=vandal)
    move_page(page_of("Ha Town 0"), title_of("Ha ha"), editor=vandal)
    move_page(page_of("Town 1"), title_of("Hi"), editor=vandal)  # the redirect
    for n in range(3):
        make_page(f"Spam {n}", "Buy!", editor=vandal)
    store_file("Coat.png", png(5, 5), editor=vandal)
    vandalised, count = state(), Revision.objects.count()
    assert Revision.objects.filter(author_text="Vandal", page__in=pages).exclude(minor=True).count() == 200

    told = revert_user("Vandal", LONG_AGO, LATER, editor=carol, preview=True)
    assert Revision.objects.count() == count
    assert (len(told.edits), len(told.moves), told.files) == (50, 5, [picture])

    done = revert_user("Vandal", LONG_AGO, LATER, editor=carol, reason="vandalism")
    assert [(t.full, w) for t, w in done.left] == []
    assert (done.edits, done.moves, done.files) == (told.edits, told.moves, told.files)
    assert sum(map(len, done.edits.values())) == 200
    after = state()
    for id_, (title, deleted, source) in before.items():
        assert after[id_] == (title, deleted, wanted.get(id_, source))
    assert all(deleted for id_, (_, deleted, _) in after.items() if id_ not in before)
    assert not any(list(verify_page(page)) for page in Page.objects.filter(deleted=False)[:10])
    entry = LogEntry.objects.get(type="rollback")
    assert (entry.action, entry.title, entry.comment, unfinished(entry)) == (
        "user", "Vandal", "vandalism", False,
    )  # fmt: skip
    assert picture.file.versions.count() == 3
    junk = Revision.objects.filter(author_text="Vandal", page__in=pages[5:], number__gt=1)
    assert all("mw-reverted" in revision.tags for revision in junk)
    assert revert_user("Vandal", LONG_AGO, LATER, editor=carol).empty

    back = take_back(entry, editor=carol)
    assert back.left == []
    assert state() == vandalised
    assert picture.file.versions.latest("number").sha1 == picture.file.versions.get(number=2).sha1
    assert take_back(entry, editor=carol).empty


class Killed(BaseException):
    """The process ended."""


def test_a_run_that_is_broken_off_is_told_goes_on_and_is_taken_back_as_one(
    vandal: Editor, alice: Editor, carol: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [make_page(f"Town {n}", "Good.", editor=alice) for n in range(4)]
    for page in pages:
        edit_page(page, "Good. JUNK", editor=vandal)
    move_page(reload(pages[0]), title_of("Ha"), editor=vandal)
    vandalised = state()
    real, calls = module.prepare_edit, []

    def killed_at_the_third(*given: object, **more: object) -> object:
        calls.append(given)
        if len(calls) == 3:
            raise Killed
        return real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "prepare_edit", killed_at_the_third)
    with pytest.raises(Killed):
        revert_user("Vandal", LONG_AGO, LATER, editor=carol)
    monkeypatch.undo()
    entry = LogEntry.objects.get(type="rollback")
    assert unfinished(entry)
    assert [step.kind for step in entry.steps.order_by("pk")] == ["delete", "move", "edit", "edit"]
    done = go_on(entry, editor=carol)
    assert (len(done.edits), done.moves, done.left, done.entry) == (2, [], [], entry)
    assert [text(page) for page in pages] == ["Good."] * 4
    assert not unfinished(entry)
    assert LogEntry.objects.filter(type="rollback").count() == 1

    first = entry.steps.filter(kind="edit").latest("pk")
    delete_page(Page.objects.get(pk=first.page_id), editor=carol)  # what cannot be taken back is left
    back = take_back(entry, editor=carol)
    assert [title.full for title, _why in back.left] == [Page.objects.get(pk=first.page_id).title]
    now = state()
    assert all(now[id_] == was for id_, was in vandalised.items() if id_ != first.page_id)
    assert DeedStep.objects.filter(undoes__entry=entry).count() == 5


def test_a_range_of_addresses(alice: Editor, carol: Editor) -> None:
    towns = [make_page(f"Town {n}", "Good.", editor=alice) for n in range(4)]
    addresses = ("192.0.2.1", "192.0.2.254", "198.51.100.7", "2001:db8::1")
    for page, address in zip(towns, addresses, strict=True):
        edit_page(page, "Good. JUNK", editor=Editor(None, address))
    make_page("Spam", "Buy!", editor=Editor(None, "192.0.2.9"))
    wide = ip_range("192.0.2.0/24")
    assert wide is not None
    done = revert_user(wide, LONG_AGO, LATER, editor=carol)
    assert [text(page) for page in towns] == ["Good.", "Good.", "Good. JUNK", "Good. JUNK"]
    assert ([page.title for page in done.deleted], done.left) == (["Spam"], [])
    assert done.entry is not None
    assert done.entry.title == "192.0.2.0/24"
    assert take_back(done.entry, editor=carol).left == []
    assert all("JUNK" in text(page) for page in towns)
    six = ip_range("2001:db8::/64")
    assert six is not None
    assert len(revert_user(six, LONG_AGO, LATER, editor=carol).edits) == 1
