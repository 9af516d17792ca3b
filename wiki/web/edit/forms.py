"""The forms of the editor: what was posted, as values. What may be saved is decided in wiki/editing."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.permissions import Editor
from wiki.reading.source import OpenedInfobox
from wiki.text.fields.facts import fold_fact
from wiki.text.fields.field_rules import FieldRule
from wiki.text.normal import InvalidText, check_text, normalise, sign
from wiki.text.talk.threads import with_signature

PLACED = re.compile("[-:]")  # an input of the rows: by its place, or by its row's key
PROPOSED = "new"  # in the place of a row's id
TAB = re.compile(r"[0-9a-f]{1,32}")


def lf(text: str) -> str:
    """Text as typed: a browser posts every line end as CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Typed(forms.CharField):
    """Text that keeps every blank, and is never refused: the rules are those of the save."""

    def __init__(self) -> None:
        super().__init__(required=False, strip=False)
        self.validators = []

    def to_python(self, value: Any) -> str:
        return lf(super().to_python(value) or "")


# The inputs that a refusal may name, and their ids.
INPUTS = {"text": "wpTextbox1", "heading": "wpSectionTitle", "summary": "wpSummary", "caption": "wpCaption",
          "key": "wpKey", "value": "wpValue", "source": "wpSource"}  # fmt: skip


def check_input(name: str, text: str) -> None:
    """Raise BadEdit, naming the input, for a text that cannot be stored."""
    try:
        check_text(text)
    except InvalidText as error:
        raise BadEdit(error.message, field=name, code=error.code) from None


class EditForm(forms.Form):
    """What every form of the editor posts besides the text itself."""

    base = Typed()
    editor = Typed()  # who opened the form
    tab = Typed()  # the form itself, as drafts know it …
    follows = Typed()  # … and the one whose draft it was opened from
    told = Typed()  # what the edit takes away, as the question about it named it
    website = Typed()  # a trap: people do not see it
    summary = Typed()
    minor = forms.BooleanField(required=False)

    @property
    def own_words(self) -> list[tuple[str, str]]:
        """Words typed to settle a conflict, by their inputs: they travel along until it is asked again."""
        return [(name, lf(self.data[name])) for name in self.data if name.startswith("own-")]

    def blame(self, error: BadEdit) -> str:
        """Note why the edit was refused, at the input that the error names; gives that input's id."""
        name = PLACED.split(error.field)[0]
        if name in ("source", "value", "caption") and name not in self.fields:
            name = "text"  # of a whole page or section
        known = name in INPUTS and name in self.fields
        self.add_error(name if known else None, error.message)
        return INPUTS[name] if known else ""

    def check(self) -> None:
        """Raise BadEdit for what no text can hold, naming the input and the line."""
        for name, text in self.cleaned_data.items():
            if isinstance(text, str):
                check_input(name, text)

    @property
    def own_tab(self) -> str:
        """What names this form among all that are open."""
        known = self.data.get("tab", "") if self.is_bound else ""
        return known if TAB.fullmatch(known) else secrets.token_hex(8)

    @property
    def said(self) -> str:
        """The summary on one line."""
        return " ".join(str(self.cleaned_data["summary"]).split())


class TextForm(EditForm):
    """Source text: of the page, of a section, of a list of links."""

    text = Typed()

    def text_to_save(self, editor: Editor, model: str) -> str:
        """The text as it is stored on a page of this content model: normal, and signed. Raises BadEdit."""
        try:
            text = normalise(self.cleaned_data["text"])  # may grow the text past the limit
        except InvalidText as error:
            raise BadEdit(error.message, field="text", code=error.code) from None
        return signed(text, editor, model)

    def comment_to_save(self, editor: Editor, model: str) -> str:
        """The text as a comment on a talk page: signed whether or not it says so. Raises BadEdit."""
        text = self.text_to_save(editor, model)
        return with_signature(text, signed("~~~~", editor, model), model)


def signed(text: str, editor: Editor, model: str) -> str:
    """The text with what its tildes stand for."""
    chosen = editor.user.chosen.signature if editor.user else ""
    return sign(text, author=editor.name, now=timezone.now(), chosen=chosen, model=model)


class SectionForm(TextForm):
    """A new section: its heading and its text."""

    heading = Typed()


class ReplyForm(TextForm):
    """A reply: its text, and the comment that it answers."""

    comment = Typed()


class FieldForm(EditForm):
    """One field of the infobox."""

    key = Typed()
    value = Typed()
    source = Typed()
    rule: FieldRule | None = None  # what a template says of the key


Words = tuple[int | None, str, str, str]  # of a row: its id, key, value and source


