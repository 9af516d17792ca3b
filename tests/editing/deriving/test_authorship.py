"""Who wrote which words, through everything that can be done to a page."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, edit_section, make_page, reload
from tests.reading.random_edits import Draft
from wiki.editing import edits
from wiki.editing.deriving.authorship_history import rebuild_authorship
from wiki.editing.merging.rows import Edit
from wiki.editing.revert import restore, restore_part_edit
from wiki.editing.rollback import rollback
from wiki.editing.save import save_edit
from wiki.editing.undo import AlreadyUndone, undo
from wiki.models import Authorship, Page, Revision, Row, Section
from wiki.moderation.delete import delete_page, undelete_page
from wiki.permissions import Editor
from wiki.reading.authorship import page_authorship
from wiki.reading.source import open_page

pytestmark = pytest.mark.django_db

FOX = "The red fox jumps over the lazy dog."
SPRING = "It was a sunny day in spring."
STONE = "Nobody had seen the old stone bridge."
TEXT = f"""```infobox Fox
Colour: red
```
{FOX}

## Spring

{SPRING}

## Bridge

{STONE}

## See also
- [[Wolf]]
"""


def told(page: Page, part: str = "") -> str:
    """The words of a section (default: the lead) or field, the author's name before each run."""
    found = page_authorship(reload(page), viewer=Editor(None, ""))
    chosen = next(one for one in found.parts if (part in one.text and one.head != "caption") or not part)
    at, words = 0, []
    for revision, length in chosen.runs:
        author = found.authors[found.author_of[revision]].name
        words.append(f"{author}: {' '.join(chosen.text[at : at + length].split())}")
        at += length
    return " | ".join(words)


@pytest.fixture
def page(alice: Editor) -> Page:
    return make_page("Fox", TEXT, editor=alice)


def now(page: Page) -> str:
    return open_page(page).text


def test_a_new_page_is_its_creators(page: Page) -> None:
    assert told(page, "Spring") == f"Alice: ## Spring {SPRING}"
    assert told(page, "Colour") == "Alice: Colour: red"
    assert told(page, "Wolf") == "Alice: - [[Wolf]]"


def test_words_of_two_authors(page: Page, bob: Editor) -> None:
    edit_page(page, TEXT.replace("lazy", "old").replace("red\n", "brown\n"), editor=bob)
    assert told(page, FOX[:5]) == "Alice: The red fox jumps over the | Bob: old | Alice: dog."
    assert told(page, "Colour") == "Alice: Colour: | Bob: brown"


def test_deleted_and_restored_by_hand_keeps_its_first_author(page: Page, bob: Editor, carol: Editor) -> None:
    edit_page(page, TEXT.replace(STONE, "A ford."), editor=bob)
    edit_page(page, TEXT.replace(STONE, f"A ford. {STONE}"), editor=carol)
    assert told(page, "Bridge") == f"Alice: ## Bridge | Bob: A ford. | Alice: {STONE}"


def test_undo(page: Page, bob: Editor, carol: Editor) -> None:
    removal = edit_page(page, TEXT.replace(STONE, ""), editor=bob).revision
    edit_page(page, now(page).replace("lazy", "old"), editor=bob)
    assert removal
    undo(reload(page), removal, editor=carol)
    assert told(page, "Bridge") == f"Alice: ## Bridge {STONE}"


def test_rollback_and_restore(page: Page, bob: Editor, carol: Editor) -> None:
    first = page.latest
    edit_page(page, "Nonsense.", editor=bob)
    rollback(reload(page), "Bob", editor=carol)
    assert told(page, "Bridge") == f"Alice: ## Bridge {STONE}"
    edit_page(page, TEXT.replace("stone", "wooden"), editor=bob)
    assert first
    restore(reload(page), first, editor=carol)
    assert told(page, "Bridge") == f"Alice: ## Bridge {STONE}"
    assert told(page, "Colour") == "Alice: Colour: red"


def test_one_part_restored(page: Page, bob: Editor, carol: Editor) -> None:
    first, bridge = page.latest, Section.objects.get(title="Bridge")
    edit_section(page, bridge.pk, "", editor=bob)
    assert first
    edit = restore_part_edit(reload(page), "section", bridge.pk, first, viewer=carol)
    save_edit(reload(page), edit, editor=carol)
    assert told(page, "Bridge") == f"Alice: ## Bridge {STONE}"


def test_blanked_and_typed_in_again(page: Page, bob: Editor, carol: Editor) -> None:
    edit_page(page, "x", editor=bob)
    edit_page(page, TEXT.replace("lazy dog.", "lazy dog. Really.").replace("stone", "wooden"), editor=carol)
    assert told(page, FOX) == f"Alice: {FOX} | Carol: Really."
    back = "Alice: ## Bridge Nobody had seen the old | Carol: wooden | Alice: bridge."
    assert told(page, "Bridge") == back
    assert told(page, "Colour") == "Alice: Colour: red"
    assert told(page, "Wolf") == "Alice: - [[Wolf]]"


def test_a_deleted_page_comes_back_with_its_authors(page: Page, carol: Editor) -> None:
    delete_page(page, editor=carol)
    undelete_page(page, editor=carol)
    assert told(page, "Bridge") == f"Alice: ## Bridge {STONE}"


