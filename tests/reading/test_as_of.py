"""The page as of any revision is exactly what was saved then."""

from __future__ import annotations

import hashlib
import os
import random
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import IP, edit_page, make_page, reload, stored
from tests.reading.random_edits import Draft
from wiki.editing import edits
from wiki.editing.errors import EditConflict
from wiki.editing.revert import restore
from wiki.editing.save import save_edit
from wiki.editing.undo import AlreadyUndone, undo
from wiki.models import Page, Revision, Section, parts_as_of, parts_live
from wiki.moderation.delete import delete_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.reading.page import PageMissing, RevisionHidden, read_as_of, read_revision
from wiki.reading.showing.raw import page_source
from wiki.reading.source import open_page, open_section, source_text
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db
ANON = Editor(None, IP)
# More of each were played when this was written; these few keep watch.
SEEDS = range(int(os.environ.get("WALKS", "2")))
EXAMPLES = len(SEEDS) * 6


def prove(page: Page, saved: list[str]) -> None:
    """Every revision's text is the one that was saved, and hashes to its sha1; the history is whole."""
    revisions = list(Revision.objects.filter(page=page).order_by("number"))
    assert [source_text(parts_as_of(page.pk, n)) for n in range(1, len(saved) + 1)] == saved
    assert [one.sha1 for one in revisions] == [hashlib.sha1(text.encode()).hexdigest() for text in saved]
    assert [one.size for one in revisions] == [len(text.encode()) for text in saved]
    assert parts_as_of(page.pk, len(saved)) == parts_live(page.pk)
    call_command("verify_history")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_walk_of_edits(seed: int) -> None:
    draft = Draft(random.Random(seed))
    page = make_page("Walk", draft.step())
    saved = [draft.text]
    for _ in range(25):
        text = draft.step()
        if edit_page(page, text).revision is not None:
            saved.append(text)
        assert open_page(page).text == text
    prove(page, saved)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_walk_of_sections_undo_and_restore(seed: int) -> None:
    dice = random.Random(seed)
    draft = Draft(dice)
    for _ in range(6):
        draft.insert_section()
    page = make_page("Walk", draft.text)
    saved = [draft.text]
    for n in range(25):
        page = reload(page)
        revision = Revision.objects.get(page=page, number=dice.randint(1, len(saved)))
        section = dice.choice(list(Section.objects.filter(page=page, deleted=False)))
        opened = open_section(page, section.pk)
        edit = edits.section_text(page, section.pk, f"{opened.text} and {draft.words(2)}", opened.base)
        try:
            deed = dice.choice(("edit", "edit", "new", "undo", "undo", "restore"))
            if deed == "edit":
                found = save_edit(page, edit, editor=ANON)
            elif deed == "new":
                found = save_edit(page, edits.new_section(page, f"Number {n}", draft.words(6)), editor=ANON)
            elif deed == "undo" and revision.number > 1:
                found = undo(page, revision, editor=ANON)
            else:
                found = restore(page, revision, editor=ANON)
        except (EditConflict, AlreadyUndone):
            continue
        if found.revision is not None:
            saved.append(open_page(page).text)
    assert len(saved) > 10
    prove(page, saved)


LINES = (
    "## A",
    "### B",
    "== C ==",
    "Words.",
    "",
    "",
    "- [[L]]",
    "## See also",
    "```",
    "```infobox X",
    "K: v",
    "K:",
)
PAGES = st.lists(st.lists(st.sampled_from(LINES), max_size=12).map("\n".join), min_size=1, max_size=6)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(pages=PAGES)
def test_any_texts_one_after_another(pages: list[str]) -> None:
    title = Title(0, f"Any {Page.objects.count()}")
    page = make_page(title, "Begin.")
    saved = ["Begin."]
    for text in pages:
        edit = edits.whole_page(reload(page), text, open_page(page).base, exact=True)
        if save_edit(reload(page), edit, editor=ANON).revision is not None:
            saved.append(text)
    assert open_page(page).text == pages[-1]
    prove(page, saved)


