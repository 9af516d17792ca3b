"""Keeping what is typed before it is published: one draft for each account and part of a page."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.models import Draft, User
from wiki.reading.drafts import KEPT, Place
from wiki.text.html.rendered import MAX_BYTES

MOST = 200  # drafts of one account
MOST_BYTES = 20_000_000  # of all of them together
SPARE = 100_000  # of a draft, beside its text
SMALL = MOST_BYTES // MOST  # drafts of this size never need room made for them
Typed = Sequence[tuple[str, str]]


class DraftTooLarge(BadEdit):
    """What was typed is more than a page can have."""


class NewerDraft(Exception):
    """Another form wrote a draft of the same part since: on another device, or in another tab."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.place)
        self.draft = draft


class DraftGone(Exception):
    """The draft that this form was writing was published or discarded."""


def save_draft(
    owner: User, place: Place, typed: Typed, *, base: str, tab: str, follows: str = "", going_on: bool = False
) -> Draft:
    """Keep what was typed as the account's draft of this part.

    `tab` names the form, `follows` the one whose draft it was opened from; `going_on` says that this form
    kept a draft before. The oldest drafts go where there are more than MOST. Raises NewerDraft and keeps
    nothing where another form wrote last, DraftGone, DraftTooLarge.
    """
    pairs = [[name, value.replace("\0", "\N{SYMBOL FOR NULL}")] for name, value in typed]
    size = len(json.dumps(pairs, ensure_ascii=False).encode(errors="replace"))
    if size > MAX_BYTES + SPARE or len(base) > MAX_BYTES:
        raise DraftTooLarge(
            _("This is more than a page can have, so it is not kept as a draft."), field="text"
        )
    now = timezone.now().replace(microsecond=0)
    values = {
        "page": place.page, "namespace": place.title.namespace, "title": place.title.name, "part": place.part,
        "part_id": place.part_id, "name": place.name[:255], "base": base, "typed": pairs, "size": size,
        "tab": tab, "saved": now,
    }  # fmt: skip
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(owner=owner, place=place.key).first()
        if draft is None:
            if going_on:
                raise DraftGone(place.key)
            draft, created = Draft.objects.get_or_create(owner=owner, place=place.key, defaults=values)
            if created:
                if gone_on := follows or tab:  # a form without a name wrote nothing that could be told
                    Draft.objects.filter(owner=owner, tab=gone_on).exclude(pk=draft.pk).delete()
                _make_room(owner, draft)
                return draft
        if draft.tab != tab and draft.tab != (follows or tab) and draft.saved > now - KEPT:
            raise NewerDraft(draft)
        for name, value in values.items():
            setattr(draft, name, value)
        draft.save()
        if size > SMALL:
            _make_room(owner, draft)
    return draft


def _make_room(owner: User, new: Draft) -> None:
    """Drop what is too old, whoever's it is, and the account's oldest drafts beyond what it may have, but not
    the new one.
    """
    Draft.objects.filter(saved__lte=timezone.now() - KEPT).delete()
    kept = Draft.objects.filter(owner=owner).order_by("-saved", "-pk").values_list("pk", "size")
    total, dropped = 0, []
    for count, (pk, size) in enumerate(kept):
        total += size
        if pk != new.pk and (count >= MOST or total > MOST_BYTES):
            dropped.append(pk)
    if dropped:
        Draft.objects.filter(pk__in=dropped).delete()


def discard_draft(owner: User, id_: int) -> bool:
    """Throw a draft of the account away; whether there was one."""
    return bool(Draft.objects.filter(owner=owner, pk=id_).delete()[0])


def drop_published(owner: User, tabs: Sequence[str]) -> None:
    """Throw away the account's drafts that these forms wrote: what they held is published. One statement."""
    Draft.objects.filter(owner=owner, tab__in=tabs).delete()
