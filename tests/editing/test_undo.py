"""Undo: one past edit is taken back, later ones stay."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from tests.factories import IP, edit_page, make_page, reload
from wiki.editing.errors import Choice, EditConflict
from wiki.editing.undo import AlreadyUndone, plan_undo, undo, undo_edit
from wiki.models import InfoboxField, Page, Revision, Section
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor, PageProtected
from wiki.reading.page import RevisionHidden
from wiki.reading.source import open_page

pytestmark = pytest.mark.django_db

TEXT = """```infobox Thing
Alpha: a
Beta: b
Gamma: c
```

The lead.

## One

First sentence of one. Second sentence of one.

## Two

Text of two, which is long enough to be known again.

## Three

Text of three, which is long enough to be known again.

## See also

- [[First]]
- [[Second]]"""
TWO = "## Two\n\nText of two, which is long enough to be known again.\n\n"
THREE = "## Three\n\nText of three, which is long enough to be known again.\n\n"


@pytest.fixture
def page() -> Page:
    return make_page("Thing", TEXT)


def change(page: Page, *pairs: tuple[str, str], editor: Editor | None = None) -> Revision:
    """Saves the page with these words of its newest text replaced."""
    text = open_page(page).text
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    saved = edit_page(page, text, editor=editor)
    assert saved.revision is not None
    assert open_page(page).text == text
    return saved.revision


def take_back(page: Page, revision: Revision, **options: object) -> str:
    undo(reload(page), revision, editor=Editor(None, IP), **options)
    call_command("verify_history")
    return open_page(page).text


CHANGES = {
    "words": [("First sentence", "Changed sentence")],
    "two sections": [("First sentence", "Changed sentence"), ("Text of two", "Words of two")],
    "a field": [("Beta: b", "Beta: other")],
    "a field removed": [("Beta: b\n", "")],
    "a field put in": [("Beta: b\n", "Beta: b\nNew: n\n")],
    "fields in another order": [("Alpha: a\nBeta: b\n", "Beta: b\nAlpha: a\n")],
    "the caption": [("infobox Thing", "infobox Other thing")],
    "the infobox": [("```infobox Thing\nAlpha: a\nBeta: b\nGamma: c\n```", "")],
    "a heading": [("## Two", "## Second")],
    "a section removed": [(TWO, "")],
    "a section put in": [("## Two", "## New\n\nBrand-new words.\n\n## Two")],
    "a section moved": [(TWO + THREE, THREE + TWO)],
    "a level": [("## Two", "### Two")],
    "a link put in": [("- [[First]]", "- [[First]]\n- [[New]]")],
    "a link removed": [("- [[First]]\n", "")],
    "the list": [("\n\n## See also\n\n- [[First]]\n- [[Second]]", "")],
    "the list made prose": [("- [[Second]]", "- [[Second]]\n\nSome prose.")],
}


@pytest.mark.parametrize("what", CHANGES)
def test_undoing_the_newest_edit_gives_the_text_before(page: Page, what: str) -> None:
    revision = change(page, *CHANGES[what])
    assert take_back(page, revision) == TEXT


@pytest.mark.parametrize("what", CHANGES)
def test_undoing_an_older_edit_keeps_later_ones_elsewhere(page: Page, what: str) -> None:
    revision = change(page, *CHANGES[what])
    change(page, ("The lead.", "The later lead."))
    change(page, ("Text of three", "Later text of three"))
    later = TEXT.replace("The lead.", "The later lead.").replace("Text of three", "Later text of three")
    assert take_back(page, revision) == later


@pytest.mark.parametrize("what", CHANGES)
def test_undoing_the_undo_brings_the_edit_back(page: Page, what: str) -> None:
    revision = change(page, *CHANGES[what])
    changed = open_page(page).text
    take_back(page, revision)
    newest = reload(page).latest
    assert newest is not None
    assert take_back(page, newest) == changed


def test_parts_keep_their_ids(page: Page) -> None:
    def ids() -> tuple[list[int], list[int]]:
        sections = Section.objects.filter(page=page, deleted=False).order_by("position")
        fields = InfoboxField.objects.filter(page=page, deleted=False).order_by("position")
        return list(sections.values_list("pk", flat=True)), list(fields.values_list("pk", flat=True))

    before = ids()
    take_back(page, change(page, (TWO, ""), ("Beta: b\n", "")))
    assert ids() == before


def test_summary_and_tag_name_the_revision(page: Page, alice: Editor, bob: Editor) -> None:
    revision = change(page, ("First sentence", "Changed sentence"), editor=alice)
    saved = undo(reload(page), revision, editor=bob)
    assert saved.revision is not None
    told = f"Undo revision {revision.pk} by [[Special:Contributions/Alice|Alice]] ([[User talk:Alice|talk]])"
    assert (saved.revision.summary, saved.revision.tags, saved.revision.author_text) == (
        told,
        ["mw-undo"],
        "Bob",
    )
    assert saved.revision.number == 3


def test_a_summary_of_ones_own_stands(page: Page) -> None:
    revision = change(page, ("First sentence", "Changed sentence"))
    saved = undo(reload(page), revision, editor=Editor(None, IP), summary="Not so")
    assert saved.revision is not None
    assert saved.revision.summary == "Not so"


def test_a_hidden_author_is_not_named(page: Page, alice: Editor) -> None:
    revision = change(page, ("First sentence", "Changed sentence"), editor=alice)
    Revision.objects.filter(pk=revision.pk).update(user_hidden=True)
    revision.refresh_from_db()
    saved = undo(reload(page), revision, editor=Editor(None, IP))
    assert saved.revision is not None
    assert saved.revision.summary == f"Undo revision {revision.pk} by a hidden user"


def test_words_changed_again_since_are_asked(page: Page) -> None:
    revision = change(page, ("First sentence", "Changed sentence"))
    change(page, ("Changed sentence", "Another sentence"))
    with pytest.raises(EditConflict) as caught:
        undo(reload(page), revision, editor=Editor(None, IP))
    (dispute,) = caught.value.disputes
    assert (dispute.kind, dispute.name, dispute.piece, dispute.seen) == ("section", "One", "body", 3)
    assert Revision.objects.filter(page=page).count() == 3
    choices = {dispute.key: Choice(dispute.seen, ("mine",))}
    assert take_back(page, revision, choices=choices) == TEXT


def test_a_field_changed_again_since_is_asked(page: Page) -> None:
    revision = change(page, ("Beta: b", "Beta: other"))
    change(page, ("Beta: other", "Beta: third"))
    with pytest.raises(EditConflict) as caught:
        undo(reload(page), revision, editor=Editor(None, IP))
    assert [(one.kind, one.name) for one in caught.value.disputes] == [("field", "Beta")]


def test_a_section_removed_since_has_nothing_left_to_undo(page: Page) -> None:
    revision = change(page, ("Text of two", "Words of two"))
    change(page, ("## Two\n\nWords of two, which is long enough to be known again.\n\n", ""))
    with pytest.raises(EditConflict) as caught:
        undo(reload(page), revision, editor=Editor(None, IP))
    assert [(one.name, one.piece) for one in caught.value.disputes] == [("Two", "removal")]


def test_what_is_undone_already_is_told(page: Page) -> None:
    revision = change(page, ("First sentence", "Changed sentence"))
    take_back(page, revision)
    with pytest.raises(AlreadyUndone):
        undo(reload(page), revision, editor=Editor(None, IP))
    with pytest.raises(AlreadyUndone):
        plan_undo(reload(page), undo_edit(page, revision, viewer=Editor(None, IP)))
    assert Revision.objects.filter(page=page).count() == 3


def test_a_run_of_edits_is_undone_as_one(page: Page) -> None:
    change(page, ("First sentence", "Changed sentence"))
    change(page, ("Beta: b", "Beta: other"))
    last = change(page, ("Changed sentence", "Third sentence"))
    change(page, ("The lead.", "The later lead."))
    assert take_back(page, last, after=1) == TEXT.replace("The lead.", "The later lead.")


def test_an_edit_saved_while_one_looks_at_the_preview_stays(page: Page) -> None:
    revision = change(page, ("First sentence", "Changed sentence"))
    stale = reload(page)
    change(page, ("The lead.", "The later lead."))
    undo(stale, revision, editor=Editor(None, IP))
    assert open_page(page).text == TEXT.replace("The lead.", "The later lead.")


def test_a_text_hidden_from_the_editor_cannot_be_brought_back(page: Page, carol: Editor) -> None:
    revision = change(page, ("First sentence", "Changed sentence"))
    Revision.objects.filter(page=page, number=1).update(text_hidden=True)
    with pytest.raises(RevisionHidden):
        undo(reload(page), revision, editor=Editor(None, IP))
    undo(reload(page), revision, editor=carol)
    assert open_page(page).text == TEXT


def test_a_protected_page_stays_as_it_is(page: Page, carol: Editor) -> None:
    revision = change(page, ("First sentence", "Changed sentence"))
    protect_page(page, {"edit": "sysop"}, editor=carol)
    with pytest.raises(PageProtected):
        undo(reload(page), revision, editor=Editor(None, IP))
