"""Who wrote which words: one edit after another, as a page that remembers."""

from __future__ import annotations

import random
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.strategies import any_text
from wiki.text.authorship.attribute import Attribution, Found, Key
from wiki.text.authorship.runs import NEW, UNKNOWN, Ruler, Runs, joined, length_of, named, pack, unpack
from wiki.text.language.words import tokens

A: Key = ("section", 1)
B: Key = ("section", 2)
C: Key = ("section", 3)
FIELD: Key = ("field", 1)
FOX = "The red fox jumps over the lazy dog."
SPRING = "It was a sunny day in spring."
STONE = "Nobody had seen the old stone bridge."


class Wiki:
    """A page whose saves are numbered 1, 2, 3 …; it stores what a real one stores."""

    def __init__(self) -> None:
        self.texts: dict[Key, str] = {}
        self.runs: dict[Key, Runs] = {}
        self.stored = Found()
        self.number = 0

    def save(self, **parts: str) -> Wiki:
        """Save the page with these parts; each letter is a section, `f` a field."""
        names = {"a": A, "b": B, "c": C, "f": FIELD}
        return self.save_all({names[name]: text for name, text in parts.items()})

    def save_all(self, new: dict[Key, str]) -> Wiki:
        self.number += 1
        before = {key: text for key, text in self.texts.items() if new.get(key) != text}
        after = {key: text for key, text in new.items() if self.texts.get(key) != text}
        attribution = Attribution(before, after)
        found = Found()
        for name in attribution.wanted:
            for here, there in ((found.texts, self.stored.texts), (found.removed, self.stored.removed)):
                if name in there:
                    here[name] = there[name]
        written, removed = attribution.settle(found)
        for one in written:
            self.runs[one.key] = named(one.runs, self.number)
            if one.digest is not None:
                self.stored.texts[one.digest][one.key] = self.runs[one.key]
        for gone in removed:
            self.stored.removed[gone.digest][gone.key] = gone.runs
        self.texts = {key: text for key, text in new.items() if text}
        self.runs = {key: self.runs[key] for key in self.texts}
        return self

    def told(self, key: Key = A) -> str:
        """The text with the number of the save before each run: `1:The fox 2:jumps`."""
        ends = list(accumulate(length for _, length in self.runs[key]))
        starts = [0, *ends]
        return " ".join(
            f"{who}:{self.texts[key][start:end].strip()}"
            for (who, _), start, end in zip(self.runs[key], starts, ends, strict=False)
        )


def test_the_first_text_is_all_by_the_first_revision() -> None:
    assert Wiki().save(a=f"{FOX} {SPRING}").told() == f"1:{FOX} {SPRING}"


def test_new_words_are_of_the_edit_that_put_them_in() -> None:
    wiki = Wiki().save(a=FOX).save(a=FOX.replace("jumps over", "jumps gladly over"))
    assert wiki.told() == "1:The red fox jumps 2:gladly 1:over the lazy dog."


def test_a_word_put_in_place_of_another() -> None:
    assert (
        Wiki().save(a=FOX).save(a=FOX.replace("lazy", "old")).told()
        == "1:The red fox jumps over the 2:old 1:dog."
    )


def test_text_removed_and_put_back_keeps_its_first_author() -> None:
    wiki = Wiki().save(a=f"{FOX} {SPRING}").save(a=FOX).save(a=f"{FOX} Rain fell.")
    assert wiki.save(a=f"{FOX} {SPRING} Rain fell.").told() == f"1:{FOX} {SPRING} 3:Rain fell."


def test_words_taken_back_while_the_rest_went_on() -> None:
    wiki = Wiki().save(a=f"{FOX} {SPRING}").save(a=f"{FOX.replace('lazy', 'old')} {SPRING}")
    wiki.save(a=f"{FOX.replace('lazy', 'old')} {SPRING} {STONE}")
    assert wiki.save(a=f"{FOX} {SPRING} {STONE}").told() == f"1:{FOX} {SPRING} 3:{STONE}"


