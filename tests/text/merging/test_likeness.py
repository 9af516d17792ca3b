"""Likeness as its plain definitions have it, whichever way it is reckoned."""

import re
from collections import Counter
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from wiki.text.merging.likeness import Grams, Shelf, alike, grams

RARE = 12  # what more texts hold tells nothing
words = st.text("abc", min_size=1, max_size=2)
texts = st.lists(words, max_size=8).map(" ".join)
sentences = st.text(st.sampled_from("aBß 1.-\n\r\t日本é\u2028"), max_size=120)


@given(sentences)
@example("one two\n\n three.\nfour")
@example("a" * 21 + " b\n" + "日" * 30)
@example("word " * 100 + "\nx")
def test_grams_are_the_words_and_those_that_follow_one_another(text: str) -> None:
    found = []
    for word in re.findall(r"\w+", text.casefold()):
        found += [word] if len(word) <= 20 else [word[n : n + 2] for n in range(len(word) - 1)]
    assert grams(text) == {*found, *pairwise(found)}


@given(st.lists(texts, max_size=30), texts, st.integers(1, 6))
@example(["a b"] * 12, "a b", 6)
@example(["a b"] * 12 + ["b a"], "a b", 6)
def test_the_nearest_share_the_most_rare_words(held: list[str], wanted: str, most: int) -> None:
    shelf: dict[int, Grams] = {index * 3: grams(text) for index, text in enumerate(held)}
    counts = Counter(gram for one in shelf.values() for gram in one)
    rare = {gram for gram, count in counts.items() if count <= RARE}
    shared = {index: len(one & grams(wanted) & rare) for index, one in shelf.items()}
    best = sorted((index for index, count in shared.items() if count), key=lambda one: (-shared[one], one))
    assert Shelf(shelf, [grams(wanted)]).nearest(grams(wanted), most) == best[:most]


@given(sentences, sentences)
def test_likeness_goes_both_ways(one: str, two: str) -> None:
    assert alike(grams(one), grams(two)) == alike(grams(two), grams(one))
    assert alike(grams(one), grams(one)) == (1.0 if grams(one) else 0.4)
