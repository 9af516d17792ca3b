"""Special:Report: who is asked what, traps for programs, and the ways that lead there."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories import edit_page, make_page, reload
from tests.web.identity.signing_in import sign_in
from tests.web.test_valid_html import problems
from wiki.models import Report, Section, User
from wiki.moderation.block import Terms, block, block_target
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor
from wiki.web.accounts import traps

pytestmark = pytest.mark.django_db
REPORT = "/wiki/Special:Report"


@pytest.fixture(autouse=True)
def _slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """People type faster here."""
    monkeypatch.setattr(traps, "LEAST_SECONDS", 0)


def send(client: Client, address: str, **said: str) -> tuple[int, str]:
    """The form of an address, sent as a browser does."""
    html = client.get(address).content.decode()
    assert list(problems(html)) == []
    found = re.search(r'name="stamp" value="([^"]+)"', html)
    if found:
        said = {"stamp": found[1], **said}
    answer = client.post(address, said)
    return answer.status_code, answer.get("Location", "") or answer.content.decode()


def test_a_reader_without_an_account_reports_a_page(client: Client, settings) -> None:
    page = make_page("Rome & co")
    settings.ANONYMOUS_EDITING = "off"
    status, place = send(client, f"{REPORT}/Rome_%26_co", reason="spam", note="<script>x</script>")
    assert (status, place) == (303, "/wiki/Rome_&_co")
    report = Report.objects.get()
    assert (report.page_id, report.reporter_id, report.note) == (page.pk, None, "<script>x</script>")
    assert not User.objects.exists()
    assert "Your report was sent" in client.get(place).content.decode()


def test_programs_and_what_is_missing_are_told(client: Client, monkeypatch) -> None:
    make_page("Rome")
    assert send(client, f"{REPORT}/Rome", reason="spam", website="http://x")[0] == 400
    assert send(client, f"{REPORT}/Rome", reason="spam", stamp="nonsense")[0] == 400
    status, html = send(client, f"{REPORT}/Rome", note="<i>my words</i>")
    assert status == 400
    assert "&lt;i&gt;my words&lt;/i&gt;</textarea>" in html
    assert send(client, f"{REPORT}/Rome", reason="other")[0] == 400
    monkeypatch.setattr(traps, "LEAST_SECONDS", 3)
    assert send(client, f"{REPORT}/Rome", reason="spam")[0] == 400
    assert not Report.objects.exists()


def test_accounts_meet_no_trap(alice: Editor, bob: Editor) -> None:
    page = make_page("Rome", editor=bob)
    browser = sign_in(Client(), "Alice")
    assert send(browser, f"{REPORT}?oldid={page.latest_id}", reason="error")[1] == "/history/Rome"
    assert send(browser, f"{REPORT}?user=bob", reason="spam")[1] == "/wiki/Special:Contributions/Bob"
    assert send(browser, f"{REPORT}?user=192.0.2.0/24", reason="spam")[0] == 303
    comment = f"{REPORT}/Rome?comment=c1-Bob.202601010000"
    assert "About a comment by Bob on “Rome”." in browser.get(comment).content.decode()
    assert send(browser, comment, reason="personal")[1] == "/wiki/Rome"
    told = Report.objects.order_by("pk").values_list("revision_id", "about_text", "anchor", "reporter_text")
    assert list(told) == [
        (page.latest_id, "", "", "Alice"), (None, "Bob", "", "Alice"), (None, "192.0.2.0/24", "", "Alice"),
        (None, "", "c1-Bob.202601010000", "Alice"),
    ]  # fmt: skip


def test_what_cannot_be_seen_cannot_be_reported(client: Client, alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", editor=alice)
    first = page.latest_id
    edit_page(page, "Other.", editor=alice)
    hide_revisions(reload(page), [first], editor=carol, author=True, text=True)
    assert "Alice" not in client.get(f"{REPORT}?oldid={first}").content.decode()
    delete_page(reload(page), editor=carol)
    for query in ("/Rome", "/Nowhere", f"?oldid={first}", "?user=Nobody", "?oldid=99999999"):
        assert (query, client.get(REPORT + query).status_code) == (query, 404)
    assert client.get(REPORT).status_code == 200
    for query in ("?user=a/b", "?oldid=x", "/<b>"):
        assert (query, client.get(REPORT + query).status_code) == (query, 400)


def test_who_is_not_to_be_heard_and_who_says_too_much(carol: Editor, alice: Editor, settings) -> None:
    settings.RATE_LIMITS = {"report": {"user": (1, 3600)}}
    make_page("Rome")
    browser = sign_in(Client(), "Alice")
    assert send(browser, f"{REPORT}/Rome", reason="spam")[0] == 303
    status, html = send(browser, f"{REPORT}/Rome", reason="spam", note="My own words.")
    assert status == 429
    assert "My own words." in html
    block(block_target("Alice"), Terms(no_talk=True), editor=carol)
    assert send(browser, f"{REPORT}/Rome", reason="spam")[0] == 403


def test_the_ways_that_lead_there(client: Client, alice: Editor) -> None:
    page = make_page("Rome", editor=alice)
    edit_page(page, "Other.", editor=alice)
    talk = make_page("Talk:Rome", "## Hm\n\nWords. [[User:Alice|Alice]] 12:00, 5 January 2026 (UTC)")
    topic = Section.objects.get(page=talk, level=2)
    first, second = page.revisions.order_by("pk").values_list("pk", flat=True)
    for address, way in {
        "/wiki/Rome": f"{REPORT}/Rome",
        f"/revision/{first}": f"{REPORT}/Rome?oldid={first}",
        "/history/Rome": f"{REPORT}?oldid={second}",
        f"/diff/{first}/{second}": f"{REPORT}?oldid={second}",
        "/wiki/Special:Contributions/Alice": f"{REPORT}?user=Alice",
        "/wiki/Talk:Rome": f"{REPORT}/Talk:Rome?comment=c{topic.pk}-Alice.202601051200",
    }.items():
        assert f'href="{way}"' in client.get(address).content.decode(), address
