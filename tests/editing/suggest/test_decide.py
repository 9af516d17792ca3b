"""Suggested edits as their reviewer sees them: accepted whole or in part, refused, rebased."""

import pytest

from tests.editing.suggest.suggesting import TEXT, suggest_section, suggest_text
from tests.factories import edit_page, edit_section, make_page, make_user, reload
from wiki.editing.edits import whole_page
from wiki.editing.errors import BadEdit, Choice, EditConflict
from wiki.editing.suggest.decide import accept, refuse, standing
from wiki.editing.suggest.hiding import hide_comment, hide_suggestion
from wiki.editing.suggest.kept import AlreadyDecided
from wiki.editing.suggest.propose import amend, comment, withdraw
from wiki.editing.transfer.transfer import move_section
from wiki.models import LogEntry, Notice, Page, Revision, Section, Suggestion
from wiki.moderation.block import Terms, block
from wiki.moderation.hide import hide_revisions
from wiki.moderation.move import move_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Blocked, Editor, PageProtected, Refused
from wiki.reading.authorship import author_shares
from wiki.reading.contributions import contributions
from wiki.reading.lists.lines import line
from wiki.reading.source import open_page
from wiki.reading.suggested.sides import SuggestionHidden, sides_of
from wiki.reading.suggested.suggestions import find_suggestion
from wiki.text.titles import Title

THREE = (
    TEXT.replace("an old city", "a very old city")
    .replace("Ships come.", "Ships come and go.")
    .replace("Area: 1,285", "Area: 1,300")
)


@pytest.fixture
def rome(alice: Editor) -> Page:
    return make_page("Rome", TEXT, editor=alice)


@pytest.fixture
def rita(db: None) -> Editor:
    """A reviewer."""
    return Editor(make_user("Rita", "reviewer"), "192.0.2.9")


def fresh(made: Suggestion) -> Suggestion:
    return find_suggestion(made.pk, viewer=Editor(system="test"))


def change(page: Page, old: str, new: str, editor: Editor) -> Page:
    page = reload(page)
    text = open_page(page).text
    assert old in text
    edit_page(page, text.replace(old, new), editor=editor)
    return reload(page)


def test_a_suggestion_of_revision_5_is_accepted_in_part_at_revision_9(
    rome: Page, alice: Editor, bob: Editor, rita: Editor
) -> None:
    """PAGES part 2, row 18."""
    for n in range(4):
        rome = change(rome, "Bread", f"Bread {n} and", alice)
    made = suggest_text(rome, open_page(rome).text.replace("an old city", "a very old city")
                        .replace("Ships come.", "Ships come and go.").replace("1,285", "1,300"), bob,
                        summary="as I saw it")  # fmt: skip
    assert made.number == 5
    rome = change(rome, "Nobody was there.", "Few were there.", alice)
    rome = change(rome, "Offices stand.", "Offices stand empty.", alice)
    rome = change(rome, "## Food", "## Bread and games", alice)
    rome = change(rome, "Mayor: Nero", "Mayor: Galba", alice)
    assert rome.number == 9

    sides = sides_of(fresh(made), viewer=rita)
    assert [(hunk.name, hunk.old.strip(), hunk.new.strip()) for hunk in sides.hunks] == [
        ("Area", "Area: 1,285", "Area: 1,300"),
        ("", "Rome is an old city.", "Rome is a very old city."),
        ("Trade", "Ships come.", "Ships come and go."),
    ]
    assert standing(sides) == ["", "", ""]
    before = open_page(rome).text
    done = accept(fresh(made), editor=rita, version=1, taken=[0, 2], answer="Not that old.")

    rome = reload(rome)
    assert open_page(rome).text == before.replace("1,285", "1,300").replace(
        "Ships come.", "Ships come and go."
    )
    revision = done.saved.revision
    assert revision is not None
    assert (revision.number, revision.author, revision.author_text) == (10, bob.user, "Bob")
    assert (revision.accepter, revision.summary, revision.tags) == ("Rita", "as I saw it", ["suggested"])
    shown = line(Revision.objects.select_related("page").get(pk=revision.pk), viewer=alice)
    assert (shown.author, shown.accepter) == ("Bob", "Rita")
    assert [row.id for row in contributions("Bob", viewer=alice).rows] == [revision.pk]
    assert not contributions("Rita", viewer=alice).rows
    stored = Suggestion.objects.get(pk=made.pk)
    assert (stored.state, stored.taken, stored.decider_text) == ("partly", [0, 2], "Rita")
    assert stored.revision == revision
    entry = LogEntry.objects.get(type="suggestion")
    assert (entry.action, entry.user_text, entry.comment) == ("acceptpart", "Rita", "Not that old.")
    assert list(Notice.objects.filter(user=bob.user).values_list("kind", "actor__username")) == [
        ("decided", "Rita")
    ]


def test_the_words_are_the_suggesters(rome: Page, bob: Editor, rita: Editor) -> None:
    made = suggest_section(rome, "Trade", "Ships come.", "Seventeen galleys come.", bob)
    accept(fresh(made), editor=rita, version=1)
    assert {author.name for author in author_shares(reload(rome), viewer=rita)} == {"Alice", "Bob"}


