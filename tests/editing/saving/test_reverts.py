"""What the wiki notes by itself of an edit: its tags, and those of what it takes back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, make_page, reload
from wiki.editing.revert import restore
from wiki.editing.rollback import rollback
from wiki.editing.saving.reverts import MARKED, mark_reverted
from wiki.editing.undo import undo
from wiki.models import ChangeTag, InfoboxField, Page, Revision, RevisionTag, Section
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.reading.source import open_page
from wiki.reading.verify import verify_page

LONG = " ".join(f"Word{n}" for n in range(60))


@pytest.fixture
def page(alice: Editor) -> Page:
    return make_page("Rome", f"One. {LONG}", editor=alice)


def tags(page: Page) -> list[list[str]]:
    """The tags of every revision, which stand alike in the rows of tags and the counts."""
    revisions = list(Revision.objects.filter(page=page).order_by("number"))
    for revision in revisions:
        rows = RevisionTag.objects.filter(revision=revision).values_list("tag", flat=True)
        assert sorted(rows) == sorted(revision.tags)
    for name in {tag for revision in Revision.objects.all() for tag in revision.tags}:
        assert ChangeTag.objects.get(name=name).hits == RevisionTag.objects.filter(tag=name).count()
    assert list(verify_page(reload(page))) == []
    return [revision.tags for revision in revisions]


def test_undo_tags_both(page: Page, bob: Editor) -> None:
    second = edit_page(page, f"Two. {LONG}", editor=bob).revision
    edit_page(page, f"Two. {LONG}\n\n## More\n\nText.", editor=bob)
    undo(reload(page), second, editor=bob)
    assert tags(page) == [[], ["mw-reverted"], [], ["mw-undo"]]


def test_rollback_tags_the_whole_run(page: Page, bob: Editor, carol: Editor) -> None:
    edit_page(page, f"Two. {LONG}", editor=bob)
    protect_page(reload(page), {"move": "sysop"}, editor=carol)
    edit_page(page, f"Three. {LONG}", editor=bob)
    edit_page(page, f"Four. {LONG}", editor=bob)
    rollback(reload(page), "Bob", editor=carol)
    assert tags(page) == [[], [], [], ["mw-reverted"], ["mw-reverted"], ["mw-rollback"]]


def test_restore_leaves_out_what_changed_no_text(page: Page, bob: Editor, carol: Editor) -> None:
    first = page.latest
    edit_page(page, f"Two. {LONG}", editor=bob)
    protect_page(reload(page), {"move": "sysop"}, editor=carol)
    edit_page(page, f"Three. {LONG}", editor=bob)
    restore(reload(page), first, editor=carol)
    assert tags(page) == [[], ["mw-reverted"], [], ["mw-reverted"], ["mw-manual-revert"]]


def test_the_text_of_before_typed_again(page: Page, bob: Editor, carol: Editor) -> None:
    edit_page(page, f"Two. {LONG}", editor=bob)
    edit_page(page, f"Three. {LONG}", editor=bob)
    edit_page(page, f"One. {LONG}", editor=carol)
    assert tags(page) == [[], ["mw-reverted"], ["mw-reverted"], ["mw-manual-revert"]]


WHOLE = f"""```infobox Rome
Mayor: Nero
Area: 1,285
```

Rome. {LONG}

## History

Old times. {LONG}

## Economy

Trade.

## See also

