"""Which of the pages that a text links to exist, redirect, or link back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from wiki.models.links import DISAMBIGUATION
from wiki.text.html.thumbs import Picture
from wiki.text.titles import Title

AT_ONCE = 10_000  # titles in one statement


@dataclass(frozen=True, slots=True)
class Target:
    """A page that is linked to, as it stands now."""

    redirect: bool
    links_back: bool
    description: str = ""
    disambiguation: bool = False


# Written in SQL, the same for both databases: every page view asks this, and building the queryset took five
# times as long as running it.
THERE = """SELECT page.namespace, page.title, page.redirect, {back}, {meanings}, {about}, '', 0, 0, ''
FROM wiki_page page
WHERE NOT page.deleted AND ({match})"""
LINKS_BACK = """EXISTS (SELECT 1 FROM wiki_link link WHERE link.namespace = %s AND link.title = %s
AND link.page_id = page.id AND link.valid_to IS NULL)"""
# A list of the meanings of a name: links to it are told apart from links to what was meant.
MEANINGS = """EXISTS (SELECT 1 FROM wiki_link told WHERE told.page_id = page.id AND told.valid_to IS NULL
AND told.kind = 'category' AND told.title IN (%s, %s, %s))"""
# Joined on as rows of a namespace that no page has, so that pictures cost no query of their own. The name of
# a file that was moved leads to where it is.
PICTURES = """ UNION ALL
SELECT -2, named.title, FALSE, FALSE, FALSE, version.sha1, version.mime, version.width, version.height,
page.title FROM wiki_page named LEFT JOIN wiki_link led ON led.page_id = named.id AND named.redirect
AND led.kind = 'redirect' AND led.namespace = 6 AND led.valid_to IS NULL
JOIN wiki_page page ON page.namespace = 6 AND page.title = COALESCE(led.title, named.title)
AND NOT page.deleted JOIN wiki_file file ON file.page_id = page.id
JOIN wiki_fileversion version ON version.id = file.current_id
WHERE named.namespace = 6 AND named.title IN ({names}) AND NOT named.deleted AND NOT version.file_hidden"""
MEDIA = -2
# The first pages that have a title on their See also list, joined on in the same way.
LISTS = """ UNION ALL SELECT * FROM (
SELECT DISTINCT -3, page.title, FALSE, FALSE, FALSE, '', '', page.namespace, page.id, ''
FROM wiki_link link JOIN wiki_page page ON page.id = link.page_id
WHERE link.kind = 'see_also' AND link.namespace = %s AND link.title = %s AND link.valid_to IS NULL
AND NOT page.deleted AND NOT (page.namespace = %s AND page.title = %s)
ORDER BY page.id LIMIT {limit}) lists"""
LISTING = -3
LISTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Listing:
    """Pages that have a title on their See also list, oldest first; `more` says that there are others."""

    titles: tuple[Title, ...] = ()
    more: bool = False


NOWHERE = Listing()


@dataclass(frozen=True, slots=True)
class Around:
    """The existing pages and pictures that a page names, and the lists that name it."""

    targets: dict[Title, Target]
    pictures: dict[str, Picture]
    listing: Listing = NOWHERE


def lists_meanings(name: str, categories: Iterable[str] = ()) -> bool:
    """Whether a page of this name, in these categories, lists the meanings of a name."""
    return name.endswith("(disambiguation)") or any(one in DISAMBIGUATION for one in categories)


def targets(titles: Iterable[Title], *, back_to: Title | None = None) -> dict[Title, Target]:
    """The existing pages among `titles`, in one query; missing ones are left out.

    With `back_to` each also says whether it links to that page, and what it is about. Special pages are
    not looked up.
    """
    return around(titles, (), back_to=back_to).targets


def around(
    titles: Iterable[Title],
    files: Iterable[str],
    *,
    back_to: Title | None = None,
    lists_of: Title | None = None,
) -> Around:
    """The existing pages among `titles`, the pictures among `files` (names without prefix), and the first
    pages that list `lists_of`, in one query.

    Files that were deleted, or whose current version is hidden, are left out as if they had never been. A
    name that redirects has the picture that it leads to.
    """
    wanted = [title for title in dict.fromkeys(titles) if title.namespace >= 0]
    names = list(dict.fromkeys(files))
    found: dict[Title, Target] = {}
    pictures: dict[str, Picture] = {}
    lists: list[Title] = []
    for start in range(0, max(len(wanted), len(names), bool(lists_of)), AT_ONCE):
        end = start + AT_ONCE
        for namespace, name, redirect, links_back, meanings, *picture, moved in _existing(
            wanted[start:end], names[start:end], back_to, None if start else lists_of
        ):
            if namespace == MEDIA:
                pictures[name] = Picture(moved, *picture)
            elif namespace == LISTING:
                lists.append(Title(picture[2], name))
            else:
                telling = bool(meanings) or lists_meanings(name)
                found[Title(namespace, name)] = Target(bool(redirect), bool(links_back), picture[0], telling)
    return Around(found, pictures, Listing(tuple(lists[:LISTS_SHOWN]), len(lists) > LISTS_SHOWN))


def _existing(
    wanted: list[Title], files: list[str], back_to: Title | None, lists_of: Title | None
) -> list[tuple[Any, ...]]:
    back, about, asked = "FALSE", "''", list[Any]()
    if back_to is not None:
        back, about, asked = LINKS_BACK, "page.description", [back_to.namespace, back_to.name]
    asked += DISAMBIGUATION
    by_namespace: dict[int, list[str]] = {}
    for title in wanted:
        by_namespace.setdefault(title.namespace, []).append(title.name)
    matches = []
    for namespace, names in by_namespace.items():
        matches.append(f"page.namespace = %s AND page.title IN ({_marks(names)})")
        asked += [namespace, *names]
    statement = THERE.format(back=back, meanings=MEANINGS, about=about, match=" OR ".join(matches) or "FALSE")
    if files:
        statement += PICTURES.format(names=_marks(files))
        asked += files
    if lists_of:
        statement += LISTS.format(limit=LISTS_SHOWN + 1)
        asked += [lists_of.namespace, lists_of.name] * 2
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _marks(names: list[str]) -> str:
    return ", ".join(["%s"] * len(names))
