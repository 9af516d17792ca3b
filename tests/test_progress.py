"""The line that says how far a long command is: on a terminal, while it runs, and nowhere else."""

import io

import pytest
from django.core.management.base import OutputWrapper

from wiki.management import progress as told
from wiki.management.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO) -> list[str]:
    """What stood in the line, one after another."""
    with progress(OutputWrapper(stream), "{}, {:.0f} s".format) as tell:
        tell("one")
        tell("two")
    return stream.getvalue().split("\r\x1b[K")


def test_each_line_takes_the_place_of_the_last_and_none_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "EVERY", -1)
    assert shown(Terminal()) == ["", "one, 0 s", "two, 0 s", ""]


def test_not_more_often_than_one_reads() -> None:
    assert shown(Terminal()) == [""]


def test_a_file_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "EVERY", -1)
    assert shown(io.StringIO()) == [""]
