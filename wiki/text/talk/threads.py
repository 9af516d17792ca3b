"""Talk: comments are the paragraphs and list items that end in a signature, replies the list items below.

A talk page stays an ordinary page of source text. Here it is read as a conversation, and a reply is put where
it belongs in it. Nothing is required of the text: what is not signed is no comment, and stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from wiki.text.content import MARKDOWN, WIKITEXT
from wiki.text.names import MONTHS
from wiki.text.parts.lines import content, is_blank, split_lines
from wiki.text.sections import LineKind, mark_lines
from wiki.text.talk.wiki_items import DEEPEST, as_wiki_item, readable_lines, run_of
from wiki.text.titles import InvalidTitle, Title, parse_title

INDENT = 4  # columns by which a list stands in another
_APART = "\n\n"
_BLOCKS = ("|", ">", "$$", "[^")  # a line that begins so has no place for a signature
_WIKI_BLOCKS = ("|", "{|", "=", "<", "----")
TIME = rf"(\d\d):(\d\d), (\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}}) \(UTC\)"
_ID = re.compile(r"(.+)\.\d{12}(?:\.\d{1,9})?", re.DOTALL)
_TIME = re.compile(TIME)
_AFTER = re.compile(r"(?:[\s*_'’”\").]|</\w{1,9}>|<!--[^<>]*-->)*\Z")  # what may stand behind a signature
_LINK = re.compile(r"(?<!\\)\[\[([^\[\]|#]{1,300})")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:(?P<run>[*:#]{1,30})|[-+]|\d{1,9}[.)])[ \t]")
_CONCERNING = re.compile(
    r"\s*[^\W\d_][^\[\]:\n]{0,40}:[ \t]*\[\[([^\[\]|#]+)#([^\[\]|]+)(?:\|[^\[\]\n]*)?\]\][ \t.]*(?:\r?\n|\Z)"
)


@dataclass(frozen=True, slots=True)
class Comment:
    """A signed comment. `start` and `end` are its place in the text, `depth` 0 for a paragraph, 1 for a list
    item, and so on; `id` is made of author, time and how many such there were before.
    """

    id: str
    author: str
    time: datetime
    depth: int
    start: int
    end: int


def comment_id(author: str, time: datetime, earlier: int = 0) -> str:
    """What names a comment as long as its signature stands: it is not tied to its words or its place."""
    ordinal = f".{earlier + 1}" if earlier else ""
    return f"{author.replace(' ', '_')}.{time:%Y%m%d%H%M}{ordinal}"


def author_in(id_: str) -> str:
    """Whose comment an id names; "" for what is no such id."""
    found = _ID.fullmatch(id_)
    return found[1].replace("_", " ") if found else ""


def comment_time(found: Sequence[str]) -> datetime | None:
    """The time that the groups of TIME name; None for a day or an hour that never was."""
    hour, minute, day, month, year = found
    try:
        return datetime(int(year), MONTHS.index(month) + 1, int(day), int(hour), int(minute), tzinfo=UTC)
    except ValueError:
        return None


def account_of_link(target: str) -> str:
    """Whose page a link leads to (user page, talk page, contributions); "" for a link elsewhere."""
    try:
        title = parse_title(target.strip().lstrip(":"))
    except InvalidTitle:
        return ""
    if title.namespace in (2, 3):
        return title.name.partition("/")[0]
    if title.namespace == -1 and title.name.startswith("Contributions/"):
        return title.name.partition("/")[2]
    return ""


def read_comments(text: str, model: str = MARKDOWN) -> tuple[Comment, ...]:
    """The comments of a section's text of this content model, in its order. Never fails; linear."""
    lines = split_lines(text)
    if not any("(UTC)" in line for line in lines):
        return ()
    places = [0]
    for line in lines:
        places.append(places[-1] + len(line))
    known: Counter[tuple[str, datetime]] = Counter()
    found: list[Comment] = []
    concerning = _CONCERNING.match(text)
    first = len(split_lines(text[: concerning.end()])) if concerning else 0
    for index, line in enumerate(_readable(text, lines, model)):
        signed = read_signature(line)
        if signed is None:
            continue
        depth, start = _begin(lines, first, index, model)
        id_ = comment_id(*signed, known[signed])
        known[signed] += 1
        end = places[index] + len(content(lines[index]))
        found.append(Comment(id_, *signed, depth, places[start], end))
        first = index + 1
    return tuple(found)


def _readable(text: str, lines: Sequence[str], model: str) -> list[str]:
    """The lines as far as somebody may have signed in them."""
    if model == WIKITEXT:
        return readable_lines(text)
    kinds = mark_lines(lines).kinds
    return [line if kind is LineKind.TEXT else "" for line, kind in zip(lines, kinds, strict=True)]


def read_signature(line: str) -> tuple[str, datetime] | None:
    """Author and time of the signature that a line ends in; None without one."""
    if "(UTC)" not in line:
        return None
    stamps = list(_TIME.finditer(line))
    if not stamps or not _AFTER.match(line, stamps[-1].end()):
        return None
    time = comment_time(stamps[-1].groups())
    start = stamps[-2].end() if len(stamps) > 1 else 0
    links = [account_of_link(link[1]) for link in _LINK.finditer(line, start, stamps[-1].start())]
    author = next((name for name in reversed(links) if name), "")
    return (author, time) if author and time else None


