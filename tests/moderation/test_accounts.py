"""Accounts: the first administrator, signing up, groups and their log."""

import pytest
from django.contrib.auth.models import Group

from tests.factories import PASSWORD
from wiki.models import LogEntry, User
from wiki.moderation.accounts import NameTaken, create_account, first_admin
from wiki.moderation.rights import make_groups
from wiki.permissions import GIVEN, RIGHTS, Editor


def test_the_first_admin_is_made_once_and_only_a_hash_is_kept(db: None) -> None:
    admin = first_admin("Admin", PASSWORD)
    assert admin is not None
    assert (admin.is_superuser, admin.is_staff, admin.check_password(PASSWORD)) == (True, True, True)
    assert PASSWORD not in admin.password
    assert first_admin("Another", PASSWORD) is None
    assert list(User.objects.values_list("username", flat=True)) == ["Admin"]
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(GIVEN)
    assert set(GIVEN) == set(RIGHTS) - {"*", "user"}


def test_groups_that_are_there_stay(db: None) -> None:
    sysop = Group.objects.create(name="sysop")
    make_groups()
    make_groups()
    assert Group.objects.get(name="sysop").pk == sysop.pk
    assert Group.objects.count() == len(GIVEN)


def test_signing_up_is_logged_under_the_new_name(db: None, anon: Editor) -> None:
    user = create_account("Dora", PASSWORD, email="dora@example.org", editor=anon)
    entry = LogEntry.objects.get()
    assert (entry.type, entry.action, entry.namespace, entry.title) == ("newusers", "create", 2, "Dora")
    assert (entry.user, entry.user_text) == (user, "Dora")
    with pytest.raises(NameTaken):
        create_account("Dora", PASSWORD, editor=anon)
    assert LogEntry.objects.count() == 1
