"""The rows of an infobox, put together in Python: a box may have 10,000 of them.

Values are safe HTML already; names pass through `escape`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wiki.reading.facts.facts import Cell, FactRow
from wiki.reading.showing.assemble import FieldView
from wiki.templatetags.protection import Lock, field_lock
from wiki.templatetags.watching import PartsWatched, part_link

register = template.Library()


@register.simple_tag
def facts(
    fields: Iterable[FieldView],
    edit_url: str,
    history_url: str,
    talk_url: str = "",
    plain: bool = False,
    watched: PartsWatched | None = None,
    locks: object = None,
) -> SafeString:
    """A `div` of name and value for each field that is not a picture; `plain`: without its links.

    `locks`: what is protected (Locks). `watched`: the fields that the reader watches, where there is an
    account to watch with.
    """
    unstated = _("not stated")
    links = "" if plain else field_links(edit_url, history_url, talk_url)
    edit_words, source_words = escape(_("edit")), escape(_("view source"))
    rows = []
    for field in fields:
        if field.kind != "picture":
            key = escape(field.label)
            lock = field_lock(locks, field.id)
            own = links and links % {
                "id": field.id, "key": key, "watch": watch_link(field, key, watched),
                "edit": edit_words if lock is None or lock.open else source_words,
            }  # fmt: skip
            value = shown_value(field, unstated)
            name = key if plain else f'<a class="fact" href="/field/{field.id}">{key}</a>'
            rows.append(
                f'<div id="field-{field.id}"><dt>{name}{lock_sign(lock)}</dt> <dd>{value}{own}</dd></div>\n'
            )
    return SafeString("".join(rows))


def field_links(edit_url: str, history_url: str, talk_url: str) -> str:
    """The links of a field, to be filled with its `id` and `key`, and that to `watch` it; `talk_url` is where
    a new topic about it is begun, if that can be.
    """
    edit_label, history_label = escape(_("Edit %(key)s")), escape(_("History of %(key)s"))
    urls = (edit_url, history_url, talk_url)
    edit_url, history_url, talk_url = (str(escape(url)).replace("%", "%%") for url in urls)
    discuss_label = escape(_("Discuss %(key)s"))
    discuss = (
        f' <a href="{talk_url}?section=new&amp;about=f%(id)s" rel="nofollow" aria-label="{discuss_label}">'
        f"{_('discuss')}</a>"
    )
    return (
        f' <span class="fa"><a href="{edit_url}?field=%(id)s" aria-label="{edit_label}">%(edit)s</a>'
        f' <a href="{history_url}?field=%(id)s" aria-label="{history_label}">{_("history")}</a>'
        f"{discuss if talk_url else ''}%(watch)s</span>"
    )


def lock_sign(lock: Lock | None) -> str:
    """The sign at a fact that is protected."""
    return "" if lock is None else " " + render_to_string("read/part_lock.html", {"lock": lock}).strip()


def watch_link(field: FieldView, key: str, watched: PartsWatched | None) -> str:
    if watched is None:
        return ""
    return " " + part_link("field", key, field.id in watched.fields) % {"id": field.id}


def shown_value(field: FieldView, unstated: str) -> str:
    if field.kind == "list":
        return f"<ul>{''.join(f'<li>{value}</li>' for value in field.values)}</ul>"
    if field.kind == "text":
        return "".join(field.values[:1])
    return f'<span class="muted">{"".join(field.values) or unstated}</span>'


@register.filter
def in_columns(row: FactRow, columns: Sequence[str]) -> list[tuple[Cell, ...]]:
    """The cells of a row for the key itself and each further column, empty where nothing is stated."""
    return [row.cells.get(number, ()) for number in range(len(columns) + 1)]
