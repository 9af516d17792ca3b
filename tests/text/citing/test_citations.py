"""Citations in words and for programs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.text.citing.citations import Cited, apa, bibtex, chicago, csl_json, key, mla, tex

ROME = Cited(
    title="Rome",
    site="Stemma",
    url="https://wiki.example.org/revision/12",
    revision=12,
    when=datetime(2026, 9, 2, 14, 2, tzinfo=UTC),
    accessed=date(2026, 11, 26),
)


def said(words: tuple[tuple[str, bool], ...]) -> str:
    return "".join(f"*{text}*" if italic else text for text, italic in words)


def test_styles() -> None:
    assert said(apa(ROME)) == "Rome. (2026, September 2). In *Stemma*. https://wiki.example.org/revision/12"
    assert said(mla(ROME)) == (
        "“Rome.” *Stemma*, 2 Sept. 2026, https://wiki.example.org/revision/12. Accessed 26 Nov. 2026."
    )
    assert said(chicago(ROME)) == (
        "*Stemma*, s.v. “Rome,” last modified September 2, 2026, 14:02 (UTC), "
        "https://wiki.example.org/revision/12."
    )


def test_a_title_keeps_its_own_mark_and_quotes_within_quotes_are_single() -> None:
    who = replace(ROME, title='Who said "Rome"?')
    assert said(apa(who)).startswith('Who said "Rome"? (2026')
    assert said(mla(who)).startswith("“Who said ‘Rome’?” *Stemma*")
    assert "s.v. “Who said ‘Rome’?” last modified" in said(chicago(who))


def test_bibtex() -> None:
    assert bibtex(ROME) == (
        "@misc{stemma-12,\n"
        "  author = {{Stemma contributors}},\n"
        "  title = {{Rome}},\n"
        "  organization = {Stemma},\n"
        "  year = {2026},\n"
        "  month = sep,\n"
        "  day = {2},\n"
        "  url = {https://wiki.example.org/revision/12},\n"
        "  urldate = {2026-11-26},\n"
        "  note = {Revision 12. [Online; accessed 26-November-2026]}\n"
        "}\n"
    )


def test_what_tex_takes_as_its_own_is_escaped() -> None:
    assert tex("\\ { } $ & # _ % ^ ~") == (
        r"\textbackslash{} \{ \} \$ \& \# \_ \% \textasciicircum{} \textasciitilde{}"
    )
    assert "title = {{AT\\&T \\% \\_x}}" in bibtex(replace(ROME, title="AT&T % _x"))
    assert "Quoted: ``100\\% of \\{it\\}''" in bibtex(replace(ROME, quote="100%  of\n{it}"))


@given(st.text(max_size=40))
def test_braces_are_always_balanced(text: str) -> None:
    entry = bibtex(replace(ROME, title=text, site=text or "x", quote=text))
    bare = re.sub(r"\\[{}]", "", entry.replace("\\textbackslash{}", ""))
    depth = 0
    for char in bare:
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0


def test_csl_json() -> None:
    (item,) = json.loads(csl_json(replace(ROME, quote="“old” & new")))
    assert item == {
        "id": "stemma-12",
        "type": "entry-encyclopedia",
        "title": "Rome",
        "container-title": "Stemma",
        "author": [{"literal": "Stemma contributors"}],
        "issued": {"date-parts": [[2026, 9, 2]]},
        "accessed": {"date-parts": [[2026, 11, 26]]},
        "URL": "https://wiki.example.org/revision/12",
        "version": "12",
        "language": "en",
        "note": "Quoted: ““old” & new”",
    }
    assert "note" not in json.loads(csl_json(ROME))[0]


@pytest.mark.parametrize(("site", "name"), [("Die Große Wiki!", "die-gro-e-wiki-12"), ("вики", "wiki-12")])
def test_the_key_is_ascii(site: str, name: str) -> None:
    assert key(replace(ROME, site=site)) == name