@dataclass(frozen=True)
class FieldRow:
    """A row of the infobox form. `id` is None for a row that is new."""

    id: int | None = None
    key: str = ""
    value: str = ""
    source: str = ""
    proposed: bool = False  # by a template; without a value it is not saved
    rule: FieldRule | None = None
    lock: str = ""  # the level of protection that keeps the editor from it
    error: str = ""
    twin: bool = False  # another row has the same key
    focus: bool = False  # just added or moved: the form opens there

    @property
    def words(self) -> Words:
        """What is posted of it."""
        return self.id, self.key, self.value, self.source

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        key = "" if self.proposed else self.key
        return not (key.strip() or self.value.strip() or self.source.strip())

    @property
    def lines(self) -> int:
        """How high its text area has to be."""
        least = 3 if self.rule and self.rule.type == "list" else 1
        return min(max(self.value.count("\n") + 1, least), 12)


class InfoboxForm(EditForm):
    """The infobox: its caption, and rows that are posted as parallel lists in the order of the form."""

    caption = Typed()

    def __init__(
        self,
        data: Any = None,
        *,
        opened: OpenedInfobox | None = None,
        rules: Mapping[str, FieldRule] = MappingProxyType({}),
        locks: Mapping[Words, str] = MappingProxyType({}),
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.rules = rules
        self.locks = locks  # of rows with these words: others have to be taken back
        self.rows: list[FieldRow] = []
        if data is not None:
            self.rows = posted_rows(data)
        elif opened is not None:
            self.rows = [FieldRow(row.id, row.key, row.value, row.source) for row in opened.rows]

    empty_row = FieldRow()  # what the script adds

    def check(self) -> None:
        super().check()
        for n, (_id, *texts) in enumerate(self.wanted):
            for name, text in zip(("key", "value", "source"), texts, strict=True):
                check_input(f"{name}-{n}", text)

    def propose(self) -> None:
        """A row for each key of the templates, or a few that are empty."""
        self.rows = [FieldRow(key=rule.key, proposed=True) for rule in self.rules.values()]
        self.rows = self.rows or [FieldRow()] * 3

    def add(self) -> None:
        """One more row, to write in at once."""
        self.rows.append(FieldRow(focus=True))

    def move(self, index: int, step: int) -> None:
        """Let the row trade places with its neighbour."""
        other = index + step
        if 0 <= index < len(self.rows) and 0 <= other < len(self.rows):
            moved = replace(self.rows[index], focus=True)
            self.rows[index], self.rows[other] = self.rows[other], moved

    def remove(self, index: int) -> None:
        """Take the row out; what stood below it is looked at next."""
        del self.rows[index : index + 1]
        if index < len(self.rows):
            self.rows[index] = replace(self.rows[index], focus=True)

    def blame(self, error: BadEdit) -> str:
        """Note why the edit was refused; `key-3` is the fourth of the rows that were handed on."""
        place = self.place_of(error.field)
        if place is None:
            return super().blame(error)
        self.rows[place] = replace(self.rows[place], error=error.message)
        error.message = _("Row %(n)d: %(why)s") % {"n": place + 1, "why": error.message}
        return f"key-{place}"

    def place_of(self, field: str) -> int | None:
        """The row that an error names: by its place among those handed on, or by its key."""
        name, key = (*PLACED.split(field, maxsplit=1), "")[:2]
        places = [n for n, row in enumerate(self.rows) if not row.blank]
        if ":" in field:
            return next((n for n in places if self.rows[n].key.strip() == key), None)
        return places[int(key)] if name in ("key", "value", "source") and key.isdigit() else None

    @property
    def wanted(self) -> list[Words]:
        """The rows that were filled in. One that was emptied altogether is taken away."""
        return [row.words for row in self.rows if not row.blank]

    @property
    def shown_rows(self) -> list[FieldRow]:
        """The rows to show, those with equal names and those that are protected marked."""
        counts = Counter(row.key.strip() for row in self.rows)
        return [
            replace(
                row,
                twin=counts[row.key.strip()] > 1 and bool(row.key.strip()),
                rule=self.rules.get(fold_fact(row.key)) if self.rules else None,
                lock=self.locks.get(row.words, ""),
            )
            for row in self.rows
        ]


def posted_rows(data: Any) -> list[FieldRow]:
    """The rows of a posted infobox form."""
    names = ("row_id", "row_key", "row_value", "row_source")
    columns = [data.getlist(name) for name in names]
    if not columns[1] and "value" in data:  # the form of one field, whose page is gone
        columns[1:] = (data.getlist(name) for name in ("key", "value", "source"))
    count = max(map(len, columns))
    filled = ([*column, *[""] * (count - len(column))] for column in columns)
    return [
        FieldRow(
            int(id_) if id_.isascii() and id_.isdigit() else None,
            lf(key), lf(value), lf(source), proposed=id_ == PROPOSED,
        )
        for id_, key, value, source in zip(*filled, strict=True)
    ]  # fmt: skip


# By the part that is edited; source text for all others.
FORMS: dict[str, type[EditForm]] = {
    "new": SectionForm, "infobox": InfoboxForm, "field": FieldForm, "reply": ReplyForm,
}  # fmt: skip


def refuse_traps(form: EditForm) -> None:
    """Raise BadEdit when the field that people do not see was filled in."""
    if form.cleaned_data["website"]:
        message = _(
            "The field “website” has to stay empty: it is a trap for programs. Publish again without."
        )
        raise BadEdit(message, field="website", code="trap")
