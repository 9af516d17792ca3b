"""Comparing two revisions."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, make_page, reload, stored
from tests.web.pages import TEXT, change_field, change_section, rome, text_of
from wiki.editing.undo import undo
from wiki.models import Revision
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db


def heads(html: str) -> list[str]:
    """The names that stand above the changed places."""
    found = re.findall(r'<h3 class="hunk-head">(.*?)</h3>', html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", "", head).split()) for head in found]


def test_a_changed_field(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    first, second = page.latest_id, change_field(page, "Mayor", "Galba", bob, summary="a new one").pk
    html = client.get(f"/diff/{first}/{second}").content.decode()
    assert heads(html) == ["Infobox › Mayor"]
    assert '<td class="diff-marker" data-marker="−" aria-label="Removed"></td>' in html
    assert '<td class="diff-deletedline"><del class="diffchange">Nero</del></td>' in html
    assert '<td class="diff-marker" data-marker="+" aria-label="Added"></td>' in html
    assert '<td class="diff-addedline"><ins class="diffchange">Galba</ins></td>' in html
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert "<title>Rome: Difference between revisions – Stemma</title>" in html


def test_a_changed_word_in_a_section(client: Client) -> None:
    page = rome()
    first = page.latest_id
    second = change_section(
        page, "History", "Rome was founded in 509 before our era, as the legend has it."
    ).pk
    html = client.get(f"/diff/{first}/{second}").content.decode()
    assert heads(html) == ["§ History"]
    assert 'Rome was founded in <del class="diffchange">753</del> before our era' in html
    assert 'Rome was founded in <ins class="diffchange">509</ins> before our era' in html
    number = '<td class="diff-lineno{}" title="Line {}:" aria-label="Line {}:">{}</td>'
    for side in (number.format("", 3, 3, 3), number.format(" diff-twin", 2, 2, 2)):
        assert side in html


def test_renamed_new_and_removed_sections(client: Client) -> None:
    page = rome()
    first = page.latest_id
    text = TEXT.replace("## History", "## The past").replace(
        "### Tourism\n\nMany people come to see it.\n", ""
    )
    second = edit_page(page, text + "\n## Sources\n\nLivy.\n").revision
    assert second is not None
    html = client.get(f"/diff/{first}/{second.pk}").content.decode()
    assert heads(html) == ["§ The past renamed from “History”", "§ Tourism removed", "§ Sources new"]


def test_a_renamed_field(client: Client) -> None:
    page = rome()
    first = page.latest_id
    saved = edit_page(page, TEXT.replace("Mayor: Nero", "Emperor: Nero"))
    assert saved.revision is not None
    html = client.get(f"/diff/{first}/{saved.revision.pk}").content.decode()
    assert heads(html) == ["Infobox › Emperor renamed from “Mayor”"]


def test_a_moved_paragraph_has_jumps(client: Client) -> None:
    words = [
        f"Paragraph {n} has quite a few words of its own, so that it can be told apart." for n in "abcdef"
    ]
    page = make_page("Moves", "\n\n".join(words))
    first = page.latest_id
    second = edit_page(page, "\n\n".join([*words[1:], words[0]])).revision
    assert second is not None
    html = client.get(f"/diff/{first}/{second.pk}").content.decode()
    jumps = re.findall(r'<tr id="([^"]+)">.*?<a class="mw-diff-movedpara-(\w+)" href="#([^"]+)"', html)
    assert jumps == [
        ("moved-0-1-from", "left", "moved-0-1-to"),
        ("moved-0-1-to", "right", "moved-0-1-from"),
    ]


def test_long_unchanged_runs_are_folded(client: Client) -> None:
    lines = [f"Line {n}." for n in range(20)]
    page = make_page("Lines", "\n".join(lines))
    first = page.latest_id
    second = edit_page(page, "\n".join([*lines[:-1], "Another end."])).revision
    assert second is not None
    assert "17 unchanged lines" in text_of(client, f"/diff/{first}/{second.pk}")


def test_heads_say_who_when_and_what(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    first = page.latest_id
    middle = change_field(page, "Mayor", "Galba", bob).pk
    last = change_field(page, "Mayor", "Otho", alice, summary="and another").pk
    html = client.get(f"/diff/{middle}/{last}").content.decode()
    shown = text_of(client, f"/diff/{middle}/{last}")
    assert "Latest revision as of" in shown
    assert "and another" in shown
    assert f'rel="prev" href="/diff/{first}/{middle}"' in html
    assert 'id="differences-nextlink"' not in html
    assert f'<a href="/undo/{last}" rel="nofollow">undo</a>' in html
    assert f'<a href="/restore/{middle}" rel="nofollow">restore</a>' in html


def test_heads_tell_author_minor_and_tags(client: Client, alice: Editor) -> None:
    page = rome(alice)
    first = page.latest_id
    undone = undo(page, change_field(page, "Mayor", "Galba", alice), editor=alice).revision
    assert undone is not None
    stored(Revision).filter(pk=undone.pk).update(minor=True)
    html = client.get(f"/diff/{first}/{undone.pk}").content.decode()
    old, new = (html.split(f'id="mw-diff-{side}title"')[1].split("</div>")[0] for side in "on")
    assert "Revision as of" in old
    assert f'<a href="/revision/{first}">' in old
    for head in (old, new):
        assert '<a class="mw-userlink" href="/wiki/User:Alice">Alice</a>' in head
        assert '<a href="/wiki/Special:Contributions/Alice">contribs</a>' in head
    assert 'title="This is a minor edit">m</abbr>' in new
    assert "(Tag: Undo)" in new
    assert f'<a href="/edit/Rome?oldid={first}" rel="nofollow">edit</a>' in old


def test_intermediate_revisions_are_counted(
    client: Client, alice: Editor, bob: Editor, carol: Editor
) -> None:
    page = rome(alice)
    first = page.latest_id
    for editor, mayor in ((bob, "Galba"), (carol, "Otho"), (alice, "Vitellius")):
        last = change_field(page, "Mayor", mayor, editor).pk
    shown = text_of(client, f"/diff/{first}/{last}")
    assert "(2 intermediate revisions by 2 users not shown)" in shown
    html = client.get(f"/diff/{first}/{last}").content.decode()
    assert f'<a href="/undo/{last}?after={first}" rel="nofollow">undo</a>' in html
    assert 'href="/history/Rome?older=4"' in html


def test_the_intermediate_revisions_are_one_link_away(client: Client, alice: Editor, bob: Editor) -> None:
    page = rome(alice)
    first, between = page.latest_id, change_field(page, "Mayor", "Galba", bob).pk
    last = change_field(page, "Mayor", "Otho", alice).pk
    html = client.get(f"/diff/{first}/{last}").content.decode()
    link = re.search(r'not shown\) <a href="([^"]+)">Show them</a>', html)
    assert link is not None
    assert f'id="rev{between}"' in client.get(link[1]).content.decode()
    assert "not shown" not in client.get(f"/diff/{first}/{between}").content.decode()


def test_administrators_can_roll_back_and_hide_from_here(client: Client, bob: Editor, carol: Editor) -> None:
    page = rome()
    first, last = page.latest_id, change_field(page, "Mayor", "Galba", bob).pk
    html = client.get(f"/diff/{first}/{last}").content.decode()
    assert "/visibility/" not in html
    assert "/rollback/" not in html
    client.force_login(carol.user)
    html = client.get(f"/diff/{first}/{last}").content.decode()
    assert f'<a href="/visibility/Rome?ids={first}" rel="nofollow">change visibility</a>' in html
    assert '<a href="/rollback/Rome?from=Bob" rel="nofollow">rollback 1 edit</a>' in html
    older, newer = (change_field(page, "Mayor", name, bob).pk for name in ("Otho", "Galba"))
    assert "rollback 3 edits</a>" in client.get(f"/diff/{older}/{newer}").content.decode()
    assert "/rollback/" not in client.get(f"/diff/{first}/{older}").content.decode()
    Revision.objects.filter(pk=older).update(user_hidden=True, suppressed=True)
    assert "rollback 1 edit</a>" in client.get(f"/diff/{first}/{newer}").content.decode()


def test_two_pages(client: Client) -> None:
    one, other = (
        make_page("One", "The same.\n\n## Part\n\nFirst."),
        make_page("Two", "The same.\n\n## Part\n\nSecond."),
    )
    html = client.get(f"/diff/{one.latest_id}/{other.latest_id}").content.decode()
    assert "<title>One and Two: Difference between pages – Stemma</title>" in html
    assert heads(html) == ["§ Part"]


def test_no_difference(client: Client) -> None:
    page = rome()
    assert "No difference: the text is the same." in text_of(
        client, f"/diff/{page.latest_id}/{page.latest_id}"
    )


def test_the_newer_revision_follows_as_a_page(client: Client) -> None:
    page = rome()
    first, second = page.latest_id, change_field(page, "Mayor", "Galba").pk
    html = client.get(f"/diff/{first}/{second}").content.decode()
    below = html[html.index('class="diff-latest"') :]
    assert "Galba" in below
    assert "mw-editsection" not in below
    assert 'class="diff-latest"' not in client.get(f"/diff/{first}/{second}?diffonly=1").content.decode()


def test_inline(client: Client) -> None:
    page = rome()
    first, second = page.latest_id, change_field(page, "Mayor", "Galba").pk
    assert 'class="diff-body"' in client.get(f"/diff/{first}/{second}").content.decode()
    assert (
        'class="diff-body diff-inline"' in client.get(f"/diff/{first}/{second}?type=inline").content.decode()
    )


@pytest.mark.parametrize(
    ("query", "pair"),
    [
        ("oldid={1}&diff={3}", (1, 3)),
        ("oldid={2}&diff=prev", (1, 2)),
        ("oldid={2}&diff=next", (2, 3)),
        ("oldid={1}&diff=cur", (1, 3)),
        ("oldid={3}&diff=next", (3, 3)),
        ("diff={3}", (2, 3)),
        ("oldid={3}", (2, 3)),
    ],
)
def test_ways_to_name_two_revisions(client: Client, query: str, pair: tuple[int, int]) -> None:
    page = rome()
    ids = [0, page.latest_id, change_field(page, "Mayor", "Galba").pk, change_field(page, "Mayor", "Otho").pk]
    response = client.get(f"/diff?{query.format(*ids)}")
    assert (response.status_code, response["Location"]) == (302, f"/diff/{ids[pair[0]]}/{ids[pair[1]]}")


def test_words_in_the_path(client: Client) -> None:
    page = rome()
    first, second = page.latest_id, change_field(page, "Mayor", "Galba").pk
    for address in (
        f"/diff/{second}/prev",
        f"/diff/prev/{second}",
        f"/diff/{first}/cur",
        f"/diff/{first}/next",
    ):
        assert client.get(address)["Location"] == f"/diff/{first}/{second}"


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/diff", 400, "names no revision"),
        ("/diff?oldid=x&diff=1", 400, "“x” is no number of a revision"),
        ("/diff?oldid=999&diff=prev", 404, "There is no revision 999"),
        ("/diff/998/999", 404, "There is no revision 998"),
        ("/diff/1/abc", 404, "There is no revision abc"),
        ("/diff/99999999999999999999/1", 400, "is no number of a revision"),
        ("/diff/1/99999999999999999999", 404, "There is no revision 99999999999999999999"),
        ("/diff?oldid=1&diff=" + "9" * 5000, 404, "There is no revision 999999"),
    ],
)
def test_bad_input(client: Client, address: str, status: int, said: str) -> None:
    rome()
    assert said in text_of(client, address, status)


def test_hidden_text_is_refused(client: Client, carol: Editor) -> None:
    page = rome()
    first, second = page.latest_id, change_field(page, "Mayor", "Galba").pk
    Revision.objects.filter(pk=first).update(text_hidden=True)
    shown = text_of(client, f"/diff/{first}/{second}", 403)
    assert f"The text of revision {first} has been removed from public view." in shown
    assert "Nero" not in shown
    client.force_login(carol.user)
    assert client.get(f"/diff/{first}/{second}").status_code == 200


def test_markup_in_texts_and_names_is_shown_not_obeyed(client: Client) -> None:
    page = make_page("Bad", "```infobox X\n<b>K: <i>v\n```\n<script>1</script>\n\n## <u>Head\n\nOld.")
    first = page.latest_id
    second = edit_page(
        page, "```infobox X\n<b>K: <i>w\n```\n<script>2</script>\n\n## <u>Head\n\nNew."
    ).revision
    assert second is not None
    html = client.get(f"/diff/{first}/{second.pk}?diffonly=1").content.decode()
    main = html[html.index("<main") :]
    for bad in ("<script>1", "<script>2", "<b>K", "<i>w", "<u>Head"):
        assert bad not in main
    assert reload(page).number == 2


@pytest.mark.parametrize(("query", "number"), [("", 9), ("?diffonly=1", 8)])
def test_queries_do_not_grow(client: Client, query: str, number: int) -> None:
    page = rome()
    first = page.latest_id
    counts = []
    for mayor in ("Galba", "Otho"):
        change_field(page, "Mayor", mayor)
        change_section(page, "History", f"Under {mayor}.")
        last = change_section(page, "Tourism", f"Many see {mayor}.").pk
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/diff/{first}/{last}{query}").status_code == 200
        counts.append(len(captured))
    assert counts == [number, number]
