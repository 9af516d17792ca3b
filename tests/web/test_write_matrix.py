"""Who may write where: every address that writes, asked by everybody, gives the answer in the table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pytest
from django.urls import resolve

from tests.web.addresses import routes
from tests.web.matrix import World, letter, send, small_world, taken_back
from tests.web.post_forms import PostForm, post_forms
from tests.web.write_addresses import READING, READING_SPECIALS, ROLES, ROWS, WITHOUT_TOKEN, Row
from wiki.models import Block, FileVersion, LogEntry, Page, Revision, User
from wiki.permissions import Editor
from wiki.web.special.pages import PAGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any, alice: Editor, carol: Editor) -> World:
    settings.ANONYMOUS_EDITING = "temporary"
    return small_world(alice, carol)


def form_of(row: Row, world: World) -> PostForm:
    """What the row sends: the form as the superuser gets it, filled in."""
    address = row.form.format(**world.numbers)
    form = PostForm(address)
    if not row.bare:
        html = world.client("Root").get(address).content.decode()
        fits = [one for one in post_forms(html, address) if row.given.keys() <= one.names]
        fits = [one for one in fits if "Special:UserLogout" not in one.action]
        assert fits, f"{address} has no form with {sorted(row.given)}"
        form = fits[-1]
    form.sent.update({name: value for name, value in row.given.items() if value is not None})  # type: ignore[misc]
    return form


def kept() -> list[int]:
    """How much there is of what people write; the drafts of refused words, kept for their authors, aside."""
    return [model.objects.count() for model in (Page, Revision, LogEntry, FileVersion, Block, User)]


def shown(row: Row) -> str:
    return f"{row.form} {' '.join(row.given)}"


def test_everybody_gets_exactly_the_answer_in_the_table(world: World) -> None:
    wrong, before = {}, kept()
    for row in ROWS:
        form, answers = form_of(row, world), []
        for role in ROLES:
            with taken_back() as tables:
                said = letter(send(world.client(role), form, role), tables)
                assert said == "S" or kept() == before, f"{role} wrote at {shown(row)}, though refused"
            answers.append(said)
        if (given := "".join(answers)) != row.answers:
            wrong[shown(row)] = f"{given}, not {row.answers}"
    assert wrong == {}


def test_nothing_is_written_without_the_token_nor_by_looking(world: World) -> None:
    wrong = {}
    for row in ROWS:
        form = form_of(row, world)
        with taken_back() as tables:
            status = send(world.client("Root", enforce_csrf_checks=True), form, "Root").status_code
            world.client("Root").get(form.action)
        if (status, tables) != (404 if row.form in WITHOUT_TOKEN else 403, []):
            wrong[shown(row)] = (status, tables)
    assert wrong == {}


def place_of(address: str) -> str:
    """The route of an address, or the name of its special page."""
    path = address.partition("?")[0]
    if path.startswith("/wiki/Special:"):
        return path.removeprefix("/wiki/Special:").partition("/")[0]
    return re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(resolve(path).route))


def values_of(route: str, numbers: Mapping[str, object]) -> str:
    known = {
        "title": "Rome",
        "name": "Box.png",
        "format": "md",
        "moment": "2090-01-01",
        "address": "wiki/Rome",
        "number": 1,
        "width": 120,
    }
    known |= {
        "revision_id": numbers["first"],
        "page_id": 1,
        "form": "atom",
        "user_id": 1,
        "section_id": numbers["section"],
    }
    known |= {
        "field_id": numbers["field"],
        "sha1": "0" * 40,
        "old": numbers["first"],
        "new": numbers["latest"],
    }
    return "/" + re.sub(r"<(\w+)>", lambda found: quote(str(known[found[1]])), route)


def test_every_other_address_only_reads(world: World) -> None:
    """A new address stands in the table, or among those that write nothing whatever they are sent."""
    special = set(PAGES)
    plain = {route for route in routes() if not route.startswith("wiki/Special:")}
    form_places = {place_of(row.form.format(**world.numbers)) for row in ROWS}
    written = form_places | {"field/<field_id>/check", "edit/"}
    reading = {*READING.split(), *READING_SPECIALS.split()}
    unknown = (special | plain) - written - reading - {""}
    assert unknown == set(), "add it to the matrix in tests/web/write_addresses.py"
    wrong = {}
    sent = {
        "text": "x",
        "wpSave": "1",
        "summary": "x",
        "title": "Rome",
        "id": "1",
        "deed": "watch",
        "reason": "x",
    }
    for place in sorted(reading):
        address = f"/wiki/Special:{place}" if place in special else values_of(place, world.numbers)
        with taken_back() as tables:
            world.client("Root").post(address, sent)
        if tables:
            wrong[place] = tables
    assert wrong == {}
