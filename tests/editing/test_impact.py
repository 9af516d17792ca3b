"""What an edit takes away: each of the four effects provoked, and told of exactly."""

import time

import pytest

from tests.factories import edit_page, make_page, reload
from wiki.editing.edits import field_value, infobox_form, section_text, whole_page
from wiki.editing.impact import BrokenLink, FactChange, Impact, impact_of, losses
from wiki.editing.merging.rows import Edit
from wiki.editing.saving.plan import plan_edit
from wiki.models import InfoboxField, Row, Section
from wiki.moderation.delete import delete_page
from wiki.reading.source import open_infobox, open_page, open_section
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db
TEXT = """```infobox Rome
Mayor: Nero <https://example.org/mayors>
Area: 1,285
Founded: 753[^2]
```
Rome is a city,[^1] north of [[Naples]], see <https://example.org/rome>.

## Kings

Seven kings.[^2] [[Numa]] made the laws.

## Trade

By sea, with [[Carthage]] and [[Naples]].

## See also

- [[Milan]]

[^1]: A book about cities, page 7.
[^2]: Livy, <https://example.org/livy>."""


@pytest.fixture
def page(db):
    return make_page("Rome", TEXT)


def impact(page, text) -> Impact:
    fresh = reload(page)
    edit = whole_page(fresh, text, open_page(fresh).base)
    return impact_of(plan_edit(fresh, edit), fresh)


# ---- Sources ----------------------------------------------------------------------------------------------


def test_sources_that_go(page):
    text = TEXT.replace("city,[^1]", "city,").replace(", see <https://example.org/rome>", "")
    found = impact(page, text.replace("[^1]: A book about cities, page 7.\n", ""))
    assert found == Impact(sources=("A book about cities, page 7.", "https://example.org/rome"))
    assert found.weighs


def test_a_note_that_nothing_refers_to_any_more_is_gone(page):
    assert impact(page, TEXT.replace("city,[^1]", "city,")).sources == ("A book about cities, page 7.",)


def test_a_note_with_an_address_is_one_source(page):
    text = TEXT.replace("kings.[^2]", "kings.").replace("753[^2]", "753").partition("\n[^2]")[0]
    assert impact(page, text).sources == ("Livy, <https://example.org/livy>.",)


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("[^1]", "[^city]"),  # another name
        TEXT.replace("page 7", "page 8"),  # the note was mended
        TEXT.replace("[^2]: Livy, <https://example.org/livy>.", "[^2]: Livy I, <https://example.org/livy>."),
        TEXT.replace("By sea", "By sea[^1]"),
        TEXT.replace("<https://example.org/rome>", "[the city](https://example.org/rome)"),
        TEXT.replace("Rome is a city,[^1]", "```\n[^9]\n```\n\nRome is a city,[^1]"),
    ],
)
def test_what_stays_a_source(page, text):
    assert impact(page, text) == Impact()


# ---- Links to sections ------------------------------------------------------------------------------------


def test_links_to_a_section_that_goes(page):
    make_page("Laws", "See [[Rome#Kings]] and [[Rome#Trade]].")
    make_page("Livy", "Wrote of [[Rome#Kings|the kings]], as of [[Rome#Nothing]].")
    text = TEXT.replace("## Kings\n\nSeven kings.[^2] [[Numa]] made the laws.\n\n", "").replace(
        "by sea", "By sea"
    )
    assert impact(page, text).broken == (BrokenLink("Kings", (Title(0, "Laws"), Title(0, "Livy"))),)


def test_links_to_a_heading_of_old_and_on_the_page_itself(page):
    edit_page(page, TEXT.replace("## Kings", "## The kings of old"))
    make_page("Laws", "See [[Rome#Kings]] and [[Rome#The kings of old]].")
    text = open_page(reload(page)).text.replace("By sea", "See [[#The kings of old]]. By sea")
    edit_page(page, text)
    start, end = text.index("## The kings"), text.index("## Trade")
    found = impact(page, text[:start] + text[end:]).broken
    assert [(one.name, set(one.pages)) for one in found] == [
        ("The kings of old", {Title(0, "Laws"), Title(0, "Rome")})
    ] * len(found)
    assert found


def test_a_renamed_section_breaks_no_link(page):
    make_page("Laws", "See [[Rome#Kings]].")
    assert impact(page, TEXT.replace("## Kings", "## The seven")) == Impact()


# ---- Orphans ----------------------------------------------------------------------------------------------


def test_pages_that_nothing_else_links_to(page):
    for title in ("Numa", "Carthage", "Naples", "Milan", "Talk:Numa"):
        make_page(title)
    make_page("Cities", "[[Carthage]]")
    gone = (
        TEXT.replace("[[Numa]]", "Numa")
        .replace("[[Carthage]]", "Carthage")
        .replace("- [[Milan]]", "- Milan?")
    )
    assert impact(page, gone).orphans == (Title(0, "Milan"), Title(0, "Numa"))
    assert impact(page, TEXT.replace("with [[Carthage]] and [[Naples]]", "a lot")).orphans == ()


