"""Which changed line became which: pairs of similar lines inside one changed place of a comparison."""

from collections.abc import Hashable, Sequence

from rapidfuzz.distance import Indel

from wiki.text.comparing.align import as_string
from wiki.text.comparing.word_diff import common_ends
from wiki.text.language.words import tokens, word_list

# Lines that share less than this part of their words are two lines, not one line changed. Where one line
# stands against one, less is enough: `Headquarters: Damascus` did become `Headquarters: Baghdad, Iraq`.
_SIMILAR, _SIMILAR_ALONE = 0.4, 0.2
# Above so many candidates, or characters, lines are paired in order, and only if they stand one to one.
_MOST_PAIRS = 20_000
_MOST_CHARS = 200_000
# Of one line against one, as much as is looked at.
_MOST_ALONE = 20_000


def pair_similar(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs (index in `old`, index in `new`), both rising, chosen so that the pairs are as similar as can be.

    So a paragraph put in before a changed one does not take its place. Lines without a like stay alone.
    """
    if len(old) == len(new) == 1:
        return [(0, 0)] if _alike(old[0], new[0]) else []
    if len(old) * len(new) > _MOST_PAIRS or sum(map(len, old)) + sum(map(len, new)) > _MOST_CHARS:
        return [(at, at) for at in range(len(old))] if len(old) == len(new) else []
    numbers: dict[Hashable, int] = {}
    before = [as_string(_compared(line), numbers) for line in old]
    after = [as_string(_compared(line), numbers) for line in new]
    return _best_chain([[_likeness(one, other) for other in after] for one in before])


def _alike(old: str, new: str) -> bool:
    same = sum(common_ends(old, new))
    if same * 2 > _SIMILAR * (len(old) + len(new)):
        return True
    one, other = _compared(old[:_MOST_ALONE]), _compared(new[:_MOST_ALONE])
    return bool(one and other) and Indel.normalized_similarity(one, other) >= _SIMILAR_ALONE


def _compared(line: str) -> list[str]:
    return word_list(line) or [token for token in tokens(line) if not token.isspace()]


def _likeness(one: str, other: str) -> float:
    """From 0 (nothing in common, or less than `_SIMILAR`) to 1; a blank line is like nothing."""
    return Indel.normalized_similarity(one, other, score_cutoff=_SIMILAR) if one and other else 0.0


def _best_chain(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The chain of pairs, rising on both sides, with the greatest sum of scores."""
    rows, columns = len(scores), len(scores[0]) if scores else 0
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        here, below, row = best[i], best[i + 1], scores[i]
        for j in range(columns - 1, -1, -1):
            score = row[j]
            taken = score + below[j + 1] if score else 0.0
            here[j] = max(taken, below[j], here[j + 1])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < rows and j < columns:
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
