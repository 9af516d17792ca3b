"""Neutral stored HTML becomes what this reader sees now: link colours, ids, contents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from wiki.reading.links import Target
from wiki.reading.showing.rendering import Rendering
from wiki.reading.talk.topics import Topic, marked_sections
from wiki.text.addresses import red_link_path, wiki_path
from wiki.text.html.colour import colour_links
from wiki.text.html.figures import Figures
from wiki.text.html.rendered import RenderedField, RenderedSection, SeeAlso
from wiki.text.html.thumbs import BOX_WIDTH, Picture, shown
from wiki.text.sections import plain_title
from wiki.text.titles import InvalidTitle, Title, parse_title

LinkState = Literal["exists", "missing", "redirect", "self", "text"]


@dataclass(frozen=True, slots=True)
class SeeAlsoView:
    """One see-also link as navigation."""

    id: int
    title: Title | None
    url: str
    state: LinkState
    label_html: str
    note_html: str
    links_back: bool
    description: str = ""
    disambiguation: bool = False


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section ready to be shown; all its HTML is safe."""

    id: int
    level: int
    number: str
    title: str
    title_html: str
    anchor: str
    former_anchors: tuple[str, ...]
    html: str
    see_also: tuple[SeeAlsoView, ...] | None
    topic: Topic | None = None  # of a talk page's section: what is said of it at its head


@dataclass(frozen=True, slots=True)
class FieldView:
    """An infobox field ready to be shown; `values` are safe HTML."""

    id: int
    key: str
    kind: str
    values: tuple[str, ...]
    file: str
    picture: str = ""  # safe HTML of the picture with its link, where the file exists

    @property
    def label(self) -> str:
        """The key as it is shown: MediaWiki's infoboxes write underscores, at which no line can break."""
        return self.key.replace("_", " ")


@dataclass(frozen=True, slots=True)
class InfoboxView:
    """The infobox; `caption` is safe HTML."""

    caption: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A line of the table of contents."""

    id: int
    level: int
    depth: int  # 1 for top entries
    number: str
    title: str
    anchor: str


BOX_HEIGHT = 400  # of a picture in the infobox


def assemble(
    title: Title,
    rendering: Rendering,
    missing: set[Title],
    found: dict[Title, Target],
    pictures: Mapping[str, Picture],
    *,
    withheld: Collection[str] = (),
) -> tuple[tuple[SectionView, ...], InfoboxView | None, tuple[TocEntry, ...]]:
    """The page's sections, infobox and contents. `found` are the linked pages that exist, `missing` the
    others, `pictures` the files that exist, by name, `withheld` the former anchors that readers may not
    know of.
    """
    figures = Figures(pictures)

    red = {other.key for other in missing}
    passing = {other.key for other, target in found.items() if target.redirect}
    telling = {other.key for other, target in found.items() if target.disambiguation}

    def coloured(html: str) -> str:
        return colour_links(html, missing=red, redirects=passing, meanings=telling, self_key=title.key)

    page = rendering.page
    # The infobox stands first on the page: its picture is the one that readers wait for.
    fields = tuple(
        FieldView(
            id_, field.key, field.kind, tuple(figures.set_in(coloured(value)) for value in field.values_html),
            field.file, _field_picture(field, figures, page.caption or title.name),
        )
        for id_, field in zip(rendering.fields, page.fields, strict=True)
    )  # fmt: skip
    link_ids = iter(rendering.links)
    sections = []
    taken = {section.anchor for section in page.sections}.union(withheld)
    bodies = _bodies(title, rendering)
    for section, (id_, former), (html, topic) in zip(page.sections, rendering.sections, bodies, strict=True):
        links = None
        if section.see_also is not None:
            links = tuple(_see_also(link_ids, section.see_also, title, found))
        sections.append(
            SectionView(
                id_, section.level, section.number, plain_title(section.title), coloured(section.title_html),
                section.anchor, tuple(_free(former, taken)), figures.set_in(coloured(html)), links,
                topic,
            )
        )  # fmt: skip
    infobox = InfoboxView(coloured(page.caption_html), fields) if page.caption or fields else None
    return tuple(sections), infobox, tuple(_contents(page.sections, rendering))


def _bodies(title: Title, rendering: Rendering) -> Sequence[tuple[str, Topic | None]]:
    """The neutral HTML of each section; on talk pages with its comments marked."""
    sections = rendering.page.sections
    if not title.is_talk or rendering.page.failed:
        return [(section.html, None) for section in sections]
    parts = zip(rendering.sections, sections, strict=True)
    return marked_sections([(id_, section.level, section.html) for (id_, _former), section in parts])


def _field_picture(field: RenderedField, figures: Figures, subject: str) -> str:
    """The picture that an infobox field names, in the width of the box."""
    picture = figures.pictures.get(field.file)
    if picture is None:
        return ""
    return figures.linked(picture, shown(picture, BOX_WIDTH, BOX_HEIGHT), f"{field.key}: {subject}")


def _free(former: Iterable[str], taken: set[str]) -> Iterator[str]:
    """The anchors that lead here: a living heading's own wins, then the first section that had one."""
    for anchor in former:
        if anchor not in taken:
            taken.add(anchor)
            yield anchor


def _see_also(
    ids: Iterator[int], links: tuple[SeeAlso, ...], title: Title, found: dict[Title, Target]
) -> Iterator[SeeAlsoView]:
    for id_, link in zip(islice(ids, len(links)), links, strict=True):
        target = _title(link.target_title)
        state, url, back = _state(target, link.fragment, title, found)
        there = found.get(target) if target else None
        about, meanings = (there.description, there.disambiguation) if there else ("", False)
        yield SeeAlsoView(id_, target, url, state, link.label_html, link.note_html, back, about, meanings)


def _title(full: str | None) -> Title | None:
    try:
        return parse_title(full) if full else None
    except InvalidTitle:
        return None


def _state(
    target: Title | None, fragment: str, title: Title, found: dict[Title, Target]
) -> tuple[LinkState, str, bool]:
    """State of a see-also link, its address, and whether its target links back."""
    if target is None:
        return "text", "", True
    if target == title:
        return "self", wiki_path(target.key, fragment), True
    if target.namespace < 0:
        return "exists", wiki_path(target.key), True
    there = found.get(target)
    if there is None:
        return "missing", red_link_path(target.key), True
    return "redirect" if there.redirect else "exists", wiki_path(target.key, fragment), there.links_back


def _contents(sections: tuple[RenderedSection, ...], rendering: Rendering) -> Iterator[TocEntry]:
    levels: list[int] = []
    for section, (id_, _) in zip(sections, rendering.sections, strict=True):
        if not section.level:
            continue
        while levels and levels[-1] >= section.level:
            levels.pop()
        levels.append(section.level)
        title = plain_title(section.title)
        yield TocEntry(id_, section.level, len(levels), section.number, title, section.anchor)
