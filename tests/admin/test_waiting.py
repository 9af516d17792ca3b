"""The first page of the desk: what waits, in words, figures and drawings that need no colour."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from tests.admin.desk import at_desk
from tests.editing.suggest.suggesting import suggest_text
from tests.factories import edit_page, make_page, stored
from wiki.models import Revision
from wiki.permissions import Editor
from wiki.reading import waiting

pytestmark = pytest.mark.django_db


def test_each_queue_leads_to_where_it_is_worked_off(alice: Editor, bob: Editor) -> None:
    client = at_desk("Emil", "sysop")
    suggest_text(make_page("Rome", editor=alice), "Two.", bob)
    lines = client.get("/admin/").context["queues"]
    assert [(line.name, line.count, line.waits) for line in lines] == [
        ("unpatrolled", "1", True),
        ("new_pages", "1", True),
        ("suggestions", "1", True),
        ("reports", "0", True),
        ("filter_hits", "0", False),
        ("accounts", "0", False),
    ]
    assert [client.get(line.address).status_code for line in lines] == [200] * 6


def test_the_oldest_and_the_drawing_are_told_in_words(alice: Editor) -> None:
    page = make_page("Rome", editor=alice)
    edit_page(page, "Two.", editor=alice)
    then = timezone.now().replace(microsecond=0) - timedelta(days=3)
    stored(Revision).filter(number=1).update(timestamp=then)
    response = at_desk("Emil", "sysop").get("/admin/")
    line, html = response.context["queues"][0], " ".join(response.content.decode().split())
    assert "the oldest for 3 days" in html
    assert line.drawing in response.content.decode()
    tree = ET.fromstring(line.drawing)
    assert (tree.get("role"), tree[0].text) == ("img", "Changes that nobody has patrolled")
    day = f"{then.day} {then:%b}"
    assert tree[1].text == f"2 in 14 days; 2 of them wait; most on {day}: 1"
    assert next(group[0].text for group in tree.iter("g")) == f"{day}: 1, 1 wait"
    assert line.busiest == "at most 1 a day"


def test_more_than_is_counted(alice: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MOST", 1)
    for name in ("Rome", "Paris"):
        make_page(name, editor=alice)
    line = at_desk("Emil", "sysop").get("/admin/").context["queues"][0]
    assert (line.count, line.empty) == ("1+", False)


def test_staff_is_told_of_what_it_may_work_off(alice: Editor) -> None:
    make_page("Rome", editor=alice)
    lines = at_desk("Dora").get("/admin/").context["queues"]
    assert [line.name for line in lines] == ["suggestions", "accounts"]
