"""What people write for the end of something."""

from datetime import UTC, datetime

import pytest

from wiki.text.expiry import BadExpiry, read_expiry

NOW = datetime(2026, 1, 31, 12, 0, 0, 500, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", " ", "infinite", "Indefinite", "infinity", "never"])
def test_no_end(text: str) -> None:
    assert read_expiry(text, now=NOW) is None


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("1 hour", "2026-01-31T13:00:00"),
        ("an hour", "2026-01-31T13:00:00"),
        ("2 Days", "2026-02-02T12:00:00"),
        ("1 week", "2026-02-07T12:00:00"),
        ("2 weeks", "2026-02-14T12:00:00"),
        ("fortnight", "2026-02-14T12:00:00"),
        ("1 month", "2026-02-28T12:00:00"),
        ("13 months", "2027-02-28T12:00:00"),
        ("1 year", "2027-01-31T12:00:00"),
        ("1 year, 2 days and 3 hours", "2027-02-02T15:00:00"),
        ("90 seconds", "2026-01-31T12:01:30"),
        ("2026-12-01", "2026-12-01T00:00:00"),
        ("2026-12-01T10:20", "2026-12-01T10:20:00"),
        ("2026-12-01T10:20:30Z", "2026-12-01T10:20:30"),
        ("2026-12-01 10:20:30+02:00", "2026-12-01T08:20:30"),
        ("20261201102030", "2026-12-01T10:20:30"),
    ],
)
def test_spans_and_moments(text: str, end: str) -> None:
    assert read_expiry(text, now=NOW) == datetime.fromisoformat(end).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["soon", "1 wek", "1 week or so", "week 1", "1  ,week", "-1 day", "99999 years", "999999 weeks",
     "2026-13-01", "20261301000000", "²", "1 week" * 500, "\0"],
)  # fmt: skip
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(BadExpiry) as refused:
        read_expiry(text, now=NOW)
    assert refused.value.code == "invalidexpiry"


@pytest.mark.parametrize("text", ["2026-01-31T12:00:00Z", "2001-01-01", "0 days", "20200101000000"])
def test_what_is_past(text: str) -> None:
    with pytest.raises(BadExpiry) as refused:
        read_expiry(text, now=NOW)
    assert refused.value.code == "pastexpiry"
