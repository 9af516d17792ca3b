"""Counts that are kept, because counting anew would take longer the larger the wiki is."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection, models

AT_ONCE = 1000  # rows in one statement


class Category(models.Model):
    """How many members a category has, whether or not it has a page."""

    title = models.CharField(max_length=255, unique=True)
    members = models.IntegerField(default=0)
    subcategories = models.IntegerField(default=0)  # these and the files are among the members
    files = models.IntegerField(default=0)

    class Meta:
        verbose_name_plural = "categories"
        indexes = (models.Index(fields=["members", "title"], name="category_by_members"),)

    def __str__(self) -> str:
        return f"{self.title}: {self.members}"

    @property
    def pages(self) -> int:
        """Members that are neither subcategories nor files."""
        return self.members - self.subcategories - self.files


class ChangeTag(models.Model):
    """How many revisions carry a tag."""

    name = models.CharField(max_length=255, unique=True)
    hits = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.hits}"


def add_to_counts(model: type[Category | ChangeTag], changes: Mapping[str, tuple[int, ...]]) -> None:
    """Add to the kept counts of each name, making the row if there is none; one statement for each 1,000.

    The numbers are in the order of the model's fields. Rows are taken in the order of their names, so that
    two that count at the same time do not wait for each other in a circle.
    """
    table = model._meta.db_table  # noqa: SLF001
    key, *counts = (field.column for field in model._meta.concrete_fields[1:])  # noqa: SLF001
    places = f"({', '.join(['%s'] * (len(counts) + 1))})"
    added = ", ".join(f"{count} = {table}.{count} + excluded.{count}" for count in counts)
    rows: list[tuple[str | int, ...]] = [(name, *numbers) for name, numbers in sorted(changes.items())]
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({key}, {', '.join(counts)}) "  # noqa: S608
                f"VALUES {', '.join([places] * len(some))} ON CONFLICT ({key}) DO UPDATE SET {added}",
                [value for row in some for value in row],
            )
