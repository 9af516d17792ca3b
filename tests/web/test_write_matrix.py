"""Who may write where: every address that writes, asked by everybody, gives the answer in the table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from tests.factories import make_page, make_user, reload
from tests.made_pictures import png, store
from tests.web.addresses import routes
from tests.web.identity.signing_in import sign_in
from tests.web.pages import change_field
from tests.web.post_forms import PostForm, post_forms
from tests.web.write_addresses import GROUPS, READING, READING_SPECIALS, ROLES, ROWS, WITHOUT_TOKEN, Row
from wiki.editing.edits import whole_page
from wiki.editing.suggest.propose import propose
from wiki.models import Block, FileVersion, InfoboxField, LogEntry, Page, Revision, Section, User
from wiki.moderation.block import Terms, block
from wiki.moderation.delete import delete_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.reading.source import open_page
from wiki.web.special.pages import PAGES

pytestmark = pytest.mark.django_db
TEXT = "```infobox Rome\nMayor: Nero\n```\nA city.\n\n## History\n\nOld.\n\n## See also\n\n- [[Milan]]\n"
WROTE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
# What is kept of visits, not of what people write.
ASIDE = frozenset({"wiki_session", "usersessions_usersession", "wiki_ratecount"})
LETTERS = {400: "B", 403: "F", 404: "N", 405: "M"}


@dataclass
class World:
    """A small wiki, the sessions of those who come, and the numbers that addresses name."""

    sessions: dict[str, str]
    numbers: dict[str, object]

    def client(self, role: str, **options: Any) -> Client:
        client = Client(**options)
        if role in self.sessions:
            client.cookies[configured.SESSION_COOKIE_NAME] = self.sessions[role]
        return client


@pytest.fixture
def world(settings: Any, alice: Editor, carol: Editor) -> World:
    settings.ANONYMOUS_EDITING = "temporary"
    rome = make_page("Rome", TEXT, editor=alice)
    first = rome.latest_id
    make_page("Milan", "A city.", editor=alice)
    change_field(rome, "Mayor", "Otho", summary="")
    change_field(rome, "Mayor", "Vitellius", alice)
    delete_page(make_page("Carthage", "A city."), editor=carol, reason="it must be")
    make_page("MediaWiki:Note", "Words.", editor=carol)
    for title, level in (("Semi", "autoconfirmed"), ("Full", "sysop")):
        protect_page(make_page(title, "Words."), {"edit": level}, editor=carol)
    for size in (10, 12):
        store("Box.png", png(size, size))
    for role in ROLES[1:]:
        make_user(role, *GROUPS.get(role, ()))
    User.objects.filter(username="Root").update(is_superuser=True, is_staff=True)
    block(User.objects.get(username="Blocked"), Terms(autoblock=False), editor=carol)
    block(make_user("Vandal"), Terms(), editor=carol)
    sessions = {
        role: sign_in(Client(), role).cookies[configured.SESSION_COOKIE_NAME].value for role in ROLES[1:]
    }
    rome = reload(rome)
    opened = open_page(rome)
    edit = whole_page(rome, opened.text.replace("Old.", "Very old."), opened.base)
    numbers: dict[str, object] = {
        "suggestion": propose(rome, edit, editor=alice, summary="older").pk,
        "entry": LogEntry.objects.filter(type="delete").latest("pk").pk,
    }
    section = Section.objects.get(page=rome, title="History").pk
    field = InfoboxField.objects.get(page=rome, key="Mayor").pk
    numbers |= {"first": first, "latest": rome.latest_id, "section": section, "field": field}
    return World(sessions, numbers)


@contextmanager
def taken_back() -> Iterator[list[str]]:
    """The tables that are written to inside; in the end nothing of it stays."""
    tables: list[str] = []

    def note(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        found = WROTE.match(sql)
        if found and found[1] not in ASIDE:
            tables.append(found[1])
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(note):
            yield tables
        transaction.set_rollback(True)
    cache.clear()


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


def send(client: Client, form: PostForm, role: str) -> HttpResponse:
    data: dict[str, Any] = {
        name: SimpleUploadedFile("Map.png", value) if isinstance(value, bytes) else value
        for name, value in form.sent.items()
    }
    if "editor" in data:
        data["editor"] = "" if role == "anonymous" else role
    answer = client.post(form.action, data)
    if answer.streaming:  # read to its end, which closes it
        b"".join(answer)
    return answer  # type: ignore[return-value]


def letter(answer: HttpResponse, tables: list[str]) -> str:
    place = answer.get("Location", "")
    if tables and answer.status_code < 400:
        return "S"
    if "UserLogin" in place:
        return "L"
    if "Reauthenticate" in place:
        return "P"
    return LETTERS.get(answer.status_code, "." if answer.status_code < 400 else str(answer.status_code))


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