def _begin(lines: Sequence[str], first: int, last: int, model: str) -> tuple[int, int]:
    """How deep the comment stands that is signed in line `last`, and the line that it begins in."""
    item = len(run_of(lines[last])) if model == WIKITEXT else _depth_of_item(lines[last])
    if item:
        return item, last
    if model == WIKITEXT:  # a paragraph, or several, up to the list before them
        start = next((n + 1 for n in range(last, first - 1, -1) if run_of(lines[n])), first)
        return 0, next(n for n in range(start, last + 1) if not is_blank(lines[n]))
    top = last
    while top > first and not is_blank(lines[top - 1]) and not _depth_of_item(lines[top]):
        top -= 1
    depth = _depth_of_item(lines[top]) or min(_columns(lines[last]) // INDENT, DEEPEST)
    start = top
    while start > first and depth and _depth_of_item(lines[start]) != depth:
        start -= 1
    if not depth or _depth_of_item(lines[start]) != depth:
        start = first
        while start < last and is_blank(lines[start]):
            start += 1
    return depth, start


def _columns(line: str) -> int:
    blanks = line[: len(line) - len(line.lstrip(" \t"))]
    return len(blanks.expandtabs(INDENT))


def _depth_of_item(line: str) -> int:
    """How deep the list item stands that this line begins; 0 if it begins none."""
    item = _ITEM.match(line)
    if item is None:
        return 0
    return min(_columns(line) // INDENT + len(item["run"] or "-"), DEEPEST)


# ---- Replies ----------------------------------------------------------------------------------------------


def reply_to(text: str, comment_id: str, reply: str, model: str = MARKDOWN) -> str:
    """The text with the reply below the comment and all that was answered to it before, one level deeper.

    Nothing else of the text is changed. Where there is no such comment the reply goes to the end, as a
    comment of its own. In wikitext it begins as its siblings do, else with a colon more than its parent.
    """
    comments = read_comments(text, model)
    place = next((n for n, comment in enumerate(comments) if comment.id == comment_id), None)
    if place is None:
        kept = text.rstrip()
        return f"{kept}\n\n{reply.strip()}{text[len(kept) :]}"
    parent, last = comments[place], comments[place]
    for later in comments[place + 1 :]:
        if later.depth <= parent.depth:
            break
        last = later
    before, after = text[: last.end], text[last.end :]
    if model == WIKITEXT:
        return f"{before}\n{as_wiki_item(reply, _run_for_reply(text, comments[place:]))}{after}"
    item = as_item(reply, min(parent.depth + 1, DEEPEST))
    rows = split_lines(after)
    tail = "\n" if len(rows) > 1 and not is_blank(rows[1]) else ""
    # Lists that stand in lists are told apart for certain only where blank lines part them.
    return f"{before}{_APART}{item}{tail}{after}"


def _run_for_reply(text: str, comments: Sequence[Comment]) -> str:
    """With which signs a reply to the first of these comments begins: those of its last reply."""
    parent, run = comments[0], ""
    for one in comments[1:]:
        if one.depth <= parent.depth:
            break
        if one.depth == parent.depth + 1:
            run = _run_at(text, one)
    return (run or f"{_run_at(text, parent)}:")[:DEEPEST]


def _run_at(text: str, comment: Comment) -> str:
    return run_of(text[text.rfind("\n", 0, comment.end) + 1 : comment.end])


def as_item(text: str, depth: int) -> str:
    """A text as a list item that stands so deep. A fenced block in it becomes an indented one, which is how
    code stands in lists.
    """
    indent = " " * INDENT * depth
    lines: list[str] = []
    rows = [content(line) for line in split_lines(text.strip("\r\n").strip())]
    marks = mark_lines(rows)
    code = False
    for row, kind in zip(rows, marks.kinds, strict=True):
        if kind is LineKind.CODE:
            opening, code = not code, True
            if opening and lines and lines[-1]:
                lines.append("")
            if row.lstrip().startswith(("```", "~~~")):
                continue
            lines.append(f"{indent}{' ' * INDENT}{row}" if row.strip() else "")
            continue
        if code and row.strip():
            lines.append("")
        code = False
        lines.append(f"{indent}{row}" if row.strip() else "")
    body = "\n".join(lines)
    return f"{indent[INDENT:]}- {body.lstrip()}"


def with_signature(text: str, mark: str, model: str = MARKDOWN) -> str:
    """A comment with `mark`, its author's name and time, behind it, unless it is signed already. Blank text
    stays as it is.
    """
    text = text.rstrip()
    lines = split_lines(text)
    if not lines or read_signature(lines[-1]):
        return text
    if model == WIKITEXT:
        apart = lines[-1].startswith(_WIKI_BLOCKS) or run_of(lines[-1])
        return f"{text}{_APART[0] if apart else ' '}{mark}"
    plain = mark_lines(lines).kinds[-1] is LineKind.TEXT and not lines[-1].lstrip().startswith(_BLOCKS)
    return f"{text}{' ' if plain and not _depth_of_item(lines[-1]) else _APART}{mark}"


# ---- What a topic is about --------------------------------------------------------------------------------


def concerning_line(word: str, target: Title, fragment: str, name: str) -> str:
    """The line that says which part of which page a topic is about: a link after a word and a colon."""
    label = f"|{name}" if name != f"{target.full}#{fragment}" else ""
    return f"{word}: [[{target.full}#{fragment}{label}]]"


def read_concerning(text: str) -> tuple[Title, str] | None:
    """Page and fragment that the first line of a topic's text names, in whatever language; None without."""
    found = _CONCERNING.match(text)
    if found is None:
        return None
    try:
        return parse_title(found[1].strip().lstrip(":")), " ".join(found[2].split())
    except InvalidTitle:
        return None
