"""Topics about a part of a page, and the part as it stands."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, make_page, reload, title_of
from tests.web.pages import change_field, field, rome, section
from wiki.models import Page, Section
from wiki.moderation.delete import delete_page
from wiki.moderation.move import move_page
from wiki.permissions import Editor
from wiki.reading.page import read_page
from wiki.reading.source import PartMissing, open_page
from wiki.reading.talk.discussions import concerning, discussions

pytestmark = pytest.mark.django_db
SIGNED = "[[User:Ada]] 11:00, 5 January 2026 (UTC)"


def talk_about(*parts: str) -> Page:
    """A talk page with a topic about each of these parts."""
    lines = [concerning(title_of("Talk:Rome"), part) for part in parts]
    topics = (f"## Topic {n}\n\n{line}\n\nWhy? {SIGNED}" for n, line in enumerate(lines))
    return make_page("Talk:Rome", "\n\n".join(topics))


def states(anon: Editor) -> list[tuple[str, int, str, str]]:
    view = read_page(title_of("Talk:Rome"), viewer=anon)
    return [(one.name, one.id, one.said, one.was) for _id, one in view.concerns]


def test_a_topic_names_its_part_in_words_that_people_and_programs_read() -> None:
    page = rome()
    history, mayor = section(page, "History"), field(page, "Mayor")
    assert concerning(title_of("Talk:Rome"), f"s{history.pk}") == "Concerning: [[Rome#History]]"
    about = concerning(title_of("Talk:Rome"), f"f{mayor.pk}")
    assert about == f"Concerning: [[Rome#field-{mayor.pk}|Rome: Mayor]]"


@pytest.mark.parametrize("about", ["", "s", "s0", "f999999", "x7", "s99999999999999999999", "s7 OR 1=1"])
def test_parts_that_are_none(about: str) -> None:
    rome()
    with pytest.raises(PartMissing):
        concerning(title_of("Talk:Rome"), about)


def test_a_part_of_another_page_is_none() -> None:
    page = rome()
    make_page("Milan", "Text.\n\n## History\n\nOld.")
    other = Section.objects.get(page__title="Milan", title="History")
    assert section(page, "History").pk != other.pk
    with pytest.raises(PartMissing):
        concerning(title_of("Talk:Rome"), f"s{other.pk}")


def test_the_topic_shows_how_its_part_stands_now(anon: Editor, bob: Editor) -> None:
    page = rome()
    history, mayor = section(page, "History"), field(page, "Mayor")
    talk_about(f"s{history.pk}", f"f{mayor.pk}")
    founded = "Rome was founded in 753 before our era, as the legend has it."
    assert states(anon) == [("History", history.pk, founded, ""), ("Mayor", mayor.pk, "Nero", "")]
    change_field(page, "Mayor", "Galba", bob)
    text = open_page(reload(page)).text
    edit_page(page, text.replace("## History", "## Old times"))
    assert states(anon) == [("Old times", history.pk, founded, "History"), ("Mayor", mayor.pk, "Galba", "")]
    edit_page(page, "Rome is a city in Italy.")
    assert states(anon) == [("History", 0, "", ""), ("", 0, "", "")]


def test_the_tie_holds_when_the_page_is_moved(anon: Editor, carol: Editor) -> None:
    page = rome()
    history = section(page, "History")
    talk_about(f"s{history.pk}")
    move_page(page, title_of("Roma"), editor=carol, reason="name")
    view = read_page(title_of("Talk:Roma"), viewer=anon)
    assert [(one.title.full, one.id) for _id, one in view.concerns] == [("Roma", history.pk)]
    moved = reload(Page.objects.get(title="Roma", namespace=0))
    assert [one.name for one in discussions(moved)["section", history.pk]] == ["Topic 0"]


def test_a_part_knows_its_discussions_after_it_was_renamed(bob: Editor) -> None:
    page = rome()
    history, mayor = section(page, "History"), field(page, "Mayor")
    talk_about(f"s{history.pk}", f"f{mayor.pk}", f"s{history.pk}")
    make_page("Talk:Rome/Archive 1", f"## Long ago\n\nConcerning: [[Rome#History]]\n\nWhy? {SIGNED}")
    make_page("Italy", "## Like a topic\n\nConcerning: [[Rome#History]]\n\nNo talk page.")
    text = open_page(reload(page)).text
    edit_page(page, text.replace("## History", "## Old times"))
    found = discussions(reload(page))
    assert [one.name for one in found["section", history.pk]] == ["Long ago", "Topic 2", "Topic 0"]
    assert [one.name for one in found["field", mayor.pk]] == ["Topic 1"]


def test_a_talk_page_that_was_deleted_tells_nothing(carol: Editor) -> None:
    page = rome()
    talk = talk_about(f"s{section(page, 'History').pk}")
    delete_page(talk, editor=carol, reason="over")
    assert discussions(reload(page)) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_the_cost_is_the_same_for_one_and_three_topics(anon: Editor, count: int) -> None:
    page = rome()
    parts = [f"s{section(page, 'History').pk}", f"f{field(page, 'Mayor').pk}"]
    talk_about(*parts * count)
    title = title_of("Talk:Rome")
    read_page(title, viewer=anon)
    with CaptureQueriesContext(connection) as queries:
        read_page(title, viewer=anon)
    assert len(queries) == 4
    fresh = reload(page)
    with CaptureQueriesContext(connection) as queries:
        discussions(fresh)
    assert len(queries) == 2
