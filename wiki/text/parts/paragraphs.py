"""Paragraphs of a text, and the code spans in them: where markup counts and where it does not."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from wiki.text.parts.lines import is_blank, split_lines
from wiki.text.sections import Fence, LineKind, mark_lines

_RUN = re.compile("`+")


def paragraphs(text: str, *, no_fence: Callable[[Fence], bool] | None = None) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether markup counts in it; joined they give the text back.

    Markup counts in a paragraph (lines up to a blank one, a fence or a heading) and in a heading, not in a
    fenced block (see `mark_lines` for `no_fence`). Linear.
    """
    block: list[str] = []
    lines = split_lines(text)
    for line, kind in zip(lines, mark_lines(lines, no_fence=no_fence).kinds, strict=True):
        if kind is LineKind.TEXT and not is_blank(line):
            block.append(line)
            continue
        if block:
            yield "".join(block), True
            block.clear()
        yield line, kind is LineKind.HEADING
    if block:
        yield "".join(block), True


class CodeSpans:
    """Finds where a code span ends in one paragraph, in logarithmic time after a linear first look."""

    def __init__(self, paragraph: str) -> None:
        self._runs: dict[int, list[int]] = {}
        for run in _RUN.finditer(paragraph):
            self._runs.setdefault(run.end() - run.start(), []).append(run.start())

    def end(self, start: int, end: int) -> int:
        """Where the span ends that the backticks from `start` to `end` open; `end` if they open none."""
        starts = self._runs.get(end - start, [])
        index = bisect_right(starts, start)
        return starts[index] + (end - start) if index < len(starts) else end
