"""Reports at the desk: who sees them, what they tell, and that each is decided once."""

from __future__ import annotations

import pytest

from tests.admin.desk import at_desk, told
from tests.factories import edit_page, make_page
from tests.web.pages import text_of
from tests.web.test_valid_html import problems
from wiki.models import AddressLook, LogEntry, Report
from wiki.moderation.report import Subject, report_page
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db
LIST = "/admin/wiki/report/"


@pytest.fixture
def report(alice: Editor, anon: Editor) -> Report:
    page = make_page("Rome", editor=alice)
    edited = edit_page(page, "Buy <b>this</b>.", editor=alice)
    note = "See <script>alert(1)</script>."
    return report_page(Subject(page, edited.revision), reason="spam", note=note, editor=anon)


def test_staff_without_the_right_see_none(report: Report) -> None:
    desk = at_desk("Dora")
    assert desk.get(LIST).status_code == 403
    assert desk.get(f"{LIST}{report.pk}/change/").status_code == 403
    assert desk.post(f"{LIST}{report.pk}/change/", {"done": "1"}).status_code == 403
    assert "Reports" not in text_of(desk, "/admin/")


def test_a_report_is_read_and_decided_once(report: Report, bob: Editor) -> None:
    desk, place = at_desk("Mia", "sysop"), f"{LIST}{report.pk}/change/"
    assert "Reports by readers" in desk.get("/admin/").content.decode()
    for address in (LIST, place):
        html = desk.get(address).content.decode()
        assert "See &lt;script&gt;alert(1)&lt;/script&gt;." in html
        assert "198.51.100.7" not in html
    revision = report.revision
    assert f'href="/diff/{revision.parent_id}/{revision.pk}"' in html
    for way in (
        "/wiki/Special:Contributions/Alice",
        "/wiki/Special:UserNotes/Alice",
        "/admin/deal/?author=Alice",
    ):
        assert f'href="{way}"' in html
    assert list(problems(desk.get(place).content.decode())) == []
    assert [desk.get(f"{LIST}{id_}/change/").status_code for id_ in ("99", "x")] == [404, 404]
    tools = desk.get("/wiki/Rome").content.decode()
    assert f'<li id="t-reports"><a href="{LIST}?page={report.page_id}" rel="nofollow">1 open report<' in tools
    answer = desk.post(place, {"done": "1", "answer": "It is gone."})
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    other = at_desk("Max", "sysop")
    again = other.post(place, {"dismissed": "1", "answer": "No."}, follow=True)
    assert told(again) == [("error", "Mia has decided this report already: done.")]
    assert "It is gone." in again.content.decode()
    assert Report.objects.get().answer == "It is gone."
    assert LogEntry.objects.filter(type="report").count() == 1
    assert "Nothing here." in text_of(desk, LIST)
    assert "Rome" in text_of(desk, f"{LIST}?state=done")
    assert "t-reports" not in desk.get("/wiki/Rome").content.decode()
    entry = LogEntry.objects.get(type="report")
    assert "closed a report about" in desk.get("/wiki/Special:Log?type=report").content.decode()
    assert other.get(f"/admin/wiki/logentry/{entry.pk}/change/").status_code == 200
    assert at_desk("Eve").get("/wiki/Special:Log?type=report").status_code == 400


def test_several_are_dismissed_at_once(report: Report, alice: Editor, bob: Editor) -> None:
    two = report_page(Subject(about=alice.user, name="Alice"), reason="spam", editor=bob)
    desk = at_desk("Mia", "sysop")
    chosen = {"action": "dismiss_reports", "_selected_action": [report.pk, two.pk]}
    assert "It stands in no log" not in desk.get(LIST).content.decode()
    assert "it stands in no log" in desk.post(LIST, chosen).content.decode()
    done = desk.post(LIST, {**chosen, "confirmed": "1", "answer": "No."}, follow=True)
    assert told(done) == [("success", f"Report {two.pk}: dismissed; Report {report.pk}: dismissed")]
    assert set(Report.objects.values_list("state", "decided_by_text")) == {("dismissed", "Mia")}


def test_the_address_is_looked_up_with_a_reason(report: Report) -> None:
    place = f"{LIST}{report.pk}/change/"
    plain, desk = at_desk("Mia", "sysop"), at_desk("Uma", "sysop", "checkuser")
    assert 'name="look"' not in plain.get(place).content.decode()
    assert "198.51.100.7" not in plain.post(place, {"look": "1", "why": "spam"}).content.decode()
    assert "198.51.100.7" not in desk.post(place, {"look": "1", "why": ""}).content.decode()
    assert not AddressLook.objects.exists()
    assert "<bdi>198.51.100.7</bdi>" in desk.post(place, {"look": "1", "why": "spam"}).content.decode()
    assert "from where report" in desk.get("/wiki/Special:CheckUserLog").content.decode()
