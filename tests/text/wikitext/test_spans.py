"""Templates, comments and tags are found the same, whichever way they are looked for."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wiki.text.wikitext.spans import Span, Tags, _close, _Open, spans, templates_in

# fmt: off
TOKENS = [
    "{", "{{", "}", "}}", "[", "[[", "]]", "<", ">", "<!--", "-->", "<ref>", "</ref>", "<ref/>", "<nowiki>",
    "</nowiki\t>", "<INCLUDEONLY>", "</includeonly>", "<pre", "<b>", "a", "|", "=", "\n", " ",
]
# fmt: on
TAG = re.compile(r"<(?:!--|(?i:ref|nowiki|includeonly|pre)(?=[\s/>]))")
texts = st.lists(st.sampled_from(TOKENS), max_size=30).map("".join)


def one_by_one(text: str, *, links: bool) -> list[Span]:
    """The outermost spans, found by looking at each sign in turn."""
    found: list[Span] = []
    opened: list[_Open] = []
    tags, at = Tags(text), 0
    while at < len(text):
        inside = links or bool(opened)
        if tag := TAG.match(text, at):
            end, kind = tags.end(at, tag.end())
            found += [Span(at, end, kind)] if end else []
            at = end or tag.end()
        elif run := re.compile(r"\{\{+|\[\[+" if inside else r"\{\{+").match(text, at):
            opened.append(_Open(at, len(run.group()), text[at]))
            at = run.end()
        elif inside and text.startswith(("}}", "]]"), at):
            at = _close(text, at, opened, found, links=links)
        else:
            at += 1
    return found


@given(texts, st.booleans())
@example("{{a[[b}}c]]", False)
@example("{{{a}}} {{b}}}} [[c|{{d}}]]", True)
@example("{{a<!-- }} -->}} <nowiki>{{b}}</nowiki>", False)
@example("[[a]] {{b}} ]] <ref>{{c</ref>", True)
def test_shortcuts_find_what_each_sign_in_turn_finds(text: str, links: bool) -> None:
    assert spans(text, links=links) == one_by_one(text, links=links)


@given(texts)
def test_spans_stand_in_order_apart_and_in_the_text(text: str) -> None:
    found = spans(text)
    ends = [0, *(place for span in found for place in span[:2]), len(text)]
    assert ends == sorted(ends)
    outer = {span[:2] for span in found if span.kind == "template"}
    assert outer <= {span[:2] for span in templates_in(text)} or "<" in text


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("{{a|{{b}}}} {{{c}}}", ["template", "argument"]),
        ("<!-- {{a}} --><ref>{{b}}</ref>{{c", ["comment", "ref"]),
        ("<includeonly>to the end {{a}}", ["includeonly"]),
        ("<nowiki>never closed {{a}}", ["template"]),
        ("<Pre>{{a}}</PRE >{{b}}", ["pre", "template"]),
        ("{{a [[b}} c", []),
    ],
)
def test_what_is_what(text: str, kinds: list[str]) -> None:
    assert [span.kind for span in spans(text)] == kinds
