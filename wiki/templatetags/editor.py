"""What the templates of the editor need besides the frame's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wiki.templatetags.protection import level_words
from wiki.templatetags.rows import summary_html
from wiki.text.fields.field_rules import FieldRule

register = template.Library()
register.filter("summary_html", summary_html)


class Row(Protocol):
    """A row of the infobox form."""

    @property
    def id(self) -> int | None: ...
    @property
    def key(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def proposed(self) -> bool: ...
    @property
    def rule(self) -> FieldRule | None: ...
    @property
    def lock(self) -> str: ...
    @property
    def error(self) -> str: ...
    @property
    def twin(self) -> bool: ...
    @property
    def focus(self) -> bool: ...
    @property
    def lines(self) -> int: ...


@register.simple_tag
def infobox_rows(rows: Iterable[Row], in_wikitext: bool) -> SafeString:
    """The rows of the infobox form. Put together in Python, because there may be ten thousand of them."""
    words = Words(in_wikitext=in_wikitext)
    return SafeString("".join(words.row(row, str(n)) for n, row in enumerate(rows)))


@register.simple_tag
def blank_infobox_row(row: Row, in_wikitext: bool) -> SafeString:
    """The row that the script adds."""
    return SafeString(Words(in_wikitext=in_wikitext).row(row, ""))


class Words:
    """The words in a row, translated and escaped once."""

    def __init__(self, *, in_wikitext: bool) -> None:
        self.name = escape(_("Name"))
        self.value = escape(_("Value") if in_wikitext else _("Value, several one on each line"))
        self.source = escape(_("Source") if in_wikitext else _("Source: an address, or a note [^1]"))
        self.drag = escape(_("Drag to move"))
        self.twin = escape(_("Another row has the same name. Both are kept."))
        self.buttons = [
            ("up", "↑", escape(_("Move %s up"))),
            ("down", "↓", escape(_("Move %s down"))),
            ("remove", "✕", escape(_("Remove %s"))),
        ]

    def row(self, row: Row, n: str) -> str:
        """One row: its id, name, values, and the buttons that move and remove it."""
        key = escape(row.key)
        wrong = f' id="key-{n}" aria-invalid="true" aria-describedby="why-{n}"' if row.error else ""
        wrong += " autofocus" if row.focus else ""
        anchor = f' id="field-{row.id}"' if row.id else ""
        rule = row.rule
        closed = " readonly" if row.lock else ""
        example = escape(type_example(rule)) if rule else ""
        needed = f' placeholder="{escape(policy_words(rule))}"'
        buttons = "".join(
            f'<button class="{name}" name="row_{name}" value="{n}" data-row="{name}"'
            f' aria-label="{label.replace("%s", key)}">{sign}</button>'
            for name, sign, label in self.buttons
            if not (row.lock and name == "remove")
        )
        known = row.id or ("new" if row.proposed else "")
        return (
            f'<li class="infobox-row"{anchor}><input type="hidden" name="row_id" value="{known}">'
            f'<span class="row-handle" aria-hidden="true" title="{self.drag}">⠿</span>'
            f'<input type="text" class="row-key" name="row_key" value="{key}" aria-label="{self.name}"'
            f' autocomplete="off"{wrong}{closed}>'
            f'<textarea class="row-value grows" name="row_value" rows="{row.lines}"'
            f' aria-label="{self.value}" placeholder="{example}"{closed}>\n{escape(row.value)}</textarea>'
            f'<input type="text" class="row-source" name="row_source" value="{escape(row.source)}"'
            f' aria-label="{self.source}"{needed} inputmode="url" autocomplete="off"{closed}>'
            f'<span class="row-acts">{buttons}</span>{self.note(row, n)}</li>\n'
        )

    def note(self, row: Row, n: str) -> str:
        """What there is to say about a row."""
        if row.error:
            return f'<p class="row-note error" id="why-{n}">{escape(row.error)}</p>'
        if row.lock:
            return f'<p class="row-note">{escape(level_words(row.lock))}</p>'
        if row.twin:
            return f'<p class="row-note">{self.twin}</p>'
        return f'<p class="row-note">{escape(row.rule.help)}</p>' if row.rule and row.rule.help else ""


@register.filter
def type_example(rule: FieldRule | None) -> str:
    """An example of what a template expects here; empty for plain text."""
    if rule is None:
        return ""
    examples = {
        "date": _("September 2015"),
        "link": _("[[Title of a page]]"),
        "picture": _("Map.png"),
        "list": _("one on each line"),
        "quantity": _("1,285 km²"),
    }
    return examples.get(rule.type, "")


@register.filter
def policy_words(rule: FieldRule | None) -> str:
    """Whether a template wants a source here, in short."""
    if rule is None or rule.policy == "none":
        return _("Source")
    return _("Source (required)") if rule.policy == "require" else _("Source (wanted)")
