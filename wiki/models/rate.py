"""How often somebody has done something lately: counters that are exact, whatever the number of processes."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection, models

AT_ONCE = 200  # counters that are swept in one go


class RateCount(models.Model):
    """How often a thing was done in the span that ends at `ends`; afterwards it counts from the beginning."""

    key = models.CharField(max_length=200, primary_key=True)
    count = models.PositiveIntegerField()
    ends = models.BigIntegerField()  # seconds since 1970

    class Meta:
        indexes = (models.Index(fields=["ends"], name="rate_count_ends"),)

    def __str__(self) -> str:
        return f"{self.count} times {self.key}"


def count_up(spans: Mapping[str, int], now: int) -> dict[str, tuple[int, int]]:
    """Count each key once more, which begins a span of so many seconds where none runs; one statement.

    Gives the count and when the span ends. In a transaction the counters stay locked until it ends, and go
    back with it: what does not come about is not counted.
    """
    rows = sorted(spans.items())  # always in one order: no two wait for each other
    values = ", ".join(["(%s, 1, %s)"] * len(rows))
    sql = f"""INSERT INTO wiki_ratecount (key, count, ends) VALUES {values}
        ON CONFLICT (key) DO UPDATE SET
            count = CASE WHEN wiki_ratecount.ends <= %s THEN 1 ELSE wiki_ratecount.count + 1 END,
            ends = CASE WHEN wiki_ratecount.ends <= %s THEN excluded.ends ELSE wiki_ratecount.ends END
        RETURNING key, count, ends"""  # noqa: S608  # its parts are constants
    given = [value for key, span in rows for value in (key, now + span)]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, now, now])
        return {key: (count, ends) for key, count, ends in cursor.fetchall()}


def sweep(now: int) -> int:
    """Remove counters whose span is over, but those that somebody is counting; says how many went."""
    over = RateCount.objects.filter(ends__lte=now).select_for_update(skip_locked=True)
    keys = list(over.values_list("key", flat=True)[:AT_ONCE])
    return RateCount.objects.filter(key__in=keys).delete()[0] if keys else 0
