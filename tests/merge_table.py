"""The table of concurrent edits: A and B start from the same revision, A saves, then B; what is wanted of it.

Base: five infobox fields, one a line, a lead, three sections, See also. Saved as an API saves in
tests/editing/test_merge_table.py, through the form in tests/web/test_merge_table.py.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

ONE = """## One

First sentence of one. Second sentence of one.

Another paragraph of one."""
TWO = """## Two

First sentence of two. Second sentence of two.

Last line of two."""
THREE = """## Three

First line of three.

Last line of three."""
BASE = f"""```infobox Thing
Alpha: a
Beta: b
Gamma: c
Delta: d
Epsilon: e
```

First lead line.
Second lead line.

{ONE}

{TWO}

{THREE}

## See also

- [[First]]
- [[Second]]"""

Change = tuple[tuple[str, str], ...]


class Case(NamedTuple):
    """What A and B replace in the text that they see; B in one section or field alone if it is named.

    `wanted` is what stands afterwards, as changes of the base; without any, those of A and B together. None
    means that B is asked.
    """

    a: Change
    b: Change
    section: str = ""
    wanted: Change | None = ()
    field: str = ""

    @property
    def result(self) -> str:
        """The text that is wanted; A's if B is asked."""
        if self.wanted is None:
            return replaced(*self.a)
        return replaced(*self.wanted) if self.wanted else replaced(*self.a, *self.b)


