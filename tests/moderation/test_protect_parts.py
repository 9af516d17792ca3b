"""Protected sections, facts and infoboxes: every way of changing them is refused, the rest stays free."""

from collections.abc import Callable

import pytest

from tests.factories import edit_page, edit_section, make_page, reload
from wiki.editing import edits
from wiki.editing.revert import restore, restore_part
from wiki.editing.rollback import rollback
from wiki.editing.save import Saved, save_edit
from wiki.editing.transfer.transfer import Place, merge_pages, move_section
from wiki.editing.undo import undo
from wiki.models import InfoboxField, LogEntry, Page, Section
from wiki.moderation.protect import BadProtection, protect_page, protect_part
from wiki.permissions import Editor, PartProtected, waits_for_review
from wiki.reading.source import open_infobox, open_page
from wiki.reading.verify import verify_page
from wiki.text.titles import Title

BOX = "```infobox Rome\nMayor: Nero\nFounder: Romulus\nRiver: Tiber\n```\n"
REST = "A city.\n\n## Past\n\nLong.\n\n### Kings\n\nSeven.\n\n## Now\n\nShort.\n\n## See also\n\n- [[Italy]]"
TEXT = BOX + REST


@pytest.fixture
def rome(alice: Editor) -> Page:
    """A page of two revisions with an infobox and sections."""
    page = make_page("Rome", TEXT.replace("Long", "Brief").replace("Nero", "Galba"), editor=alice)
    edit_page(page, TEXT, editor=alice)
    return reload(page)


def section(page: Page, title: str) -> int:
    return Section.objects.get(page=page, title=title, deleted=False).pk


def fact(page: Page, key: str) -> int:
    return InfoboxField.objects.get(page=page, key=key, deleted=False).pk


def closed(page: Page, editor: Editor, *parts: str) -> Page:
    for part in parts:
        protect_part(reload(page), part, "sysop", editor=editor)
    return reload(page)


def refused(page: Page, part: str, deed: Callable[[], object]) -> None:
    """The deed is refused for this part, and nothing of it is done."""
    number, text = reload(page).number, open_page(reload(page)).text
    with pytest.raises(PartProtected, match="is protected: only administrators may edit it") as error:
        deed()
    assert (error.value.part, reload(page).number, open_page(reload(page)).text) == (part, number, text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Long.", "Longer."),  # its words
        ("## Past", "## History"),  # its heading
        ("## Past", "### Past"),  # its level
        ("Seven.", "Eight."),  # what stands below it
        ("### Kings", "## Kings"),
        ("Seven.", "Seven.\n\n### Emperors\n\nMany."),  # put in below it
        ("Long.\n\n### Kings\n\nSeven.\n\n", "Long.\n\n"),
        ("## Past\n\nLong.\n\n### Kings\n\nSeven.\n\n", ""),
        ("Long.", "Long.\n\n## Between\n\nWords."),  # which would take its subsection
    ],
)
def test_a_section_is_protected_with_what_stands_below_it(
    old: str, new: str, rome: Page, alice: Editor, carol: Editor
) -> None:
    part = f"s{section(rome, 'Past')}"
    page = closed(rome, carol, part)
    refused(page, part, lambda: edit_page(page, TEXT.replace(old, new), editor=alice))
    assert edit_page(page, TEXT.replace(old, new), editor=carol).revision is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A city.", "A big city."),
        ("Short.", "Shorter."),
        ("## Now", "## Today"),
        ("## Now\n\nShort.\n\n", ""),
        ("## Now", "## New\n\nWords.\n\n## Now"),
        ("A city.", "A city.\n\n## Before\n\nWords."),
        ("Mayor: Nero\n", ""),
        ("- [[Italy]]", "- [[Italy]]\n- [[Tiber]]"),
    ],
)
def test_the_rest_of_the_page_stays_free(
    old: str, new: str, rome: Page, alice: Editor, carol: Editor
) -> None:
    page = closed(rome, carol, f"s{section(rome, 'Past')}", f"f{fact(rome, 'River')}")
    text = TEXT.replace(old, new)
    assert edit_page(page, text, editor=alice).revision is not None
    assert open_page(reload(page)).text == text


def test_a_neighbour_may_pass_a_protected_section_but_that_is_not_carried_away(
    rome: Page, alice: Editor, carol: Editor
) -> None:
    part = f"s{section(rome, 'Now')}"
    page = closed(rome, carol, part)
    past = "## Past\n\nLong.\n\n### Kings\n\nSeven.\n\n"
    to_the_top = BOX + "A city.\n\n## Now\n\nShort.\n\n" + past + "## See also\n\n- [[Italy]]"
    refused(page, part, lambda: edit_page(page, to_the_top, editor=alice))
    swapped = BOX + "A city.\n\n" + past + "## See also\n\n- [[Italy]]\n\n## Now\n\nShort."
    assert edit_page(page, swapped, editor=alice).revision is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Mayor: Nero", "Mayor: Otho"),
        ("Mayor: Nero", "Lord: Nero"),
        ("Mayor: Nero\n", ""),
        ("River: Tiber", "River: Tiber\nmayor: Otho"),  # a second one would speak for it
        ("Mayor: Nero\nFounder: Romulus\nRiver: Tiber\n", "Founder: Romulus\nRiver: Tiber\nMayor: Nero\n"),
        (BOX, ""),
        (TEXT, "#REDIRECT [[Milan]]"),
    ],
)
def test_a_fact_is_protected_in_its_words_and_its_place(
    old: str, new: str, rome: Page, alice: Editor, carol: Editor
) -> None:
    part = f"f{fact(rome, 'Mayor')}"
    page = closed(rome, carol, part)
    refused(page, part, lambda: edit_page(page, TEXT.replace(old, new), editor=alice))
    opened = open_infobox(page, field_id=int(part[1:]))
    if new.startswith(("Mayor", "Lord")) and "\n" not in old:
        key, value = new.split(": ")
        edit = edits.field_value(page, int(part[1:]), key, value, opened.base)
        refused(page, part, lambda: save_edit(page, edit, editor=alice))
    assert edit_page(page, TEXT.replace("Romulus", "Remus"), editor=alice).revision is not None


