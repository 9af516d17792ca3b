"""The queue: what waits, narrowed and paged, and what is done to a row, without script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.admin.desk import at_desk, staff, told
from tests.factories import edit_page, make_page, make_user, reload
from tests.web.post_forms import post_forms
from wiki.editing.rollback import rollback
from wiki.models import Block, LogEntry, Page, Revision, User
from wiki.moderation.patrol import patrol
from wiki.permissions import Editor
from wiki.reading.lists import queue as reading
from wiki.reading.source import open_page

QUEUE = "/admin/queue/"
INFOBOX = "```infobox Rome\nMayor: Nero\n```\nA city.\n\n## History\n\nOld.\n"


@pytest.fixture
def emil(db: None) -> Client:
    return at_desk("Emil", "sysop")


@pytest.fixture
def rome(alice: Editor, bob: Editor) -> Page:
    page = make_page("Rome", "Good.", editor=alice)
    Revision.objects.update(unpatrolled=False)
    edit_page(page, "Bad.", editor=bob)
    return page


def listed(client: Client, query: str = "") -> list[tuple[str, int]]:
    rows = client.get(f"{QUEUE}{query}").context["rows"]
    return [(line.page_title.full, line.number) for line, _address in rows]


def act(client: Client, deed: str, revision: int, **said: Any) -> HttpResponse:
    data = {"deed": deed, "at": revision, "then": "", **said}
    return client.post(QUEUE, data, follow=True)  # type: ignore[return-value]


def newest(page: Page) -> Revision:
    return Revision.objects.filter(page=page).latest("number")


def text(page: Page) -> str:
    return open_page(reload(page)).text


def test_each_row_leads_to_its_diff_in_the_page(emil: Client, rome: Page, bob: Editor) -> None:
    edit_page(make_page("Paris", "One.", editor=bob), "One.\n\nTwo.", editor=bob)
    html = emil.get(QUEUE).content.decode()
    assert listed(emil) == [("Paris", 2), ("Paris", 1), ("Rome", 2)]
    assert '<ins class="diffchange">Two.' in html
    (address,) = re.findall(rf'class="show" href="([^"]*at={newest(rome).pk}#now)"', html)
    shown = emil.get(QUEUE + address.partition("#")[0]).content.decode()
    assert [word in shown for word in ('<del class="diffchange">Good.', '<ins class="diffchange">Bad.')] == [
        True,
        True,
    ]
    assert shown.count('class="now"') == 1
    first = Revision.objects.get(page__title="Paris", number=1)
    assert "One." in emil.get(f"{QUEUE}?at={first.pk}").content.decode()


def test_the_lists_are_narrowed_by_links(emil: Client, alice: Editor, bob: Editor) -> None:
    page = make_page("Rome", INFOBOX, editor=alice)
    edit_page(page, INFOBOX.replace("Nero", "Otho"), editor=bob)
    edit_page(page, INFOBOX.replace("Nero", "Otho").replace("Old.", "Old. " + "Word. " * 200), editor=alice)
    edit_page(page, INFOBOX, editor=Editor(None, "192.0.2.7"))
    make_page("Talk:Rome", "Well.", editor=bob)
    User.objects.filter(username="Alice").update(date_joined="2020-01-01T00:00Z")
    new, field, grown, back, talk = ("Rome", 1), ("Rome", 2), ("Rome", 3), ("Rome", 4), ("Talk:Rome", 1)
    for query, wanted in (
        ("", [talk, back, grown, field, new]),
        ("?namespace=1", [talk]),
        ("?namespace=0&part=field", [back, field]),
        ("?part=section", [back, grown]),
        ("?part=page", [talk, new]),
        ("?age=none", [back]),
        ("?age=week", [talk, field]),
        ("?age=older", [grown, new]),
        ("?size=removed", [back]),
        ("?size=added", [grown]),
        ("?size=small&namespace=0", [field, new]),
        ("?tag=mw-reverted", [grown, field]),
        ("?tag=mw-manual-revert", [back]),
        ("?namespace=no&age=no&size=no&part=no&at=no", [talk, back, grown, field, new]),
    ):
        assert (query, listed(emil, query)) == (query, wanted)
    html = emil.get(f"{QUEUE}?part=field").content.decode()
    assert '<a href="?part=field&amp;namespace=1">' in html
    assert '<a href="?part=field" aria-current="true">the infobox</a>' in html


def test_a_hidden_author_is_in_every_age_and_a_hidden_text_in_no_part(
    emil: Client, rome: Page, alice: Editor
) -> None:
    Revision.objects.filter(pk=newest(rome).pk).update(user_hidden=True, suppressed=True)
    for age in ("none", "day", "week", "older"):
        assert listed(emil, f"?age={age}") == [("Rome", 2)]
    html = emil.get(QUEUE).content.decode()
    assert [word in html for word in ("Bob", 'value="block"', 'value="rollback"', "?author=")] == [False] * 4
    assert told(act(emil, "block", newest(rome).pk)) == [
        ("warning", "“Rome”: the author of this edit is hidden")
    ]
    assert listed(emil, "?part=section") == [("Rome", 2)]
    edit_page(rome, "Worse.", editor=alice)
    Revision.objects.filter(page=rome, number=2).update(text_hidden=True)
    assert listed(emil, "?part=section") == [("Rome", 3)]
    assert "The text is hidden." in emil.get(f"{QUEUE}?at={rome.revisions.get(number=2).pk}").content.decode()


def test_it_goes_on_by_key(emil: Client, bob: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("A", "B", "C"):
        make_page(name, editor=bob)
    monkeypatch.setattr(reading.waiting_changes, "__kwdefaults__", {"limit": 2, "before": ""})
    answer = emil.get(QUEUE)
    assert [line.page_title.full for line, _address in answer.context["rows"]] == ["C", "B"]
    assert listed(emil, answer.context["older"]) == [("A", 1)]
    last = emil.get(f"{QUEUE}?at={Revision.objects.get(page__title='B').pk}")
    assert last.context["next"] == answer.context["older"]
    assert emil.get(f"{QUEUE}?before=nonsense").status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same(
    count: int, emil: Client, alice: Editor, bob: Editor, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        page = make_page(f"Rome {number}", "One.", editor=alice)
        Revision.objects.filter(page=page).update(unpatrolled=False)
        edit_page(page, "Two.", editor=bob)
    with django_assert_num_queries(11):
        assert len(emil.get(QUEUE).context["rows"]) == count


def test_a_deed_leads_to_the_next_row(emil: Client, rome: Page, bob: Editor) -> None:
    make_page("Paris", editor=bob)
    html = emil.get(QUEUE).content.decode()
    form = next(form for form in post_forms(html, QUEUE) if "at" in form.names)
    answer = emil.post(QUEUE, {**form.sent, "deed": "patrol"})
    assert answer["Location"] == f"/admin/queue/?at={newest(rome).pk}#now"
    assert listed(emil) == [("Rome", 2)]
    assert [(e.action, e.title, e.user_text) for e in LogEntry.objects.filter(type="patrol")] == [
        ("patrol", "Paris", "Emil")
    ]


def test_each_deed_is_done_by_what_the_site_calls(emil: Client, rome: Page, alice: Editor) -> None:
    bad = newest(rome)
    assert told(act(emil, "hide", bad.pk)) == [
        (
            "warning",
            (
                "“Rome”: The text of the latest revision cannot be hidden, for it is what readers see. "
                "Restore an earlier revision first."
            ),
        )
    ]
    assert told(act(emil, "rollback", bad.pk, reason="nonsense")) == [
        ("success", "the edits of Bob to “Rome” were taken back")
    ]
    assert (text(rome), listed(emil), newest(rome).summary) == ("Good.", [], "nonsense")
    assert told(act(emil, "hide", bad.pk)) == [("success", "“Rome”, revision 2: the text is hidden")]
    assert told(act(emil, "block", bad.pk, span="1 week", reason="spam")) == [
        ("success", "“Bob” is blocked: 1 week")
    ]
    block = Block.objects.get(user__username="Bob")
    assert (block.reason, block.by_text, block.expiry is None) == ("spam", "Emil", False)


def test_of_two_moderators_the_second_is_told(emil: Client, rome: Page, carol: Editor) -> None:
    bad = newest(rome)
    patrol(bad, editor=carol)
    assert told(act(emil, "patrol", bad.pk)) == [
        ("warning", "“Rome”: revision 2 was patrolled already by Carol")
    ]
    rollback(rome, "Bob", editor=carol)
    assert told(act(emil, "rollback", bad.pk)) == [("warning", "“Rome”: already rolled back by Carol")]
    act(emil, "hide", bad.pk)
    assert told(act(emil, "hide", bad.pk)) == [
        ("warning", "“Rome”: the text of revision 2 was hidden already")
    ]
    act(emil, "block", bad.pk, span="infinite")
    assert told(act(emil, "block", bad.pk)) == [
        ("warning", "“Rome”: “Bob” is blocked already, by Emil, without end.")
    ]
    edit_page(rome, "Better.", editor=carol)
    page = make_page("Paris", editor=carol)
    assert told(act(emil, "rollback", newest(page).pk)) == [
        ("warning", "“Paris”: nobody else has edited this page")
    ]
    counts = [LogEntry.objects.filter(type=type_).count() for type_ in ("patrol", "delete", "block")]
    assert (counts, Revision.objects.filter(page=rome).count()) == ([1, 1, 1], 4)
    Page.objects.filter(pk=rome.pk).update(deleted=True)
    assert told(act(emil, "rollback", bad.pk)) == [
        ("warning", "This change is not there any more: its page was deleted.")
    ]


def test_others_who_edited_since_are_not_rolled_back(emil: Client, rome: Page, alice: Editor) -> None:
    bad = newest(rome)
    edit_page(rome, "Bad.\n\nMore.", editor=alice)
    assert told(act(emil, "rollback", bad.pk)) == [("warning", "“Rome”: others have edited the page since")]
    assert text(rome) == "Bad.\n\nMore."


def test_one_may_do_what_one_may(rome: Page) -> None:
    dora = at_desk("Dora")
    make_user("Rita")
    html = dora.get(QUEUE).content.decode()
    assert [f'value="{deed}"' in html for deed in ("patrol", "rollback", "hide", "block")] == [False] * 4
    for deed in ("patrol", "rollback", "hide", "block"):
        ((level, why),) = told(act(dora, deed, newest(rome).pk))
        assert (level, re.search(r"is for (administrators|reviewers)\.$", why) is not None) == (
            "warning",
            True,
        )
    assert (LogEntry.objects.exclude(type="create").count(), text(rome)) == (0, "Bad.")
    reviewer = at_desk("Rosa", "reviewer")
    html = reviewer.get(QUEUE).content.decode()
    shown = [f'value="{deed}"' in html for deed in ("patrol", "rollback", "hide", "block")]
    assert shown == [True, False, False, False]
    for said in ({"deed": "delete"}, {"deed": "block", "span": "for ever"}, {"action": "burn"}):
        assert dora.post(QUEUE, {"at": newest(rome).pk, **said}).status_code == 400


def test_the_desk_is_for_staff(client: Client, rome: Page, carol: Editor) -> None:
    client.force_login(carol.user)
    for method in (client.get, client.post):
        assert method(QUEUE)["Location"].startswith("/admin/login/")
    staff("Root", superuser=True)


def test_several_at_once_are_shown_first(emil: Client, rome: Page, alice: Editor, bob: Editor) -> None:
    edit_page(rome, "Worse.", editor=bob)
    paris = make_page("Paris", editor=bob)
    keys = list(Revision.objects.filter(unpatrolled=True).order_by("pk").values_list("pk", flat=True))
    assert len(keys) == 3
    chosen: dict[str, Any] = {"action": "roll_back_authors", "_selected_action": keys}
    chosen["list"] = "?namespace=0&size=&next=//evil.example"
    asked = emil.post(QUEUE, chosen)
    html = asked.content.decode()
    assert (asked.status_code, html.count('name="_selected_action"'), text(rome)) == (200, 3, "Worse.")
    form = next(form for form in post_forms(html, QUEUE) if "confirmed" in form.names)
    assert form.sent["list"] == chosen["list"]
    done = emil.post(QUEUE, {**chosen, "confirmed": "1", "reason": "no"}, follow=True)
    assert done.redirect_chain == [(f"{QUEUE}?namespace=0", 303)]
    assert sorted(told(done)) == [  # type: ignore[arg-type]
        ("error", "Paris: nobody else has edited this page"),
        (
            "success",
            "the edits of Bob to “Rome” were taken back; “Rome”: taken back with the edits before",
        ),
    ]
    assert (text(rome), listed(emil)) == ("Good.", [("Paris", 1)])
    chosen = {"action": "patrol_revisions", "_selected_action": [newest(paris).pk], "confirmed": "1"}
    assert told(emil.post(QUEUE, chosen, follow=True)) == [  # type: ignore[arg-type]
        ("success", "“Paris”, revision 1: marked as patrolled")
    ]
    assert told(emil.post(QUEUE, {"action": "hide_texts"}, follow=True)) == [  # type: ignore[arg-type]
        ("warning", "Choose changes first: each has a box before it.")
    ]
