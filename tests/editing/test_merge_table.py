"""The table of concurrent edits, saved as an API saves: a text and the revision that it started from."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.management import call_command

from tests.factories import IP, make_page, reload
from tests.merge_table import BASE, CASES, TABLE, Case, replaced, word_counts
from wiki.editing import edits
from wiki.editing.errors import EditConflict
from wiki.editing.save import Saved, save_edit
from wiki.models import InfoboxField, Page, Revision, Section
from wiki.permissions import Editor
from wiki.reading.source import open_page, open_section

pytestmark = pytest.mark.django_db


def save(
    page: Page, changes: tuple[tuple[str, str], ...], base: Revision, section: int = 0, field: int = 0
) -> Saved:
    """Save the text that stood at revision `base`, changed so."""
    fresh = reload(page)
    if field:
        key, value = replaced(*changes, text="Beta: b").split(": ")
        edit = edits.field_value(fresh, field, key, value, f"f{field}.{base.number}")
    elif section:
        opened = open_section(fresh, section, as_of=base.number)
        text = replaced(*changes, text=opened.text)
        edit = edits.section_text(fresh, section, text, opened.base)
    else:
        opened = open_page(fresh, as_of=base.number)
        edit = edits.whole_page(fresh, replaced(*changes, text=opened.text), opened.base)
    return save_edit(fresh, edit, editor=Editor(None, IP))


def both_save(case: Case) -> tuple[Page, EditConflict | None]:
    """The page after A and B saved, and what B is asked."""
    page = make_page("Thing", BASE)
    base = Revision.objects.get(page=page)
    section = Section.objects.get(page=page, title=case.section).pk if case.section else 0
    field = InfoboxField.objects.get(page=page, key=case.field).pk if case.field else 0
    save(page, case.a, base)
    assert open_page(page).text == replaced(*case.a)
    try:
        save(page, case.b, base, section, field)
    except EditConflict as conflict:
        return page, conflict
    return page, None


@pytest.mark.parametrize("name", CASES)
def test_a_base_revision(name: str) -> None:
    case = CASES[name]
    page, conflict = both_save(case)
    assert open_page(page).text == case.result
    assert (conflict is not None) == (case.wanted is None)
    same = case.a == case.b
    assert Revision.objects.filter(page=page).count() == (2 if conflict or same else 3)
    call_command("verify_history")


def test_only_a_deleted_section_is_asked_about() -> None:
    assert [name[:2] for name, case in TABLE.items() if case.wanted is None] == ["10", "S4"]


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.wanted is None])
def test_what_is_asked_holds_all_words(name: str) -> None:
    case = CASES[name]
    page, conflict = both_save(case)
    assert conflict is not None
    (dispute,) = conflict.disputes
    kept = word_counts(open_page(page).text) + word_counts(dispute.mine)
    written = word_counts(replaced(*case.b)) - word_counts(BASE)
    assert written - kept == Counter()
    if dispute.piece == "removal":
        assert (dispute.name, dispute.theirs) == (case.field or "Two", "")
    else:  # its words stand in the section before
        assert (dispute.piece, dispute.name) == ("text", "")


def test_no_word_is_lost() -> None:
    """Of each case that merges: what either wrote anew is there, and of the old what neither took out."""
    for case in CASES.values():
        if case.wanted is not None and case.a != case.b:
            was, a, b = word_counts(BASE), word_counts(replaced(*case.a)), word_counts(replaced(*case.b))
            new = (a - was) + (b - was)
            assert word_counts(case.result) == was - (was - a) - (was - b) + new


def test_a_list_that_was_removed_is_not_left_as_one_item() -> None:
    """A removes the list, B adds to its end: merged as one text, B's item would stay alone."""
    page = make_page("Thing", BASE)
    base = Revision.objects.get(page=page)
    save(page, (("\n\n## See also\n\n- [[First]]\n- [[Second]]", ""),), base)
    with pytest.raises(EditConflict):
        save(page, (("- [[Second]]", "- [[Second]]\n- [[Third]]"),), base)
