"""Who is in which group: each change of it is a deed that the log tells."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.editing.log import write_log
from wiki.models import LogEntry, User
from wiki.permissions import GIVEN, Editor, changeable_groups, groups_now, may_change_groups, refuse_blocked
from wiki.text.titles import Title

KEPT = ("sysop", "bureaucrat")  # somebody has to stay in these
SUPERUSER = "superuser"  # what the log calls it beside the groups
Memberships = dict[str, datetime | None]


class BadRights(Exception):
    """The groups cannot be changed so; `code` is for machines, `field` names the group or the input."""

    def __init__(self, message: str, *, code: str, field: str = "") -> None:
        super().__init__(message)
        self.message, self.code, self.field = message, code, field


def make_groups() -> None:
    """Make the groups that have rights, where they are missing."""
    missing = set(GIVEN) - set(Group.objects.filter(name__in=GIVEN).values_list("name", flat=True))
    if missing:
        groups = [Group(name=name) for name in GIVEN if name in missing]
        Group.objects.bulk_create(groups, ignore_conflicts=True)


def hold_groups() -> dict[str, Group]:
    """All groups by name. Whoever else changes who runs the wiki waits until this transaction ends: of two
    who take the right from each other, one can.
    """
    make_groups()
    return {group.name: group for group in Group.objects.select_for_update().order_by("pk")}


def memberships(user: User) -> Memberships:
    """The groups that the account is in now, each with when that ends (None: never); one query at most."""
    names = groups_now(user.group_ends, [group.name for group in user.groups.all()])
    return {name: _end(user, name) for name in sorted(names)}


def _end(user: User, group: str) -> datetime | None:
    return datetime.fromisoformat(user.group_ends[group]) if group in user.group_ends else None


def change_groups(
    user: User,
    *,
    editor: Editor,
    add: Mapping[str, datetime | None] | None = None,
    remove: Collection[str] = (),
    reason: str = "",
) -> LogEntry | None:
    """Put the account into groups (each until a time, or None: for good) and take it out of others, all or
    nothing; the log tells which it had and has. None where nothing changes.

    A group that the account is in already gets the new end. Raises Refused, and BadRights for a group that is
    none or is not the editor's to give, for an end that is past, for a group for oneself, and where nobody
    would be left in one of KEPT.
    """
    add = add or {}
    may_change_groups(editor)
    _check_wanted(editor, user, add, remove)
    with transaction.atomic():
        groups = hold_groups()
        _check_still(editor)
        refuse_blocked(editor, lock=True)
        locked = User.objects.select_for_update().get(pk=user.pk)
        before = memberships(locked)
        after = {name: end for name, end in before.items() if name not in remove} | dict(add)
        if before == after:
            return None
        for name in KEPT:
            if name in before and not _lasts(name, after):
                _check_not_last(name, locked)
        locked.groups.set([groups[name] for name in after])
        locked.group_ends = {name: end.isoformat() for name, end in after.items() if end}
        locked.save(update_fields=["group_ends"])
        return _log(locked, before, after, editor=editor, reason=reason)


def refuse_to_close(user: User) -> None:
    """Raise BadRights if nobody would be left in one of KEPT, or no superuser, without this account.

    To be called in the transaction that closes it, after `hold_groups`.
    """
    for name in KEPT:
        if name in memberships(user):
            _check_not_last(name, user)
    if user.is_superuser:
        _check_not_last_superuser(user)


def note_change(user: User, before: User, *, editor: Editor) -> LogEntry | None:
    """Note in the log that an account became a superuser, or is none any more; None if that did not change.

    To be called in the transaction that changes it, after `hold_groups`, with the account as it was. Raises
    BadRights if it was closed, or is no superuser any more, and nobody would be left in its place.
    """
    if before.is_active and not user.is_active:
        refuse_to_close(before)
    elif before.is_active and before.is_superuser and not user.is_superuser:
        _check_not_last_superuser(user)
    if before.is_superuser == user.is_superuser:
        return None
    groups = memberships(user)
    above: Memberships = {SUPERUSER: None, **groups}
    old, new = (above, groups) if before.is_superuser else (groups, above)
    return _log(user, old, new, editor=editor, reason="")


# ---- Checks -----------------------------------------------------------------------------------------------


def _check_wanted(
    editor: Editor, user: User, add: Mapping[str, datetime | None], remove: Collection[str]
) -> None:
    """Raise BadRights for what can be told without looking at the account."""
    may, now = changeable_groups(editor), timezone.now()
    if user.temporary_until is not None and add:
        raise BadRights(_("A temporary account can be in no group."), code="badgroup", field=next(iter(add)))
    for name in (*add, *remove):
        if name not in GIVEN:
            raise BadRights(
                _("There is no group “%(name)s”.") % {"name": name[:60]}, code="badgroup", field=name
            )
        if name not in may:
            message = _("You may not change who is in the group “%(name)s”.")
            raise BadRights(message % {"name": name}, code="permissiondenied", field=name)
    both = sorted(set(add) & set(remove))
    if both:
        message = _("The group “%(name)s” cannot be given and taken away at once.")
        raise BadRights(message % {"name": both[0]}, code="badgroup", field=both[0])
    for name, end in add.items():
        if end is not None and end <= now:
            raise BadRights(_("A membership cannot end in the past."), code="pastexpiry", field=name)
    if user.temporary_until is not None:
        raise BadRights(_("A temporary account is in no group."), code="temporary")
    above = bool(editor.system or (editor.user and editor.user.is_superuser))
    if user.is_superuser and not above:
        raise BadRights(_("Only a superuser changes the groups of a superuser."), code="permissiondenied")
    himself = editor.user is not None and editor.user.pk == user.pk and not editor.user.is_superuser
    given = sorted(set(add) - set(memberships(user))) if himself else []
    if given:
        message = _("Nobody gives rights to himself: ask another bureaucrat.")
        raise BadRights(message, code="permissiondenied", field=given[0])


def _check_still(editor: Editor) -> None:
    """Raise Refused if the right was taken from the editor at this very moment."""
    if editor.user is not None:
        may_change_groups(Editor(User.objects.get(pk=editor.user.pk), editor.ip))


def _lasts(name: str, wanted: Memberships) -> bool:
    return name in wanted and wanted[name] is None


def _check_not_last(name: str, user: User) -> None:
    """Raise BadRights unless somebody else who may act is in the group for good."""
    others = User.objects.filter(groups__name=name, is_active=True).exclude(pk=user.pk)
    if not any(name not in other.group_ends for other in others.only("pk", "group_ends")):
        raise _last(name)


def _check_not_last_superuser(user: User) -> None:
    """Raise BadRights unless somebody else who may act is a superuser."""
    if not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists():
        raise _last(SUPERUSER)


def _last(name: str) -> BadRights:
    message = {
        "sysop": _("This is the last administrator of the wiki. Make somebody else one first."),
        "bureaucrat": _("This is the last bureaucrat of the wiki. Make somebody else one first."),
        SUPERUSER: _("This is the last superuser of the wiki. Make somebody else one first."),
    }[name]
    return BadRights(message, code="lastmember", field=name)


def _log(user: User, before: Memberships, after: Memberships, *, editor: Editor, reason: str) -> LogEntry:
    """Old and new groups, as MediaWiki's rights log has them."""
    return write_log(
        "rights", "rights", Title(2, user.username), editor=editor, comment=reason,
        oldgroups=sorted(before), newgroups=sorted(after),
        oldmetadata=_metadata(before), newmetadata=_metadata(after),
    )  # fmt: skip


def _metadata(groups: Memberships) -> list[dict[str, str]]:
    return [{"group": name, "expiry": _told(end)} for name, end in sorted(groups.items())]


def _told(end: datetime | None) -> str:
    return f"{end:%Y-%m-%dT%H:%M:%SZ}" if end else "infinity"
