"""Which of the removed lines of a changed place each added line came from."""

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from wiki.text.words import word_list

# Pairs of a place that are scored; beyond them lines are paired in order, which is what is left to guess.
_PAIRS = 10_000
_ENOUGH = 0.35  # share of words in common from which two lines are one line that was changed
_WORDS = 400  # of a line that are compared


def pair_similar(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Indexes (old, new) of lines that are versions of each other, in order and without crossing.

    The pairs are those whose likeness adds up to the most; blank lines have no counterpart. Costs at most the
    comparing of 10,000 pairs of 400 words.
    """
    if not old or not new:
        return []
    if len(old) * len(new) > _PAIRS:
        return [pair for pair in zip(range(len(old)), range(len(new)), strict=False) if old[pair[0]] and new[pair[1]]]
    olds, news = [_compared(line) for line in old], [_compared(line) for line in new]
    return _best_chain([[_likeness(one, other) for other in news] for one in olds])


def _compared(line: str) -> list[str]:
    return word_list(line)[:_WORDS]


def _likeness(one: list[str], other: list[str]) -> float:
    if not one or not other:
        return 0.0
    return Indel.normalized_similarity(one, other, score_cutoff=_ENOUGH)


def _best_chain(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The pairs, rising on both sides, whose scores have the greatest sum."""
    rows, columns = len(scores), len(scores[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < rows and j < columns:
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found