def test_old_source_is_read_in_a_constant_number_of_queries(django_assert_num_queries: object) -> None:
    page = make_page("Thing", "One.")
    for n in range(5):
        edit_page(page, f"One.\n\n## Section {n}\n\nText {n}.")
    for number in (1, 3, 6):
        with django_assert_num_queries(1):
            parts_as_of(page.pk, number)


def test_the_source_of_one_revision(anon: Editor) -> None:
    page = make_page("Thing", "First text.\r\nWith its line end. ")
    edit_page(page, "Second text.")
    first = Revision.objects.get(page=page, number=1)
    assert page_source(Title(0, "Thing"), viewer=anon, oldid=first.pk) == "First text.\r\nWith its line end. "
    assert page_source(Title(0, "Thing"), viewer=anon) == "Second text."


def test_read_at_a_moment(anon: Editor) -> None:
    moment = datetime(2024, 5, 1, 12, tzinfo=UTC)
    title = Title(0, "Dated")
    for n, text in enumerate(("First.", "Second.", "Third.")):
        page = Page.objects.filter(title="Dated").first()
        base = open_page(page).base if page else ""
        edit = edits.whole_page(page, text, base)
        save_edit(page or title, edit, editor=ANON, timestamp=moment + timedelta(days=n))
    shown = {
        0: "First.",
        1: "First.",
        24: "Second.",
        47: "Second.",
        48: "Third.",
        999: "Third.",
    }
    for hours, text in shown.items():
        view = read_as_of(title, moment + timedelta(hours=hours), viewer=anon)
        assert source_text(parts_as_of(view.page.pk, view.line.number)) == text
        assert [section.html.strip() for section in view.sections] == [f"<p>{text}</p>"]
    with pytest.raises(PageMissing):
        read_as_of(title, moment - timedelta(seconds=1), viewer=anon)


def test_a_clock_that_ran_backwards(anon: Editor) -> None:
    moment = datetime(2024, 5, 1, tzinfo=UTC)
    page = None
    for text, days in (("First.", 0), ("Second.", 5), ("Third.", 2)):
        edit = edits.whole_page(page, text, open_page(page).base if page else "")
        page = save_edit(
            page or Title(0, "Back"), edit, editor=ANON, timestamp=moment + timedelta(days=days)
        ).page
    view = read_as_of(Title(0, "Back"), moment + timedelta(days=3), viewer=anon)
    assert view.line.number == 3
    call_command("verify_history")


def test_a_hidden_revision_stays_hidden_at_its_moment(anon: Editor, carol: Editor) -> None:
    page = make_page("Thing", "Secret.")
    revision = Revision.objects.get(page=page)
    edit_page(page, "Open.")
    Revision.objects.filter(pk=revision.pk).update(text_hidden=True)
    with pytest.raises(RevisionHidden):
        read_revision(revision.pk, viewer=anon)
    with pytest.raises(RevisionHidden):
        page_source(Title(0, "Thing"), viewer=anon, oldid=revision.pk)
    assert page_source(Title(0, "Thing"), viewer=carol, oldid=revision.pk) == "Secret."


def test_a_revision_that_changed_the_page_alone_has_the_text_before(carol: Editor) -> None:
    page = make_page("Thing", "Text.")
    protect_page(page, {"edit": "sysop"}, editor=carol)
    assert source_text(parts_as_of(page.pk, 2)) == "Text."
    call_command("verify_history")


def test_a_deleted_page_is_missing_at_every_moment(anon: Editor, carol: Editor) -> None:
    page = make_page("Thing", "Gone.")
    moment = datetime.now(UTC)
    Page.history.filter(id=page.pk).update(valid_from=moment - timedelta(days=2))
    stored(Revision).filter(page=page).update(timestamp=moment - timedelta(days=2))
    delete_page(page, editor=carol)
    with pytest.raises(PageMissing):
        read_as_of(Title(0, "Thing"), moment - timedelta(days=1), viewer=anon)
    assert read_as_of(Title(0, "Thing"), moment - timedelta(days=1), viewer=carol).line.number == 1
