"""Sections that go to another page, and pages merged: history and authors come along, or nothing happens."""

import time

import pytest

from tests.factories import edit_page, edit_section, make_page, reload, title_of
from wiki.editing.deriving.authorship_history import rebuild_authorship
from wiki.editing.deriving.rebuild import rebuild_page
from wiki.editing.errors import BadEdit
from wiki.editing.transfer.arrival import without_tail
from wiki.editing.transfer.transfer import Place, merge_pages, move_section
from wiki.models import Page, Revision, Row, Section
from wiki.moderation.delete import delete_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor, PageProtected
from wiki.reading.authorship import page_authorship
from wiki.reading.page import find_page
from wiki.reading.showing.places import section_place
from wiki.reading.showing.raw import page_source
from wiki.reading.verify import verify_page
from wiki.text.comparing.changes import Change, plain
from wiki.text.titles import Title

TRADE = "Trade came up the river from the sea."
FAIRS = "Two fairs were held in each year."
TEXT = f"""Rome is a city.

## Economy

{TRADE}

### Fairs

{FAIRS}

## See also

- [[Milan]]

[[Category:Cities]]"""
ITALY = """Italy is a country.

## People

Many.

### Towns

Most in towns.

## See also

- [[Alps]]

[[Category:Countries]]"""


def source(title: str) -> str:
    page = find_page(title_of(title))
    assert page is not None
    assert list(verify_page(page)) == []
    assert not rebuild_page(page)
    return page_source(page.name, viewer=Editor(None, "192.0.2.9"))


def reload_lines(revision: Revision) -> list[dict]:
    return Revision.objects.get(pk=revision.pk).changes


def section(page: Page, title: str) -> Section:
    return Section.objects.get(page=page, title=title, deleted=False)


def authors(title: str) -> dict[str, str]:
    """The parts of the page by name, each with who wrote what."""
    told = page_authorship(find_page(title_of(title)), viewer=Editor(None, "192.0.2.9"))  # type: ignore[arg-type]
    found: dict[str, str] = {}
    for part in told.parts:
        at, pieces = 0, []
        for revision, length in part.runs:
            name = told.authors[told.author_of[revision]].name
            pieces.append(f"{name}: {' '.join(part.text[at : at + length].split())}")
            at += length
        found[part.name] = " | ".join(pieces)
    return found


@pytest.fixture
def rome(alice: Editor, bob: Editor) -> Page:
    page = make_page("Rome", TEXT.replace(FAIRS, "None."), editor=alice)
    edit_page(page, TEXT, editor=bob)
    return reload(page)


def test_a_section_moves_with_its_subsections(rome: Page, alice: Editor, carol: Editor) -> None:
    italy = make_page("Italy", ITALY, editor=alice)
    economy, fairs = section(rome, "Economy"), section(rome, "Fairs")
    done = move_section(rome, economy.pk, Title(0, "Italy"), editor=carol, reason="too long")
    assert source("Rome") == "Rome is a city.\n\n## See also\n\n- [[Milan]]\n\n[[Category:Cities]]"
    assert source("Italy") == ITALY.replace(
        "## See", f"## Economy\n\n{TRADE}\n\n### Fairs\n\n{FAIRS}\n\n## See"
    )
    assert done.left.summary == "Moved “Economy” to [[Italy]]: too long"
    assert done.came.summary == (
        f"Moved “Economy” here from [[Rome]] ([[Special:PermanentLink/{rome.latest_id}|as it was there]]): "
        "too long"
    )
    assert (done.left.number, done.came.number) == (3, 2)
    told = [plain(Change.from_json(line)) for side in (done.left, done.came) for line in reload_lines(side)]
    assert told == [
        "§ Economy moved to the page Italy", "§ Fairs moved to the page Italy",
        "§ Economy came from Rome", "§ Fairs came from Rome",
    ]  # fmt: skip
    for old in (economy, fairs):
        old.refresh_from_db()
        new = Section.objects.get(pk=done.sections[old.pk])
        assert (old.deleted, old.moved_to_id) == (True, new.pk)
        assert Section.history.get(id=old.pk, rev=3).moved_to_id == new.pk
        assert (new.page_id, new.origin_id, new.rev) == (italy.pk, old.pk, 2)
        place = section_place(old.pk)
        assert (place.title.full, place.anchor, place.gone) == ("Italy", new.title, False)
    assert authors("Italy")["Economy"] == f"Alice: ## Economy {TRADE}"
    assert authors("Italy")["Fairs"] == f"Alice: ### Fairs | Bob: {FAIRS}"
    assert not rebuild_authorship(reload(italy))


