"""Thousands of pages to measure and to look at: articles, redirects, categories, talk; the same each time.

`python -m tests.benchmark.many_pages COUNT`, in the environment of the wiki that is to be filled. Every
page goes through save_edit. Pages that are there already stay, so a run that was broken off can go on.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

import django
from django.utils import timezone

from tests.benchmark.texts import Numbers, article, title_of

AUTHORS = 20
STEP = timedelta(minutes=97)
KEYS = "Population | quantity | none | 1\nFounded | text | none | 1"  # to be looked at every day
SLICE = 100  # pages between two lines of progress
CATEGORY, TALK = 14, 1


class Draft(NamedTuple):
    """A page that is to be written; `revisions` texts, oldest first."""

    namespace: int
    name: str
    texts: tuple[str, ...]


def drafts(count: int) -> Iterator[Draft]:
    """The first `count` pages. Of 100, 5 are redirects (every tenth of them double, every tenth broken), one
    a category, one a talk page; some articles have no category, some no link, some several revisions.
    """
    for n in range(count):
        numbers = Numbers(n)
        if n % 20 == 7:
            yield Draft(0, title_of(n), (redirect(n, count),))
        elif n % 100 == 50:
            yield Draft(CATEGORY, category(n // 100), (category_text(n // 100),))
        elif n % 100 == 60:
            yield Draft(TALK, title_of(n - 1), (f"## A question\n\nWhat of [[{title_of(n % 90)}]]?",))
        else:
            text = article(n, count, numbers, categories(n))
            later = tuple(f"{text}\n\nRevised for the edition of {1990 + k}." for k in range(n % 7 + 1))
            yield Draft(0, title_of(n), (text, *(later if n % 25 == 3 else ())))


def redirect(n: int, count: int) -> str:
    target = title_of(n - 1)
    if n % 200 == 27:
        target = title_of(n - 20)  # which is a redirect itself
    elif n % 200 == 47:
        target = title_of(count + n)
    return f"#REDIRECT [[{target}]]"


def category(number: int) -> str:
    return f"{title_of(number)} region" if number else "Places"


def category_text(number: int) -> str:
    above = f"\n\n[[Category:{category(number // 4)}]]" if number else ""
    return f"Places of this part of the country.{above}"


def categories(n: int) -> list[str]:
    """All articles but a few are in Places, and in one or two smaller categories."""
    if n % 37 == 0:
        return []
    return ["Places", *dict.fromkeys([category(1 + n % 99), category(1 + n % 300)])]


def fill(count: int) -> int:
    """Write what is missing of the first `count` pages; how many that were."""
    from wiki.editing.edits import whole_page
    from wiki.editing.save import save_edit
    from wiki.models import InfoboxTemplate, Page
    from wiki.permissions import Editor
    from wiki.reading.page import find_page
    from wiki.reading.source import open_page
    from wiki.text.titles import Title

    InfoboxTemplate.objects.get_or_create(name="Place", defaults={"keys": KEYS})
    there = set(Page.objects.values_list("namespace", "title"))
    editors = [Editor(user, "192.0.2.1") for user in authors()]
    moment, made, started = first_moment(count), 0, time.monotonic()
    for n, draft in enumerate(drafts(count)):
        if (draft.namespace, draft.name) in there:
            continue
        title = Title(draft.namespace, draft.name)
        for k, text in enumerate(draft.texts):
            page = find_page(title) if k else None
            edit = whole_page(page, text, open_page(page).base if page else "")
            save_edit(
                page or title, edit, editor=editors[(n + k) % AUTHORS], timestamp=moment + STEP * (n + k)
            )
        made += 1
        if made % SLICE == 0:
            each = (time.monotonic() - started) / made
            left = each * (count - n)
            print(f"\r{n + 1:,} of {count:,} pages, {left:.0f} s to go   ", end="", file=sys.stderr)
    print("\r", end="", file=sys.stderr)
    return made


def authors() -> list:
    from wiki.models import User

    names = [f"Author {n}" for n in range(1, AUTHORS + 1)]
    return [User.objects.get_or_create(username=name)[0] for name in names]


def first_moment(count: int) -> datetime:
    return (timezone.now() - STEP * (count + 20)).replace(microsecond=0)


def main(count: int) -> None:
    started = time.monotonic()
    made = fill(count)
    print(f"{made:,} pages written in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
