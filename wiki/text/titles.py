"""Titles: namespaces and the one normal form in which a page's name is written.

The rules are MediaWiki's: underscores are blanks, runs of blanks are one, the first letter is upper case, a
prefix names the namespace, 255 bytes at most.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

NAMESPACES = {
    -2: "Media",
    -1: "Special",
    0: "",
    1: "Talk",
    2: "User",
    3: "User talk",
    4: "Project",
    5: "Project talk",
    6: "File",
    7: "File talk",
    8: "MediaWiki",
    9: "MediaWiki talk",
    10: "Template",
    11: "Template talk",
    12: "Help",
    13: "Help talk",
    14: "Category",
    15: "Category talk",
}
MAX_BYTES = 255
WITH_SUBPAGES = frozenset((-1, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 15))

_numbers = {name.casefold(): number for number, name in NAMESPACES.items() if name}
_numbers |= {"image": 6, "image talk": 7}

_GAPS = re.compile("[ _\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_FORBIDDEN = re.compile(r"[#<>\[\]|{}]")
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = re.compile(f"[\u0000-\u001f\u007f-\u009f{_BIDI}\u200b\u2060\ufeff\ufffd-\uffff\ud800-\udfff]")
_REFERENCE = re.compile(
    "&[A-Za-z0-9\u0080-\U0010ffff]+;"
)  # of a character; those with # are forbidden anyway
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_DASHES = re.compile("[\u058a\u05be\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]")
_SINGLE_QUOTES = re.compile("[\u02b9\u02bb\u02bc\u2018-\u201b\u2032]")
_DOUBLE_QUOTES = re.compile("[\u201c-\u201f\u2033]")


class InvalidTitle(ValueError):
    """A text that is no title; `code` names the rule, `message` the text and the place."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, order=True, slots=True)
