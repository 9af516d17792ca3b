"""Edit filters: asked of every edit before its page is locked, whatever way it came in."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from wiki.models import EditFilter, FilterHit, Revision, Suggestion
from wiki.models.edit_filter import REFUSE, THROTTLE, WAIT, WARN, filters_kept
from wiki.models.rate import count_up
from wiki.permissions import Editor, Refused
from wiki.reading.edit_facts import EditFacts
from wiki.text.conditions import all_hold, read_conditions

WARNED = timedelta(hours=1)  # that a warning lets the same text through


class FilterRefused(Refused):
    """A filter does not let the edit through."""

    code = "abusefilter-disallowed"


class FilterWarning(Refused):
    """A filter warns: who saves the same again is let through."""

    code, status = "abusefilter-warning", 409


@dataclass(frozen=True, slots=True)
class Caught:
    """The filters that caught an edit and let it through."""

    facts: EditFacts
    filters: Sequence[EditFilter] = ()

    @property
    def tags(self) -> list[str]:
        """What the edit is tagged with."""
        return [one.tag for one in self.filters if one.tag]

    @property
    def waits(self) -> bool:
        """Whether somebody has to accept the edit first. Who could do that himself need not wait."""
        return any(one.action == WAIT for one in self.filters) and not self.facts.editor.has("review")

    def note(self, revision: Revision | None, waiting: Suggestion | None = None) -> None:
        """Write down the edit that came of it, in its transaction: what was saved, or what waits."""
        if self.filters and (revision is not None or waiting is not None):
            note_hits(self.filters, self.facts, revision, waiting)


def ask_filters(facts: EditFacts) -> Caught:
    """Which filters catch this edit; no query while none is switched on.

    Raises FilterWarning and FilterRefused, with the filter's message; that it was caught is written down.
    """
    editor = facts.editor
    if editor.system:
        return Caught(facts)
    found = [one for one in filters_kept() if all_hold(read_conditions(one.conditions), facts)]
    for one in found:
        if one.action == REFUSE or (one.action == THROTTLE and too_often(one, editor)):
            note_hits([one], facts)
            raise FilterRefused(one.message or _("This edit was refused by the filter “%s”.") % one.name)
    caught = Caught(facts, found)
    if caught.waits and facts.creates:
        waits = [one for one in found if one.action == WAIT]
        note_hits(waits, facts)
        told = _("The filter “%s” lets edits wait for review, and a new page cannot wait.") % waits[0].name
        raise FilterRefused(waits[0].message or told)
    unheard = [one for one in found if one.action == WARN and not was_warned(one, facts)]
    if unheard:
        note_hits(unheard, facts)
        told = unheard[0].message or _("The filter “%s” takes exception to this edit.") % unheard[0].name
        raise FilterWarning(f"{told} {_('If you are sure, publish once more.')}")
    return caught


def too_often(one: EditFilter, editor: Editor) -> bool:
    """Whether it caught this editor before within its time; exact, whoever asks at the same time."""
    key = f"filter:{one.pk}:{editor.author.pk if editor.author else editor.ip}"
    counted, _ends = count_up({key: one.minutes * 60}, int(time.time()))[key]
    return counted > 1


def was_warned(one: EditFilter, facts: EditFacts) -> bool:
    """Whether the editor was warned of this very text already."""
    since = timezone.now() - WARNED
    return FilterHit.objects.filter(
        filter=one, action=WARN, digest=digest_of(facts), timestamp__gte=since
    ).exists()


def note_hits(
    filters: Sequence[EditFilter],
    facts: EditFacts,
    revision: Revision | None = None,
    waiting: Suggestion | None = None,
) -> None:
    """Write down that these filters caught the edit."""
    digest, now = digest_of(facts), timezone.now().replace(microsecond=0)
    author, name = facts.editor.author, facts.editor.name
    written = revision or waiting
    if written is not None:
        author, name = written.author, written.author_text
    FilterHit.objects.bulk_create(
        FilterHit(
            filter_id=one.pk, action=one.action, timestamp=now, user=author, user_text=name,
            namespace=facts.title.namespace, title=facts.title.name, digest=digest, revision=revision,
            suggestion=waiting,
        )
        for one in filters
    )  # fmt: skip


def digest_of(facts: EditFacts) -> str:
    """Stands for who wants to save what where; with the wiki's key, so that no address is guessed from it."""
    said = "\n".join((facts.editor.name, facts.editor.ip, facts.title.full, facts.texts[1]))
    return salted_hmac("edit-filter", said.encode("utf-8", "surrogatepass"), algorithm="sha256").hexdigest()
