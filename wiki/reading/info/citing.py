"""What a citation has to say: which revision, when, by whom, and which of its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from django.db.models import Count, Min, Q

from wiki.models import Revision
from wiki.models.parts import MODELS, Ref
from wiki.permissions import Editor
from wiki.reading.info.activity import WINDOW
from wiki.reading.lists.lines import RevisionLine, line
from wiki.reading.page import PageView, RevisionHidden, find_revision
from wiki.reading.showing.assemble import FieldView, SectionView, SeeAlsoView
from wiki.reading.visibility import sees_text
from wiki.text.html.quote import mark_quote

Spot = tuple[Ref, int | Literal["heading", "body"]]  # a part, and the value, link or piece of it

CAPTION: Spot = (("field", 0), "heading")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A revision with the quoted words marked; `found` tells whether they stand in it.

    `parts` are the sections and fields in which they stand; none for words of the caption alone.
    """

    view: PageView
    found: bool
    parts: frozenset[Ref] = frozenset()


def cited_revision(revision_id: int, *, viewer: Editor) -> RevisionLine:
    """The revision that is to be cited. Raises RevisionMissing or RevisionHidden."""
    revision = find_revision(revision_id, viewer=viewer)
    if not sees_text(viewer, revision):
        raise RevisionHidden(line(revision, viewer=viewer))
    return line(revision, viewer=viewer)


def quote(view: PageView, words: str, nth: int = 1) -> Quoted:
    """Marks the words in a page's view (see `mark_quote`); no query."""
    spots = list(_spots(view))
    pieces = [html for _, html in spots]
    marked = mark_quote(pieces, words, nth)
    if marked is None:
        return Quoted(view, found=False)
    changed = {spot: new for (spot, old), new in zip(spots, marked, strict=True) if old != new}
    return Quoted(_with(view, changed), True, frozenset(ref for ref, _ in changed if ref != CAPTION[0]))


def _spots(view: PageView) -> Iterator[tuple[Spot, str]]:
    """The view's pieces of HTML in the order in which they are shown. A field's name counts, but is not
    marked.
    """
    if view.infobox is not None:
        yield CAPTION, view.infobox.caption
        for field in view.infobox.fields:
            if field.kind != "picture":
                yield (("field", field.id), "heading"), escape(field.key)
                yield from (((("field", field.id), place), html) for place, html in enumerate(field.values))
    for section in view.sections:
        ref: Ref = ("section", section.id)
        yield (ref, "heading"), section.title_html
        for place, link in enumerate(section.see_also or ()):
            yield (ref, 2 * place), link.label_html
            yield (ref, 2 * place + 1), link.note_html
        yield (ref, "body"), section.html


def _with(view: PageView, changed: dict[Spot, str]) -> PageView:
    """The view with some of its pieces exchanged."""

    def links(section: SectionView, ref: Ref) -> tuple[SeeAlsoView, ...] | None:
        if section.see_also is None:
            return None
        return tuple(
            replace(
                link,
                label_html=changed.get((ref, 2 * place), link.label_html),
                note_html=changed.get((ref, 2 * place + 1), link.note_html),
            )
            for place, link in enumerate(section.see_also)
        )

    def values(field: FieldView) -> tuple[str, ...]:
        ref: Ref = ("field", field.id)
        return tuple(changed.get((ref, place), value) for place, value in enumerate(field.values))

    sections = []
    for section in view.sections:
        ref: Ref = ("section", section.id)
        heading = changed.get((ref, "heading"), section.title_html)
        body = changed.get((ref, "body"), section.html)
        sections.append(replace(section, title_html=heading, html=body, see_also=links(section, ref)))
    infobox = view.infobox and replace(
        view.infobox,
        caption=changed.get(CAPTION, view.infobox.caption),
        fields=tuple(replace(field, values=values(field)) for field in view.infobox.fields),
    )
    return replace(view, sections=tuple(sections), infobox=infobox)


def authors_until(page_id: int, number: int, parts: Iterable[Ref] | None = None) -> tuple[str, ...]:
    """Who wrote a page, or these parts of it, until revision `number`: most edits first, then who came first.

    Names that were hidden are left out, whoever asks: a citation is for others. One query; of a long history
    the newest WINDOW revisions count.
    """
    revisions = Revision.objects.filter(
        page_id=page_id, number__lte=number, number__gt=number - WINDOW, withheld=False, user_hidden=False
    )
    if parts is not None:
        changed = Q(pk__in=())
        for kind in ("section", "field"):
            if ids := [id_ for one, id_ in parts if one == kind]:
                versions = MODELS[kind].history.model._default_manager.filter(page_id=page_id, id__in=ids)
                changed |= Q(number__in=versions.filter(rev__lte=number).values("rev"))
        revisions = revisions.filter(changed)
    told = revisions.order_by().values("author_text").annotate(edits=Count("pk"), first=Min("number"))
    return tuple(told.order_by("-edits", "first").values_list("author_text", flat=True))
