"""The infobox form where templates say what fields are: types, sources, proposals; templates at the desk."""

import pytest
from django.test import Client

from tests.admin.desk import at_desk
from tests.factories import make_page
from tests.web.edit.test_infobox import column, source
from tests.web.posting import form_in, press, values_in
from wiki.models import InfoboxField, InfoboxTemplate, Revision

KEYS = """Founded | date | none | 0 | When it began
Mayor | link | require
Area | quantity
Rivers | list
Map | picture"""
BOX = (
    "```infobox Rome\n"
    "Founded:  753 BC\nMayor: Nero ([source](https://x.org/a))\nRivers:\n- Tiber\n- Aniene[^1]\n```\n"
    "\nA city.\n\n[[Category:Cities]]\n\n[^1]: A note."
)
FORM = "/edit/Rome?part=infobox"


@pytest.fixture
def page(db):
    InfoboxTemplate.objects.create(name="City", category="Cities", keys=KEYS)
    return make_page("Rome", BOX)


def field_form(page, key):
    return f"/edit/Rome?field={InfoboxField.objects.get(page=page, key=key, deleted=False).pk}"


def problem(response, anchor):
    assert response.status_code == 400
    (found,) = response.context["problems"]
    assert found.anchor == anchor
    return found.message


def test_sources_stand_beside_the_values(client: Client, page):
    opened = client.get(FORM)
    assert column(opened, "row_value") == ["753 BC", "Nero", "- Tiber\n- Aniene[^1]"]
    assert column(opened, "row_source") == ["", "https://x.org/a", ""]
    assert press(client, opened).cookies["notice"].value == "nochange"
    body = opened.content.decode()
    assert "When it began" in body
    assert 'placeholder="Source (required)"' in body


def test_a_source_is_added_and_another_put_in_its_place(client: Client, page):
    saved = press(client, client.get(FORM), row_source=["[^1]", "https://x.org/b_(c)", ""])
    assert saved.status_code == 303
    expected = BOX.replace("753 BC", "753 BC[^1]").replace("(https://x.org/a)", "(<https://x.org/b_(c)>)")
    assert source("Rome") == expected
    assert column(client.get(FORM), "row_source") == ["[^1]", "https://x.org/b_(c)", ""]


def test_a_value_changes_and_its_source_is_asked_about(client: Client, page):
    opened = client.get(field_form(page, "Mayor"))
    assert (values_in(opened)["value"], values_in(opened)["source"]) == ("Nero", "https://x.org/a")
    asked = press(client, opened, value="Galba", ask="1")
    assert (asked.status_code, Revision.objects.count()) == (200, 1)
    assert "its source stays as it was: does it say so?" in asked.content.decode()
    assert press(client, asked).status_code == 303
    assert "Mayor: Galba ([source](https://x.org/a))" in source("Rome")


def test_without_the_required_source_nothing_is_saved(client: Client, page):
    refused = press(client, client.get(FORM), row_source=["", "", ""], summary="why")
    assert "“Mayor” needs a source" in problem(refused, "key-1")
    assert values_in(refused)["summary"] == "why"
    alone = press(client, client.get(field_form(page, "Mayor")), source="")
    assert "“Mayor” needs a source" in problem(alone, "wpSource")
    whole = press(client, client.get("/edit/Rome"), text=BOX.replace(" ([source](https://x.org/a))", ""))
    assert "“Mayor” needs a source" in problem(whole, "wpTextbox1")
    assert source("Rome") == BOX


def test_a_wanted_source_is_asked_for_once(client: Client, page):
    InfoboxTemplate.objects.update(keys="Founded | date | warn\nArea | text | warn")
    InfoboxTemplate.objects.get().save()
    asked = press(client, client.get(field_form(page, "Founded")), value="754 BC", ask="1")
    assert "The new value of Founded has no source, and one is wanted." in asked.content.decode()
    assert press(client, asked).status_code == 303
    form = press(client, client.get(FORM), "row_add")
    keys = ["Founded", "Mayor", "Rivers", "Area"]
    asked = press(client, form, row_key=keys, row_value=[*column(form, "row_value")[:3], "1,285"], ask="1")
    assert "The new value of Area has no source" in asked.content.decode()
    assert press(client, asked, row_source=["", "https://x.org/a", "", "[^1]"]).status_code == 303
    assert "Area: 1,285[^1]\n" in source("Rome")


