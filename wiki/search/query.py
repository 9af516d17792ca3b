"""The language of the search box, read into values. No character of it reaches a database as syntax."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from wiki.search.passages import HEADING, NAME, TITLE, category_mark, field_mark, whole_name
from wiki.search.words import asked_words, words
from wiki.text.titles import InvalidTitle, namespace_number, parse_title

LONGEST = 300  # characters that are read
MOST = 16  # words, phrases and filters that count
BESIDE, ALTOGETHER = 12, 40  # words of one phrase, and of a query, that count
CONTENT, MEDIA = frozenset({0}), frozenset({6})
EVERYTHING = "all"

_TOKEN = re.compile(
    r"""(?P<minus>-(?=[^\W\d_]|"))?
    (?:(?P<key>intitle|insection|infobox|incategory|prefix):\s*)?
    (?:"(?P<quoted>[^"]*)(?:"|$) | (?P<word>[^\s"]+))""",
    re.VERBOSE | re.IGNORECASE,
)
_GREEDY = re.compile(
    r'[^"]*?(?=(?<!\s)\s+(?:-?(?:intitle|insection|infobox|incategory|prefix):|-[^\W\d_])|"|$)', re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand beside one another; with `prefix` the last is the beginning of a word.

    `whole`: the page as a whole has to have it, wherever. `shown` are the words to mark in a snippet.
    """

    words: tuple[str, ...]
    prefix: bool = False
    whole: bool = False
    shown: tuple[str, ...] = ()


Clause = tuple[Term, ...]  # one of them has to be found


@dataclass(frozen=True)
class Query:
    """What is looked for: every clause, none of `without`, in these namespaces (None: in all)."""

    text: str
    clauses: tuple[Clause, ...] = ()
    without: tuple[Term, ...] = ()
    namespaces: frozenset[int] | None = CONTENT
    plain: tuple[str, ...] = field(default=())  # the words typed without any sign, for spelling
    cut: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to find: no words at all, or only words to leave out."""
        return not self.clauses

    @property
    def inner(self) -> tuple[Clause, ...]:
        """Clauses to be found together in one passage."""
        return tuple(clause for clause in self.clauses if not all(term.whole for term in clause))

    @property
    def outer(self) -> tuple[Clause, ...]:
        """Clauses that a page has to meet somewhere."""
        return tuple(clause for clause in self.clauses if all(term.whole for term in clause))

    @property
    def in_title(self) -> tuple[Clause, ...]:
        """The inner clauses, asked of the title's words; none if one of them cannot stand in a title."""
        found = tuple(tuple(map(_titled, filter(_is_words, clause))) for clause in self.inner)
        return found if all(found) else ()

    @property
    def phrase(self) -> Term | None:
        """All words in the order in which they were typed, if there are several and nothing but words."""
        if len(self.inner) < 2 or any(len(clause) > 1 or not _is_words(clause[0]) for clause in self.inner):
            return None
        terms = [clause[0] for clause in self.inner]
        if any(term.prefix for term in terms[:-1]):
            return None
        beside = tuple(word for term in terms for word in term.words)
        return Term(beside, terms[-1].prefix) if len(beside) <= BESIDE else None

    @property
    def name(self) -> Term | None:
        """The page whose name is the query."""
        mark = whole_name(self.text)
        return Term((mark,), whole=True) if mark != NAME else None

    @property
    def highlighted(self) -> tuple[Term, ...]:
        """The words to mark where they stand in a text."""
        return tuple(
            Term(term.shown, term.prefix) for clause in self.clauses for term in clause if term.shown
        )


def _is_words(term: Term) -> bool:
    return not term.whole and term.words == term.shown


def _titled(term: Term) -> Term:
    return Term(tuple(TITLE + word for word in term.words), term.prefix, whole=True)


