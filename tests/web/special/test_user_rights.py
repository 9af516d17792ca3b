"""Special:UserRights: what everybody sees, the form of bureaucrats, and its refusals beside the field."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD, make_user
from wiki.models import LogEntry, User
from wiki.moderation.rights import change_groups
from wiki.permissions import Editor

ALICE = "/wiki/Special:UserRights/Alice"


@pytest.fixture
def boss(client: Client, db: None) -> Editor:
    """A bureaucrat, logged in."""
    user = make_user("Boss", "bureaucrat")
    client.login(username=user.username, password=PASSWORD)
    return Editor(user)


def groups(user: User) -> list[str]:
    return sorted(User.objects.get(pk=user.pk).groups.values_list("name", flat=True))


def test_everybody_sees_who_is_what(client: Client, alice: Editor) -> None:
    root = make_user("Root")
    root.is_superuser = True
    root.save()
    end = timezone.now() + timedelta(days=3)
    change_groups(alice.user, editor=Editor(root), add={"sysop": None, "bot": end}, reason="elected")
    answer = client.get("/wiki/Special:UserRights?user=alice")
    html = answer.content.decode()
    assert answer["Cache-Control"].startswith("max-age=0")
    assert 'href="/wiki/Special:ListGroupRights#sysop">Administrators</a>' in html
    assert f"{end:%Y}" in html
    assert "from none to bot (until" in html
    assert "elected" in html
    assert '<form class="form deed' not in html
    assert client.post(ALICE, {"in-bot": "on"}).status_code == 403
    assert client.get("/wiki/Special:UserRights/Nobody").status_code == 404
    assert 'name="user"' in client.get("/wiki/Special:UserRights").content.decode()


def test_a_bureaucrat_changes_groups(client: Client, boss: Editor, alice: Editor) -> None:
    html = client.get(ALICE).content.decode()
    asked = ("sysop", "bureaucrat", "bot", "reviewer", "suppress")
    assert [name for name in asked if f'name="in-{name}"' in html] == list(asked[:-1])
    said = {
        "in-sysop": "on",
        "until-sysop": "infinite",
        "in-bot": "on",
        "until-bot": "1 week",
        "reason": "new",
    }
    answer = client.post(ALICE, said, follow=True)
    assert answer.redirect_chain == [(ALICE, 303)]
    assert "The groups were changed." in answer.content.decode()
    assert groups(alice.user) == ["bot", "sysop"]
    entry = LogEntry.objects.get()
    assert (entry.comment, [one["group"] for one in entry.params["newmetadata"]]) == ("new", ["bot", "sysop"])
    # The form as it is shown changes nothing when it is posted again.
    html = client.get(ALICE).content.decode()
    until = User.objects.get(pk=alice.user.pk).group_ends["bot"][:19].replace("T", " ")
    assert f'value="{until}"' in html
    again = client.post(
        ALICE, {"in-sysop": "on", "until-sysop": "infinite", "in-bot": "on", "until-bot": until}
    )
    assert (again.status_code, LogEntry.objects.count()) == (303, 1)
    client.post(ALICE, {"in-sysop": "on", "until-sysop": "infinite"})
    assert groups(alice.user) == ["sysop"]


@pytest.mark.parametrize(
    ("said", "why", "where"),
    [
        ({"in-bot": "on", "until-bot": "soon"}, "“soon” is no time", "id_until-bot"),
        ({"in-bot": "on", "until-bot": "2001-01-01"}, "This time is past.", "id_until-bot"),
        ({"in-bot": "on", "reason": "x" * 501}, "at most 500 characters", "id_reason"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(
    said: dict[str, str], why: str, where: str, client: Client, boss: Editor, alice: Editor
) -> None:
    answer = client.post(ALICE, {"in-reviewer": "on", **said})
    html = answer.content.decode()
    assert answer.status_code == 400
    assert f'<a href="#{where}">' in html
    assert html.count(why) == 2  # on top and beside the field
    assert (groups(alice.user), LogEntry.objects.count()) == ([], 0)


def test_the_last_bureaucrat_and_oneself(client: Client, boss: Editor) -> None:
    own = "/wiki/Special:UserRights/Boss"
    answer = client.post(own, {})
    assert answer.status_code == 400
    assert answer.content.decode().count("This is the last bureaucrat of the wiki.") == 2
    answer = client.post(own, {"in-bureaucrat": "on", "until-bureaucrat": "infinite", "in-sysop": "on"})
    assert "Nobody gives rights to himself" in answer.content.decode()
    assert groups(boss.user) == ["bureaucrat"]
