"""The shared MediaWiki dumps: which there are, and the latest text of each page."""

import lzma
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import iterparse

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "mwxml"  # beside the checkout, read only
NOT_HERE = f"NO DUMP WAS SEARCHED: the shared dumps are not at {FOLDER}"


def dumps() -> list[Path]:
    return [path for path in sorted(FOLDER.glob("*.xml*")) if ".json" not in path.name]


def latest_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Title and text of each page's last revision; the file is read as a stream."""
    with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as file:
        title = text = ""
        for _, element in iterparse(file):
            tag = element.tag.rpartition("}")[2]
            if tag == "title":
                title = element.text or ""
            elif tag == "text":
                text = element.text or ""
            elif tag == "revision":
                element.clear()
            elif tag == "page":
                if text.strip():
                    yield title, text
                title = text = ""
                element.clear()


_INNERMOST = re.compile(r"\{\{[^{}]*\}\}|\{\|(?:(?!\{\||\|\}).)*\|\}", re.DOTALL)
_GONE = re.compile(
    r"<!--.*?-->|<(ref|math|gallery|syntaxhighlight|source|pre|nowiki|timeline|score)\b[^<>]*(?:/>|>.*?</\1>)|<[^<>]*>"
    r"|__[A-Z]+__",
    re.DOTALL | re.IGNORECASE,
)
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)*([^\[\]|]*)\]\]")
_OTHER_SITE = re.compile(r"\[(?:https?:)?//\S+ ?([^\[\]]*)\]")
_SPACE_NAMED = re.compile(r"\[\[[^\[\]|:]{2,20}:[^\[\]]*\]\]")


def stripped(text: str) -> str:
    """Wikitext roughly as text: no templates, tables, notes, pictures and categories."""
    text = _GONE.sub(" ", text)
    for _ in range(8):
        text, done = _INNERMOST.subn(" ", text)
        if not done:
            break
    text = _LINK.sub(r"\1", _LINK.sub(r"\1", _SPACE_NAMED.sub(" ", text)))
    text = _OTHER_SITE.sub(r"\1", text)
    return unescape(re.sub("'{2,}", "", text)).strip()
