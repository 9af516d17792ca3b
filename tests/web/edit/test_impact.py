"""The question before an edit is published that takes more away than words."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_section, make_page
from tests.web.posting import press as press_button
from tests.web.posting import values_in
from wiki.models import Draft, Revision, Section, User
from wiki.reading.source import open_page

TEXT = """```infobox Rome
Mayor: Nero <https://example.org/mayors>
Area: 1,285
```
Lead.

## Kings

Seven kings.[^1] [[Numa]] made the laws.

## Trade

By sea.[^1]

[^1]: Livy, book 1."""


@pytest.fixture
def page(db):
    make_page("Numa")
    return make_page("Rome", TEXT)


@pytest.fixture
def opened(client: Client, page):
    make_page("Laws", "See [[Rome#Kings]].")
    return client.get("/edit/Rome")


def press(client: Client, response: HttpResponse, button: str = "wpSave", **changes: str) -> HttpResponse:
    """Press a button where script runs: the form asks to be asked."""
    return press_button(client, response, button, ask="1", **changes)


def count() -> int:
    return Revision.objects.filter(page__title="Rome").count()


GONE = "```infobox Rome\nMayor: Galba <https://example.org/mayors>\n```\nLead.\n\n## Trade\n\nBy sea."
TOLD = [
    "It removes 1 source:",
    "Livy, book 1.",
    "It breaks a link to the section “Kings”, from",
    '<a href="/wiki/Laws">Laws</a>',
    "No other page will link to",
    '<a href="/wiki/Numa">Numa</a>',
    "Mayor: <del",
    "Galba",
    "its source stays as it was",
]


def test_the_four_effects_are_told_and_the_second_press_publishes(client: Client, opened):
    asked = press(client, opened, text=GONE, summary="why")
    body = asked.content.decode()
    assert asked.status_code == 200
    assert [words for words in ["Before you publish", *TOLD] if words not in body] == []
    assert (values_in(asked)["text"], values_in(asked)["summary"], count()) == (GONE, "why", 1)
    assert press(client, asked).status_code == 303
    assert count() == 2
    assert open_page(opened.context["page"]).text == GONE


@pytest.mark.parametrize("button", ["wpPreview", "wpDiff"])
def test_what_the_preview_told_is_not_asked_again(client: Client, opened, button):
    shown = press(client, opened, button, text=GONE)
    body = shown.content.decode()
    assert "Before you publish" not in body
    assert [words for words in TOLD if words not in body] == []
    assert press(client, shown).status_code == 303


def test_other_effects_are_asked_about_anew(client: Client, opened):
    asked = press(client, opened, text=TEXT.replace("[[Numa]]", "Numa"))
    again = press(client, asked, text=GONE)
    assert (again.status_code, count()) == (200, 1)
    assert press(client, again).status_code == 303


@pytest.mark.parametrize(
    "text",
    [TEXT.replace("Seven kings", "Seven good kings"), TEXT.replace("1,285", "1,300"), TEXT + "\n\nMore."],
)
def test_an_ordinary_edit_is_not_asked_about(client: Client, opened, text):
    assert press(client, opened, text=text).status_code == 303


def test_a_fact_that_changes_is_shown_before_it_is_published(client: Client, opened):
    body = press(client, opened, "wpDiff", text=TEXT.replace("1,285", "1,300")).content.decode()
    assert "What this edit takes away" in body
    assert "Area: <del" in body
    assert 'name="told"' not in body


def test_without_script_or_by_a_program_it_is_saved_at_once(client: Client, opened):
    assert "ask" not in values_in(opened)
    assert press_button(client, opened, text=GONE).status_code == 303
    assert count() == 2


def test_whoever_wants_no_question_is_not_asked(client: Client, opened, alice):
    User.objects.filter(pk=alice.user.pk).update(preferences={"ask_impact": False})
    client.force_login(alice.user)
    assert press(client, client.get("/edit/Rome"), text="Nothing.").status_code == 303


def test_what_was_asked_about_is_a_draft(client: Client, page, alice):
    client.force_login(alice.user)
    asked = press(client, client.get("/edit/Rome"), text=GONE)
    assert asked.status_code == 200
    make = dict(Draft.objects.get().typed)
    assert (make["text"], "told" in make) == (GONE, False)


def test_a_conflict_that_was_settled_is_not_asked_about(client: Client, page):
    kings = Section.objects.get(title="Kings")
    opened = client.get(f"/edit/Rome?section={kings.pk}")
    edit_section(page, kings.pk, "## Kings\n\nEight kings.[^1] [[Numa]] made the laws.")
    asked = press(client, opened, text="## Kings\n\nNine kings. Numa made the laws.")
    assert asked.status_code == 409
    settled = press(client, asked, **{f"pick-s{kings.pk}.body-0": "mine"})
    assert settled.status_code == 303


def test_an_ordinary_edit_costs_no_query_more(client: Client, opened):
    kings, costs = Section.objects.get(title="Kings"), []
    for words, pressed in (("old", press), ("very old", press_button), ("really old", press)):
        form = client.get(f"/edit/Rome?section={kings.pk}")
        text = f"## Kings\n\nSeven {words} kings.[^1] [[Numa]] made the laws."
        with CaptureQueriesContext(connection) as queries:
            assert pressed(client, form, text=text).status_code == 303
        costs.append(len(queries))
    assert costs[1] == costs[2]
