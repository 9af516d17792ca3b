"""Two editors start from the same revision; A saves, then B: the wanted outcome of each case, exactly.

The cases are those at which wikis that merge lines fail: adjacent fields, sentences of one paragraph, a
heading and the line below it, two additions to one list.
"""

from __future__ import annotations

import pytest
from django.core.management import call_command

from tests.factories import make_page, reload
from tests.merge_table import BASE, ONE, TWO
from wiki.editing import edits
from wiki.editing.errors import Choice, EditConflict
from wiki.editing.save import Saved, save_edit
from wiki.models import Page, Revision, Section
from wiki.permissions import Editor
from wiki.reading.source import open_page, open_section
from wiki.text.titles import parse_title

pytestmark = pytest.mark.django_db


class Two:
    """A page, and what A and B do with it from the same base."""

    def __init__(self) -> None:
        self.page = make_page("Thing", BASE)
        self.whole = open_page(self.page)
        ids = Section.objects.filter(page=self.page)
        self.two = open_section(self.page, ids.get(title="Two").pk)
        self.three = open_section(self.page, ids.get(title="Three").pk)

    def a(self, *changes: tuple[str, str]) -> str:
        """A saves the whole page with these words replaced; returns the text as it stands then."""
        text = BASE
        for old, new in changes:
            assert text.count(old) == 1
            text = text.replace(old, new)
        save_edit(
            self.page, edits.whole_page(self.page, text, self.whole.base), editor=Editor(None, "192.0.2.1")
        )
        assert open_page(self.page).text == text
        return text

    def b(self, *changes: tuple[str, str], choices: dict[str, Choice] | None = None) -> Saved:
        """B saves the whole page as B sees it: the base with these words replaced."""
        text = BASE
        for old, new in changes:
            text = text.replace(old, new)
        edit = edits.whole_page(reload(self.page), text, self.whole.base)
        return self.save(edit, choices)

    def b_section(self, title: str, old: str, new: str, choices: dict[str, Choice] | None = None) -> Saved:
        """B saves one section that was opened before A saved."""
        opened = {"Two": self.two, "Three": self.three}[title]
        text = opened.text.replace(old, new)
        return self.save(edits.section_text(reload(self.page), opened.ids[0], text, opened.base), choices)

    def save(self, edit: edits.Edit, choices: dict[str, Choice] | None) -> Saved:
        editor = Editor(None, "192.0.2.2")
        return save_edit(reload(self.page), edit, editor=editor, choices=choices)

    @property
    def text(self) -> str:
        return open_page(self.page).text

    @property
    def count(self) -> int:
        return Revision.objects.filter(page=self.page).count()


@pytest.fixture
def two() -> Two:
    return Two()


def replaced(*changes: tuple[str, str]) -> str:
    text = BASE
    for old, new in changes:
        text = text.replace(old, new)
    return text


REWRAPPED = ("First lead line.\nSecond lead line.", "First lead\nline. Second\nlead line.")
PAIRS = {
    "0 different sections": (
        ("First sentence of one", "A's sentence of one"),
        ("First line of three", "B's line of three"),
    ),
    "1 same section, paragraphs with a blank line between": (
        ("First sentence of one", "A's sentence of one"),
        ("Another paragraph", "B's paragraph"),
    ),
    "2 same paragraph, different sentences": (
        ("First sentence of one", "A's sentence of one"),
        ("Second sentence of one", "B's sentence of one"),
    ),
    "3 a heading, and the first line below it": (
        ("## One", "## Uno"),
        ("First sentence of one", "B's sentence of one"),
    ),
    "4 adjacent fields": (("Beta: b", "Beta: A"), ("Gamma: c", "Gamma: B")),
    "5 fields with one between": (("Beta: b", "Beta: A"), ("Delta: d", "Delta: B")),
    "6 last field, first lead line": (("Epsilon: e", "Epsilon: A"), ("First lead line", "B's lead line")),
    "8 a new section, and the end of the one before": (
        ("\n\n## Three", "\n\n## New\n\nBy A.\n\n## Three"),
        ("Last line of two.", "Last line of two, by B."),
    ),
}


