"""What templates ask of an edit of infobox fields: a source for each value where that is required."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.editing.saving.plan import Plan
from wiki.models import Row
from wiki.models.infobox_template import templates_kept
from wiki.permissions import Editor, saves_unsourced
from wiki.reading.facts.field_rules import rules_in
from wiki.reading.wikitext import links_of_text
from wiki.text.content import WIKITEXT
from wiki.text.fields.facts import fold_fact, lacks_source
from wiki.text.fields.field_rules import FieldRule
from wiki.text.parts.rows import FieldText
from wiki.text.titles import Title

OVERRIDE = "unsourced"  # the tag of an edit that was saved without a required source


def refuse_unsourced(plan: Plan, title: Title, editor: Editor) -> tuple[str, ...]:
    """The tags of an edit that leaves out a required source and may; mostly none.

    Raises BadEdit with the code "sourcerequired" and the field `source:KEY` where it may not. Looks at the
    fields whose key or value the edit changes, and at nothing else.
    """
    if editor.system:
        return ()
    missing = next((text for text, rule in unsourced(plan, title) if rule.policy == "require"), None)
    if missing is None:
        return ()
    if saves_unsourced(editor):
        return (OVERRIDE,)
    if missing.model == WIKITEXT:
        message = _("“%(key)s” needs a source: add where the value is from, an address (https://…).")
    else:
        message = _(
            "“%(key)s” needs a source: add where the value is from, an address or a note such as [^1]."
        )
    raise BadEdit(message % {"key": missing.key}, field=f"source:{missing.key}", code="sourcerequired")


def unsourced(plan: Plan, title: Title) -> Iterator[tuple[FieldText, FieldRule]]:
    """The fields that the edit changes or adds and that lack the source which a template asks for."""
    changed = [text for text in _changed(plan) if lacks_source(text.value, text.model)]
    if not changed or title.namespace or not templates_kept():
        return
    # Leaving a category in the same edit does not help.
    names = {category.name for category, _key in plan.links.categories}
    names |= {category.name for category, _key in links_of_text(plan.parsed_before).categories}
    rules = rules_in(names)
    for text in changed:
        rule = rules.get(fold_fact(text.key))
        if rule is not None and rule.policy != "none":
            yield text, rule


def _changed(plan: Plan) -> Iterator[FieldText]:
    """The fields that will say something else than before, or stand there anew."""
    was: dict[int, Row] = {row.id: row for row in plan.before if row.kind == "field"}
    for row in (*plan.changed, *plan.added):
        if row.kind == "field" and row.head == "field":
            text, old = row.field, was.get(row.id)
            before = old.field if old else None
            if before is None or (before.key, before.value) != (text.key, text.value):
                yield text
