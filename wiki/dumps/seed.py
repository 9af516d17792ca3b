"""Fills an empty wiki with the pages of `fixtures/`, through the normal save path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from wiki.dumps.import_plain import save_text
from wiki.dumps.plain import read_plain_file
from wiki.editing.edits import infobox_form
from wiki.editing.files.files import file_title, store_file
from wiki.editing.save import save_edit
from wiki.models import File, Page
from wiki.permissions import Editor
from wiki.reading.page import find_page
from wiki.reading.source import open_infobox
from wiki.text.titles import NAMESPACES, Title, parse_title

SEED = Editor(system="Stemma seed")
MEMBERS = "Russia\nSyria\nIran\nIraq\nHezbollah"  # as the article's own lead names them


@dataclass(frozen=True, slots=True)
class Seeded:
    """A page that the seed looked at; `new` says that it was made now."""

    title: str
    new: bool
    warnings: tuple[str, ...] = ()


def seed(folder: Path) -> Iterator[Seeded]:
    """Load each fixture whose title the wiki never had; pages that people changed or deleted stay theirs.

    Pictures in `files/` belong to their pages in `pages/File/`. Yields one Seeded a page. Raises PlainRefused
    for a plain article that cannot be read.
    """
    for path in sorted(folder.glob("pages/**/*.md")):
        yield _page(path, folder / "pages")
    for path in sorted(folder.glob("files/*")):
        _file(path)
    for path in sorted(folder.glob("*.txt")):
        yield _article(path)


def _had(title: Title) -> bool:
    return Page.objects.filter(namespace=title.namespace, title=title.name).exists()


def _page(path: Path, folder: Path) -> Seeded:
    namespace, *name = path.relative_to(folder).with_suffix("").parts
    prefix = "" if namespace == "Main" else f"{namespace.replace('_', ' ')}:"
    if prefix[:-1] not in NAMESPACES.values():
        raise ValueError(f"{path}: “{namespace}” is no namespace")
    title = parse_title(prefix + "/".join(name))
    if _had(title):
        return Seeded(title.full, False)
    text = path.read_bytes().decode().removesuffix("\n")
    save_text(title, text, editor=SEED, summary=_("First text, from the seed"))
    return Seeded(title.full, True)


def _file(path: Path) -> None:
    """The file of a File: page that has none. A page that people deleted stays without."""
    title = file_title(path.name)
    page = find_page(title)
    if page is not None and not File.objects.filter(page=page).exists():
        store_file(path.name, path.read_bytes(), editor=SEED, comment=_("From the seed"))


def _article(path: Path) -> Seeded:
    plain = read_plain_file(path)
    title = parse_title(plain.title)
    if _had(title):
        return Seeded(title.full, False)
    with transaction.atomic():  # a seed that is broken off leaves no article half told
        save_text(title, plain.text, editor=SEED, summary=_("The article as it came, from the seed"))
        _name_members(title)
    return Seeded(title.full, True, tuple(str(warning) for warning in plain.warnings))


def _name_members(title: Title) -> None:
    """A second revision puts the names that the lead gives in place of lost flag icons."""
    page = find_page(title)
    if page is None:
        return
    infobox = open_infobox(page)
    rows = [
        (
            row.id,
            row.key,
            MEMBERS if row.key == "Membership" and not row.value.strip() else row.value,
            row.source,
        )
        for row in infobox.rows
    ]
    edit = infobox_form(page, infobox.caption, rows, infobox.base)
    save_edit(page, edit, editor=SEED, summary=_("Names from the lead in place of lost flag icons"))
