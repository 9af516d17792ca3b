"""What is asked of the infobox fields of a page: the keys of the templates that its categories give it."""

from __future__ import annotations

from collections.abc import Iterable

from wiki.models import Link, Page
from wiki.models.infobox_template import templates_kept
from wiki.models.links import MEMBERSHIP
from wiki.text.fields.field_rules import FieldRule, merged_rules
from wiki.text.titles import Title

ARTICLES = 0


def rules_in(categories: Iterable[str]) -> dict[str, FieldRule]:
    """The rules for an article in these categories, by folded key, in the templates' order. At most one
    query, none if the templates were read a moment ago.
    """
    own = {"", *categories}
    return merged_rules(rules for category, rules in templates_kept() if category in own)


def rules_of(title: Title, page: Page | None) -> dict[str, FieldRule]:
    """The rules for a page as it stands; only articles have any. At most two queries."""
    if title.namespace != ARTICLES or not templates_kept():
        return {}
    joined = Link.objects.filter(MEMBERSHIP, page=page).values_list("title", flat=True) if page else ()
    return rules_in(joined)
