"""The forms of a page that post, as a browser would send them with nothing typed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class PostForm:
    """Where it posts to, what it sends of itself, and the names of all that can be filled in or pressed."""

    action: str
    sent: dict[str, str | list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def put(self, name: str, value: str) -> None:
        known = self.sent.get(name)
        if known is None:
            self.sent[name] = value
        else:
            self.sent[name] = [*(known if isinstance(known, list) else [known]), value]


class PostForms(HTMLParser):
    """Collects the forms with method=post, inputs that name their form by its id included."""

    def __init__(self, html: str, here: str) -> None:
        super().__init__()
        self.here = here
        self.forms: list[PostForm] = []
        self.by_id: dict[str, PostForm] = {}
        self.form: PostForm | None = None
        self.select: str | None = None
        self.area: str | None = None
        self.hidden = False  # in a template, which is none of the form
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "template":
            self.hidden = True
        if self.hidden:
            return
        if tag == "form":
            self.form = None
            if given.get("method", "").lower() == "post":
                self.form = PostForm(given.get("action") or self.here)
                self.forms.append(self.form)
                self.by_id[given.get("id", "")] = self.form
            return
        form = self.by_id.get(given["form"]) if "form" in given else self.form
        if form is None:
            return
        if tag == "option" and self.select and "selected" in given:
            form.put(self.select, value)
        if not name or "disabled" in given or name == "csrfmiddlewaretoken":
            return
        form.names.add(name)
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
            form.put(name, "")
        elif tag == "input" and given.get("type") not in ("submit", "image", "file"):
            checkable = given.get("type") in ("checkbox", "radio")
            if not checkable or "checked" in given:
                form.put(name, value or ("on" if checkable else ""))

    def handle_data(self, data: str) -> None:
        if self.area and self.form and isinstance(said := self.form.sent[self.area], str):
            self.form.sent[self.area] = said + data

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.hidden = False
        elif tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


def post_forms(html: str, here: str) -> list[PostForm]:
    """Every form of the page at address `here` that posts, in order."""
    return PostForms(html, here).forms
