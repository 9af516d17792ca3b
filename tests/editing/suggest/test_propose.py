"""Suggested edits as their author sees them: proposed, amended, withdrawn, talked about."""

import pytest

from tests.editing.suggest.suggesting import TEXT, suggest_section, suggest_text
from tests.factories import edit_page, make_page, reload
from wiki.editing import edits
from wiki.editing.errors import BadEdit
from wiki.editing.suggest.kept import AlreadyDecided
from wiki.editing.suggest.propose import amend, comment, propose, withdraw
from wiki.editing.watching.watch import watch
from wiki.models import Notice, Page, Revision, Section, Suggestion, Watch
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor, Refused
from wiki.reading.source import open_page
from wiki.reading.suggested.sides import sides_of
from wiki.reading.watching.watching import page_target


@pytest.fixture
def rome(alice: Editor) -> Page:
    return make_page("Rome", TEXT, editor=alice)


def test_a_suggestion_changes_nothing_of_the_page(rome: Page, bob: Editor) -> None:
    made = suggest_section(rome, "Trade", "Ships come.", "Ships come and go.", bob, summary="they also go")
    assert (made.state, made.kind, made.author_text, made.summary) == (
        "open",
        "suggested",
        "Bob",
        "they also go",
    )
    assert made.number == rome.number
    assert made.parts == [["section", Section.objects.get(title="Trade").pk]]
    assert Revision.objects.filter(page=rome).count() == 1
    assert open_page(reload(rome)).text == TEXT
    assert reload(rome).waiting == 1
    assert reload(rome).version > rome.version


def test_where_the_page_is_protected_one_can_still_suggest(
    rome: Page, bob: Editor, anon: Editor, carol: Editor
) -> None:
    protect_page(rome, {"edit": "sysop"}, editor=carol)
    rome = reload(rome)
    suggest_text(rome, TEXT.replace("Ships", "Boats"), bob)
    suggest_text(rome, TEXT.replace("Ships", "Barges"), anon)
    assert set(Suggestion.objects.values_list("author_text", flat=True)) == {"Bob", anon.name}


def test_where_anonymous_editing_is_off_one_can_still_suggest(
    rome: Page, anon: Editor, settings: object
) -> None:
    settings.ANONYMOUS_EDITING = "off"  # type: ignore[attr-defined]
    assert suggest_text(rome, TEXT.replace("Ships", "Boats"), anon).author_text == anon.name


def test_who_is_blocked_cannot_suggest(rome: Page, bob: Editor) -> None:
    bob.user.is_active = False
    with pytest.raises(Refused):
        suggest_text(rome, TEXT.replace("Ships", "Boats"), bob)
    assert not Suggestion.objects.exists()


def test_a_suggestion_of_nothing_is_refused(rome: Page, bob: Editor) -> None:
    with pytest.raises(BadEdit, match="Nothing is changed"):
        suggest_text(rome, TEXT, bob)


def test_a_deleted_page_takes_no_suggestion(rome: Page, bob: Editor) -> None:
    edit = edits.whole_page(rome, TEXT.replace("Ships", "Boats"), open_page(rome).base)
    rome.deleted = True
    with pytest.raises(BadEdit, match="deleted"):
        propose(rome, edit, editor=bob)


def test_an_author_has_so_many_open_suggestions_at_the_most(
    rome: Page, bob: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiki.editing.suggest.propose.MOST_OPEN", 2)
    for word in ("Boats", "Barges"):
        suggest_text(rome, TEXT.replace("Ships", word), bob)
    with pytest.raises(BadEdit, match="2 suggestions of yours"):
        suggest_text(rome, TEXT.replace("Ships", "Rafts"), bob)


def test_amending_puts_other_words_in_its_place(rome: Page, bob: Editor) -> None:
    made = suggest_text(rome, TEXT.replace("Ships", "Boats"), bob)
    rome = edit_page(rome, TEXT.replace("an old city", "a very old city")).page or rome
    rome = reload(rome)
    text = TEXT.replace("an old city", "a very old city").replace("Ships", "Barges")
    amend(made, edits.whole_page(rome, text, open_page(rome).base), editor=bob, summary="better")
    made = Suggestion.objects.get(pk=made.pk)
    assert (made.version, made.summary, made.number) == (2, "better", 2)
    assert [hunk.new for hunk in sides_of(made, viewer=bob).hunks] == ["\nBarges come."]


def test_only_its_author_amends_or_withdraws(rome: Page, alice: Editor, bob: Editor, anon: Editor) -> None:
    made = suggest_text(rome, TEXT.replace("Ships", "Boats"), bob)
    edit = edits.whole_page(rome, TEXT.replace("Ships", "Barges"), open_page(rome).base)
    for other in (alice, anon):
        with pytest.raises(Refused):
            amend(made, edit, editor=other)
        with pytest.raises(Refused):
            withdraw(made, editor=other)
    withdraw(made, editor=bob)
    assert Suggestion.objects.get(pk=made.pk).state == "withdrawn"
    assert reload(rome).waiting == 0


def test_what_was_withdrawn_is_neither_withdrawn_nor_amended_again(rome: Page, bob: Editor) -> None:
    made = suggest_text(rome, TEXT.replace("Ships", "Boats"), bob)
    withdraw(made, editor=bob)
    with pytest.raises(AlreadyDecided, match="withdrawn"):
        withdraw(made, editor=bob)
    edit = edits.whole_page(rome, TEXT.replace("Ships", "Barges"), open_page(rome).base)
    with pytest.raises(AlreadyDecided, match="withdrawn"):
        amend(made, edit, editor=bob)


def test_comments_are_told_to_those_who_talk(rome: Page, alice: Editor, bob: Editor) -> None:
    made = suggest_text(rome, TEXT.replace("Ships", "Boats"), bob)
    comment(made, "Why boats?\n", editor=alice)
    comment(made, "They are smaller.", editor=bob)
    assert list(made.comments.values_list("author_text", "text")) == [
        ("Alice", "Why boats?"),
        ("Bob", "They are smaller."),
    ]
    told = Notice.objects.filter(kind="answered").order_by("pk")
    assert list(told.values_list("user__username", "actor__username")) == [("Bob", "Alice"), ("Alice", "Bob")]


@pytest.mark.parametrize("text", ["", "  \n", "x" * 5_001, "a\0b"])
def test_a_comment_that_is_none_is_refused(rome: Page, bob: Editor, text: str) -> None:
    made = suggest_text(rome, TEXT.replace("Ships", "Boats"), bob)
    with pytest.raises(BadEdit):
        comment(made, text, editor=bob)
    assert not made.comments.exists()


def test_watchers_are_told_of_a_suggestion(rome: Page, alice: Editor, bob: Editor) -> None:
    watch(page_target(rome.name), editor=alice)
    Watch.objects.update(notify=True)
    rome = reload(rome)
    suggest_text(rome, TEXT.replace("Ships", "Boats"), bob)
    assert list(Notice.objects.values_list("user__username", "kind")) == [("Alice", "proposed")]