def test_a_renamed_page_and_a_renamed_and_moved_section_take_it(
    rome: Page, alice: Editor, bob: Editor, carol: Editor, rita: Editor
) -> None:
    made = suggest_section(rome, "Trade", "Ships come.", "Ships come and go.", bob)
    trade = TEXT[TEXT.index("## Trade") : TEXT.index("## Food")]
    edit_page(
        rome, TEXT.replace(trade, "").replace("## History", trade.replace("Trade", "Business") + "## History")
    )
    move_page(reload(rome), Title(0, "Roma"), editor=carol)
    done = accept(fresh(made), editor=rita, version=1)
    assert done.saved.page is not None
    text = open_page(reload(done.saved.page)).text
    assert "## Business\n\nShips come and go. Offices" in text
    assert done.saved.page.title == "Roma"


def test_a_section_that_went_to_another_article_takes_it_there(
    rome: Page, alice: Editor, bob: Editor, rita: Editor
) -> None:
    made = suggest_section(rome, "Trade", "Ships come.", "Ships come and go.", bob)
    ostia = make_page("Ostia", "A harbour.\n\n## Streets\n\nMany.", editor=alice)
    trade = Section.objects.get(title="Trade").pk
    move_section(reload(rome), trade, Title(0, "Ostia"), editor=alice)
    assert fresh(made).page == ostia
    assert (reload(rome).waiting, reload(ostia).waiting) == (0, 1)
    sides = sides_of(fresh(made), viewer=rita)
    assert (sides.page, standing(sides)) == (ostia, [""])
    done = accept(fresh(made), editor=rita, version=1)
    assert done.saved.page == ostia
    assert "Ships come and go. Offices stand." in open_page(reload(ostia)).text
    assert done.saved.revision is not None
    assert done.saved.revision.author_text == "Bob"
    assert reload(ostia).waiting == 0


def test_a_split_section_takes_it(rome: Page, alice: Editor, bob: Editor, rita: Editor) -> None:
    made = suggest_text(rome, TEXT.replace("Taxes are paid.", "Taxes are paid late."), bob)
    change(rome, " Taxes are paid.", "\n\n### Taxes\n\nTaxes are paid.", alice)
    accept(fresh(made), editor=rita, version=1)
    assert "### Taxes\n\nTaxes are paid late." in open_page(reload(rome)).text


def test_words_that_changed_since_are_asked_about(
    rome: Page, alice: Editor, bob: Editor, rita: Editor
) -> None:
    made = suggest_text(rome, THREE, bob)
    change(rome, "Ships come.", "Ships come daily.", alice)
    sides = sides_of(fresh(made), viewer=rita)
    assert standing(sides) == ["", "", "conflict"]
    with pytest.raises(EditConflict) as asked:
        accept(fresh(made), editor=rita, version=1)
    assert Suggestion.objects.get().state == "open"
    (dispute,) = asked.value.disputes
    accept(fresh(made), editor=rita, version=1, choices={dispute.key: Choice(dispute.seen, ("mine",))})
    assert "Ships come and go." in open_page(reload(rome)).text


def test_what_the_page_says_already_is_accepted_without_a_revision(
    rome: Page, alice: Editor, bob: Editor, rita: Editor
) -> None:
    made = suggest_section(rome, "Trade", "Ships come.", "Ships come and go.", bob)
    change(rome, "Ships come.", "Ships come and go.", alice)
    assert standing(sides_of(fresh(made), viewer=rita)) == ["there"]
    assert accept(fresh(made), editor=rita, version=1).saved.revision is None
    assert Suggestion.objects.get().state == "accepted"


def test_of_two_who_decide_one_wins_and_the_other_is_told(
    rome: Page, bob: Editor, carol: Editor, rita: Editor
) -> None:
    made = suggest_text(rome, THREE, bob)
    seen_by_both = fresh(made), fresh(made)
    accept(seen_by_both[0], editor=rita, version=1)
    with pytest.raises(AlreadyDecided, match="accepted by Rita"):
        accept(seen_by_both[1], editor=carol, version=1, taken=[1])
    with pytest.raises(AlreadyDecided, match="accepted by Rita"):
        refuse(fresh(made), editor=carol, version=1)
    assert Revision.objects.filter(page=rome).count() == 2
    assert Suggestion.objects.get().decider_text == "Rita"


def test_who_saw_an_earlier_version_is_told(rome: Page, bob: Editor, rita: Editor) -> None:
    made = suggest_text(rome, THREE, bob)
    Suggestion.objects.update(version=2)
    with pytest.raises(AlreadyDecided, match="amended"):
        accept(fresh(made), editor=rita, version=1)
    with pytest.raises(AlreadyDecided, match="amended"):
        refuse(fresh(made), editor=rita, version=1)


def test_refusing_says_why(rome: Page, bob: Editor, rita: Editor) -> None:
    made = suggest_text(rome, THREE, bob)
    refuse(fresh(made), editor=rita, version=1, answer="No source.")
    stored = Suggestion.objects.get()
    assert (stored.state, stored.answer, reload(rome).number) == ("refused", "No source.", 1)
    assert reload(rome).waiting == 0
    assert Notice.objects.get().kind == "decided"


