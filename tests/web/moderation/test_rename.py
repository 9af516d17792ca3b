"""Special:RenameUser."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import make_page, make_user
from tests.web.identity.signing_in import sign_in
from wiki.models import User
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db
PLACE = "/wiki/Special:RenameUser"


@pytest.fixture
def bureaucrat(client: Client) -> Client:
    make_user("Bea", "bureaucrat")
    return sign_in(client, "Bea")


def test_an_account_is_renamed_and_the_log_says_so(bureaucrat: Client, alice: Editor) -> None:
    make_page("User:Alice", "Words.", editor=alice)
    assert 'value="Alice"' in bureaucrat.get(f"{PLACE}/Alice").content.decode()
    answer = bureaucrat.post(PLACE, {"old": "alice", "name": "Amelia", "reason": "a wish", "pages": "on"})
    assert (answer.status_code, answer["Location"]) == (303, "/wiki/Special:Contributions/Amelia")
    log = bureaucrat.get("/wiki/Special:Log?type=renameuser").content.decode()
    assert "renamed the account" in log
    assert 'href="/wiki/User:Amelia"' in log
    assert "Words." in bureaucrat.get("/wiki/User:Amelia").content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"old": "Nobody"}, "There is no account of this name"),
        ({"old": "a#b"}, "“#”"),
        ({"name": "Bea"}, "taken"),
        ({"name": ""}, "required"),
        ({"reason": "x" * 501}, "at most"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_done(bureaucrat: Client, alice: Editor, changed, said) -> None:
    answer = bureaucrat.post(PLACE, {"old": "Alice", "name": "Amelia", **changed})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert User.objects.filter(username="Alice").exists()


def test_others_may_not_and_bureaucrats_prove_who_they_are(client: Client, carol: Editor) -> None:
    assert client.get(PLACE)["Location"].startswith("/wiki/Special:UserLogin?next=")
    client.force_login(carol.user)
    assert client.post(PLACE, {"old": "Carol", "name": "Cora"}).status_code == 403
    client.force_login(make_user("Bea", "bureaucrat"))
    answer = client.post(PLACE, {"old": "Carol", "name": "Cora"})
    assert answer["Location"].startswith("/wiki/Special:Reauthenticate?next=")
    assert User.objects.filter(username="Carol").exists()
