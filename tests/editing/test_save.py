"""Saving: the one way an edit enters the wiki."""

from __future__ import annotations

import hashlib

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, edit_section, make_page, reload
from wiki.editing import edits
from wiki.editing.errors import BadEdit, Choice, EditConflict, TextTooLarge
from wiki.editing.save import save_edit
from wiki.models import InfoboxField, Page, Revision, Section, SeeAlsoLink
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor, PageProtected
from wiki.reading.source import open_infobox, open_page, open_section
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

TEXT = """```infobox Coalition
Formation: September 2015
Type: Military alliance
Headquarters: Damascus
```

The lead. It has two sentences.

## Background
First sentence of it. Second sentence of it.

### Early days
Long ago.

## Agreement
The agreement was made.

## See also
- [[Axis]]
- [[Other]]"""


def section(page: Page, title: str) -> Section:
    return Section.objects.get(page=page, title=title, deleted=False)


def field(page: Page, key: str) -> InfoboxField:
    return InfoboxField.objects.get(page=page, key=key, deleted=False)


def test_a_new_page_is_stored_part_by_part(alice: Editor) -> None:
    page = make_page("Coalition", TEXT, editor=alice, summary="first")
    revision = Revision.objects.get(page=page)
    assert (revision.number, revision.parent, revision.author_text, revision.summary) == (
        1,
        None,
        "Alice",
        "first",
    )
    assert revision.sha1 == hashlib.sha1(TEXT.encode()).hexdigest()
    assert (revision.size, revision.delta) == (len(TEXT.encode()), len(TEXT.encode()))
    titles = Section.objects.filter(page=page).order_by("position").values_list("level", "title")
    assert list(titles) == [(0, ""), (2, "Background"), (3, "Early days"), (2, "Agreement"), (2, "See also")]
    keys = (
        InfoboxField.objects.filter(page=page, kind="field").order_by("position").values_list("key", "value")
    )
    assert list(keys) == [
        ("Formation", "September 2015"),
        ("Type", "Military alliance"),
        ("Headquarters", "Damascus"),
    ]
    links = SeeAlsoLink.objects.filter(page=page).order_by("position").values_list("target", flat=True)
    assert list(links) == ["Axis", "Other"]
    assert open_page(reload(page)).text == TEXT


def test_one_changed_section_makes_one_version(alice: Editor) -> None:
    page = make_page("Coalition", TEXT)
    agreement = section(page, "Agreement")
    saved = edit_section(page, agreement.pk, "## Agreement\nThe agreement was broken.", editor=alice)
    assert saved.revision is not None
    assert saved.revision.number == 2
    versions = Section.history.filter(page_id=page.pk, rev=2).values_list(
        "id", "revision_id", "history_user_id"
    )
    assert list(versions) == [(agreement.pk, saved.revision.pk, alice.user.pk if alice.user else None)]
    assert open_page(page).text == TEXT.replace("was made", "was broken")


def test_a_save_without_change_makes_no_revision() -> None:
    page = make_page("Coalition", TEXT)
    assert edit_page(page, TEXT).revision is None
    assert Revision.objects.filter(page=page).count() == 1


def test_what_a_form_normalises_is_no_change() -> None:
    text = "Line one.\r\nLine two.\r\n\r\n## Cafe\u0301\r\n\r\nBody."
    page = save_edit(
        Title(0, "Plain"), edits.whole_page(None, text, ""), editor=Editor(None, "192.0.2.9")
    ).page
    assert page is not None
    assert open_page(page).text == text
    assert edit_page(page, "Line one.\nLine two.\n\n## Caf\u00e9\n\nBody.").revision is None


def test_different_parts_from_the_same_base_both_land(alice: Editor, bob: Editor) -> None:
    page = make_page("Coalition", TEXT)
    base = open_page(page).base
    first = edits.whole_page(page, TEXT.replace("Damascus", "Baghdad"), base)
    second = edits.whole_page(page, TEXT.replace("was made", "was kept"), base)
    third = edits.whole_page(page, TEXT.replace("Military alliance", "Coalition"), base)
    for edit, editor in ((first, alice), (second, bob), (third, alice)):
        save_edit(page, edit, editor=editor)
    wanted = (
        TEXT.replace("Damascus", "Baghdad")
        .replace("was made", "was kept")
        .replace("Military alliance", "Coalition")
    )
    assert open_page(page).text == wanted


