"""Protecting: who may still edit, until when, and what the history and the log tell of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import edit_page, make_page, reload
from wiki.models import LogEntry, Revision
from wiki.moderation.delete import delete_page
from wiki.moderation.protect import BadProtection, protect_page
from wiki.permissions import Editor, PageProtected, Refused
from wiki.reading.verify import verify_page

SYSOPS = {"edit": "sysop", "move": "sysop"}


def test_a_protected_page_is_closed_to_others(alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", "One.", editor=alice)
    protect_page(page, SYSOPS, editor=carol, reason="edit war")
    with pytest.raises(PageProtected, match="only administrators may edit it"):
        edit_page(page, "Two.", editor=alice)
    assert edit_page(page, "Two.", editor=carol).revision is not None

    protect_page(reload(page), {"edit": "", "move": ""}, editor=carol)
    assert edit_page(page, "Three.", editor=alice).revision is not None


def test_it_makes_a_minor_revision_of_the_same_text_and_a_log_entry(alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", "One.", editor=alice)
    protect_page(page, {"edit": "autoconfirmed"}, editor=carol, reason="edit war")
    protect_page(reload(page), SYSOPS, editor=carol)
    protect_page(reload(page), {}, editor=carol)
    first, *others = Revision.objects.filter(page=page).order_by("number")
    assert [(r.number, r.minor, r.sha1 == first.sha1, r.delta, r.summary) for r in others] == [
        (2, True, True, 0, "edit war"),
        (3, True, True, 0, ""),
        (4, True, True, 0, ""),
    ]
    actions = [entry.action for entry in LogEntry.objects.filter(type="protect").order_by("pk")]
    assert actions == ["protect", "modify", "unprotect"]
    assert list(verify_page(reload(page))) == []


def test_the_same_again_changes_nothing(alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", editor=alice)
    assert protect_page(page, {"edit": ""}, editor=carol) is None
    protect_page(page, SYSOPS, editor=carol)
    assert protect_page(reload(page), SYSOPS, editor=carol) is None
    assert (reload(page).number, LogEntry.objects.count()) == (2, 1)


def test_it_ends_when_it_was_to_end(alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", "One.", editor=alice)
    now = timezone.now().replace(microsecond=0)
    protect_page(page, SYSOPS, editor=carol, expiry=now + timedelta(hours=1))
    with pytest.raises(PageProtected):
        edit_page(page, "Two.", editor=alice)
    reloaded = reload(page)
    past = (now - timedelta(seconds=1)).isoformat()
    type(page).objects.filter(pk=page.pk).update(
        protection={action: {**rule, "expiry": past} for action, rule in reloaded.protection.items()}
    )
    assert edit_page(page, "Two.", editor=alice).revision is not None


@pytest.mark.parametrize("levels", [{"edit": "everybody"}, {"read": "sysop"}])
def test_what_is_no_protection_is_refused(levels: dict[str, str], alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", editor=alice)
    with pytest.raises(BadProtection, match="is no protection"):
        protect_page(page, levels, editor=carol)
    assert (reload(page).number, LogEntry.objects.count()) == (1, 0)


def test_neither_what_is_past_nor_what_is_gone(alice: Editor, carol: Editor) -> None:
    page = make_page("Rome", editor=alice)
    with pytest.raises(BadProtection, match="cannot end in the past"):
        protect_page(page, SYSOPS, editor=carol, expiry=timezone.now())
    delete_page(page, editor=carol)
    with pytest.raises(BadProtection, match="This page is deleted"):
        protect_page(page, SYSOPS, editor=carol)
    assert reload(page).number == 1


def test_others_may_not(alice: Editor, anon: Editor) -> None:
    page = make_page("Rome", editor=alice)
    for editor in (alice, anon):
        with pytest.raises(Refused, match="Protecting pages is for administrators"):
            protect_page(page, SYSOPS, editor=editor)
    assert reload(page).protection == {}
