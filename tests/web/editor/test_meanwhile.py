"""What an open form is told: who else writes, what changed under it, and the newer version taken in."""

import pytest
from django.test import Client

from tests.factories import edit_page, edit_section, make_page
from tests.web.posting import form_in, post, press, values_in
from wiki.models import InfoboxField, Page, Presence, Revision, Section
from wiki.reading.source import open_page, open_section

TEXT = """```infobox Rome
Mayor: Nero
Area: 1,285
```
Lead.

## Kings

Romulus was the first of the seven kings, and Tarquin was the last.

## Trade

By sea."""
MINE = "## Kings\n\nRomulus was the first of the seven kings, and proud Tarquin was the last."
THEIRS = "## Kings\n\nRomulus was the very first of the seven kings, and Tarquin was the last."
BOTH = "## Kings\n\nRomulus was the very first of the seven kings, and proud Tarquin was the last."


@pytest.fixture
def page(db):
    return make_page("Rome", TEXT)


@pytest.fixture
def kings(page):
    return Section.objects.get(title="Kings")


def door(opened, name: str) -> str:
    return form_in(opened).action.replace("/edit/", f"/{name}/")


def ask(client: Client, opened, number: int = 0):
    values = values_in(opened)
    pairs = [("tab", values["tab"]), ("base", values["base"]), ("number", str(number))]
    return post(client, door(opened, "meanwhile"), pairs)


def test_two_are_told_of_one_another(page, kings, alice, bob):
    one, two, stranger = Client(), Client(), Client()
    one.force_login(alice.user)
    two.force_login(bob.user)
    first, second = one.get(f"/edit/Rome?section={kings.pk}"), two.get("/edit/Rome")
    third = stranger.get("/edit/Rome?part=infobox")
    assert ask(one, first).json() == {"others": [], "changed": "", "number": 1}
    assert ask(two, second).json()["others"] == ["Alice is editing § Kings of this page now."]
    assert ask(stranger, third).json()["others"] == [
        "Somebody is editing this now, too.",
        "Somebody is editing § Kings of this page now.",
    ]
    told = ask(one, first).json()["others"]
    assert told == [
        "Bob is editing this now, too.",
        "Somebody is editing the infobox of this page now.",
    ]
    tab = values_in(second)["tab"]
    assert post(two, door(second, "meanwhile"), [("tab", tab), ("leaving", "1")]).status_code == 204
    assert len(ask(one, first).json()["others"]) == 1


def test_a_change_of_the_same_part_is_told(client: Client, page, kings, bob):
    opened = client.get(f"/edit/Rome?section={kings.pk}")
    edit_section(page, Section.objects.get(title="Trade").pk, "## Trade\n\nBy land.", editor=bob)
    assert ask(client, opened, 1).json() == {"others": [], "changed": "", "number": 2}
    saved = edit_section(page, kings.pk, THEIRS, editor=bob)
    said = ask(client, opened, 2).json()
    assert said["changed"].startswith("Bob changed this at ")
    assert said["number"] == 3
    assert ask(client, opened, 3).json()["changed"] == ""
    Revision.objects.filter(pk=saved.revision.pk).update(user_hidden=True)
    assert ask(client, opened, 2).json()["changed"].startswith("Somebody changed this at ")


def test_a_part_that_was_removed_is_told(client: Client, page, kings):
    opened = client.get(f"/edit/Rome?section={kings.pk}")
    edit_section(page, kings.pk, "")
    assert "removed this part" in ask(client, opened, 1).json()["changed"]


@pytest.mark.parametrize("part", ["part=infobox", "field", ""])
def test_a_changed_infobox_is_told(client: Client, page, part, bob):
    field = InfoboxField.objects.get(key="Mayor")
    opened = client.get(f"/edit/Rome?{part}" + (f"={field.pk}" if part == "field" else ""))
    edit_page(page, TEXT.replace("Nero", "Galba"), editor=bob)
    assert ask(client, opened, 1).json()["changed"].startswith("Bob changed this at ")


