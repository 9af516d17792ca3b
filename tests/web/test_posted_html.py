"""The HTML of forms that come back: refused, in conflict, asked about, with a log-in, with a merge."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import edit_section, make_page
from tests.web.posting import form_in, post, press, values_in
from tests.web.test_valid_html import problems
from wiki.models import Section
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db
TEXT = """```infobox Rome
Mayor: Nero <https://example.org/mayors>
```
Lead.

## Kings

Seven kings.[^1] [[Numa]] made the laws.

[^1]: Livy."""


@pytest.mark.parametrize("case", ["asked", "logged out", "logged in", "conflict", "taken", "kept", "infobox"])
def test_a_form_that_comes_back_is_valid(client: Client, alice: Editor, case: str) -> None:
    make_page("Numa")
    page = make_page("Rome", TEXT)
    kings = Section.objects.get(title="Kings")
    client.force_login(alice.user)
    address = "/edit/Rome" if case in ("asked", "kept") else f"/edit/Rome?section={kings.pk}"
    opened = client.get("/edit/Rome?part=infobox" if case == "infobox" else address)
    if case == "asked":
        shown = press(client, opened, text="Lead.", ask="1")
    elif case == "infobox":
        shown = press(client, opened, "wpTake", row_value=["Galba"])
    elif case == "kept":
        press(client, opened, "wpDiff", text=f"{TEXT} More.")
        shown = client.get("/edit/Rome")
    elif case in ("conflict", "taken"):
        edit_section(page, kings.pk, "## Kings\n\nEight kings.[^1] [[Numa]] made the laws.\n\n[^1]: Livy.")
        text = values_in(opened)["text"]
        text = text.replace("Seven", "Nine") if case == "conflict" else f"{text} Book 1."
        shown = press(client, opened, "wpTake" if case == "taken" else "wpSave", text=text)
    else:
        client.logout()
        shown = press(client, opened, text="## Kings\n\nNobody.")
        if case == "logged in":
            shown = press(client, shown, "wpLogin", username="Alice", password="wrong")
    assert form_in(shown).action.startswith("/edit/Rome")
    assert list(problems(shown.content.decode())) == []


def test_the_merge_is_valid(client: Client) -> None:
    page = make_page("Rome", TEXT)
    opened = client.get("/edit/Rome")
    edit_section(page, Section.objects.get(title="Kings").pk, "## Kings\n\nEight kings.")
    answer = post(client, "/merged/Rome", list(values_in(opened).items()))
    html = f"<!DOCTYPE html><title>x</title><body><main>{answer.json()['html']}</main>"
    assert list(problems(html)) == []
