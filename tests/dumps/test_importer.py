"""MediaWiki exports brought in: every text to the byte, every revision as it was; twice is once."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from tests.dumps.exports import FOLDER, NOT_HERE, export, page, revision
from wiki.dumps.importer import import_records
from wiki.dumps.opened import open_dump
from wiki.dumps.records import DumpRevision
from wiki.dumps.report import Report
from wiki.dumps.steps import Wanted
from wiki.dumps.xml_read import DumpBroken, read_dump
from wiki.editing.bulk.plans import PagePlans
from wiki.editing.edits import whole_page
from wiki.editing.save import save_edit
from wiki.models import Fact, Link, Page, Revision, Section, parts_as_of
from wiki.permissions import Editor
from wiki.reading.page import find_page
from wiki.reading.source import source_text
from wiki.text.titles import Title, parse_title

pytestmark = pytest.mark.django_db

BOX = """{{Infobox city
| name = Alpha
| people = 1
}}
Lead of [[Beta]].

== History ==
Old.

== Sights ==
Many."""


def brought(data: bytes, **options: object) -> Report:
    return import_records(read_dump(io.BytesIO(data), "old.xml"), Wanted("old.xml", **options), Report())  # type: ignore[arg-type]


def text_of(one: Revision) -> str:
    return source_text(parts_as_of(one.page_id, one.number))


def time(n: int) -> str:
    return f"2010-01-01T00:00:{n:02}Z"


def test_a_history_is_as_the_same_saves_would_have_left_it():
    texts = [
        BOX,
        BOX.replace("people = 1", "people = 2"),
        BOX.replace("Old.", "Old. [[Gamma]] [[Category:Towns]]"),
        BOX.replace("== History ==\nOld.\n\n", ""),
        BOX.replace("== Sights ==", "== What to see =="),
        BOX,
        "#REDIRECT [[Beta]]",
    ]
    body = page(*(revision(text, id_=n, time=time(n), comment="") for n, text in enumerate(texts, 1)))
    report = brought(export(body))
    assert (report.pages, report.revisions, report.lines) == (1, 7, [])
    there = find_page(Title(0, "Alpha"))
    for text in texts:
        known = find_page(Title(0, "Saved"))
        edit = whole_page(known, text, "" if known is None else _base(known), exact=True, model="wikitext")
        save_edit(known or Title(0, "Saved"), edit, editor=Editor(system="Test"))
    saved = find_page(Title(0, "Saved"))
    assert _story(there) == _story(saved)
    assert (there.redirect, there.description, there.size, there.number) == (True, "", 18, 7)
    call_command("verify_history")


def _base(known: Page) -> str:
    from wiki.reading.source import open_page

    return open_page(known).base


def _story(one: Page) -> list[object]:
    """All that is kept of a page's history, but for numbers of rows and times."""
    versions = Section.history.filter(page_id=one.pk).order_by("rev", "position", "id")
    ids = {id_: n for n, id_ in enumerate(dict.fromkeys(versions.values_list("id", flat=True)))}
    columns = ("id", "rev", "position", "deleted", "title", "heading", "body", "anchor", "former_anchors")
    sections = [(ids[id_], *rest) for id_, *rest in versions.values_list(*columns)]
    revisions = Revision.objects.filter(page=one).order_by("number")
    lines = [
        [{**line, "id": 0} for line in changes] for changes in revisions.values_list("changes", flat=True)
    ]
    links = Link.objects.filter(page=one).values_list("kind", "namespace", "title", "extra", "member")
    facts = Fact.objects.filter(page=one).values_list("key", "value")
    told = revisions.values_list("number", "sha1", "size", "delta", "content_model")
    return [sections, lines, sorted(map(str, links)), sorted(facts), list(told)]


def test_who_when_and_why_and_what_is_withheld():
    hidden = (
        f'<revision><id>3</id><timestamp>{time(3)}</timestamp><contributor deleted="deleted" />'
        '<comment deleted="deleted" /><text bytes="32" deleted="deleted" /></revision>'
    )
    body = page(
        revision("One", id_=1, time=time(1), more="<minor/>"),
        revision("Two", id_=2, time=time(2), who="<ip>2001:DB8::1</ip>", comment="<comment>why</comment>"),
        hidden,
    )
    report = brought(export(body))
    one, two, three = Revision.objects.order_by("number")
    assert (one.author_text, one.author_id, one.minor, one.summary) == ("Ann", None, True, "first")
    assert (two.author_text, two.author_ip is not None, two.summary) == ("2001:DB8::1", True, "why")
    assert (three.text_hidden, three.user_hidden, three.summary_hidden) == (True, True, True)
    assert (text_of(three), three.delta, three.changes) == ("Two", 0, [])
    assert (report.ips, report.minor, report.hidden) == (1, 1, 3)


