"""Who may put whom into which group, until when, and what the log tells of it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from tests.factories import make_user
from wiki.models import LogEntry, User
from wiki.moderation.block import Terms, block
from wiki.moderation.rights import BadRights, change_groups, memberships
from wiki.permissions import ALL_RIGHTS, Blocked, Editor, Refused, may_rollback

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def boss(db: None) -> Editor:
    """A bureaucrat."""
    return Editor(make_user("Boss", "bureaucrat"), "192.0.2.9")


def groups(user: User) -> set[str]:
    return {group.name for group in User.objects.get(pk=user.pk).groups.all()}


def test_groups_are_given_and_taken_and_the_log_tells(boss: Editor, alice: Editor) -> None:
    end = timezone.now().replace(microsecond=0) + timedelta(days=7)
    entry = change_groups(alice.user, editor=boss, add={"sysop": None, "bot": end}, reason="elected")
    assert entry is not None
    assert (entry.type, entry.action, entry.title, entry.comment) == ("rights", "rights", "Alice", "elected")
    assert entry.params == {
        "oldgroups": [],
        "newgroups": ["bot", "sysop"],
        "oldmetadata": [],
        "newmetadata": [
            {"group": "bot", "expiry": f"{end:%Y-%m-%dT%H:%M:%SZ}"},
            {"group": "sysop", "expiry": "infinity"},
        ],
    }
    assert change_groups(alice.user, editor=boss, add={"sysop": None}) is None
    entry = change_groups(alice.user, editor=boss, remove=["bot", "reviewer"])
    assert entry is not None
    assert (entry.params["oldgroups"], entry.params["newgroups"]) == (["bot", "sysop"], ["sysop"])
    assert memberships(User.objects.get(pk=alice.user.pk)) == {"sysop": None}


def test_a_membership_ends_by_itself_and_can_be_lengthened(boss: Editor, alice: Editor) -> None:
    now = timezone.now().replace(microsecond=0)
    change_groups(alice.user, editor=boss, add={"sysop": now + timedelta(hours=1)})
    may_rollback(Editor(User.objects.get(pk=alice.user.pk)))
    User.objects.filter(pk=alice.user.pk).update(group_ends={"sysop": (now - timedelta(hours=1)).isoformat()})
    with pytest.raises(Refused):
        may_rollback(Editor(User.objects.get(pk=alice.user.pk)))
    assert memberships(User.objects.get(pk=alice.user.pk)) == {}
    entry = change_groups(alice.user, editor=boss, add={"sysop": None})
    assert entry is not None
    assert (entry.params["oldgroups"], entry.params["newgroups"]) == ([], ["sysop"])
    may_rollback(Editor(User.objects.get(pk=alice.user.pk)))


@pytest.mark.parametrize(
    ("add", "remove", "code"),
    [
        ({"king": None}, [], "badgroup"),
        ({"*": None}, [], "badgroup"),
        ({}, ["user"], "badgroup"),
        ({"suppress": None}, [], "permissiondenied"),
        ({"bot": None}, ["bot"], "badgroup"),
        ({"bot": timezone.now() - timedelta(seconds=1)}, [], "pastexpiry"),
    ],
)
def test_what_cannot_be_is_refused_whole(
    add: dict, remove: list[str], code: str, boss: Editor, alice: Editor
) -> None:
    with pytest.raises(BadRights) as refused:
        change_groups(alice.user, editor=boss, add={"reviewer": None, **add}, remove=remove)
    assert refused.value.code == code
    assert (groups(alice.user), LogEntry.objects.count()) == (set(), 0)


def test_others_may_not_and_nobody_for_himself(boss: Editor, alice: Editor, carol: Editor) -> None:
    for editor in (alice, carol, Editor(None, "192.0.2.1")):
        with pytest.raises(Refused, match="for bureaucrats"):
            change_groups(alice.user, editor=editor, add={"bot": None})
    with pytest.raises(BadRights, match="to himself"):
        change_groups(boss.user, editor=boss, add={"sysop": None})
    root = make_user("Root")
    root.is_superuser = True
    root.save()
    assert change_groups(root, editor=Editor(root), add={"suppress": None}) is not None


def test_the_last_of_those_who_are_needed_stays(boss: Editor, alice: Editor, carol: Editor) -> None:
    with pytest.raises(BadRights, match="the last administrator"):
        change_groups(carol.user, editor=boss, remove=["sysop"])
    with pytest.raises(BadRights, match="the last bureaucrat"):
        change_groups(boss.user, editor=boss, remove=["bureaucrat"])
    soon = timezone.now() + timedelta(days=1)
    with pytest.raises(BadRights, match="the last administrator"):  # nobody would be left the day after
        change_groups(carol.user, editor=boss, add={"sysop": soon})
    change_groups(alice.user, editor=boss, add={"sysop": soon})
    with pytest.raises(BadRights, match="the last administrator"):  # Alice is one for a day only
        change_groups(carol.user, editor=boss, remove=["sysop"])
    change_groups(alice.user, editor=boss, add={"sysop": None, "bureaucrat": None})
    change_groups(carol.user, editor=boss, remove=["sysop"])
    change_groups(boss.user, editor=boss, remove=["bureaucrat"])
    assert (groups(carol.user), groups(boss.user), groups(alice.user)) == (
        set(),
        set(),
        {"sysop", "bureaucrat"},
    )


def test_a_right_that_was_just_taken_away_gives_nothing_more(boss: Editor, alice: Editor) -> None:
    other = make_user("Other", "bureaucrat")
    late = Editor(User.objects.get(pk=boss.user.pk))
    assert "userrights" in late.rights  # as its request has read it
    change_groups(boss.user, editor=Editor(other), remove=["bureaucrat"])
    with pytest.raises(Refused):
        change_groups(other, editor=late, remove=["bureaucrat"])
    assert groups(other) == {"bureaucrat"}


def test_who_is_blocked_changes_no_groups(boss: Editor, alice: Editor, carol: Editor) -> None:
    block(boss.user, Terms(), editor=carol)
    with pytest.raises(Blocked):
        change_groups(alice.user, editor=boss, add={"bot": None})
    assert groups(alice.user) == set()


def test_groups_that_are_missing_are_made(boss: Editor, alice: Editor) -> None:
    Group.objects.filter(name="reviewer").delete()
    change_groups(alice.user, editor=boss, add={"reviewer": None})
    assert groups(alice.user) == {"reviewer"}


def test_every_right_is_asked_for_by_a_function_and_by_django(boss: Editor, carol: Editor) -> None:
    source = "".join(path.read_text() for path in (ROOT / "wiki" / "permissions").glob("*.py"))
    table = source[source.index("RIGHTS: dict") : source.index("ALL_RIGHTS =")]
    asked = source.replace(table, "")
    elsewhere = {"read", "block", "patrol", "autopatrol", "review", "hideuser", "suppressrevision",
                 "deletelogentry"}  # fmt: skip
    assert {right for right in ALL_RIGHTS if f'"{right}"' not in asked} <= elsewhere
    assert [carol.user.has_perm(f"wiki.{right}") for right in ("rollback", "userrights")] == [True, False]
    assert [boss.user.has_perm(f"wiki.{right}") for right in ("rollback", "userrights")] == [False, True]
    assert not boss.user.has_perm("wiki.nothing")


def test_above_and_beside_the_groups(boss: Editor) -> None:
    root, guest = make_user("Root"), make_user("Guest")
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    root.refresh_from_db()
    with pytest.raises(BadRights, match="Only a superuser"):
        change_groups(root, editor=boss, add={"bot": None})
    guest.temporary_until = timezone.now() + timedelta(days=90)
    with pytest.raises(BadRights, match="temporary account"):
        change_groups(guest, editor=boss, add={"bot": None})
    assert (groups(root), groups(guest)) == (set(), set())
