"""Real texts: words out of a sentence find the page it stands on."""

import random
import re
from pathlib import Path

import pytest

from tests.factories import make_page
from tests.search.mediawiki_dumps import NOT_HERE, dumps, latest_texts, stripped
from wiki.permissions import Editor
from wiki.search.find import find
from wiki.search.query import read_query
from wiki.search.words import UNSPACED
from wiki.text.titles import InvalidTitle, Title, parse_title

pytestmark = pytest.mark.django_db
QUERIES = 50
PAGES = 150  # of a dump, so that all of them take a minute
WITHOUT_TEXT = {
    "mw139-dev-logs",
    "mw139-dev-stub",
    "pwb-article-pyrus",
}  # they hold no page with text to search
FEW = {"mwxml-dump", "pwb-article-pear", "pwb-pair-0.10"}  # too little text for fifty queries
SENTENCES = re.compile(r"[.!?।。！？\n|*#:;=]+")
WITHOUT_BLANKS = re.compile(f"[{UNSPACED}]{{10,}}")
OUTER_SIGNS = "\"'“”‘’„«»()[]{},<>/–—-…·•"


def test_the_dumps_are_there() -> None:
    if not dumps():
        pytest.skip(NOT_HERE)


def pages_of(path: Path) -> dict[Title, str]:
    """What is saved: the first text of each title; a redirect or a page left empty says nothing to search."""
    pages: dict[Title, str] = {}
    for name, text in latest_texts(path):
        try:
            title = parse_title(name)
        except InvalidTitle:
            continue
        plain = stripped(text)
        if plain and title.namespace >= 0 and "#redirect" not in text[:200].lower():
            pages.setdefault(title, plain)
        if len(pages) == PAGES:
            break
    return pages


def pieces_of(sentence: str, choose: random.Random) -> str:
    """Four to six words beside one another, or ten characters where no blanks part the words."""
    run = WITHOUT_BLANKS.search(sentence)
    if run:
        return run[0][:10]
    words = sentence.split()
    count = choose.randint(4, 6)
    if len(words) < count:
        return ""
    start = choose.randrange(len(words) - count + 1)
    return " ".join(words[start : start + count]).strip(OUTER_SIGNS)


def bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def questions(pages: dict[Title, str], choose: random.Random) -> list[tuple[str, Title]]:
    """Up to fifty queries. One whose exact words stand on several pages has no right answer: not drawn.

    Nor is one that the search box would read as a sign: a minus before a word, OR, a namespace.
    """
    texts = {title: f" {bare(text)} " for title, text in pages.items()}
    sentences = [
        (one, title) for title, text in pages.items() for one in SENTENCES.split(text) if one.strip()
    ]
    choose.shuffle(sentences)
    found: list[tuple[str, Title]] = []
    for sentence, title in sentences:
        query = pieces_of(sentence, choose)
        words = bare(query)
        if (
            len(words) < 10
            or ('"' in query and query.count('"') % 2)
            or re.search(r"(^|\s)-[^\W\d_]|^\w+:|\bOR\b", query)
        ):
            continue
        inside = words if WITHOUT_BLANKS.search(query) else f" {words} "
        if sum(inside in text for text in texts.values()) == 1:
            found.append((query, title))
        if len(found) == QUERIES:
            break
    return found


@pytest.mark.parametrize("path", dumps(), ids=lambda path: path.name.split(".xml")[0])
def test_words_of_a_sentence_find_their_page(path: Path) -> None:
    pages = pages_of(path)
    for title, text in pages.items():
        make_page(title, text, editor=Editor(system="Dump"))
    asked = questions(pages, random.Random(path.name))
    missed = []
    for query, title in asked:
        best = [Title(page.namespace, page.title) for page in find(read_query(query, None)).pages[:3]]
        if title not in best:
            missed.append((query, title.full, [one.full for one in best]))
    hits = f"{len(asked) - len(missed)} of {len(asked)}"
    name = path.name.partition(".xml")[0]
    first = "the first " if len(pages) == PAGES else ""
    print(f"\n{name}: {first}{len(pages)} pages, {hits} queries found their page")
    assert not missed
    if not asked:
        assert name in (FEW if pages else WITHOUT_TEXT)
        pytest.skip(f"{name} was not searched: {'its text is too short' if pages else 'no page with text'}")
    assert len(asked) == QUERIES or name in FEW
