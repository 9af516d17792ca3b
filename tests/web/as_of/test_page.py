"""A page as it was at a moment: links, redirects and titles of then, and the ways through time."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.conftest import Clock
from tests.factories import edit_page, make_page
from tests.made_pictures import address, png, store
from tests.web.identity.signing_in import sign_in
from wiki.models import Page, Revision
from wiki.moderation.delete import delete_page
from wiki.moderation.move import move_page
from wiki.permissions import Editor
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

TEXT = """```infobox City
River: [[Tiber]]
```

See [[Milan]], [[Naples|the south]] and [[/Hills]].

## See also

- [[Milan]]
- [[Tiber]]

[[Category:Cities]]
"""
T = "/asof/2020-01-01T{}:00:00Z/"


@pytest.fixture
def told(alice: Editor, carol: Editor, clock: Clock) -> None:
    """At 1 there is Rome alone; at 2 Milan and the category; at 3 Milan moves; at 4 it goes."""
    clock.goes()
    make_page("Rome", TEXT, editor=alice)
    clock.goes()
    milan = make_page("Milan", "A city.", editor=alice)
    make_page("Category:Cities", "Cities.", editor=alice)
    clock.goes()
    move_page(milan, Title(0, "Milano"), editor=alice)
    clock.goes()
    delete_page(Page.objects.get(pk=milan.pk), editor=carol)
    clock.goes()


def links(html: str) -> set[tuple[str, str]]:
    """The article's links: where they lead, and their class."""
    body = re.split(r'<p class="printfooter|<aside id="hover', html.partition('<article class="page"')[2])[0]
    found = re.findall(r'<a ([^>]*)href="([^"]*)"([^>]*)>', body)
    return {
        (address, (re.findall(r'class="([^"]*)"', before + after) or [""])[0])
        for before, address, after in found
    }


@pytest.mark.usefixtures("told")
def test_links_are_red_and_blue_as_then_and_stay_in_the_time(client: Client) -> None:
    base = T.format("01")
    assert links(client.get(base + "Rome").content.decode()) == {
        (base + name, "new") for name in ("Tiber", "Milan", "Naples", "Rome/Hills", "Category:Cities")
    }


def test_what_is_deleted_now_was_never_there_but_for_those_who_see_it(
    client: Client, told: None, carol: Editor
) -> None:
    base = T.format("02")
    red = {(base + "Milan", "new"), (base + "Category:Cities", "")}
    assert red <= links(client.get(base + "Rome").content.decode())
    assert client.get(base + "Milan").status_code == 404
    sign_in(client, "Carol")
    assert (base + "Milan", "") in links(client.get(base + "Rome").content.decode())
    assert "A city." in client.get(base + "Milan").content.decode()
    after = T.format("03")
    assert (after + "Milan", "mw-redirect") in links(client.get(after + "Rome").content.decode())
    assert client.get(after + "Milan")["Location"] == f"{after}Milano?redirectedfrom=Milan"
    page = client.get(after + "Milano?redirectedfrom=Milan").content.decode()
    assert f'(Redirected from <a class="mw-redirect" href="{after}Milan?redirect=no">Milan</a>)' in page
    assert f'href="{after}Milano"' in client.get(after + "Milan?redirect=no").content.decode()


def test_a_page_has_the_title_of_then(client: Client, alice: Editor, clock: Clock) -> None:
    page = make_page("Roma", "[[/Hills]] of [[Roma]].", editor=alice)
    clock.goes()
    move_page(page, Title(0, "Rome"), editor=alice)
    clock.goes()
    client.get(f"/revision/{Revision.objects.get(page=page, number=1).pk}")  # drawn under its present title
    html = client.get(T.format("00") + "Roma").content.decode()
    assert '<h1 id="firstHeading" class="firstHeading"' in html
    assert ">Roma</h1>" in html
    assert "(it is called “Rome” now)" in html
    assert '<a href="/wiki/Rome">Read it as it is now</a>' in html
    assert links(html) == {
        (T.format("00") + "Roma/Hills", "new"),
    }
    assert f'<a href="{T.format("01")}Rome" rel="next">' in html
    assert client.get(T.format("00") + "Rome").status_code == 404
    assert '<a id="ca-nstab-main" href="/asof/2020-01-01T00:00:00Z/Roma"' in html
    assert '<a id="ca-history" href="/history/Rome"' in html


