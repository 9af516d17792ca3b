"""The cache in front of Django: it answers readers without an account, and never with what is not so."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from threading import Event, Thread
from typing import Any
from wsgiref.util import setup_testing_defaults

import brotli
import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import PASSWORD, edit_page, make_page, reload
from tests.made_pictures import store
from wiki.moderation.delete import delete_page, undelete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.hide_files import hide_file_versions
from wiki.moderation.move import move_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.text.titles import Title
from wiki.web.frame import page_cache
from wiki.web.frame.page_cache import PageCache, cached

pytestmark = pytest.mark.django_db(transaction=True)


class Answer:
    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = int(status[:3]), dict(headers), body

    @property
    def html(self) -> str:
        packed = {"br": brotli.decompress, "gzip": gzip.decompress}.get(
            self.headers.get("Content-Encoding", ""), lambda body: body
        )
        return packed(self.body).decode()


Get = Callable[..., Answer]


@pytest.fixture
def front() -> Iterator[PageCache]:
    front = cached(get_wsgi_application())
    assert isinstance(front, PageCache)
    yield front
    if front.clock.connection is not None:
        front.clock.connection.close()


@pytest.fixture
def get(front: PageCache) -> Get:
    def ask(path: str, *, method: str = "GET", query: str = "", **headers: str) -> Answer:
        environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": method}
        environ |= {"REMOTE_ADDR": "198.51.100.7", "wsgi.input": io.BytesIO()}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        setup_testing_defaults(environ)
        started: list[Any] = []
        body = b"".join(front(environ, lambda *given: started.extend(given[:2])))
        return Answer(started[0], started[1], body)

    return ask


def test_a_page_on_another_see_also_list_says_so_at_once(get: Get, carol: Editor) -> None:
    make_page("Rome", "A city.")
    other = make_page("Ostia", "A town.")
    text = "A town.\n\n## See also\n\n- [[Rome]]"
    changes = (
        (lambda: edit_page(other, text), True),
        (lambda: edit_page(other, "A town with [[Rome]]."), False),
        (lambda: edit_page(other, text), True),
        (lambda: delete_page(reload(other), editor=carol), False),
        (lambda: undelete_page(reload(other), editor=carol), True),
    )
    for change, there in changes:
        get("/wiki/Rome")
        change()
        assert ("listed-in" in get("/wiki/Rome").html) is there
    move_page(reload(other), Title(0, "Ostia Antica"), editor=carol)
    assert ">Ostia Antica</a>" in get("/wiki/Rome").html


def test_the_second_reader_costs_django_nothing(get: Get) -> None:
    make_page("Rome", "A city with [[Nothing here]].")
    first = get("/wiki/Rome")
    with CaptureQueriesContext(connection) as asked:
        second = get("/wiki/Rome")
    assert len(asked) == 0
    assert (second.status, second.body) == (200, first.body)
    assert second.headers["ETag"] == first.headers["ETag"]


def test_an_edit_shows_in_the_next_request(get: Get) -> None:
    page = make_page("Rome", "A city.")
    for number in range(5):
        edit_page(page, f"Version {number}.")
        assert f"Version {number}." in get("/wiki/Rome").html
        assert f"Version {number}." in get("/wiki/Rome").html


def test_an_edit_elsewhere_leaves_a_page_kept(get: Get, front: PageCache) -> None:
    make_page("Rome", "A city.")
    other = make_page("Milan", "A city.")
    get("/wiki/Rome")
    kept = next(iter(front.kept.values()))
    edit_page(other, "Another city.")
    get("/wiki/Rome")
    assert next(iter(front.kept.values())) is kept


LINKING = "Near [[Milan]].\n\n## See also\n\n- [[Milan]]\n\n[[Category:Cities]]\n"


def test_what_a_page_shows_of_others_is_never_old(get: Get, carol: Editor) -> None:
    make_page("Rome", LINKING)
    seen = [get("/wiki/Rome").html]

    def moved(*, changed: bool = True) -> str:
        html = get("/wiki/Rome").html
        assert html != seen[-1] or not changed
        assert html == Client().get("/wiki/Rome").content.decode()
        seen.append(html)
        return html

    milan = make_page("Milan", "A city in the north.")
    assert 'href="/wiki/Milan"' in moved()
    edit_page(milan, "A city in the north of Italy.")
    moved(changed=False)  # its description
    edit_page(milan, "A city in the north of Italy, not [[Rome]].")
    assert "Does not link back" not in moved()
    edit_page(milan, "#REDIRECT [[Milano]]")
    assert 'class="mw-redirect"' in moved()
    delete_page(reload(milan), editor=carol)
    assert "/edit/Milan?redlink=1" in moved()
    undelete_page(milan, editor=carol)
    assert "/edit/Milan?redlink=1" not in moved()
    make_page("Talk:Rome", "Words.")
    moved()
    make_page("Category:Cities", "Cities.")
    moved()


def test_what_moderators_do_shows_at_once(get: Get, carol: Editor) -> None:
    page = make_page("Rome", "A city.")
    first = page.latest_id
    edit_page(page, "Another city.")
    get("/wiki/Rome")
    protect_page(reload(page), {"edit": "sysop"}, editor=carol)
    assert "This page is protected" in get("/wiki/Rome").html
    hide_revisions(reload(page), [first], editor=carol, text=True)
    assert get("/wiki/Rome").status == 200
    delete_page(reload(page), editor=carol)
    assert get("/wiki/Rome").status == 404
    undelete_page(page, editor=carol)
    assert get("/wiki/Rome").status == 200


def test_a_hidden_file_is_gone_from_what_was_kept(get: Get, carol: Editor) -> None:
    stored = store("A.png")
    make_page("Rome", "[[File:A.png|thumb]]\n\nA city.")
    sha1 = stored.version.sha1  # type: ignore[union-attr]
    pages = ("/wiki/Rome", "/wiki/File:A.png")
    assert [sha1 in get(page).html for page in pages] == [True, True]
    hide_file_versions(stored.page, [1], editor=carol, file=True)
    assert [sha1 in get(page).html for page in pages] == [False, False]
    hide_file_versions(stored.page, [1], editor=carol, file=False)
    assert [sha1 in get(page).html for page in pages] == [True, True]


def test_who_is_logged_in_is_never_answered_from_it(get: Get, front: PageCache, alice: Editor) -> None:
    make_page("Rome", "A city.")
    get("/wiki/Rome")
    client = Client()
    client.login(username="Alice", password=PASSWORD)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    assert ">Alice<" in get("/wiki/Rome", cookie=cookie).html
    assert ">Alice<" not in get("/wiki/Rome").html
    assert len(front.kept) == 1


def test_a_notice_is_shown_once(get: Get) -> None:
    make_page("Rome", "A city.")
    get("/wiki/Rome")
    assert "Your edit was published." in get("/wiki/Rome", cookie="notice=saved").html
    assert "Your edit was published." not in get("/wiki/Rome").html


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("", "")])
def test_the_shortest_form_that_the_browser_takes(get: Get, accepted: str, encoding: str) -> None:
    make_page("Rome", "A city. " * 200)
    plain = get("/wiki/Rome").html
    answer = get("/wiki/Rome", accept_encoding=accepted)
    assert answer.headers.get("Content-Encoding", "") == encoding
    assert answer.html == plain
    assert "Accept-Encoding" in answer.headers["Vary"]
    again = get("/wiki/Rome", accept_encoding=accepted, if_none_match=answer.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


def test_a_validator_of_before_an_edit_is_not_good_after(get: Get) -> None:
    page = make_page("Rome", "A city.")
    tag = get("/wiki/Rome").headers["ETag"]
    assert get("/wiki/Rome", if_none_match=tag).status == 304
    edit_page(page, "Another city.")
    answer = get("/wiki/Rome", if_none_match=tag)
    assert answer.status == 200
    assert "Another city." in answer.html


def test_languages_are_kept_apart(get: Get) -> None:
    make_page("Rome", "A city.")
    assert '<html lang="en"' in get("/wiki/Rome").html
    get("/wiki/Rome", accept_language="de")
    assert '<html lang="en"' in get("/wiki/Rome").html


@pytest.mark.parametrize(
    "path", ["/wiki/No_such_page", "/wiki/Special:RecentChanges", "/wiki/Category:Cities"]
)
def test_what_others_decide_is_not_kept(get: Get, front: PageCache, path: str) -> None:
    make_page("Category:Cities", "Cities.")
    get(path)
    assert len(front.kept) == 0


def test_questions_and_other_methods_go_to_django(get: Get, front: PageCache) -> None:
    make_page("Rome", "A city.")
    assert get("/wiki/Rome", query="action=x").status == 200
    assert get("/wiki/Rome", method="HEAD").status == 200
    assert get("/wiki/Rome", method="POST").status in (403, 405)
    assert len(front.kept) == 0


def test_it_has_a_bounded_size(get: Get, front: PageCache, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("One", "Two", "Three"):
        make_page(name, "Text.")
    size = 2 * len(get("/wiki/One").body)
    front.room = size + size // 2
    get("/wiki/Two")
    get("/wiki/Three")
    assert [key[0] for key in front.kept] == ["/wiki/Two", "/wiki/Three"]
    monkeypatch.setattr(page_cache, "LONGEST", 10)
    get("/wiki/One")
    assert len(front.kept) == 2


def test_readers_never_see_less_than_was_acknowledged(get: Get) -> None:
    """A writer counts up; whoever asks after an acknowledgement sees that number or a later one."""
    page = make_page("Rome", "Number 0.")
    done, acknowledged, stale = Event(), [0], list[tuple[int, int]]()

    def read() -> None:
        while not done.is_set():
            least = acknowledged[0]
            html = get("/wiki/Rome").html
            shown = int(html.split("<p>Number ")[1].split(".")[0])
            if shown < least:
                stale.append((least, shown))
        connection.close()

    readers = [Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, 40):
            edit_page(page, f"Number {number}.")
            acknowledged[0] = number
    finally:
        done.set()
        for reader in readers:
            reader.join(30)
    assert stale == []


def test_without_its_database_it_hands_on(get: Get, front: PageCache) -> None:
    make_page("Rome", "A city.")
    get("/wiki/Rome")
    get("/wiki/Rome")
    front.clock.connection.close()
    assert get("/wiki/Rome").status == 200
