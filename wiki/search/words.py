"""From text to the words that are indexed and asked for: the same on both databases, so results agree.

Case, accents, compatibility forms and every kind of dash and quotation mark make no difference; English
plurals find singulars; scripts written without blanks are cut into overlapping pairs of characters.
The reasons are in docs/decisions/0011-search-analysis.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST = 60  # characters of a word that count
_VOCABULARY = range(3, 33)  # lengths of words that spelling is compared with

# Scripts that are written without blanks between words.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # kana and iteration marks
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
    "\u1100-\u11ff\uac00-\ud7af"  # Korean, whose words carry their particles
)
_RUNS = re.compile(f"([{UNSPACED}]+)")

_LETTERS = {  # what no decomposition tells
    "ё": "е", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "ŧ": "t", "þ": "th", "æ": "ae",
    "œ": "oe", "ʼ": " ", "ʻ": " ", "ʹ": " ", "ـ": "",
    # Arabic: forms of alef, ya and ta marbuta, and the Persian letters beside them
    "آ": "ا", "أ": "ا", "إ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك",
}  # fmt: skip
# Marks that readers leave out: accents, Hebrew points, Arabic vowels. Those of other scripts are letters.
_LEFT_OUT = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u08d3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe2f]"
)
_JOINING = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")  # stand inside words and are not seen


class _Letters(dict[int, str]):
    """What becomes of each character; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = unicodedata.category(char)
        if char in _LETTERS:
            result = _LETTERS[char]
        elif char in _JOINING or _LEFT_OUT.match(char):
            result = ""
        elif kind == "Nd":
            result = str(unicodedata.digit(char))
        elif kind[0] == "L":
            result = _without_accent(char)
        else:
            result = char if kind[0] in "MN" else " "
        self[code] = result
        return result


def _without_accent(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    if base != char and unicodedata.name(base, "").startswith(("LATIN", "GREEK")):
        return _LETTERS.get(base, base)
    return char


_letters = _Letters()


def folded(text: str) -> str:
    """The text with every difference that does not count taken away; words stand between blanks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return text.casefold().translate(_letters)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """An English plural's singular, more or less (the S stemmer of Harman 1991); any other word itself."""
    if len(word) < 4 or word[-1] != "s" or not word.isascii():
        return word
    if word.endswith("ies") and word[-4] not in "ae":
        return word[:-3] + "y"
    if word.endswith("es") and word[-3] not in "aeo":
        return word[:-1]
    return word if word[-2] in "us" else word[:-1]


def words(text: str) -> list[str]:
    """The words of a text as they are indexed, in order; positions tell which stand beside each other.

    A run of a script without blanks gives each pair of neighbours, and its last character.
    """
    result = []
    for word in folded(text).split():
        if word.isascii():
            result.append(stem(word[:LONGEST]))
        else:
            result += _cut(word)
    return result


def _cut(word: str) -> Iterator[str]:
    for piece in _RUNS.split(word):
        if _RUNS.match(piece):
            yield from (piece[at : at + 2] for at in range(len(piece)))
        elif piece:
            yield stem(piece[:LONGEST])


def asked_words(text: str) -> tuple[tuple[str, ...], bool]:
    """The words to look for beside one another, and whether the last one is only the beginning of a word.

    That is so for a single character at the end: any pair may begin with it. Of a longer run the last
    character alone is not asked for, since in the text another may follow it.
    """
    found = words(text)
    pieces = folded(text).split()
    last = next((piece for piece in reversed(_RUNS.split(pieces[-1])) if piece), "") if pieces else ""
    if not _RUNS.match(last):
        return tuple(found), False
    return (tuple(found), True) if len(last) == 1 else (tuple(found[:-1]), False)


def vocabulary(text: str) -> dict[str, str]:
    """The words that a misspelt one may have been meant for: folded but whole, each as it was written."""
    found: dict[str, str] = {}
    for written in text.split():
        if written.isascii() and written.isalpha():  # the usual word, whose letters need no folding
            word = written.lower()
            if len(word) in _VOCABULARY:
                found.setdefault(word, word)
            continue
        for word in folded(written).split():
            if len(word) in _VOCABULARY and word not in found and word.isalpha() and not _RUNS.search(word):
                plain = written.strip("\"'“”‘’„«»()[]{}.,;:!?…-–—").lower()
                found[word] = plain if folded(plain).strip() == word else word
    return found
