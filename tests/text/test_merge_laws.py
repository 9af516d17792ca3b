"""What holds for a merge of any three texts."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from merge3 import Merge3

from wiki.text.language.words import word_list
from wiki.text.merge import Merge, merge_text, resolve

# Few words and signs, so that the three texts have much in common and much that looks alike.
PIECES = [
    "a",
    "b",
    "Ab",
    "c9",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    ". ",
    ".",
    "- ",
    "== ",
    "|",
    "字",
    "ไ",
    "。",
    "\t",
]
any_text = st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=20)


def parts(merge: Merge, side: str) -> str:
    return "".join(getattr(chunk, side) for chunk in merge.chunks)


@settings(deadline=None)
@given(any_text, any_text)
def test_one_side_alone(base: str, other: str):
    assert merge_text(base, base, other).text == other
    assert merge_text(base, other, base).text == other
    assert merge_text(base, other, other).text == other


@settings(deadline=None)
@given(any_text, any_text, any_text)
def test_chunks_hold_all_three_texts(base: str, mine: str, theirs: str):
    merge = merge_text(base, mine, theirs)
    assert (parts(merge, "base"), parts(merge, "mine"), parts(merge, "theirs")) == (base, mine, theirs)
    assert (merge.text is None) == bool(merge.conflicts)
    assert merge.text is None or merge.text == parts(merge, "text")


@settings(deadline=None)
@given(any_text, any_text, any_text, st.sampled_from(["mine", "theirs"]))
def test_choosing_one_side_everywhere_keeps_its_new_words(base: str, mine: str, theirs: str, side: str):
    merge = merge_text(base, mine, theirs)
    result = resolve(merge, [side] * len(merge.conflicts))
    kept = set(word_list(result))
    new = set(word_list(mine if side == "mine" else theirs)) - set(word_list(base))
    assert new <= kept


@settings(deadline=None)
@given(any_text, any_text, any_text)
def test_no_word_is_glued_to_another(base: str, mine: str, theirs: str):
    merge = merge_text(base, mine, theirs)
    if merge.text is not None:
        assert set(word_list(merge.text)) <= set(word_list(base) + word_list(mine) + word_list(theirs))


# Every word is different, so that each can be followed through the merge.
BASE_WORDS = [f"w{number}" for number in range(24)]
GAPS = [" ", ". ", "\n", "\n\n", ", "]
edits = st.dictionaries(
    st.integers(0, 23), st.sampled_from(["delete", "replace", "insert", "rewrap"]), max_size=6
)


def edited(gaps: list[str], changes: dict[int, str], who: str) -> str:
    found = []
    for number, word in enumerate(BASE_WORDS):
        change = changes.get(number)
        new = {"delete": "", "replace": f"{who}{number}", "insert": f"{who}{number} {word}"}.get(
            change or "", word
        )
        gap = "\n" if change == "rewrap" and gaps[number] == " " else gaps[number]
        # Paragraphs are not joined: what is moved into another one is asked about only by whole sentences.
        found.append(new + gap if new or "\n" in gap else "")
    return "".join(found)


@settings(deadline=None)
@given(st.lists(st.sampled_from(GAPS), min_size=24, max_size=24), edits, edits)
def test_every_edit_of_either_side_is_in_the_result(
    gaps: list[str], mine: dict[int, str], theirs: dict[int, str]
):
    merge = merge_text(edited(gaps, {}, ""), edited(gaps, mine, "m"), edited(gaps, theirs, "t"))
    if merge.text is None:
        return
    gone = {BASE_WORDS[at] for at, what in (mine | theirs).items() if what in {"delete", "replace"}}
    gone |= {BASE_WORDS[at] for at, what in mine.items() if what in {"delete", "replace"}}
    came = {f"m{at}" for at, what in mine.items() if what in {"replace", "insert"}}
    came |= {f"t{at}" for at, what in theirs.items() if what in {"replace", "insert"}}
    assert sorted(word_list(merge.text)) == sorted((set(BASE_WORDS) - gone) | came)


line_texts = st.lists(st.sampled_from(["one", "two", "three", "four", "five six", ""]), max_size=9)


@settings(deadline=None)
@given(line_texts, line_texts, line_texts)
def test_agrees_with_a_merge_of_lines_where_that_has_no_conflict(
    base: list[str], mine: list[str], theirs: list[str]
):
    """merge3 finds the same, or we ask: where rows are alike two alignments may differ."""
    unique = [f"{number} {line}" for number, line in enumerate(base)]
    left = [line for number, line in enumerate(unique) if number % 4 != 1 or line[2:] not in mine]
    right = [line for number, line in enumerate(unique) if number % 4 != 3 or line[2:] not in theirs]
    regions = Merge3(unique, left, right)
    assert not any(region[0] == "conflict" for region in regions.merge_regions())
    assert merge_text("\n".join(unique), "\n".join(left), "\n".join(right)).text == "\n".join(
        regions.merge_lines()
    )


def prose(random: Random, count: int, between: str = " ") -> str:
    return between.join(f"w{random.randrange(3000)}" for _ in range(count))


def chinese(random: Random) -> str:
    return "".join(chr(random.randrange(0x4E00, 0x9FFF)) for _ in range(600_000))


def numbered(even: str, odd: str) -> str:
    return "\n".join(
        (odd if number % 2 else even).format(f"line number {number}") for number in range(80_000)
    )


HOSTILE = {
    "one line": lambda random: [prose(random, 400_000) for _ in range(3)],
    "sentences": lambda random: [prose(random, 300_000, ". ") for _ in range(3)],
    "short lines, all changed": lambda _: ["\n".join(f"{who}{n}" for n in range(100_000)) for who in "bmt"],
    "every line edited by one of both": lambda _: [
        numbered("{}", "{}"),
        numbered("{}", "{} mine"),
        numbered("{} theirs", "{}"),
    ],
    "every second line edited by both": lambda _: [
        numbered("{}", "{}"),
        numbered("{}", "{} mine"),
        numbered("{}", "theirs {}"),
    ],
    "one letter": lambda _: ["a" * size for size in (2_000_000, 1_999_999, 1_999_998)],
    "Chinese": lambda random: [chinese(random) for _ in range(3)],
}


@pytest.mark.parametrize("case", HOSTILE)
def test_megabytes_end(case: str):
    texts = HOSTILE[case](Random(5))
    found = merge_text(*texts)
    assert "".join(chunk.mine for chunk in found.chunks) == texts[1]
    assert "".join(chunk.theirs for chunk in found.chunks) == texts[2]
