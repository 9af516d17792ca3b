from collections.abc import Iterable

import pytest

from wiki.text.comparing.changes import (
    Change,
    created,
    field_change,
    link_change,
    plain,
    section_change,
    shorten_pair,
    summarise,
)  # fmt: skip
from wiki.text.content import content_model
from wiki.text.parts.rows import FieldText, LinkText
from wiki.text.parts.single import read_field, read_link


def told(changes: Iterable[Change]) -> list[str]:
    return [plain(change) for change in changes]


def field(source: str | None) -> FieldText | None:
    return None if source is None else read_field(source)


def link(source: str | None) -> LinkText | None:
    return None if source is None else read_link(source)


FIELDS = {
    "Infobox › Headquarters: Damascus → Baghdad": ("\nHeadquarters: Damascus", "\nHeadquarters: Baghdad"),
    "Infobox › Membership: |||| → Russia, Syria, Iran": (
        "\nMembership: ||||",
        "\nMembership: Russia|Syria|Iran",
    ),
    "Infobox › Dissolved: (empty) → 8 December 2024": ("\nDissolved:", "\nDissolved: 8 December 2024"),
    "Infobox › Members: a, b → a, b, c": ("\nMembers: a|b", "\nMembers:\n- a\n- b\n- c"),
    "Infobox + Type: Military alliance": (None, "\nType: Military alliance"),
    "Infobox − Type: Military alliance": ("\nType: Military alliance", None),
    "Infobox › Base renamed Headquarters": ("\nBase: Damascus", "\nHeadquarters: Damascus"),
    "Infobox › Type: white space": ("\nType: Alliance", "\nType:  Alliance"),
}


@pytest.mark.parametrize("wanted", FIELDS)
def test_fields(wanted: str):
    assert told(field_change(1, *map(field, FIELDS[wanted]))) == [wanted]


def test_a_bar_parts_no_values_of_wikitext() -> None:
    old, new = (FieldText("field", "", "A", f"{{{{convert|{n}|m}}}}", "wikitext") for n in (43, 87))
    assert told(field_change(1, old, new)) == ["Infobox › A: {{convert|43|m}} → {{convert|87|m}}"]


def test_a_field_moved_and_one_renamed_with_a_new_value():
    one, two = field("\nA: 1"), field("\nB: 2")
    assert told(field_change(1, one, one, moved=True)) == ["Infobox › A moved"]
    assert told(field_change(1, one, two)) == ["Infobox › A renamed B", "Infobox › B: 1 → 2"]


def test_the_caption():
    reads = content_model("markdown").read_row
    old, new = (reads("caption", f"```infobox {name}") for name in ("The coalition", "The Coalition"))
    assert told(field_change(1, old, new)) == ["Infobox › caption: The coalition → The Coalition"]


SECTIONS = {
    "§ Agreement: +42 words": ("Agreement", "Agreement", "One.", "One. " + "more " * 42),
    "§ Agreement: −1 word": ("Agreement", "Agreement", "One more.", "One."),
    "§ Agreement: 5 words replaced": ("Agreement", "Agreement", "a b c d e f", "v w x y z f"),
    "Beginning: +1 word": ("", "", "One.", "One more."),
    "new section § X": (None, "X", "", "Body"),
    "§ X removed": ("X", None, "Body", ""),
    "§ A renamed § B": ("A", "B", "Body", "Body"),
    "§ X: white space": ("X", "X", "\n\nOne two.", "\nOne\ntwo.\n"),
    "§ X: punctuation": ("X", "X", "One two.", "One, two!"),
}


@pytest.mark.parametrize("wanted", SECTIONS)
def test_sections(wanted: str):
    assert told(section_change(1, *SECTIONS[wanted])) == [wanted]


