"""The keys of a template of infoboxes: `Key | type | source | days | help`, one a line, in their order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast, get_args

from wiki.text.fields.facts import fold_fact
from wiki.text.infobox import InvalidField, check_key

FieldType = Literal["text", "date", "link", "picture", "list", "quantity"]
Policy = Literal["none", "warn", "require"]
MOST_KEYS = 200
LONGEST_REVIEW = 36_500  # days


class InvalidRules(ValueError):
    """A line that says nothing of a key; `line` counts from 1."""

    def __init__(self, line: int, why: str) -> None:
        self.line, self.message = line, f"Line {line}: {why}"
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class FieldRule:
    """What a template says of one key: what its values are, whether they need a source, and after how many
    days they should be looked at again (0: never).
    """

    key: str
    type: FieldType = "text"
    policy: Policy = "none"
    days: int = 0
    help: str = ""


def read_rules(text: str) -> tuple[FieldRule, ...]:
    """The rules that the lines write; parts left out or empty have their defaults. Raises InvalidRules."""
    rules: dict[str, FieldRule] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        rule = _rule(number, [part.strip() for part in line.split("|", 4)])
        if fold_fact(rule.key) in rules:
            raise InvalidRules(number, f"the key “{rule.key}” stands twice.")
        rules[fold_fact(rule.key)] = rule
    if len(rules) > MOST_KEYS:
        raise InvalidRules(MOST_KEYS + 1, f"a template has {MOST_KEYS} keys at most.")
    return tuple(rules.values())


def _rule(number: int, parts: list[str]) -> FieldRule:
    key, kind, policy, days, help_ = (*parts, *[""] * (5 - len(parts)))
    try:
        check_key(key)
    except InvalidField as error:
        raise InvalidRules(number, error.message) from None
    for said, known in ((kind, get_args(FieldType)), (policy, get_args(Policy))):
        if said and said not in known:
            raise InvalidRules(number, f"“{said[:40]}” is none of {', '.join(known)}.")
    if days and not (days.isascii() and days.isdigit() and len(days) < 6 and int(days) <= LONGEST_REVIEW):
        raise InvalidRules(number, f"“{days[:40]}” is no number of days up to {LONGEST_REVIEW}.")
    return FieldRule(
        key, cast(FieldType, kind or "text"), cast(Policy, policy or "none"), int(days or 0), help_[:500]
    )


_STRICT = get_args(Policy)


def merged_rules(sets: Iterable[tuple[FieldRule, ...]]) -> dict[str, FieldRule]:
    """The rules of several templates by folded key, in order: the first says the type, the strictest the
    source, the shortest time the review.
    """
    merged: dict[str, FieldRule] = {}
    for rule in (rule for rules in sets for rule in rules):
        name = fold_fact(rule.key)
        first = merged.get(name, rule)
        policy = max(first.policy, rule.policy, key=_STRICT.index)
        days = min(filter(None, (first.days, rule.days)), default=0)
        merged[name] = FieldRule(first.key, first.type, policy, days, first.help or rule.help)
    return merged
