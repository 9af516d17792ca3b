"""Looking up from where accounts act. Each look gives its reason and is noted before anything is shown."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.models import AddressLook, Report, User
from wiki.moderation.reasons import REASON_MAX
from wiki.permissions import Editor, Refused, may_see_addresses
from wiki.reading.lists.addresses import Use, accounts_at, addresses_of, edits_at
from wiki.reading.lists.lines import RevisionLine
from wiki.text.names import IpRange, readable_ip


class NoReason(Refused):
    """A look without a reason."""

    code = "checkuser-missing-summary"


@transaction.atomic
def look_up_addresses(account: User, *, editor: Editor, reason: str) -> tuple[Use, ...]:
    """The addresses that an account acted from. Raises Refused, or NoReason."""
    may_see_addresses(editor, temporary=account.temporary_until is not None)
    _note(editor, "addresses", account.username, reason)
    return addresses_of(account)


@transaction.atomic
def look_up_accounts(place: IpRange, *, editor: Editor, reason: str) -> tuple[Use, ...]:
    """The accounts that acted from an address or a range; only temporary ones for who may see no others.
    Raises Refused, or NoReason.
    """
    may_see_addresses(editor, temporary=True)
    _note(editor, "accounts", place.name, reason)
    return accounts_at(place, temporary_only=_only_temporary(editor))


@transaction.atomic
def look_up_edits(place: IpRange, *, editor: Editor, reason: str) -> tuple[RevisionLine, ...]:
    """What was edited from an address or a range, under accounts as in `look_up_accounts`. Raises Refused, or
    NoReason.
    """
    may_see_addresses(editor, temporary=True)
    _note(editor, "edits", place.name, reason)
    return edits_at(place, temporary_only=_only_temporary(editor), viewer=editor)


@transaction.atomic
def look_up_reporter(report: Report, *, editor: Editor, reason: str) -> str:
    """The address from which somebody without a name reported something; "" where it is kept no more. Raises
    Refused, or NoReason.
    """
    may_see_addresses(editor, temporary=False)
    _note(editor, "reporter", f"#{report.pk}", reason)
    return readable_ip(report.ip) if report.ip else ""


def _only_temporary(editor: Editor) -> bool:
    return "checkuser" not in editor.rights


def _note(editor: Editor, kind: str, target: str, reason: str) -> None:
    """Write the look down, or refuse it."""
    reason = " ".join(reason.split())[:REASON_MAX]
    if not reason:
        raise NoReason(_("Say why you look this up: the reason is kept with your name."))
    if editor.user is None:
        raise Refused(_("Looking up addresses needs an account."), code="notloggedin")
    AddressLook.objects.create(
        viewer=editor.user, viewer_text=editor.name, kind=kind, target=target, reason=reason,
        timestamp=timezone.now(),
    )  # fmt: skip
