"""The infobox as a form, and one field by itself."""

import re

import pytest
from django.test import Client

from tests.factories import make_page, reload
from tests.web.posting import form_in, post, press, values_in
from wiki.models import InfoboxField, Revision
from wiki.moderation.protect import protect_part
from wiki.permissions import Editor
from wiki.reading.page import find_page
from wiki.reading.source import open_page
from wiki.text.titles import parse_title

BOX = """```infobox Coalition
Formation: September 2015
Membership: Russia|Syria|Iran
Headquarters: Damascus
```

Lead."""
FORM = "/edit/Coalition?part=infobox"


@pytest.fixture
def page(db):
    return make_page("Coalition", BOX)


def source(title="Coalition"):
    return open_page(find_page(parse_title(title))).text


def rows_in(response):
    return [(name, value) for name, value in form_in(response).pairs if name.startswith("row_")]


def column(response, name):
    return [value for key, value in rows_in(response) if key == name]


def field_id(page, key):
    return InfoboxField.objects.get(page=page, key=key, deleted=False).pk


def test_the_infobox_opens_as_rows(client: Client, page):
    opened = client.get(FORM)
    assert opened.context["heading"] == "Editing Coalition (infobox)"
    assert values_in(opened)["caption"] == "Coalition"
    assert column(opened, "row_key") == ["Formation", "Membership", "Headquarters"]
    assert column(opened, "row_value") == ["September 2015", "Russia\nSyria\nIran", "Damascus"]


def test_without_change_nothing_is_saved(client: Client, page):
    assert press(client, client.get(FORM)).cookies["notice"].value == "nochange"
    assert source() == BOX


def test_a_value_a_name_and_the_caption(client: Client, page):
    opened = client.get(FORM)
    saved = press(
        client, opened, caption="The coalition", row_key=["Formed", "Membership", "Headquarters"],
        row_value=["September 2015", "Russia\nSyria\nIran\nIraq", "Damascus"],
    )  # fmt: skip
    assert saved.status_code == 303
    expected = BOX.replace("infobox Coalition", "infobox The coalition").replace("Formation", "Formed")
    assert source() == expected.replace("Iran", "Iran|Iraq")
    ids = set(InfoboxField.objects.filter(page=page, kind="field").values_list("pk", flat=True))
    assert ids == {int(id_) for id_ in column(opened, "row_id")}  # renamed, not replaced


def test_rows_move_add_and_go_without_script(client: Client, page):
    form = press(client, client.get(FORM), "row_down", "0")
    assert (form.status_code, column(form, "row_key")) == (200, ["Membership", "Formation", "Headquarters"])
    form = press(client, form, "row_up", "2")
    assert column(form, "row_key") == ["Membership", "Headquarters", "Formation"]
    form = press(client, form, "row_remove", "0")
    assert column(form, "row_key") == ["Headquarters", "Formation"]
    form = press(client, form, "row_add")
    assert form.content.decode().count(" autofocus") == 1
    saved = press(
        client, form, row_key=["Headquarters", "Formation", "Region"], row_value=["Damascus", "2015", "Asia"]
    )
    assert saved.status_code == 303
    assert (
        source()
        == "```infobox Coalition\nHeadquarters: Damascus\nFormation: 2015\nRegion: Asia\n```\n\nLead."
    )


def test_at_the_ends_nothing_moves(client: Client, page):
    for name, value in (("row_up", "0"), ("row_down", "2"), ("row_down", "99"), ("row_remove", "99")):
        form = press(client, client.get(FORM), name, value)
        assert column(form, "row_key") == ["Formation", "Membership", "Headquarters"]


def test_an_infobox_is_begun_on_a_page_without(client: Client, db):
    make_page("Bare", "Lead.")
    opened = client.get("/edit/Bare?part=infobox")
    assert values_in(opened)["caption"] == "Bare"
    assert column(opened, "row_key") == ["", "", ""]
    assert press(client, opened, row_key=["Kind"], row_value=["Test"]).status_code == 303
    assert source("Bare") == "```infobox Bare\nKind: Test\n```\nLead."


def test_an_empty_name_is_refused_at_its_place(client: Client, page):
    form = press(client, client.get(FORM), "row_add")
    refused = press(client, form, row_key=["Formation", "", "Headquarters", ""], summary="why")
    assert refused.status_code == 400
    (problem,) = refused.context["problems"]
    assert (problem.anchor, "key" in problem.message or "name" in problem.message) == ("key-1", True)
    assert 'id="key-1"' in refused.content.decode()
    assert column(refused, "row_key") == ["Formation", "", "Headquarters", ""]
    assert column(refused, "row_value")[1] == "Russia\nSyria\nIran"
    assert values_in(refused)["summary"] == "why"
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("key", ["- list", "a: b", "two\nlines"])
def test_a_name_that_would_be_read_otherwise(client: Client, page, key):
    refused = press(client, client.get(FORM), row_key=["Formation", key])
    assert (refused.status_code, refused.context["problems"][0].anchor) == (400, "key-1")
    assert source() == BOX


def test_equal_names_stay_with_a_note(client: Client, page):
    saved = press(client, client.get(FORM), row_key=["Formation", "Formation"])
    assert saved.status_code == 303
    assert source() == BOX.replace("Membership", "Formation")
    assert client.get(FORM).content.decode().count("Another row has the same name.") == 2