class Title:
    """A title in normal form; make one with `parse_title`."""

    namespace: int
    name: str

    def __str__(self) -> str:
        return self.full

    @property
    def full(self) -> str:
        """Prefix and name, as readers see it."""
        prefix = NAMESPACES[self.namespace]
        return f"{prefix}:{self.name}" if prefix else self.name

    @property
    def key(self) -> str:
        """The full title with underscores, as addresses have it."""
        return self.full.replace(" ", "_")

    @property
    def is_talk(self) -> bool:
        """Whether this is a talk page."""
        return self.namespace > 0 and self.namespace % 2 == 1

    @property
    def talk(self) -> "Title":
        """The talk page; a talk page and a special page are their own."""
        return self if self.is_talk or self.namespace < 0 else Title(self.namespace + 1, self.name)

    @property
    def subject(self) -> "Title":
        """The page that a talk page talks about; any other page itself."""
        return Title(self.namespace - 1, self.name) if self.is_talk else self

    @property
    def parent(self) -> "Title | None":
        """The page that this is a subpage of, or None."""
        if self.namespace not in WITH_SUBPAGES or "/" not in self.name.strip("/"):
            return None
        above = self.name.rpartition("/")[0].rstrip(" /")
        return Title(self.namespace, above) if above else None

    @property
    def base(self) -> "Title":
        """The page that this is a subpage of, or the page itself."""
        return self.parent or self

    @property
    def subpage(self) -> str:
        """The last part of a subpage's name; the name of any other page."""
        return self.name.rpartition("/")[2] if self.parent else self.name

    @property
    def parents(self) -> "Iterator[Title]":
        """The pages above, the nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


def name_project(site_name: str) -> None:
    """Let `site_name` be a prefix of the project namespace too. To be called once, at the start."""
    name = _GAPS.sub(" ", site_name).strip().casefold()
    if name and name not in _numbers:
        _numbers[name] = 4
        _numbers[f"{name} talk"] = 5


def namespace_number(name: str) -> int | None:
    """The number of a namespace, given its name or an alias in any case; None if there is none. "" is 0."""
    name = _GAPS.sub(" ", name).strip()
    return _numbers.get(name.casefold()) if name else 0


def parse_title(text: str, *, namespace: int = 0) -> Title:
    """The title that `text` writes. `namespace` is where a text without prefix belongs.

    Raises InvalidTitle (code, message) for anything that is no title, "#" included: `parse_target` splits off
    fragments. Parsing `title.full` gives the same title again.
    """
    shown = _shown(text)
    _refuse_invisible(text, shown)
    name = _GAPS.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if name.startswith(":"):
        namespace, name = 0, name[1:].strip()
    prefix, colon, rest = name.partition(":")
    number = _numbers.get(prefix.strip().casefold()) if colon else None
    if number is not None:
        namespace, name = number, rest.strip()
    _check(name, namespace, shown)
    if number == 1 and name.partition(":")[0].strip().casefold() in _numbers and ":" in name:
        raise InvalidTitle("title-invalid-talk-namespace", f"The title {shown} has two namespaces.")
    return Title(namespace, _upper_first(name))


def _refuse_invisible(text: str, shown: str) -> None:
    found = _INVISIBLE.search(text)
    if found is None:
        return
    place = f"U+{ord(found.group()):04X} (character {found.start() + 1})"
    why = f"The title {shown} has the invisible or broken character {place}, which no title can have."
    raise InvalidTitle("title-invalid-invisible", why)


def _check(name: str, namespace: int, shown: str) -> None:
    if not name:
        raise InvalidTitle("title-invalid-empty", f"The title {shown} is empty.")
    if name.startswith(":"):
        why = f"The title {shown} has a colon at its beginning."
        raise InvalidTitle("title-invalid-leading-colon", why)
    if found := _FORBIDDEN.search(name) or _PERCENT.search(name) or _REFERENCE.search(name):
        why = f"The title {shown} has “{found.group()}”, which no title can have."
        raise InvalidTitle("title-invalid-characters", why)
    if "." in name and {".", ".."} & set(name.split("/")):
        raise InvalidTitle("title-invalid-relative", f"The title {shown} has “.” or “..” as a part.")
    if "~~~" in name:
        raise InvalidTitle(
            "title-invalid-magic-tilde", f"The title {shown} has “~~~”, the mark of a signature."
        )
    if namespace not in NAMESPACES:
        raise InvalidTitle("title-invalid-namespace", f"There is no namespace {namespace}.")
    if (size := len(name.encode())) > MAX_BYTES:
        why = f"The title {shown} has {size} bytes; {MAX_BYTES} are the most."
        raise InvalidTitle("title-invalid-too-long", why)


def _shown(text: str) -> str:
    text = text if len(text) <= 80 else text[:79] + "…"
    return "“" + "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in text) + "”"


def _upper_first(name: str) -> str:
    # Title case, not upper case: Georgian letters and digraphs such as “ǆ” have a form of their own for it.
    first = name[0].title()
    return unicodedata.normalize("NFC", first + name[1:]) if len(first) == 1 else name


def parse_target(text: str) -> tuple[Title | None, str]:
    """The title and the fragment that the target of a link writes; no title for `#Section` of the same page.

    Bytes written as %20 are decoded, underscores in the fragment are blanks. Raises InvalidTitle.
    """
    text, mark, fragment = text.partition("#")
    fragment = _GAPS.sub(" ", fragment).strip()
    if mark and not text.strip():
        return None, fragment
    return parse_title(_percent_decoded(text)), fragment


def _percent_decoded(text: str) -> str:
    if not _PERCENT.search(text):
        return text
    try:
        return unquote_to_bytes(text).decode()
    except UnicodeError:
        return text


def title_url(title: Title) -> str:
    """The title as it stands in addresses: underscores, percent-encoded but for `/ : @ ! $ * ( ) , ;`."""
    return quote(title.key, safe="/:@!$*(),;~")


def fold(name: str) -> str:
    """The form in which names are compared to find what was meant.

    Compatibility forms, case, all kinds of dash and quotation mark and runs of blanks make no difference.
    """
    for _ in range(3):  # case folding may undo the normal form, and the other way round
        name = unicodedata.normalize("NFKC", name).casefold()
    name = _DASHES.sub("-", unicodedata.normalize("NFKC", name))
    name = _DOUBLE_QUOTES.sub('"', _SINGLE_QUOTES.sub("'", name))
    return " ".join(_GAPS.sub(" ", name).split())