@pytest.mark.parametrize("typed", ["a book", "javascript:alert(1)", "[^1"])
def test_what_is_no_source(client: Client, page, typed):
    assert "is no source" in problem(press(client, client.get(FORM), row_source=[typed]), "key-0")
    refused = press(client, client.get(field_form(page, "Founded")), source=typed)
    assert "is no source" in problem(refused, "wpSource")
    assert values_in(refused)["source"] == typed


def test_a_value_of_another_type_is_refused_beside_it(client: Client, page):
    refused = press(client, client.get(FORM), row_value=["31 February 2015"])
    assert "February 2015 has 28 days" in problem(refused, "key-0")
    refused = press(client, client.get(field_form(page, "Founded")), value="31 February 2015")
    assert "February 2015 has 28 days" in problem(refused, "wpValue")
    assert press(client, client.get(FORM), row_value=["September 2015"]).status_code == 303
    assert "Founded: September 2015\n" in source("Rome")


def test_a_new_infobox_is_proposed_by_the_template(client: Client, page):
    make_page("Milan", "A city.\n\n[[Category:Cities]]")
    opened = client.get("/edit/Milan?part=infobox")
    assert column(opened, "row_key") == ["Founded", "Mayor", "Area", "Rivers", "Map"]
    saved = press(client, opened, row_value=["", "", "182 km²", "Olona\nLambro", ""])
    assert saved.status_code == 303
    assert source("Milan").startswith("```infobox Milan\nArea: 182 km²\nRivers: Olona|Lambro\n```")


def test_a_proposed_row_stays_one_when_rows_move(client: Client, page):
    make_page("Milan", "A city.\n\n[[Category:Cities]]")
    moved = press(client, client.get("/edit/Milan?part=infobox"), "row_down", "0")
    assert [value for name, value in form_in(moved).pairs if name == "row_id"] == ["new"] * 5
    saved = press(client, moved, row_value=["", "1100"])
    assert source("Milan").startswith("```infobox Milan\nFounded: 1100\n```"), saved


# ---- At the desk ------------------------------------------------------------------------------------------

TEMPLATES = "/admin/wiki/infoboxtemplate/"


def test_an_administrator_writes_templates_and_every_version_stays(page):
    client = at_desk("Carol", "sysop")
    template = InfoboxTemplate.objects.get()
    said = {"name": "City", "category": "Category:cities", "keys": "Mayor"}
    assert client.post(f"{TEMPLATES}{template.pk}/change/", said).status_code == 302
    assert client.post(f"{TEMPLATES}add/", {"name": "Army", "keys": "Size | quantity"}).status_code == 302
    template.refresh_from_db()
    assert (template.category, template.keys) == ("Cities", "Mayor")
    versions = [(version.keys, str(version.history_user)) for version in template.history.all()]
    assert versions == [("Mayor", "Carol"), (KEYS, "None")]
    assert client.get(f"{TEMPLATES}{template.pk}/history/").status_code == 200
    assert [str(row) for row in client.get(TEMPLATES).context["cl"].result_list] == ["Army", "City"]


@pytest.mark.parametrize("keys", ["A | colour", "- A", "A\nA", "A | text | none | soon"])
def test_keys_that_say_nothing_are_refused_beside_the_field(page, keys):
    response = at_desk("Carol", "sysop").post(f"{TEMPLATES}add/", {"name": "X", "keys": keys})
    assert response.status_code == 200
    assert "Line " in str(response.context["errors"])


def test_only_who_may_edit_the_interface_changes_them(page):
    client, pk = at_desk("Fritz", "reviewer"), InfoboxTemplate.objects.get().pk
    assert client.get(TEMPLATES).status_code == 200
    assert client.post(f"{TEMPLATES}{pk}/change/", {"name": "City", "keys": "B"}).status_code == 403
    assert client.post(f"{TEMPLATES}add/", {"name": "New", "keys": "B"}).status_code == 403
    assert client.post(f"{TEMPLATES}{pk}/delete/", {"post": "yes"}).status_code == 403
