"""A talk page as its readers see it: what is said of each topic at its head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wiki.text.talk.rendered_threads import Said, html_concerning, mark_comments
from wiki.text.titles import Title


@dataclass(frozen=True, slots=True)
class Topic:
    """A section of level 2 with those below it: its comments, who takes part, which part of which page it is
    about.
    """

    count: int
    people: tuple[str, ...]
    latest: Said | None
    about: tuple[Title, str] | None


def marked_sections(
    parts: Sequence[tuple[int, int, str]],
) -> list[tuple[str, Topic | None]]:
    """The sections of a talk page, each as (id, level, neutral HTML): the HTML with its comments marked, and
    at the head of each topic what is said of it.
    """
    html, said = [], []
    for id_, _level, body in parts:
        marked, comments = mark_comments(body, id_)
        html.append(marked)
        said.append(comments)
    return [
        (html[n], _topic(parts, said, n) if level == 2 else None)
        for n, (_id, level, _body) in enumerate(parts)
    ]


def _topic(parts: Sequence[tuple[int, int, str]], said: Sequence[Sequence[Said]], start: int) -> Topic:
    end = start + 1
    while end < len(parts) and parts[end][1] > 2:
        end += 1
    comments = [comment for some in said[start:end] for comment in some]
    people = tuple(dict.fromkeys(comment.author for comment in comments))
    latest = max(comments, key=lambda comment: comment.time, default=None)
    return Topic(len(comments), people, latest, html_concerning(parts[start][2]))
