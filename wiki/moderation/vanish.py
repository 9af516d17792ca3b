"""Giving an account up: what is personal goes, what was written stays under a name that says nothing."""

from __future__ import annotations

import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from wiki.editing.log import write_log
from wiki.editing.sessions import end_sessions
from wiki.models import Digest, Draft, Notice, Page, Presence, User, Watch
from wiki.moderation.delete import delete_page
from wiki.moderation.rename import USER, pages_of, sign_all
from wiki.moderation.rights import hold_groups, refuse_to_close
from wiki.permissions import Editor, Refused
from wiki.text.titles import Title

HAND = Editor(system="Stemma")


def vanish(*, editor: Editor) -> str:
    """Give up the editor's own account, for good; the name that its edits have from now on.

    Its e-mail address, password, second factors, preferences, watchlist, drafts, notices, groups and sessions
    are gone; so are its user pages that nobody else edited. The log does not tell the old name. Raises
    Refused without an account, and BadRights where nobody would be left to run the wiki.
    """
    if editor.user is None:
        raise Refused(_("You are not logged in."))
    with transaction.atomic():
        hold_groups()
        user = User.objects.select_for_update().get(pk=editor.user.pk)
        refuse_to_close(user)
        old, new = user.username, _free_name()
        sign_all(user, new)
        for page in pages_of(old):
            if _nobody_else_edited(page, user):
                delete_page(page, editor=HAND, reason=_("The account was given up by its owner."))
        _forget(user)
        write_log("renameuser", "vanish", Title(USER, new), editor=Editor(user))
    return new


def _free_name() -> str:
    """Vanished user and a number that no account has."""
    while True:
        name = f"Vanished user {secrets.randbelow(10**9):09}"
        if not User.objects.filter(username=name).exists():
            return name


def _nobody_else_edited(page: Page, user: User) -> bool:
    return not page.revisions.exclude(author=user).exists()


def _forget(user: User) -> None:
    """Take away everything that is about the person."""
    user.email = user.confirmed_email = user.feed_key = user.first_name = user.last_name = ""
    user.preferences = {}
    user.group_ends = {}
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    Watch.objects.filter(user=user).delete()
    Draft.objects.filter(owner=user).delete()
    Notice.objects.filter(user=user).delete()
    Digest.objects.filter(user=user).delete()
    Presence.objects.filter(account=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    end_sessions(user)
