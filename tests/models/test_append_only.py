"""What is written of a deed, of a step of one and of an edit stays, whoever asks the models to change it."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.factories import make_page, reload
from wiki.models import DeedStep, LogEntry, Revision
from wiki.models.append_only import AppendOnly, Fixed
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [LogEntry, DeedStep, Revision])
def test_it_is_neither_changed_nor_removed(model: type[Fixed], alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", "A city.", editor=alice)
    delete_page(page, editor=carol, reason="A hoax.")
    entry = LogEntry.objects.get(type="delete")
    DeedStep.objects.create(entry=entry, kind="edit", page=page)
    row, rows = model._default_manager.latest("pk"), model._default_manager.all()
    fixed = {"LogEntry": "comment", "DeedStep": "kind", "Revision": "summary"}[model.__name__]
    for change in (
        row.save,
        lambda: row.save(update_fields=[fixed]),
        row.delete,
        rows.delete,
        lambda: rows.update(**{fixed: "other"}),
        lambda: rows.filter(pk=row.pk).bulk_update([row], [fixed]),
    ):
        with pytest.raises(AppendOnly), transaction.atomic():
            change()
    assert model._default_manager.filter(**{fixed: getattr(row, fixed)}).exists()


def test_the_page_of_a_revision_stays_by_either_name(alice: Editor) -> None:
    page = make_page("Rome", "A city.", editor=alice)
    for name in ("page", "page_id"):
        with pytest.raises(AppendOnly, match="Revision: page stays as it was written"):
            page.revisions.update(**{name: page.pk})
    assert reload(page).revisions.update(unpatrolled=False, author_id=alice.user.pk) == 1
