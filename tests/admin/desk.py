"""People at the desk, and what they see there."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import Client

from tests.factories import make_user
from tests.web.identity.signing_in import sign_in
from wiki.models import User

MODELS = ("page", "revision", "section", "infoboxfield", "seealsolink", "logentry", "user")
CONTENT = MODELS[:-1]
TEXT = "```infobox Rome\nMayor: Nero\n```\nA city.\n\n## History\n\nOld.\n\n## See also\n\n- [[Italy]]\n"


def staff(name: str, *groups: str, superuser: bool = False) -> User:
    """An account that may come to the desk."""
    user = make_user(name, *groups)
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=superuser)
    user.refresh_from_db()
    return user


def at_desk(name: str, *groups: str, superuser: bool = False) -> Client:
    """The browser of a new account at the desk."""
    staff(name, *groups, superuser=superuser)
    return sign_in(Client(), name)


def rows(response: HttpResponse) -> list[str]:
    """The rows of a list, as text."""
    assert response.status_code == 200, response
    return [str(row) for row in response.context["cl"].result_list]  # type: ignore[attr-defined]


def told(response: HttpResponse) -> list[tuple[str, str]]:
    """The messages on a page: level and text."""
    return [(m.level_tag, m.message) for m in response.context["messages"]]  # type: ignore[attr-defined]