def test_what_is_no_orphan(page, carol):
    make_page("Numa", "I am [[Numa]].")
    make_page("Carthage", "#REDIRECT [[Milan]]")
    delete_page(make_page("Naples"), editor=carol, reason="x")
    assert impact(page, TEXT.replace("[[Numa]]", "[[numa]]")).orphans == ()
    text = TEXT.replace("[[Carthage]]", "").replace("[[Naples]]", "").replace("[[Numa]]", "")
    assert impact(page, text).orphans == (Title(0, "Numa"),)


# ---- Facts ------------------------------------------------------------------------------------------------


def test_facts_that_change(page):
    text = TEXT.replace("Nero <", "Galba <").replace("Area: 1,285\n", "").replace("753[^2]", "754[^2]")
    found = impact(page, text)
    assert found.facts == (
        FactChange("Mayor", "Nero <https://example.org/mayors>", "Galba <https://example.org/mayors>", True),
        FactChange("Area", "1,285", "", False),
        FactChange("Founded", "753", "754", True),
    )
    assert found.weighs


def test_a_fact_with_a_new_source_and_one_without_do_not_weigh(page):
    text = TEXT.replace("Area: 1,285", "Area: 1,300")
    found = impact(page, text.replace("753[^2]", "754[^2] <https://example.org/new>"))
    assert [fact.unsourced for fact in found.facts] == [False, False]
    assert not found.weighs
    assert found.any


def test_what_is_written_otherwise_is_the_same_fact(page):
    assert impact(page, TEXT.replace("Area: 1,285", "Area:   **1,285**")) == Impact()


# ---- All together -----------------------------------------------------------------------------------------


def test_the_key_names_what_weighs(page):
    one, other = TEXT.replace("city,[^1]", "city,"), TEXT.replace("see <https://example.org/rome>", "")
    assert impact(page, one).key == impact(page, one.replace("1,285", "1,300")).key
    assert len({impact(page, text).key for text in (TEXT, one, other)}) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_costs_two_queries_for_one_effect_or_many(page, django_assert_num_queries, count):
    headings = "".join(f"\n\n## Part {n}\n\n[[Page {n}]] <https://example.org/{n}>" for n in range(count))
    for n in range(count):
        make_page(f"Page {n}")
        make_page(f"From {n}", f"[[Rome#Part {n}]]")
    edit_page(page, TEXT + headings)
    fresh = reload(page)
    plan = plan_edit(fresh, whole_page(fresh, TEXT, open_page(fresh).base))
    with django_assert_num_queries(2):
        found = impact_of(plan, fresh)
    assert (len(found.sources), len(found.broken), len(found.orphans)) == (count, count, count)


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        (("Seven kings", "Seven great kings [[Romulus]][^9]"), set()),
        (("kings.[^2]", "kings."), {"source"}),
        (("[[Numa]]", "Numa"), {"link"}),
        (("## Kings", "## The kings"), {"heading"}),
        (("Seven kings", "```\nSeven kings"), {"source", "link"}),
    ],
)
def test_a_look_at_what_was_typed_says_what_to_look_for(page, django_assert_num_queries, change, lost):
    section = Section.objects.get(title="Kings")
    opened = open_section(page, section.pk)
    edit = section_text(page, section.pk, opened.text.replace(*change), opened.base)
    with django_assert_num_queries(0):
        assert losses(edit) == lost


def test_a_look_at_the_infobox_and_the_list(page):
    field = InfoboxField.objects.get(key="Area")
    base = open_infobox(page, field_id=field.pk).base
    assert not losses(field_value(page, field.pk, "Area", "1,285", base))
    assert losses(field_value(page, field.pk, "Area", "1,300", base)) == {"field", "link", "source"}
    whole = open_infobox(page)
    rows = [(row.id, row.key, row.value, row.source) for row in whole.rows]
    assert not losses(infobox_form(page, whole.caption, [*rows, (None, "River", "Tiber")], whole.base))
    assert "field" in losses(infobox_form(page, whole.caption, rows[1:], whole.base))
    opened = open_page(page)
    assert losses(whole_page(page, TEXT.replace("- [[Milan]]", "- [[Turin]]"), opened.base)) == {"link"}
    assert not losses(whole_page(page, TEXT.replace("- [[Milan]]", "- [[Milan]]\n- [[Turin]]"), opened.base))


def test_a_look_at_a_long_page_is_short(page):
    line = "Some words with a [[Link|link]], a note[^1] and <https://example.org/x>. " * 8
    text = "".join(f"{line}{n}\n\n" for n in range(400))
    row = Row("section", 1, 1, head="## A", text=text)
    start = time.monotonic()
    assert not losses(Edit((row,), (row._replace(text=text.replace("words", "other words")),)))
    assert time.monotonic() - start < 1


def test_a_look_at_very_many_lines_of_blanks_is_short(page):
    blanks = "\n".join(" " * n for n in range(1, 1500))
    row = Row("section", 1, 1, head="## A", text="Text.\n")
    start = time.monotonic()
    assert not losses(Edit((row,), (row._replace(text=f"Text.\n{blanks}\nx"),)))
    assert time.monotonic() - start < 1