def replaced(*changes: tuple[str, str], text: str = BASE) -> str:
    """The text with these words, each of which stands in it once, replaced."""
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def word_counts(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


WRAPPED = (("First lead line.\nSecond lead line.", "First lead\nline. Second\nlead line."),)
DELETED = ((f"{TWO}\n\n", ""),)
MOVED = ((f"{ONE}\n\n{TWO}", f"{TWO}\n\n{ONE}"),)
SPLIT = (("\n\nLast line of two.", "\n\n## More of two\n\nLast line of two."),)
INTO_ONE = (("\n\n## Two", ""),)
B_OF_TWO = (("First sentence of two", "B's sentence of two"),)
B_OF_LAST = (("Last line of two.", "Last line of two, by B."),)
LINK = "- [[Second]]"

# By the numbers of the table.
TABLE: dict[str, Case] = {
    "0 different sections": Case(
        (("First sentence of one", "A's sentence of one"),), (("First line of three", "B's line of three"),)
    ),
    "1 paragraphs of one section": Case(
        (("First sentence of one", "A's sentence of one"),), (("Another paragraph", "B's paragraph"),)
    ),
    "2 sentences of one paragraph": Case(
        (("First sentence of one", "A's sentence of one"),),
        (("Second sentence of one", "B's sentence of one"),),
    ),
    "3 a heading, the first line below it": Case(
        (("## One", "## Uno"),), (("First sentence of one", "B's sentence of one"),)
    ),
    "4 adjacent fields": Case((("Beta: b", "Beta: A"),), (("Gamma: c", "Gamma: B"),)),
    "5 fields with one between": Case((("Beta: b", "Beta: A"),), (("Delta: d", "Delta: B"),)),
    "6 the last field, the first lead line": Case(
        (("Epsilon: e", "Epsilon: A"),), (("First lead line", "B's lead line"),)
    ),
    "7 both append to See also": Case(
        ((LINK, f"{LINK}\n- [[By A]]"),),
        ((LINK, f"{LINK}\n- [[By B]]"),),
        wanted=((LINK, f"{LINK}\n- [[By A]]\n- [[By B]]"),),
    ),
    "8 a new section, the end of the one before": Case(
        (("\n\n## Three", "\n\n## New\n\nBy A.\n\n## Three"),), B_OF_LAST
    ),
    "9 a section moved, edited": Case(MOVED, (("First sentence of one", "B's sentence of one"),)),
    "10 a section deleted, edited": Case(DELETED, B_OF_TWO, wanted=None),
    "11 the same edit": Case(B_OF_TWO, B_OF_TWO, wanted=B_OF_TWO),
    "12 a word, the paragraph wrapped anew": Case(
        (("Second lead line", "Second A line"),),
        WRAPPED,
        wanted=(*WRAPPED, ("Second\nlead line", "Second\nA line")),
    ),
    "S0 a section put in before": Case(
        (("\n\n## Two", "\n\n## New\n\nBy A.\n\n## Two"),), B_OF_TWO, section="Two"
    ),
    "S1 another section": Case((("First line of three", "A's line of three"),), B_OF_TWO, section="Two"),
    "S2 another sentence": Case(
        (("First sentence of two", "A's sentence of two"),),
        (("Second sentence of two", "B's sentence of two"),),
        section="Two",
    ),
    "S3 the heading": Case((("## Two", "## Deux"),), B_OF_TWO, section="Two"),
    "S4 the section deleted": Case(DELETED, B_OF_TWO, section="Two", wanted=None),
    "S5 the last line, the first line of the next": Case(
        (("Last line of two", "A's line of two"),),
        (("First line of three", "B's line of three"),),
        section="Three",
    ),
}

# What else is promised of it.
MORE: dict[str, Case] = {
    "a section edited, moved": Case(
        (("First sentence of one", "A's sentence of one"),),
        MOVED,
        wanted=(*MOVED, ("First sentence of one", "A's sentence of one")),
    ),
    "the paragraph wrapped anew, a word": Case(
        WRAPPED,
        (("Second lead line", "Second B line"),),
        wanted=(*WRAPPED, ("Second\nlead line", "Second\nB line")),
    ),
    "a section moved, saved by itself": Case(MOVED, B_OF_TWO, section="Two"),
    "a section moved and renamed, saved by itself": Case(
        (*MOVED, ("## Two", "## Deux")), B_OF_TWO, section="Two"
    ),
    "a section put below another, saved by itself": Case((("## Two", "### Two"),), B_OF_TWO, section="Two"),
    "a section split, its first part edited": Case(SPLIT, B_OF_TWO),
    "a section split, its second part edited": Case(SPLIT, B_OF_LAST),
    "a section split, its second part saved by itself": Case(SPLIT, B_OF_LAST, section="Two"),
    "a section edited, split": Case(
        B_OF_LAST,
        SPLIT,
        wanted=(*B_OF_LAST, ("\n\nLast line of two", "\n\n## More of two\n\nLast line of two")),
    ),
    "a section put into the one before, edited": Case(INTO_ONE, B_OF_TWO),
    "a section put into the one before, saved by itself": Case(INTO_ONE, B_OF_TWO, section="Two"),
    "a section put into the one before and edited there, saved by itself": Case(
        (
            *INTO_ONE,
            ("Second sentence of two", "A's sentence of two"),
            ("Another paragraph", "A's paragraph"),
        ),
        B_OF_TWO,
        section="Two",
    ),
    "a section put into the one before and edited there, edited": Case(
        (*INTO_ONE, ("Second sentence of two", "A's sentence of two")), B_OF_TWO
    ),
    "a section put into the one before, its heading saved by itself": Case(
        INTO_ONE, (("## Two", "## Deux"),), section="Two", wanted=None
    ),
    "a section put into the one before, more put in": Case(
        INTO_ONE,
        (("Last line of two.", "Last line of two.\n\nOne more line."),),
        section="Two",
    ),
    "a section put into the one before and moved": Case(
        ((f"{ONE}\n\n{TWO}\n\n{THREE}", f"{THREE}\n\n{ONE}{TWO.removeprefix('## Two')}"),),
        B_OF_TWO,
        section="Two",
        wanted=(
            (f"{ONE}\n\n{TWO}\n\n{THREE}", f"{THREE}\n\n{ONE}{TWO.removeprefix('## Two')}"),
            *B_OF_TWO,
        ),
    ),
    "a section edited, put into the one before": Case(B_OF_TWO, INTO_ONE),
    "the section before edited, put into it": Case(
        (("Another paragraph", "A's paragraph"),), (*INTO_ONE, *B_OF_TWO)
    ),
    "a field renamed, saved by itself": Case(
        (("Beta: b", "Bēta: b"),), (("Beta: b", "Beta: B"),), wanted=(("Beta: b", "Bēta: B"),), field="Beta"
    ),
    "a field changed, renamed by itself": Case(
        (("Beta: b", "Beta: A"),), (("Beta: b", "Bēta: b"),), wanted=(("Beta: b", "Bēta: A"),), field="Beta"
    ),
    "a field moved and renamed, saved by itself": Case(
        (("Beta: b\nGamma: c", "Gamma: c\nBēta: b"),),
        (("Beta: b", "Beta: B"),),
        wanted=(("Beta: b\nGamma: c", "Gamma: c\nBēta: B"),),
        field="Beta",
    ),
    "a field taken out, saved by itself": Case(
        (("Beta: b\n", ""),), (("Beta: b", "Beta: B"),), wanted=None, field="Beta"
    ),
}
CASES = TABLE | MORE
