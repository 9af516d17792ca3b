"""What an address asks for, or the error that says why it cannot be had."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils.translation import gettext as _

from wiki.models import Page, Revision
from wiki.permissions import Editor
from wiki.reading.page import RevisionMissing, find_page, find_revision
from wiki.text.titles import InvalidTitle, parse_title


def wanted_page(title: str, *, viewer: Editor) -> Page:
    """The living page of this title; else an answer of 400 or 404."""
    try:
        wanted = parse_title(title)
    except InvalidTitle as error:
        raise BadRequest(error.message) from None
    page = find_page(wanted, viewer=viewer)
    if page is None:
        raise Http404(_("There is no page “%(title)s”, so it has no history.") % {"title": wanted.full})
    return page


def wanted_revision(revision_id: int, *, viewer: Editor) -> Revision:
    """The revision; else an answer of 404."""
    try:
        return find_revision(revision_id, viewer=viewer)
    except RevisionMissing:
        raise no_revision(revision_id) from None


def no_revision(revision_id: object) -> Http404:
    """The answer where a revision is asked for that this wiki does not have, or not for this reader."""
    return Http404(_("There is no revision %(id)s.") % {"id": str(revision_id)[:30]})
