"""Edit filters: what they catch, and what happens to it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import IP, edit_page, make_page, reload
from wiki.editing.errors import BadEdit
from wiki.editing.filters import FilterRefused, FilterWarning
from wiki.editing.suggest.decide import accept
from wiki.editing.transfer.transfer import Place, move_section
from wiki.models import EditFilter, FilterHit, InfoboxField, Revision, Section, Suggestion
from wiki.moderation.protect import protect_page, protect_part
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    cache.clear()


def make_filter(conditions: str = "added contains casino", **said: Any) -> EditFilter:
    """A filter that was tried and is switched on."""
    one = EditFilter(**{"name": "Gamblers", "action": "refuse", **said}, conditions=conditions)
    one.tried, one.enabled = conditions, True
    one.full_clean()
    one.save()
    return one


def hits() -> list[tuple[str, str, str, bool]]:
    rows = FilterHit.objects.order_by("pk")
    return [(hit.action, hit.user_text, hit.title, hit.revision_id is not None) for hit in rows]


def test_refuses_with_its_message_and_writes_it_down(alice: Editor, bob: Editor) -> None:
    page = make_page("Rome", "A city.", editor=alice)
    make_filter(message="No adverts for casinos here.")
    with pytest.raises(FilterRefused, match=r"No adverts for casinos here\."):
        edit_page(page, "A city.\n\nVisit the Casino.", editor=bob)
    assert (reload(page).number, hits()) == (1, [("refuse", "Bob", "Rome", False)])
    assert edit_page(page, "A city with gambling.", editor=bob).revision is not None


def test_the_words_that_stood_there_catch_nobody(alice: Editor, bob: Editor) -> None:
    page = make_page("Rome", "A casino.\n\nA city.", editor=alice)
    make_filter()
    assert edit_page(page, "A casino.\n\nA large city.", editor=bob).revision is not None
    assert hits() == []


def test_tags_and_names_the_revision(alice: Editor, bob: Editor) -> None:
    page = make_page("Rome", "A city.", editor=alice)
    make_filter(action="tag", tag="gambling")
    saved = edit_page(page, "A casino.", editor=bob)
    assert saved.revision is not None
    assert "gambling" in saved.revision.tags
    assert FilterHit.objects.get().revision_id == saved.revision.pk


def test_warns_once_of_the_same_text(alice: Editor, bob: Editor) -> None:
    page = make_page("Rome", "A city.", editor=alice)
    make_filter(action="warn", tag="gambling")
    with pytest.raises(FilterWarning):
        edit_page(page, "A casino.", editor=bob)
    with pytest.raises(FilterWarning):  # somebody else has not been warned
        edit_page(page, "A casino.", editor=alice)
    with pytest.raises(FilterWarning):  # nor has he of another text
        edit_page(page, "Two casinos.", editor=bob)
    saved = edit_page(page, "A casino.", editor=bob)
    assert saved.revision is not None
    assert (saved.revision.tags, reload(page).number) == (["gambling"], 2)


def test_throttles_from_the_second_time(alice: Editor, bob: Editor) -> None:
    page = make_page("Rome", "A city.", editor=alice)
    make_filter(action="throttle")
    assert edit_page(page, "A casino.", editor=bob).revision is not None
    with pytest.raises(FilterRefused):
        edit_page(page, "Two casinos, one a casino.", editor=bob)
    assert edit_page(page, "Three casinos.", editor=alice).revision is not None


@pytest.mark.parametrize(
    ("conditions", "caught"),
    [
        ("section is History", True),
        ("section is Sights", False),
        ("field is Mayor", True),
        ("field is Area", False),
        ("removed contains old", True),
        ("link contains spam.example", True),
        ("links is 1", True),
        ("creates is yes", False),
        ("user is Bob", True),
        ("edits is 0", True),
        ("anonymous is yes", False),
        ("delta > 0", True),
        ("namespace is 0\ntitle is Rome", True),
    ],
)
def test_what_can_be_asked(alice: Editor, bob: Editor, conditions: str, caught: bool) -> None:
    text = "```infobox Rome\nMayor: Nero\nArea: 1\n```\nA city.\n\n## History\n\nOld.\n\n## Sights\n\nMany."
    page = make_page("Rome", text, editor=alice)
    make_filter(conditions)
    new = text.replace("Nero", "Otho").replace("Old.", "New, see https://spam.example/a")
    if caught:
        with pytest.raises(FilterRefused):
            edit_page(page, new, editor=bob)
    else:
        assert edit_page(page, new, editor=bob).revision is not None


@pytest.mark.parametrize("level", ["page", "part"])
def test_what_waits_is_asked_too_and_counted_once(alice: Editor, bob: Editor, carol: Editor, level: str):
    text = "```infobox Rome\nMayor: Nero\n```\nA city."
    page = make_page("Rome", text, editor=alice)
    if level == "page":
        protect_page(page, {"edit": "review"}, editor=carol)
    else:
        protect_part(page, f"f{InfoboxField.objects.get(key='Mayor').pk}", "review", editor=carol)
    new = text.replace("Nero", "Casino").replace("A city", "A town")
    one = make_filter()
    with pytest.raises(FilterRefused):
        edit_page(reload(page), new, editor=bob)
    assert not Suggestion.objects.exists()
    one.action = "throttle"
    one.save()
    saved = edit_page(reload(page), new, editor=bob)
    assert saved.waits is not None
    assert (saved.revision is None) == (level == "page")
    with pytest.raises(FilterRefused):
        edit_page(reload(page), new.replace("town", "casino"), editor=bob)
    one.action = "warn"
    one.save()
    for _again in range(2):
        with pytest.raises(FilterWarning):
            edit_page(reload(page), new + f" {_again}", editor=bob)
    assert edit_page(reload(page), new + " 1", editor=bob).waits is not None


def test_what_a_filter_lets_wait_is_published_by_who_accepts_it(
    alice: Editor, bob: Editor, carol: Editor
) -> None:
    page = make_page("Rome", "A city.", editor=alice)
    make_filter(action="wait")
    saved = edit_page(page, "A casino.", editor=bob)
    assert saved.revision is None
    waiting = saved.waits
    assert waiting is not None
    assert (waiting.kind, waiting.author_text, reload(page).number) == ("pending", "Bob", 1)
    hit = FilterHit.objects.get()
    assert (hit.action, hit.user_text, hit.suggestion, hit.revision) == ("wait", "Bob", waiting, None)
    done = accept(waiting, editor=carol, version=waiting.version)
    assert done.saved.revision is not None
    assert (done.saved.revision.author_text, done.saved.revision.accepter) == ("Bob", "Carol")
    assert reload(page).number == 2


def test_who_reviews_need_not_wait_and_a_new_page_cannot(alice: Editor, bob: Editor, carol: Editor) -> None:
    page = make_page("Rome", "A city.\n\n## A\n\nB.", editor=alice)
    make_filter(action="wait")
    assert edit_page(page, "A casino.\n\n## A\n\nB.", editor=carol).revision is not None
    with pytest.raises(FilterRefused, match="a new page cannot wait"):
        make_page("Spam", "A casino.", editor=bob)
    assert hits() == [("wait", "Carol", "Rome", True), ("wait", "Bob", "Spam", False)]
    make_filter("removed contains A", name="Movers", action="wait")
    other = make_page("Milan", "Text.", editor=alice)
    section = Section.objects.get(page=page, title="A").pk
    with pytest.raises(BadEdit, match="one after the other"):
        move_section(reload(page), section, other.name, editor=bob, place=Place("end"))
    assert (reload(page).number, reload(other).number, Suggestion.objects.count()) == (2, 1, 0)


def test_a_new_page_is_caught_and_not_made(bob: Editor) -> None:
    make_filter("creates is yes\nedits < 5")
    with pytest.raises(FilterRefused):
        make_page("Spam", "Buy.", editor=bob)
    assert Revision.objects.count() == 0


def test_no_address_is_kept_of_who_edits_without_an_account(alice: Editor) -> None:
    page = make_page("Rome", "A city.", editor=alice)
    make_filter()
    with pytest.raises(FilterRefused):
        edit_page(page, "A casino.", editor=Editor(None, IP))
    assert IP not in FilterHit.objects.get().digest


def test_filters_cost_no_query_while_none_is_on(alice: Editor, bob: Editor) -> None:
    page = make_page("Rome", "A city.", editor=alice)
    edit_page(page, "B city.", editor=bob)
    with CaptureQueriesContext(connection) as before:
        edit_page(page, "C city.", editor=bob)
    assert not [query for query in before if "editfilter" in query["sql"] or "filterhit" in query["sql"]]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"conditions": "edits < many"}, "conditions"),
        ({"conditions": "added matches .*"}, "conditions"),
        ({"action": "tag", "tag": ""}, "tag"),
        ({"tried": "edits < 5"}, "enabled"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field(said: dict[str, str], field: str) -> None:
    usual = {"name": "x", "action": "refuse", "conditions": "edits < 9", "tried": "edits < 9"}
    one = EditFilter(enabled=True, **(usual | said))
    with pytest.raises(ValidationError) as caught:
        one.full_clean()
    assert field in caught.value.message_dict


@pytest.mark.django_db(transaction=True)
def test_the_throttle_is_exact_for_many_at_once(alice: Editor, bob: Editor) -> None:
    pages = [make_page(f"Page {n}", "A city.", editor=alice) for n in range(8)]
    make_filter(action="throttle")
    gate, came = threading.Barrier(8), []

    def save(page: Any) -> None:
        gate.wait()
        try:
            edit_page(page, "A casino.", editor=bob)
            came.append(True)
        except FilterRefused:
            came.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[page]) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (came.count(True), came.count(False)) == (1, 7)
