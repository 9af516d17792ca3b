"""Posts an edit form as a browser would: what stands in its inputs, with line ends as CR LF."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

Pairs = list[tuple[str, str]]


class FormReader(HTMLParser):
    """Collects name and value of the inputs and text areas of form#editform."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.in_template = False
        self.pairs: Pairs = []
        self.action = ""
        self.area: str | None = None
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("id") == "editform":
            self.inside, self.action = True, given["action"]
        if not self.inside:
            return
        if tag == "template":
            self.inside, self.in_template = False, True
        elif tag == "textarea" and given.get("name"):
            self.area, self.texts = given["name"], []
        elif tag == "input" and given.get("name") and "disabled" not in given:
            checkable = given.get("type") in ("checkbox", "radio")
            if not checkable or "checked" in given:
                self.pairs.append((given["name"], given.get("value", "on" if checkable else "")))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area is not None:
            # A text area drops the one line break after its tag.
            self.pairs.append((self.area, re.sub(r"\A\n", "", "".join(self.texts))))
            self.area = None
        elif tag == "template":
            self.inside, self.in_template = self.in_template, False
        elif tag == "form":
            self.inside = False


def form_in(response: HttpResponse) -> FormReader:
    """The edit form of a response."""
    reader = FormReader()
    reader.feed(response.content.decode().replace("\r\n", "\n"))  # as HTML is read
    return reader


def values_in(response: HttpResponse) -> dict[str, str]:
    """The form's values by name; for names that stand several times, the last."""
    return dict(form_in(response).pairs)


def press(
    client: Client, response: HttpResponse, button: str = "wpSave", pressed: str = "1", **changes: Any
) -> Any:
    """Post the form of `response` with some inputs changed (a list: inputs of that name, in order)."""
    form = form_in(response)
    changed = {name: iter(value) for name, value in changes.items() if isinstance(value, list)}
    pairs = []
    for name, old in form.pairs:
        if name in changed:
            old = next(changed[name], old)
        elif name in changes:
            old = changes[name]
        pairs.append((name, old))
    present = {name for name, _value in form.pairs}
    pairs += [(name, value) for name, value in changes.items() if name not in present]
    return post(client, form.action, [*pairs, (button, pressed)])


def post(client: Client, address: str, pairs: Pairs) -> Any:
    """Post pairs of name and value as a browser encodes them."""
    body = urlencode([(name, value.replace("\r\n", "\n").replace("\n", "\r\n")) for name, value in pairs])
    return client.post(address, body, content_type="application/x-www-form-urlencoded")
