"""Cutting a text into words and sentences, in scripts with blanks between words and without.

A word is a run of letters, marks and digits (with the apostrophe inside `don't` and the comma inside
`10,000`). In scripts that write no blanks between words (Han, kana, Thai, Lao, Khmer, Burmese …) each letter
with its marks is one word: coarse for a linguist, right for comparing. White space and punctuation are
tokens, but not words.
"""

import re
import unicodedata

# Python's \w leaves out the vowel signs of many scripts (categories Mn and Mc), which are parts of words.
_MARK_BLOCKS: tuple[tuple[int, int], ...] = (
    (0x300, 0x1200),
    (0x1700, 0x1D00),
    (0x1DC0, 0x1E00),
    (0x20D0, 0x2100),
    (0x2CE0, 0x3100),
)
_MARK_BLOCKS += ((0xA600, 0xAC00), (0xFB1E, 0xFB1F), (0xFE00, 0xFE10), (0xFE20, 0xFE30), (0x11000, 0x11A00))


def _marks() -> str:
    found = (chr(code) for start, end in _MARK_BLOCKS for code in range(start, end))
    return "".join(char for char in found if unicodedata.category(char) in {"Mn", "Mc", "Me"})


# Zero width joiners stand inside Persian and Indic words, a soft hyphen inside any.
_MARK = f"[{_marks()}\u00ad\u200c\u200d\U000e0100-\U000e01ef]"
# Letters of scripts without blanks between words.
_SINGLE = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e80-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u0edc-\u0edf\u1000-\u102a\u103f"
    "\u1050-\u1055\u1780-\u17b3\u3005-\u3007\u3040-\u3098\u309b-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9d\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
_RUN = rf"(?:[^\W_{_SINGLE}]++|{_MARK}++)++"
_JOINED = r"(?:['’](?=[^\W_])|(?<=[0-9])[.,](?=[0-9]))"
# For speed alone, two things come first: the plain English word, and a look that rules out ASCII signs.
_WORD = (
    r"[A-Za-z]++(?=[ ,.;:!?\r\n])"
    rf"|(?=[^\x00-/:-@\[-`{{-\x7f])(?:{_RUN}(?:{_JOINED}{_RUN})*+|[{_SINGLE}]{_MARK}*+)"
)
# A run of one markup sign (`==`, `**`) is one token; 60 is enough to keep a megabyte of `=` from being one.
_SIGNS = "|".join(rf"{re.escape(sign)}{{1,60}}+" for sign in "='*#-_:|`[]{}")
_TOKEN = re.compile(rf"\s++|{_WORD}|{_SIGNS}|.", re.DOTALL)
_WORDS = re.compile(_WORD)
_ASCII_WORDS = re.compile(
    rf"[A-Za-z0-9]++(?:{_JOINED}[A-Za-z0-9]++)*+", re.ASCII
)  # the same there, and faster
_ONE_WORD = re.compile(rf"[^\W_]|[{_SINGLE}]|{_MARK}")

_ABBREVIATIONS = (
    "adm al apr approx art aug ave bros capt cf ch co col corp dec dept dr ed eds eg esp etc feb fig figs"
    " gen gov hon ie inc jan jr jul jun lt ltd maj mar mr mrs ms mt no nos nov oct op orig p pp prof pt pub"
    " ft est rep rev sen sep sept sgt sr st str trans univ vol vols vs"
)
_ABBREVIATED = frozenset(_ABBREVIATIONS.split())
_CLOSERS = "[\"'”’»)\\]】」』）]"
# What ends a sentence: a Western stop before white space, an Eastern one anywhere, an empty or a list line.
_BORDER = re.compile(
    rf"(?P<stop>(?<=[^\s.!?])[.!?…؟۔।॥։]+{_CLOSERS}*+)(?=\s)"
    rf"|[。！？｡]+{_CLOSERS}*+"
    r"|(?<=\S)(?=[ \t]*(?:\r\n|\r|\n)[ \t]*(?:[\r\n]|[-*+#:|>=]|[0-9]{1,9}[.)][ \t]))"
)
_WHITE = re.compile(r"\s++")
_EMPTY_LINE = re.compile(r"[\r\n][ \t]*[\r\n]")
_LAST_WORD = re.compile(r"[^\W_]+$")


def tokens(text: str) -> list[str]:
    """Words, runs of white space and single signs of `text`; joining them gives the text back."""
    return _TOKEN.findall(text)


def is_word(token: str) -> bool:
    """True if `token`, one of those that `tokens` gives, is a word."""
    return _ONE_WORD.match(token) is not None


def word_list(text: str) -> list[str]:
    """The words of `text` in order."""
    return (_ASCII_WORDS if text.isascii() else _WORDS).findall(text)


def words(text: str) -> int:
    """How many words `text` has."""
    return len(word_list(text))


def sentences(text: str) -> list[str]:
    """The sentences of `text`, each with the white space before it; joining them gives the text back.

    Empty lines and list lines end a sentence too. White space at the end of the text belongs to the last one.
    """
    found: list[str] = []
    start = 0
    for border in _BORDER.finditer(text):
        end = border.end()
        if end > start and not (border["stop"] and _goes_on(text, border.start(), end)):
            found.append(text[start:end])
            start = end
    rest = text[start:]
    if found and not rest.strip():
        found[-1] += rest
    elif rest:
        found.append(rest)
    return found


def _goes_on(text: str, stop: int, end: int) -> bool:
    """True if the stop is that of an abbreviation or an initial, or if a small letter follows it."""
    gap = _WHITE.match(text, end)
    if gap and text[gap.end() : gap.end() + 1].islower():
        return True
    if text[stop] != "." or (gap and _EMPTY_LINE.search(gap.group())):
        return False
    before = _LAST_WORD.search(text, max(0, stop - 20), stop)
    return before is not None and (len(before.group()) == 1 or before.group().lower() in _ABBREVIATED)
