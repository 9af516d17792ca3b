"""From what a form posted to an Edit: each new text is matched with the rows it was opened from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

from django.db.models import Q
from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.editing.fields.typed_field import Rules, typed_row
from wiki.editing.merging.matching import matched_rows
from wiki.editing.merging.rows import Edit, Living
from wiki.models import Page, Revision, Row, parts_live
from wiki.models.parts import MODELS, Kind, versions
from wiki.reading.source import heading_line, model_of, model_of_page
from wiki.text.content import content_model
from wiki.text.infobox import InvalidField
from wiki.text.parts.rows import PageText, SectionText

KINDS: dict[str, Kind] = {"s": "section", "f": "field", "l": "link"}
_FRAME = (("caption", -1), ("end", -2))  # rows around the fields, and the ids of new ones
TOKEN = re.compile(r"([sfl])(\d{1,18})\.(\d{1,9})")


def opened_rows(page: Page | None, base: str) -> tuple[list[Row], Living | None]:
    """The rows that a base token names, at the versions it names, in its order; and the page's living rows.

    Raises BadEdit when the token is not one, names what this page never had, or what was hidden since: a
    conflict would show its words.
    """
    if not base:
        return [], None
    wanted: list[tuple[Kind, int, int]] = []
    for part in base.split(","):
        match = TOKEN.fullmatch(part)
        if match is None:
            raise BadEdit(_("The form's base version cannot be read."), field="base")
        wanted.append((KINDS[match[1]], int(match[2]), int(match[3])))
    if page is None:
        raise BadEdit(_("This page does not exist, so it has no version to start from."), field="base")
    living = Living(page.number, tuple(parts_live(page.pk)))
    found = {(row.kind, row.id, row.rev): row for row in living.rows}
    stale = {key for key in wanted if key not in found}
    if stale:
        _refuse_hidden(page, {rev for _kind, _id, rev in stale})
        found |= versions(page.pk, stale)
    if any(key not in found for key in wanted):
        raise BadEdit(_("The form's base version does not belong to this page."), field="base")
    return [found[key] for key in wanted], living


def page_of_base(base: str) -> Page | None:
    """The living page whose part a base token names first, whatever its title is now; one query."""
    match = TOKEN.match(base)
    if match is None:
        return None
    part = MODELS[KINDS[match[1]]].objects.select_related("page").filter(pk=int(match[2])).first()
    return part.page if part and not part.page.deleted else None


def _refuse_hidden(page: Page, numbers: set[int]) -> None:
    """Raise BadEdit if the text of one of these revisions of the page is withheld from readers."""
    near = Revision.objects.filter(page=page, number__range=(min(numbers), max(numbers)))
    hidden = near.filter(Q(text_hidden=True) | Q(withheld=True)).values_list("number", flat=True)
    if not numbers.isdisjoint(hidden):
        message = _("The version that this form started from has been removed from public view.")
        advice = _("Keep your text, open the page anew and put it in there.")
        raise BadEdit(f"{message} {advice}", field="base", code="basehidden")


def whole_page(
    page: Page | None, text: str, base: str, *, exact: bool = False, model: str | None = None
) -> Edit:
    """The whole page was edited as one text; `exact` is for importers, which never normalise. `model`: the
    content model of the text, where it is another than the page's. Raises BadEdit.
    """
    rows, living = opened_rows(page, base)
    wanted = content_model(model or (model_of(rows) if rows else model_of_page(page))).read(text)
    return Edit(tuple(rows), tuple(matched_rows(rows, wanted, page, exact=exact)), living)


def section_text(page: Page, section_id: int, text: str, base: str) -> Edit:
    """A section was edited with its subsections as one text. Raises BadEdit if base lacks the section."""
    rows, living = opened_rows(page, base)
    first = next((row for row in rows if row.kind == "section"), None)
    if first is None or first.id != section_id:
        raise BadEdit(_("The form's base version does not belong to this section."), field="base")
    text = _separator(first.head or first.text) + text.lstrip("\r\n") if text.strip() else ""
    if first.head:
        wanted = _sections_of(text, first.model)
    else:
        boxed = living is not None and any(row.kind == "field" for row in living.rows)
        wanted = _lead_text(text, first.model, has_infobox=boxed)
    return Edit(tuple(rows), tuple(matched_rows(rows, wanted, page)), living)


def _separator(source: str) -> str:
    """The line breaks that lead a row's source."""
    return source[: len(source) - len(source.lstrip("\r\n"))]