@pytest.mark.parametrize("case", PAIRS)
def test_both_land(two: Two, case: str) -> None:
    mine, yours = PAIRS[case]
    two.a(mine)
    two.b(yours)
    assert two.text == replaced(mine, yours)
    assert two.count == 3
    call_command("verify_history")


@pytest.mark.parametrize("case", PAIRS)
def test_both_land_the_other_way_round(two: Two, case: str) -> None:
    mine, yours = PAIRS[case]
    two.a(yours)
    two.b(mine)
    assert two.text == replaced(mine, yours)


def test_7_both_append_to_see_also(two: Two) -> None:
    two.a(("- [[Second]]", "- [[Second]]\n- [[By A]]"))
    two.b(("- [[Second]]", "- [[Second]]\n- [[By B]]"))
    assert two.text == BASE + "\n- [[By A]]\n- [[By B]]"


def test_9_a_section_moved_and_edited(two: Two) -> None:
    save_edit(
        two.page,
        edits.whole_page(two.page, BASE.replace(f"{ONE}\n\n{TWO}", f"{TWO}\n\n{ONE}"), two.whole.base),
        editor=Editor(None, "192.0.2.1"),
    )
    two.b(("First sentence of one", "B's sentence of one"))
    moved = BASE.replace(f"{ONE}\n\n{TWO}", f"{TWO}\n\n{ONE}")
    assert two.text == moved.replace("First sentence of one", "B's sentence of one")
    assert two.count == 3


def test_9_a_section_edited_and_moved(two: Two) -> None:
    two.a(("First sentence of one", "A's sentence of one"))
    two.b((f"{ONE}\n\n{TWO}", f"{TWO}\n\n{ONE}"))
    moved = BASE.replace(f"{ONE}\n\n{TWO}", f"{TWO}\n\n{ONE}")
    assert two.text == moved.replace("First sentence of one", "A's sentence of one")


def test_10_a_section_deleted_and_edited_is_asked(two: Two) -> None:
    two.a((f"{TWO}\n\n", ""))
    with pytest.raises(EditConflict) as caught:
        two.b(("First sentence of two", "B's sentence of two"))
    (dispute,) = caught.value.disputes
    edited = "\n\n" + TWO.replace("First sentence of two", "B's sentence of two")
    assert (dispute.kind, dispute.piece, dispute.name) == ("section", "removal", "Two")
    assert (dispute.base, dispute.mine, dispute.theirs) == (f"\n\n{TWO}", edited, "")
    assert (two.text, two.count) == (BASE.replace(f"{TWO}\n\n", ""), 2)


@pytest.mark.parametrize(
    ("pick", "wanted"),
    [
        ("mine", replaced(("First sentence of two", "B's sentence of two"))),
        ("theirs", BASE.replace(f"{TWO}\n\n", "")),
    ],
)
def test_10_what_the_editor_answers_holds(two: Two, pick: str, wanted: str) -> None:
    two.a((f"{TWO}\n\n", ""))
    with pytest.raises(EditConflict) as caught:
        two.b(("First sentence of two", "B's sentence of two"))
    (dispute,) = caught.value.disputes
    two.b(
        ("First sentence of two", "B's sentence of two"), choices={dispute.key: Choice(dispute.seen, (pick,))}
    )
    assert two.text == wanted
    call_command("verify_history")


def test_11_identical_edits_make_no_second_revision(two: Two) -> None:
    change = ("First sentence of one", "Better sentence of one")
    two.a(change)
    assert two.b(change).revision is None
    assert (two.text, two.count) == (replaced(change), 2)


