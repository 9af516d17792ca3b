"""Carrying authorship through one edit of a page: which words of the new texts were there before, and whose
they are.

What came of a word is asked in this order, so that the surest answer holds: the whole text stood here
before (a revert); its sentence still stands in its place; its sentence stood elsewhere on the page until
this edit (moved, split, merged); its sentence was removed from the page once (restored); the words of the
sentence that it changed; those of a sentence much like it that went elsewhere. What is left is new. After
WikiWho (Flöck and Acosta, 2014), which asks paragraphs, sentences, then words; but of the past only the
sentences that went are looked up, by digest.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wiki.text.authorship.pieces import Piece, digest, pieces, window
from wiki.text.authorship.runs import NEW, UNKNOWN, Ruler, Run, Runs, joined, length_of
from wiki.text.authorship.trace import Key, Part, trace_words
from wiki.text.comparing.align import exact_edits
from wiki.text.language.words import words

MOST_LOOKED_UP = 1_000  # sentences of one edit that are looked up among the removed; as many are remembered
_FEWEST_WORDS = 4  # a shorter sentence is known again only in the part that it stood in


@dataclass(slots=True)
class Found:
    """What is stored about the digests an edit asks for: whole texts, and sentences that were removed, each
    with the parts they stood in.
    """

    texts: dict[int, dict[Key, Runs]] = field(default_factory=lambda: defaultdict(dict))
    removed: dict[int, dict[Key, Runs]] = field(default_factory=lambda: defaultdict(dict))


@dataclass(frozen=True, slots=True)
class Removed:
    """A sentence that is on the page no more, with who wrote it."""

    key: Key
    digest: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote one new text. `digest` is None where the same text of the same part is stored already."""

    key: Key
    digest: int | None
    runs: Runs


class Attribution:
    """One edit: the texts of the parts that it changed, before and after, each without white space around
    it.

    A part that is new is not in `before`, one that was removed not in `after`. First `wanted` says which
    digests to look up; `settle` then gives the answer. Linear but for words, where the work of an edit is
    bounded.
    """

    def __init__(
        self, before: Mapping[Key, str], after: Mapping[Key, str], origins: Mapping[Key, Key] | None = None
    ) -> None:
        self.origins = origins or {}
        self.before = {key: text for key, text in before.items() if text}
        self.after = {key: text for key, text in after.items() if text}
        self.parts = {
            key: _part(key, self.before.get(key, ""), self.after.get(key, ""))
            for key in {**self.before, **self.after}
        }
        self._follow_moves()
        self._digests = {
            key: (digest(text), digest(self.before.get(key, ""))) for key, text in self.after.items()
        }
        self._new = [(part, n, digest(part.new[n].text)) for part in self.parts.values() for n in part.fresh][
            :MOST_LOOKED_UP
        ]
        self._gone = [(part, n, digest(part.old[n].text)) for part in self.parts.values() for n in part.gone][
            :MOST_LOOKED_UP
        ]

    def _follow_moves(self) -> None:
        """Sentences that left one place and stand in another, by their exact words."""
        left: defaultdict[str, list[tuple[Part, int]]] = defaultdict(list)
        for part in self.parts.values():
            for n in part.gone:
                left[part.old[n].text].append((part, n))
        for part in self.parts.values():
            for n in list(part.fresh):
                places = left.get(part.new[n].text)
                if not places:
                    continue
                origin, place = next((one for one in places if one[0] is part), places[0])
                if self._at_home(part, origin) or words(part.new[n].text) >= _FEWEST_WORDS:
                    places.remove((origin, place))
                    del origin.gone[place]
                    del part.fresh[n]
                    part.moved[n] = (origin, place)

    def _at_home(self, part: Part, origin: Part) -> bool:
        """Whether what stood in `origin` may be known again in `part` however short it is."""
        return origin is part or self.origins.get(part.key) == origin.key

    @property
    def wanted(self) -> set[int]:
        """The digests to look up among what is stored for the page."""
        texts = {digest(text) for text in self.before.values()}
        texts.update(new for new, _ in self._digests.values())
        return texts.union((one for _, _, one in self._new), (one for _, _, one in self._gone))

    def stood(self, found: Found) -> bool:
        """Whether each new text is stored, of whichever part: else the page as a whole never was like this.
        To be asked before `settle`.
        """
        return all(found.texts.get(new) for new, _ in self._digests.values())

    def settle(self, found: Found) -> tuple[list[Written], list[Removed]]:
        """Who wrote each new text, and the removed sentences to remember; NEW stands for this edit's
        revision.
        """
        for key, text in self.before.items():
            self.parts[key].ruler = Ruler(
                _stored(found.texts, key, text, alone=True) or ((UNKNOWN, len(text)),)
            )
        given: dict[tuple[Key, int], list[Run]] = {}
        for part, n, name in self._new:
            text = part.new[n].text
            runs = _known(found.removed, part.key, text, name) or _known(found.texts, part.key, text, name)
            if runs:
                given[part.key, n] = list(runs)
                del part.fresh[n]
        whole = {key: _stored(found.texts, key, text) for key, text in self.after.items()}
        given |= trace_words([part for part in self.parts.values() if not whole.get(part.key)])
        written = []
        for key, text in self.after.items():
            name = self._digests[key][0]
            runs = whole[key] or _assembled(self.parts[key], text, given)
            written.append(Written(key, None if key in found.texts.get(name, ()) else name, runs))
        return written, self._removed(found)

    def _removed(self, found: Found) -> list[Removed]:
        """The sentences that went, but for those remembered already, or known again by the whole text."""
        result: dict[tuple[Key, int], Removed] = {}
        for part, n, name in self._gone:
            piece = part.old[n]
            known = part.key in found.removed.get(name, ()) or piece.text == self.before[part.key]
            if not known and words(piece.text):
                runs = joined(part.ruler.cut(piece.start, piece.end))
                result.setdefault((part.key, name), Removed(part.key, name, runs))
        return list(result.values())


