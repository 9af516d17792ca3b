from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.text.diff import Fold, Line, Span, diff_lines, fold_context, text_lines

PIECES = [
    "a",
    "b c",
    "One two three.",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "字",
    "x" * 50,
    "\x00",
    "\u2028",
    "\ud800",
]
any_text = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=30)


def drawn(old: str, new: str) -> list[str]:
    """The comparison as text: changed stretches in brackets."""
    marks = {"same": " ", "del": "-", "add": "+", "change": "~", "moved_from": "<", "moved_to": ">"}

    def side(spans: tuple[Span, ...]) -> str:
        return "".join(f"[{span.text}]" if span.changed else span.text for span in spans)

    def whole(spans: tuple[Span, ...]) -> str:
        return "".join(span.text for span in spans)

    def row(line: Line) -> str:
        if line.kind == "change":
            return f"~{side(line.old)} -> {side(line.new)}"
        return marks[line.kind] + whole(line.new or line.old) + (f" #{line.move}" if line.move else "")

    return [row(line) for line in diff_lines(old, new)]


@settings(deadline=None)
@given(any_text, any_text)
def test_both_texts_can_be_read_off(old: str, new: str):
    lines = diff_lines(old, new)
    left = ["".join(span.text for span in line.old) for line in lines if line.old_no]
    right = ["".join(span.text for span in line.new) for line in lines if line.new_no]
    assert left == text_lines(old)
    assert right == text_lines(new)
    assert [line.old_no for line in lines if line.old_no] == list(range(1, len(left) + 1))
    assert [line.new_no for line in lines if line.new_no] == list(range(1, len(right) + 1))


@settings(deadline=None)
@given(any_text, any_text)
def test_kinds_tell_the_sides(old: str, new: str):
    sides = {
        "del": (True, False),
        "moved_from": (True, False),
        "add": (False, True),
        "moved_to": (False, True),
    }
    for line in diff_lines(old, new):
        assert (bool(line.old_no), bool(line.new_no)) == sides.get(line.kind, (True, True))
        assert (bool(line.old), bool(line.new)) == sides.get(line.kind, (True, True))
        if line.kind == "same":
            assert line.old == line.new


@settings(deadline=None)
@given(any_text, any_text)
def test_moves_come_in_pairs(old: str, new: str):
    lines = diff_lines(old, new)
    gone = sorted(line.move for line in lines if line.kind == "moved_from")
    assert gone == sorted(line.move for line in lines if line.kind == "moved_to")
    assert gone == list(range(1, len(gone) + 1))
    assert all(line.move == 0 for line in lines if not line.kind.startswith("moved"))


@settings(deadline=None)
@given(any_text)
def test_equal_texts_have_no_change(text: str):
    assert {line.kind for line in diff_lines(text, text)} <= {"same"}


def test_words_are_marked():
    assert drawn("The quick brown fox.", "The quick red fox.") == [
        "~The quick [brown] fox. -> The quick [red] fox."
    ]
    assert drawn("Headquarters: Damascus", "Headquarters: Baghdad, Iraq") == [
        "~Headquarters: [Damascus] -> Headquarters: [Baghdad, Iraq]"
    ]
    assert drawn("我爱北京天安门", "我爱上海天安门") == ["~我爱[北京]天安门 -> 我爱[上海]天安门"]
    assert drawn("عاصمة سوريا دمشق", "عاصمة العراق دمشق") == ["~عاصمة [سوريا] دمشق -> عاصمة [العراق] دمشق"]


def test_a_paragraph_put_in_before_does_not_take_the_place_of_the_changed_one():
    old = "The coalition was formed in Baghdad.\nLast."
    new = "A new beginning.\nThe coalition was founded in Baghdad.\nLast."
    assert drawn(old, new) == [
        "+A new beginning.",
        "~The coalition was [formed] in Baghdad. -> The coalition was [founded] in Baghdad.",
        " Last.",
    ]


def test_lines_that_have_nothing_in_common_are_two_lines():
    assert drawn("One two three four.", "Quite another thing.") == [
        "-One two three four.",
        "+Quite another thing.",
    ]


PARAGRAPH = "This paragraph is long enough to be seen as moved elsewhere."


def test_a_moved_paragraph():
    old, new = f"{PARAGRAPH}\nB\nC", f"B\nC\n  {PARAGRAPH}"
    assert drawn(old, new) == [f"<{PARAGRAPH} #1", " B", " C", f">  {PARAGRAPH} #1"]


def test_a_short_line_is_not_called_moved():
    assert drawn("A\nB\nC", "B\nC\nA") == ["-A", " B", " C", "+A"]


def test_line_ends_are_not_compared():
    assert drawn("a\r\nb\rc", "a\nb\nc") == [" a", " b", " c"]
    assert drawn("a", "a\n") == [" a", "+"]
    assert drawn("", "a") == ["+a"]
    assert drawn("", "") == []


def test_folding_keeps_two_lines_around_each_change():
    old = "\n".join(map(str, range(20)))
    folded = fold_context(diff_lines(old, old.replace("10", "ten")))
    assert [line if isinstance(line, Fold) else line.old_no for line in folded] == [
        Fold(8), 9, 10, 11, None, 12, 13, Fold(7),
    ]  # fmt: skip


def test_a_single_line_is_not_folded():
    old = "\n".join(map(str, range(4)))
    lines = diff_lines(old, old.replace("3", "x"))
    assert fold_context(lines) == lines


def test_folding_equal_texts_leaves_nothing():
    assert fold_context(diff_lines("a\nb\nc", "a\nb\nc")) == [Fold(3)]


def hostile(case: str) -> tuple[str, str]:
    random = Random(7)

    def prose(count: int) -> str:
        return " ".join(f"w{random.randrange(3000)}" for _ in range(count))

    match case:
        case "one line of 2 MB":
            return prose(400_000), prose(400_000)
        case "short lines, all changed":
            return "\n".join(f"a{n}" for n in range(100_000)), "\n".join(f"b{n}" for n in range(100_000))
        case "short lines of four kinds":
            return "\n".join(random.choices("abcd", k=100_000)), "\n".join(random.choices("abcd", k=100_000))
        case "lines of 20 kB":
            return "\n".join(prose(3_500) for _ in range(100)), "\n".join(prose(3_500) for _ in range(100))
        case "every second line changed":
            return (
                "\n".join(f"line number {n}" for n in range(80_000)),
                "\n".join(f"line number {n}" + " x" * (n % 2) for n in range(80_000)),
            )
        case _:
            return "a" * 2_000_000, "a" * 1_999_999


HOSTILE = [
    "one line of 2 MB", "short lines, all changed", "short lines of four kinds", "lines of 20 kB",
    "every second line changed", "one letter",
]  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_megabytes_end(case: str):
    old, new = hostile(case)
    found = diff_lines(old, new)
    assert "\n".join("".join(span.text for span in line.old) for line in found if line.old_no) == old
    assert "\n".join("".join(span.text for span in line.new) for line in found if line.new_no) == new
