"""The wiki full of attacks where moderators and accounts look at it, and what forms are answered. Whether
something runs there does not depend on the database: it is looked at once.
"""

from __future__ import annotations

import pytest

from tests.web.hostile.answers import answers
from tests.web.hostile.attacks import Turn, every_attack, some_attacks
from tests.web.hostile.desk import looked_at_by_moderators
from tests.web.hostile.filled import hostile_wiki
from tests.web.hostile.watched import Watched, watched

__all__ = ["watched"]  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_nothing_runs_where_moderators_look(watched: Watched) -> None:
    hostile_wiki(some_attacks(every=40))
    found = {}
    for looked in looked_at_by_moderators():
        watched.opened(looked.address, looked.as_)
        if wrong := watched.taken():
            found[looked.name] = wrong
    for name, who, answer in answers(watched.client, Turn(every_attack()[9::17])):
        watched.answered(answer, who)
        if wrong := watched.taken():
            found[name] = wrong
    assert found == {}
