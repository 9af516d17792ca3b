"""Cutting a change into pieces that can be taken one without another."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wiki.text.comparing.hunks import Piece, pieces, with_pieces

OLD = "Rome is a city. It is old.\n\nTrade is busy. Ships come. Offices stand.\n\nThe end."
NEW = "Rome is a city. It is very old.\n\nTrade is busy. Ships come and go. Offices stand.\n\nThe very end."


def test_a_change_is_cut_at_sentences() -> None:
    assert [piece for piece in pieces(OLD, NEW) if piece.changed] == [
        Piece(" It is old.", " It is very old."),
        Piece(" Ships come.", " Ships come and go."),
        Piece("\nThe end.", "\nThe very end."),
    ]


def test_each_piece_can_be_taken_alone() -> None:
    found = pieces(OLD, NEW)
    assert with_pieces(found, {1}) == OLD.replace("Ships come.", "Ships come and go.")
    assert with_pieces(found, {0, 2}) == NEW.replace("Ships come and go.", "Ships come.")
    assert with_pieces(found, {7}) == OLD


def test_a_new_paragraph_is_one_piece() -> None:
    assert [piece for piece in pieces("One.\n\nTwo.", "One.\n\nNew. Very new.\n\nTwo.") if piece.changed] == [
        Piece("", "\nNew. Very new.\n")
    ]


def test_texts_that_are_the_same_have_no_changed_piece() -> None:
    assert pieces("Same.", "Same.") == [Piece("Same.", "Same.")]
    assert pieces("", "") == []


@given(st.text("ab .\n\r-", max_size=60), st.text("ab .\n\r-", max_size=60))
def test_the_pieces_make_up_both_texts(old: str, new: str) -> None:
    found = pieces(old, new)
    every = range(len(found))
    assert with_pieces(found, every) == new
    assert with_pieces(found, ()) == old
    assert all(one.changed != other.changed for one, other in pairwise(found))
