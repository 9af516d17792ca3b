"""What an edit would make of the page: as a reader would see it, and as a comparison with what stands now."""

from __future__ import annotations

from wiki.editing.merging.rows import Edit
from wiki.editing.saving.plan import plan_edit
from wiki.reading.compare import PartDiff, compare_rows
from wiki.reading.showing.preview import Preview, preview_rows
from wiki.web.editor.desk import Desk


def preview_of(desk: Desk, edit: Edit) -> Preview:
    """The part that was edited, merged with what others changed. Raises as a save would."""
    plan = plan_edit(desk.page, edit)
    if desk.part == "page":
        return preview_rows(plan.rows, desk.title, plan.parsed)
    box = desk.part in ("infobox", "field")
    ids = {row.id for row in edit.mine if row.kind == "section"}
    return preview_rows(plan.rows, desk.title, plan.parsed, sections=ids, infobox=box)


def changes_of(desk: Desk, edit: Edit) -> list[PartDiff]:
    """What the save would change, part by part. Raises as a save would."""
    plan = plan_edit(desk.page, edit)
    return compare_rows(plan.before, plan.rows)
