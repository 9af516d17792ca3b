"""The queues of the desk in words and figures, each with a drawing of its last days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.permissions import Editor
from wiki.reading.waiting import A_DAY, Came, Waiting, waiting
from wiki.text.drawing.charts import sparks


@dataclass(frozen=True, slots=True)
class QueueLine:
    """What the desk shows of one queue. `waits`: it is worked off; else it tells of the last 24 hours."""

    name: str
    label: str
    address: str
    count: str
    empty: bool
    waits: bool
    oldest: datetime | None
    drawing: SafeString
    busiest: str


def queue_lines(viewer: Editor) -> list[QueueLine]:
    return [queue_line(one) for one in waiting(viewer)]


def queue_line(one: Waiting) -> QueueLine:
    queue, waits = one.queue, one.queue.wait is not None
    view, *arguments = queue.place
    address = reverse(view, args=arguments) + (f"?{queue.query}" if queue.query else "")
    count = f"{one.count}+" if one.more else str(one.count)
    busiest = max((day.came for day in one.days), default=0)
    words = {"n": figure(busiest)}
    return QueueLine(
        queue.name, str(queue.label), address, count, not one.count, waits, one.oldest,
        drawing(one, waits=waits), _("at most %(n)s a day") % words if busiest else _("none in this time"),
    )  # fmt: skip


def drawing(one: Waiting, *, waits: bool) -> SafeString:
    """The last days as bars. What was counted to its end alone is added up."""
    came = [day.came for day in one.days]
    total, days = sum(came), len(came)
    words = {"n": figure(total) if max(came, default=0) < A_DAY else f"{total}+", "days": days}
    about = ngettext("%(n)s in %(days)s days", "%(n)s in %(days)s days", days) % words
    if waits:
        left = sum(day.waits for day in one.days)
        about += "; " + _("%(n)s of them wait") % {"n": figure(left)}
    if top := max(one.days, key=lambda day: day.came, default=None):
        about += "; " + _("most on %(day)s: %(n)s") % {"day": on(top.date), "n": figure(top.came)}
    parts = [day.waits for day in one.days] if waits else came
    labels = [told(day, waits=waits) for day in one.days]
    return SafeString(sparks(came, parts, title=str(one.queue.label), about=about, labels=labels))


def told(day: Came, *, waits: bool) -> str:
    words = {"day": on(day.date), "came": figure(day.came), "waits": figure(day.waits)}
    return (_("%(day)s: %(came)s, %(waits)s wait") if waits else _("%(day)s: %(came)s")) % words


def figure(number: int) -> str:
    """A number, which goes on where counting stopped."""
    return f"{number}+" if number >= A_DAY else str(number)


def on(day: date) -> str:
    return date_format(day, "j M")
