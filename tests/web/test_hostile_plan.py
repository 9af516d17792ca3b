"""No place that takes a text can be forgotten among the attacks. That attacks stand in the columns which the
plan names, test_hostile.py asserts of the wiki it looks at.
"""

from __future__ import annotations

from tests.web.hostile.attacks import every_attack
from tests.web.hostile.plan import columns, filled, not_written


def test_every_column_of_text_is_attacked_or_said_why_not() -> None:
    assert {name for name, _model, _column in columns()} == filled() | not_written()
    assert filled() & not_written() == set()


def test_the_collections_are_whole() -> None:
    """112 of markup, 3,295 lines and 514 naughty strings, without those that are the same in one line."""
    assert len(every_attack()) == 3_905
