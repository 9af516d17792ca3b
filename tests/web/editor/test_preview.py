"""Show preview and Show changes: nothing is saved, everything typed stays."""

import pytest
from django.test import Client

from tests.factories import make_page
from tests.web.posting import press, values_in
from wiki.models import InfoboxField, Revision, Section

TEXT = """```infobox Box
Place: Damascus
```

Lead.[^1]

## One

First.

## Two

Second.

[^1]: Note."""


@pytest.fixture
def page(db):
    return make_page("Coalition", TEXT)


def section_id(title):
    return Section.objects.get(title=title).pk


def preview(response):
    body = response.content.decode()
    return body[body.index('id="wikiPreview"') : body.index('id="editform"')]


def test_the_preview_of_a_page(client: Client, page):
    typed = TEXT.replace("First.", "**Bold** [[Missing page]].")
    shown = press(client, client.get("/edit/Coalition"), "wpPreview", text=typed, summary="/* One */ why")
    assert shown.status_code == 200
    html = preview(shown)
    assert "Remember that this is only a preview." in html
    assert "<strong>Bold</strong>" in html
    assert 'href="/edit/Missing_page?redlink=1"' in html
    assert "Damascus" in html
    assert (values_in(shown)["text"], values_in(shown)["summary"]) == (typed, "/* One */ why")
    assert Revision.objects.count() == 1


def test_the_preview_of_a_section_shows_the_section(client: Client, page):
    opened = client.get(f"/edit/Coalition?section={section_id('One')}")
    html = preview(press(client, opened, "wpPreview", text="## One\n\nChanged.\n\n### Sub\n\nMore."))
    assert ("Changed." in html, "More." in html, "Second." in html, "Damascus" in html) == (
        True,
        True,
        False,
        False,
    )


def test_the_preview_of_a_new_section(client: Client, page):
    opened = client.get("/edit/Coalition?section=new")
    html = preview(press(client, opened, "wpPreview", heading="Three", text="Third."))
    assert ("Three" in html, "Third." in html, "Second." in html) == (True, True, False)


def test_the_preview_of_the_infobox_shows_the_box(client: Client, page):
    opened = client.get("/edit/Coalition?part=infobox")
    html = preview(press(client, opened, "wpPreview", row_value=["Baghdad"]))
    assert ("Baghdad" in html, "First." in html) == (True, False)


def test_the_preview_of_a_field(client: Client, page):
    field = InfoboxField.objects.get(key="Place")
    html = preview(
        press(client, client.get(f"/edit/Coalition?field={field.pk}"), "wpPreview", value="Baghdad")
    )
    assert ("Baghdad" in html, "First." in html) == (True, False)


def test_the_preview_of_a_new_page(client: Client, db):
    shown = press(client, client.get("/edit/New"), "wpPreview", text="Words. [[Category:Things]]")
    html = preview(shown)
    assert ("Words." in html, "Things" in html) == (True, True)
    assert shown.context["heading"] == "Creating New"


def test_show_changes_compares_part_by_part(client: Client, page):
    typed = TEXT.replace("Second.", "Another.").replace("Damascus", "Baghdad")
    shown = press(client, client.get("/edit/Coalition"), "wpDiff", text=typed)
    assert [(part.kind, part.name, part.verb) for part in shown.context["changes"]] == [
        ("field", "Place", "changed"),
        ("section", "Two", "changed"),
    ]
    assert values_in(shown)["text"] == typed
    assert Revision.objects.count() == 1


def test_show_changes_without_any(client: Client, page):
    shown = press(client, client.get("/edit/Coalition"), "wpDiff")
    assert shown.context["changes"] == []
    assert "Your text is the same as the latest revision." in shown.content.decode()


def test_the_preview_counts_what_others_saved(client: Client, page):
    opened = client.get("/edit/Coalition")
    press(client, client.get("/edit/Coalition"), text=TEXT.replace("First.", "Theirs."))
    html = preview(press(client, opened, "wpPreview", text=TEXT.replace("Second.", "Mine.")))
    assert ("Theirs." in html, "Mine." in html) == (True, True)


def test_no_script_passes_through_a_preview(client: Client, page):
    typed = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    html = preview(press(client, client.get("/edit/Coalition"), "wpPreview", text=typed, summary="<script>"))
    assert ("<script" in html, "<img" in html, 'href="javascript' in html) == (False, False, False)


def test_a_posted_form_warns_before_leaving(client: Client, page):
    assert "data-unsaved" not in client.get("/edit/Coalition").content.decode()
    assert "data-unsaved" in press(client, client.get("/edit/Coalition"), "wpPreview").content.decode()
