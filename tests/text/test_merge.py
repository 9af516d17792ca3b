"""The wanted outcomes of concurrent edits, inside one text. `theirs` is the one saved first."""

import pytest

from wiki.text.merge import Typed, merge_text, resolve


def disputed(base: str, mine: str, theirs: str) -> list[tuple[str, str, str]]:
    """What is disputed, as (base, mine, theirs) without the white space around."""
    merge = merge_text(base, mine, theirs)
    assert merge.text is None
    return [(one.base.strip(), one.mine.strip(), one.theirs.strip()) for one in merge.conflicts]


MERGED = {
    "paragraphs apart by an empty line (row 1)": (
        "One is here.\n\nTwo is here.",
        "One was here.\n\nTwo is here.",
        "One is here.\n\nTwo is there.",
        "One was here.\n\nTwo is there.",
    ),
    "different sentences of a paragraph (rows 2 and S2)": (
        "The war began in 2011. It ended late. Nobody won.",
        "The war began in early 2011. It ended late. Nobody won.",
        "The war began in 2011. It ended late. Nobody really won.",
        "The war began in early 2011. It ended late. Nobody really won.",
    ),
    "sentences side by side, at the border": (
        "The war began in spring. Peace came late.",
        "The war began in March. Peace came late.",
        "The war began in spring. Calm came late.",
        "The war began in March. Calm came late.",
    ),
    "a section put in after, and the end of the one before edited (row 8)": (
        "\n\nTwo has an end.",
        "\n\nTwo has a new end.",
        "\n\nTwo has an end.\n\n== Three ==\n\nBody.",
        "\n\nTwo has a new end.\n\n== Three ==\n\nBody.",
    ),
    "identical edits (row 11)": ("It is so.", "It was so.", "It was so.", "It was so."),
    "identical edits and one more": (
        "It is so.\n\nAnd more.",
        "It was so.\n\nAnd more.",
        "It was so.\n\nAnd less.",
        "It was so.\n\nAnd less.",
    ),
    "a word corrected, the paragraph wrapped anew (row 12)": (
        "The quick\nbrwn fox jumps over\nthe dog. It sleeps.",
        "The quick brwn fox jumps\nover the dog.\nIt sleeps.",
        "The quick\nbrown fox jumps over\nthe dog. It sleeps.",
        "The quick brown fox jumps\nover the dog.\nIt sleeps.",
    ),
    "lines side by side": ("a one\nb two\nc", "a uno\nb two\nc", "a one\nb due\nc", "a uno\nb due\nc"),
    "both append to a list: theirs first": ("- a", "- a\n- mine", "- a\n- theirs", "- a\n- theirs\n- mine"),
    "both begin a list": ("", "- mine", "- theirs", "- theirs\n- mine"),
    "both put in front of a list": ("- a", "- mine\n- a", "- theirs\n- a", "- theirs\n- mine\n- a"),
    "both add the same item and one of their own": (
        "- a\n- z",
        "- a\n- both\n- mine\n- z",
        "- a\n- both\n- theirs\n- z",
        "- a\n- both\n- theirs\n- mine\n- z",
    ),
    "list items of several lines": (
        "* a",
        "* a\n* mine\n  goes on",
        "* a\n* theirs\n  goes on",
        "* a\n* theirs\n  goes on\n* mine\n  goes on",
    ),
    "both add a category": (
        "Text.\n[[Category:A]]",
        "Text.\n[[Category:A]]\n[[Category:M]]",
        "Text.\n[[Category:A]]\n[[Category:T]]",
        "Text.\n[[Category:A]]\n[[Category:T]]\n[[Category:M]]",
    ),
    "both delete the same sentence": (
        "One is. Two is. Three is.",
        "One is. Three is.",
        "One is. Three is.",
        "One is. Three is.",
    ),
    "both delete, one of them more": ("a\nb\nc\nd\ne", "a\nd\ne", "a\nb\ne", "a\ne"),
    "a paragraph deleted, another edited": (
        "One.\n\nTwo goes.\n\nThree is.",
        "One.\n\nThree is.",
        "One.\n\nTwo goes.\n\nThree was.",
        "One.\n\nThree was.",
    ),
    "the first line deleted, the second edited": ("a\nb\nc", "b\nc", "a\nB\nc", "B\nc"),
    "a word changed, a sentence put behind": (
        "The house is red today.",
        "The house is blue today.",
        "The house is red today. It is big.",
        "The house is blue today. It is big.",
    ),
    "words far apart in one sentence": (
        "The coalition was formed in Baghdad in late September by four states.",
        "The coalition was founded in Baghdad in late September by four states.",
        "The coalition was formed in Baghdad in late September by five states.",
        "The coalition was founded in Baghdad in late September by five states.",
    ),
    "Chinese sentences": (
        "我爱北京。他走了。",
        "我爱上海。他走了。",
        "我爱北京。她走了。",
        "我爱上海。她走了。",
    ),
    "line ends changed throughout, words elsewhere": (
        "a b\r\nc d\r\ne f",
        "a b\nc X\ne f",
        "a Y\r\nc d\r\ne f",
        "a Y\nc X\ne f",
    ),
    "django-wiki keeps old and new lines here, and marks of its diff": (
        "Alpha is first. Beta is second.\nThree body.",
        "Alpha is first. Beta is second.\nChanged body.",
        "Changed is first. Beta is second.\nThree body.",
        "Changed is first. Beta is second.\nChanged body.",
    ),
}


