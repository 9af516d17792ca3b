"""References as they are written into a text: what an editor knows of a source, on one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, cast
from urllib.parse import urlsplit

from wiki.text.content import WIKITEXT

Kind = Literal["web", "book", "news", "journal"]
FIELDS: dict[Kind, tuple[str, ...]] = {
    "web": ("title", "url", "author", "site", "date", "accessed"),
    "book": ("title", "author", "publisher", "place", "date", "pages", "isbn", "url"),
    "news": ("title", "url", "author", "site", "date", "accessed"),
    "journal": ("title", "author", "site", "volume", "issue", "date", "pages", "doi", "url"),
}
NEEDED: dict[Kind, tuple[str, ...]] = {
    "web": ("title", "url"), "book": ("title",), "news": ("title", "site"), "journal": ("title", "site"),
}  # fmt: skip
LONGEST = 500  # characters of a field
_ADDRESS = re.compile(r"https?://[^\s<>\"\[\]{}|\\^`]+")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s<>\"\[\]()]+)", re.IGNORECASE)
_YEAR = re.compile(r"\b(\d{4})\b")


class InvalidReference(ValueError):
    """What was told of a source makes no reference; `field` names the part."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


@dataclass(frozen=True, slots=True)
class _Signs:
    """How a content model writes words that stand for themselves, italics, and a link (words, address)."""

    literal: Callable[[str], str]
    italic: Callable[[str], str]
    link: Callable[[str, str], str]


def _markdown_link(words: str, url: str) -> str:
    return f"[{words}](<{url}>)" if "(" in url or ")" in url else f"[{words}]({url})"


def _coded(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(sign)};" for sign in found[0])


_MARKDOWN = _Signs(
    lambda text: re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text), lambda words: f"*{words}*", _markdown_link
)
_WIKITEXT = _Signs(
    lambda text: re.sub(r"[&<>\[\]{}|~]|^'|'$|'{2,}|__|://", _coded, text),
    lambda words: f"''{words}''",
    lambda words, url: f"[{url.replace(chr(39), '%27')} {words}]",
)


def written_reference(kind: str, told: Mapping[str, str], model: str = "") -> str:
    """The reference on one line in this content model (Markdown, if it is not said), what was typed taken
    literally. Raises InvalidReference.
    """
    if kind not in FIELDS:
        raise InvalidReference("kind", f"There is no kind “{kind[:20]}”; there are {', '.join(FIELDS)}.")
    known = cast(Kind, kind)
    said = {name: " ".join(told.get(name, "").replace("\0", "").split()) for name in FIELDS[known]}
    for name, text in said.items():
        if len(text) > LONGEST:
            raise InvalidReference(name, f"This has {len(text)} characters; the limit is {LONGEST}.")
        if not text and name in NEEDED[known]:
            raise InvalidReference(name, "This is needed.")
    if said.get("url") and not (_ADDRESS.fullmatch(said["url"]) and _host(said["url"])):
        raise InvalidReference("url", "An address begins with https:// and has no blanks.")
    return _written(known, said, _WIKITEXT if model == WIKITEXT else _MARKDOWN)


def _written(kind: Kind, said: dict[str, str], signs: _Signs) -> str:
    plain = {name: signs.literal(text) for name, text in said.items()}
    title, url = plain["title"], said.get("url", "")
    title = signs.italic(title) if kind == "book" else f"“{title}”"
    title = signs.link(title, url) if url else title
    where = {"book": _book, "journal": _journal}.get(kind, _site)(plain, signs)
    accessed = f"Accessed {plain['accessed']}" if plain.get("accessed") else ""
    isbn = f"ISBN {plain['isbn']}" if plain.get("isbn") else ""
    parts = [plain["author"], title, where, isbn, _doi(said.get("doi", ""), signs), accessed]
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)


def _site(said: dict[str, str], signs: _Signs) -> str:
    return ", ".join(filter(None, (said["site"] and signs.italic(said["site"]), said["date"])))


def _book(said: dict[str, str], _signs: _Signs) -> str:
    house = ": ".join(filter(None, (said["place"], said["publisher"])))
    return ", ".join(filter(None, (house, said["date"], _pages(said))))


def _journal(said: dict[str, str], signs: _Signs) -> str:
    number = f"{said['volume']}({said['issue']})" if said["issue"] else said["volume"]
    named = " ".join(filter(None, (signs.italic(said["site"]), number)))
    return ", ".join(filter(None, (named, said["date"], _pages(said))))


def _pages(said: dict[str, str]) -> str:
    pages = said["pages"]
    if not pages or not pages[0].isdigit():
        return pages
    return f"pp. {pages}" if re.search(r"\D", pages) else f"p. {pages}"


def _doi(typed: str, signs: _Signs) -> str:
    if not typed:
        return ""
    found = _DOI.fullmatch(typed)
    if found is None:
        raise InvalidReference("doi", "A DOI looks like 10.1000/182.")
    return signs.link(f"doi:{signs.literal(found[1])}", f"https://doi.org/{found[1]}")


def _host(address: str) -> str:
    """The address's host; "" without one, or where it has signs that no host has."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def note_name(told: Mapping[str, str]) -> str:
    """A name for the note: the author's last name (or the site) and the year, with hyphens."""
    author = re.split(r"[,;]| and | & ", told.get("author", ""))[0].strip()
    if "," not in told.get("author", ""):
        author = author.rpartition(" ")[2]
    host = _host(told.get("url", "")).removeprefix("www.")
    base = author or told.get("site", "") or host or told.get("title", "")
    year = _YEAR.search(told.get("date", ""))
    name = re.sub(r"[^\w]+", "-", f"{base} {year[1] if year else ''}").strip("-_").lower()
    return name[:40].strip("-") or "note"
