"""What lies on an editor's table: which part of which page, and who is about to change it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.models import Page, Revision
from wiki.permissions import Editor, Place, marks_minor
from wiki.reading.source import PartMissing, model_of_page
from wiki.text.content import MARKDOWN, WIKITEXT
from wiki.text.titles import Title

Part = Literal["page", "section", "lead", "new", "see-also", "infobox", "field", "reply"]


@dataclass(frozen=True)
class Answered:
    """The comment that a reply answers, in short."""

    author: str
    words: str


@dataclass(frozen=True)
class Desk:
    """One thing to edit. `part_id` and `name` are the section's or the field's; `old` is opened anew."""

    title: Title
    page: Page | None
    editor: Editor
    part: Part = "page"
    part_id: int = 0
    name: str = ""
    anchor: str = ""
    subsections: int = 0
    comment: str = ""  # which comment of the section a reply answers, …
    answers: Answered | None = None  # … while it stands there
    old: Revision | None = None
    typed_title: str = ""  # what was typed in place of a title, …
    bad_title: str = ""  # … and why it is none
    suggests: bool = False  # whether the form was opened to suggest, not to save
    suggestion: int = 0  # the one that its author amends

    @property
    def living(self) -> Page:
        """The page, for what only a page that exists has. Raises PartMissing."""
        if self.page is None:
            raise PartMissing(self.title.full)
        return self.page

    @property
    def place(self) -> Place:
        """What a block may forbid to change."""
        sections = {self.part_id} if self.part in ("section", "lead", "see-also", "reply") else set()
        return Place(self.title, self.page.pk if self.page else 0, frozenset(sections))

    @property
    def heading(self) -> str:
        """The page's h1, as MediaWiki words it."""
        if self.bad_title:
            return _("This cannot be a title")
        if self.is_topic:
            return _("New topic on %(title)s") % {"title": self.title.full}
        if self.page is None:
            return _("Creating %(title)s") % {"title": self.title.full}
        kinds = {
            "page": _("Editing %(title)s"),
            "new": _("Editing %(title)s (new section)"),
            "infobox": _("Editing %(title)s (infobox)"),
            "field": _("Editing %(title)s (infobox field)"),
            "reply": _("Reply on %(title)s"),
        }
        return kinds.get(self.part, _("Editing %(title)s (section)")) % {"title": self.title.full}

    @property
    def is_topic(self) -> bool:
        """Whether it is a new topic of a talk page."""
        return self.part == "new" and self.title.is_talk

    @property
    def model(self) -> str:
        """The content model of the text."""
        return model_of_page(self.page)

    @property
    def in_markdown(self) -> bool:
        """Whether the text is Markdown."""
        return self.model == MARKDOWN

    @property
    def in_wikitext(self) -> bool:
        """Whether the text is wikitext."""
        return self.model == WIKITEXT

    @property
    def has_marks(self) -> bool:
        """Whether there are a toolbar, colours and a preview as one types for the text."""
        return self.model in (MARKDOWN, WIKITEXT)

    @property
    def where(self) -> str:
        """The part, in words, for the line below the heading; empty for the whole page."""
        if self.part in ("section", "see-also"):
            if not self.subsections:
                return _("§ %(name)s") % {"name": self.name}
            words = ngettext(
                "§ %(name)s, with its subsection", "§ %(name)s, with its %(n)d subsections", self.subsections
            )
            return words % {"name": self.name, "n": self.subsections}
        names = {
            "lead": _("The beginning of the page, before the first heading"),
            "new": _("A new section at the end of the page"),
            "field": _("Infobox › %(name)s") % {"name": self.name},
            "reply": _("§ %(name)s") % {"name": self.name} if self.name else self.title.full,
        }
        return "" if self.is_topic else names.get(self.part, "")

    @property
    def part_words(self) -> str:
        """Which part of the page, within a sentence; empty for the whole page."""
        names = {
            "lead": _("the beginning"),
            "new": _("a new section"),
            "infobox": _("the infobox"),
            "field": _("Infobox › %(name)s") % {"name": self.name},
            "section": _("§ %(name)s") % {"name": self.name},
            "see-also": _("§ %(name)s") % {"name": self.name},
            "reply": _("a reply in § %(name)s") % {"name": self.name} if self.name else _("a reply"),
        }
        return names.get(self.part, "")

    @property
    def query(self) -> str:
        """The query that says which part it is."""
        part = self.asked
        return f"?{urlencode(part)}" if part else ""

    def address_with(self, **more: str) -> str:
        """Where the form is opened, with more in the query."""
        return f"{reverse('edit', args=[self.title])}?{urlencode(self.asked | more)}"

    @property
    def suggesting_address(self) -> str:
        """Where the form is opened to suggest."""
        return self.address_with(suggest="1")

    @property
    def asked(self) -> dict[str, str]:
        """The part as an address asks for it."""
        part: dict[str, str] = {}
        if self.part in ("section", "lead"):
            part = {"section": str(self.part_id)}
        elif self.part == "see-also":
            part = {"part": "see-also", "section": str(self.part_id)}
        elif self.part == "new":
            part = {"section": "new"}
        elif self.part == "reply":
            part = {"section": str(self.part_id), "reply": self.comment}
        elif self.part == "infobox":
            part = {"part": "infobox"}
        elif self.part == "field":
            part = {"field": str(self.part_id)}
        if self.old is not None:
            part["oldid"] = str(self.old.pk)
        if self.suggestion:
            part["suggestion"] = str(self.suggestion)
        elif self.suggests:
            part["suggest"] = "1"
        return part

    @property
    def form_query(self) -> str:
        """The query that says which part it is, and nothing else."""
        return urlencode({**replace(self, old=None, suggests=False, suggestion=0).asked})

    @property
    def address(self) -> str:
        """Where the form is posted."""
        return (reverse("edit", args=[self.title]) if self.title.name else reverse("edit_any")) + self.query

    @property
    def protected_as(self) -> str:
        """The part as protection names it; empty for the whole page and what is new on it."""
        if self.part in ("section", "lead", "see-also", "reply"):
            return f"s{self.part_id}"
        return f"f{self.part_id}" if self.part == "field" else "infobox" if self.part == "infobox" else ""

    @property
    def way_back(self) -> str:
        """The place that the editor came from and returns to."""
        if not self.title.name:
            return reverse("main_page")
        return reverse("read", args=[self.title]) + (f"#{quote(self.anchor)}" if self.anchor else "")

    @property
    def account(self) -> str:
        """The account's name; empty without one."""
        return "" if self.editor.is_anonymous else self.editor.name

    @property
    def may_be_minor(self) -> bool:
        """Whether to offer the minor mark: to accounts, for pages that exist."""
        return self.page is not None and marks_minor(self.editor)

    @property
    def summary(self) -> str:
        """What the summary begins with."""
        if self.part == "reply":
            return _("/* %(name)s */ Reply") % {"name": self.name} if self.name else _("Reply")
        return f"/* {self.name} */ " if self.part in ("section", "see-also") and self.name else ""

    @property
    def text_label(self) -> str:
        """What a screen reader calls the text area."""
        if self.part == "reply" or self.is_topic:
            return _("Your reply") if self.part == "reply" else _("What you have to say")
        return _("Source text of the page") if self.part == "page" else _("Source text of the section")

    def for_new_page(self) -> Desk:
        """The same title, to be created from what was typed."""
        part: Part = self.part if self.part == "infobox" else "page"
        return replace(self, page=None, part=part, part_id=0, name="", anchor="", subsections=0, old=None)
