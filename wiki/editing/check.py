"""Checking facts: a value is seen to hold still, without an edit."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing.errors import BadEdit
from wiki.models import FieldCheck, InfoboxField
from wiki.permissions import Editor, Place, may_check, may_edit_part, refuse_blocked
from wiki.reading.showing.protected_parts import parts_over
from wiki.text.fields.facts import fingerprint

AGAIN = timedelta(hours=1)  # after which the same account's check of the same value counts anew


def check_field(
    field: InfoboxField, said: str, *, editor: Editor, moment: datetime | None = None
) -> FieldCheck:
    """Note that the editor saw the field's value (whose fingerprint is `said`) to hold still.

    No revision is made, and nothing else changes; twice within the hour is once. Raises Refused, or BadEdit
    where the field says something else by now or is gone.
    """
    may_check(editor, field.page)
    for part in parts_over(field.page, f"f{field.pk}"):
        may_edit_part(editor, field.page, part, name=field.key, field="value")
    with transaction.atomic():
        refuse_blocked(editor, Place(field.page.name, field.page_id), lock=True)
        return _check(field, said, editor, moment)


def _check(field: InfoboxField, said: str, editor: Editor, moment: datetime | None) -> FieldCheck:
    now = InfoboxField.objects.filter(pk=field.pk, kind="field", deleted=False).first()
    if now is None or fingerprint(now.value) != said:
        message = _("The value was changed while you looked at it. Look at the new one.")
        raise BadEdit(message, code="changedsince")
    at = moment or timezone.now()
    lately = FieldCheck.objects.filter(
        field_id=field.pk, said=said, user_text=editor.name, moment__gt=at - AGAIN, moment__lte=at
    )
    return lately.last() or FieldCheck.objects.create(
        page=field.page, field_id=field.pk, said=said, moment=at, user=editor.author, user_text=editor.name
    )