def test_revisions_are_ordered_by_number_and_their_clocks_kept():
    body = page(
        revision("Third", id_=30, time=time(2)),
        revision("First [[One]]", id_=10, time=time(1)),
        revision("Second [[Two]]", id_=20, time=time(9)),
    )
    brought(export(body))
    made = Revision.objects.order_by("number")
    assert [(text_of(one), one.timestamp.second) for one in made] == [
        ("First [[One]]", 1), ("Second [[Two]]", 9), ("Third", 2),
    ]  # fmt: skip
    # The second was never the page: the third was made before it, by its clock.
    assert list(Link.objects.values_list("title", "valid_from__second", "valid_to__second")) == [
        ("One", 1, 2)
    ]


def test_twice_is_once_and_more_is_added():
    first = [revision(f"Text {n}", id_=n, time=time(n)) for n in range(1, 4)]
    assert brought(export(page(*first))).revisions == 3
    again = brought(export(page(*first)))
    assert (again.revisions, again.known) == (0, 3)
    more = brought(export(page(*first, revision("Text 4", id_=4, time=time(4)))))
    assert (more.revisions, more.known) == (1, 3)
    assert list(Revision.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    call_command("verify_history")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (page(revision("Other", time=time(1))), "“Alpha” has another history here: revision 1 differs"),
        (page(revision("One", time=time(1))), "“Alpha” has 2 revisions here, 1 in the file"),
        (page(title="Empty"), "it has no revisions"),
        (page(revision(), title="A&amp;amp;B"), "has “&amp;”, which no title can have."),
        (page(revision(), title="Spezial:Foo", ns=-1), "“Special:Foo” can be no page"),
        (page(revision(), title="Media:Foo.png", ns=-2), "“Media:Foo.png” can be no page"),
        (page(revision(), title="A&lt;b"), "The title “A<b” has “<”, which no title can have."),
        (page(revision().replace('xml:space="preserve">Hello</text>', 'location="x" />')), "it is a stub"),
    ],
)  # fmt: skip
def test_pages_that_are_refused_are_named_and_the_others_come(body, why):
    brought(export(page(*(revision(text, id_=n, time=time(n)) for n, text in ((1, "One"), (2, "Two"))))))
    report = brought(export(body + page(revision(), title="Last")))
    assert (report.refused, report.pages) == (1, 1)
    assert why in report.lines[0]
    assert report.lines[0].startswith("old.xml:7: page “")
    assert Revision.objects.filter(page__title="Alpha").count() == 2


def test_names_of_namespaces_are_those_of_here():
    body = page(revision(), title="Kategorie:Orte", ns=14) + page(revision(), title="Portal:X", ns=100)
    titles = ("kleiner anfang", "Talk:Foo", "Image:Q.png")
    report = brought(export(body + "".join(page(revision(), title=title) for title in titles)))
    assert [one.name for one in Page.objects.order_by("pk")] == [
        Title(14, "Orte"), Title(0, "Portal:X"), Title(0, "Kleiner anfang"), Title(1, "Foo"),
        Title(6, "Q.png"),
    ]  # fmt: skip
    assert [line.split(": ", 2)[2] for line in report.lines] == [
        "namespace 100 is not here: the page is “Portal:X”",
        "the title is written “Kleiner anfang” here",
        "the title is written “Talk:Foo” here",
        "the title is written “File:Q.png” here",
    ]


def test_what_ended_before_a_fault_stays():
    data = export(page(revision()) + page(revision(), title="Beta") + "<page><title>Gamma</title>")
    report = Report()
    with pytest.raises(DumpBroken):
        import_records(read_dump(io.BytesIO(data), "old.xml"), Wanted("old.xml"), report)
    assert list(Page.objects.values_list("title", flat=True)) == ["Alpha", "Beta"]


def test_only_some_and_nothing_at_all():
    data = export(
        page(revision()) + page(revision(), title="Beta") + page(revision(), title="Diskussion:Beta", ns=1)
    )
    assert brought(data, dry_run=True).pages == 3
    assert Page.objects.count() == 0
    assert brought(data, only=frozenset({"Beta"})).pages == 1
    report = brought(data, only=frozenset({"Alpha", "Gamma", 1, 2}))
    assert (report.pages, report.met) == (2, {"Alpha", 1})
    assert [one.name.full for one in Page.objects.order_by("pk")] == ["Beta", "Alpha", "Talk:Beta"]


