"""The signature that an editor has chosen to stand for `~~~`: one line of text with a link to his pages."""

from __future__ import annotations

import re
import unicodedata

from wiki.text.titles import Title
from wiki.text.wikilink import parse_link

LONGEST = 255  # characters
_LINK = re.compile(r"\[\[([^\[\]]*)\]\]")
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROL = re.compile(f"[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b\u2060\ufeff{_BIDI}]")
_BLOCK = re.compile(r"\s*(?:[#>=]|[-+*](?:\s|$)|\d+[.)]\s)")
# What could draw a picture, run, break out of a table or a paragraph, or be signed once more.
_TRICKS = (
    ("<", "HTML"), (">", "HTML"), ("`", "code"), ("{{", "templates"), ("}}", "templates"),
    ("~~~", "signatures"), ("[", "links other than wiki links"), ("]", "links other than wiki links"),
    ("|", "a bar outside a link"), ("://", "addresses"), ("\\", "a backslash"), ("$$", "formulas"),
)  # fmt: skip


class InvalidSignature(ValueError):
    """A text that cannot be a signature; `code` names the rule, `message` says what to change."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def check_signature(text: str, *, author: str) -> str:
    """The normal form of a signature; "" stays so, and stands for the usual one. Raises InvalidSignature."""
    text = unicodedata.normalize("NFC", text).strip()
    if not text:
        return ""
    if len(text) > LONGEST:
        why = f"The signature has {len(text)} characters; {LONGEST} are the most."
        raise InvalidSignature("signature-too-long", why)
    if _CONTROL.search(text):
        raise InvalidSignature("signature-control", "A signature is one line without invisible characters.")
    if _BLOCK.match(text):
        raise InvalidSignature(
            "signature-block", "A signature cannot begin like a heading, a list or a quote."
        )
    outside = _LINK.sub("", text)
    for trick, name in _TRICKS:
        if trick in outside or (trick in ("<", ">", "`", "{{", "~~~", "://", "\\", "$$") and trick in text):
            raise InvalidSignature("signature-markup", f"A signature cannot have {name} (“{trick}”).")
    links = [parse_link(found[1]) for found in _LINK.finditer(text)]
    if any(link is None or link.kind != "page" for link in links):
        why = "A signature links to pages only, not to files or categories."
        raise InvalidSignature("signature-link", why)
    if not any(link and link.title and _leads_to(link.title, author) for link in links):
        why = f"A signature needs a link to [[User:{author}]] or [[User talk:{author}]]."
        raise InvalidSignature("signature-no-link", why)
    return text


def _leads_to(title: Title, author: str) -> bool:
    """Whether readers find the author there."""
    if title.namespace in (2, 3):
        return title.name == author
    return title.namespace == -1 and title.name == f"Contributions/{author}"