def test_places_and_levels(rome: Page, alice: Editor) -> None:
    make_page("Italy", ITALY, editor=alice)
    fairs = section(rome, "Fairs")
    move_section(rome, fairs.pk, Title(0, "Italy"), editor=alice, place=Place("after", "towns"))
    text = ITALY.replace("in towns.", f"in towns.\n\n### Fairs\n\n{FAIRS}")
    assert source("Italy") == text
    economy = section(rome, "Economy")
    move_section(rome, economy.pk, Title(0, "Italy"), editor=alice, place=Place("end"))
    assert source("Italy") == f"{text}\n\n## Economy\n\n{TRADE}"
    assert "Economy" not in source("Rome")


def test_deep_headings_of_both_kinds(alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", "Lead.\n\n== A ==\n\nB.\n\n=== C ===  \n\nD.", editor=alice)
    make_page("Italy", "Lead.\n\n##### Deep\n\nText.", editor=alice)
    move_section(page, section(page, "A").pk, Title(0, "Italy"), editor=carol, place=Place("after", "Deep"))
    assert not rebuild_authorship(reload(find_page(Title(0, "Italy"))))
    assert authors("Italy")["C"] == "Alice: ====== C ====== D."
    wanted = "Lead.\n\n##### Deep\n\nText.\n\n===== A =====\n\nB.\n\n====== C ======  \n\nD."
    assert source("Italy") == wanted


def test_split_off_as_a_page_of_its_own(rome: Page, carol: Editor) -> None:
    economy = section(rome, "Economy")
    done = move_section(rome, economy.pk, Title(0, "Economy of Rome"), editor=carol)
    assert done.created
    assert source("Economy of Rome") == f"{TRADE}\n\n## Fairs\n\n{FAIRS}"
    assert authors("Economy of Rome") == {"": f"Alice: {TRADE}", "Fairs": f"Alice: ## Fairs | Bob: {FAIRS}"}
    place = section_place(economy.pk)
    assert (place.title.full, place.anchor) == ("Economy of Rome", "")


def test_a_list_of_links_moves_and_the_categories_stay(rome: Page, carol: Editor) -> None:
    done = move_section(rome, section(rome, "See also").pk, Title(0, "Links"), editor=carol)
    assert source("Links") == "## See also\n\n- [[Milan]]"
    assert source("Rome") == f"{TEXT.partition('## See')[0].rstrip()}\n\n[[Category:Cities]]"
    assert done.target.title == "Links"
    assert authors("Links") == {"": "Alice: - [[Milan]]", "See also": "Alice: ## See also"}
    assert not rebuild_authorship(done.target)


@pytest.mark.parametrize(
    "body", ["\n" * 40_000 + "x", "[[Category:A]]\n" * 9000 + "x", "x\n\n" + "[[Category:A]]\n" * 9000]
)
def test_the_last_lines_of_a_long_text_are_found_quickly(body: str) -> None:
    rows = [Row("section", 1, 1, text="Lead."), Row("section", 2, 1, head="\n\n## A", text=body)]
    start = time.monotonic()
    _base, kept, moved = without_tail(rows, rows[1:])
    assert time.monotonic() - start < 1
    assert [row.text for row in moved] == ([body] if body.endswith("x") else ["x"])
    assert sum(row.text.count("[[") for row in kept) == (0 if body.endswith("x") else 9000)


def test_it_moves_on_and_back(rome: Page, alice: Editor) -> None:
    make_page("Italy", ITALY, editor=alice)
    first = section(rome, "Economy").pk
    move_section(rome, first, Title(0, "Italy"), editor=alice)
    italy = find_page(Title(0, "Italy"))
    move_section(italy, section(italy, "Economy").pk, Title(0, "Trade"), editor=alice)
    trade = find_page(Title(0, "Trade"))
    assert section_place(first).title.full == "Trade"
    merge_pages(trade, Title(0, "Rome"), editor=alice)
    place = section_place(first)
    assert (place.title.full, place.anchor) == ("Rome", "Trade")
    merged = f"## Trade\n\n{TRADE}\n\n### Fairs\n\n{FAIRS}"
    assert source("Rome") == TEXT.replace(f"## Economy\n\n{TRADE}\n\n### Fairs\n\n{FAIRS}", merged)
    assert authors("Rome")["Fairs"] == f"Alice: ### Fairs | Bob: {FAIRS}"


def test_pages_are_merged(rome: Page, alice: Editor, carol: Editor) -> None:
    make_page("Italy", "```infobox Italy\nCapital: Rome\n```\n" + ITALY, editor=alice)
    make_page("Old", "```infobox Old\nX: 1\n```\nAn old town.\n\n## Walls\n\nHigh.", editor=alice)
    done = merge_pages(find_page(Title(0, "Old")), Title(0, "Italy"), editor=carol, reason="one town")
    assert source("Old") == "#REDIRECT [[Italy]]"
    merged = "## Old\n\nAn old town.\n\n### Walls\n\nHigh."
    assert source("Italy").endswith(ITALY.replace("## See", f"{merged}\n\n## See"))
    assert "X: 1" not in source("Italy")
    assert done.left.summary == "Merged into [[Italy]]: one town"
    assert authors("Italy")["Walls"] == "Alice: ### Walls High."
    make_page("Empty", "Nothing yet.", editor=alice)
    boxed = make_page("Boxed", "```infobox B\nY: 2\n```\nText.", editor=alice)
    merge_pages(boxed, Title(0, "Empty"), editor=carol)
    assert authors("Empty")["Y"] == "Alice: Y: 2"
    assert authors("Empty")["Boxed"] == "Carol: ## Boxed | Alice: Text."
    assert not rebuild_authorship(reload(find_page(Title(0, "Empty"))))
    assert source("Empty") == "```infobox B\nY: 2\n```\nNothing yet.\n\n## Boxed\n\nText."


def test_what_cannot_be_changes_nothing(rome: Page, alice: Editor, carol: Editor) -> None:
    make_page("Italy", ITALY, editor=alice)
    make_page("Roma", "#REDIRECT [[Rome]]", editor=alice)
    make_page("Code", "Lead.\n\n```\nnever closed", editor=alice)
    closed = make_page("Closed", "Text.", editor=alice)
    protect_page(closed, {"edit": "sysop"}, editor=carol)
    count, id_ = Revision.objects.count(), section(rome, "Economy").pk
    lead = Section.objects.get(page=rome, level=0).pk
    for to, code in (("Rome", "samepage"), ("Roma", "redirect")):
        with pytest.raises(BadEdit) as error:
            move_section(rome, id_, title_of(to), editor=alice)
        assert (error.value.code, error.value.field) == (code, "target")
    for number in (lead, 10**9):
        with pytest.raises(BadEdit) as error:
            move_section(rome, number, Title(0, "Italy"), editor=alice)
        assert error.value.code == "nosuchsection"
    for place in (Place("after", "Nowhere"), Place("after", " ")):
        with pytest.raises(BadEdit) as error:
            move_section(rome, id_, Title(0, "Italy"), editor=alice, place=place)
        assert error.value.field == "after"
    with pytest.raises(PageProtected):
        move_section(rome, id_, Title(0, "Closed"), editor=alice)
    with pytest.raises(BadEdit) as error:
        merge_pages(rome, Title(0, "Nowhere"), editor=alice)
    assert error.value.code == "missingtitle"
    protect_page(rome, {"edit": "sysop"}, editor=carol)
    with pytest.raises(PageProtected):
        move_section(rome, id_, Title(0, "Italy"), editor=alice)
    delete_page(rome, editor=carol)
    with pytest.raises(BadEdit, match="was deleted meanwhile"):
        move_section(rome, id_, Title(0, "Italy"), editor=carol)
    assert Revision.objects.count() == count + 1  # the protection's
    assert not Section.objects.exclude(moved_to=None).exists()


def test_the_newest_text_moves(rome: Page, alice: Editor, bob: Editor) -> None:
    stale = reload(rome)
    economy = section(rome, "Fairs")
    edit_section(rome, economy.pk, f"### Fairs\n\n{FAIRS} And a market.", editor=bob)
    make_page("Italy", ITALY, editor=alice)
    move_section(stale, economy.pk, Title(0, "Italy"), editor=alice)
    assert f"{FAIRS} And a market." in source("Italy")