def test_what_alone_was_asked_for_and_is_in_no_file_is_told(tmp_path):
    files = [tmp_path / "one.xml", tmp_path / "two.xml"]
    files[0].write_bytes(export(page(revision())))
    files[1].write_bytes(export(page(revision(), title="Hilfe:Beta")))
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command(
            "import_xml",
            *map(str, files),
            only=["Alpha", "Talk:", "Portal:", "Nope"],
            stdout=said,
            stderr=said,
        )
    assert [line for line in said.getvalue().splitlines() if line.startswith("--only")] == [
        f"--only: “{one}” is in nothing that was read" for one in ("Talk:", "Portal:", "Nope")
    ]
    assert [one.name.full for one in Page.objects.all()] == ["Alpha"]
    call_command("import_xml", *map(str, files), only=["Alpha", "Hilfe:Beta"], stdout=said, stderr=said)


def test_the_command_maps_names_and_tells_what_it_did(tmp_path, alice):
    file = tmp_path / "old.xml"
    file.write_bytes(export(page(revision())))
    said = io.StringIO()
    call_command("import_xml", str(file), map_user=["Ann=Alice"], stdout=said)
    assert said.getvalue().startswith(
        f"{file}: 1 page with 1 revision written, 0 were here already, 0 pages refused"
    )
    made = Revision.objects.get()
    assert (made.author_text, made.author_id) == ("Alice", alice.author.pk)
    file.write_bytes(export(page(revision("Other"))))
    with pytest.raises(CommandError):
        call_command("import_xml", str(file), stdout=said, stderr=said)
    assert "has another history here" in said.getvalue()


SMALL = ("mw139-dev-full-0.11.xml.xz", "pwb-article-pear.xml", "mwxml-dump.xml")


@pytest.mark.skipif(not FOLDER.is_dir(), reason=NOT_HERE)
@pytest.mark.parametrize("name", SMALL)
def test_every_text_of_a_real_dump_is_here_to_the_byte(name):
    wanted: list[DumpRevision] = []
    with open_dump(str(FOLDER / name)) as (stream, _):
        report = import_records(_kept(read_dump(stream, name), wanted), Wanted(name), Report())
    made = Revision.objects.count()
    assert (report.revisions, made) == (len(wanted), made)
    stored = sorted((one.timestamp, one.text_hidden or text_of(one)) for one in Revision.objects.all())
    assert stored == sorted((one.timestamp, one.main.withheld or one.main.text) for one in wanted)
    call_command("verify_history")


def _kept(records, wanted):
    for one in records:
        if isinstance(one, DumpRevision):
            wanted.append(one)
        yield one


def test_the_earliest_moment_counts_for_the_page():
    brought(export(page(revision("A", id_=1, time=time(5)), revision("B", id_=2, time=time(3)))))
    version = Page.history.get()
    assert version.valid_from == datetime(2010, 1, 1, 0, 0, 3, tzinfo=UTC)
    assert find_page(parse_title("Alpha")).touched.second == 3


MARKED = "{{Infobox\n| people = 1\n}}\nLead.\n\n## Past\n\nOld words that are many enough to be known again."
MODELS = [
    [(BOX, "wikitext"), ("Lead.", "markdown"), (BOX, "wikitext")],
    [(MARKED, "markdown"), ("Lead.", "wikitext"), (MARKED, "markdown")],
    [(BOX, "wikitext"), ("body { color: red }", "css"), ("Lead.", "wikitext")],
]


@pytest.mark.parametrize("states", MODELS)
def test_what_a_revision_of_another_model_removes_is_read_as_it_was_written(states):
    revisions = [
        revision(text, id_=n, time=time(n), comment="").replace("<model>wikitext", f"<model>{model}")
        for n, (text, model) in enumerate(states, 1)
    ]
    report = brought(export(page(*revisions)))
    assert (report.pages, report.revisions) == (1, 3)
    for text, model in states:
        known = find_page(Title(0, "Saved"))
        edit = whole_page(known, text, "" if known is None else _base(known), exact=True, model=model)
        save_edit(known or Title(0, "Saved"), edit, editor=Editor(system="Test"))
    assert _story(find_page(Title(0, "Alpha"))) == _story(find_page(Title(0, "Saved")))
    call_command("verify_history")


def test_a_page_that_the_program_fails_at_is_refused_alone(monkeypatch):
    added = PagePlans.add

    def fails(self, one, *, shows):
        if self.title.name == "Beta":
            raise ValueError("not one infobox field")
        return added(self, one, shows=shows)

    monkeypatch.setattr(PagePlans, "add", fails)
    names = ("Alpha", "Beta", "Gamma")
    report = brought(export("".join(page(revision(), title=name) for name in names)))
    assert (report.pages, report.refused) == (2, 1)
    assert report.lines == [
        "old.xml:9: page “Beta”: refused: a fault of this program (ValueError: not one infobox field)"
    ]
    assert set(Page.objects.values_list("title", flat=True)) == {"Alpha", "Gamma"}