@pytest.mark.parametrize("case", MERGED)
def test_merges(case: str):
    base, mine, theirs, wanted = MERGED[case]
    assert merge_text(base, mine, theirs).text == wanted


CONFLICTS = {
    "the same word: just that word": (
        "The HQ is in Damascus since 2015.",
        "The HQ is in Baghdad since 2015.",
        "The HQ is in Aleppo since 2015.",
        [("Damascus", "Baghdad", "Aleppo")],
    ),
    "words side by side": (
        "The coalition was formed in Baghdad.",
        "The coalition had formed in Baghdad.",
        "The coalition was founded in Baghdad.",
        [("was formed", "had formed", "was founded")],
    ),
    "only the disputed sentence of a paragraph that both edited": (
        "One is here. Two is red now. Three is here.",
        "One was here. Two is blue now. Three is here.",
        "One is here. Two is green now. Three was here.",
        [("red", "blue", "green")],
    ),
    "a sentence deleted and edited (row 10 in small)": (
        "Keep this one. This sentence goes here. Here is the end.",
        "Keep this one. Here is the end.",
        "Keep this one. This long sentence goes here. Here is the end.",
        [("This sentence goes here.", "", "This long sentence goes here.")],
    ),
    "a paragraph deleted and edited": (
        "One.\n\nTwo is here.\n\nThree.",
        "One.\n\nThree.",
        "One.\n\nTwo was here.\n\nThree.",
        [("Two is here.", "", "Two was here.")],
    ),
    "sentences put in at the same place": (
        "A is one.",
        "A is one. Mine is two.",
        "A is one. Theirs is three.",
        [("", "Mine is two.", "Theirs is three.")],
    ),
    "a sentence rewritten by both: not in fragments": (
        "The war began in the spring of that year.",
        "Fighting broke out early in the year 2011.",
        "In March the long war of Syria started.",
        [
            (
                "The war began in the spring of that year.",
                "Fighting broke out early in the year 2011.",
                "In March the long war of Syria started.",
            )
        ],
    ),
    "a whole field": ("Damascus", "Baghdad", "Aleppo", [("Damascus", "Baghdad", "Aleppo")]),
    "a new text by both": ("", "Mine.", "Theirs.", [("", "Mine.", "Theirs.")]),
    "moved by both, to different places": (
        "A line\nB line\nC line\nD line",
        "B line\nA line\nC line\nD line",
        "B line\nC line\nA line\nD line",
        [("", "A line", ""), ("", "", "A line")],
    ),
    "moved by one, deleted by the other": (
        "A line\nB line\nC line",
        "B line\nC line",
        "B line\nC line\nA line",
        [("", "", "A line")],
    ),
}


@pytest.mark.parametrize("case", CONFLICTS)
def test_disputes(case: str):
    base, mine, theirs, wanted = CONFLICTS[case]
    assert disputed(base, mine, theirs) == wanted


HQ = ("The HQ is in Damascus now.", "The HQ is in Baghdad now.", "The HQ is in Aleppo now.")


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        ("mine", "The HQ is in Baghdad now."),
        ("theirs", "The HQ is in Aleppo now."),
        ("both", "The HQ is in Aleppo Baghdad now."),
        ("Basra", "The HQ is in Basra now."),
        (Typed("both"), "The HQ is in both now."),
        ("", "The HQ is in now."),
    ],
)
def test_choosing(choice: str, wanted: str):
    assert resolve(merge_text(*HQ), [choice]) == wanted


def test_choosing_nothing_for_the_first_line_leaves_no_empty_line():
    merge = merge_text("One is red.\nTwo.\nThree.", "Two.\nThree!", "One is blue.\nTwo.\nThree.")
    assert resolve(merge, ["mine"]) == "Two.\nThree!"


def test_choosing_both_paragraphs_keeps_them_apart():
    merge = merge_text("A.", "A.\n\nMine is new.", "A.\n\nTheirs is new.")
    assert resolve(merge, ["both"]) == "A.\n\nTheirs is new.\n\nMine is new."


def test_a_choice_for_each_conflict_is_wanted():
    with pytest.raises(ValueError, match="1 conflicts, 2 choices"):
        resolve(merge_text(*HQ), ["mine", "mine"])