def test_the_same_words_are_a_conflict_that_a_choice_settles(alice: Editor, bob: Editor) -> None:
    page = make_page("Coalition", TEXT)
    base = open_page(page).base
    save_edit(page, edits.whole_page(page, TEXT.replace("Damascus", "Baghdad"), base), editor=alice)
    edit = edits.whole_page(page, TEXT.replace("Damascus", "Tehran"), base)
    with pytest.raises(EditConflict) as caught:
        save_edit(page, edit, editor=bob)
    (dispute,) = caught.value.disputes
    assert (dispute.kind, dispute.name, dispute.piece, dispute.seen) == ("field", "Headquarters", "row", 2)
    assert Revision.objects.filter(page=page).count() == 2
    save_edit(page, edit, editor=bob, choices={dispute.key: Choice(2, ("mine",))})
    assert field(page, "Headquarters").value == "Tehran"


def test_a_choice_made_before_the_other_side_moved_on_is_asked_again(alice: Editor, bob: Editor) -> None:
    page = make_page("Coalition", TEXT)
    base = open_page(page).base
    save_edit(page, edits.whole_page(page, TEXT.replace("Damascus", "Baghdad"), base), editor=alice)
    edit = edits.whole_page(page, TEXT.replace("Damascus", "Tehran"), base)
    edit_page(page, TEXT.replace("Damascus", "Moscow"), editor=alice)
    with pytest.raises(EditConflict) as caught:
        save_edit(
            page, edit, editor=bob, choices={f"f{field(page, 'Headquarters').pk}.row": Choice(2, ("mine",))}
        )
    assert caught.value.disputes[0].seen == 3


def test_removing_what_another_changed_is_asked(alice: Editor, bob: Editor) -> None:
    page = make_page("Coalition", TEXT)
    base = open_page(page).base
    edit_page(page, TEXT.replace("was made", "was kept"), editor=alice)
    without = TEXT.replace("\n\n## Agreement\nThe agreement was made.", "")
    edit = edits.whole_page(page, without, base)
    with pytest.raises(EditConflict) as caught:
        save_edit(page, edit, editor=bob)
    (dispute,) = caught.value.disputes
    assert (dispute.name, dispute.piece, dispute.mine) == ("Agreement", "removal", "")
    save_edit(page, edit, editor=bob, choices={dispute.key: Choice(dispute.seen, ("theirs",))})
    assert open_page(page).text == TEXT.replace("was made", "was kept")


def test_changing_what_another_removed_is_asked(alice: Editor, bob: Editor) -> None:
    page = make_page("Coalition", TEXT)
    base = open_page(page).base
    edit_page(page, TEXT.replace("\n\n## Agreement\nThe agreement was made.", ""), editor=alice)
    edit = edits.whole_page(page, TEXT.replace("was made", "was kept"), base)
    with pytest.raises(EditConflict) as caught:
        save_edit(page, edit, editor=bob)
    (dispute,) = caught.value.disputes
    assert (dispute.name, dispute.piece, dispute.theirs) == ("Agreement", "removal", "")
    save_edit(page, edit, editor=bob, choices={dispute.key: Choice(dispute.seen, ("mine",))})
    assert open_page(page).text == TEXT.replace("was made", "was kept")


def test_anchors_are_kept_for_life() -> None:
    page = make_page("Coalition", TEXT)
    agreement = section(page, "Agreement")
    for title in ("Deal", "Pact", "Treaty"):
        edit_section(page, agreement.pk, f"## {title}\nThe agreement was made.")
    agreement.refresh_from_db()
    assert (agreement.anchor, agreement.former_anchors) == ("Treaty", "Pact\nDeal\nAgreement")


def test_a_blanked_page_gets_its_sections_back() -> None:
    page = make_page("Coalition", TEXT)
    ids = set(Section.objects.filter(page=page).values_list("pk", flat=True))
    edit_page(page, "Blank.")
    edit_page(page, TEXT)
    assert set(Section.objects.filter(page=page, deleted=False).values_list("pk", flat=True)) == ids
    call_command("verify_history")


def test_moving_a_section_touches_one_row() -> None:
    text = "Lead." + "".join(
        f"\n\n## S{n}\nBody of section number {n}, which is long enough." for n in range(8)
    )
    page = make_page("Order", text)
    parts = text.split("\n\n## ")
    moved = "\n\n## ".join([parts[0], parts[8], *parts[1:8]])
    edit_page(page, moved)
    assert open_page(page).text == moved
    assert list(Section.history.filter(page_id=page.pk, rev=2).values_list("title", flat=True)) == ["S7"]


