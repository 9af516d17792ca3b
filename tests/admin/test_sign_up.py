"""Questions at sign-up, at the desk."""

from __future__ import annotations

import pytest

from tests.admin.desk import at_desk
from wiki.models import SignUpQuestion

pytestmark = pytest.mark.django_db
PLACE = "/admin/wiki/signupquestion/"


def test_an_administrator_writes_them() -> None:
    client = at_desk("Root", superuser=True)
    form = {"question": "What flows through Rome?", "answers": "Tiber", "asked": "on"}
    assert client.post(f"{PLACE}add/", {**form, "answers": " "}).status_code == 200
    assert client.post(f"{PLACE}add/", form).status_code == 302
    asked = SignUpQuestion.objects.get()
    assert asked.is_answer(" tiber")
    assert not asked.is_answer("")
    assert "What flows through Rome?" in client.get(PLACE).content.decode()
    client.post(f"{PLACE}{asked.pk}/delete/", {"post": "yes"})
    assert not SignUpQuestion.objects.exists()


def test_others_do_not_see_the_answers() -> None:
    asked = SignUpQuestion.objects.create(question="What?", answers="This")
    client = at_desk("Dora")
    for address in (PLACE, f"{PLACE}add/", f"{PLACE}{asked.pk}/change/"):
        assert client.get(address).status_code == 403
