"""Infobox rows and See also rows keep their identity."""

from hypothesis import given
from hypothesis import strategies as st

from tests.text.strategies import any_text
from wiki.text.infobox import read_infobox
from wiki.text.merging.match_rows import match_fields, match_links
from wiki.text.parts.rows import FieldText, LinkText
from wiki.text.see_also import read_see_also


def box(*lines: str) -> list[FieldText]:
    return list(read_infobox("\n".join(["```infobox X", *lines, "```"]))[0])


def items(*lines: str) -> list[LinkText]:
    found = read_see_also("".join(f"\n- {line}" for line in lines))
    assert found is not None
    return list(found[0])


def fields(before: list[FieldText], after: list[FieldText]) -> list[int | None]:
    return match_fields(list(enumerate(before)), after)


def links(before: list[LinkText], after: list[LinkText]) -> list[int | None]:
    return match_links(list(enumerate(before)), after)


BEFORE = box("Map: a.jpg", "Formation: 2015", "Type: Military alliance", "Region: West Asia", "Note:")


def test_fields_keep_their_id() -> None:
    assert fields(BEFORE, BEFORE) == [0, 1, 2, 3, 4, 5, 6]
    after = box("Map: b.png", "Type: Alliance", "Formation: 2015", "Region: West Asia", "Motto: x", "Note:")
    assert fields(BEFORE, after) == [0, 1, 3, 2, 4, None, 5, 6]


def test_a_renamed_field_is_known_by_its_value_or_place() -> None:
    after = box("Map: a.jpg", "Founded: 2015", "Types: Other thing", "Region: West Asia", "Remark:")
    assert fields(BEFORE, after) == [0, 1, 2, 3, 4, None, 6]


def test_keys_are_compared_as_names_are() -> None:
    assert fields(BEFORE, box("map: c.jpg", "FORMATION: 2016")) == [0, 1, 2, 6]


def test_equal_keys_stay_apart() -> None:
    before = box("Event: one of them", "Event: another one", "Event: the third")
    assert fields(before, box("Event: another one", "Event: the third, edited")) == [0, 2, 3, 4]
    assert fields(before, box("Event: first", "Event: second", "Event: third")) == [0, 1, 2, 3, 4]
    assert fields(before, box("Event: the third", "Event: one of them", "Event: another one")) == [
        0,
        3,
        1,
        2,
        4,
    ]


def test_a_box_that_comes_or_goes() -> None:
    assert fields([], BEFORE) == [None] * 7
    assert fields(BEFORE, []) == []


def test_links_keep_their_id() -> None:
    before = items("[[Axis of Resistance]]", "Plain", "[[B|b]] note")
    assert links(before, items("[[B|b]] note", "[[Axis of Resistance|axis]]", "[[New]]", "[[Plain]]")) == [
        2,
        0,
        None,
        1,
    ]
    assert links(before, items("[[Axis of the Resistance]]", "Plain", "[[B]]")) == [0, 1, 2]
    assert links(before, items("[[Entirely else]]", "Plain", "[[B]]")) == [None, 1, 2]


@given(any_text, any_text)
def test_no_id_is_given_twice(old: str, new: str) -> None:
    before, after = ([*read_infobox(f"```infobox X\n{text}\n```")[0]] for text in (old, new))
    found = [row for row in fields(before, after) if row is not None]
    assert len(set(found)) == len(found)
    assert fields(before, before) == list(range(len(before)))


@given(st.lists(st.sampled_from(("a", "b", "[[a]]", "[[a|b]]", "[[c]] note"))), st.data())
def test_the_same_rows_in_another_order(lines: list[str], data: st.DataObject) -> None:
    after = data.draw(st.permutations(lines))
    assert sorted(row for row in links(items(*lines), items(*after)) if row is not None) == list(
        range(len(lines))
    )


def test_ten_thousand_fields() -> None:
    before = box(*(f"Key{number}: value" for number in range(10_000)))
    after = box(*(f"Key{number}: other" for number in range(10_000)), "Key: x")
    assert fields(before, after) == [*range(10_001), None, 10_001]
    assert len(set(fields(box(*["Key: a"] * 10_000), box(*["Key: b"] * 10_000)))) == 10_002
