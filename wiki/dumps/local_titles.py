"""The titles of a dump as titles of this wiki."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wiki.dumps.records import PageHead, Site
from wiki.text.titles import NAMESPACES, Title, parse_title


@dataclass(frozen=True, slots=True)
class LocalTitle:
    """A title here; `note` says what was made of it where that is not what the dump says."""

    title: Title
    note: str = ""


def local_title(head: PageHead, site: Site) -> LocalTitle:
    """The title of a page of the dump in this wiki: its namespace by number, whatever its name there.

    A namespace that this wiki does not have becomes the beginning of the title, as MediaWiki's import has it
    too. Raises InvalidTitle for what can be no title here.
    """
    name, number = head.title.replace("_", " ").strip(), head.namespace
    prefix, colon, rest = name.partition(":")
    if number is None:
        number = _number_of(prefix, site) if colon else 0
    known = site.spaces.get(number)
    if number and colon and (known is None or _same(prefix, known.name)):
        bare = rest.strip()
    else:
        bare = name
    if number in NAMESPACES:
        title = parse_title(f"{NAMESPACES[number]}:{bare}" if number else bare)
        same = (title.namespace, title.name) == (number, bare)
        note = "" if same else _("the title is written “%(title)s” here") % {"title": title.full}
        return LocalTitle(title, note)
    title = parse_title(name)
    note = _("namespace %(n)d is not here: the page is “%(title)s”") % {"n": number, "title": title.full}
    return LocalTitle(title, note)


def _number_of(prefix: str, site: Site) -> int:
    wanted = prefix.strip().casefold()
    for space in site.spaces.values():
        if space.name.casefold() == wanted:
            return space.number
    return next((number for number, name in NAMESPACES.items() if name.casefold() == wanted), 0)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
