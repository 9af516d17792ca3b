"""Narrowing lists of revisions to what somebody looks for: by the author's account, size, part, tag."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from wiki.models import Revision, RevisionTag
from wiki.permissions import Editor
from wiki.reading.recent_changes import TEMPORARY
from wiki.reading.visibility import author_seen, text_seen

AGES = ("none", "day", "week", "month", "older")  # of the account; "none": there is no account
_DAYS = {"day": 1, "week": 7, "month": 30}
BIG, HUGE = 500, 5000  # bytes
SIZES = {
    "emptied": Q(delta__lte=-HUGE),
    "removed": Q(delta__lte=-BIG),
    "small": Q(delta__gt=-BIG, delta__lt=BIG),
    "added": Q(delta__gte=BIG),
    "filled": Q(delta__gte=HUGE),
}
PARTS = ("section", "field", "see_also", "page")


def of_account(age: str, viewer: Editor) -> Q:
    """Revisions by accounts younger than a day, a week or a month now, by those that are "older", or by
    nobody's ("none"). Those whose author is hidden from the viewer stand in each, as nobody's.
    """
    nobody = Q(author=None) | Q(author_text__startswith=TEMPORARY)
    if age == "none":
        return nobody | ~author_seen(viewer)
    young = Q(author__date_joined__gt=timezone.now() - timedelta(days=_DAYS.get(age, _DAYS["month"])))
    return (~nobody & (~young if age == "older" else young)) | ~author_seen(viewer)


def of_part(revisions: QuerySet[Revision], part: str, viewer: Editor) -> QuerySet[Revision]:
    """Those that changed such a part (PARTS), as far as the viewer may know it."""
    # As the changes are stored; a quotation mark within a text is written with a backslash before it.
    told = revisions.alias(told=Cast("changes", TextField()))
    return told.filter(text_seen(viewer), told__contains=f'"part": "{part}"')


def tagged(tag: str) -> Q:
    """Revisions that carry the tag, asked of each of them."""
    return Q(Exists(RevisionTag.objects.filter(revision=OuterRef("pk"), tag=tag)))
