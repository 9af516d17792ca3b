"""Talk as a conversation: whose comment it is, and where a reply goes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.text.strategies import texts
from wiki.text.merge import merge_text
from wiki.text.normal import sign
from wiki.text.render import render_now
from wiki.text.source import read
from wiki.text.talk.rendered_threads import html_concerning, mark_comments
from wiki.text.talk.threads import (
    author_in,
    concerning_line,
    read_comments,
    read_concerning,
    reply_to,
    with_signature,
)
from wiki.text.titles import Title, parse_title

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
ADA = "[[User:Ada L|Ada L]] ([[User talk:Ada L|talk]]) 11:00, 5 January 2026 (UTC)"
EVE = (
    "[[Special:Contributions/192.0.2.7|192.0.2.7]] ([[User talk:192.0.2.7|talk]]) 11:30, 5 January 2026 (UTC)"
)
TOPIC = f"\n\nHow old? {ADA}\n\nVery old. {EVE}"
WORDS = (
    "Yes.",
    "One.\n\nTwo.",
    "A line\nand another",
    "See `code`",
    "```py\nx = 1\n```\nso",
    "- a\n- b",
    "> said",
)


def signed(text: str, author: str, minute: int = 0) -> str:
    def done(words: str) -> str:
        return sign(words, author=author, now=NOON + timedelta(minutes=minute))

    return with_signature(done(text), done("~~~~"))


def ids(text: str) -> list[str]:
    return [comment.id for comment in read_comments(text)]


def rendered(text: str) -> str:
    page = read(f"## Topic{text}")
    return render_now(page, ["", "Topic"], title=parse_title("Talk:Rome")).sections[1].html


def nesting(html: str) -> list[tuple[str, int]]:
    """Each comment's id, and in how many list items it stands."""
    found, depth = [], 0
    for token in re.finditer(r'<li>|</li>|data-comment="([^"]*)"', html):
        depth += {"<li>": 1, "</li>": -1}.get(token[0], 0)
        if token[1]:
            found.append((token[1], depth))
    return found


few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
replies = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(WORDS)), min_size=1, max_size=12)


def grown(steps: list[tuple[int, str]]) -> str:
    text = TOPIC
    for minute, (place, words) in enumerate(steps):
        known = ids(text)
        text = reply_to(text, known[place % len(known)], signed(words, "Bob", minute))
    return text


def test_comments_are_read_with_author_time_and_place() -> None:
    first, second = read_comments(TOPIC)
    assert (first.author, first.time, first.depth) == ("Ada L", datetime(2026, 1, 5, 11, tzinfo=UTC), 0)
    assert first.id == "Ada_L.202601051100"
    assert TOPIC[first.start : first.end] == f"How old? {ADA}"
    assert second.id == "192.0.2.7.202601051130"
    assert [author_in(one.id) for one in (first, second)] == ["Ada L", "192.0.2.7"]
    assert author_in("nothing") == ""


@pytest.mark.parametrize(
    "line",
    [
        "No signature.",
        "Only a time 11:00, 5 January 2026 (UTC)",
        "[[User:Ada]] 25:00, 5 January 2026 (UTC)",
        "[[User:Ada]] 11:00, 31 February 2026 (UTC)",
        f"{ADA} and more words",
        f"    {'`' * 1}{ADA}`",
        "[[Rome]] 11:00, 5 January 2026 (UTC)",
        f"```\n{ADA}\n```",
    ],
)
def test_what_is_no_comment(line: str) -> None:
    assert read_comments(line) == ()


@pytest.mark.parametrize(
    ("line", "author"),
    [
        (f"*{ADA}*", "Ada L"),
        (f"(see [[User:Bob]]) {ADA}.", "Ada L"),
        ("x [[user_talk:ada/Sub|A]] 11:00, 5 January 2026 (UTC)  ", "Ada"),
        (f"<small>{ADA}</small>", "Ada L"),
    ],
)
def test_signatures_of_many_looks(line: str, author: str) -> None:
    assert [one.author for one in read_comments(line)] == [author]


def test_the_same_minute_is_told_apart_by_order() -> None:
    text = f"One. {ADA}\n\nTwo. {ADA}"
    assert ids(text) == ["Ada_L.202601051100", "Ada_L.202601051100.2"]


def test_a_reply_goes_below_the_replies_before_it() -> None:
    text = reply_to(TOPIC, ids(TOPIC)[0], signed("First.", "Bob"))
    text = reply_to(text, ids(TOPIC)[0], signed("Second.", "Zed"))
    assert text.index("First.") < text.index("\n\n- Second.") < text.index("Very old.")
    text = reply_to(text, "Bob.202601051200", signed("Deeper.", "Eve"))
    assert "\n\n    - Deeper." in text
    assert text.index("First.") < text.index("Deeper.") < text.index("Second.")


