"""Pages as Markdown files and as a git repository: whole, safe to unpack, and nothing that is hidden."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pygit2
import pytest
from django.core.management import CommandError, call_command
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.factories import edit_page, make_page, reload, stored
from tests.made_pictures import png, saved
from wiki.dumps import git_history
from wiki.dumps.page_files import PageFiles
from wiki.editing.edits import whole_page
from wiki.editing.files.files import store_file
from wiki.editing.save import save_edit
from wiki.models import FileVersion, LogEntry, Page, Revision
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.hide_log import hide_log_entries
from wiki.moderation.move import move_page
from wiki.permissions import Editor
from wiki.reading.source import open_page
from wiki.text.titles import InvalidTitle, Title, parse_title

TEXT = """```infobox Town
People: 12
River: [[Ill]]
```
See [[Talk:Rome]], [[AC/DC]], [[#History]] and [[File:Map.png|thumb|A map]]. [[Category:Towns]]

## History
Old
"""


@pytest.fixture(autouse=True)
def _own_storage(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def exported(folder: Path, *arguments: str, **options: object) -> dict[str, str]:
    """The files of an export by their path; what is no text as its length."""
    call_command("export_markdown", str(folder), *arguments, **options)
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and ".git" not in path.parts:
            data = path.read_bytes()
            found[str(path.relative_to(folder))] = data.decode() if path.suffix == ".md" else str(len(data))
    return found


def front_matter(text: str) -> dict[str, object]:
    head = text.removeprefix("---\n").partition("---\n")[0]
    return {name: json.loads(value) for name, value in (line.split(": ", 1) for line in head.splitlines())}


@pytest.mark.django_db
def test_each_page_is_a_file_with_front_matter_and_pictures_beside(alice: Editor, tmp_path: Path) -> None:
    rome = make_page("Rome", TEXT, editor=alice)
    make_page("Talk:Rome", "On [[Rome]].", editor=alice)
    make_page("AC/DC", "{{Infobox band|name=AC}}\n'''Loud'''", editor=alice, model="wikitext")
    store_file("Map.png", png(8, 8), editor=alice)
    files = exported(tmp_path / "out")
    assert sorted(files) == ["AC%2FDC.md", "File/Map.png", "File/Map.png.md", "Rome.md", "Talk/Rome.md"]
    latest = Revision.objects.get(page=rome)
    assert front_matter(files["Rome.md"]) == {
        "title": "Rome", "id": rome.pk, "revision": latest.pk, "author": "Alice", "categories": ["Towns"],
        "date": f"{latest.timestamp:%Y-%m-%dT%H:%M:%SZ}", "infobox": {"People": "12", "River": "[[Ill]]"},
    }  # fmt: skip
    assert (
        "See [Talk:Rome](<Talk/Rome.md>), [AC/DC](<AC%252FDC.md>), [#History](<#History>) and "
        "![A map](<File/Map.png>)."
    ) in files["Rome.md"]
    assert "On [Rome](<../Rome.md>)." in files["Talk/Rome.md"]
    assert "**Loud**" in files["AC%2FDC.md"]
    assert files["File/Map.png"] == str(len(png(8, 8)))
    with pytest.raises(CommandError, match="is not empty"):
        exported(tmp_path / "out")
    assert list(exported(tmp_path / "one", "Rome")) == ["Rome.md"]
    assert list(exported(tmp_path / "some", category=["Towns"])) == ["Rome.md"]


@pytest.mark.django_db
@pytest.mark.parametrize("git", [False, True])
def test_links_to_what_is_not_in_the_folder_lead_to_the_wiki(
    alice: Editor, tmp_path: Path, settings: Any, *, git: bool
) -> None:
    make_page("Rome", "[[Milan]], [[Ulm#Now|that]], [[Rome|here]]", editor=alice)
    make_page("Milan", "Words.", editor=alice)
    text = exported(tmp_path / "out", "Rome", git=git)["Rome.md"]
    at = f"{settings.SITE_URL}/wiki"
    assert f"[Milan](<{at}/Milan>), [that](<{at}/Ulm#Now>), [here](<Rome.md>)" in text


@pytest.mark.django_db
@pytest.mark.parametrize("git", [False, True])
def test_what_is_hidden_or_deleted_is_not_there(
    alice: Editor, carol: Editor, tmp_path: Path, *, git: bool
) -> None:
    made = make_page("Alpha", "Secret one", editor=alice, summary="Secret why")
    edit_page(made, "Open", editor=alice)
    first = Revision.objects.get(page=made, number=1)
    hide_revisions(made, [first.pk], editor=carol, text=True, author=True, summary=True, reason="x")
    delete_page(make_page("Beta", "Secret two", editor=alice), editor=carol, reason="x")
    store_file("Secret.png", png(8, 8), editor=alice)
    stored(FileVersion).update(file_hidden=True)
    files = exported(tmp_path / "out", git=git)
    assert sorted(files) == ["Alpha.md", "File/Secret.png.md"]
    assert "Secret" not in files["Alpha.md"]
    if git:
        commits = list(history(tmp_path / "out"))
        assert [(one.author.name, one.message.split("\n")[0]) for one in commits][:2] == [
            ("(hidden)", "Alpha"), ("Alice", "Alpha")
        ]  # fmt: skip
        assert list(paths(commits[0])) == []


@pytest.mark.django_db
def test_titles_that_differ_in_case_alone_have_files_of_their_own(alice: Editor, tmp_path: Path) -> None:
    make_page("Abc", "To [[ABC]].", editor=alice)
    make_page("ABC", "Two", editor=alice)
    files = exported(tmp_path / "out")
    small, large = sorted(files, reverse=True)
    assert small.casefold() != large.casefold()
    assert f"](<{large}>)" in files[small]


@given(st.text(min_size=1, max_size=200))
@example("..")
@example("../../etc/passwd")
@example("CON")
@example("lpt1.txt")
@example("C:\\Windows")
@example("a" * 250)
@example("é" * 127)
@example(". . .")
@settings(deadline=None)
def test_a_name_is_safe_whatever_the_title(written: str) -> None:
    try:
        title = parse_title(written)
    except InvalidTitle:
        title = Title(0, written)  # none that can be stored, and all the same
    if title.namespace < 0:
        return
    place = PageFiles(()).place(Title(0, title.name), ".md")
    assert not set(place) & set('/\\:*?"<>|\0')
    assert place[0] not in ". "
    assert len(place.encode()) <= 255
    stem = place.removesuffix(".md").partition(".")[0].casefold()
    assert stem not in {"con", "prn", "aux", "nul", "com1", "lpt1"}
    assert (Path("/x") / place).resolve().parent == Path("/x")


@given(st.lists(st.text(st.sampled_from("aA.%/:~ é\\"), min_size=1, max_size=4), min_size=2, unique=True))
def test_two_titles_have_two_names(titles: list[str]) -> None:
    names = {PageFiles(()).name(Title(0, title)) for title in titles}
    assert len(names) == len(titles)


def history(folder: Path) -> Iterator[Any]:
    """The commits, the oldest first."""
    repository = pygit2.Repository(str(folder))
    return repository.walk(repository.head.target, pygit2.enums.SortMode.REVERSE)


def paths(commit: Any) -> Iterator[str]:
    for entry in commit.tree:
        if entry.type_str == "tree":
            yield from (f"{entry.name}/{inner.name}" for inner in entry)
        else:
            yield entry.name


@pytest.mark.django_db
def test_each_revision_is_a_commit_and_a_move_a_rename(
    alice: Editor, bob: Editor, carol: Editor, tmp_path: Path
) -> None:
    made = make_page("Alpha", "One\n" * 9, editor=alice, summary="first")
    edit = whole_page(made, "One\n" * 9 + "Two", open_page(made).base)
    save_edit(made, edit, editor=bob, summary="“more”")
    move_page(reload(made), parse_title("Gamma/Delta"), editor=carol, reason="better")
    store_file("Map.png", png(8, 8), editor=alice, comment="drawn")
    files = exported(tmp_path / "git", git=True)
    commits = list(history(tmp_path / "git"))
    assert len(commits) == Revision.objects.count() + 1
    first = Revision.objects.get(page=made, number=1)
    assert commits[0].message == f"Alpha: first\n\nRevision: {first.pk}\n"
    assert (commits[0].author.name, commits[0].author.time) == ("Alice", int(first.timestamp.timestamp()))
    assert (commits[1].author.name, commits[1].message.split("\n")[0]) == ("Bob", "Alpha: “more”")
    assert [list(paths(one)) for one in commits[:4]] == [
        ["Alpha.md"], ["Alpha.md"], ["Gamma%2FDelta.md"], ["Alpha.md", "Gamma%2FDelta.md"]
    ]  # fmt: skip
    moved = commits[2].tree.diff_to_tree(commits[1].tree, swap=True)
    moved.find_similar()
    assert [(one.status_char(), one.old_file.path, one.new_file.path) for one in moved.deltas] == [
        ("R", "Alpha.md", "Gamma%2FDelta.md")
    ]
    assert set(paths(commits[-1])) == set(files)
    assert files == exported(tmp_path / "plain")


@pytest.mark.django_db
def test_a_title_that_a_hidden_log_entry_tells_of_is_in_no_commit(
    alice: Editor, carol: Editor, tmp_path: Path
) -> None:
    made = make_page("Secret", "One", editor=alice)
    for new in ("Beta", "Gamma"):
        move_page(reload(made), parse_title(new), editor=carol, leave_redirect=False)
    hide_log_entries([LogEntry.objects.get(title="Secret").pk], editor=carol, action=True, reason="x")
    exported(tmp_path / "out", git=True)
    commits = list(history(tmp_path / "out"))
    assert [list(paths(one)) for one in commits] == [["Beta.md"], ["Beta.md"], ["Gamma.md"]]
    assert "Secret" not in "".join(one.message for one in commits)
    assert b"Secret" not in b"".join(entry.data for one in commits for entry in one.tree)


@pytest.mark.django_db
@pytest.mark.parametrize("git", [False, True])
def test_a_picture_that_the_storage_lost_is_left_out_and_named(
    alice: Editor, tmp_path: Path, *, git: bool
) -> None:
    for name, size in (("Lost.png", 8), ("Map.png", 9)):
        store_file(name, png(size, size), editor=alice)
    path = FileVersion.objects.get(file__page__title="Lost.png").path
    (tmp_path / "media" / path).unlink()
    told = io.StringIO()
    files = exported(tmp_path / "out", git=git, stderr=told)
    assert sorted(files) == ["File/Lost.png.md", "File/Map.png", "File/Map.png.md"]
    assert told.getvalue() == f"{path} is not in the storage (No such file or directory)\n"


@pytest.mark.django_db
def test_commits_are_in_the_order_of_time_and_of_each_page(alice: Editor, tmp_path: Path) -> None:
    alpha, beta = make_page("Alpha", "A1", editor=alice), make_page("Beta", "B1", editor=alice)
    edit_page(alpha, "A2", editor=alice)
    edit_page(beta, "B2", editor=alice)
    for page, number, year in ((alpha, 1, 2001), (alpha, 2, 2005), (beta, 1, 2003), (beta, 2, 2002)):
        of_page = stored(Revision).filter(page=page, number=number)
        of_page.update(timestamp=of_page.get().timestamp.replace(year=year))
    exported(tmp_path / "out", git=True)
    bodies = [one.tree[name].data.decode()[-3:-1] for one, name in zip(
        history(tmp_path / "out"), ("Alpha.md", "Beta.md", "Beta.md", "Alpha.md"), strict=True
    )]  # fmt: skip
    assert bodies == ["A1", "B1", "B2", "A2"]


@pytest.mark.django_db
@pytest.mark.parametrize(("at_once", "packs"), [(10_000, 1), (2, 6)])
def test_what_is_made_is_packed_but_for_large_pictures(
    alice: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int, packs: int
) -> None:
    for name in ("Alpha", "Beta"):
        edit_page(make_page(name, f"{name} 1", editor=alice), f"{name} 2", editor=alice)
    noise = Image.frombytes("RGB", (40, 40), random.Random(1).randbytes(4800))
    store_file("Map.png", saved(noise, "PNG"), editor=alice)
    large = (tmp_path / "media" / FileVersion.objects.get().path).read_bytes()
    monkeypatch.setattr(git_history, "AT_ONCE", at_once)
    monkeypatch.setattr(git_history, "LARGEST", 4000)
    files = exported(tmp_path / "out", git=True)
    objects = tmp_path / "out" / ".git" / "objects"
    assert [path.parent.name + path.name for path in objects.glob("??/*")] == [str(pygit2.hash(large))]
    assert len(list(objects.glob("pack/*.pack"))) == packs
    assert len(list(history(tmp_path / "out"))) == Revision.objects.count() + 1
    assert files["File/Map.png"] == str(len(large))


@pytest.mark.django_db
def test_a_wiki_without_pages_makes_an_empty_repository(tmp_path: Path) -> None:
    assert exported(tmp_path / "out", git=True) == {}
    assert not Page.objects.exists()