def read_query(text: str, namespaces: Iterable[int] | None = CONTENT) -> Query:
    """What a reader typed. Nothing is wrong here: what cannot be understood is looked for as words.

    `Help:words` looks in that namespace, `all:words` in every one, whatever `namespaces` says.
    """
    cut = len(text) > LONGEST
    text = text[:LONGEST].replace("\x00", " ")
    where, text = _namespace(" ".join(text.split()), None if namespaces is None else frozenset(namespaces))
    clauses: list[Clause] = []
    without: list[Term] = []
    plain: list[str] = []
    either = after_word = False
    at = counted = 0
    while found := _TOKEN.search(text, at):
        at = found.end()
        if found["word"] in ("OR", "AND") and not found["key"] and not found["minus"]:
            either = found["word"] == "OR" and after_word
            continue
        term, at, where = _term(found, text, at, where)
        if term is None or len(clauses) + len(without) >= MOST or counted > ALTOGETHER:
            continue
        counted += len(term.words)
        if found["minus"]:
            without.append(term)
        elif either:
            clauses[-1] = (*clauses[-1], term)
        else:
            clauses.append((term,))
        after_word, either = not found["minus"], False
        if found["word"] and not found["key"] and not found["minus"] and not term.prefix:
            plain.append(found["word"])
    return Query(text, tuple(clauses), tuple(without), where, tuple(plain), cut)


def _namespace(text: str, where: frozenset[int] | None) -> tuple[frozenset[int] | None, str]:
    prefix, colon, rest = text.partition(":")
    if colon and prefix.strip().casefold() == EVERYTHING and rest.strip():
        return None, rest.strip()
    number = namespace_number(prefix) if colon and prefix.strip() else None
    if number is None or number < 0 or not rest.strip():
        return where, text
    return frozenset({number}), rest.strip()


Where = frozenset[int] | None


def _term(found: re.Match[str], text: str, at: int, where: Where) -> tuple[Term | None, int, Where]:
    """The term that a token is, where reading goes on, and the namespaces to look in."""
    key = (found["key"] or "").lower()
    said = found["quoted"] if found["quoted"] is not None else found["word"]
    if not key:
        return _words(said, quoted=found["quoted"] is not None), at, where
    if key in ("infobox", "prefix") and found["word"]:
        rest = _GREEDY.match(text, found.start("word"))
        said, at = (rest[0], rest.end()) if rest else (said, at)
        if said.endswith("=") and text[at : at + 1] == '"':  # infobox:Type="Military alliance"
            end = text.find('"', at + 1)
            end = len(text) if end < 0 else end
            said, at = said + text[at + 1 : end], end + 1
    if key == "prefix":
        term, where = _prefix(said, where)
        return term, at, where
    return _FILTERS[key](said), at, where


def _words(said: str, *, quoted: bool) -> Term | None:
    asked, begins = asked_words(said)
    asked, begins = asked[:BESIDE], begins and len(asked) <= BESIDE
    if not asked:
        return None
    starred = not quoted and said.endswith("*") and len(asked[-1]) > 1
    if starred:
        asked = (*asked[:-1], _unstemmed(said) or asked[-1])
    return Term(asked, begins or starred, shown=asked)


def _unstemmed(said: str) -> str:
    """The last word as it was typed: a plural's stem need not begin as the word does."""
    last = words(said + "0")[-1:]  # no word that ends in a figure has a plural
    return last[0][:-1] if last and last[0].endswith("0") else ""


def _title(said: str) -> Term | None:
    term = _words(said, quoted=False)
    return term and Term(tuple(TITLE + word for word in term.words), term.prefix, True, term.shown)


def _section(said: str) -> Term | None:
    term = _words(said, quoted=False)
    return term and Term(tuple(HEADING + word for word in term.words), term.prefix, shown=term.shown)


def _category(said: str) -> Term | None:
    name = said.replace("_", " ")
    number, rest = name.partition(":")[0], name.partition(":")[2]
    name = rest if rest and namespace_number(number) == 14 else name
    return Term((category_mark(name),), whole=True) if words(name) else None


def _infobox(said: str) -> Term | None:
    key, _, value = said.partition("=")
    if not words(key):
        return None
    asked = words(value)
    marks = tuple(field_mark(key, word) for word in asked) or (field_mark(key),)
    return Term(marks, bool(asked) and value.endswith("*"), whole=True, shown=tuple(asked))


def _prefix(said: str, where: Where) -> tuple[Term | None, Where]:
    try:
        title = parse_title(said)
    except InvalidTitle:
        mark = whole_name(said)
    else:
        mark = whole_name(title.name)
        where = frozenset({title.namespace}) if title.namespace > 0 else where
    return (Term((mark,), prefix=True, whole=True) if mark != NAME else None), where


_FILTERS = {"intitle": _title, "insection": _section, "incategory": _category, "infobox": _infobox}
