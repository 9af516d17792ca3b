"""Facts that want somebody's eye: those without a source, and those that were not looked at for too long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from wiki.models import Fact, FieldCheck, InfoboxField, Link, StatedValue
from wiki.models.infobox_template import templates_kept
from wiki.models.links import MEMBERSHIP
from wiki.reading.facts.field_rules import rules_in
from wiki.reading.source import model_of_page
from wiki.text.fields.facts import fingerprint, fold_fact, lacks_source, shown_values
from wiki.text.fields.field_rules import FieldRule
from wiki.text.titles import Title

LOOKS = (150, 450, 1400)  # facts that are looked at for one screen, until there are enough to show
SHOWN = 100
UNITED = 200  # keys that are asked for in one statement
Look = Callable[[int, int], tuple[list[Fact], int | None]]  # behind which, at most; where the next one begins
_STATED = str(StatedValue._meta.db_table)  # noqa: SLF001


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

    Looks at 150 facts, at 2,000 if too few are due; at most 3 queries for each of 3 looks.
    """
    return _screen(
        _look([fold_fact(key)] if key else None),
        after,
        lambda fact: lacks_source(fact.value, model_of_page(fact.page)),
    )


def stale_facts(*, after: int = 0, now: datetime | None = None) -> FactScreen:
    """Facts whose template names an interval, and that were neither changed nor checked for so long.

    Looks at 150 facts, at 2,000 if too few are due; at most 4 queries for each of 3 looks.
    """
    moment = now or timezone.now()
    days = {fold_fact(r.key): r.days for _, rules in templates_kept() for r in rules if r.days}
    if not days:
        return FactScreen((), None)
    before = moment - timedelta(days=min(days.values()))

    def due(line: FactLine) -> bool:
        seen = max(line.since, line.check.moment) if line.check else line.since
        return bool(line.rule.days) and seen + timedelta(days=line.rule.days) <= moment

    return _screen(_look(sorted(days)), after, lambda fact: fact.valid_from <= before, due)


def _look(keys: Sequence[str] | None) -> Look:
    """Facts of these keys, or of all."""

    def look(after: int, most: int) -> tuple[list[Fact], int | None]:
        standing = Fact.objects.filter(valid_to=None, pk__gt=after, page__deleted=False, page__namespace=0)
        standing = standing.select_related("page__latest").order_by("pk")
        if keys is None:
            facts = list(standing[: most + 1])
            return facts[:most], facts[most - 1].pk if len(facts) > most else None
        ids = _stated(keys, after, most + 1)
        return list(standing.filter(pk__in=ids[:most])), ids[most - 1] if len(ids) > most else None

    return look


def _stated(keys: Sequence[str], after: int, most: int) -> list[int]:
    """The first facts behind `after` with one of these keys, standing or not: of each key the first ones, by
    its index, so that it makes no difference how many more there are; one query for each 200 keys.
    """
    one = (
        f"SELECT fact_id FROM (SELECT DISTINCT fact_id FROM {_STATED} "  # noqa: S608
        "WHERE folded_key = %s AND fact_id > %s ORDER BY fact_id LIMIT %s) AS stated"
    )
    found: set[int] = set()
    with connection.cursor() as cursor:
        for start in range(0, len(keys), UNITED):
            some = keys[start : start + UNITED]
            cursor.execute(" UNION ".join([one] * len(some)), [v for key in some for v in (key, after, most)])
            found.update(row[0] for row in cursor.fetchall())
    return sorted(found)[:most]


def _screen(
    look: Look,
    after: int,
    wanted: Callable[[Fact], bool],
    due: Callable[[FactLine], bool] | None = None,
) -> FactScreen:
    """Looks until there are lines enough. `due` is asked of a line with its last check."""
    lines: list[FactLine] = []
    following, last = after, after
    for most in LOOKS:
        facts, end = look(following, most)
        found = [fact for fact in facts if wanted(fact)]
        for fact, line in _lines(found, checked=due is not None):
            if due and not due(line):
                continue
            if len(lines) == SHOWN:
                return FactScreen(tuple(lines), last)
            lines.append(line)
            last = fact.pk
        if end is None:
            return FactScreen(tuple(lines), None)
        following = end
    return FactScreen(tuple(lines), following)


def _lines(facts: Sequence[Fact], *, checked: bool) -> Iterator[tuple[Fact, FactLine]]:
    rules, checks = _rules(facts), _checks(facts) if checked else {}
    for fact in facts:
        rule = rules[fact.page_id].get(fold_fact(fact.key), FieldRule(fact.key))
        check = checks.get((fact.field_id, fingerprint(fact.value))) if checked else None
        values = tuple(shown_values(fact.value, model_of_page(fact.page)))
        yield fact, FactLine(fact.page.name, fact.field_id, fact.key, values, fact.valid_from, rule, check)


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
