"""The self-reading change lines of an edit, from the rows before and after."""

from __future__ import annotations

from wiki.editing.plan import Plan
from wiki.text.changes import Change


def changes_of(plan: Plan) -> tuple[Change, ...]:
    """What the plan changes, as lines that read themselves."""
    return (Change("page", None, "created"),) if not plan.before else (Change("page", None, "changed"),)
