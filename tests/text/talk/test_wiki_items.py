"""Talk pages of wikitext: who said what how deep, where a reply goes, and what tildes become."""

from datetime import UTC, datetime

import pytest

from wiki.text.content import WIKITEXT
from wiki.text.normal import sign
from wiki.text.talk.rendered_threads import mark_comments
from wiki.text.talk.threads import read_comments, reply_to, with_signature
from wiki.text.titles import parse_title
from wiki.text.wikitext.draw import draw_now
from wiki.text.wikitext.source import read

ADA = "[[User:Ada|Ada]] ([[User talk:Ada|talk]]) 11:00, 5 January 2026 (UTC)"
BOB = "[[User:Bob|Bob]] ([[User talk:Bob|talk]]) 12:00, 5 January 2026 (UTC)"
EVE = "[[User:Eve|Eve]] ([[User talk:Eve|talk]]) 13:00, 5 January 2026 (UTC)"
TOPIC = f"\nHow old?\n\nReally. {ADA}\n:Very old. {BOB}\n::I see. {ADA}\n:* Or not. {EVE}\n\nElse? {BOB}\n"
A1, B1, A2, E1, B2 = (
    "Ada.202601051100", "Bob.202601051200", "Ada.202601051100.2", "Eve.202601051300", "Bob.202601051200.2",
)  # fmt: skip


def comments(text: str) -> list[tuple[str, int]]:
    return [(one.id, one.depth) for one in read_comments(text, WIKITEXT)]


def test_comments_are_read_as_deep_as_their_colons_say():
    assert comments(TOPIC) == [(A1, 0), (B1, 1), (A2, 2), (E1, 2), (B2, 0)]
    first = read_comments(TOPIC, WIKITEXT)[0]
    assert TOPIC[first.start : first.end] == f"How old?\n\nReally. {ADA}"


def test_what_is_drawn_has_the_same_comments():
    page = read(f"== Topic =={TOPIC}")
    html = draw_now(page, ["", "Topic"], title=parse_title("Talk:Rome")).sections[1].html
    _marked, said = mark_comments(html, 7)
    assert [one.id for one in said] == [id_ for id_, _depth in comments(TOPIC)]


@pytest.mark.parametrize(
    "text", [f"<nowiki>{ADA}</nowiki>", f"<!-- {ADA} -->", f"{{{{unsigned|{ADA}}}}}", "== x =="]
)
def test_what_is_no_comment(text: str):
    assert comments(text) == []


@pytest.mark.parametrize(
    ("parent", "line"),
    [
        (A1, f":* Or not. {EVE}\n: New. {BOB}\n\nElse?"),
        (B1, f":* Or not. {EVE}\n:* New. {BOB}\n\nElse?"),
        (A2, f"::I see. {ADA}\n::: New. {BOB}\n:*"),
        (E1, f":* Or not. {EVE}\n:*: New. {BOB}\n\nElse?"),
        (B2, f"Else? {BOB}\n: New. {BOB}\n"),
    ],
)
def test_a_reply_stands_below_what_it_answers(parent: str, line: str):
    text = reply_to(TOPIC, parent, f"New. {BOB}", WIKITEXT)
    assert line in text
    assert text.replace(line[: line.rindex("New.")].rsplit("\n", 1)[1] + f"New. {BOB}\n", "", 1) == TOPIC


def test_a_reply_of_several_lines_is_one_list():
    text = reply_to(TOPIC, B2, f"One.\n\nTwo:\n* a\n* b\n{EVE}", WIKITEXT)
    assert text.endswith(f"Else? {BOB}\n: One.\n: Two:\n:* a\n:* b\n: {EVE}\n")


def test_a_reply_to_what_is_gone_goes_to_the_end():
    assert reply_to(TOPIC, "Nobody.1", "Late.", WIKITEXT) == f"{TOPIC.rstrip()}\n\nLate.\n"


def test_a_signature_has_its_place():
    assert with_signature("Words.", ADA, WIKITEXT) == f"Words. {ADA}"
    assert with_signature(f"Words. {ADA}", BOB, WIKITEXT) == f"Words. {ADA}"
    assert with_signature("* a\n* b", ADA, WIKITEXT) == f"* a\n* b\n{ADA}"
    assert with_signature("{|\n| a\n|}", ADA, WIKITEXT) == f"{{|\n| a\n|}}\n{ADA}"
    assert with_signature("", ADA, WIKITEXT) == ""


def test_tildes_are_signed_but_not_where_they_are_shown():
    now = datetime(2026, 1, 5, 11, 0, tzinfo=UTC)
    text = "`~~~~` {{x|~~~~}} <nowiki>~~~~</nowiki> <!-- ~~~~ --> ~~~~~~"
    signed = f"`{ADA}` {{{{x|{ADA}}}}} <nowiki>~~~~</nowiki> <!-- ~~~~ --> ~~~~~~"
    assert sign(text, author="Ada", now=now, model=WIKITEXT) == signed
