"""Accounts: the first administrator, signing up, groups and their log."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from tests.factories import PASSWORD, edit_page, make_page, make_user, reload
from wiki.models import LogEntry, Page, Revision, Section, User
from wiki.moderation.accounts import CannotAdopt, NameTaken, adopt, create_account, first_admin
from wiki.moderation.rights import make_groups
from wiki.permissions import GIVEN, RIGHTS, Editor
from wiki.reading.authorship import author_shares
from wiki.reading.verify import verify_page


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


def test_an_account_takes_over_what_its_temporary_account_did(carol: Editor, settings: Any) -> None:
    settings.ANONYMOUS_EDITING = "temporary"
    visitor = Editor(None, "192.0.2.7")
    page = make_page("Ant", "```infobox Ant\nLegs: 6\n```\nAn ant.\n\n## Life\n\nShort.", editor=visitor)
    edit_page(page, "An ant. ~~~~\n\n## Life\n\nShort, and busy.", editor=carol)
    other = make_page("Bee", editor=Editor(None, "192.0.2.8"))
    held, dora = visitor.made[0], make_user("Dora")
    adopt(held, dora)
    assert list(Revision.objects.order_by("pk").values_list("author_text", flat=True)) == [
        "Dora", "Carol", other.latest.author_text,
    ]  # fmt: skip
    assert Revision.objects.filter(author=dora).count() == 1
    assert not Page.history.filter(history_user=held).exists()
    assert not Section.history.filter(history_user=held).exists()
    assert [list(verify_page(one)) for one in Page.objects.all()] == [[], []]
    assert {author.name for author in author_shares(reload(page), viewer=carol)} == {"Dora", "Carol"}
    entry = LogEntry.objects.get(type="newusers")
    assert (entry.action, entry.title, entry.user_text) == ("adopt", held.username, "Dora")
    with pytest.raises(CannotAdopt):
        adopt(held, dora)