def _part(key: Key, old: str, new: str) -> Part:
    """The part with its sentences, those paired that still stand in their place."""
    head, tail = window(old, new)
    before, after = pieces(old, head, len(old) - tail), pieces(new, head, len(new) - tail)
    part = Part(key, before, after, head, tail, len(old))
    at = to = 0
    edits = exact_edits([piece.text for piece in before], [piece.text for piece in after])
    for a_start, a_end, b_start, b_end in [*edits, (len(before), len(before), len(after), len(after))]:
        part.kept.update(zip(range(to, b_start), range(at, a_start), strict=True))
        if a_end > a_start or b_end > b_start:
            part.regions.append((range(a_start, a_end), range(b_start, b_end)))
        at, to = a_end, b_end
    part.gone = {n: None for old_range, _ in part.regions for n in old_range}
    part.fresh = {n: None for _, new_range in part.regions for n in new_range}
    return part


def _known(found: Mapping[int, Mapping[Key, Runs]], key: Key, text: str, name: int) -> Runs | None:
    """The runs stored under the digest: those of the same part first, else of any where the text is long
    enough.
    """
    stored = found.get(name)
    if not stored:
        return None
    runs = stored.get(key)
    if runs is None and (key[0] != "section" or words(text) >= _FEWEST_WORDS):
        runs = next((one for other, one in stored.items() if other[0] == key[0]), None)
    return runs if runs and length_of(runs) == len(text) else None


def _stored(
    found: Mapping[int, Mapping[Key, Runs]], key: Key, text: str, *, alone: bool = False
) -> Runs | None:
    """The runs of the same whole text, of this part (`alone`) or of another one like it."""
    name = digest(text)
    if not alone:
        return _known(found, key, text, name)
    runs = found.get(name, {}).get(key)
    return runs if runs and length_of(runs) == len(text) else None


def _assembled(part: Part, text: str, given: Mapping[tuple[Key, int], Sequence[Run]]) -> Runs:
    """The runs of a new text from those of its sentences; white space goes with what stands before it."""
    runs = part.ruler.cut(0, part.head) if part.head else []
    at = part.head
    for n, piece in enumerate(part.new):
        stood = (part, part.kept[n]) if n in part.kept else part.moved.get(n)
        if stood is not None:
            origin, old = stood
            found: Sequence[Run] = origin.ruler.cut(origin.old[old].start, origin.old[old].end)
        else:
            found = given.get((part.key, n)) or ((NEW, len(piece.text)),)
        _append(runs, piece.start - at, found)
        at = piece.end
    rest = part.ruler.cut(part.length - part.tail, part.length) if part.tail else []
    _append(runs, len(text) - part.tail - at, rest)
    return joined(runs)


def _append(runs: list[Run], gap: int, more: Iterable[Run]) -> None:
    """Add a stretch, with the white space before it counted to what stands there, or else to the stretch."""
    if gap and runs:
        runs[-1] = (runs[-1][0], runs[-1][1] + gap)
        gap = 0
    for revision, length in more:
        runs.append((revision, length + gap))
        gap = 0


__all__ = ["Attribution", "Found", "Key", "Piece", "Removed", "Written"]
