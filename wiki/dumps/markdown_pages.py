"""Pages as Markdown files: front matter, pictures beside, links from file to file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from wiki.dumps.exporter import export_histories
from wiki.dumps.page_files import PageFiles, clashes, titles_there
from wiki.models import FileVersion, Page, Revision
from wiki.reading.formats.texts import as_code
from wiki.reading.source import source_text
from wiki.reading.wikitext import links_of_text, markdown_of
from wiki.text.content import MARKDOWN, WIKITEXT, content_model
from wiki.text.portable import portable_markdown
from wiki.text.titles import Title
from wiki.text.wikilink import WikiLink

ENDING = ".md"


def markdown_files(
    pages: QuerySet[Page], folder: Path, *, lacking: Callable[[str], object] = lambda _: None
) -> Iterator[Path]:
    """Write these pages, as they are now, and their pictures into an empty folder; each file as it is there.

    A page whose text is hidden is not there, nor is a picture that is. `lacking` is told of each picture that
    the storage has lost. Raises OSError.
    """
    files = PageFiles(clashes(), titles_there(pages))
    for page, _target, revisions in export_histories(pages, current=True):
        for revision, _parent, rows in revisions:
            if not revision.text_hidden:
                text = markdown_file(page.name, revision, source_text(rows), files)
                yield _written(folder / files.place(page.name, ENDING), text.encode())
        for version in picture_versions(page).order_by("-number")[:1]:
            if (data := picture_bytes(version, lacking)) is not None:
                yield _written(folder / files.place(page.name, ""), data)


def picture_versions(page: Page) -> QuerySet[FileVersion]:
    """The versions of a page's file that everybody may see."""
    return FileVersion.objects.filter(file__page=page, file_hidden=False)


def picture_bytes(version: FileVersion, lacking: Callable[[str], object]) -> bytes | None:
    """The bytes of a version, or None where the storage has lost them, and `lacking` is told."""
    try:
        with default_storage.open(version.path) as file:
            content: bytes = file.read()
    except OSError as error:
        lacking(f"{version.path} is not in the storage ({error.strerror or error})")
        return None
    return content


def markdown_file(title: Title, revision: Revision, source: str, files: PageFiles) -> str:
    """One revision of a page as CommonMark under YAML front matter. A page of wikitext is converted; what
    cannot be, and a page of another content model, is its source as code.
    """
    parsed = content_model(revision.content_model).read(source)
    about = {
        "title": title.full,
        "id": revision.page_id,
        "revision": revision.pk,
        "date": f"{revision.timestamp.year:04}{revision.timestamp:-%m-%dT%H:%M:%SZ}",
        "author": None if revision.user_hidden else revision.author_text,
        "categories": [category.name for category, _key in links_of_text(parsed).categories],
        "infobox": {row.key: row.value for row in parsed.fields if row.kind == "field"},
    }
    # JSON is YAML: a quoted string or a list needs no quoting rules of its own.
    head = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in about.items())

    def address(link: WikiLink) -> str:
        return files.link(link, near=title, ending=ENDING)

    if revision.content_model == WIKITEXT and (converted := markdown_of(source, title)) is not None:
        parsed = content_model(MARKDOWN).read(converted)
    elif revision.content_model != MARKDOWN:
        return f"---\n{head}---\n\n# {title.full}\n\n{as_code(source)}"
    return f"---\n{head}---\n\n{portable_markdown(parsed, title.full, address)}"


def _written(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
