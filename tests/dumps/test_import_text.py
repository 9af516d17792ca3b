"""manage.py import_text: each file by itself; what is refused is named by file and line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_page
from wiki.dumps.plain import read_plain_file
from wiki.models import InfoboxField, Page, Revision, Section, SeeAlsoLink
from wiki.reading.page import find_page
from wiki.reading.source import open_page
from wiki.text.normal import MAX_BYTES
from wiki.text.titles import Title, parse_title

pytestmark = pytest.mark.django_db

PLAIN = Path(__file__).parents[1] / "data" / "plain"
EXPECTED = json.loads((PLAIN / "expect.json").read_text(encoding="utf-8"))


def run(*paths: Path) -> tuple[int, list[str], list[str]]:
    """Exit code and what was told on both streams."""
    told, errors = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("import_text", *map(str, paths), stdout=told, stderr=errors)
    except CommandError as error:
        code = error.returncode
    return code, told.getvalue().splitlines(), errors.getvalue().splitlines()


def write(folder: Path, data: bytes, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_ten_real_articles() -> None:
    paths = sorted(PLAIN.glob("*.txt"))
    code, told, errors = run(*paths)
    assert (code, len(told)) == (0, 10)
    assert [line for line in errors if not line.startswith(str(PLAIN))] == []
    for path in paths:
        wanted = EXPECTED[path.name]
        page = Page.objects.get(title=wanted["title"])
        assert open_page(page).text == read_plain_file(path).text
        fields = InfoboxField.objects.filter(page=page, kind="field").order_by("position")
        assert [list(pair) for pair in fields.values_list("key", "value")] == wanted["fields"]
        sections = Section.objects.filter(page=page, level__gt=0).order_by("position")
        assert [list(pair) for pair in sections.values_list("level", "title")] == wanted["headings"]
        links = SeeAlsoLink.objects.filter(page=page).order_by("position")
        assert list(links.values_list("target", flat=True)) == wanted["see_also"]
    assert list(Revision.objects.values_list("number", "author_text").distinct()) == [(1, "Import")]
    call_command("verify_history")


def test_importing_again_makes_no_revision() -> None:
    paths = sorted(PLAIN.glob("a*.txt"))
    run(*paths)
    before = Revision.objects.count()
    code, told, _ = run(*paths)
    assert (code, [line.rpartition("” ")[2] for line in told]) == (0, ["has this text already"] * len(paths))
    assert Revision.objects.count() == before


def test_an_existing_title_gets_a_revision_if_its_text_changed(tmp_path: Path) -> None:
    make_page("A", "Old text.")
    path = write(tmp_path, b"= A =\n\nNew text.\n")
    assert run(path) == (0, [f"{path}:1: “A” saved as revision 2"], [])
    assert open_page(Page.objects.get(title="A")).text == "New text.\n"


def test_white_space_and_line_ends_are_text(tmp_path: Path) -> None:
    path = write(tmp_path, b"= A =\n\nText.\n")
    run(path)
    write(tmp_path, b"= A =\n\nText.\r\n")
    run(path)
    write(tmp_path, "= A =\n\nTe\u0301xt.  ".encode())
    run(path)
    page = Page.objects.get(title="A")
    assert open_page(page).text == "Te\u0301xt.  "
    assert Revision.objects.filter(page=page).count() == 3


ACCEPTED = {
    "CR alone": (b"= A =\rLead\r==H==\rText", "A", "Lead\r==H==\rText", []),
    "mixed line ends": (b"= A =\r\nLead\rtwo\nthree", "A", "Lead\rtwo\nthree", []),
    "BOM": (b"\xef\xbb\xbf= A =\nLead", "A", "Lead", []),
    "equals signs": (b"= a = b = c =\nLead", "A = b = c", "Lead", []),
    "unclosed title": (b"= A\nLead", "A", "Lead", [1]),
    "unbalanced heading": (b"= A =\nLead\n\n== H ===\nText", "A", "Lead\n\n== H ===\nText", [4]),
    "equal keys": (b"= A =\nC\n- k: 1\n- k: 2\n", "A", "```infobox C\nk: 1\nk: 2\n```\n", [4]),
    "bars alone": (b"= A =\nC\n- k: ||||\n", "A", "```infobox C\nk: ||||\n```\n", [3]),
    "second box": (
        b"= A =\nC\n- k: 1\n\nD\n- l: 2\n",
        "A",
        "```infobox C\nk: 1\n```\n\nD\n- l: 2\n",
        [5],
    ),
    "U+2028": ("= A =\nLead\u2028more".encode(), "A", "Lead\u2028more", [2]),
}


@pytest.mark.parametrize("what", ACCEPTED)
def test_accepted(tmp_path: Path, what: str) -> None:
    data, title, text, warned = ACCEPTED[what]
    path = write(tmp_path, data)
    code, told, errors = run(path)
    assert (code, told) == (0, [f"{path}:1: “{read_plain_file(path).title}” saved as revision 1"])
    assert [line.startswith(f"{path}:{number}: ") for line, number in zip(errors, warned, strict=True)] == [
        True
    ] * len(warned)
    page = find_page(parse_title(title))
    assert page is not None
    assert open_page(page).text == text


REFUSED = {
    "NUL": (b"= A =\nLead\n\0", 3, "NUL"),
    "UTF-16": ("= A =\nLead".encode("utf-16"), 1, "UTF-16"),
    "UTF-16 without a mark": ("= A =\nLead".encode("utf-16-le"), 1, "NUL"),
    "Latin-1": (b"= A =\nLead\ncaf\xe9 noir", 3, "not UTF-8 at byte 15"),
    "cut off": ("= A =\nLead é".encode()[:-1], 2, "ends within a character"),
    "bidi in the title": ("= A\u202eB =\nLead".encode(), 1, "U+202E"),
    "no title": (b"Lead\n", 1, "no title"),
    "a heading in its place": (b"\n== A ==\nLead\n", 2, "no title"),
    "an empty title": (b"=  =\nLead\n", 1, ""),
    "a title too long": (b"= " + b"x" * 300 + b" =\nLead\n", 1, "255"),
    "a title that climbs": (b"= ../A =\nLead\n", 1, ""),
    "a reserved prefix": (b"= Special:A =\nLead\n", 1, ""),
    "empty": (b"", 1, "empty"),
    "blank": (b"\n \n\t\n", 1, "empty"),
    "a title alone": (b"= A =\n", 1, ""),
    "too big": (b"= A =\n" + b"x\n" * MAX_BYTES, 999_999, "more than"),
    "a line of 20 MB": (b"= A =\n" + b"x" * 20_000_000, 2, "more than"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused(tmp_path: Path, what: str) -> None:
    data, line, said = REFUSED[what]
    path = write(tmp_path, data)
    code, told, errors = run(path)
    assert (code, told, len(errors)) == (1, [], 1)
    named, number, why = errors[0].removeprefix(str(tmp_path)).split(":", 2)
    assert (named, said in why) == ("/a.txt", True), errors[0]
    assert int(number) == line or what == "too big"
    assert (Page.objects.count(), Revision.objects.count()) == (0, 0)


def test_one_refused_file_leaves_the_others(tmp_path: Path) -> None:
    paths = [
        write(tmp_path, b"= One =\nText\n", "one.txt"),
        write(tmp_path, b"no title\n", "two.txt"),
        tmp_path / "missing.txt",
        write(tmp_path, b"= Four =\nText\n", "four.txt"),
    ]
    code, told, errors = run(*paths)
    assert (code, len(told)) == (1, 2)
    assert [line.split(" ")[0] for line in errors] == [f"{paths[1]}:1:", f"{paths[2]}:1:"]
    assert sorted(Page.objects.values_list("title", flat=True)) == ["Four", "One"]


def test_a_page_of_another_namespace(tmp_path: Path) -> None:
    run(write(tmp_path, b"= Help:Importing =\nText\n"))
    assert find_page(Title(12, "Importing")) is not None


def test_twice_the_same_title_in_one_run(tmp_path: Path) -> None:
    paths = [write(tmp_path, b"= A =\nOne\n", "1.txt"), write(tmp_path, b"= A =\nTwo\n", "2.txt")]
    assert run(*paths)[0] == 0
    page = Page.objects.get(title="A")
    assert (open_page(page).text, Revision.objects.filter(page=page).count()) == ("Two\n", 2)
