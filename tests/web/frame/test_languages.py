"""The language of the interface: who chooses it, where it is kept, and that the articles keep theirs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils.formats import date_format
from django.utils.translation import override

from tests.factories import make_page
from wiki.web.frame.languages import known_language

pytestmark = pytest.mark.django_db

CHOOSE = "/wiki/Special:Language"


def html_tag(client: Client, address: str = CHOOSE, **headers: str) -> str:
    html = client.get(address, headers=headers).content.decode()
    assert html.startswith("<!DOCTYPE html>\n<html ")
    return html.splitlines()[1]


def test_the_browser_is_heard(client: Client) -> None:
    assert html_tag(client) == '<html lang="en" dir="ltr">'
    assert html_tag(client, **{"accept-language": "de-CH, fr;q=0.5"}) == '<html lang="de" dir="ltr">'
    assert html_tag(client, **{"accept-language": "zh-CN"}) == '<html lang="zh-hans" dir="ltr">'
    assert html_tag(client, **{"accept-language": "sw"}) == '<html lang="en" dir="ltr">'


def test_uselang_holds_for_one_page(client: Client) -> None:
    assert html_tag(client, f"{CHOOSE}?uselang=ar") == '<html lang="ar" dir="rtl">'
    assert html_tag(client) == '<html lang="en" dir="ltr">'
    assert client.get(f"{CHOOSE}?uselang=ar")["Content-Language"] == "ar"


@pytest.mark.parametrize("nonsense", ["", "xx", "../de", "%00", "qqx", "d" * 10_000, "%FF", "fr%0Aru"])
def test_a_language_we_do_not_speak_changes_nothing(client: Client, nonsense: str) -> None:
    assert html_tag(client, f"{CHOOSE}?uselang={nonsense}") == '<html lang="en" dir="ltr">'


@pytest.mark.parametrize("code", [code for code, _name in settings.LANGUAGES])
def test_each_language_is_chosen_by_a_plain_link_and_kept(client: Client, code: str) -> None:
    page = client.get("/wiki/Special:Version").content.decode()
    assert f'href="{CHOOSE}/{code}" lang="{code}" hreflang="{code}"' in page
    origin = "http://testserver/wiki/Special:Log?type=delete&uselang=en"
    answer = client.get(f"{CHOOSE}/{code}", headers={"referer": origin})
    assert (answer.status_code, answer["Location"]) == (302, "/wiki/Special:Log?type=delete")
    assert answer.cookies["language"]["samesite"] == "Lax"
    assert "no-store" in answer["Cache-Control"]
    assert f'<html lang="{code}" ' in html_tag(client, **{"accept-language": "it"})


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "https://evil.example/wiki/Rome",
        "//evil.example/",
        "javascript:alert(1)",
        "http://testserver//evil.example/",
        "http://testserver" + CHOOSE,
        "http://testserver@evil.example/",
    ],
)
def test_choosing_leads_nowhere_else(client: Client, origin: str) -> None:
    answer = client.get(f"{CHOOSE}/de", headers={"referer": origin} if origin else {})
    assert answer["Location"] == "/wiki/Main_Page"


@pytest.mark.parametrize("code", ["xx", "de/x", "d" * 200, "'\"><b>"])
def test_another_language_is_not_found(client: Client, code: str) -> None:
    answer = client.get(f"{CHOOSE}/{code}")
    assert answer.status_code in (400, 404)
    assert "language" not in answer.cookies
    assert "<b>" not in answer.content.decode().partition("<main")[2]


def test_the_answers_depend_on_language_and_cookie(client: Client) -> None:
    make_page("Rome")
    for address in ("/wiki/Rome", "/wiki/Nowhere", CHOOSE, "/history/Rome"):
        vary = {name.strip() for name in client.get(address)["Vary"].split(",")}
        assert {"Accept-Language", "Cookie"} <= vary


def test_each_language_has_its_own_validator(client: Client) -> None:
    make_page("Rome")
    tags = {client.get(f"/wiki/Rome?uselang={code}")["ETag"] for code, _name in settings.LANGUAGES}
    assert len(tags) == len(settings.LANGUAGES)
    english = client.get("/wiki/Rome")["ETag"]
    german = client.get("/wiki/Rome", headers={"if-none-match": english, "accept-language": "de"})
    assert german.status_code == 200


def test_an_article_keeps_its_language_and_direction(client: Client) -> None:
    make_page("Rome", "A city.\n\n## Past\n\nLong.")
    arabic = client.get("/wiki/Rome?uselang=ar").content.decode()
    assert '<h1 id="firstHeading" class="firstHeading" lang="en" dir="ltr">Rome</h1>' in arabic
    assert '<article class="page" lang="en" dir="ltr">' in arabic
    assert '<span class="mw-editsection ed" lang="ar" dir="rtl">' in arabic
    english = client.get("/wiki/Rome").content.decode()
    assert '<article class="page">' in english


def test_the_wiki_may_speak_another_language_by_default(client: Client, settings) -> None:
    settings.LANGUAGE_CODE = "ar"
    make_page("Rome", "A city.")
    html = client.get("/wiki/Rome?uselang=de").content.decode()
    assert '<article class="page" lang="ar" dir="rtl">' in html


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("en", "4 March 2024"),
        ("de", "4. März 2024"),
        ("fr", "4 mars 2024"),
        ("es", "4 de marzo de 2024"),
        ("ru", "4 марта 2024 г."),
        ("ar", "4 مارس، 2024"),
        ("zh-hans", "2024年3月4日"),
        ("ja", "2024年3月4日"),
    ],
)
def test_dates_and_times_are_written_as_in_that_language(code: str, day: str) -> None:
    moment = datetime(2024, 3, 4, 14, 5, tzinfo=UTC)
    with override(code):
        assert date_format(moment, "DATE_FORMAT") == day
        assert date_format(moment, "TIME_FORMAT") == "14:05"


@pytest.mark.parametrize(
    ("written", "known"),
    [("de", "de"), ("zh-CN", "zh-hans"), ("zh-hant", "zh-hans"), ("pt", ""), ("DE", "de")],
)
def test_codes_are_understood_as_browsers_write_them(written: str, known: str) -> None:
    assert known_language(written) == known
