"""Test data, made as the wiki makes it: pages through save_edit, people as accounts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Manager, Model

from wiki.editing import edits
from wiki.editing.save import Saved, save_edit
from wiki.models import Page, User
from wiki.permissions import Editor
from wiki.reading.page import find_page
from wiki.reading.source import open_page, open_section
from wiki.text.titles import Title, parse_title

IP = "198.51.100.7"
PASSWORD = "correct horse battery"  # of the cast


def make_user(name: str, *groups: str) -> User:
    """An account that can log in with PASSWORD."""
    user = User.objects.create_user(name, password=PASSWORD)
    for group in groups:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


def title_of(title: str | Title) -> Title:
    return parse_title(title) if isinstance(title, str) else title


def make_page(
    title: str | Title, text: str = "Text.", *, editor: Editor | None = None, summary: str = "",
    model: str | None = None,
) -> Page:  # fmt: skip
    """A new page with this source text; `model`: its content model, where it is not the usual one."""
    saved = edit_page(title_of(title), text, editor=editor, summary=summary, model=model)
    return saved.page  # type: ignore[return-value]


def edit_page(
    page: Page | Title,
    text: str,
    *,
    editor: Editor | None = None,
    summary: str = "",
    model: str | None = None,
) -> Saved:
    """Save `text` as the whole page's source."""
    editor = editor or Editor(None, IP)
    if isinstance(page, Title):
        return save_edit(page, edits.whole_page(None, text, "", model=model), editor=editor, summary=summary)
    fresh = reload(page)
    edit = edits.whole_page(fresh, text, open_page(fresh).base, model=model)
    return save_edit(fresh, edit, editor=editor, summary=summary)


def edit_section(
    page: Page, section_id: int, text: str, *, base: str = "", editor: Editor | None = None
) -> Saved:
    """Save `text` as a section with its subsections."""
    fresh = reload(page)
    edit = edits.section_text(fresh, section_id, text, base or open_section(fresh, section_id).base)
    return save_edit(fresh, edit, editor=editor or Editor(None, IP))


def stored(model: type[Model]) -> Manager[Any]:
    """The model's rows, none of which refuses to be changed: for rows of long ago, or damaged ones."""
    return model._base_manager


def reload(page: Page) -> Page:
    """The page as the database has it now."""
    found = find_page(page.name)
    return found or Page.objects.get(pk=page.pk)
