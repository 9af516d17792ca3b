"""Who may open and do what at the desk: every address of it, asked by everybody, as the table says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.addresses import DESK as BEFORE
from tests.web.addresses import all_routes, route_of
from tests.web.desk_addresses import DESK, Desk
from tests.web.desk_things import desk_things
from tests.web.matrix import World, opened, send, small_world, taken_back
from tests.web.post_forms import PostForm
from tests.web.write_addresses import ROLES
from wiki.models import Page
from wiki.permissions import Editor

ADD = """Each of these needs a row in DESK of tests/web/desk_addresses.py:

    Desk("wiki/page/", opened="LLLL......", posted="LLLLFFFFFF", sent={"name": "value"})

one letter for each of ROLES where it is opened (GET) and one where `sent` is posted; a {number} that an
address names is given in tests/web/desk_things.py. Once more with another `sent` for each deed it can do."""


@pytest.fixture
def world(settings: Any, alice: Editor, carol: Editor) -> World:
    settings.ANONYMOUS_EDITING = "temporary"
    world = small_world(alice, carol)
    world.numbers |= desk_things(Page.objects.get(title="Rome"), editor=alice)
    return world


def form_of(row: Desk, world: World) -> PostForm:
    sent = {
        name: value.format(**world.numbers) if isinstance(value, str) else value
        for name, value in row.sent.items()
    }
    return PostForm(row.address.format(**world.numbers), sent)


@pytest.mark.django_db
def test_every_address_of_the_desk_answers_as_the_table_says(world: World) -> None:
    wrong, seen = {}, set()
    for row in DESK:
        form = form_of(row, world)
        got = ["", ""]
        for role in ROLES:
            if row.place not in seen:
                with taken_back() as tables:
                    got[0] += opened(world.client(role).get(form.action), tables)  # type: ignore[arg-type]
            with taken_back() as tables:
                got[1] += opened(send(world.client(role), form, role), tables)
        with taken_back() as tables:
            status = send(world.client("Root", enforce_csrf_checks=True), form, "Root").status_code
        assert (row.address, status, tables) == (row.address, 403, [])
        expected = ["" if row.place in seen else row.opened, row.posted]
        if got != expected:
            wrong[f"{row.address} {row.sent}"] = f"{got}, not {expected}"
        seen.add(row.place)
    assert wrong == {}, f"a letter for each of {ROLES}"


@pytest.mark.django_db
def test_every_address_of_the_desk_has_a_row(world: World) -> None:
    known = {route_of(row.address.format(**world.numbers)) for row in DESK}
    assert {route for route in all_routes() if route.startswith(BEFORE)} - known == set(), ADD
