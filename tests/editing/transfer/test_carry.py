"""Notes go along with the section that refers to them: moved, copied where still used, named apart."""

from __future__ import annotations

import time

import pytest

from tests.editing.transfer.test_transfer import authors, section, source
from tests.factories import make_page, reload
from wiki.editing.deriving.rebuild import rebuild_page
from wiki.editing.transfer.transfer import merge_pages, move_section
from wiki.editing.transfer.transfer_undo import undo_transfer
from wiki.permissions import Editor
from wiki.reading.page import find_page
from wiki.text.citing.carrying import defined_in, marks_in, renamed, without_notes
from wiki.text.titles import Title

NOTES = """[^1]: The first note, by its author.
[^2]: The second note, on trade.

    With a paragraph of its own.

[^both]: A note for both of them."""
TEXT = f"""Rome is a city.[^1][^both]

## Economy

Trade came up the river.[^2][^both] Not `[^1]` in code.

## Notes

{NOTES}"""
ITALY = "Italy is a country.[^2]\n\n[^2]: Another note."


def test_notes_move_or_are_copied_and_are_named_apart(alice: Editor, carol: Editor) -> None:
    rome = make_page("Rome", TEXT, editor=alice)
    make_page("Italy", ITALY, editor=alice)
    done = move_section(rome, section(rome, "Economy").pk, Title(0, "Italy"), editor=carol)
    assert source("Rome") == (
        "Rome is a city.[^1][^both]\n\n## Notes\n\n[^1]: The first note, by its author.\n"
        "[^both]: A note for both of them."
    )
    assert source("Italy") == (
        f"{ITALY}\n\n## Economy\n\nTrade came up the river.[^3][^both] Not `[^1]` in code.\n\n"
        "[^3]: The second note, on trade.\n\n    With a paragraph of its own.\n"
        "[^both]: A note for both of them."
    )
    undo_transfer(reload(rome), done.left, editor=carol)
    assert (source("Rome"), source("Italy")) == (TEXT, ITALY)


def test_the_authors_of_carried_notes(alice: Editor, carol: Editor) -> None:
    rome = make_page("Rome", TEXT, editor=alice)
    move_section(rome, section(rome, "Economy").pk, Title(0, "Economy"), editor=carol)
    assert "Carol" not in str(authors("Economy"))
    assert not rebuild_page(find_page(Title(0, "Economy")))


def test_notes_of_merged_pages_are_named_apart(alice: Editor) -> None:
    old = make_page("Old", "Old.[^2][^same]\n\n[^2]: Mine.\n\n[^same]: Of  both.", editor=alice)
    make_page("Italy", f"{ITALY} More.[^same]\n\n[^same]: Of both.", editor=alice)
    merge_pages(old, Title(0, "Italy"), editor=alice)
    assert source("Italy").endswith("## Old\n\nOld.[^3][^same]\n\n[^3]: Mine.")


def test_what_is_no_note() -> None:
    text = (
        "```\n[^1]: code\n```\n\nA `[^2]` and \\[^3] and x [^4]: y.\n\n[^5]: Note.[^6]\nOn it goes.\n\nText."
    )
    assert [(note.name, note.source) for note in defined_in(text)] == [("5", "[^5]: Note.[^6]\nOn it goes.")]
    assert marks_in(text) == {"4", "6"}
    assert marks_in(text, without={"5"}) == {"4"}
    assert renamed(text, {"1": "a", "4": "b", "5": "c"}) == text.replace("[^4]", "[^b]").replace(
        "[^5]", "[^c]"
    )
    assert without_notes(text, {"5"}) == text.replace("[^5]: Note.[^6]\nOn it goes.\n\n", "")
    assert without_notes("A.\n\n[^1]: x\n", {"1"}) == "A."


@pytest.mark.parametrize("text", ["[^1]: x\n\n" * 20_000, "`a` [^1] " * 20_000, "[^1]: x\n" * 20_000])
def test_many_notes_are_read_quickly(text: str) -> None:
    start = time.process_time()
    marks_in(text, without={"1"})
    without_notes(text, {"1"})
    assert time.process_time() - start < 3
