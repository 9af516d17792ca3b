"""The box “Watch this page” of a form: how it begins, and what is done as it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from wiki.editing.watching.watch import BadWatch, expiry_of, unwatch, watch
from wiki.permissions import Editor
from wiki.reading.watching.watching import find_watch, page_target
from wiki.text.titles import Title
from wiki.web.watching.watch import period_choices

KEEP = "keep"  # the period of a page that is watched already, as it is


def watch_box(
    editor: Editor, title: Title | None, posted: Mapping[str, Any] | None, *, wished: bool
) -> dict[str, Any]:
    """Whether it is ticked, and for how long; `wished`: of a page that is not watched yet. Empty without an
    account.
    """
    if editor.user is None:
        return {}
    known = find_watch(editor.user, page_target(title)) if title else None
    periods = period_choices()
    if known is not None:
        periods.insert(0, (KEEP, _("As it is now")))
    if posted and "watchbox" in posted:
        ticked, period = "watch" in posted, posted.get("watchperiod", "")
    else:
        ticked = known is not None or wished
        period = KEEP if known is not None else editor.user.chosen.watch_period
    return {"ticked": ticked, "period": period, "periods": periods}


def watch_as_said(editor: Editor, title: Title, posted: Mapping[str, Any]) -> bool:
    """Watch this page, or no longer, as the box says; says whether that could be done."""
    if editor.user is None or "watchbox" not in posted:
        return True
    target, period = page_target(title), posted.get("watchperiod", "")
    known = find_watch(editor.user, target)
    try:
        if "watch" not in posted:
            if known is not None:
                unwatch(target, editor=editor)
        elif known is None or period != KEEP:
            watch(target, editor=editor, expiry=expiry_of("" if period == KEEP else period))
    except BadWatch:
        return False
    return True
