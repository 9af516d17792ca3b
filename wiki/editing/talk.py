"""Talking: replies as edits of their section, and who follows a topic."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.editing.merging.rows import Edit
from wiki.editing.saving.plan import Plan
from wiki.editing.watching.watch import BadWatch, watch
from wiki.models import Page, Row, parts_live
from wiki.models.parts import Ref
from wiki.permissions import Editor
from wiki.reading.source import PartMissing
from wiki.reading.watching.watching import Target, watching
from wiki.text.talk.threads import Comment, read_comments, reply_to

TOPIC = 2  # the level of a topic's heading
MOST_FOLLOWED = 5  # topics that one edit lets its author follow


def reply_edit(page: Page, section_id: int, comment_id: str, reply: str) -> Edit:
    """A signed reply to a comment of a section as it stands now; at its end if the comment is gone.

    Raises PartMissing where the section went, BadEdit for a reply without words.
    """
    row = next((row for row in parts_live(page.pk) if row.ref == ("section", section_id)), None)
    if row is None:
        raise PartMissing(f"section {section_id}")
    if not reply.strip():
        raise BadEdit(_("Write something first: the reply is empty."), field="text", code="emptyreply")
    return Edit((row,), (row._replace(text=reply_to(row.text, comment_id, reply, row.model)),))


def new_comments(plan: Plan, editor: Editor) -> dict[Ref, tuple[Comment, ...]]:
    """The comments that the editor signs with this edit, by the section that they stand in."""
    was = {row.ref: {one.id for one in read_comments(row.text, row.model)} for row in plan.before}
    known = {id_ for ids in was.values() for id_ in ids}
    found: dict[Ref, tuple[Comment, ...]] = {}
    for row in (*plan.changed, *plan.added):
        if row.kind == "section":
            before = was.get(row.ref, known)
            said = (one for one in read_comments(row.text, row.model) if one.author == editor.name)
            if new := tuple(one for one in said if one.id not in before):
                found[row.ref] = new
    return found


def answered_topics(
    plan: Plan, rows: Sequence[Row], editor: Editor
) -> tuple[frozenset[int], tuple[int, ...]]:
    """Where the editor comments with this edit: the stored ids of the sections and of all that they stand in,
    and those of the topics among them.
    """
    commented = {
        new.id for old, new in zip(plan.rows, rows, strict=True) if old.ref in new_comments(plan, editor)
    }
    within: set[int] = set()
    topics: list[int] = []
    above: list[tuple[int, int]] = []
    for row in rows:
        if row.kind != "section":
            continue
        level = row.heading[0]
        above = [(depth, id_) for depth, id_ in above if depth < level] + [(level, row.id)]
        if row.id in commented:
            within |= {id_ for _depth, id_ in above}
            topics += [id_ for depth, id_ in above if depth == TOPIC]
    return frozenset(within), tuple(dict.fromkeys(topics))


def follow_topics(page: Page, topics: Sequence[int], *, editor: Editor) -> None:
    """Let the editor be told of replies where he commented, if he wishes: in a few topics for each edit.
    What is watched stays as it is.
    """
    if not topics or editor.user is None or not editor.user.chosen.subscribe:
        return
    known = watching(editor.user, page.name).sections
    for topic in topics[:MOST_FOLLOWED]:
        if topic not in known:
            try:
                watch(Target("section", page.name, topic), editor=editor)
            except BadWatch:
                return
