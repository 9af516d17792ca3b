"""Accounts at the desk: the name rule, who may give which right, and what the log tells."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from tests.admin.desk import at_desk, rows, staff
from tests.factories import PASSWORD, make_user
from tests.web.identity.signing_in import sign_in
from wiki.models import LogEntry, User
from wiki.moderation.rights import make_groups

USERS = "/admin/wiki/user/"
NEW = {"username": "Fritz", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}


def group(name: str) -> int:
    return Group.objects.get(name=name).pk


def logged() -> list[tuple[str, str, str, dict[str, Any]]]:
    return [(e.type, e.title, e.user_text, e.params) for e in LogEntry.objects.order_by("pk")]


def change(client: Client, user: User, **said: Any) -> int:
    return client.post(f"{USERS}{user.pk}/change/", said).status_code


@pytest.fixture
def groups(db: None) -> None:
    make_groups()


@pytest.mark.parametrize("superuser", [False, True])
def test_an_account_is_made_under_the_name_rule(superuser: bool, groups: None) -> None:
    client = at_desk("Boss", "bureaucrat", superuser=superuser)
    for bad in ("fritz", "A[b", "192.0.2.1", "Boss", "", "A/b"):
        response = client.post(f"{USERS}add/", {**NEW, "username": bad})
        assert (bad, response.status_code, "errorlist" in response.content.decode()) == (bad, 200, True)
    assert client.post(f"{USERS}add/", NEW).status_code == 302
    user = User.objects.get(username="Fritz")
    assert (user.check_password(PASSWORD), user.is_staff, user.is_superuser) == (True, False, False)
    assert logged() == [("newusers", "Fritz", "Boss", {})]


def test_groups_are_given_and_the_log_tells(groups: None) -> None:
    client, fritz = at_desk("Boss", "bureaucrat"), make_user("Fritz", "bot")
    said = {"is_active": "on", "is_staff": "on", "groups": [group("sysop"), group("bot")]}
    assert change(client, fritz, **said) == 302
    fritz.refresh_from_db()
    assert sorted(fritz.groups.values_list("name", flat=True)) == ["bot", "sysop"]
    assert fritz.is_staff
    assert [
        (kind, who, by, params["oldgroups"], params["newgroups"]) for kind, who, by, params in logged()
    ] == [("rights", "Fritz", "Boss", ["bot"], ["bot", "sysop"])]
    assert change(client, fritz, **said) == 302
    assert len(logged()) == 1


def test_only_superusers_make_superusers(groups: None) -> None:
    boss, fritz = at_desk("Boss", "bureaucrat"), make_user("Fritz")
    said = {"is_active": "on", "is_superuser": "on", "username": "Franz", "email": "x@example.org"}
    assert change(boss, fritz, **said) == 302
    fritz.refresh_from_db()
    assert (fritz.is_superuser, fritz.username, fritz.email) == (False, "Fritz", "")
    root = at_desk("Root", superuser=True)
    assert change(root, fritz, **said) == 302
    fritz.refresh_from_db()
    assert (fritz.is_superuser, fritz.username, fritz.email) == (True, "Fritz", "x@example.org")
    assert [(by, params["newgroups"]) for _, _, by, params in logged()] == [("Root", ["superuser"])]


def test_the_last_superuser_stays_one(groups: None) -> None:
    root = staff("Root", superuser=True)
    client = sign_in(Client(), "Root")
    for said in ({"is_active": "on", "is_staff": "on"}, {"is_superuser": "on", "is_staff": "on"}):
        answer = client.post(f"{USERS}{root.pk}/change/", {"username": "Root", **said}, follow=True)
        assert "the last superuser" in answer.content.decode()
    root.refresh_from_db()
    assert (root.is_superuser, root.is_active, logged()) == (True, True, [])


@pytest.mark.parametrize(("name", "told"), [("sysop", "administrator"), ("bureaucrat", "bureaucrat")])
def test_the_last_of_those_who_are_needed_is_not_closed(name: str, told: str, groups: None) -> None:
    root, last = at_desk("Root", superuser=True), make_user("Fritz", name)
    where, said = f"{USERS}{last.pk}/change/", {"username": "Fritz", "groups": [group(name)]}
    assert f"the last {told}" in root.post(where, said, follow=True).content.decode()
    last.refresh_from_db()
    assert (last.is_active, logged()) == (True, [])
    make_user("Greta", name)
    assert change(root, last, **said) == 302
    last.refresh_from_db()
    assert last.is_active is False


def test_what_is_refused_at_the_desk_leaves_all_as_it_was(groups: None) -> None:
    client, last = at_desk("Boss", "bureaucrat"), make_user("Fritz", "sysop")
    answer = client.post(f"{USERS}{last.pk}/change/", {"is_active": "on", "is_staff": "on"}, follow=True)
    assert "the last administrator" in answer.content.decode()
    last.refresh_from_db()
    assert (list(last.groups.values_list("name", flat=True)), last.is_staff, logged()) == (
        ["sysop"],
        False,
        [],
    )


def test_who_gives_rights_cannot_reach_above_himself(groups: None) -> None:
    boss = at_desk("Boss", "bureaucrat")
    root, keeper = staff("Root", superuser=True), staff("Keeper", "suppress")
    assert change(boss, root, is_active="on") == 403
    assert change(boss, keeper, is_active="on", groups=[group("sysop")]) == 302
    assert sorted(keeper.groups.values_list("name", flat=True)) == ["suppress", "sysop"]
    fritz = make_user("Fritz")
    assert change(boss, fritz, is_active="on", groups=[group("suppress")]) == 200  # not on offer
    assert not fritz.groups.exists()
    for user in (root, keeper, fritz):
        where = f"{USERS}{user.pk}/password/"
        assert boss.get(where).status_code == 403
        assert boss.post(where, {"password1": "x" * 12, "password2": "x" * 12}).status_code == 403
    assert at_desk("Root 2", superuser=True).get(f"{USERS}{fritz.pk}/password/").status_code == 200


@pytest.mark.parametrize("names", [(), ("sysop",)])
def test_other_staff_only_looks(names: tuple[str, ...], groups: None) -> None:
    client, fritz = at_desk("Dora", *names), make_user("Fritz")
    User.objects.filter(pk=fritz.pk).update(email="secret@example.org")
    shown = client.get(f"{USERS}{fritz.pk}/change/").content.decode()
    assert ("secret@example.org" in shown, "argon2" in shown, 'name="_save"' in shown) == (
        False,
        False,
        False,
    )
    assert change(client, fritz, is_active="") == 403
    assert client.post(f"{USERS}add/", NEW).status_code == 403
    assert rows(client.get(f"{USERS}?q=secret@example.org")) == []


def test_accounts_and_groups_are_never_deleted(groups: None) -> None:
    root, fritz = at_desk("Root", superuser=True), make_user("Fritz")
    assert root.post(f"{USERS}{fritz.pk}/delete/", {"post": "yes"}).status_code == 403
    where = f"/admin/auth/group/{group('sysop')}/"
    assert root.post(f"{where}delete/", {"post": "yes"}).status_code == 403
    assert root.post(f"{where}change/", {"name": "x"}).status_code == 403
    assert "rollback" in root.get(f"{where}change/").content.decode()
    assert "rollback" in root.get("/admin/auth/group/").content.decode()


def test_accounts_are_found_by_the_beginning_of_a_name_and_by_address(groups: None) -> None:
    client = at_desk("Root", superuser=True)
    for name in ("Fritz", "Friedrich", "Franz"):
        make_user(name)
    User.objects.filter(username="Franz").update(email="franz@example.org")
    assert rows(client.get(f"{USERS}?q=fri")) == ["Friedrich", "Fritz"]
    assert rows(client.get(f"{USERS}?q=franz@example.org")) == ["Franz"]
    assert rows(client.get(f"{USERS}?q=a[b")) == []
