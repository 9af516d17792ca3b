"""Drafts in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from wiki.reading.drafts import DraftLine

register = template.Library()


@register.filter
def part_words(line: DraftLine) -> str:
    """Which part of the page the draft is for; empty for the whole page."""
    names = {
        "lead": _("the beginning"),
        "new": _("a new section"),
        "infobox": _("the infobox"),
        "field": _("Infobox › %(name)s") % {"name": line.name},
        "section": _("§ %(name)s") % {"name": line.name},
        "see-also": _("§ %(name)s") % {"name": line.name},
    }
    return names.get(line.part, "")