- [[Milan]] - north"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Mayor: Nero", "Mayor: Galba"),
        ("Mayor: Nero\n", ""),
        ("## History", "## Past"),
        (f"## History\n\nOld times. {LONG}\n\n", ""),
        (f"## History\n\nOld times. {LONG}\n\n## Economy\n\nTrade.",
         f"## Economy\n\nTrade.\n\n## History\n\nOld times. {LONG}"),
        ("Trade.", ""),
        ("Trade.\n\n## See also", "Trade.\n\n## More\n\nMuch more.\n\n## See also"),
        ("- [[Milan]] - north", "- [[Naples]] - south"),
        ("infobox Rome", "infobox Roma"),
    ],
)  # fmt: skip
def test_the_page_of_before_in_any_part(alice: Editor, bob: Editor, old: str, new: str) -> None:
    page = make_page("Whole", WHOLE, editor=alice)
    edit_page(page, WHOLE.replace(old, new), editor=bob)
    edit_page(page, WHOLE, editor=alice)
    assert open_page(reload(page)).text == WHOLE
    assert tags(page) == [[], ["mw-reverted"], ["mw-manual-revert"]]


def test_only_lately_and_no_hidden_text(page: Page, bob: Editor) -> None:
    for n in range(16):
        edit_page(page, f"Number {n}. {LONG}", editor=bob)
    edit_page(page, f"One. {LONG}", editor=bob)
    assert tags(page)[-1] == []
    Revision.objects.filter(page=page, number=17).update(text_hidden=True)
    edit_page(page, f"Number 15. {LONG}", editor=bob)
    assert tags(page)[-1] == []


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("#REDIRECT [[Roma]]", "mw-new-redirect"),
        ("", "mw-blank"),
        ("Nothing of it is left.", "mw-replace"),
        (f"One and a half. {LONG}", None),
        (f"{LONG[:300]}.", None),
    ],
)
def test_what_follows_from_the_text(page: Page, bob: Editor, text: str, tag: str | None) -> None:
    edit_page(page, text, editor=bob)
    assert tags(page)[-1] == ([tag] if tag else [])


def test_a_new_redirect_and_one_that_is_changed(alice: Editor) -> None:
    page = make_page("Roma", "#REDIRECT [[Rome]]", editor=alice)
    edit_page(page, "#REDIRECT [[Roman Empire]]", editor=alice)
    assert tags(page) == [["mw-new-redirect"], []]
    assert tags(make_page("Empty", "x", editor=alice)) == [[]]


def test_it_costs_the_same_for_one_and_for_many(page: Page, bob: Editor, carol: Editor) -> None:
    counts = []
    for many in (1, 6):
        number = reload(page).number
        for n in range(many):
            edit_page(page, f"Number {number} {n}. {LONG}", editor=bob)
        fresh = reload(page)
        with CaptureQueriesContext(connection) as captured:
            mark_reverted(fresh, range(number + 1, fresh.number + 1))
        counts.append(len(captured))
    assert counts == [4, 4]
    assert MARKED == 1000
    with CaptureQueriesContext(connection) as captured:
        mark_reverted(fresh, ())
    assert len(captured) == 0


def test_undo_of_one_part_alone(alice: Editor, bob: Editor) -> None:
    text = "```infobox Rome\nMayor: Nero\nArea: 5\n```\nLead.\n\n## One\n\nFirst.\n\n## Two\n\nSecond."
    page = make_page("Parts", text, editor=alice)
    both = text.replace("Nero", "Galba").replace("First.", "Changed.").replace("## Two\n\nSecond.", "")
    revision = edit_page(page, both, editor=bob).revision
    one, two = Section.objects.get(title="One").pk, Section.objects.get(title="Two").pk
    mayor = InfoboxField.objects.get(key="Mayor").pk
    undo(reload(page), revision, editor=alice, part=("section", one))
    assert open_page(reload(page)).text.rstrip() == both.replace("Changed.", "First.").rstrip()
    undo(reload(page), revision, editor=alice, part=("field", mayor))
    undo(reload(page), revision, editor=alice, part=("section", two))
    assert open_page(reload(page)).text == text
    assert tags(page) == [[], [], ["mw-undo"], ["mw-undo"], ["mw-undo"]]
    last = edit_page(page, text.replace("First.", "Other."), editor=bob).revision
    undo(reload(page), last, editor=alice, part=("section", one))
    assert tags(page)[-2:] == [["mw-reverted"], ["mw-undo"]]
