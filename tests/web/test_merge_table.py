"""The table of concurrent edits, through the form: opened, saved by another meanwhile, posted."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import make_page
from tests.merge_table import BASE, CASES, replaced
from tests.web.posting import press, values_in
from wiki.models import InfoboxField, Section
from wiki.reading.page import find_page
from wiki.reading.source import open_page
from wiki.text.titles import parse_title


@pytest.mark.django_db
@pytest.mark.parametrize("name", CASES)
def test_the_form(client: Client, name: str) -> None:
    case = CASES[name]
    page = make_page("Thing", BASE)
    part = f"?section={Section.objects.get(page=page, title=case.section).pk}" if case.section else ""
    if case.field:
        part = f"?field={InfoboxField.objects.get(page=page, key=case.field).pk}"
    first, second = client.get("/edit/Thing"), client.get(f"/edit/Thing{part}")
    saved = press(client, first, text=replaced(*case.a, text=values_in(first)["text"]))
    assert saved.status_code == 303
    if case.field:
        key, value = replaced(*case.b, text="Beta: b").split(": ")
        given = {"key": key, "value": value}
    else:
        given = {"text": replaced(*case.b, text=values_in(second)["text"])}
    answer = press(client, second, **given, summary="Mine")
    assert open_page(page).text == case.result
    if case.wanted is not None:
        assert answer.status_code == 303
        assert (answer.cookies["notice"].value == "nochange") == (case.a == case.b)
    else:
        assert (answer.status_code, answer.context["heading"]) == (409, "Edit conflict: Thing")
        assert values_in(answer).items() >= {**given, "summary": "Mine"}.items()


@pytest.mark.django_db
@pytest.mark.parametrize(("pick", "line"), [("mine", "See [[Second]] too."), ("theirs", "- [[Another]]")])
def test_a_list_made_prose_and_changed_is_asked_about_as_one_text(
    client: Client, pick: str, line: str
) -> None:
    make_page("Thing", BASE)
    first, second = client.get("/edit/Thing"), client.get("/edit/Thing")
    press(client, first, text=BASE.replace("[[Second]]", "[[Another]]").replace("First lead", "Lead"))
    typed = BASE.replace("- [[Second]]", "See [[Second]] too.").replace("line of three", "line of 3")
    asked = press(client, second, text=typed)
    (question,) = asked.context["questions"]
    assert (asked.status_code, question.name) == (409, "Several parts")
    picks = {f"pick-{words.name}": pick for words in question.words}
    assert press(client, asked, **picks).status_code == 303
    page = find_page(parse_title("Thing"))
    assert page is not None
    wanted = BASE.replace("- [[Second]]", line).replace("First lead", "Lead")
    assert open_page(page).text == wanted.replace("line of three", "line of 3")
