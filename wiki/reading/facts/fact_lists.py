"""Facts that want somebody's eye: those without a source, and those that were not looked at for too long."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from wiki.models import Fact, FieldCheck, InfoboxField, Link
from wiki.models.infobox_template import templates_kept
from wiki.models.links import MEMBERSHIP
from wiki.reading.facts.field_rules import rules_in
from wiki.text.citing.field_sources import lacks_source
from wiki.text.fields.facts import fingerprint, fold_fact, shown_values
from wiki.text.fields.field_rules import FieldRule
from wiki.text.titles import Title

SCANNED = 2000  # facts that are looked at for one screen
SHOWN = 100


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact of an article: what it says since when, who saw it to hold when, what a template asks of it."""

    page: Title
    field_id: int
    key: str
    values: tuple[str, ...]
    since: datetime
    rule: FieldRule
    check: FieldCheck | None = None


@dataclass(frozen=True, slots=True)
class FactScreen:
    """Lines in the order in which the facts were stated; `following` is where the next screen begins."""

    rows: tuple[FactLine, ...]
    following: int | None


def last_check(field: InfoboxField) -> FieldCheck | None:
    """The last check of what the field says now; one query."""
    checks = FieldCheck.objects.filter(field_id=field.pk, said=fingerprint(field.value))
    return checks.order_by("-pk").first()


def unsourced_facts(*, key: str = "", after: int = 0) -> FactScreen:
    """Facts that articles state without a source, of one key or of all, behind fact `after`.

    Looks at 2,000 facts for a screen; at most 3 queries.
    """
    facts = _facts(after)
    if key:
        facts = facts.filter(stated__folded_key=fold_fact(key)).distinct()
    return _screen(facts, lambda fact: lacks_source(fact.value), lambda line: True)


def stale_facts(*, after: int = 0, now: datetime | None = None) -> FactScreen:
    """Facts whose template names an interval, and that were neither changed nor checked for so long.

    Looks at 2,000 facts for a screen; at most 4 queries.
    """
    moment = now or timezone.now()
    days = {fold_fact(r.key): r.days for _, rules in templates_kept() for r in rules if r.days}
    if not days:
        return FactScreen((), None)
    before = moment - timedelta(days=min(days.values()))
    facts = _facts(after).filter(stated__folded_key__in=days, valid_from__lte=before).distinct()

    def due(line: FactLine) -> bool:
        seen = max(line.since, line.check.moment) if line.check else line.since
        return bool(line.rule.days) and seen + timedelta(days=line.rule.days) <= moment

    return _screen(facts, lambda fact: True, due, checked=True)


def _facts(after: int) -> QuerySet[Fact]:
    standing = Fact.objects.filter(valid_to=None, pk__gt=after, page__deleted=False, page__namespace=0)
    return standing.select_related("page").order_by("pk")


def _screen(
    facts: QuerySet[Fact],
    wanted: Callable[[Fact], bool],
    kept: Callable[[FactLine], bool],
    *,
    checked: bool = False,
) -> FactScreen:
    seen = list(facts[: SCANNED + 1])
    following = seen[SCANNED - 1].pk if len(seen) > SCANNED else None
    found = [fact for fact in seen[:SCANNED] if wanted(fact)]
    rules, checks = _rules(found), _checks(found) if checked else {}
    lines: list[FactLine] = []
    last = 0
    for fact in found:
        rule = rules[fact.page_id].get(fold_fact(fact.key), FieldRule(fact.key))
        check = checks.get((fact.field_id, fingerprint(fact.value))) if checked else None
        values = tuple(shown_values(fact.value))
        line = FactLine(fact.page.name, fact.field_id, fact.key, values, fact.valid_from, rule, check)
        if not kept(line):
            continue
        if len(lines) == SHOWN:
            return FactScreen(tuple(lines), last)
        lines.append(line)
        last = fact.pk
    return FactScreen(tuple(lines), following)


def _rules(facts: Iterable[Fact]) -> dict[int, dict[str, FieldRule]]:
    """The rules for the article of each fact; one query for their categories, none without templates."""
    pages = {fact.page_id for fact in facts}
    if not pages or not templates_kept():
        return {page: {} for page in pages}
    joined: dict[int, set[str]] = {page: set() for page in pages}
    members = Link.objects.filter(MEMBERSHIP, page__in=pages)
    for page, category in members.values_list("page_id", "title"):
        joined[page].add(category)
    return {page: rules_in(categories) for page, categories in joined.items()}


def _checks(facts: Iterable[Fact]) -> dict[tuple[int, str], FieldCheck]:
    """The last check of each value of these facts' fields."""
    checks = FieldCheck.objects.filter(field_id__in={fact.field_id for fact in facts}).order_by("pk")
    return {(check.field_id, check.said): check for check in checks}
