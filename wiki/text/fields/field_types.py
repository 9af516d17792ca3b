"""Values of the types that templates give to keys: what is wrong with one. They stay as they are written."""

from __future__ import annotations

import re
from calendar import monthrange

from wiki.text.citing.citations import MONTHS, SHORT_MONTHS
from wiki.text.content import MARKDOWN
from wiki.text.fields.facts import shown_values
from wiki.text.fields.field_rules import FieldType
from wiki.text.infobox import picture_name

_MONTH = {
    name.casefold().rstrip("."): n for names in (MONTHS, SHORT_MONTHS) for n, name in enumerate(names, 1)
}
_NAME = "|".join(sorted(_MONTH, key=len, reverse=True))
_YEAR = r"(?P<year>\d{1,4})"
_DATES = tuple(
    re.compile(rf"(?:c\.|ca\.|about)?\s*{form}\s*(?:ad|ce|bc|bce)?", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?",
        rf"(?P<day>\d{{1,2}})\.?\s+(?P<name>{_NAME})\.?,?\s+{_YEAR}",
        rf"(?P<name>{_NAME})\.?\s+(?P<day>\d{{1,2}}),\s*{_YEAR}",
        rf"(?P<name>{_NAME})\.?,?\s+{_YEAR}",
        r"(?P<year>\d{1,4})s?",
        r"(?P<century>\d{1,2})(?:st|nd|rd|th) century",
        r"present|now|today",
    )
)
_RANGE = re.compile(r"(?:(?<!\s)\s++)?[–—]\s*|(?<!\s)\s++(?:-|to|until)\s+")
_QUANTITY = re.compile(
    r"(?:[~≈<>≤≥±]|c\.|about)?\s*[−-]?\d[\d,.  \s]*(?:[–-]\s*\d[\d,.  ]*)?(?:\D.*)?", re.DOTALL
)
LONGEST = 200


def check_value(kind: FieldType, value: str, model: str = MARKDOWN) -> str:
    """Why the value is none of its type, in a sentence; "" where nothing is wrong. Empty values are right."""
    said = shown_values(value, model)
    if kind == "date":
        return next((why for one in said if (why := _date(one))), "")
    if kind == "quantity":
        wrong = next((one for one in said if not _QUANTITY.fullmatch(one[:LONGEST])), None)
        return f"“{wrong[:60]}” does not begin with a number." if wrong else ""
    if kind == "picture" and value.strip() and not picture_name(value):
        return f"“{value.strip()[:60]}” is not the name of a picture, such as Map.png."
    return ""


def _date(text: str) -> str:
    parts = [part for part in _RANGE.split(text[:LONGEST]) if part]
    return next((why for part in parts if (why := _one_date(part.strip()))), "")


def _one_date(text: str) -> str:
    text = re.sub(r"(?<!\s)\s*+\([^()]*\)$", "", text)
    found = next((match for form in _DATES if (match := form.fullmatch(text))), None)
    if found is None:
        return f"“{text[:60]}” is no date, such as 30 September 2015, September 2015 or 2015."
    part = found.groupdict()
    month = _MONTH[part["name"].casefold()] if part.get("name") else int(part.get("month") or 1)
    if not 1 <= month <= 12:
        return f"“{text}” is no date: a year has 12 months."
    year, day = int(part.get("year") or 1), int(part.get("day") or 1)
    last = monthrange(max(year, 1), month)[1]
    if not 1 <= day <= last:
        return f"“{text}” is no date: {MONTHS[month - 1]} {year} has {last} days."
    return ""
