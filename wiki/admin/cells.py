"""Cells of the desk's lists, drawn as the site draws them. Rows carry a RevisionLine as `line`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.loader import get_template
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wiki.models import Page
from wiki.permissions import level_name


def drawn(cell: str, **context: Any) -> SafeString:
    """A template of templates/admin/cells/, which escapes what it is given."""
    return SafeString(get_template(f"admin/cells/{cell}.html").render(context).strip())


def what_cell(row: Any) -> SafeString:
    """What the revision changed, with its flags, summary and tags."""
    line = getattr(row, "line", None)
    return drawn("what", line=line) if line else SafeString("")


def author_cell(row: Any) -> SafeString:
    """Who saved it; hidden where it is hidden."""
    line = getattr(row, "line", None)
    return drawn("author", line=line) if line else SafeString("")


def moment(time: datetime) -> str:
    """A point in time, as the site writes it."""
    return date_format(time, "H:i, j M Y")


def protection_cell(page: Page) -> str:
    """Who may do what, and until when, in words."""
    names = {
        "edit": _("Edit"), "move": _("Move"), "upload": _("Upload"),
        "edit:s": _("A section"), "edit:f": _("A fact"), "edit:i": _("The infobox"),
    }  # fmt: skip
    told = []
    for action, rule in sorted(page.protection.items()):
        words = {"action": names.get(action[:6], action), "who": level_name(rule["level"])}
        text = _("%(action)s: %(who)s") % words
        if rule.get("expiry"):
            text += " " + _("until %(when)s") % {"when": moment(datetime.fromisoformat(rule["expiry"]))}
        told.append(text)
    return "; ".join(told)
