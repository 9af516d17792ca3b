"""Style sheets are written by subject and served joined: one file for the frame, one for the article."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile

from config.static import Joined, StaticStorage

FOLDER = settings.BASE_DIR / "wiki" / "static"
SHEETS = sorted(path.stem for path in (FOLDER / "wiki" / "css").glob("*.css"))


def joined(name: str) -> str:
    storage = StaticFilesStorage(location=FOLDER, base_url="/static/")
    paths = {f"wiki/css/{sheet}.css": (storage, f"wiki/css/{sheet}.css") for sheet in SHEETS}
    return Joined(paths).text(f"wiki/css/{name}.css")


@pytest.mark.parametrize("name", SHEETS)
def test_a_style_sheet_imports_nothing_when_it_is_served(name: str) -> None:
    assert "@import" not in joined(name)
    assert finders.find(f"wiki/css/{name}.css")


def test_what_is_imported_stands_in_its_place() -> None:
    text = (FOLDER / "wiki" / "css" / "frame.css").read_text(encoding="utf-8")
    parts = re.findall(r'@import "(\w+)\.css";', text)
    assert parts[0] == "tokens"
    places = [joined("frame").index(joined(part)) for part in parts]
    assert places == sorted(places)


def test_no_style_sheet_is_long() -> None:
    long = [
        name
        for name in SHEETS
        if len((FOLDER / "wiki" / "css" / f"{name}.css").read_text(encoding="utf-8").splitlines()) > 400
    ]
    assert long == []


def collected(folder: Path, names: list[str]) -> StaticStorage:
    """The files as `manage.py serve` puts them into a folder."""
    storage = StaticStorage(location=folder, base_url="/static/")
    source = StaticFilesStorage(location=FOLDER, base_url="/static/")
    for name in names:
        with source.open(name) as file:
            storage.save(name, file)
    done = storage.post_process({name: (source, name) for name in names})
    assert not [error for _, _, error in done if isinstance(error, Exception)]
    return storage


def test_collected_files_hold_what_they_import(tmp_path: Path) -> None:
    names = ["wiki/css/admin.css", "wiki/css/admin_frame.css", "wiki/css/admin_desk.css"]
    names += ["wiki/css/admin_waiting.css", "wiki/css/admin_rows.css"]
    storage = collected(tmp_path, names)
    text = (tmp_path / storage.hashed_files[names[0]]).read_text(encoding="utf-8")
    assert "@import" not in text
    assert "/* ---- The desk ---- */" in text


def test_collected_modules_import_files_that_are_there(tmp_path: Path) -> None:
    modules = sorted((FOLDER / "wiki/js/editor").glob("*.js"))
    names = [f"wiki/js/editor/{path.name}" for path in modules]
    storage = collected(tmp_path, [*names, "wiki/vendor/codemirror/codemirror.js"])
    seen = 0
    for name in names:
        file = tmp_path / storage.hashed_files[name]
        for path in re.findall(r'''(?:from |import\()"([^"]+)"''', file.read_text(encoding="utf-8")):
            seen += 1
            assert re.search(r"\.[0-9a-f]{12}\.js$", path), f"{name} imports {path}"
            assert (file.parent / path).is_file(), f"{name} imports {path}"
    assert seen > 15


def test_addresses_are_plain_before_and_follow_what_is_collected(tmp_path: Path) -> None:
    source, storage = (StaticStorage(location=tmp_path / name, base_url="/static/") for name in ("in", "out"))

    def collect(text: str) -> str:
        source.save("a.css", ContentFile(text))
        storage.delete("a.css")
        storage.save("a.css", ContentFile(text))
        done = list(storage.post_process({"a.css": (source, "a.css")}))
        assert done
        assert not [error for *_, error in done if isinstance(error, Exception)]
        source.delete("a.css")
        return storage.url("a.css")

    assert storage.url("a.css") == "/static/a.css"
    first = collect("a {}")
    assert re.fullmatch(r"/static/a\.[0-9a-f]{12}\.css", first)
    assert storage.url("a.css") == first
    assert collect("b {}") != first