def test_values_that_are_only_separators_stay(client: Client, db):
    text = "```infobox X\nMembership: ||||\nOther: a\n```\n\nLead."
    make_page("Junk", text)
    opened = client.get("/edit/Junk?part=infobox")
    assert press(client, opened, row_value=[column(opened, "row_value")[0], "b"]).status_code == 303
    assert source("Junk") == text.replace("Other: a", "Other: b")


def test_two_editors_of_different_fields(client: Client, page):
    mine, theirs = client.get(FORM), client.get(FORM)
    assert press(client, theirs, row_value=["2014"]).status_code == 303
    assert (
        press(client, mine, row_value=["September 2015", "Russia\nSyria\nIran", "Baghdad"]).status_code == 303
    )
    assert source() == BOX.replace("September 2015", "2014").replace("Damascus", "Baghdad")


def test_one_field_by_itself(client: Client, page):
    opened = client.get(f"/edit/Coalition?field={field_id(page, 'Headquarters')}")
    assert opened.context["desk"].where == "Infobox › Headquarters"
    assert (values_in(opened)["key"], values_in(opened)["value"]) == ("Headquarters", "Damascus")
    assert press(client, opened, value="Damascus\nBaghdad").status_code == 303
    assert source() == BOX.replace("Damascus", "Damascus|Baghdad")


def test_one_field_needs_a_name(client: Client, page):
    opened = client.get(f"/edit/Coalition?field={field_id(page, 'Headquarters')}")
    refused = press(client, opened, key=" ", value="Baghdad")
    assert (refused.status_code, refused.context["problems"][0].anchor) == (400, "wpKey")
    assert values_in(refused)["value"] == "Baghdad"


def test_ten_thousand_fields_open_and_save(client: Client, db):
    text = "```infobox Big\n" + "\n".join(f"Key {n}: value {n}" for n in range(10_000)) + "\n```\n\nLead."
    make_page("Big", text)
    opened = client.get("/edit/Big?part=infobox")
    values = column(opened, "row_value")
    assert len(values) == 10_000
    values[9_999] = "changed"
    assert press(client, opened, row_value=values).status_code == 303
    assert source("Big") == text.replace("value 9999\n```", "changed\n```")


def test_what_no_browser_posts(client: Client, page):
    opened = values_in(client.get(FORM))
    strange = [
        ("base", opened["base"]),
        ("editor", ""),
        ("row_id", "9" * 40),
        ("row_key", "A"),
        ("row_id", "x"),
    ]
    assert (
        post(client, FORM, [*strange, ("row_value", "1"), ("caption", "C"), ("wpSave", "1")]).status_code
        == 303
    )
    assert source() == "```infobox C\nA: 1\n```\n\nLead."


@pytest.mark.parametrize(
    ("written", "typed", "stays"),
    [
        ("- Russia\n- Syria", "- Russia\n- Syria\n- Iran", "\n- Russia\n- Syria\n- Iran"),
        (" one\n  two", "one\nsecond", " one\n  second"),
        (" Russia|Syria", "Russia\n\nSyria\nIran", " Russia|Syria|Iran"),
        (" Russia", "- Russia\n- Syria", "\n- Russia\n- Syria"),
        ("\n- Russia\n  (so)\n- Syria", "- Russia\n(no)\n- Syria", "\n- Russia\n  (no)\n- Syria"),
    ],
)  # fmt: skip
def test_a_value_keeps_the_form_that_it_is_written_in(client: Client, db, written, typed, stays):
    before = "" if written[0] in " \n" else "\n"
    text = "```infobox X\nA:{}\nB:  odd   blanks\nC:\n- kept\n  so\n```\n\nLead."
    page = make_page("X", text.format(before + written))
    assert press(client, client.get("/edit/X?part=infobox")).cookies["notice"].value == "nochange"
    opened = client.get(f"/edit/X?field={field_id(page, 'A')}")
    assert press(client, opened, value=typed).status_code == 303
    assert source("X") == text.format(stays)


def test_a_protected_row_is_read_only_and_the_others_are_not(client: Client, page, carol: Editor):
    protect_part(reload(page), f"f{field_id(page, 'Membership')}", "sysop", editor=carol)
    opened = client.get(FORM)
    rows = re.findall(r'<li class="infobox-row".*?</li>', opened.content.decode(), re.DOTALL)
    first, second, third, _blank = rows
    assert second.count(" readonly") == 3
    assert "only administrators may edit it" in second
    assert 'name="row_remove"' not in second
    for row in (first, third):
        assert "readonly" not in row
        assert 'name="row_remove"' in row
    saved = press(client, opened, row_value=["October 2015", "Russia\nSyria\nIran", "Damascus"])
    assert saved.status_code == 303
    assert "Formation: October 2015" in source()
    refused = press(client, client.get(FORM), row_value=["October 2015", "Russia", "Damascus"])
    assert "The fact “Membership” is protected" in refused.content.decode()
    assert " readonly" not in refused.content.decode()  # so that the words can be taken back
    assert "Membership: Russia|Syria|Iran" in source()