def test_a_section_moved_restored_or_set_lower():
    same = 1, "After 2015", "After 2015", "Body", "Body"
    assert told(section_change(*same, moved=("Background", "Syrian civil war"))) == [
        "§ After 2015 moved to § Syrian civil war"
    ]
    assert told(section_change(*same, moved=("Background", "Background"))) == ["§ After 2015 moved"]
    assert told(section_change(*same, levels=(2, 3))) == ["§ After 2015: level 2 → 3"]
    assert told(section_change(1, None, "X", "", "Body", restored=True)) == ["§ X restored"]


LINKS = {
    "See also: + Axis of Resistance": (None, "\n- [[Axis of Resistance]]"),
    "See also: − Axis of Resistance": ("\n- [[Axis of Resistance]]", None),
    "See also: Axis → Axis of Resistance": ("\n- [[Axis]]", "\n- [[Axis of Resistance]]"),
    "See also: Axis → Axis (the alliance)": ("\n- [[Axis]]", "\n- [[Axis|the alliance]]"),
    "See also: Axis: white space": ("\n- [[Axis]]", "\n-  [[Axis]]"),
}


@pytest.mark.parametrize("wanted", LINKS)
def test_links(wanted: str):
    assert told(link_change(1, *map(link, LINKS[wanted]))) == [wanted]


def test_a_new_page():
    assert plain(created(7, 9, 5)) == "New page: 7 sections, 9 facts, 5 see-also links"
    assert plain(created(1, 0, 0)) == "New page: 1 section"
    assert plain(created(0, 0, 0)) == "New page: lead only"


def test_pages():
    assert plain(Change("page", None, "page_moved", old="A", new="B")) == "Page moved: A → B"
    assert plain(Change("page", None, "protected", new="admins")) == "Protection: none → admins"
    assert plain(Change("page", None, "deleted")) == "Page deleted"


def test_white_space_is_told_only_where_nothing_else_changed():
    space = Change("section", 1, "changed", "X", detail="space")
    more = Change("section", 2, "changed", "Y", added=2)
    assert summarise([space]) == (space,)
    assert summarise([space, more]) == (more,)


def test_long_lists_are_folded_by_part():
    fields = [Change("field", n, "changed", f"K{n}", "a", "b") for n in range(30)]
    sections = [Change("section", n, "added", f"S{n}") for n in range(5)]
    folded = summarise(fields + sections, limit=10)
    assert [*folded[:8]] == fields[:8]
    assert told(folded[8:]) == ["22 more facts", "5 more sections"]


def test_json_gives_the_line_back():
    change = Change("section", 7, "changed", "Agreement", added=44, removed=2, old_rev=3)
    assert change.to_json() == {
        "part": "section", "id": 7, "verb": "changed", "name": "Agreement", "added": 44, "removed": 2,
        "old_rev": 3,
    }  # fmt: skip
    assert Change.from_json(change.to_json()) == change
    assert Change.from_json(created(1, 2, 3).to_json()) == created(1, 2, 3)
    assert change.words == 42


def test_what_a_hidden_revision_held_is_left_out():
    field = Change("field", 1, "changed", "HQ", "secret", "Baghdad", old_rev=4)
    assert plain(field.withhold()) == "Infobox › HQ: (hidden) → Baghdad"
    assert plain(Change("field", 1, "removed", "secret", "secret").withhold()) == "Infobox − (hidden)"
    assert plain(Change("section", 1, "removed", "secret").withhold()) == "§ (hidden) removed"
    assert plain(Change("see_also", 1, "removed", "secret").withhold()) == "See also: − (hidden)"


def test_long_values_are_cut_to_what_differs():
    long = "one two three four five " * 10
    old, new = shorten_pair(long + "Damascus", long + "Baghdad")
    assert (old, new) == ("…two three four five Damascus", "…two three four five Baghdad")
    old, new = shorten_pair("x" * 500 + "a", "x" * 500 + "b")
    assert max(len(old), len(new)) <= 82
    assert (old[-1], new[-1]) == ("a", "b")
    assert shorten_pair("a" * 80, "b") == ("a" * 80, "b")