def test_a_reply_to_what_is_gone_goes_to_the_end() -> None:
    text = reply_to(f"{TOPIC}\n\n", "Nobody.202001010000", signed("Late.", "Bob"))
    assert text.startswith(f"{TOPIC}\n\nLate. [[User:Bob")
    assert read_comments(text)[-1].depth == 0


@few
@given(replies)
def test_a_reply_keeps_every_other_character_and_every_comment(steps: list[tuple[int, str]]) -> None:
    text = grown(steps)
    assert len(ids(text)) == 2 + len(steps)
    for place, _words in steps:
        parent = read_comments(text)[place % len(ids(text))]
        more = reply_to(text, parent.id, signed("New.", "Zed"))
        new = next(one for one in read_comments(more) if one.author == "Zed")
        assert new.depth == parent.depth + 1
        same = next((n for n, sign in enumerate(text) if more[n] != sign), len(text))
        assert more.endswith(text[same:])


@few
@given(replies)
def test_what_is_drawn_stands_as_deep_as_in_the_source(steps: list[tuple[int, str]]) -> None:
    text = grown([(place, words) for place, words in steps if words not in ("- a\n- b", "> said")])
    html, said = mark_comments(rendered(text), 7)
    assert nesting(html) == [(one.id, one.depth) for one in read_comments(text)]
    assert [one.anchor for one in said] == [f"c7-{id_}" for id_ in ids(text)]
    assert all(html.count(f'id="c7-{id_}"') == 1 for id_ in ids(text))


@few
@given(replies, st.integers(0, 30), st.integers(0, 30), st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_two_replies_at_once_are_both_kept(
    steps: list[tuple[int, str]], one: int, other: int, mine: str, theirs: str
) -> None:
    text = grown(steps)
    known = ids(text)
    a = reply_to(text, known[one % len(known)], signed(mine, "Ann", 90))
    b = reply_to(text, known[other % len(known)], signed(theirs, "Zed", 90))
    merged = merge_text(text, a, b).text
    assert merged is not None
    depths = {(found.id, found.depth) for side in (a, b) for found in read_comments(side)}
    assert {(found.id, found.depth) for found in read_comments(merged)} == depths


@given(texts, st.text(max_size=20))
def test_any_text_can_be_read_and_answered(text: str, words: str) -> None:
    for comment in read_comments(text):
        assert text[comment.start : comment.end]
    answered = reply_to(text, "Ada.202601051100", words)
    assert answered.startswith(text.rstrip())


def test_a_signature_is_added_where_it_is_missing() -> None:
    mark = "[[User:Bob]] 12:00, 5 January 2026 (UTC)"
    assert with_signature("Yes.", mark) == f"Yes. {mark}"
    assert with_signature(f"Yes. {ADA}", mark) == f"Yes. {ADA}"
    assert with_signature("- a\n- b", mark) == f"- a\n- b\n\n{mark}"
    assert with_signature("```\ncode\n```", mark) == f"```\ncode\n```\n\n{mark}"
    assert with_signature(" \n", mark) == ""


def test_the_part_that_a_topic_is_about() -> None:
    line = concerning_line("Concerning", Title(0, "Rome"), "The kings", "Rome#The kings")
    assert line == "Concerning: [[Rome#The kings]]"
    assert read_concerning(f"\n\n{line}\n\nWhy? {ADA}") == (Title(0, "Rome"), "The kings")
    field = concerning_line("Betrifft", Title(0, "Rome"), "field-7", "Rome: Mayor")
    assert field == "Betrifft: [[Rome#field-7|Rome: Mayor]]"
    assert read_concerning(field) == (Title(0, "Rome"), "field-7")
    assert read_concerning(f"I say: [[Rome#Kings]] are many. {ADA}") is None
    assert read_concerning("Concerning: [[Rome]]") is None
    assert html_concerning(rendered(f"\n\n{field}\n\nWhy? {ADA}")) == (Title(0, "Rome"), "field-7")
    text = f"\n\n{field}\n\nWhy? {ADA}"
    assert text[read_comments(text)[0].start :].startswith("Why?")


def test_marks_of_hostile_html_are_escaped() -> None:
    html = '<p>x <a href="/wiki/User:%22%3E%3Cb%3E" title="User">A</a> 11:00, 5 January 2026 (UTC)</p>'
    marked, said = mark_comments(html, 1)
    assert said == () or '"><b>' not in marked
