"""Edit filters are tried on the newest edits before they are switched on."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from wiki.models import EditFilter
from wiki.permissions import Editor, may_edit_filters
from wiki.reading.filter_trial import Trial, try_filter


def try_out(one: EditFilter, *, editor: Editor) -> Trial:
    """Try the filter as it is stored; from then on these conditions may be switched on, unless they catch
    every edit. Raises Refused.
    """
    may_edit_filters(editor)
    trial = try_filter(one.conditions, viewer=editor)
    if not trial.catches_all:
        EditFilter.objects.filter(pk=one.pk, conditions=one.conditions).update(tried=one.conditions)
    return trial


def switch(filter_id: int, *, on: bool, editor: Editor) -> EditFilter:
    """Switch a filter on or off. Raises Refused, and ValidationError for one that was not tried as it is."""
    may_edit_filters(editor)
    with transaction.atomic():
        one = EditFilter.objects.select_for_update().get(pk=filter_id)
        if on and one.tried != one.conditions:
            raise ValidationError(_("Try it on the last edits first."))
        one.enabled = on
        one._history_user = editor.user  # type: ignore[attr-defined]  # noqa: SLF001  # simple_history asks for it
        one.save()
    return one
