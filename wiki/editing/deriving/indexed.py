"""Which parts of a page the search index has to read again after an edit."""

from __future__ import annotations

from collections.abc import Sequence

from wiki.editing.saving.plan import Plan
from wiki.models import Page, Row
from wiki.search.index import forget_page, index_page
from wiki.text.content import page_links
from wiki.text.parts.rows import PageText, SectionText

__all__ = ["forget_page", "index_changed", "index_whole"]


def index_changed(page: Page, plan: Plan, rows: Sequence[Row]) -> None:
    """Index what the plan changed; `rows` are its rows with the ids they were stored under.

    Of a redirect only the title is indexed: its text says nothing but where it leads.
    """
    if _leads_on(plan.parsed) or (plan.before and _leads_on(plan.parsed_before)):
        index_whole(page, plan, rows)
        return
    touched = {row.ref for row in (*plan.changed, *plan.added)}
    sections = {new.id for old, new in zip(plan.rows, rows, strict=True) if old.ref in touched
                and new.kind == "section"}  # fmt: skip
    sections |= {new.section for old, new in zip(plan.rows, rows, strict=True) if old.ref in touched
                 and new.kind == "link"}  # fmt: skip
    sections |= {row.section for row in plan.removed if row.kind == "link"}
    boxed = any(row.kind == "field" for row in (*plan.changed, *plan.added, *plan.removed))
    standing = _by_id(rows, plan.parsed)
    was = _by_id(plan.before, plan.parsed_before) if plan.before else {}
    index_page(
        page.pk,
        page.title,
        fields=plan.parsed.fields if boxed or not plan.before else None,
        sections={id_: standing[id_] for id_ in sorted(sections) if id_ in standing},
        gone=[row.id for row in plan.removed if row.kind == "section"],
        before=[was[id_] for id_ in sections if id_ in was],
    )


def index_whole(page: Page, plan: Plan, rows: Sequence[Row]) -> None:
    """Index the page as the plan's text has it, and nothing else of it: it is back, or was moved."""
    sections = {} if _leads_on(plan.parsed) else _by_id(rows, plan.parsed)
    index_page(page.pk, page.title, fields=plan.parsed.fields, sections=sections)


def _leads_on(parsed: PageText) -> bool:
    return parsed.sections[0].body.lstrip()[:9].lower() == "#redirect" and page_links(parsed).leads_on


def _by_id(rows: Sequence[Row], parsed: PageText) -> dict[int, SectionText]:
    """The sections of a text by the ids of their rows, which stand in the same order."""
    ids = [row.id for row in rows if row.kind == "section"]
    return dict(zip(ids, parsed.sections, strict=True))
