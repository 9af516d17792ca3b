"""All attacks of three collections in every place that takes texts, opened in Chromium: `make attacks`.

By hand, for it opens more than 50,000 pages; test_every_attack.py and test_hostile.py do a share of it every
time. Each place prints its row: the texts given to it, how many it refused (what it answers was opened), how
many were read again on a page, the pages that were opened, what went wrong there. EVERY=100 tries a share.
"""

from __future__ import annotations

import pytest

from tests.web.hostile.everywhere import PLACES, TEXTS, cast
from tests.web.hostile.place import HEAD, Place
from tests.web.hostile.watched import Watched, watched

__all__ = ["watched"]  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("name", PLACES)
def test_nothing_runs(name: str, watched: Watched, capfd: pytest.CaptureFixture[str]) -> None:
    cast()
    place = Place(name, watched)
    PLACES[name](place)
    with capfd.disabled():
        print(f"\n{HEAD}\n{place.row()}", end="")  # what it is run for
    assert place.wrong == []
    assert place.given >= len(TEXTS) * 0.9
    assert len(place.read) + place.refused > 0.9 * place.given, "they stand there as words"
