"""Real wikitext: every revision of the shared dumps, and of the small one that is always here."""

import lzma
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import iterparse

import pytest

from tests.search.mediawiki_dumps import NOT_HERE, dumps
from wiki.text.wikitext.headings import read_heading
from wiki.text.wikitext.infobox import read_field
from wiki.text.wikitext.links import page_links
from wiki.text.wikitext.source import join, read, row_sources, write

SMALL = Path(__file__).parents[2] / "data" / "histories.xml.xz"


def texts(path: Path) -> Iterator[str]:
    """The text of each revision; the file is read as a stream."""
    with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as file:
        for _, element in iterparse(file):
            if element.tag.endswith("}text") and element.text:
                yield element.text
            if element.tag.endswith(("}revision", "}page")):
                element.clear()


def check(text: str, found: Counter[str]) -> None:
    page = read(text)
    assert write(page) == text
    assert join(row_sources(page)) == text
    for row in page.fields:
        if row.kind == "field":
            assert read_field(row.source) == row
    for section in page.sections[1:]:
        assert read_heading(section.heading) == (section.level, section.title)
    found["revisions"] += 1
    found["sections"] += len(page.sections) - 1
    found["fields"] += sum(row.kind == "field" for row in page.fields)
    links = page_links(page)
    found["links"] += len(links.pages)
    found["categories"] += len(links.categories)
    found["redirects"] += links.redirect is not None


def test_every_revision_of_the_small_dump() -> None:
    found: Counter[str] = Counter()
    for text in texts(SMALL):
        check(text, found)
    assert found == Counter(revisions=96, sections=702, fields=576, categories=192)


def test_the_dumps_are_there() -> None:
    if not dumps():
        pytest.skip(NOT_HERE.replace("SEARCHED", "READ AS WIKITEXT"))


@pytest.mark.parametrize("path", dumps(), ids=lambda path: path.name.split(".xml")[0])
def test_every_revision_of_the_dumps(path: Path) -> None:
    found: Counter[str] = Counter()
    for text in dict.fromkeys(texts(path)):
        check(text, found)
    print(f"\n{path.name}: {', '.join(f'{many} {what}' for what, many in found.items())}")
