"""Pictures of change in words and figures: a drawing, what its axes say, and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.reading.info.activity import Day, Share, Size
from wiki.reading.info.parts import PartInfo
from wiki.templatetags.rows import grouped, in_bytes, moment
from wiki.text.drawing.charts import bars, share, steps

register = template.Library()

NAMED = 10  # authors with a bar of their own


@register.inclusion_tag("charts/figure.html")
def days_chart(days: Sequence[Day], note: str = "") -> dict[str, Any]:
    """Edits a day as bars; the table leaves out the days without any."""
    counts = [day.edits for day in days]
    title, most = _("Edits a day"), max(counts, default=0)
    busiest = next((day for day in days if day.edits == most), None)
    total = ngettext("%(n)s edit in %(days)s days", "%(n)s edits in %(days)s days", sum(counts))
    about = total % {"n": grouped(sum(counts)), "days": len(days)}
    if busiest and most:
        peak = ngettext("at most %(n)s, on %(day)s", "at most %(n)s, on %(day)s", most)
        about += "; " + peak % {"n": grouped(most), "day": on(busiest.date)}
    labels = [f"{on(day.date)}: {edits(day.edits)}" for day in days]
    return {
        "title": title, "about": about, "note": note, "kind": "days",
        "svg": SafeString(bars(counts, title=title, about=about, labels=labels)),
        "top": grouped(most), "ends": (on(days[0].date), on(days[-1].date)) if days else ("", ""),
        "columns": (_("Day"), _("Edits")), "empty": not most,
        "rows": [(on(day.date), grouped(day.edits)) for day in reversed(days) if day.edits],
    }  # fmt: skip


@register.inclusion_tag("charts/figure.html")
def size_chart(sizes: Sequence[Size], until: Any = None, note: str = "") -> dict[str, Any]:
    """A page's size over time as a line of steps, on to the moment `until`."""
    points = [(size.since.timestamp(), float(size.bytes)) for size in sizes]
    if until is not None and sizes and until > sizes[-1].since:
        points.append((until.timestamp(), points[-1][1]))
    title, most = _("Size of the page"), max((size.bytes for size in sizes), default=0)
    about = ""
    if sizes:
        words = {"first": in_bytes(sizes[0].bytes), "last": in_bytes(sizes[-1].bytes), "most": in_bytes(most)}
        about = _("%(first)s at first, %(last)s now, %(most)s at most") % words
    last = until or (sizes[-1].since if sizes else None)
    return {
        "title": title, "about": about, "note": note, "kind": "size",
        "svg": SafeString(steps(points, title=title, about=about)),
        "top": in_bytes(most),
        "ends": (on(sizes[0].since.date()), on(last.date())) if sizes and last else ("", ""),
        "columns": (_("Since"), _("Size")), "empty": not sizes,
        "rows": [(moment(size.since), in_bytes(size.bytes)) for size in reversed(sizes)],
    }  # fmt: skip


@register.inclusion_tag("charts/shares.html")
def authors_chart(shares: Sequence[Share]) -> dict[str, Any]:
    """The authors with most edits, each with a bar of its share, and the others together."""
    total = sum(one.edits for one in shares) or 1
    rows = [
        {"name": one.name, "account": one.is_account, "edits": grouped(one.edits), **part(one.edits, total)}
        for one in shares[:NAMED]
    ]
    others = sum(one.edits for one in shares[NAMED:])
    rest = {"count": len(shares) - NAMED, "edits": grouped(others), **part(others, total)} if others else None
    return {"rows": rows, "rest": rest}


@register.inclusion_tag("charts/busiest.html")
def busiest_chart(parts: Sequence[PartInfo], history_url: str) -> dict[str, Any]:
    """The sections and fields changed most often, each with a bar beside its number."""
    most = max((one.changes for one in parts), default=0) or 1
    rows = [{"part": one, "bar": SafeString(share(one.changes / most))} for one in parts if one.changes]
    return {"rows": rows, "history_url": history_url}


def part(edits: int, total: int) -> dict[str, Any]:
    """A part of the whole as bar and per cent."""
    percent = 100 * edits / total
    told = number_format(percent, 1 if percent < 10 else 0)
    return {"bar": SafeString(share(edits / total)), "percent": _("%(n)s %%") % {"n": told}}


def edits(number: int) -> str:
    return ngettext("%(n)s edit", "%(n)s edits", number) % {"n": grouped(number)}


def on(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