def test_a_reverted_section_has_the_very_spans_that_it_had() -> None:
    wiki = Wiki().save(a=f"{FOX} {SPRING}").save(a=f"{FOX.replace('lazy', 'old')} {SPRING} Yes. No.")
    spans = wiki.runs[A]
    text = wiki.texts[A]
    assert wiki.save(a="Nonsense!").told() == "3:Nonsense!"
    assert wiki.save(a=text).runs[A] == spans


def test_blanked_and_brought_back() -> None:
    wiki = Wiki().save(a=FOX, b=f"## Spring\n\n{SPRING}", f="Type: fox").save(a=FOX)
    wiki.save(a=FOX, b=f"## Spring\n\n{SPRING}", f="Type: fox")
    assert (wiki.told(B), wiki.told(FIELD)) == (f"1:## Spring\n\n{SPRING}", "1:Type: fox")


def test_brought_back_as_another_section_and_with_a_word_more() -> None:
    wiki = Wiki().save(a=FOX, b=f"## Spring\n\n{SPRING} {STONE}").save(a=FOX)
    wiki.save(a=FOX, c=f"## Spring\n\n{SPRING} {STONE} Really.")
    assert wiki.told(C) == f"3:## Spring 1:{SPRING} {STONE} 3:Really."


def test_a_renamed_heading_is_new_and_its_text_is_not() -> None:
    wiki = Wiki().save(a=f"## Spring\n{SPRING}").save(a=f"## Summer\n{SPRING}")
    assert wiki.told() == f"2:## Summer 1:{SPRING}"


def test_a_sentence_moved_to_another_section() -> None:
    wiki = Wiki().save(a=f"{FOX} {SPRING}", b=STONE).save(a=FOX, b=f"{STONE} {SPRING}")
    assert wiki.told(B) == f"1:{STONE} {SPRING}"


def test_a_sentence_moved_and_changed() -> None:
    wiki = Wiki().save(a=f"{FOX} {SPRING}", b=STONE)
    wiki.save(a=FOX, b=f"{STONE} It was a very sunny day in spring.")
    assert wiki.told(B) == f"1:{STONE} It was a 2:very 1:sunny day in spring."


def test_a_split_and_a_merge() -> None:
    wiki = Wiki().save(a=f"{FOX}\n\n{SPRING}\n\n{STONE}").save(a=FOX, b=f"## Part\n\n{SPRING}\n\n{STONE}")
    assert wiki.told(B) == f"2:## Part 1:{SPRING}\n\n{STONE}"
    assert wiki.save(a=f"{FOX}\n\n{SPRING}\n\n{STONE}").told() == f"1:{FOX}\n\n{SPRING}\n\n{STONE}"


def test_a_text_wrapped_anew_credits_nobody() -> None:
    wiki = Wiki().save(a=f"{FOX} {SPRING}").save(a=f"{FOX} {SPRING}".replace(" ", "\n"))
    assert {who for who, _ in wiki.runs[A]} == {1}


def test_a_short_sentence_of_one_section_is_not_credited_in_another() -> None:
    wiki = Wiki().save(a=f"{FOX} Yes indeed.", b=STONE).save(a=FOX, b=STONE)
    assert wiki.save(a=FOX, b=f"{STONE} Yes indeed.").told(B) == f"1:{STONE} 3:Yes indeed."
    assert wiki.save(a=f"{FOX} Yes indeed.", b=STONE).told() == f"1:{FOX} Yes indeed."


def test_a_full_stop_goes_with_its_word() -> None:
    wiki = Wiki().save(a=FOX).save(a=f"{FOX} Gone soon.").save(a=FOX.replace("red", "brown"))
    assert {who for who, _ in wiki.runs[A]} == {1, 3}


