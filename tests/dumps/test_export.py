"""Exports: what is read back is what was there; what is withheld is not in it."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from tests.dumps.exports import FOLDER, NOT_HERE, export, page, revision
from tests.factories import edit_page, make_page
from wiki.dumps.importer import Wanted, import_records
from wiki.dumps.opened import open_dump
from wiki.dumps.records import DumpRevision, PageHead, Slot
from wiki.dumps.report import Report
from wiki.dumps.xml_read import read_dump
from wiki.dumps.xml_write import base36, write_dump
from wiki.editing.edits import whole_page
from wiki.editing.save import save_edit
from wiki.models import Revision
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.reading.source import open_page


def exported(*arguments: str, **options: object) -> list:
    out = io.StringIO()
    call_command("export_xml", *arguments, stdout=out, output=None, **options)
    return list(read_dump(io.BytesIO(out.getvalue().encode()), "out.xml"))


def revisions(records) -> list[DumpRevision]:
    return [one for one in records if isinstance(one, DumpRevision)]


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
def test_a_real_dump_goes_in_and_comes_out_the_same():
    name = "mw139-dev-full-0.11.xml.xz"
    came: list[DumpRevision] = []

    def noted(records):
        for one in records:
            if isinstance(one, DumpRevision):
                came.append(one)
            yield one

    with open_dump(str(FOLDER / name)) as (stream, _):
        import_records(noted(read_dump(stream, name)), Wanted(name), Report())
    went = revisions(exported())
    assert sorted(map(_said, went)) == sorted(map(_said, came))


def _said(one: DumpRevision) -> tuple[str, ...]:
    who = one.contributor
    return tuple(
        map(str, (one.timestamp, who.name, who.ip, one.comment, one.minor, one.main.withheld,
                  one.main.text, one.main.model))
    )  # fmt: skip


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


def test_sha1_to_the_base_of_36():
    assert base36(bytes(20)) == "0" * 31
    assert base36(b"\x00" * 19 + b"\x24") == "0" * 29 + "10"
