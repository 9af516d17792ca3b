"""Who wrote which words: spans of each text, and of sentences that were removed."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection, models
from django.db.models import Q

from wiki.models.page import Page
from wiki.models.parts import KIND_CODES, MODELS, Kind


class Authorship(models.Model):
    """The packed spans (text/authorship/runs.py) of one text: head and text of a row, without white space
    around.

    `whole`: the text that the part has from revision number `rev` on, until a later row; versions that left
    the text alone have none. Else a sentence that this revision removed, kept so that it finds its authors
    again.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, db_index=False, related_name="+")
    kind = models.SmallIntegerField()  # of the part: models.parts.KIND_CODES
    part = models.BigIntegerField()
    rev = models.PositiveIntegerField()
    whole = models.BooleanField()
    digest = models.BigIntegerField(
        null=True
    )  # of the text; null where an earlier row of the part has the same
    spans = models.BinaryField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=[1, 2, 3]), name="authorship_kind"),
            models.UniqueConstraint(
                fields=["page", "kind", "part", "rev"], condition=Q(whole=True), name="authorship_of_version"
            ),
        )
        indexes = (
            models.Index(
                fields=["page", "digest"], condition=Q(digest__isnull=False), name="authorship_known_again"
            ),
        )

    def __str__(self) -> str:
        return f"authorship of part {self.kind}:{self.part} at revision {self.rev} of page {self.page_id}"


class Spans(NamedTuple):
    """The packed spans that hold for one part."""

    kind: Kind
    part: int
    spans: bytes


def spans_as_of(page_id: int, number: int, *, living: bool = False) -> list[Spans]:
    """The spans of every part of the page as it stood after revision `number`; of parts removed before it
    too, or only of those `living` now. One query.

    Driven by the page's rows like `parts_as_of`: one index look-up a row, however long the history is.
    """
    table = Authorship._meta.db_table  # noqa: SLF001
    branches, params, alive = [], [], " AND NOT part.deleted" if living else ""
    for kind, code in KIND_CODES.items():
        newest = (
            f"SELECT a.id FROM {table} a WHERE a.page_id = part.page_id AND a.kind = {code} "  # noqa: S608
            "AND a.part = part.id AND a.whole AND a.rev <= %s ORDER BY a.rev DESC LIMIT 1"
        )
        parts = MODELS[kind]._meta.db_table  # noqa: SLF001
        branches.append(
            f"SELECT '{kind}', part, spans FROM {table} WHERE id IN "  # noqa: S608
            f"(SELECT ({newest}) FROM {parts} part WHERE part.page_id = %s{alive})"
        )
        params += [number, page_id]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(branches), params)
        return [Spans(kind, part, bytes(spans)) for kind, part, spans in cursor.fetchall()]
