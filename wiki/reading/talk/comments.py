"""Comments that edits made on talk pages: what notices tell of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from wiki.models import Section
from wiki.reading.lists.lines import RevisionLine
from wiki.text.language.prose import plain_words
from wiki.text.language.shorten import shorten
from wiki.text.sections import plain_title
from wiki.text.talk.threads import Comment, read_comments

NEAR = timedelta(minutes=2)  # between a comment's signature and its revision
SHOWN = 140  # characters of a comment


@dataclass(frozen=True, slots=True)
class NoticedComment:
    """A comment in short: plain words, and the anchor that leads to it on its page."""

    anchor: str
    topic: str
    words: str


def comments_of(lines: Iterable[RevisionLine]) -> dict[int, NoticedComment]:
    """What these edits said on their talk pages, by revision; nothing of edits whose text or author the
    viewer may not see. At most one query.
    """
    open_ = {
        line.id: line
        for line in lines
        if line.page_title.is_talk and line.author and not (line.text_hidden or line.author_hidden)
    }
    if not open_:
        return {}
    found: dict[int, NoticedComment] = {}
    by_version = {(line.page_id, line.number): line for line in open_.values()}
    named = {one.id for line in open_.values() for one in line.changes if one.part == "section" and one.id}
    stored = Section.history.filter(
        page_id__in={page for page, _number in by_version}, id__in=named,
        rev__in={number for _page, number in by_version}, deleted=False,
    ).order_by("position", "id")  # fmt: skip
    for page_id, rev, id_, title, body in stored.values_list("page_id", "rev", "id", "title", "body"):
        line = by_version.get((page_id, rev))
        comment = line and said_by(line, body)
        if line and comment:
            anchor = f"c{id_}-{comment.id}"
            found[line.id] = NoticedComment(anchor, plain_title(title), words_of(body, comment))
    return found


def said_by(line: RevisionLine, text: str) -> Comment | None:
    """The last comment of the text that the author of this edit signed when it was made."""
    return next(
        (
            comment
            for comment in reversed(read_comments(text))
            if comment.author == line.author and abs(comment.time - line.timestamp) <= NEAR
        ),
        None,
    )


def words_of(text: str, comment: Comment, most: int = SHOWN) -> str:
    """What a comment of this text says, plain and without its signature, cut at a word."""
    words = plain_words(text[comment.start : comment.end])
    mark = f"{comment.time:%H:%M}, {comment.time.day} "
    said = words[: words.rfind(mark)].rstrip() if mark in words else words
    said = said.removesuffix("(talk)").rstrip().removesuffix(comment.author)
    return shorten(said.lstrip(":*#;").strip(" –—-"), most)