def test_the_infobox_as_a_whole(rome: Page, alice: Editor, carol: Editor) -> None:
    page = closed(rome, carol, "infobox")
    for old, new in (("infobox Rome", "infobox Roma"), ("Tiber", "Po"), ("River: Tiber\n", ""), (BOX, "")):
        refused(
            page, "infobox", lambda old=old, new=new: edit_page(page, TEXT.replace(old, new), editor=alice)
        )
    assert edit_page(page, TEXT.replace("Long", "Longer"), editor=alice).revision is not None


def test_going_back_goes_through_the_same_gate(rome: Page, alice: Editor, carol: Editor) -> None:
    part, id_ = f"s{section(rome, 'Past')}", section(rome, "Past")
    page = closed(rome, carol, part)
    first, second = page.latest.parent.parent, page.latest.parent  # type: ignore[union-attr]
    refused(page, part, lambda: undo(page, second, editor=alice))
    refused(page, part, lambda: restore(page, first, editor=alice))
    refused(page, part, lambda: restore_part(page, "section", id_, first, editor=alice))
    edit_section(page, id_, "## Past\n\nBy Carol.", editor=carol)
    roller = Editor(system="")  # nobody: rolling back needs a right of its own
    assert roller.user is None
    saved: Saved = undo(reload(page), second, editor=alice, part=("field", fact(page, "Mayor")))
    assert saved.revision is not None  # the fact is free
    rollback(reload(page), "Alice", editor=carol)


def test_a_section_cannot_be_carried_off_or_something_put_below_it(
    rome: Page, alice: Editor, carol: Editor
) -> None:
    part, id_ = f"s{section(rome, 'Past')}", section(rome, "Past")
    milan = make_page("Milan", "A town.\n\n## Trade\n\nMuch.", editor=alice)
    page = closed(rome, carol, part)
    refused(page, part, lambda: move_section(page, id_, milan.name, editor=alice))
    refused(page, part, lambda: move_section(page, section(page, "Kings"), milan.name, editor=alice))
    refused(page, part, lambda: merge_pages(page, milan.name, editor=alice))
    trade = section(milan, "Trade")
    assert move_section(page, section(page, "Now"), milan.name, editor=alice).left is not None
    assert move_section(milan, trade, page.name, editor=alice, place=Place("end")).came is not None
    assert list(verify_page(reload(page))) == []


def test_what_was_taken_away_comes_back_only_by_who_may(rome: Page, alice: Editor, carol: Editor) -> None:
    part = f"s{section(rome, 'Now')}"
    page = closed(rome, carol, part)
    edit_page(page, TEXT.replace("## Now\n\nShort.\n\n", ""), editor=carol)
    gone = reload(page)
    with pytest.raises(PartProtected):
        edit_page(gone, TEXT, editor=alice)
    with pytest.raises(BadProtection, match="no such section"):
        protect_part(gone, part, "autoconfirmed", editor=carol)
    assert protect_part(gone, part, "", editor=carol) is not None  # but it can be opened
    assert edit_page(reload(page), TEXT, editor=alice).revision is not None


def test_levels_of_a_part(rome: Page, alice: Editor, bob: Editor, carol: Editor) -> None:
    part = f"s{section(rome, 'Now')}"
    protect_part(rome, part, "review", editor=carol)
    page = reload(rome)
    assert (waits_for_review(alice, page, [part]), waits_for_review(alice, page)) == (True, False)
    assert not waits_for_review(carol, page, [part])
    saved = edit_page(page, TEXT.replace("Short", "Shorter"), editor=alice)
    assert (saved.revision, saved.waits is not None) == (None, True)
    for bad in ("everybody", "none"):
        with pytest.raises(BadProtection, match="no such level") as error:
            protect_part(page, part, bad, editor=carol)
        assert (error.value.code, error.value.field) == ("protect-invalidlevel", "edit")
    for bad in ("s0", "f999999", "s", "x", "", "s99999999999999999999"):
        with pytest.raises(BadProtection, match="no such section or fact"):
            protect_part(page, bad, "sysop", editor=carol)
    assert list(reload(page).protection) == [f"edit:{part}"]


def test_the_log_tells_which_part_and_protecting_the_page_keeps_it(rome: Page, carol: Editor) -> None:
    part = f"f{fact(rome, 'Mayor')}"
    entry = protect_part(rome, part, "autoconfirmed", editor=carol, reason="edit war")
    assert entry is not None
    assert (entry.type, entry.action, entry.comment, entry.params["part"]) == (
        "protect",
        "protect",
        "edit war",
        part,
    )
    assert entry.params["details"] == [{"type": "edit", "level": "autoconfirmed", "expiry": "infinite"}]
    assert entry.params["description"] == "[edit=autoconfirmed] (indefinite)"
    protect_page(reload(rome), {"edit": "sysop"}, editor=carol)
    assert sorted(reload(rome).protection) == ["edit", f"edit:{part}"]
    protect_page(reload(rome), {}, editor=carol)
    assert sorted(reload(rome).protection) == [f"edit:{part}"]
    assert [e.action for e in LogEntry.objects.filter(type="protect").order_by("pk")] == [
        "protect", "protect", "unprotect",
    ]  # fmt: skip
    assert list(verify_page(reload(rome))) == []
    assert Title(0, "Rome") == reload(rome).name
