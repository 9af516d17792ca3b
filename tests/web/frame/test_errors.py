"""What goes wrong is said in the same frame."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from tests.factories import IP
from wiki.editing.limits import RateLimited
from wiki.permissions import Editor
from wiki.web.frame import errors
from wiki.web.frame.visitor import address_of, visitor
from wiki.web.urls import urlpatterns as ours

pytestmark = pytest.mark.django_db


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the machine")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only on Sundays.")


def reads_form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST["text"])


def busy(request: HttpRequest) -> HttpResponse:
    return errors.refused(request, RateLimited(30))


urlpatterns = [
    path("broken", broken),
    path("forbidden", forbidden),
    path("form", reads_form),
    path("busy", busy),
    *ours,
]
handler400, handler403 = errors.bad_request, errors.permission_denied
handler404, handler500 = errors.not_found, errors.server_error


@pytest.fixture(autouse=True)
def _addresses(settings) -> None:
    settings.ROOT_URLCONF = __name__


def test_an_unknown_address_offers_a_search(client: Client) -> None:
    answer = client.get("/some/where_else")
    html = answer.content.decode()
    assert answer.status_code == 404
    assert '<h1 id="firstHeading" class="firstHeading">Not found</h1>' in html
    assert 'value="where else"' in html
    assert 'id="p-personal"' in html


def test_a_refusal_gives_its_reason(client: Client) -> None:
    answer = client.get("/forbidden")
    assert answer.status_code == 403
    assert "Only on Sundays." in answer.content.decode()


def test_a_mistake_of_ours_tells_no_secrets_and_keeps_the_text(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.post("/broken", {"wpTextbox1": "Two words", "password": "my secret words"})
    html = answer.content.decode()
    assert answer.status_code == 500
    assert "Something broke" in html
    assert "Two words</textarea>" in html
    assert "secret" not in html


def test_a_form_without_a_token_gives_the_text_back() -> None:
    answer = Client(enforce_csrf_checks=True).post("/form", {"text": "A long <b>text</b>"})
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "A long &lt;b&gt;text&lt;/b&gt;</textarea>" in html


def test_a_form_beyond_the_limit_is_too_large(client: Client, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = client.post("/form", {"text": "x" * 1000})
    assert answer.status_code == 413
    assert "Too much at once" in answer.content.decode()


@pytest.mark.parametrize(
    ("charset", "body"), [("utf-16", "text=a"), ("utf-8", "text=a&" * 1100)], ids=["charset", "many"]
)
def test_a_form_that_cannot_be_read_is_a_bad_request(
    client: Client, settings, charset: str, body: str
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert client.post("/form", body, content_type=kind).status_code == 400


def test_who_comes_too_often_is_told_when_to_return(client: Client) -> None:
    answer = client.get("/busy")
    assert (answer.status_code, answer["Retry-After"]) == (429, "30")
    assert "30 seconds" in answer.content.decode()


def test_every_answer_carries_the_policy(client: Client) -> None:
    for address in ("/wiki/Nowhere", "/nowhere", "/wiki/Special:Version"):
        policy = client.get(address)["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "address"),
    [
        ([], "198.51.100.7", "", "198.51.100.7"),
        ([], "198.51.100.7", "192.0.2.1", "198.51.100.7"),
        (["10.0.0.0/8"], "10.1.2.3", "192.0.2.1", "192.0.2.1"),
        (["10.0.0.0/8"], "10.1.2.3", "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        (["10.0.0.0/8"], "10.1.2.3", "192.0.2.1, 10.9.9.9", "192.0.2.1"),
        (["10.0.0.0/8"], "10.1.2.3", "nonsense", "10.1.2.3"),
        ([], "::ffff:198.51.100.7", "", "198.51.100.7"),
        ([], "2001:DB8:0::1", "", "2001:db8::1"),
        ([], "", "", "0.0.0.0"),
    ],
)
def test_the_address_is_what_trusted_proxies_say(
    settings, trusted: list[str], peer: str, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert address_of(request) == address


def test_a_visitor_without_account_is_known_by_address() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=IP)
    assert visitor(request) == Editor(None, IP)
    assert visitor(request) is visitor(request)
