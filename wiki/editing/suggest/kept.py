"""How a suggestion is written, counted and brought to an end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, IntegerField, OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.editing.limits import count
from wiki.editing.log import write_log
from wiki.editing.merging.rows import Edit
from wiki.editing.saving.describe import changes_of
from wiki.editing.saving.plan import Plan
from wiki.editing.suggest.tell import tell_author, tell_watchers
from wiki.models import Page, Revision, Suggestion
from wiki.models.sessions import Counted
from wiki.models.suggestion import OPEN
from wiki.permissions import Editor, Place, refuse_blocked
from wiki.reading.source import base_token
from wiki.reading.suggested.hunks import hunks_of
from wiki.reading.suggested.sides import moved_ids, parts_told, stored_rows

LOGGED = {"accepted": "accept", "partly": "acceptpart", "refused": "refuse"}


class AlreadyDecided(BadEdit):
    """Somebody else was faster, or the author changed or withdrew it meanwhile; nothing was done."""


def now() -> datetime:
    """This second."""
    return timezone.now().replace(microsecond=0)


def pass_gate(editor: Editor, page: Page) -> None:
    """Raise Refused for who is blocked from the page, or does such things too often; in the transaction that
    writes.
    """
    refuse_blocked(editor, Place(page.name, page.pk), lock=True)
    count("edit", editor)


def content_of(page: Page, edit: Edit, plan: Plan) -> dict[str, Any]:
    """What a suggestion stores of an edit; `plan` is the page after it."""
    return {
        "number": page.number,
        "base": base_token(edit.base),
        "wanted": stored_rows(edit.base, edit.mine),
        "parts": parts_told(hunks_of(edit.base, edit.mine)),
        "changes": [change.to_json() for change in changes_of(plan)],
    }


def keep(
    page: Page, edit: Edit, plan: Plan, *, author: Editor, summary: str = "", place: str = "", kind: str
) -> Suggestion:
    """Write a suggestion, in the transaction of the caller, who has asked whether it may be. Watchers are
    told.
    """
    suggestion = Suggestion.objects.create(
        page=page, origin=page, kind=kind, author=author.author, author_text=author.name, summary=summary,
        place=place, created=now(), **content_of(page, edit, plan),
    )  # fmt: skip
    count_waiting([page.pk])
    tell_watchers(suggestion)
    return suggestion


def settle(
    suggestion: Suggestion,
    state: str,
    editor: Editor,
    *,
    version: int | None = None,
    page: Page | None = None,
    answer: str = "",
    taken: Iterable[int] = (),
    revision: Revision | None = None,
) -> None:
    """Bring an open suggestion to an end, in the caller's transaction; whoever comes second gets
    AlreadyDecided. The author is told, and the log says what was decided. Raises Refused for who is blocked
    and would decide.
    """
    found = Suggestion.objects.filter(pk=suggestion.pk, state=OPEN)
    if version is not None:
        found = found.filter(version=version)
    there = page or suggestion.page
    if state in LOGGED:
        refuse_blocked(editor, Place(there.name, there.pk), lock=True)
    done = found.update(
        state=state, decided=now(), decider=editor.author, decider_text=editor.name, answer=answer,
        taken=sorted(taken), revision=revision, page=there,
    )  # fmt: skip
    if not done:
        raise decided_meanwhile(suggestion)
    count_waiting({suggestion.page_id, there.pk})
    if state in LOGGED:
        write_log(
            "suggestion", LOGGED[state], there.name, editor=editor, page=there, comment=answer,
            suggestion=suggestion.pk,
        )  # fmt: skip
        tell_author(suggestion, "decided", editor)


def decided_meanwhile(suggestion: Suggestion) -> AlreadyDecided:
    """Why it cannot be decided (any more)."""
    now_ = Suggestion.objects.get(pk=suggestion.pk)
    words = {"name": now_.decider_text}
    messages = {
        OPEN: _("The author has amended this suggestion meanwhile. Look at it again."),
        "withdrawn": _("The author has withdrawn this suggestion."),
        "refused": _("This suggestion was refused by %(name)s already."),
        "partly": _("This suggestion was accepted in part by %(name)s already."),
        "accepted": _("This suggestion was accepted by %(name)s already."),
    }
    return AlreadyDecided(messages[now_.state] % words, code="alreadydecided")


def count_waiting(pages: Iterable[int]) -> None:
    """The pages know anew how many suggestions wait, and look different. One statement."""
    waiting = Suggestion.objects.filter(page=OuterRef("pk"), state=OPEN).values("pk")
    Page.objects.filter(pk__in=set(pages)).update(
        waiting=Coalesce(Counted(waiting), 0, output_field=IntegerField()), version=F("version") + 1
    )


def follow_text(ids: Iterable[int], source: Page, target: Page) -> None:
    """Text went from one page to another (or back): what is suggested for it stands in the lists of that.

    `ids` are the sections as they were on `source`; in the transaction that moves them.
    """
    gone = set(ids)
    about = Suggestion.objects.filter(page=source, state=OPEN)
    going = []
    for suggestion in about.only("pk", "parts", "origin_id"):
        parts = {id_ for kind, id_ in suggestion.parts if kind == "section"}
        here = {moved_ids([id_]).get(id_, (0, id_))[1] for id_ in parts} | parts
        if parts and len(parts) == len(suggestion.parts) and (parts <= gone or here & gone):
            going.append(suggestion.pk)
    if going:
        Suggestion.objects.filter(pk__in=going).update(page=target)
        count_waiting([source.pk, target.pk])
