"""Titles: what is one, in which form, and what is refused."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.text.titles import (
    NAMESPACES,
    InvalidTitle,
    Title,
    fold,
    namespace_number,
    parse_target,
    parse_title,
    title_url,
)

BLNS = json.loads((Path(__file__).parents[1] / "data" / "blns.json").read_text(encoding="utf-8"))
RSII = "Russia–Syria–Iran–Iraq coalition"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("foo", Title(0, "Foo")),
        ("  foo__bar \u00a0 baz_", Title(0, "Foo bar baz")),
        (RSII, Title(0, RSII)),
        ("help:editing", Title(12, "Editing")),
        ("Help : editing", Title(12, "Editing")),
        ("user_talk:bob", Title(3, "Bob")),
        ("Image:x.jpg", Title(6, "X.jpg")),
        (":Category:x", Title(14, "X")),
        ("Foo:bar: baz", Title(0, "Foo:bar: baz")),
        ("Talk:Foo: bar", Title(1, "Foo: bar")),
        ("User:Talk:x", Title(2, "Talk:x")),
        ("e\u0301tude", Title(0, "Étude")),
        ("ßtraße", Title(0, "ßtraße")),
        ("ქართული", Title(0, "ქართული")),
        ("+1 @ a, b! (c) & d? 100 % \"e\" 'f'", Title(0, "+1 @ a, b! (c) & d? 100 % \"e\" 'f'")),
        ("...", Title(0, "...")),
        ("A&B", Title(0, "A&B")),
        ("R & D; more", Title(0, "R & D; more")),
        ("AC/DC", Title(0, "AC/DC")),
        ("a" * 255, Title(0, "A" + "a" * 254)),
        ("Special:recentChanges", Title(-1, "RecentChanges")),
    ],
)
def test_normal_form(text: str, title: Title) -> None:
    assert parse_title(text) == title


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[(text, "empty") for text in ("", "  _", ":", "Help:", "Talk: ")],
        *[(f"a{char}b", "characters") for char in "#<>[]|{}"],
        ("100%25", "characters"),
        *[(text, "characters") for text in ("&lt;", "A&amp;B", "&#65;", "&#x41;", "R&é;D")],
        *[(text, "relative") for text in (".", "..", "../x", "a/..", "a/./b", "./", "Help:../x")],
        ("a~~~b", "magic-tilde"),
        *[(text, "leading-colon") for text in ("::a", ": :a", "Help::a")],
        ("Talk:User:x", "talk-namespace"),
        ("a" * 256, "too-long"),
        ("é" * 128, "too-long"),
        *[(f"a{char}", "invisible") for char in "\0\n\t\x7f\x85\u200b\u200e\u202e\u2066\ufeff\ufffd\ud800"],
    ],
)
def test_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidTitle) as refused:
        parse_title(text)
    assert refused.value.code == f"title-invalid-{code}"
    assert refused.value.message.startswith("The title “")


def test_the_message_names_the_place() -> None:
    with pytest.raises(InvalidTitle) as refused:
        parse_title("ab\u202ec")
    why = "The title “ab<U+202E>c” has the invisible or broken character U+202E (character 3)"
    assert refused.value.message == f"{why}, which no title can have."


@pytest.mark.parametrize("text", BLNS)
def test_naughty_strings_are_titles_or_refused(text: str) -> None:
    title = refused = None
    try:
        title = parse_title(text)
    except InvalidTitle as error:
        refused = error
    if title is not None:
        assert (parse_title(title.full), parse_title(title.key)) == (title, title)
    if refused is not None:
        assert (refused.code.startswith("title-invalid-"), refused.message.isprintable()) == (True, True)


titles = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from((*NAMESPACES.values(), ":", "_", " ", "/", ".", "a", "ǆ", "é", "\u0301", "x y"))
    ).map("".join),
)


@given(titles, st.sampled_from(sorted(NAMESPACES)))
def test_a_title_is_read_back_the_same(text: str, namespace: int) -> None:
    try:
        title = parse_title(text, namespace=namespace)
    except InvalidTitle:
        return
    assert parse_title(title.full) == title
    assert parse_title(title.key) == title
    assert title.talk.subject == title.subject
    assert len(title.name.encode()) <= 255


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(name: str) -> None:
    assert fold(fold(name)) == fold(name)


def test_fold_finds_what_was_meant() -> None:
    assert fold("russia-syria-iran-iraq_Coalition") == fold(RSII)
    assert fold("Man’s  “Best” Friend") == fold('MAN\'S "BEST" FRIEND')
    assert fold("−5") == fold("—5") == "-5"


def test_talk_and_subject() -> None:
    assert Title(12, "A").talk == Title(13, "A")
    assert Title(13, "A").talk == Title(13, "A")
    assert Title(13, "A").subject == Title(12, "A")
    assert Title(-1, "A").talk == Title(-1, "A")
    assert [Title(0, "A").is_talk, Title(1, "A").is_talk, Title(-1, "A").is_talk] == [False, True, False]


def test_subpages() -> None:
    page = parse_title("User:Bob/Drafts/One")
    assert (page.parent, page.subpage) == (Title(2, "Bob/Drafts"), "One")
    assert list(page.parents) == [Title(2, "Bob/Drafts"), Title(2, "Bob")]
    assert (Title(0, "AC/DC").parent, Title(0, "AC/DC").subpage) == (None, "AC/DC")
    assert parse_title("User:/x").parent is None
    assert Title(2, "Bob").base == Title(2, "Bob")


def test_address() -> None:
    assert title_url(parse_title("help:a b/c+d?é")) == "Help:A_b/c%2Bd%3F%C3%A9"
    assert str(parse_title("user talk:a b")) == "User talk:A b"
    assert parse_title("user talk:a b").key == "User_talk:A_b"


def test_targets_of_links() -> None:
    assert parse_target("foo#Some_section ") == (Title(0, "Foo"), "Some section")
    assert parse_target("#Here") == (None, "Here")
    assert parse_target("A%20b%C3%A9") == (Title(0, "A bé"), "")
    with pytest.raises(InvalidTitle):
        parse_target("%ff")
    with pytest.raises(InvalidTitle):
        parse_target(" ")


def test_namespace_names() -> None:
    assert [namespace_number(name) for name in ("", "help", "User_talk", "IMAGE", "nope")] == [
        0,
        12,
        3,
        6,
        None,
    ]


def test_long_texts_are_refused() -> None:
    for text in ("a" * 2_000_000, "_" * 2_000_000, ":" * 2_000_000, "a/" * 1_000_000, "%2" * 1_000_000):
        with pytest.raises(InvalidTitle):
            parse_title(text)
