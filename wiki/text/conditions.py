"""Conditions of an edit filter, one a line: `added contains casino | poker`, `edits < 10`.

All lines must hold. What a line may speak of stands in NAMES. Nothing is ever run: a line is a name, a
comparison and values, and expressions are matched by RE2, in linear time.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from wiki.text.patterns import BadPattern, check_pattern, matches

Kind = Literal["text", "number", "yesno"]
Value = str | int | bool | tuple[str, ...]

# What a condition may speak of; the cheap ones are asked first.
NAMES: dict[str, Kind] = {
    "namespace": "number", "title": "text", "creates": "yesno", "summary": "text", "minor": "yesno",
    "user": "text", "anonymous": "yesno", "group": "text", "edits": "number", "age": "number",
    "section": "text", "field": "text", "size": "number", "delta": "number",
    "added": "text", "removed": "text", "links": "number", "link": "text", "text": "text",
}  # fmt: skip
_ORDER = {name: place for place, name in enumerate(NAMES)}
_NUMBERS: dict[str, Callable[[int, int], bool]] = {
    "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt, "is": operator.eq,
}  # fmt: skip
_TEXTS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda text, value: value in text,
    "begins with": lambda text, value: text.startswith(value),
    "ends with": lambda text, value: text.endswith(value),
    "is": lambda text, value: text == value,
}
_LINE = re.compile(
    r"(?P<name>[a-z]+) +(?P<no>not +|does not +)?"
    r"(?P<how>contains?|begins? with|ends? with|match(?:es)?|is(?P<isnt> not)?|<=|>=|<|>)"
    r"(?: ++(?P<values>.*))?"
)
LONGEST, MOST = 5_000, 50  # characters and lines


class BadCondition(ValueError):
    """A line that is no condition. `code` and `given` say why, `line` is its number from 1."""

    def __init__(self, code: str, line: int, given: str) -> None:
        super().__init__(f"line {line}: {code}: {given}")
        self.code, self.line, self.given = code, line, given


@dataclass(frozen=True, slots=True)
class Condition:
    """One line, read."""

    name: str
    how: str
    values: tuple[str, ...]
    negated: bool = False

    def holds(self, value: Value) -> bool:
        """Whether it holds for this value of what it speaks of (of several: for one of them)."""
        return self._found(value) != self.negated

    def _found(self, value: Value) -> bool:
        if isinstance(value, bool):
            return value == (self.values[0] == "yes")
        if isinstance(value, int):
            return any(_NUMBERS[self.how](value, int(given)) for given in self.values)
        texts = (value,) if isinstance(value, str) else value
        return any(self._matches(text, given) for text in texts for given in self.values)

    def _matches(self, text: str, given: str) -> bool:
        if self.how == "matches":
            return matches(given, text, whole=False)
        return _TEXTS[self.how](text.casefold(), given.casefold())


def read_conditions(text: str) -> tuple[Condition, ...]:
    """The conditions of a filter; blank lines and those that begin with # say nothing.

    Raises BadCondition for the first line that cannot be read, and where there is no condition at all.
    """
    lines = text.strip().splitlines()
    if len(text) > LONGEST or len(lines) > MOST:
        raise BadCondition("toolong", min(len(lines), MOST), "")
    said = [(number, line.strip()) for number, line in enumerate(lines, 1)]
    found = [_read(line, number) for number, line in said if line and not line.startswith("#")]
    if not found:
        raise BadCondition("none", 1, "")
    return tuple(sorted(found, key=lambda condition: _ORDER[condition.name]))


def _read(line: str, number: int) -> Condition:
    parts = _LINE.fullmatch(line)
    if parts is None:
        raise BadCondition("unreadable", number, line[:80])
    name, how = parts["name"], _plain(parts["how"])
    if name not in NAMES:
        raise BadCondition("unknown", number, name[:80])
    kind = NAMES[name]
    values = tuple(value.strip() for value in (parts["values"] or "").split(" | ") if value.strip())
    if how == "matches":  # an expression has its own way to say "or"
        values = ((parts["values"] or "").strip(),)
    if not values or not values[0]:
        raise BadCondition("novalue", number, line[:80])
    allowed = {"number": {*_NUMBERS}, "text": {*_TEXTS, "matches"}, "yesno": {"is"}}[kind]
    if how not in allowed:
        raise BadCondition("comparison", number, f"{name} {how}")
    _check_values(kind, how, values, number)
    return Condition(name, how, values, negated=bool(parts["no"] or parts["isnt"]))


def _plain(how: str) -> str:
    """The word of comparison in its one form: "contain" after "does not" means "contains"."""
    spaced = " ".join(how.split())
    forms = {"contain": "contains", "begin with": "begins with", "end with": "ends with", "match": "matches"}
    return "is" if spaced == "is not" else forms.get(spaced, spaced)


def _check_values(kind: Kind, how: str, values: Iterable[str], number: int) -> None:
    for value in values:
        if kind == "number" and not re.fullmatch(r"-?[0-9]{1,9}", value):
            raise BadCondition("nonumber", number, value[:80])
        if kind == "yesno" and value not in ("yes", "no"):
            raise BadCondition("yesno", number, value[:80])
        if how == "matches":
            try:
                check_pattern(value, whole=False)
            except BadPattern as error:
                raise BadCondition("pattern", number, error.message) from None


def all_hold(conditions: Iterable[Condition], facts: Mapping[str, Value]) -> bool:
    """Whether an edit of these facts meets every condition; what is not asked is not looked up."""
    return all(condition.holds(facts[condition.name]) for condition in conditions)
