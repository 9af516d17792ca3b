"""A page that is not stored yet, as it would look."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from wiki.models import Row
from wiki.reading.links import around
from wiki.reading.page import CategoryView
from wiki.reading.showing.assemble import InfoboxView, SectionView, assemble
from wiki.reading.showing.rendering import render_rows, with_ids
from wiki.text.citing.notes import NoteFlaw, check_notes
from wiki.text.parts.rows import PageText
from wiki.text.titles import InvalidTitle, Title, parse_target


@dataclass(frozen=True, slots=True)
class Preview:
    """What a preview shows; like PageView, but nothing of it has an address yet."""

    title: Title
    sections: tuple[SectionView, ...]
    infobox: InfoboxView | None
    categories: tuple[CategoryView, ...]
    redirect: Title | None
    redirect_fragment: str
    source_only: bool
    flaws: tuple[NoteFlaw, ...] = ()  # of the notes of the whole page


def preview_rows(
    rows: Sequence[Row],
    title: Title,
    parsed: PageText,
    *,
    sections: Collection[int] | None = None,
    infobox: bool = True,
) -> Preview:
    """The page that the rows make, or only some of its sections (by id) with or without the infobox.

    Rendered as a whole, so that footnotes and links are as they will be; past the time limit `source_only`.
    """
    rendered = render_rows(rows, title, parsed)
    categories = [Title(14, name) for name, _ in rendered.categories]
    linked = [Title(namespace, name) for namespace, name in rendered.links]
    near = around([*linked, *categories], rendered.files)
    found, pictures = near.targets, near.pictures
    missing = {other for other in linked if other.namespace >= 0 and other not in found}
    rendering = with_ids(rendered, rows)
    former = {anchor for _id, anchors in rendering.sections for anchor in anchors}  # no matter here
    shown, box, _contents = assemble(title, rendering, missing, found, pictures, withheld=former)
    if sections is not None:
        shown = tuple(section for section in shown if section.id in sections)
    try:
        redirect, fragment = parse_target(rendered.redirect) if rendered.redirect else (None, "")
    except InvalidTitle:
        redirect, fragment = None, ""
    named = tuple(CategoryView(category, category in found) for category in categories)
    return Preview(
        title,
        shown,
        box if infobox else None,
        named,
        redirect,
        fragment,
        rendered.failed,
        check_notes(parsed),
    )
