"""Where sentences end, in many languages."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.text.language.sentences import sentences


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        ("Damascus is the capital of Syria.", "It is old."),
        ("The U.S. Army was founded in 1775.", "It is large."),
        ("He moved to the U.S.", "He died there."),
        ("J. R. R. Tolkien wrote it.", "He was a don."),
        ("Dr. Who met Mr. Smith at St. Mary's.", "They talked."),
        ("Some animals, e.g. Lions, i.e. big cats, roar.", "Others do not."),
        ("It costs 3.5 million at 2.30 p.m. Eastern time.", "That is much."),
        ("It was bought by Example Inc. in 1999.", "It closed."),
        ("It was bought by Example Inc.", "The price was low."),
        ("Yahoo! Inc. was a company.", "It closed."),
        ("Is it so? or not!", "Nobody knows."),
        ("She was born (Jan. 5. She said 6.) in Rome.", "She left."),
        ("He said “Go.”", "She went."),
        ("He said he would (maybe.)", "She went."),
        ("Am 5. Mai 1945 endete z.B. der Krieg.", "Danach war Ruhe."),
        ("It ended in 1945.", "Peace came."),
        ("Wait … there is more…", "Much more."),
        ("It has vitamin B12, no. 5 on the list.", "Eat it."),
        ("هل هذا صحيح؟", "نعم هو كذلك."),
        ("भारत एक देश है।", "यह बड़ा है।"),
        ("Это город.", "Он большой."),
    ],
)
def test_the_first_sentence(first: str, rest: str) -> None:
    assert sentences(f"{first} {rest}", 1) == [first]
    assert sentences(f"{first} {rest}", 2) == [first, rest]


def test_chinese_and_japanese_need_no_blank() -> None:
    assert sentences("大马士革是叙利亚的首都。它很古老！是吗？", 5) == [
        "大马士革是叙利亚的首都。",
        "它很古老！",
        "是吗？",
    ]
    assert sentences("彼は「行く。」と言った。はい。", 1) == ["彼は「行く。」"]


def test_what_is_no_sentence_is_kept_whole() -> None:
    assert sentences("no stop at all", 3) == ["no stop at all"]
    assert sentences("An unclosed ( bracket. It goes on.", 1) == ["An unclosed ( bracket."]
    assert sentences("", 3) == sentences(" \n", 3) == sentences("A. B", 0) == []


@given(st.lists(st.sampled_from([*"aB1.!?。؟ ()[]\"”'…", "Dr.", "U.S."]), max_size=200).map("".join))
def test_nothing_but_white_space_is_lost(text: str) -> None:
    found = sentences(text, 10_000)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(one.strip() == one != "" for one in found)


@pytest.mark.parametrize("piece", ["(", ")", "a.", ". ", "([", "Dr. ", "!" * 50, "A" * 50 + ".", "。", "“.”"])
def test_hostile_texts_are_quick(piece: str) -> None:
    began = time.perf_counter()
    sentences(piece * (20_000 // len(piece)), 3)
    sentences(piece * (20_000 // len(piece)), 20_000)
    assert time.perf_counter() - began < 1
