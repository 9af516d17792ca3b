"""What the doors do, once, to a text that an editor has changed. Importers never do."""

import re
import unicodedata
from datetime import datetime

from wiki.text.names import signature, signature_time
from wiki.text.parts.lines import split_lines
from wiki.text.parts.paragraphs import CodeSpans, paragraphs
from wiki.text.sections import Fence
from wiki.text.talk.wiki_items import sign_wikitext

MAX_BYTES = 2 * 1024 * 1024
_BREAK = re.compile(r"\r\n?")
_TOKEN = re.compile(r"\\[!-/:-@\[-`{-~]|`+|(?<!~)~{3,5}(?!~)")
_LANGUAGE = re.compile(r"[^\s~]+")
_BROKEN = re.compile("[\u0000\ud800-\udfff]")


class InvalidText(ValueError):
    """A text that cannot be stored; `code` names the rule, `message` the place."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def normalise(text: str) -> str:
    """Line ends LF, characters NFC, no byte order mark at the beginning, no white space at the end.

    Normalising twice changes nothing more. Raises InvalidText as `check_text` does.
    """
    check_text(text)
    text = unicodedata.normalize("NFC", _BREAK.sub("\n", text.lstrip("\ufeff"))).rstrip(" \t\n")
    check_text(text)
    return text


def check_text(text: str) -> None:
    """Raise InvalidText for a text with NUL or half a surrogate pair, or of more than 2 MB."""
    if found := _BROKEN.search(text):
        line = len(split_lines(text[: found.start()] + "."))
        why = f"Line {line} has the character U+{ord(found.group()):04X}, which no text can have."
        raise InvalidText("text-invalid-character", why)
    if (size := len(text.encode())) > MAX_BYTES:
        raise InvalidText("text-too-big", f"The text has {size:,} bytes; {MAX_BYTES:,} are the most.")


def sign(text: str, *, author: str, now: datetime, chosen: str = "", model: str = "markdown") -> str:
    """Put the author's name for `~~~`, name and time for `~~~~`, the time for `~~~~~`; not in code.

    A line that begins with tildes is a fence if another one closes it, else a signature. `now` is in UTC;
    `chosen` stands for the author's name where he has a signature of his own. In wikitext, `<nowiki>` and the
    like are code.
    """
    if "~~~" not in text:
        return text
    name, time = chosen or signature(author), signature_time(now)
    signs = {"~~~": name, "~~~~": f"{name} {time}", "~~~~~": time}
    if model == "wikitext":
        return sign_wikitext(text, signs)
    pieces = paragraphs(text, no_fence=_is_signature)
    return "".join(_signed(piece, signs) if counts else piece for piece, counts in pieces)


def _is_signature(fence: Fence) -> bool:
    """Whether a fence that nothing closes is meant as a signature: no code language stands behind it."""
    return fence.char == "~" and fence.length <= 5 and not _LANGUAGE.fullmatch(fence.info)


def _signed(paragraph: str, signs: dict[str, str]) -> str:
    """One paragraph signed, its code spans left alone."""
    spans = CodeSpans(paragraph)
    parts: list[str] = []
    done = 0
    for token in _TOKEN.finditer(paragraph):
        if token.start() < done:
            continue
        found = token.group()
        end = spans.end(*token.span()) if found[0] == "`" else token.end()
        parts += (paragraph[done : token.start()], signs.get(found, paragraph[token.start() : end]))
        done = end
    return "".join(parts) + paragraph[done:]
