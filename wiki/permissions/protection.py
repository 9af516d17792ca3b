"""What protection asks of editors: of a page, a part of it, a title, and of what stands below a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.models import Page, ProtectedTitle
from wiki.permissions.editor import Editor
from wiki.permissions.groups import LEVELS
from wiki.permissions.refused import PageProtected, PartProtected, TitleProtected
from wiki.text.titles import Title

Rule = Mapping[str, Any]  # {"level": "sysop", "expiry": ISO 8601 or None, "cascade": True where it does}
PART = "edit:"  # begins the rule of a part, as in "edit:s12" (section), "edit:f34" (field), "edit:infobox"
CASCADING = Q(protection__edit__cascade=True)  # pages whose rules hold for their subpages
BEGINNING = gettext_lazy("The beginning of the page is protected: only %(who)s may edit it.")


def rule_level(rule: Rule | None, *, now: datetime | None = None) -> str:
    """The level that a rule of protection asks for now: "" where there is none, or it has ended."""
    if not rule:
        return ""
    expiry = rule.get("expiry")
    if expiry and datetime.fromisoformat(expiry) <= (now or timezone.now()):
        return ""
    return str(rule["level"])


def protection_level(page: Page, action: str, *, now: datetime | None = None) -> str:
    """The level (of LEVELS) that protection of the page itself asks for now; of a part of it, where `action`
    is "edit:" and the part.
    """
    return rule_level(page.protection.get(action), now=now)


def protected_parts(page: Page) -> dict[str, str]:
    """The parts of the page that are protected now ("s12", "f34", "infobox"), each with its level."""
    parts = [action for action in page.protection if action.startswith(PART)]
    levels = {action.removeprefix(PART): protection_level(page, action) for action in parts}
    return {part: level for part, level in levels.items() if level}


def inherited_rules(page: Page | None, title: Title) -> list[dict[str, Rule]]:
    """The rules of the pages above that hold for their subpages too, the nearest first.

    A query for subpages alone, unless the page was read with them (reading/page.py).
    """
    if page is not None and hasattr(page, "cascade"):
        return [page.cascade] if page.cascade else []
    above = [one.name for one in title.parents]
    if not above:
        return []
    pages = Page.objects.filter(namespace=title.namespace, title__in=above, deleted=False)
    rules = dict(pages.filter(CASCADING).values_list("title", "protection"))
    return [rules[name] for name in above if name in rules]


def passes(editor: Editor, level: str) -> bool:
    """Whether protection at this level lets the editor act."""
    return not LEVELS[level] or editor.has(LEVELS[level])


def waits_for_review(editor: Editor, page: Page, parts: Iterable[str] = ()) -> bool:
    """Whether what the editor writes on the page, or in these protected parts of it, has to be accepted by
    somebody before readers see it.
    """
    levels = {protection_level(page, "edit"), *(protection_level(page, PART + part) for part in parts)}
    levels |= {rule_level(rules.get("edit")) for rules in inherited_rules(page, page.name)}
    return "review" in levels and not (editor.has("editsemiprotected") or editor.has("review"))


def past_rule(editor: Editor, level: str, *, cascade: bool = False) -> None:
    """Raise PageProtected unless protection at this level lets the editor edit."""
    if passes(editor, level):
        return
    message = (
        _("This page is protected with the page above it: only %(who)s may edit it.")
        if cascade
        else _("This page is protected: only %(who)s may edit it.")
    )
    raise PageProtected(message % {"who": level_name(level)}, code="cascadeprotected" if cascade else "")


def may_create(editor: Editor, title: Title) -> None:
    """Raise a Refused if the title, or a page above it, is protected from the editor; a query, for a subpage
    two.
    """
    rule = protected_title(title)
    if rule is not None and not passes(editor, rule.level):
        message = _("This title is protected: only %(who)s may create a page here.")
        raise TitleProtected(message % {"who": level_name(rule.level)})
    for rules in inherited_rules(None, title):
        past_rule(editor, rule_level(rules.get("edit")), cascade=True)


def protected_title(title: Title) -> ProtectedTitle | None:
    """The protection of a title that no page has, while it lasts; one query."""
    lasting = Q(expiry=None) | Q(expiry__gt=timezone.now())
    return ProtectedTitle.objects.filter(lasting, namespace=title.namespace, title=title.name).first()


def may_edit_part(editor: Editor, page: Page, part: str, *, name: str, field: str = "text") -> None:
    """Raise PartProtected if this part of the page ("s12", "f34", "infobox") is protected from the editor.

    `name` is what readers call it, `field` the input that a refusal is told at.
    """
    level = protection_level(page, PART + part)
    if passes(editor, level):
        return
    messages = {
        "s": _("The section “%(name)s” is protected: only %(who)s may edit it."),
        "f": _("The fact “%(name)s” is protected: only %(who)s may edit it."),
        "i": _("The infobox is protected: only %(who)s may edit it."),
    }
    message = messages[part[0]] if name or part[0] == "i" else BEGINNING
    raise PartProtected(message % {"name": name, "who": level_name(level)}, part=part, field=field)


def level_name(level: str) -> str:
    """Who may act on a page protected at this level, in words."""
    names = {
        "": _("everyone"),
        "autoconfirmed": _("confirmed accounts"),
        "review": _("everyone, but edits of accounts that are not confirmed wait for review"),
        "sysop": _("administrators"),
    }
    return names[level]