def test_12_a_word_fixed_and_the_paragraph_wrapped_anew(two: Two) -> None:
    two.a(("Second lead line", "Second A line"))
    two.b(REWRAPPED)
    assert two.text == replaced(REWRAPPED).replace("Second\nlead line", "Second\nA line")


def test_12_the_paragraph_wrapped_anew_and_a_word_fixed(two: Two) -> None:
    two.a(REWRAPPED)
    two.b(("Second lead line", "Second B line"))
    assert two.text == replaced(REWRAPPED).replace("Second\nlead line", "Second\nB line")


def test_s0_a_section_put_in_before_the_one_that_b_edits(two: Two) -> None:
    text = two.a(("\n\n## Two", "\n\n## New\n\nBy A.\n\n## Two"))
    two.b_section("Two", "First sentence", "B's sentence")
    assert two.text == text.replace("First sentence of two", "B's sentence of two")


def test_s1_another_section(two: Two) -> None:
    text = two.a(("First line of three", "A's line of three"))
    two.b_section("Two", "First sentence", "B's sentence")
    assert two.text == text.replace("First sentence of two", "B's sentence of two")


def test_s2_another_sentence(two: Two) -> None:
    text = two.a(("First sentence of two", "A's sentence of two"))
    two.b_section("Two", "Second sentence", "B's sentence")
    assert two.text == text.replace("Second sentence of two", "B's sentence of two")


def test_s3_the_heading(two: Two) -> None:
    text = two.a(("## Two", "## Deux"))
    two.b_section("Two", "First sentence", "B's sentence")
    assert two.text == text.replace("First sentence of two", "B's sentence of two")


def test_s4_the_section_deleted_is_asked(two: Two) -> None:
    text = two.a((f"{TWO}\n\n", ""))
    with pytest.raises(EditConflict) as caught:
        two.b_section("Two", "First sentence", "B's sentence")
    (dispute,) = caught.value.disputes
    assert (dispute.kind, dispute.piece, dispute.name, dispute.theirs) == ("section", "removal", "Two", "")
    assert (two.text, two.count) == (text, 2)


def test_s5_last_line_of_one_section_first_of_the_next(two: Two) -> None:
    text = two.a(("Last line of two", "A's line of two"))
    two.b_section("Three", "First line", "B's line")
    assert two.text == text.replace("First line of three", "B's line of three")


def test_a_line_diff_of_two_short_sentences_neither_loses_nor_doubles(two: Two) -> None:
    """What a line merge by difflib got wrong elsewhere: both the old and the new lines, and its own marks."""
    page: Page = make_page("Short", "Alpha is first. Beta is second.\nThree body.")
    base = open_page(page).base
    first = edits.whole_page(page, "Alpha was first. Beta is second.\nThree body.", base)
    second = edits.whole_page(page, "Alpha is first. Beta is second.\nThree bodies.", base)
    for edit in (first, second):
        save_edit(page, edit, editor=Editor(None, "192.0.2.1"))
    assert open_page(page).text == "Alpha was first. Beta is second.\nThree bodies."


@pytest.mark.parametrize("end", ["", "  ", "\n", " \n\n"])
def test_blanks_taken_from_the_end_of_a_section_are_gone(end: str) -> None:
    """A form stores no white space at the end of a text; within it every blank is meant."""
    page = save_edit(
        parse_title("Blanks"),
        edits.whole_page(None, f"One.  \n\n## Two\n\nTwo. \n\n## Three\n\nThree.{end}", "", exact=True),
        editor=Editor(None, "192.0.2.1"),
    ).page
    assert page is not None
    base = open_page(page)
    same = edits.whole_page(page, base.text.rstrip(), base.base)
    assert save_edit(page, same, editor=Editor(None, "192.0.2.1")).revision is None
    text = "One.\n\n## Two\n\nTwo.\n\n## Three\n\nThree.\n\n## Four\n\nFour."
    save_edit(page, edits.whole_page(page, text, base.base), editor=Editor(None, "192.0.2.1"))
    assert open_page(reload(page)).text == text
