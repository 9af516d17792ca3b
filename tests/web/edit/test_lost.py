"""Forms whose page or part is somewhere else when they are posted: what was typed comes back."""

import pytest
from django.test import Client

from tests.factories import make_page
from tests.web.posting import form_in, press, values_in
from wiki.models import InfoboxField, Page, Revision, Section
from wiki.reading.page import find_page
from wiki.reading.source import open_page
from wiki.text.titles import parse_title

TYPED = "Words that took an hour."
TEXT = """```infobox Coalition
Headquarters: Damascus
```
Lead.

## Agreement

Signed."""


@pytest.fixture
def page(db):
    return make_page("Coalition", TEXT)


def test_a_page_moved_meanwhile_is_followed(client: Client, page):
    section = Section.objects.get(page=page, title="Agreement").pk
    for address in ("/edit/Coalition", f"/edit/Coalition?section={section}", "/edit/Coalition?part=infobox"):
        opened = client.get(address)
        Page.objects.filter(pk=page.pk).update(title="Alliance")
        moved = press(client, opened, summary="Typed.")
        assert (moved.status_code, values_in(moved)["summary"]) == (409, "Typed.")
        assert "was moved to Alliance" in moved.context["problems"][0].message
        assert form_in(moved).action == address.replace("Coalition", "Alliance")
        Page.objects.filter(pk=page.pk).update(title="Coalition")


def test_a_moved_page_that_left_a_redirect_is_followed(client: Client, page):
    section = Section.objects.get(page=page, title="Agreement").pk
    whole, part = client.get("/edit/Coalition"), client.get(f"/edit/Coalition?section={section}")
    Page.objects.filter(pk=page.pk).update(title="Alliance")
    make_page("Coalition", "#REDIRECT [[Alliance]]")
    for opened in (whole, part):
        moved = press(client, opened, text=TYPED)
        assert (moved.status_code, values_in(moved)["text"]) == (409, TYPED)
    assert press(client, moved).status_code == 303
    assert Revision.objects.get(page=page, number=2).page.title == "Alliance"


def test_a_section_of_a_page_that_was_made_anew(client: Client, page):
    section = Section.objects.get(page=page, title="Agreement").pk
    opened = client.get(f"/edit/Coalition?section={section}")
    Page.objects.filter(pk=page.pk).update(deleted=True)
    make_page("Coalition", "Anew.")
    lost = press(client, opened, text="## Agreement\n\nMy words.")
    assert (lost.status_code, values_in(lost)["text"], values_in(lost)["heading"]) == (
        409,
        "My words.",
        "Agreement",
    )
    assert press(client, lost).status_code == 303
    assert open_page(find_page(parse_title("Coalition"))).text == "Anew.\n\n## Agreement\n\nMy words."


def test_a_field_whose_page_is_gone(client: Client, page):
    field = InfoboxField.objects.filter(page=page, kind="field").first()
    opened = client.get(f"/edit/Coalition?field={field.pk}")
    Page.objects.filter(pk=page.pk).update(deleted=True)
    conflict = press(client, opened, value="My value")
    assert (conflict.status_code, values_in(conflict)["row_value"]) == (409, "My value")
    make_page("Coalition", "Anew.")
    lost = press(client, opened, value="My value of\nsome words")
    assert lost.status_code == 404
    assert "My value of" in lost.content.decode()