def test_renamed_moved_up_and_indented(page: Page, bob: Editor) -> None:
    parts = f"## Spring\n\n{SPRING}\n\n", f"## Bridge\n\n{STONE}\n\n"
    edit_page(page, TEXT.replace("".join(parts), "".join(reversed(parts))), editor=bob)
    assert told(page, "Bridge") == f"Alice: ## Bridge {STONE}"
    edit_page(page, now(page).replace("## Bridge", "### Old bridge"), editor=bob)
    assert told(page, "bridge") == f"Bob: ### Old bridge | Alice: {STONE}"


def test_sentence_to_another_section_split_and_merge(page: Page, bob: Editor) -> None:
    edit_page(page, TEXT.replace(STONE, "").replace(SPRING, f"{SPRING} {STONE}"), editor=bob)
    assert told(page, "Spring") == f"Alice: ## Spring {SPRING} {STONE}"
    edit_page(page, now(page).replace(STONE, f"\n\n### Stones\n\n{STONE}"), editor=bob)
    assert told(page, "Stones") == f"Bob: ### Stones | Alice: {STONE}"
    edit_page(page, now(page).replace(f"\n\n### Stones\n\n{STONE}", STONE), editor=bob)
    assert told(page, "Spring") == f"Alice: ## Spring {SPRING} {STONE}"


def test_two_editors_at_once(page: Page, bob: Editor, carol: Editor) -> None:
    base = open_page(page).base
    one = edits.whole_page(page, TEXT.replace("lazy", "old").replace(SPRING, f"{SPRING} Rain."), base)
    other = edits.whole_page(page, TEXT.replace("red fox", "brown fox").replace("stone", "wooden"), base)
    save_edit(page, one, editor=bob)
    save_edit(page, other, editor=carol)
    lead = "Alice: The | Carol: brown | Alice: fox jumps over the | Bob: old | Alice: dog."
    assert told(page, "The brown") == lead
    assert told(page, "Spring") == f"Alice: ## Spring {SPRING} | Bob: Rain."
    assert told(page, "Bridge") == "Alice: ## Bridge Nobody had seen the old | Carol: wooden | Alice: bridge."


def test_a_section_taken_over_from_another_page(page: Page, bob: Editor) -> None:
    bridge = Section.objects.get(title="Bridge")
    other = make_page("Bridges", "All of them.", editor=bob)
    row = Row("section", -1, 0, head="\n\n## Bridge", text=f"\n\n{STONE} More.", origin=bridge.pk,
              origin_rev=bridge.rev)  # fmt: skip
    save_edit(other, Edit((), (row,)), editor=bob)
    assert told(other, "Bridge") == f"Alice: ## Bridge {STONE} | Bob: More."
    assert not Authorship.objects.filter(page=other, whole=False).exists()
    assert rebuild_authorship(reload(other)) is False


def test_an_old_revision_has_the_authors_that_it_had(page: Page, bob: Editor, anon: Editor) -> None:
    second = edit_page(page, TEXT.replace("lazy", "old"), editor=bob).revision
    edit_page(page, "Gone.", editor=bob)
    assert second
    found = page_authorship(reload(page), viewer=anon, revision=second)
    assert [(author.name, author.characters) for author in found.authors][1] == ("Bob", 4)
    assert "".join(part.text for part in found.parts if part.kind == "section").startswith("The red fox")


@pytest.mark.parametrize("seed", range(3))
def test_what_the_saves_left_is_what_rebuilding_finds(seed: int) -> None:
    """And every span is of a revision that the page had by then."""
    draft = Draft(random.Random(seed))
    page = make_page("Walk", draft.step())
    for _ in range(30):
        edit_page(page, draft.step())
        if draft.dice.random() < 0.2:
            latest = Revision.objects.filter(page=page).latest("number")
            try:
                undo(reload(page), latest, editor=Editor(None, "192.0.2.8"))
            except AlreadyUndone:
                continue
    fresh = reload(page)
    ids = dict(Revision.objects.filter(page=page).values_list("pk", "number"))
    for revision in Revision.objects.filter(page=page):
        found = page_authorship(fresh, viewer=Editor(None, ""), revision=revision)
        assert all(ids[id_] <= revision.number for part in found.parts for id_, _ in part.runs)
    assert rebuild_authorship(fresh) is False
    Authorship.objects.filter(page=page, rev__gt=3).delete()
    Authorship.objects.filter(page=page).update(spans=b"\x00")
    assert rebuild_authorship(fresh) is True
    assert rebuild_authorship(fresh) is False


def test_a_removed_sentence_is_remembered_once(page: Page) -> None:
    for _ in range(4):
        edit_page(page, TEXT.replace(f"{SPRING}", f"{SPRING} {STONE[::-1]}"))
        edit_page(page, TEXT)
    assert Authorship.objects.filter(page=page, whole=False).count() == 1
    digests = Authorship.objects.filter(page=page, whole=True).exclude(digest=None)
    assert len(set(digests.values_list("part", "digest"))) == digests.count()


def test_a_huge_edit_is_bounded(page: Page) -> None:
    text = "\n\n".join(
        f"## Part {n}\n\n" + " ".join(f"Sentence {n} {m}." for m in range(40)) for n in range(300)
    )
    edit_page(page, text)
    with CaptureQueriesContext(connection) as queries:
        edit_page(page, text.replace("Sentence", "Phrase"))
    asked = [query for query in queries if "wiki_authorship" in query["sql"]]
    assert Authorship.objects.filter(page=page, whole=False).count() <= 2_000
    assert len(asked) <= 20
