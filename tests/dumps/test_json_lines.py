"""Revisions as JSON lines: each part with its identity, nothing that is withheld, queries counted."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import ROOT
from tests.dumps.exports import export, page, revision
from tests.factories import edit_page, make_page, stored
from wiki.dumps.importer import import_records
from wiki.dumps.json_lines import json_lines
from wiki.dumps.report import Report
from wiki.dumps.steps import Wanted
from wiki.dumps.xml_read import read_dump
from wiki.editing.edits import whole_page
from wiki.editing.save import save_edit
from wiki.models import InfoboxField, Page, Revision, RevisionSlot, Section, SeeAlsoLink
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.move import move_page
from wiki.reading.source import open_page
from wiki.text.titles import parse_title

BOX = """```infobox Town
People: {people}
River: Ill
```
Lead.

## History
Old
{more}
## See also
- [[Beta]]
"""

pytestmark = pytest.mark.django_db


def exported(*arguments: str, **options: object) -> list[dict]:
    out = io.StringIO()
    call_command("export_json", *arguments, stdout=out, **options)
    assert out.getvalue() == "" or out.getvalue().endswith("\n")
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_part_tells_which_revision_changed_it_last(alice, bob):
    made = make_page("Alpha", BOX.format(people=1, more=""), editor=alice, summary="first")
    edit_page(made, BOX.format(people=2, more=""), editor=bob)
    edit = whole_page(made, BOX.format(people=2, more="\n### Rome\nNew\n"), open_page(made).base)
    save_edit(Page.objects.get(), edit, editor=bob, summary="“why”", minor=True)
    one, two, three = exported()
    ids = list(Revision.objects.order_by("number").values_list("pk", flat=True))
    people, river = InfoboxField.objects.filter(kind="field").order_by("position")
    lead, history, rome, listed = Section.objects.order_by("position")
    assert [(line["id"], line["parent_id"]) for line in (one, two, three)] == [
        (ids[0], None), (ids[1], ids[0]), (ids[2], ids[1])
    ]  # fmt: skip
    assert three["page"] == {"id": made.pk, "title": "Alpha", "namespace": 0, "redirect_title": None}
    assert [(row["id"], row["key"], row["value"], row["revision"]) for row in two["infobox"][1:]] == [
        (people.pk, "People", "2", ids[1]), (river.pk, "River", "Ill", ids[0])
    ]  # fmt: skip
    assert one["infobox"][0] | {"id": 0} == {
        "id": 0, "revision": ids[0], "kind": "caption", "key": "", "value": "Town"
    }  # fmt: skip
    assert [(part["id"], part["level"], part["title"], part["revision"]) for part in three["sections"]] == [
        (lead.pk, 0, "", ids[0]), (history.pk, 2, "History", ids[0]),
        (rome.pk, 3, "Rome", ids[2]), (listed.pk, 2, "See also", ids[0]),
    ]  # fmt: skip
    assert three["sections"][2]["text"].strip() == "New"
    assert three["sections"][3]["links"] == [
        {"id": SeeAlsoLink.objects.get().pk, "revision": ids[0], "target": "Beta"}
    ]
    last = Revision.objects.get(pk=ids[2])
    assert {name: three[name] for name in ("minor", "bot", "comment", "tags", "model", "bytes", "sha1")} == {
        "minor": True, "bot": False, "comment": "“why”", "tags": last.tags, "model": "markdown",
        "bytes": last.size, "sha1": last.sha1,
    }  # fmt: skip
    assert (three["text"], three["user"]) == (open_page(made).text, {"id": bob.user.pk, "text": "Bob"})


def test_what_is_withheld_or_deleted_is_not_in_it(alice, carol):
    made = make_page("Alpha", "Secret one\n\n## Secret\nSecret", editor=alice, summary="Secret why")
    edit_page(made, "Open", editor=alice)
    first, second = Revision.objects.order_by("number")
    hide_revisions(made, [first.pk], editor=carol, text=True, author=True, summary=True, reason="x")
    delete_page(make_page("Beta", "Secret two", editor=alice), editor=carol, reason="x")
    one, two = exported()
    assert "Secret" not in json.dumps([one, two])
    assert one["deleted"] == {"text": True, "user": True, "comment": True}
    assert [one[name] for name in ("text", "sha1", "user", "comment", "sections")] == [None] * 4 + [[]]
    assert [part["revision"] for part in two["sections"]] == [second.pk]


def test_a_version_of_a_revision_that_is_left_out_counts_as_the_next_ones(alice):
    made = make_page("Alpha", "One\n\n## A\na", editor=alice)
    edit_page(made, "One\n\n## A\nb", editor=alice)
    edit_page(made, "Two\n\n## A\nb", editor=alice)
    first, second, third = Revision.objects.order_by("number")
    stored(Revision).filter(pk=second.pk).update(withheld=True)
    one, two = exported()
    assert (one["id"], two["id"], two["parent_id"]) == (first.pk, third.pk, first.pk)
    assert [part["revision"] for part in two["sections"]] == [third.pk, third.pk]
    assert exported(current=True) == [two]


def test_only_some_and_where_a_redirect_leads(alice, carol, tmp_path):
    for name in ("Alpha", "Beta"):
        made = make_page(name, f"{name} one\n\n## A\na", editor=alice)
        edit_page(made, f"{name} two [[Category:{name}s]]\n\n## A\na", editor=alice)
    first = Revision.objects.filter(page__title="Beta").earliest("number")
    stored(Revision).filter(pk=first.pk).update(timestamp=first.timestamp - timedelta(days=9))
    assert [line["page"]["title"] for line in exported("Beta")] == ["Beta", "Beta"]
    assert [line["page"]["title"] for line in exported(category=["Alphas"])] == ["Alpha", "Alpha"]
    (newest,) = exported("Beta", since=str(first.timestamp.date()))
    assert newest == exported("Beta", current=True)[0]
    assert [part["revision"] == first.pk for part in newest["sections"]] == [False, True]
    move_page(Page.objects.get(title="Alpha"), parse_title("Gamma"), editor=carol, reason="x")
    assert exported("Alpha", current=True)[0]["page"]["redirect_title"] == "Gamma"
    target = tmp_path / "out.json"
    call_command("export_json", output=str(target))
    assert [json.loads(line) for line in target.read_text().splitlines()] == exported()
    assert list(tmp_path.iterdir()) == [target]
    with pytest.raises(CommandError, match="there is no page “Delta”"):
        exported("Delta")


def test_pages_of_wikitext_and_further_slots():
    slot = (
        "<content><role>data</role><origin>1</origin><model>json</model><format>application/json</format>"
        '<text bytes="2">{}</text></content></revision>'
    )
    text = "{{Infobox town\n| name = Ä\n}}\nLead\n\n== ''Past'' ==\nOld"
    slotted = revision(text).replace("</revision>", slot)
    import_records(read_dump(io.BytesIO(export(page(slotted))), "in"), Wanted("in"), Report())
    (line,) = exported()
    assert (line["text"], line["model"]) == (text, "wikitext")
    assert [(row["key"], row["value"]) for row in line["infobox"] if row["kind"] == "field"] == [
        ("name", "Ä")
    ]
    assert [part["title"] for part in line["sections"]][1:] == [Section.objects.get(level=2).title]
    assert line["slots"] == {"data": {"model": "json", "text": "{}"}}


@pytest.mark.parametrize("current", [False, True])
def test_a_page_that_is_edited_meanwhile_is_as_it_was_when_its_turn_came(alice, current):
    make_page("Alpha", "One\n\n## A\na", editor=alice)
    beta = make_page("Beta", "One\n\n## A\na", editor=alice)
    first = Revision.objects.get(page=beta)
    lines = json_lines(Page.objects.all(), current=current)
    assert json.loads(next(lines))["page"]["title"] == "Alpha"
    edit_page(beta, "One\n\n## A\nb", editor=alice)
    (line,) = map(json.loads, lines)
    assert (line["id"], line["text"]) == (first.pk, "One\n\n## A\na")
    assert [part["revision"] for part in line["sections"]] == [first.pk, first.pk]


def test_each_revision_has_its_own_slots(alice):
    made = make_page("Alpha", "One", editor=alice)
    edit_page(made, "Two", editor=alice)
    for one, text in zip(Revision.objects.order_by("number"), ("old", "new"), strict=True):
        RevisionSlot.objects.create(revision=one, role="data", content_model="json", text=text)
    assert [line["slots"]["data"]["text"] for line in exported()] == ["old", "new"]
    assert [line["slots"]["data"]["text"] for line in exported(current=True)] == ["new"]


def test_longer_histories_cost_no_more_queries(alice):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert len(list(json_lines(Page.objects.all()))) == Revision.objects.count()
        return len(seen)

    made = make_page("Alpha", BOX.format(people=1, more=""), editor=alice)
    short = queries()
    for people in range(2, 6):
        edit_page(made, BOX.format(people=people, more=""), editor=alice)
    assert queries() == short


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", ["export_json", "export_xml"])
def test_a_reader_who_has_enough_ends_it_quietly(command: str, child_environment: dict[str, str]) -> None:
    for number in range(3):
        make_page(f"Long {number}", "words " * 30_000)  # more than a pipe holds
    child = subprocess.Popen(
        [sys.executable, "manage.py", command], cwd=ROOT, env=child_environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.read(10)
    child.stdout.close()
    assert (child.wait(), child.stderr.read()) == (1, "")
    child.stderr.close()
