"""A page's source text, with the versions it was put together from: what an edit form opens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from wiki.models import Page, Row, parts_as_of, parts_live
from wiki.models.parts import Ref
from wiki.text.content import MARKDOWN, content_model
from wiki.text.parts.rows import FieldText, PageText
from wiki.text.titles import Title


@dataclass(frozen=True, slots=True)
class Opened:
    """Text to edit, and the versions it stands for: `base` is posted back by the form as it is."""

    text: str
    base: str
    ids: tuple[int, ...] = ()  # of the sections in it, in order


@dataclass(frozen=True, slots=True)
class OpenedField:
    """One row of the infobox form: several values stand one a line, and their source apart."""

    id: int
    key: str
    value: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class OpenedInfobox:
    """The infobox as a form; `rows` without the caption, which stands apart."""

    caption: str
    rows: tuple[OpenedField, ...]
    base: str
    exists: bool


class PartMissing(LookupError):
    """The page has no such section or field (any more)."""


def base_token(rows: Iterable[Row]) -> str:
    """What a form carries to say which versions it showed: "s12.3" is version 3 of section 12."""
    return ",".join(f"{row.kind[0]}{row.id}.{row.rev}" for row in rows)


def in_document_order(rows: Sequence[Row]) -> list[Row]:
    """Fields, then each section followed by its links; rows are in order within each kind."""
    links: dict[int, list[Row]] = {}
    for row in rows:
        if row.kind == "link":
            links.setdefault(row.section, []).append(row)
    result = [row for row in rows if row.kind == "field"]
    for row in rows:
        if row.kind == "section":
            result += [row, *links.get(row.id, ())]
    return result


def in_pieces(rows: Sequence[Row]) -> list[tuple[Ref, str, str]]:
    """The rows' exact sources in document order, with the row and the attribute that each stands in.

    A section's body comes after its links.
    """
    result: list[tuple[Ref, str, str]] = []
    tail: tuple[Ref, str, str] | None = None
    for row in in_document_order(rows):
        if row.kind == "section":
            result += [tail] if tail else []
            result.append((row.ref, "head", row.head))
            tail = row.ref, "text", row.text
        else:
            result.append((row.ref, "text", row.text))
    return [*result, tail] if tail else result


def sources(rows: Sequence[Row]) -> list[str]:
    """The rows' exact source texts in document order."""
    return [source for _, _, source in in_pieces(rows)]


def source_text(rows: Sequence[Row]) -> str:
    """The source text that these rows make together."""
    return content_model(model_of(rows)).join(sources(rows))


def model_of(rows: Sequence[Row]) -> str:
    """The content model of a page's rows; Markdown where there are none."""
    return rows[0].model if rows else MARKDOWN


def model_of_page(page: Page | None) -> str:
    """The content model of a page's latest revision; of a new page, what the settings say."""
    if page is None or page.latest is None:
        return str(settings.DEFAULT_CONTENT_MODEL)
    return page.latest.content_model


def heading_line(page: Page | None, title: str) -> str:
    """The source of a section's heading on this page (of a new one: None)."""
    return content_model(model_of_page(page)).heading(title)


def new_caption(title: Title, page: Page | None) -> str:
    """What the form of a new infobox of this page proposes as its caption."""
    return content_model(model_of_page(page)).caption(title.name)


def with_item(text: str, target: Title, page: Page | None) -> str:
    """A See also list of this page with one link more."""
    return text + content_model(model_of_page(page)).item(target.full)


def page_text(rows: Sequence[Row]) -> PageText:
    """The rows read as one page. Its fields, sections and links stand in the order of the rows."""
    return content_model(model_of(rows)).read(source_text(rows))


def opened_field(id_: int, row: FieldText) -> OpenedField:
    """A field as its form shows it."""
    values = content_model(row.model).values
    said, source, _written = values.split_source(row.value)
    return OpenedField(id_, row.key, values.shown(said), source)


def rows_of(page: Page, as_of: int | None = None) -> list[Row]:
    """The page's rows now, or after revision number `as_of`."""
    return parts_live(page.pk) if as_of is None else parts_as_of(page.pk, as_of)


def open_page(page: Page, *, as_of: int | None = None) -> Opened:
    """The whole page as one text (LF or whatever it was stored with)."""
    return page_in(rows_of(page, as_of))


def page_in(rows: Sequence[Row]) -> Opened:
    """`open_page` for rows at hand."""
    ids = tuple(row.id for row in rows if row.kind == "section")
    return Opened(source_text(rows), base_token(rows), ids)


def subtree(rows: Sequence[Row], section_id: int) -> list[Row]:
    """A section's row, its subsections' and their links, in document order. Raises PartMissing.

    The lead is alone, as in MediaWiki.
    """
    sections = [row for row in rows if row.kind == "section"]
    start = next((n for n, row in enumerate(sections) if row.id == section_id), None)
    if start is None:
        raise PartMissing(f"section {section_id}")
    level = sections[start].heading[0]
    end = start + 1
    while level and end < len(sections) and sections[end].heading[0] > level:
        end += 1
    kept = {row.id for row in sections[start:end]}
    return in_document_order(
        [row for row in rows if (row.kind == "section" and row.id in kept) or row.section in kept]
    )


def open_section(page: Page, section_id: int, *, as_of: int | None = None) -> Opened:
    """A section with its subsections as one text, without the blank lines before it. Raises PartMissing."""
    return section_in(rows_of(page, as_of), section_id)


def section_in(all_rows: Sequence[Row], section_id: int) -> Opened:
    """`open_section` for rows at hand. Raises PartMissing."""
    rows = subtree(all_rows, section_id)
    text = source_text(rows).lstrip("\r\n")
    return Opened(text, base_token(rows), tuple(row.id for row in rows if row.kind == "section"))


def open_infobox(page: Page, *, field_id: int | None = None, as_of: int | None = None) -> OpenedInfobox:
    """The infobox as a form, or one field of it. Raises PartMissing for an unknown field."""
    return infobox_in(rows_of(page, as_of), field_id)


def infobox_in(rows: Sequence[Row], field_id: int | None = None) -> OpenedInfobox:
    """`open_infobox` for rows at hand. Raises PartMissing."""
    parsed = page_text(rows)
    pairs = list(zip((row for row in rows if row.kind == "field"), parsed.fields, strict=True))
    caption = next((text.value for _, text in pairs if text.kind == "caption"), "")
    wanted = [pair for pair in pairs if field_id in (None, pair[0].id)]
    if field_id is not None and not wanted:
        raise PartMissing(f"field {field_id}")
    fields = tuple(opened_field(row.id, text) for row, text in wanted if text.kind == "field")
    return OpenedInfobox(caption, fields, base_token(row for row, _ in wanted), bool(pairs))
