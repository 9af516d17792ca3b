"""The History tab."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, make_page, stored
from tests.web.pages import TEXT, change_field, change_section, field, rome, section, text_of
from wiki.editing.undo import undo
from wiki.models import Revision
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db


def rows(html: str) -> list[str]:
    """The revisions that a list shows, by id, in order."""
    return re.findall(r'<li id="rev(\d+)"', html)


def test_lists_revisions_newest_first(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    first = page.latest_id
    second = change_field(page, "Mayor", "Galba", bob, summary="a new one")
    html = client.get("/history/Rome").content.decode()
    assert rows(html) == [str(second.pk), str(first)]
    assert '<meta name="robots" content="noindex">' in html
    assert "<title>Rome: Revision history – Stemma</title>" in html


def test_row_reads_itself(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    change_field(page, "Mayor", "Galba", bob, summary="a new one")
    shown = text_of(client, "/history/Rome")
    assert "Infobox › Mayor: Nero → Galba" in shown
    assert "a new one" in shown
    assert "Bob ( talk | contribs )" in shown
    assert "+1" in shown
    assert f"{len(TEXT.strip().encode()) + 1:,} bytes" in shown


def test_both_radios_on_every_row_and_the_impossible_one_disabled(client: Client, alice: Editor) -> None:
    page = rome(alice)
    ids = [page.latest_id, change_field(page, "Mayor", "Galba").pk, change_field(page, "Mayor", "Otho").pk]
    html = client.get("/history/Rome").content.decode()
    radios = re.findall(r'<input type="radio" name="(\w+)" value="(\d+)" aria-label="[^"]*" ?(\w*)>', html)
    assert radios == [
        ("oldid", str(ids[2]), "disabled"),
        ("diff", str(ids[2]), "checked"),
        ("oldid", str(ids[1]), "checked"),
        ("diff", str(ids[1]), ""),
        ("oldid", str(ids[0]), ""),
        ("diff", str(ids[0]), "disabled"),
    ]


def test_links_of_a_row(client: Client, alice: Editor) -> None:
    page = rome(alice)
    first, second = page.latest_id, change_field(page, "Mayor", "Galba").pk
    html = client.get("/history/Rome").content.decode()
    for address in (f"/diff/{first}/{second}", f"/undo/{second}", f"/restore/{first}", f"/revision/{first}"):
        assert f'href="{address}"' in html
    assert f'href="/undo/{first}"' not in html
    assert f'href="/restore/{second}"' not in html


def test_goes_through_a_long_history_by_key(client: Client) -> None:
    page = make_page("Long", "0")
    for number in range(1, 25):
        edit_page(page, str(number))
    ids = [str(pk) for pk in Revision.objects.order_by("-number").values_list("pk", flat=True)]
    newest = client.get("/history/Long?limit=20").content.decode()
    assert rows(newest) == ids[:20]
    older = client.get("/history/Long?limit=20&older=6").content.decode()
    assert rows(older) == ids[20:]
    newer = client.get("/history/Long?limit=20&newer=5").content.decode()
    assert rows(newer) == ids[:20]
    oldest = client.get("/history/Long?limit=20&oldest=1").content.decode()
    assert rows(oldest) == ids[5:]
    assert 'href="/history/Long?limit=20&amp;older=6"' in newest
    assert 'href="/history/Long?limit=20&amp;newer=5"' in older


def test_history_of_one_section(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    first = page.latest_id
    change_field(page, "Mayor", "Galba")
    second = change_section(page, "History", "Another story altogether.", bob)
    part = section(page, "History")
    response = client.get(f"/history/Rome?section={part.pk}")
    assert rows(response.content.decode()) == [str(second.pk), str(first)]
    assert "Rome: History of § History" in response.content.decode()
    assert f"/restore/{first}?section={part.pk}" in response.content.decode()


def test_history_of_one_field_and_of_the_infobox(client: Client, alice: Editor) -> None:
    page = rome(alice)
    first = page.latest_id
    mayor = change_field(page, "Mayor", "Galba")
    change_section(page, "History", "Another story.")
    area = change_field(page, "Area", "1,287")
    of_field = client.get(f"/history/Rome?field={field(page, 'Mayor').pk}").content.decode()
    assert rows(of_field) == [str(mayor.pk), str(first)]
    of_box = client.get("/history/Rome?infobox=1").content.decode()
    assert rows(of_box) == [str(area.pk), str(mayor.pk), str(first)]


def test_history_of_a_section_that_is_gone(client: Client, alice: Editor) -> None:
    page = rome(alice)
    part = section(page, "History")
    edit_page(
        page,
        TEXT.replace("## History\n\nRome was founded in 753 before our era, as the legend has it.\n\n", ""),
    )
    shown = text_of(client, f"/history/Rome?section={part.pk}")
    assert "(no longer on the page)" in shown


def test_tree_of_parts(client: Client, alice: Editor) -> None:
    page = rome(alice)
    html = client.get(f"/history/Rome?section={section(page, 'Economy').pk}").content.decode()
    tree = html[html.index('id="parts"') :].split("</nav>")[0]
    assert re.findall(r">([^<>]+)</a>", tree) == [
        "Everything", "Infobox", "Beginning", "History", "Economy", "Tourism",
    ]  # fmt: skip
    assert re.findall(r'aria-current="true">([^<]+)<', tree) == ["Economy"]


def test_hidden_parts_are_struck_through(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    revision = change_field(page, "Mayor", "Galba", bob, summary="secret words")
    Revision.objects.filter(pk=revision.pk).update(user_hidden=True, summary_hidden=True, text_hidden=True)
    html = client.get("/history/Rome").content.decode()
    assert html.count("(username removed)") == 1
    assert html.count("(edit summary removed)") == 1
    assert "Bob" not in html
    assert "secret words" not in html
    assert "Galba" not in html
    assert f'href="/revision/{revision.pk}"' not in html.split("pagehistory")[1].split("</ol>")[0]


def test_administrators_see_struck_through_what_others_do_not(
    client: Client, alice: Editor, bob: Editor, carol: Editor
) -> None:
    page = rome(alice)
    revision = change_field(page, "Mayor", "Galba", bob, summary="secret words")
    Revision.objects.filter(pk=revision.pk).update(user_hidden=True, summary_hidden=True, text_hidden=True)
    client.force_login(carol.user)
    row = (
        client.get("/history/Rome").content.decode().split(f'<li id="rev{revision.pk}"')[1].split("</li>")[0]
    )
    assert '<span class="history-deleted"><a class="mw-userlink" href="/wiki/User:Bob">' in row
    assert '<i class="comment history-deleted">secret words</i>' in row
    assert f'<a class="history-deleted mw-changeslist-date" href="/revision/{revision.pk}">' in row


def test_big_changes_are_bold_and_none_is_grey(client: Client) -> None:
    page = make_page("Long", "x")
    edit_page(page, "x" * 700)
    edit_page(page, "y" * 700)
    html = client.get("/history/Long").content.decode()
    assert '<strong class="mw-plusminus-pos">+699</strong>' in html
    assert '<span class="mw-plusminus-null">0</span>' in html


def test_cur_and_prev_are_links_where_there_is_something_to_compare(client: Client) -> None:
    page = rome()
    first, second = page.latest_id, change_field(page, "Mayor", "Galba").pk
    html = client.get("/history/Rome").content.decode()
    newest, oldest = (html.split(f'<li id="rev{id_}"')[1].split("</li>")[0] for id_ in (second, first))
    assert f'(cur | <a href="/diff/{first}/{second}">prev</a>)' in newest
    assert f'(<a href="/diff/{first}/{second}">cur</a> | prev)' in oldest


def test_rows_stand_under_their_days(client: Client) -> None:
    page = rome()
    first = page.latest_id
    second = change_field(page, "Mayor", "Galba").pk
    stored(Revision).filter(pk=first).update(timestamp=datetime(2020, 1, 31, 9, 5, tzinfo=UTC))
    html = client.get("/history/Rome").content.decode()
    newer, older = html.split('<h2 class="day">')[1:]
    assert rows(newer) == [str(second)]
    assert older.startswith("31 January 2020</h2>")
    assert rows(older) == [str(first)]
    assert f'href="/revision/{first}">09:05</a>' in older


def test_minor_edits_and_tags_are_marked(client: Client, alice: Editor) -> None:
    page = rome(alice)
    undone = undo(page, change_field(page, "Mayor", "Galba", alice), editor=alice).revision
    assert undone is not None
    stored(Revision).filter(pk=undone.pk).update(minor=True)
    html = client.get("/history/Rome").content.decode()
    row = html.split(f'<li id="rev{undone.pk}"')[1].split("</li>")[0]
    assert '<abbr class="flag" title="This is a minor edit">m</abbr>' in row
    assert '<small class="mw-tag-markers">(Tag: Undo)</small>' in row


def test_rollback_is_offered_to_who_may(client: Client, alice: Editor, bob: Editor, carol: Editor) -> None:
    page = rome(alice)
    change_field(page, "Mayor", "Galba", bob)
    change_field(page, "Mayor", "Otho", bob)
    assert "/rollback/" not in client.get("/history/Rome").content.decode()
    client.force_login(carol.user)
    html = client.get("/history/Rome").content.decode()
    assert '<a href="/rollback/Rome?from=Bob" rel="nofollow">rollback 2 edits</a>' in html


def test_summary_links_its_section_and_pages(client: Client, alice: Editor) -> None:
    page = rome(alice)
    change_field(page, "Mayor", "Galba", alice, summary="/* The History */ see [[Help:Links|help]] & <b>")
    html = client.get("/history/Rome").content.decode()
    assert (
        '<a class="autocomment" href="/wiki/Rome#The_History">→ The History</a>: '
        'see <a href="/wiki/Help:Links">help</a> &amp; &lt;b&gt;'
    ) in html


def test_another_form_of_the_title_redirects(client: Client) -> None:
    make_page("New Rome")
    response = client.get("/history/New Rome?limit=20")
    assert (response.status_code, response["Location"]) == (301, "/history/New_Rome?limit=20")


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/history/Nowhere", 404, "There is no page “Nowhere”"),
        ("/history/A[b", 400, "A[b"),
        ("/history/Rome?limit=many", 400, "“limit” in the address must be a whole number"),
        ("/history/Rome?limit=501", 400, "501"),
        ("/history/Rome?older=-1", 400, "-1"),
        ("/history/Rome?section=99999", 404, "never had this section or field"),
        ("/history/Rome?field=x", 400, "“field” in the address"),
    ],
)
def test_bad_input(client: Client, address: str, status: int, said: str) -> None:
    rome()
    assert said in text_of(client, address, status)


@pytest.mark.parametrize(("query", "number"), [("", 5), ("?section=", 7), ("?field=", 6)])
def test_queries_do_not_grow(client: Client, query: str, number: int) -> None:
    page = rome()
    if "section" in query:
        query += str(section(page, "History").pk)
    elif "field" in query:
        query += str(field(page, "Mayor").pk)
    counts = []
    for value in ("Galba", "Otho"):
        change_field(page, "Mayor", value)
        change_section(page, "History", f"Under {value}.")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(f"/history/Rome{query}").status_code == 200
        counts.append(len(captured))
    assert counts == [number, number]
