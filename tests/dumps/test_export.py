"""Exports: what is read back is what was there; what is withheld is not in it."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.dumps.exports import FOLDER, NOT_HERE, check_schema, export, histories, page, revision
from tests.factories import edit_page, make_page
from tests.made_pictures import png
from wiki.dumps import exporter
from wiki.dumps.importer import import_records
from wiki.dumps.opened import open_dump
from wiki.dumps.records import DumpRevision, PageHead, Slot
from wiki.dumps.report import Report
from wiki.dumps.steps import Wanted
from wiki.dumps.xml_read import read_dump
from wiki.dumps.xml_write import base36, write_dump
from wiki.editing.edits import whole_page
from wiki.editing.files.files import store_file
from wiki.editing.save import save_edit
from wiki.models import Page, Revision
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.move import move_page
from wiki.reading.source import open_page
from wiki.text.titles import parse_title

# All that hold pages with texts, but for one of 2,004 pages, which `tests/peers/mediawiki.py` takes round.
DUMPS = sorted(
    path.name for path in FOLDER.glob("*.xml*") if not re.search("-logs|-stub|^ltgwiki", path.name)
)
TWICE = {"dbpedia-mini-ar.xml.xz"}  # has two pages of one title; the second is refused


def written_export(*arguments: str, **options: object) -> bytes:
    out = io.StringIO()
    call_command("export_xml", *arguments, stdout=out, output=None, **options)
    return out.getvalue().encode()


def exported(*arguments: str, **options: object) -> list:
    return list(read_dump(io.BytesIO(written_export(*arguments, **options)), "out.xml"))


def revisions(records) -> list[DumpRevision]:
    return [one for one in records if isinstance(one, DumpRevision)]


def redirects(records) -> list[str]:
    return [one.target for one in records if isinstance(one, PageHead) and one.redirect]


@pytest.mark.django_db
def test_texts_times_authors_and_summaries_come_out_as_they_are(alice, bob):
    made = make_page("Alpha", "One\n\n== A ==\nText & <b>", editor=alice)
    edit = whole_page(made, "One\n\n== A ==\nText\n\tmore", open_page(made).base)
    save_edit(made, edit, editor=bob, summary="“why” & <how>", minor=True)
    records = exported()
    head = next(one for one in records if isinstance(one, PageHead))
    assert (head.title, head.namespace, head.redirect) == ("Alpha", 0, False)
    one, two = revisions(records)
    assert (one.main.text, one.contributor.name, one.parent) == ("One\n\n== A ==\nText & <b>", "Alice", 0)
    assert (two.main.text, two.comment, two.minor) == (open_page(made).text, "“why” & <how>", True)
    assert (two.parent, two.main.model) == (one.id, "markdown")
    stored = Revision.objects.order_by("number").values_list("sha1", flat=True)
    assert [f"{one.main.sha1:040x}" for one in (one, two)] == list(stored)


@pytest.mark.django_db
def test_what_is_withheld_or_deleted_is_not_in_it(alice, carol):
    made = make_page("Alpha", "Secret one", editor=alice, summary="Secret why")
    edit_page(made, "Open", editor=alice)
    first = Revision.objects.get(number=1)
    hide_revisions(made, [first.pk], editor=carol, text=True, author=True, summary=True, reason="x")
    delete_page(make_page("Beta", "Secret two", editor=alice), editor=carol, reason="x")
    out = io.StringIO()
    call_command("export_xml", stdout=out)
    assert "Secret" not in out.getvalue()
    assert "Beta" not in out.getvalue()
    one, two = revisions(read_dump(io.BytesIO(out.getvalue().encode()), "out.xml"))
    assert (one.main.withheld, one.contributor.name, one.comment) == (True, None, None)
    assert (two.main.text, two.contributor.name) == ("Open", "Alice")


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["xml", "json", "html", "markdown", "epub"])
def test_a_category_without_pages_is_refused(command, alice, tmp_path):
    make_page("Alpha", "In [[Category:Alphas]].", editor=alice)
    where = {"output": str(tmp_path / "out")} if command in ("xml", "json") else {}
    target = [] if where else [str(tmp_path / "out")]
    with pytest.raises(CommandError, match="there is no page in the category “Nope”"):
        call_command(f"export_{command}", *target, category=["Alphas", "Nope"], **where)
    assert not (tmp_path / "out").exists()
    call_command(f"export_{command}", *target, category=["Alphas"], **where)
    assert (tmp_path / "out").exists()


@pytest.mark.django_db
def test_only_some(alice, tmp_path):
    for name in ("Alpha", "Beta"):
        made = make_page(name, f"{name} one", editor=alice)
        edit_page(made, f"{name} [[Category:{name}s]]", editor=alice)
    assert [one.main.text for one in revisions(exported("Beta"))] == [
        "Beta one",
        "Beta [[Category:Betas]]",
    ]
    assert len(revisions(exported(current=True))) == 2
    assert [one.main.text[:5] for one in revisions(exported(category=["Alphas"]))] == ["Alpha", "Alpha"]
    assert revisions(exported(since="2999-01-01")) == []
    target = tmp_path / "out.xml"
    call_command("export_xml", output=str(target))
    assert target.read_text().endswith("</mediawiki>\n")
    assert not list(tmp_path.glob("*.part"))
    with pytest.raises(CommandError, match="there is no page “Gamma”"):
        call_command("export_xml", "Gamma")


@pytest.mark.django_db
@pytest.mark.skipif(not FOLDER.is_dir(), reason=NOT_HERE)
@pytest.mark.parametrize("name", DUMPS)
def test_a_real_dump_goes_in_and_comes_out_the_same_and_valid(name):
    with open_dump(str(FOLDER / name)) as (stream, _):
        came = list(read_dump(stream, name))
    report = import_records(iter(came), Wanted(name), Report())
    assert report.refused == (name in TWICE)
    written = written_export()
    check_schema(written)
    out = list(read_dump(io.BytesIO(written), "out.xml"))
    went, before = histories(out), histories(came)
    assert len(went) == len(before) - report.refused
    assert all(one in before for one in went)
    assert len(redirects(out)) == len(redirects(came))


@pytest.mark.django_db
def test_a_redirect_to_another_wiki_is_one(client):
    texts = "#REDIRECT [[M:User:A_b#c|d]]", "#REDIRECT [[en:Some page]]", "#REDIRECT [[Main Page]]"
    pages = [page(revision(text), title=f"Page {number}") for number, text in enumerate(texts)]
    import_records(read_dump(io.BytesIO(export("".join(pages))), "in"), Wanted("in"), Report())
    assert redirects(exported()) == ["m:User:A b", "en:Some page", "Main Page"]
    assert redirects(exported(current=True)) == redirects(exported())
    assert Page.objects.filter(redirect=True, description="").count() == 3
    answer = client.get("/wiki/Page_0")
    assert "<p>#REDIRECT m:User:A b</p>" in answer.text
    assert client.get("/wiki/Page_2").url.startswith("/wiki/Main_Page")


@pytest.mark.django_db
@pytest.mark.parametrize("current", [False, True])
def test_the_export_of_a_wiki_with_everything_is_valid(current, alice, carol, settings):
    settings.ANONYMOUS_EDITING = "temporary"
    settings.SITE_NAME = "A & <B>"
    made = make_page("Alpha", "One & <b>\n\n== A ==\nText", editor=alice, summary="“why” & <how>")
    edit_page(made, "Two [[Category:Towns]]")
    edit_page(made, "Three")
    hidden = Revision.objects.filter(page=made, number=1)
    hide_revisions(made, [hidden.get().pk], editor=carol, text=True, author=True, summary=True, reason="x")
    make_page("Beta", "#REDIRECT [[Alpha#A & B]]", editor=alice)
    make_page("Gamma", "{{Infobox town\n| name = G\n}}\n'''Gamma'''", editor=alice, model="wikitext")
    make_page("Project:About", "About", editor=alice)
    store_file("A & B.png", png(8, 8), editor=alice)
    move_page(make_page("Delta", "D", editor=alice), parse_title("Epsilon"), editor=carol, reason="x")
    slot = (
        "<content><role>data</role><origin>1</origin><model>json</model><format>application/json</format>"
        '<text bytes="2">{}</text></content></revision>'
    )
    slotted = revision("Z", who="<ip>2001:db8::1</ip>").replace("</revision>", slot)
    import_records(read_dump(io.BytesIO(export(page(slotted, title="Zeta"))), "in"), Wanted("in"), Report())
    written = written_export(current=current)
    check_schema(written)
    there = [
        b'<redirect title="Alpha#A &amp; B"',
        b"<ip>2001:",
        b"<username>~20",
        b">markdown<",
        b">wikitext<",
    ]
    there += [b"<role>data", b"File:A &amp; B.png", b"A &amp; &lt;B&gt;:About"]
    assert [one for one in there if one not in written] == []
    assert written.count(b'deleted="deleted"') == (0 if current else 3)  # author, summary and text of one


@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
        | st.sampled_from("\n\t\r")
    )
)
def test_every_text_that_xml_can_hold_is_read_back(text):
    whole = export(page(revision("x")))
    site, head, one, end = read_dump(io.BytesIO(whole), "old.xml")
    changed = DumpRevision(
        one.id, 0, one.timestamp, one.contributor, one.minor, text.strip(), Slot(text=text, model="text")
    )
    out = "".join(write_dump([site, head, changed, end])).encode()
    back = revisions(read_dump(io.BytesIO(out), "out.xml"))[0]
    assert (back.main.text, back.comment) == (text, text.strip())


@pytest.mark.django_db
@pytest.mark.parametrize("current", [False, True])
def test_pages_are_read_together_and_each_has_its_own(current, alice, monkeypatch):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            exported(current=current)
        return len(seen)

    made = [make_page("Page 0", "Old\n\n## A\n0", editor=alice)]
    few = queries()
    made += [make_page(f"Page {number}", f"Old\n\n## A\n{number}", editor=alice) for number in range(1, 5)]
    for one in made[::2]:
        edit_page(one, f"New\n\n## A\n{one.name.name}", editor=alice)
    assert queries() == few
    together = exported(current=current)
    monkeypatch.setattr(exporter, "PAGES_AT_ONCE", 2)
    assert exported(current=current) == together
    histories = [list(page.revisions.order_by("number")) for page in made]
    assert [one.id for one in revisions(together)] == [
        one.pk for history in histories for one in (history[-1:] if current else history)
    ]
    assert revisions(together)[-1].main.text == "New\n\n## A\nPage 4"


def test_sha1_to_the_base_of_36():
    assert base36(bytes(20)) == "0" * 31
    assert base36(b"\x00" * 19 + b"\x24") == "0" * 29 + "10"
