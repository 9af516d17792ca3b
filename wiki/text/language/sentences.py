"""Where a sentence ends, in many languages: enough for the first sentences of an article.

A stop alone says little: abbreviations, initials, decimals and brackets have them too. What is doubtful is
not split, so that a sentence is rather too long than broken off.
"""

import re
from bisect import bisect_right

# Full stops of scripts that need no blank behind them, and of those that write like Latin.
_END = re.compile(
    r"""(?P<wide>[。！？｡．]+)(?P<wide_close>[」』”’）》〉\]"]*)"""
    r"""|(?<![.!?…؟۔।॥։።။។])(?P<stop>[.!?…؟۔।॥։።။។]++)(?P<close>["'”’»›)\]]*+)(?=\s|$)"""
)
_WORD_BEFORE = re.compile(r"[^\s(\[\"“‘«„/–—-]+$")
_NEXT_WORD = re.compile(r"\s*[\"'“‘«„(\[¿¡]*([^\W\d_]+|\d+)?")
_LETTERS = re.compile(r"(?:[^\W\d_]{1,2}\.)*[^\W\d_]")
_LONGEST_WORD = 40

# With a stop behind them, these do not end a sentence, whatever follows.
_BEFORE_NAMES = """
dr mr mrs ms prof st ste mt ft gen col lt maj capt cpt sgt cmdr adm rev hon gov sen rep pres messrs mme mlle
vs cf c ca circa approx no nos nr vol vols pp p ed eds ch fig art sec b d r fl né lit viz resp orig trans abbr
bzw geb gest hl sog jh bd sr. sra dra dña núm pág av tel op fr
"""
# These may stand at an end: they do if one of the words below follows.
_MAYBE_LAST = """
jr sr inc ltd co corp bros etc al usw u.a a.m p.m d.c ph.d jan feb mar apr jun jul aug sep sept oct nov dec
ave blvd rd dept univ assn est min max
"""
_FIRST_WORDS = """
a an the he she it they we you this that these those there in on at as after before by for from since its
his her their when while although however during one both most many some all and but
der die das er sie es ein eine im le la les il elle un une el los las
"""
_TITLES = frozenset(_BEFORE_NAMES.split())
_MAY_END = frozenset(_MAYBE_LAST.split())
_STARTERS = frozenset(_FIRST_WORDS.split())


def sentences(text: str, most: int) -> list[str]:
    """The first sentences of a plain text in one line, `most` of them at the most. Linear.

    What is no sentence (no full stop) is one all the same, so that joining with blanks loses nothing but
    white space.
    """
    found: list[str] = []
    start = 0
    brackets = _bracketed(text)
    for end in _END.finditer(text):
        if len(found) == most:
            return found
        if _within(brackets, end.end() - 1) or not _is_end(text, start, end):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    rest = text[start:].strip()
    if rest and len(found) < most:
        found.append(rest)
    return found


def _is_end(text: str, start: int, end: re.Match[str]) -> bool:
    if end["wide"]:
        return True
    following = _NEXT_WORD.match(text, end.end())
    word = (following[1] or "") if following else ""
    if word[:1].islower():
        return False
    before = _WORD_BEFORE.search(text[max(start, end.start() - _LONGEST_WORD) : end.start()])
    last = before[0].lstrip("'") if before else ""
    if end["stop"] == ".":
        return _stop_ends(last, word, closed=bool(end["close"]))
    # “Yahoo! Inc.”, “Jeopardy!”: a name with a sign, not a sentence of one word. Other scripts end here.
    return not end["stop"].isascii() or " " in text[start : end.start()].strip() or not word


def _stop_ends(last: str, following: str, *, closed: bool) -> bool:
    """Whether a single full stop behind the word `last` ends a sentence."""
    bare = last.casefold().rstrip(",;")
    starts = not following or following.casefold() in _STARTERS
    if closed or not last:
        return True
    if bare in _TITLES:
        return not following
    if bare in _MAY_END:
        return starts
    if _LETTERS.fullmatch(last):  # initials and acronyms: “J. R. R.”, “U.S.”, “e.g.”
        return not following or (starts and "." in last and last[:1].isupper())
    if last.isdecimal() and len(last) <= 2:  # “5. Mai”
        return starts
    return True


def _bracketed(text: str) -> list[tuple[int, int]]:
    """Spans of round and square brackets that close again, outermost only, in order."""
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    for at, sign in enumerate(text):
        if sign in "([（":
            opened.append(at)
        elif sign in ")]）" and opened:
            first = opened.pop()
            while spans and spans[-1][0] > first:
                spans.pop()
            spans.append((first, at))
    return spans


def _within(spans: list[tuple[int, int]], at: int) -> bool:
    index = bisect_right(spans, (at, at)) - 1
    return index >= 0 and spans[index][0] < at < spans[index][1]
