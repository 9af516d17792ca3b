import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.text.diff import words_changed
from wiki.text.language.words import is_word, sentences, tokens, word_list, words

PIECES = [
    "a",
    "B",
    ".",
    ". ",
    "! ",
    "\n",
    "\n\n",
    "\r\n",
    "- ",
    " ",
    "'",
    "’",
    "1,0",
    "。",
    "字",
    "ไ",
    "É",
    "\u0301",
    "=" * 70,
]
any_text = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=40)


@settings(deadline=None)
@given(any_text)
def test_tokens_give_the_text_back(text: str):
    assert "".join(tokens(text)) == text
    assert [token for token in tokens(text) if is_word(token)] == word_list(text)
    assert words(text) == len(word_list(text))


@settings(deadline=None)
@given(any_text)
def test_sentences_give_the_text_back(text: str):
    assert "".join(sentences(text)) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Don’t stop, it's 10,000.5 km.", ["Don’t", "stop", "it's", "10,000.5", "km"]),
        ("Russia–Syria 4+1", ["Russia", "Syria", "4", "1"]),
        ("snake_case [[Axis|axis]]", ["snake", "case", "Axis", "axis"]),
        ("हिन्दी में लिखा।", ["हिन्दी", "में", "लिखा"]),
        ("我爱北京。", ["我", "爱", "北", "京"]),
        ("カタ かな", ["カ", "タ", "か", "な"]),
        ("ภาษาดี", ["ภ", "า", "ษ", "า", "ดี"]),
        ("می‌خواهم بروم؟", ["می‌خواهم", "بروم"]),
        ("한국어 문장", ["한국어", "문장"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
    ],
)
def test_words(text: str, wanted: list[str]):
    assert word_list(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("One. Two! “Three?” Four…", ["One.", " Two!", " “Three?”", " Four…"]),
        ("Dr. A. B. Smith went to St. Louis. He died.", ["Dr. A. B. Smith went to St. Louis.", " He died."]),
        ("He went, e.g. to Rome. Then home.", ["He went, e.g. to Rome.", " Then home."]),
        ("In 2015. 250 came.", ["In 2015.", " 250 came."]),
        ("Wrapped\nline. Next\nline.", ["Wrapped\nline.", " Next\nline."]),
        ("No stop\n\nParagraph\n- item\n- item", ["No stop", "\n\nParagraph", "\n- item", "\n- item"]),
        ("我爱北京。他走了！好", ["我爱北京。", "他走了！", "好"]),
        ("पहला वाक्य। दूसरा।", ["पहला वाक्य।", " दूसरा।"]),
        ("هل ذهبت؟ نعم.", ["هل ذهبت؟", " نعم."]),
        ("End. \n", ["End. \n"]),
        ("", []),
    ],
)
def test_sentences(text: str, wanted: list[str]):
    assert sentences(text) == wanted


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("a b c", "a x y c", (1, 2)),
        ("One two.\nThree.", "One\ntwo. Three!", (0, 0)),
        ("", "one two", (0, 2)),
        ("我爱北京", "我爱上海", (2, 2)),
        ("a b " * 30_000, "c b " * 30_000, (30_000, 30_000)),
    ],
)
def test_words_changed(old: str, new: str, wanted: tuple[int, int]):
    assert words_changed(old, new) == wanted
