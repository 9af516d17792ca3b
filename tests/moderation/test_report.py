"""Reports by readers: who may make them, what is one report, and who decides it, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from tests.factories import edit_page, make_page, make_user, reload
from wiki.editing.limits import RateLimited
from wiki.management.digests import entry as mail_entry
from wiki.models import AddressLook, LogEntry, Notice, Report, User
from wiki.models.report import DISMISSED, DONE
from wiki.moderation.accounts import adopt
from wiki.moderation.addresses import NoReason, look_up_reporter
from wiki.moderation.block import Terms, block, block_target
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.rename import rename_account
from wiki.moderation.report import (
    NOTE_MAX,
    AlreadyDecided,
    BadReport,
    ReportMissing,
    Subject,
    decide_report,
    report_page,
)
from wiki.moderation.vanish import vanish
from wiki.permissions import Blocked, Editor, Refused
from wiki.reading.lists.log import log
from wiki.reading.lists.reported import count_open_reports, open_reports
from wiki.reading.own_data import own_data
from wiki.reading.watching.notices import notices

pytestmark = pytest.mark.django_db


def test_what_is_reported_again_is_the_same_report(alice: Editor, bob: Editor, anon: Editor) -> None:
    rome = make_page("Rome", editor=alice)
    first = report_page(Subject(rome), reason="vandalism", note="Look at this.", editor=anon)
    again = report_page(Subject(rome), reason="spam", note="And there.", editor=anon)
    assert (again.pk, again.times, again.reason) == (first.pk, 2, "spam")
    assert again.note == "Look at this.\n\nAnd there."
    report_page(Subject(rome), reason="spam", note="And there.", editor=anon)
    assert Report.objects.get().note == again.note
    report_page(Subject(rome), reason="spam", editor=bob)
    report_page(Subject(rome, rome.latest), reason="spam", editor=anon)
    report_page(Subject(rome, anchor="c-Alice.202601010000"), reason="spam", editor=anon)
    report_page(Subject(about=alice.user, name="Alice"), reason="spam", editor=anon)
    assert list(Report.objects.order_by("pk").values_list("reporter_text", "about_text", "times")) == [
        ("", "", 3), ("Bob", "", 1), ("", "", 1), ("", "", 1), ("", "Alice", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "note", "field"),
    [
        ("", "Bad.", "reason"),
        ("nonsense", "Bad.", "reason"),
        ("other", " \n", "note"),
        ("spam", "x" * (NOTE_MAX + 1), "note"),
    ],
)
def test_what_cannot_be_taken(anon: Editor, reason: str, note: str, field: str) -> None:
    rome = make_page("Rome")
    with pytest.raises(BadReport) as caught:
        report_page(Subject(rome), reason=reason, note=note, editor=anon)
    assert caught.value.field == field
    assert not Report.objects.exists()


def test_much_is_said_once_and_deleted_pages_are_gone(anon: Editor, carol: Editor) -> None:
    rome = make_page("Rome")
    for letter in "abc":
        report_page(Subject(rome), reason="spam", note=letter * NOTE_MAX, editor=anon)
    with pytest.raises(BadReport, match="said much"):
        report_page(Subject(rome), reason="spam", note="d" * NOTE_MAX, editor=anon)
    assert Report.objects.get().times == 3
    delete_page(rome, editor=carol)
    with pytest.raises(BadReport, match="deleted meanwhile"):
        report_page(Subject(reload(rome)), reason="spam", editor=anon)


def test_a_block_stops_reports_only_where_nothing_more_is_to_be_heard(
    alice: Editor, carol: Editor, bob: Editor
) -> None:
    rome = make_page("Rome")
    block(block_target("Alice"), Terms(), editor=carol)
    report_page(Subject(rome), reason="personal", editor=alice)
    block(block_target("Bob"), Terms(no_talk=True), editor=carol)
    with pytest.raises(Blocked, match=r"^You cannot report anything\. You are blocked\."):
        report_page(Subject(rome), reason="personal", editor=bob)
    assert Report.objects.get().reporter_text == "Alice"


def test_so_many_in_an_hour(anon: Editor, carol: Editor, settings) -> None:
    settings.RATE_LIMITS = {"report": {"ip": (2, 3600)}}
    rome = make_page("Rome")
    for _ in range(2):
        report_page(Subject(rome), reason="spam", editor=anon)
    with pytest.raises(RateLimited):
        report_page(Subject(rome), reason="spam", editor=anon)
    assert Report.objects.get().times == 2
    report_page(Subject(rome), reason="spam", editor=carol)


def test_it_is_decided_once_and_the_reporter_is_told(
    alice: Editor, bob: Editor, carol: Editor, anon: Editor
) -> None:
    rome = make_page("Rome", editor=bob)
    report = report_page(Subject(rome), reason="error", note="Wrong.", editor=alice)
    other = report_page(Subject(about=bob.user, name="Bob"), reason="spam", editor=anon)
    for editor in (alice, anon):
        with pytest.raises(Refused):
            decide_report(report.pk, DONE, editor=editor)
    decide_report(report.pk, DONE, editor=carol, answer="Mended, <b>thanks</b>.")
    dora = Editor(make_user("Dora", "sysop"))
    with pytest.raises(AlreadyDecided, match=r"^Carol has decided this report already: done\.$"):
        decide_report(report.pk, DISMISSED, editor=dora, answer="No.")
    decide_report(other.pk, DISMISSED, editor=dora)
    report.refresh_from_db()
    assert (report.state, report.answer, report.decided_by_text) == (DONE, "Mended, <b>thanks</b>.", "Carol")
    with pytest.raises(ReportMissing):
        decide_report(report.pk + 99, DONE, editor=carol)
    with pytest.raises(BadReport):
        decide_report(other.pk, DONE, editor=carol, answer="x" * 501)
    entries, _older = log(type_="report", viewer=carol)
    assert [(one.action, one.title, one.namespace, one.user_text, one.comment) for one in entries] == [
        ("dismiss", "Bob", 2, "Dora", ""), ("done", "Rome", 0, "Carol", ""),
    ]  # fmt: skip
    assert log(type_="report", viewer=alice)[0] == ()
    assert [row.user_id for row in Notice.objects.filter(kind="reported")] == [alice.user.pk]
    told = notices(alice.user, viewer=alice).rows[0]
    assert (told.kind, told.title.full, told.answer) == ("reported", "Rome", report.answer)
    assert mail_entry(told)["told"] == ["It was looked at and dealt with. Thank you."]
    again = report_page(Subject(rome), reason="error", editor=alice)
    assert again.pk != report.pk


def test_the_notice_is_shown_escaped(alice: Editor, carol: Editor, client: Client) -> None:
    report = report_page(Subject(make_page("Rome")), reason="error", editor=alice)
    decide_report(report.pk, DISMISSED, editor=carol, answer="<script>alert(1)</script>")
    client.force_login(alice.user)
    html = client.get("/wiki/Special:Notifications").content.decode()
    assert "Your report was decided: <a" in html
    assert '<i class="comment">&lt;script&gt;alert(1)&lt;/script&gt;</i>' in html
    assert "Carol" not in html


def test_the_list_tells_no_more_than_the_viewer_may_know(alice: Editor, carol: Editor, anon: Editor) -> None:
    rome = make_page("Rome", editor=alice)
    secret = edit_page(rome, "Her number is 5.", editor=alice).revision
    edit_page(rome, "Text again.", editor=alice)
    report_page(Subject(reload(rome), secret), reason="personal", note="Her number is 5!", editor=anon)
    sue = Editor(make_user("Sue", "suppress", "sysop"))
    row = open_reports(viewer=carol).rows[0]
    assert (row.note, row.note_hidden, row.page.full, row.reporter, row.has_address) == (
        "Her number is 5!", False, "Rome", "", True,
    )  # fmt: skip
    assert row.revision.author == "Alice"
    hide_revisions(reload(rome), [secret.pk], text=True, author=True, editor=sue, suppress=True)
    row = open_reports(viewer=carol).rows[0]
    assert (row.note, row.note_hidden, row.revision.author) == ("", True, "")
    assert open_reports(viewer=sue).rows[0].note == "Her number is 5!"
    assert open_reports(viewer=alice).rows == ()
    assert (count_open_reports(viewer=carol), count_open_reports(viewer=alice)) == (1, 0)


def test_the_list_goes_by_key_in_few_queries(
    alice: Editor, carol: Editor, anon: Editor, django_assert_num_queries
) -> None:
    pages = [make_page(f"Page {number}", editor=alice) for number in range(3)]
    report_page(Subject(pages[0], pages[0].latest), reason="spam", editor=anon)
    assert carol.rights
    with django_assert_num_queries(1):
        assert len(open_reports(viewer=carol).rows) == 1
    for page in pages[1:]:
        report_page(Subject(page, page.latest), reason="spam", editor=anon)
    with django_assert_num_queries(1):
        assert len(open_reports(viewer=carol).rows) == 3
    first = open_reports(viewer=carol, limit=2)
    rest = open_reports(viewer=carol, limit=2, after=first.after or "")
    assert [row.page.full for row in (*first.rows, *rest.rows)] == ["Page 2", "Page 1", "Page 0"]
    assert [row.page.full for row in open_reports(viewer=carol, page=pages[1]).rows] == ["Page 1"]


def test_who_reported_without_a_name_is_told_to_few_and_forgotten(anon: Editor, carol: Editor) -> None:
    report = report_page(Subject(make_page("Rome")), reason="spam", editor=anon)
    with pytest.raises(Refused):
        look_up_reporter(report, editor=carol, reason="spam")
    checker = Editor(make_user("Cher", "checkuser"))
    with pytest.raises(NoReason):
        look_up_reporter(report, editor=checker, reason=" ")
    assert look_up_reporter(report, editor=checker, reason="spam") == anon.ip
    look = AddressLook.objects.get()
    assert (look.kind, look.target, look.viewer_text) == ("reporter", f"#{report.pk}", "Cher")
    call_command("forget_addresses", verbosity=0)
    assert Report.objects.exclude(ip="").exists()
    Report.objects.update(created=timezone.now() - timedelta(days=91))
    call_command("forget_addresses", verbosity=0)
    report.refresh_from_db()
    assert (report.ip, report.key) == ("", None)
    assert look_up_reporter(report, editor=checker, reason="spam") == ""


def test_names_go_along(alice: Editor, bob: Editor, carol: Editor) -> None:
    make_page("Rome", editor=alice)
    about = report_page(Subject(about=bob.user, name="Bob"), reason="spam", note="So.", editor=alice)
    decide_report(about.pk, DONE, editor=carol)
    rename_account(bob.user, "Robert", editor=Editor(make_user("Bea", "bureaucrat")))
    name = vanish(editor=alice)
    about.refresh_from_db()
    assert (about.about_text, about.reporter_text) == ("Robert", name)
    assert LogEntry.objects.get(type="report").title == "Robert"
    temporary = User.objects.create(username="~2026-1", temporary_until=timezone.now() + timedelta(days=9))
    report_page(Subject(about=bob.user, name="Robert"), reason="spam", editor=Editor(temporary=temporary))
    report_page(Subject(about=bob.user, name="Robert"), reason="spam", editor=carol)
    adopt(temporary, carol.user)
    assert set(Report.objects.values_list("reporter_text", flat=True)) == {name, "Carol"}


def test_ones_own_reports_are_in_ones_own_data(alice: Editor, carol: Editor) -> None:
    report = report_page(Subject(make_page("Rome")), reason="error", note="Wrong.", editor=alice)
    decide_report(report.pk, DISMISSED, editor=carol, answer="It is right.")
    [told] = own_data(alice.user)["reports"]
    assert (told["page"], told["note"], told["answer"]) == ("Rome", "Wrong.", "It is right.")
    assert "Carol" not in str(told)


def test_the_table_takes_no_nonsense(anon: Editor) -> None:
    report = report_page(Subject(make_page("Rome")), reason="spam", editor=anon)
    for wrong in ({"state": DONE}, {"page": None}, {"decided_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(**wrong)
