from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.text.merging.order import merge_list

bases = st.lists(st.integers(0, 12), unique=True)


@st.composite
def three(draw: st.DrawFn) -> tuple[list[int], list[int], list[int]]:
    """A base and two versions of it: rows moved, deleted, put in."""
    base = draw(bases)
    mine = draw(st.permutations([*base, 20, 21])) if base else [20]
    theirs = draw(st.permutations([*base, 30, 31])) if base else [30]
    drop = draw(st.sets(st.sampled_from([*base, 20, 30])))
    also = draw(st.sets(st.sampled_from([*base, 21, 31])))
    return base, [row for row in mine if row not in drop], [row for row in theirs if row not in also]


@settings(deadline=None)
@given(three())
def test_nothing_is_lost_or_doubled(rows: tuple[list[int], list[int], list[int]]):
    base, mine, theirs = rows
    wanted = (set(theirs) | (set(mine) - set(base))) - (set(base) - set(mine))
    assert sorted(merge_list(base, mine, theirs)) == sorted(wanted)


@settings(deadline=None)
@given(three())
def test_one_side_alone(rows: tuple[list[int], list[int], list[int]]):
    base, mine, theirs = rows
    assert merge_list(base, base, theirs) == theirs
    assert merge_list(base, mine, base) == mine
    assert merge_list(base, mine, mine) == mine


@pytest.mark.parametrize(
    ("mine", "theirs", "wanted"),
    [
        ("aXbc", "aYbc", "aYXbc"),
        ("Xabc", "Yabc", "YXabc"),
        ("abcX", "abcY", "abcYX"),
        ("bca", "abcY", "bcYa"),
        ("bac", "ab", "ba"),
        ("ab", "cab", "ab"),
        ("cab", "bca", "cba"),
        ("aXZbc", "aYbc", "aYXZbc"),
        ("", "abcY", "Y"),
    ],
)
def test_orders(mine: str, theirs: str, wanted: str):
    assert "".join(merge_list("abc", mine, theirs)) == wanted


def test_ten_thousand_rows():
    random = Random(3)
    base = list(range(10_000))
    mine, theirs = [*base, *range(20_000, 25_000)], [*range(30_000, 35_000), *base]
    random.shuffle(mine)
    assert len(merge_list(base, mine, theirs)) == 20_000