@pytest.mark.parametrize(("taken", "why"), [([], "at least one"), ([7], "no such change"), ([-1], "no such")])
def test_hunks_that_there_are_not(rome: Page, bob: Editor, rita: Editor, taken: list[int], why: str) -> None:
    made = suggest_text(rome, THREE, bob)
    with pytest.raises(BadEdit, match=why):
        accept(fresh(made), editor=rita, version=1, taken=taken)
    assert Suggestion.objects.get().state == "open"


def test_who_may_decide(
    rome: Page, alice: Editor, bob: Editor, anon: Editor, carol: Editor, rita: Editor
) -> None:
    """Reviewers and confirmed accounts who may edit the page; nobody about what is his own."""
    made = suggest_text(rome, THREE, bob)
    for other in (alice, anon, bob):
        with pytest.raises(Refused):
            accept(fresh(made), editor=other, version=1)
        with pytest.raises(Refused):
            refuse(fresh(made), editor=other, version=1)
    own = suggest_text(rome, TEXT.replace("Bread", "Cake"), rita)
    with pytest.raises(Refused, match="your own"):
        accept(fresh(own), editor=rita, version=1)
    protect_page(reload(rome), {"edit": "sysop"}, editor=carol)
    with pytest.raises(PageProtected):
        accept(fresh(made), editor=rita, version=1)
    accept(fresh(made), editor=carol, version=1)


def test_what_started_from_a_hidden_text_is_hidden(
    rome: Page, alice: Editor, bob: Editor, carol: Editor, rita: Editor
) -> None:
    rome = change(rome, "Bread", "Secret", alice)
    made = suggest_section(rome, "Food", "games", "plays", bob)
    rome = change(rome, "Secret", "Bread", alice)
    secret = Revision.objects.get(page=rome, number=2)
    hide_revisions(rome, [secret.pk], editor=carol, text=True)
    with pytest.raises(SuggestionHidden):
        sides_of(fresh(made), viewer=rita)
    with pytest.raises(SuggestionHidden):
        accept(fresh(made), editor=rita, version=1)
    assert sides_of(fresh(made), viewer=carol).hunks


def test_a_new_section_and_a_removed_one(rome: Page, bob: Editor, rita: Editor) -> None:
    food = TEXT[TEXT.index("\n\n## Food") :]
    made = suggest_text(rome, TEXT.replace(food, "\n\n## Sea\n\nNear.").replace("Nero", "Galba"), bob)
    assert [(hunk.verb, hunk.name) for hunk in sides_of(fresh(made), viewer=rita).hunks] == [
        ("changed", "Mayor"),
        ("removed", "Food"),
        ("added", "Sea"),
    ]
    accept(fresh(made), editor=rita, version=1, taken=[2])
    assert open_page(reload(rome)).text == TEXT + "\n\n## Sea\n\nNear."


def test_an_address_is_credited_too(rome: Page, anon: Editor, rita: Editor) -> None:
    made = suggest_text(rome, THREE, anon)
    revision = accept(fresh(made), editor=rita, version=1).saved.revision
    assert revision is not None
    assert (revision.author_text, revision.author_ip, revision.accepter) == (
        anon.name,
        anon.sortable_ip,
        "Rita",
    )


def test_a_section_edit_keeps_the_rest(rome: Page, alice: Editor, bob: Editor, rita: Editor) -> None:
    made = suggest_section(rome, "History", "Nobody", "Somebody", bob)
    edit_section(rome, Section.objects.get(title="Trade").pk, "## Trade\n\nNone.", editor=alice)
    accept(fresh(made), editor=rita, version=1)
    text = open_page(reload(rome)).text
    assert "Somebody was there." in text
    assert "## Trade\n\nNone." in text


def test_who_is_blocked_neither_decides_nor_amends_nor_hides(
    rome: Page, bob: Editor, rita: Editor, carol: Editor
) -> None:
    made = suggest_text(rome, THREE, bob)
    dora = Editor(make_user("Dora", "sysop"), "192.0.2.8")
    for editor in (bob, rita, carol):
        block(editor.user, Terms(), editor=dora)
    text = TEXT.replace("Bread", "Cake")
    deeds = (
        lambda: refuse(fresh(made), editor=rita, version=1),
        lambda: accept(fresh(made), editor=rita, version=1),
        lambda: amend(fresh(made), whole_page(rome, text, open_page(rome).base), editor=bob),
        lambda: hide_suggestion(made, editor=carol, hidden=True),
        lambda: hide_comment(made, said.pk, editor=carol, hidden=True),
    )
    said = comment(made, "Why?", editor=dora)
    for deed in deeds:
        with pytest.raises(Blocked):
            deed()
    left = fresh(made)
    assert (left.state, left.version, left.hidden, LogEntry.objects.filter(type="suggestion").count()) == (
        "open", 1, False, 0,
    )  # fmt: skip
    withdraw(left, editor=bob)  # taking back one's own is free