def test_the_ways_to_the_change_before_and_after(client: Client, clock: Clock) -> None:
    page = make_page("Rome", "One.")
    for text in ("Two.", "Three."):
        clock.goes()
        edit_page(page, text)
    edit_page(page, "Four, in the same second.")
    clock.goes()
    html = client.get("/asof/2020-01-01T01:30:00Z/Rome").content.decode()
    assert "Two." in html
    assert f'<a href="{T.format("00")}Rome" rel="prev">' in html
    assert f'<a href="{T.format("02")}Rome" rel="next">' in html
    assert '<meta name="robots" content="noindex">' in html
    last = client.get(T.format("02") + "Rome").content.decode()
    assert "Four, in the same second." in last
    assert f'<a href="{T.format("01")}Rome" rel="prev">' in last
    assert "No change since" in last
    assert "First revision" in client.get(T.format("00") + "Rome").content.decode()


def test_the_slider_is_a_form(client: Client, clock: Clock) -> None:
    page = make_page("Rome", "One.")
    clock.goes()
    edit_page(page, "Two.")
    clock.goes()
    html = client.get("/asof/2020-01-01T00:30:00Z/Rome").content.decode()
    assert '<input type="range" name="number" min="1" max="2" value="1" aria-label="Revision">' in html
    assert client.get("/asof?title=Rome&number=2")["Location"] == f"{T.format('01')}Rome"
    assert client.get("/asof?title=Rome&number=9")["Location"] == f"{T.format('01')}Rome"
    for wrong in ("0", "x", "9" * 30):
        assert client.get(f"/asof?title=Rome&number={wrong}").status_code == 404
    assert client.get("/asof?title=Nowhere&number=1").status_code == 404


def test_history_and_old_revisions_lead_into_the_time(client: Client, clock: Clock) -> None:
    page = make_page("Rome", "One.")
    assert "Read through time" not in client.get("/history/Rome").content.decode()
    edit_page(page, "Two.")
    assert 'href="/asof?title=Rome&amp;number=1"' in client.get("/history/Rome").content.decode()
    old = Revision.objects.get(page=page, number=1)
    assert 'href="/asof?title=Rome&amp;number=1"' in client.get(f"/revision/{old.pk}").content.decode()
    then = client.get("/asof/2020-01-01/Rome").content.decode()
    assert '<input type="date" name="date" value="2020-01-01" required' in then
    assert '<input type="date" name="date" required' in client.get("/wiki/Rome").content.decode()


def test_moments_that_hold_nothing_are_answered_clearly(client: Client, clock: Clock) -> None:
    make_page("Rome", "One.")
    clock.goes()
    before = client.get("/asof/2019-12-31/Rome")
    assert before.status_code == 404
    assert "There was no page “Rome” on 2019-12-31 23:59 (UTC)." in before.content.decode()
    assert '<a class="button" href="/wiki/Rome">Read it as it is now</a>' in before.content.decode()
    assert client.get("/asof/2020-01-01/Nowhere").status_code == 404
    future = client.get("/asof/2020-01-02/Rome")
    assert future.status_code == 400
    assert "2020-01-02 is still to come" in future.content.decode()
    assert '<a class="button" href="/wiki/Rome">Read it as it is now</a>' in future.content.decode()
    gone = client.get("/asof/2020-01-02/Nowhere")
    assert gone.status_code == 400
    assert "Read it as it is now" not in gone.content.decode()
    assert "on 0001-01-01 23:59 (UTC)" in client.get("/asof/0001-01-01/Rome").content.decode()
    today = client.get("/asof/2020-01-01/Rome").content.decode()
    assert "as it was on <b>1 January 2020, at 01:00</b>" in today


def test_a_picture_is_the_one_of_then(client: Client, clock: Clock) -> None:
    make_page("Rome", "[[File:Map.png]]")
    clock.goes()
    old = address(store("Map.png", png(10, 10)))
    clock.goes()
    new = address(store("Map.png", png(12, 12)))
    clock.goes()
    shown = [client.get(f"{T.format(hour)}Rome").content.decode() for hour in ("00", "01", "02")]
    assert [(old in html, new in html) for html in shown] == [(False, False), (True, False), (False, True)]


def test_a_picture_is_found_through_the_redirect_of_then(client: Client, clock: Clock, carol: Editor) -> None:
    make_page("Rome", "[[File:Map.png]]")
    shown = address(store("Map.png", png(10, 10))).partition("/Map")[0]
    clock.goes()
    move_page(Page.objects.get(title="Map.png"), Title(6, "Plan.png"), editor=carol)
    clock.goes()
    for hour in ("00", "01"):
        assert shown in client.get(f"{T.format(hour)}Rome").content.decode()


def test_a_moment_costs_the_same_however_many_links(
    client: Client, clock: Clock, django_assert_num_queries: object
) -> None:
    for n in (1, 3):
        make_page(f"Page {n}", " ".join(f"[[Page {m}]]" for m in range(n)))
        clock.goes()
        client.get(f"/asof/2020-01-02/Page {n}")  # drawn, and kept
        with django_assert_num_queries(5):  # type: ignore[operator]
            client.get(f"/asof/2020-01-01/Page {n}")
