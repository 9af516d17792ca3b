"""Comparing two texts word by word: marks inside a line, and how many words went and came."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wiki.text.comparing.align import Edit, exact_edits, patience_edits
from wiki.text.language.words import is_word, tokens, word_list

# Texts that differ in more characters than this are compared by lines first. Above this many words in one
# changed place, words are counted without regard to their order.
_MOST_AT_ONCE = 20_000
_MOST_COUNTED = 20_000


class Span(NamedTuple):
    """A stretch of a line, `changed` if it is not on the other side."""

    text: str
    changed: bool


def text_lines(text: str) -> list[str]:
    """The lines of `text` without their ends (LF, CR LF or CR); an empty text has none, "a" + LF has two."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n") if text else []


def words_changed(old: str, new: str) -> tuple[int, int]:
    """How many words of `old` went and how many of `new` came: (removed, added). White space is no word.

    A text wrapped anew has no word changed. Where more than 20,000 words changed, order is ignored.
    """
    if old == new:
        return 0, 0
    start, end = common_ends(old, new)
    if len(old) + len(new) - 2 * (start + end) <= _MOST_AT_ONCE:
        return _counted(old[start : len(old) - end], new[start : len(new) - end])
    # Without empty lines: matched with one another they would tear apart what was only wrapped anew.
    before = [line for line in text_lines(old) if line and not line.isspace()]
    after = [line for line in text_lines(new) if line and not line.isspace()]
    removed = added = 0
    for edit in patience_edits(before, after):
        one, two = "\n".join(before[edit.a_start : edit.a_end]), "\n".join(after[edit.b_start : edit.b_end])
        start, end = common_ends(one, two)
        gone, come = _counted(one[start : len(one) - end], two[start : len(two) - end])
        removed, added = removed + gone, added + come
    return removed, added


def _counted(old: str, new: str) -> tuple[int, int]:
    """The same of texts that begin and end differently."""
    before, after = word_list(old), word_list(new)
    if len(before) + len(after) > _MOST_COUNTED:
        left, right = Counter(before), Counter(after)
        return (left - right).total(), (right - left).total()
    edits = exact_edits(before, after)
    return sum(edit.a_end - edit.a_start for edit in edits), sum(edit.b_end - edit.b_start for edit in edits)


def word_spans(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Two versions of one line, with the words marked that are not on the other side."""
    start, end = common_ends(old, new)
    before, after = tokens(old[start : len(old) - end]), tokens(new[start : len(new) - end])
    edits = readable(exact_edits(before, after), before)
    return (
        _marked(old[:start], before, [(edit.a_start, edit.a_end) for edit in edits], old[len(old) - end :]),
        _marked(new[:start], after, [(edit.b_start, edit.b_end) for edit in edits], new[len(new) - end :]),
    )


def readable(edits: Iterable[Edit], before: Sequence[str]) -> list[Edit]:
    """Edits with little between them as one: single words kept in a rewritten phrase only confuse."""
    found: list[Edit] = []
    for edit in edits:
        if found:
            last = found[-1]
            kept = sum(map(is_word, before[last.a_end : edit.a_start]))
            if not kept or kept * 4 < min(_size(last), _size(edit)):
                found[-1] = Edit(last.a_start, edit.a_end, last.b_start, edit.b_end)
                continue
        found.append(edit)
    return found


def common_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters at start and end are the same, cut beside white space so as to split no token."""
    start = _common_start(old, new, min(len(old), len(new)))
    if start == len(old) == len(new):
        return start, 0
    start = max(old.rfind(" ", 0, start), 0)
    while start and old[start - 1].isspace():
        start -= 1
    end = _common_end(old, new, min(len(old), len(new)) - start)
    blank = old.find(" ", len(old) - end)
    if blank < 0:
        return start, 0
    end = len(old) - blank
    while end and old[len(old) - end].isspace():
        end -= 1
    return start, end


def _common_start(old: str, new: str, most: int) -> int:
    """The length of the common start, by halving: slices compare faster than any loop over characters."""
    known = 0
    while known < most:
        half = (known + most + 1) // 2
        if old[known:half] == new[known:half]:
            known = half
        else:
            most = half - 1
    return known


def _common_end(old: str, new: str, most: int) -> int:
    known = 0
    while known < most:
        half = (known + most + 1) // 2
        if old[len(old) - half : len(old) - known] == new[len(new) - half : len(new) - known]:
            known = half
        else:
            most = half - 1
    return known


def _size(edit: Edit) -> int:
    return max(edit.a_end - edit.a_start, edit.b_end - edit.b_start)


def _marked(
    head: str, parts: Sequence[str], changed: Iterable[tuple[int, int]], tail: str
) -> tuple[Span, ...]:
    found: list[Span] = []
    at, same = 0, head
    for start, end in changed:
        same += "".join(parts[at:start])
        if end > start:
            if same:
                found.append(Span(same, changed=False))
            found.append(Span("".join(parts[start:end]), changed=True))
            same = ""
        at = end
    same += "".join(parts[at:]) + tail
    if same or not found:
        found.append(Span(same, changed=False))
    return tuple(found)