def test_a_text_that_was_never_attributed_stays_unknown() -> None:
    attribution = Attribution({A: FOX}, {A: f"{FOX} {SPRING}"})
    ((written,), _) = attribution.settle(Found())
    assert [who for who, _ in written.runs] == [UNKNOWN, NEW]


def test_stored_spans_of_another_length_are_not_believed() -> None:
    attribution = Attribution({A: FOX}, {A: f"{FOX} {SPRING}"})
    found = Found()
    for name in attribution.wanted:
        found.texts[name][A] = found.removed[name][A] = ((7, 3),)
    ((written,), _) = attribution.settle(found)
    assert [who for who, _ in written.runs] == [UNKNOWN, NEW]


@given(st.lists(st.tuples(any_text, any_text), min_size=1, max_size=5))
def test_spans_cover_every_text_and_no_word_is_torn(saves: list[tuple[str, str]]) -> None:
    wiki = Wiki()
    for one, other in saves:
        wiki.save(a=one.strip(), b=other.strip())
        for key, text in wiki.texts.items():
            assert length_of(wiki.runs[key]) == len(text)
            assert all(0 < who <= wiki.number for who, _ in wiki.runs[key])
            borders = set(accumulate(len(token) for token in tokens(text)))
            assert borders.issuperset(accumulate(length for _, length in wiki.runs[key]))


WORDS = tuple(f"word{n}" for n in range(60))


@pytest.mark.parametrize("seed", range(20))
def test_going_back_to_any_earlier_state_gives_its_spans_again(seed: int) -> None:
    """Sentences without repetition: where the same one stands twice, either may be meant."""
    dice = random.Random(seed)
    used = iter(range(10_000))

    def sentence() -> str:
        return f"Sentence {next(used)} says {' '.join(dice.choices(WORDS, k=6))}."

    wiki = Wiki()
    states = []
    parts: dict[Key, list[str]] = {A: [sentence() for _ in range(4)], B: [sentence() for _ in range(4)]}
    for _ in range(25):
        here = parts[dice.choice((A, B))]
        match dice.randrange(4):
            case 0:
                here.insert(dice.randrange(len(here) + 1), sentence())
            case 1 if len(here) > 1:
                del here[dice.randrange(len(here))]
            case 2:
                at = dice.randrange(len(here))
                here[at] = here[at].replace(" says ", f" says {dice.choice(WORDS)} ", 1)
            case _ if len(here) > 1:
                parts[dice.choice((A, B))].append(here.pop(dice.randrange(len(here))))
        wiki.save_all({key: " ".join(sentences) for key, sentences in parts.items()})
        states.append((dict(wiki.texts), dict(wiki.runs)))
    for texts_then, runs_then in dice.sample(states, 10):
        wiki.save_all(texts_then)
        assert wiki.runs == runs_then


@given(st.lists(st.tuples(st.integers(0, 2**40), st.integers(0, 3_000_000)), max_size=30))
def test_packed_runs_are_read_back(runs: list[tuple[int, int]]) -> None:
    whole = joined(runs)
    assert unpack(pack(whole)) == whole


@pytest.mark.parametrize("packed", [b"", b"\x80", b"\x05\x01", b"\x02\x01\x01\x00", b"\x02\x01\x01\x07\x01"])
def test_what_is_no_packed_runs_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match="not packed runs"):
        unpack(packed)


def test_one_author_takes_few_bytes() -> None:
    assert len(pack(((1_000_000, 48_000),))) == 7


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 9)), min_size=1, max_size=9), st.data())
def test_a_stretch_cut_out(runs: list[tuple[int, int]], data: st.DataObject) -> None:
    flat = [who for who, length in joined(runs) for _ in range(length)]
    start = data.draw(st.integers(0, len(flat)))
    end = data.draw(st.integers(start, len(flat)))
    ruler = Ruler(joined(runs))
    assert [who for who, length in ruler.cut(start, end) for _ in range(length)] == flat[start:end]
    assert [ruler.at(place) for place in range(len(flat))] == flat