def _sections_of(text: str, model: str) -> PageText:
    return PageText(sections=content_model(model).read_sections(text), model=model)


def _lead_text(text: str, model: str, *, has_infobox: bool) -> PageText:
    """The lead's text; an infobox typed above it becomes one, where the page has none yet."""
    parts = content_model(model).read_sections(text) if has_infobox else None
    if parts is None:
        return content_model(model).read(text)
    whole = parts if parts and not parts[0].level else (SectionText(), *parts)
    return PageText(sections=whole, model=model)


def new_section(page: Page | None, heading: str, text: str) -> Edit:
    """A section at the end of the page (of a new one: None). Raises BadEdit without a heading."""
    heading = " ".join(heading.split())
    if not heading:
        raise BadEdit(_("A new section needs a heading."), field="heading")
    line = heading_line(page, heading)
    source = f"\n\n{line}\n\n{text.strip()}" if text.strip() else f"\n\n{line}"
    wanted = _sections_of(source, model_of_page(page))
    return Edit((), tuple(matched_rows([], wanted, None)))


def infobox_form(
    page: Page | None,
    caption: str,
    rows: Sequence[tuple[int | None, str, str] | tuple[int | None, str, str, str]],
    base: str,
    rules: Rules = MappingProxyType({}),
) -> Edit:
    """The infobox form was posted: (field id or None, key, values one a line[, source]) in the wanted
    order. Without a source the value is taken as the whole of what is written.

    What is as it was keeps its exact source. Without caption and fields the infobox goes. Raises BadEdit
    for what cannot be written, or is none of the type that a rule gives its key; `field` names the input:
    "caption", or "key-", "value-", "source-" and the row's place from 0.
    """
    before, living = opened_rows(page, base)
    frame = {row.head: row for row in before if row.head != "field"}
    if not rows and not caption.strip():
        return Edit(tuple(before), _above(frame.get("caption")), living)
    fields = {row.id: row for row in before if row.head == "field"}
    model = before[0].model if before else model_of_page(page)
    top, end = (frame.get(kind) or Row("field", id_, 0, head=kind, model=model) for kind, id_ in _FRAME)
    if not (top.text and end.text) or top.field.value != caption.strip():
        opening, closing = _frame(caption.strip(), top, end)
        top, end = top._replace(text=opening), end._replace(text=closing)
    middle = [
        typed_row(fields.get(row[0] or 0), n, rules, *row[1:], model=model) for n, row in enumerate(rows)
    ]
    return Edit(tuple(before), _read_back((top, *middle, end)), living)


def _above(top: Row | None) -> tuple[Row, ...]:
    """What is left where the infobox goes: notices before it, which become text of the page."""
    kept = content_model(top.model).above(top.text) if top else ""
    return (top._replace(text=kept),) if top and kept.strip() else ()


def _read_back(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows of an infobox. Raises BadEdit if they would be read back as others."""
    written = content_model(model_of(rows))
    found = written.read(written.join(row.text for row in rows)).fields
    if [row.text.strip("\r\n") for row in rows] != [row.source.strip("\r\n") for row in found]:
        message = _(
            "These fields would not be read back as they are: look for what is opened and not closed."
        )
        raise BadEdit(message, field="caption", code="infobox-unread")
    return rows


def _frame(caption: str, top: Row, end: Row) -> tuple[str, str]:
    try:
        return content_model(top.model).frame(caption, top.text, end.text)
    except InvalidField as error:
        raise BadEdit(error.message, field="caption", code=error.code) from None


def field_value(
    page: Page,
    field_id: int,
    key: str,
    value: str,
    base: str,
    *,
    source: str | None = None,
    rules: Rules = MappingProxyType({}),
) -> Edit:
    """One field was edited by itself. Raises BadEdit as `infobox_form` does, or for a foreign base."""
    before, living = opened_rows(page, base)
    old = next((row for row in before if row.kind == "field" and row.id == field_id), None)
    if old is None or len(before) != 1:
        raise BadEdit(_("The form's base version does not belong to this field."), field="base")
    new = typed_row(old, 0, rules, key, value, source)
    standing = living.rows if living else ()
    if any(row.ref == old.ref for row in standing):
        _read_back(tuple(new if row.ref == old.ref else row for row in standing if row.kind == "field"))
    return Edit((old,), (new,), living)