def test_the_merge_is_shown(client: Client, page, kings, bob):
    opened = client.get(f"/edit/Rome?section={kings.pk}")
    edit_section(page, kings.pk, THEIRS, editor=bob)
    values = values_in(opened) | {"text": MINE}
    said = post(client, door(opened, "merged"), list(values.items())).json()
    assert (said["text"], said["number"]) == (BOTH, 2)
    assert said["base"] == open_section(page, kings.pk).base
    assert "very" in said["html"]
    assert Revision.objects.count() == 2
    disputed = values | {"text": MINE.replace("first", "last and first")}
    edit_section(page, kings.pk, THEIRS.replace("very first", "number one"), editor=bob)
    refused = post(client, door(opened, "merged"), list(disputed.items()))
    assert (refused.status_code, refused.json()["error"]) == (409, "editconflict")


def test_the_newer_version_is_taken_in(client: Client, page, kings, bob):
    opened = client.get(f"/edit/Rome?section={kings.pk}")
    edit_section(page, kings.pk, THEIRS, editor=bob)
    taken = press(client, opened, "wpTake", text=MINE)
    assert (taken.status_code, values_in(taken)["text"]) == (200, BOTH)
    assert Revision.objects.count() == 2
    edit_section(page, kings.pk, THEIRS.replace("seven", "7"), editor=bob)
    assert press(client, taken).status_code == 303
    assert open_section(page, kings.pk).text == BOTH.replace("seven", "7")


def test_the_newer_infobox_is_taken_in(client: Client, page, bob):
    opened = client.get("/edit/Rome?part=infobox")
    edit_page(page, TEXT.replace("Nero", "Galba"), editor=bob)
    taken = press(client, opened, "wpTake", row_key=["Mayor", "Area"], row_value=["Nero", "1,300"])
    rows = [value for name, value in form_in(taken).pairs if name == "row_value"]
    assert rows == ["Galba", "1,300"]
    assert press(client, taken).status_code == 303
    assert "Mayor: Galba\nArea: 1,300" in open_page(page).text


def test_a_newer_version_that_disputes_asks(client: Client, page, kings, bob):
    opened = client.get(f"/edit/Rome?section={kings.pk}")
    edit_section(page, kings.pk, THEIRS.replace("very first", "second"), editor=bob)
    assert press(client, opened, "wpTake", text=MINE.replace("first", "third")).status_code == 409


@pytest.mark.parametrize(
    ("address", "pairs", "status"),
    [
        ("/meanwhile/Rome", [], 400),
        ("/meanwhile/A%3CB", [("tab", "a1")], 400),
        ("/meanwhile/Rome?section=99", [("tab", "a1")], 404),
        ("/meanwhile/Rome", [("tab", "<b>")], 400),
        ("/merged/Rome", [("text", "x"), ("base", "nonsense")], 400),
        ("/merged/Rome?section=99", [("text", "x")], 404),
    ],
)
def test_what_cannot_be_answered(client: Client, page, address, pairs, status):
    answer = post(client, address, pairs)
    assert (answer.status_code, "error" in answer.json()) == (status, True)
    assert client.get(address).status_code == 405


def test_who_may_not_edit_is_told_nothing(client: Client, page, alice):
    Page.objects.filter(pk=page.pk).update(protection={"edit": {"level": "sysop", "expiry": None}})
    for address in ("/meanwhile/Rome", "/merged/Rome"):
        answer = post(client, address, [("tab", "a1"), ("text", "x")])
        assert (answer.status_code, answer.json()["error"]) == (403, "protectedpage")
    assert Presence.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_asking_costs_the_same(page, alice, django_assert_num_queries, count):
    for _n in range(count):
        ask(Client(), Client().get("/edit/Rome"))
    client = Client()
    client.force_login(alice.user)
    opened = client.get("/edit/Rome")
    with django_assert_num_queries(5):  # the account, the page, who fell silent, who asks, the others
        ask(client, opened, 1)
