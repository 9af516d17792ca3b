"""The cast and the small wiki that the matrices of addresses are asked of, and how answers are told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings as configured
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from tests.factories import make_page, make_user, reload
from tests.made_pictures import png, store
from tests.web.desk_things import seat
from tests.web.identity.signing_in import sign_in
from tests.web.pages import change_field
from tests.web.post_forms import PostForm
from tests.web.write_addresses import GROUPS, ROLES
from wiki.editing.edits import whole_page
from wiki.editing.suggest.propose import propose
from wiki.models import InfoboxField, LogEntry, Page, Section, User
from wiki.moderation.block import Terms, block
from wiki.moderation.delete import delete_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.reading.source import open_page

TEXT = "```infobox Rome\nMayor: Nero\n```\nA city.\n\n## History\n\nOld.\n\n## See also\n\n- [[Milan]]\n"
WROTE = re.compile(r'\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
# What is kept of visits, not of what people write.
ASIDE = frozenset({"wiki_session", "usersessions_usersession", "wiki_ratecount"})
LETTERS = {400: "B", 403: "F", 404: "N", 405: "M", 409: "C"}


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


def small_world(alice: Editor, carol: Editor) -> World:
    """Pages in every state that a right asks about; visitors edit by temporary accounts."""
    rome = make_page("Rome", TEXT, editor=alice)
    first = rome.latest_id
    make_page("Milan", "A city.", editor=alice)
    change_field(rome, "Mayor", "Otho", summary="")
    change_field(rome, "Mayor", "Vitellius", alice)
    make_page("Antium", "A ''town''.", editor=alice, model="wikitext")
    delete_page(make_page("Carthage", "A city."), editor=carol, reason="it must be")
    make_page("MediaWiki:Note", "Words.", editor=carol)
    for title, level in (("Semi", "autoconfirmed"), ("Full", "sysop")):
        protect_page(make_page(title, "Words."), {"edit": level}, editor=carol)
    for size in (10, 12):
        store("Box.png", png(size, size))
    for role in ROLES[1:]:
        make_user(role, *GROUPS.get(role, ()))
    seat()
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
    numbers["gone"] = Page.objects.get(title="Carthage").pk
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
    if "UserLogin" in place or place.startswith("/admin/login/"):
        return "L"
    if "Reauthenticate" in place:
        return "P"
    return LETTERS.get(answer.status_code, "." if answer.status_code < 400 else str(answer.status_code))


def opened(answer: HttpResponse, tables: list[str] | None = None) -> str:
    """The same of what is opened, or posted to at the desk; R where it leads on."""
    said = letter(answer, tables or [])
    return "R" if said == "." and answer.status_code in (301, 302, 303, 307, 308) else said
