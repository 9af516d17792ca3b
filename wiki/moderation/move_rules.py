"""Which titles a page may get."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from wiki.editing.files.file_bytes import BadFile
from wiki.editing.files.files import file_title
from wiki.models import Page
from wiki.text.file_names import ending
from wiki.text.titles import WITH_SUBPAGES, InvalidTitle, Title, parse_title

FILE, CATEGORY = 6, 14


class CannotMove(Exception):
    """The move cannot be; `message` says why, `code` is for machines, `field` names the input."""

    def __init__(self, message: str, *, code: str = "cantmove", field: str = "new_title") -> None:
        super().__init__(message)
        self.message, self.code, self.field = message, code, field


def title_taken(title: Title) -> CannotMove:
    """Why a title that a page has cannot be taken."""
    message = _("There is a page “%(title)s” already. Choose another title, or let that page be deleted.")
    return CannotMove(message % {"title": title.full}, code="articleexists")


def check_titles(old: Title, new: Title, *, subpages: bool) -> None:
    """Raise CannotMove unless a page with the one title may get the other, whatever exists there."""
    if old == new:
        message = _("The page has the title “%(title)s” already: a page cannot be moved onto itself.")
        raise CannotMove(message % {"title": old.full}, code="selfmove")
    if new.namespace < 0:
        message = _("“%(title)s” is a name of the wiki’s own pages; no page can be moved there.")
        raise CannotMove(message % {"title": new.full}, code="immobilenamespace")
    if FILE in (old.namespace, new.namespace):
        _check_files(old, new)
    if CATEGORY in (old.namespace, new.namespace) and old.namespace != new.namespace:
        message = _("A category stays a category, and no other page can become one by a move.")
        raise CannotMove(message, code="immobilenamespace")
    if subpages and new.namespace not in WITH_SUBPAGES:
        message = _("Pages like “%(title)s” have no subpages, so the subpages cannot come along.")
        raise CannotMove(message % {"title": new.full}, code="namespacenosubpages")
    if subpages and new.namespace == old.namespace and new.name.startswith(f"{old.name}/"):
        message = _("“%(new)s” is below “%(old)s”: with its subpages, the page would move below itself.")
        raise CannotMove(message % {"new": new.full, "old": old.full}, code="circle")


def _check_files(old: Title, new: Title) -> None:
    """Raise CannotMove unless both are names of files, of one kind."""
    if old.namespace != new.namespace:
        message = _("A file stays a file, and no other page can become one by a move.")
        raise CannotMove(message, code="imagenocrossnamespace")
    try:
        file_title(new.full)
    except BadFile as error:
        message = _("“%(title)s” cannot be the name of a file: %(reason)s.")
        words = {"title": new.full, "reason": error.reason}
        raise CannotMove(message % words, code="imageinvalidfilename") from None
    if ending(old.name) != ending(new.name):
        message = _("The new name has to end as the old one does, in “%(ending)s”.")
        raise CannotMove(message % {"ending": ending(old.name)}, code="imagetypemismatch")


def check_along(titles: Iterable[Title]) -> None:
    """Raise CannotMove if one of the titles that subpages would get is none (too long)."""
    for title in titles:
        try:
            parse_title(title.full)
        except InvalidTitle as error:
            raise CannotMove(error.message, code="invalidtitle") from None


def occupied(titles: Sequence[Title]) -> dict[Title, Page]:
    """The living pages that have these titles; one query."""
    wanted = Q(pk=None)
    for title in titles:
        wanted |= Q(namespace=title.namespace, title=title.name)
    return {page.name: page for page in Page.objects.filter(wanted, deleted=False)}
