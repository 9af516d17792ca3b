"""The few filters that templates need."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from wiki.models import Page
from wiki.permissions import INTERFACE, Editor, Refused, may_edit
from wiki.text.titles import Title

register = template.Library()

TAB_IDS = {-1: "special", 0: "main", 2: "user", 4: "project", 6: "image", 8: "mediawiki", 10: "template",
           12: "help", 14: "category"}  # fmt: skip


@register.filter
def tab_id(title: Title) -> str:
    """What MediaWiki calls the tab of this page's subject."""
    return TAB_IDS.get(title.subject.namespace, "main")


@register.filter
def tab_name(title: Title) -> str:
    """What readers call a page of this namespace."""
    names = {-1: _("Special page"), 2: _("User page"), 4: _("Project page"), 6: _("File"), 8: _("Message"),
             10: _("Template"), 12: _("Help page"), 14: _("Category")}  # fmt: skip
    return names.get(title.subject.namespace, _("Article"))


@register.filter
def editable_by(page: Page | None, viewer: Editor) -> bool:
    """Whether to offer Edit rather than View source. Asks the database only about pages that are protected at all."""
    if page and not page.protection and page.namespace != INTERFACE and not viewer.is_anonymous:
        return True
    try:
        may_edit(viewer, page, page.name if page else Title(0, "Page"))
    except Refused:
        return False
    return True
