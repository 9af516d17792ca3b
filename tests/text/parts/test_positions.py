"""Positions stay in order and in place."""

from hypothesis import given
from hypothesis import strategies as st

from wiki.text.parts.positions import GAP, kept_in_place, may_stay, new_positions


@given(st.lists(st.none() | st.integers(-(1 << 50), 1 << 50), max_size=30))
def test_new_positions_rise(current: list[int | None]) -> None:
    found = new_positions(current)
    assert found == sorted(set(found))
    assert len(found) == len(current)


def test_what_is_in_order_stays() -> None:
    assert new_positions([1, 5, 9]) == [1, 5, 9]
    assert kept_in_place([7, 1, 5, None, 9]) == {1, 2, 4}


def test_a_move_gives_one_row_a_position() -> None:
    before = new_positions([None] * 5)
    after = new_positions([before[0], before[4], before[1], before[2], before[3]])
    assert [now == was for now, was in zip(after, [before[0], before[4], *before[1:4]], strict=True)].count(
        False
    ) == 1


def test_a_thousand_rows_added_before_the_last_leave_the_others_where_they_are() -> None:
    rows = new_positions([None] * 3)
    for _ in range(1000):
        added = new_positions([*rows[:-1], None, rows[-1]])
        assert [*added[:-2], added[-1]] == rows
        rows = added


def test_a_thousand_rows_added_after_the_first_leave_the_others_where_they_are() -> None:
    rows = new_positions([None] * 3)
    for _ in range(1000):
        added = new_positions([rows[0], None, *rows[1:]])
        assert [added[0], *added[2:]] == rows
        rows = added


def test_without_room_all_are_numbered_anew() -> None:
    assert new_positions([1, None, 2]) == [GAP, 2 * GAP, 3 * GAP]


@given(st.lists(st.none() | st.integers(-9, 9), max_size=12))
def test_what_may_stay_is_what_some_longest_run_has(current: list[int | None]) -> None:
    kept, may = kept_in_place(current), may_stay(current)
    assert kept <= may
    for index in may:  # a longest run goes through each of them
        low = [
            position if position is None or position < current[index] else None
            for position in current[:index]
        ]
        high = [
            position if position is None or position > current[index] else None
            for position in current[index:]
        ]
        assert len(kept_in_place(low)) + 1 + len(kept_in_place(high)) == len(kept)


def test_of_two_that_trade_places_both_may_have_stayed() -> None:
    assert may_stay([2, 1, None]) == {0, 1}
    assert may_stay([2, 3, 1]) == {0, 1}
