"""A transfer taken back: one side alone, or both at once."""

import pytest

from tests.editing.transfer.test_transfer import FAIRS, ITALY, TEXT, TRADE, authors, section, source
from tests.factories import edit_section, make_page, reload
from wiki.editing.errors import BadEdit, Choice, EditConflict
from wiki.editing.transfer.transfer import merge_pages, move_section
from wiki.editing.transfer.transfer_undo import undo_transfer
from wiki.editing.undo import AlreadyUndone, undo
from wiki.models import Page, Section
from wiki.permissions import Editor
from wiki.reading.lists.transfers import Trail, other_half, section_trail
from wiki.reading.page import find_page
from wiki.reading.showing.places import section_place
from wiki.text.titles import Title

ROME, NEW = Title(0, "Rome"), Title(0, "Economy of Rome")


@pytest.fixture
def rome(alice: Editor) -> Page:
    return reload(make_page("Rome", TEXT, editor=alice))


@pytest.fixture
def italy(alice: Editor) -> Page:
    return make_page("Italy", ITALY, editor=alice)


def test_both_at_once_from_either_side(rome: Page, italy: Page, carol: Editor) -> None:
    old = section(rome, "Economy").pk
    for side in ("left", "came"):
        done = move_section(reload(rome), old, italy.name, editor=carol)
        half, page = getattr(done, side), rome if side == "left" else italy
        undo_transfer(reload(page), half, editor=carol)
        assert (source("Rome"), source("Italy")) == (TEXT, ITALY)
        assert section(rome, "Economy").pk == old
        assert section_place(old).title.full == "Rome"
        there = section_place(done.sections[old])
        assert (there.title.full, there.gone) == ("Rome", False)
    assert authors("Rome")["Fairs"] == f"Alice: ### Fairs {FAIRS}"
    assert reload(italy).latest.tags == ["mw-undo"]
    with pytest.raises(AlreadyUndone):
        undo_transfer(reload(rome), done.left, editor=carol)


def test_one_side_alone(rome: Page, italy: Page, carol: Editor) -> None:
    done = move_section(rome, section(rome, "Economy").pk, italy.name, editor=carol)
    undo(reload(rome), done.left, editor=carol)
    assert source("Rome") == TEXT
    assert TRADE in source("Italy")
    undo_transfer(reload(rome), done.left, editor=carol)
    assert (source("Rome"), source("Italy")) == (TEXT, ITALY)


def test_a_page_that_came_into_being_leads_back(rome: Page, carol: Editor) -> None:
    old = section(rome, "Economy").pk
    done = move_section(rome, old, NEW, editor=carol)
    undo_transfer(reload(find_page(NEW)), done.came, editor=carol)
    assert (source("Rome"), source(NEW.full)) == (TEXT, "#REDIRECT [[Rome]]")
    assert section_place(done.sections[old]).title.full == "Rome"


def test_merged_pages_part_again(rome: Page, italy: Page, carol: Editor) -> None:
    done = merge_pages(rome, italy.name, editor=carol)
    undo_transfer(reload(italy), done.came, editor=carol)
    assert (source("Rome"), source("Italy")) == (TEXT, ITALY)


def test_what_was_changed_there_since_is_asked(rome: Page, italy: Page, bob: Editor, carol: Editor) -> None:
    done = move_section(rome, section(rome, "Economy").pk, italy.name, editor=carol)
    fairs = section(italy, "Fairs").pk
    edit_section(italy, fairs, "### Fairs\n\nThree fairs.", editor=bob)
    with pytest.raises(EditConflict) as conflict:
        undo_transfer(reload(rome), done.left, editor=carol)
    (dispute,) = conflict.value.disputes
    assert (dispute.id, dispute.piece) == (fairs, "removal")
    assert TRADE not in source("Rome")
    choices = {dispute.key: Choice(dispute.seen, ("mine",))}
    undo_transfer(reload(rome), done.left, editor=carol, choices=choices)
    assert (source("Rome"), source("Italy")) == (TEXT, ITALY)


def test_who_is_whose_half(rome: Page, italy: Page, alice: Editor, carol: Editor) -> None:
    old = section(rome, "Economy").pk
    done = move_section(rome, old, italy.name, editor=carol)
    new = done.sections[old]
    assert other_half(done.left, viewer=alice).pk == done.came.pk
    assert other_half(done.came, viewer=alice).pk == done.left.pk
    assert other_half(rome.latest, viewer=alice) is None
    assert section_trail(old, viewer=alice) == (None, Trail(new, italy.name, elsewhere=True))
    assert section_trail(new, viewer=alice) == (Trail(old, ROME, elsewhere=True), None)
    assert section_trail(10**9, viewer=alice) == (None, None)
    with pytest.raises(BadEdit, match="is no half of a move of text"):
        undo_transfer(reload(rome), rome.latest, editor=carol)
    assert Section.objects.get(pk=old).moved_to_id == new