def test_saving_one_section_costs_a_fixed_number_of_queries(alice: Editor) -> None:
    page = make_page("Coalition", TEXT)
    counts = []
    for n, name in enumerate(("Agreement", "Background", "Agreement")):
        part = section(page, name)
        fresh = reload(page)
        opened = open_section(fresh, part.pk)
        editor = Editor(alice.user, "")
        assert editor.rights  # groups are read once a request
        with CaptureQueriesContext(connection) as queries:
            edit = edits.section_text(fresh, part.pk, f"{opened.text}\nMore {n}.", opened.base)
            save_edit(fresh, edit, editor=editor)
        counts.append(len([q for q in queries if "SAVEPOINT" not in q["sql"]]))
    # Two before the lock (rows, authorship), eight under it: lock, blocks, revision, row, version, page,
    # authorship, HTML. Then the search index: what is there of the page, the section's passage, and words
    # that are new to the section, if any.
    assert counts == [13, 13, 12]


def test_too_large_a_page_is_refused_with_the_figures() -> None:
    page = make_page("Coalition", TEXT)
    with pytest.raises(TextTooLarge, match="the limit is 2,"):
        edit_page(page, "x" * 3_000_000)
    assert open_page(page).text == TEXT


def test_a_foreign_base_is_refused() -> None:
    one, two = make_page("One", TEXT), make_page("Two", TEXT)
    with pytest.raises(BadEdit, match="does not belong"):
        edits.whole_page(two, "New.", open_page(one).base)
    with pytest.raises(BadEdit, match="cannot be read"):
        edits.whole_page(two, "New.", "s1.1;drop")


def test_creating_a_page_that_exists_by_now_is_refused() -> None:
    make_page("Coalition", TEXT)
    with pytest.raises(BadEdit) as caught:
        make_page("Coalition", "Other text.")
    assert caught.value.code == "articleexists"


def test_an_empty_new_page_is_refused() -> None:
    with pytest.raises(BadEdit) as caught:
        make_page("Coalition", " \n")
    assert caught.value.code == "emptypage"
    assert not Page.objects.exists()


def test_protection_is_asked_where_the_write_happens(alice: Editor, carol: Editor) -> None:
    page = make_page("Coalition", TEXT)
    protect_page(page, {"edit": "sysop"}, editor=carol, reason="vandalism")
    with pytest.raises(PageProtected, match="only administrators"):
        edit_page(page, "New.", editor=alice)
    assert edit_page(page, "New.", editor=carol).revision is not None


def test_the_infobox_form_keeps_what_was_not_touched() -> None:
    page = make_page("Coalition", TEXT.replace("Type: Military alliance", "Type:   Military alliance  "))
    opened = open_infobox(page)
    rows = [(row.id, row.key, row.value) for row in opened.rows]
    edit = edits.infobox_form(page, opened.caption, [*rows, (None, "Members", "Russia\nSyria")], opened.base)
    save_edit(page, edit, editor=Editor(None, "192.0.2.9"))
    text = open_page(page).text
    assert "\nType:   Military alliance  \n" in text
    assert "\nMembers: Russia|Syria\n```" in text


def test_an_empty_key_is_refused_and_named() -> None:
    page = make_page("Coalition", TEXT)
    opened = open_infobox(page)
    with pytest.raises(BadEdit) as caught:
        edits.infobox_form(page, opened.caption, [(None, " ", "Value")], opened.base)
    assert caught.value.field == "key-0"


def test_ten_thousand_fields_open_and_save() -> None:
    fields = "".join(f"Key {n}: value {n}\n" for n in range(10_000))
    page = make_page("Many", f"```infobox Many\n{fields}```\n\nLead.")
    opened = open_infobox(page)
    assert len(opened.rows) == 10_000
    rows = [(row.id, row.key, row.value + "!" if row.key == "Key 77" else row.value) for row in opened.rows]
    save_edit(page, edits.infobox_form(page, "Many", rows, opened.base), editor=Editor(None, "192.0.2.9"))
    assert InfoboxField.history.filter(page_id=page.pk, rev=2).count() == 1


def test_what_is_typed_below_a_section_stays_there() -> None:
    """A section's form may hold new sections, or another in its place: they stand where it stood."""
    text = "Lead.\n\n## One\n\nOf one.\n\n## Two\n\nOf two.\n\n## Three\n\nOf three."
    for number, typed in enumerate(
        ("Words alone.", "## New\n\nOther words.", "## Two\n\nOf two.\n\n## More\n\nMore.")
    ):
        page = make_page(f"Below {number}", text)
        edit_page(page, text.replace("Of three", "Of 3"))
        edit_section(page, section(page, "Two").pk, typed)
        assert open_page(reload(page)).text == text.replace("## Two\n\nOf two.", typed).replace(
            "Of three", "Of 3"
        )
