"""Facts over articles: by key and value, in columns, at a moment; and one field over time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries

from tests.factories import IP, edit_page, make_page, reload
from wiki.editing import edits
from wiki.editing.deriving.rebuild import rebuild_page
from wiki.editing.save import save_edit
from wiki.models import InfoboxField, Page, StatedValue
from wiki.moderation.delete import delete_page, undelete_page
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor
from wiki.reading.facts import facts as module
from wiki.reading.facts.facts import also_stating, fact_table, keys_in_use
from wiki.reading.facts.field import field_at, field_timeline, find_field
from wiki.reading.facts.field_offers import offered_values
from wiki.reading.source import PartMissing, open_page
from wiki.text.titles import Title

pytestmark = pytest.mark.django_db

ANYBODY = Editor()


def box(**fields: str) -> str:
    return "```infobox\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()) + "```\nText.\n"


def at(page: Page | Title, text: str, when: datetime) -> Page:
    """Save the page's text as of that time."""
    base = "" if isinstance(page, Title) else open_page(reload(page)).base
    fresh = page if isinstance(page, Title) else reload(page)
    edit = edits.whole_page(None if isinstance(page, Title) else fresh, text, base)
    saved = save_edit(fresh, edit, editor=Editor(None, IP), timestamp=when)
    assert saved.page is not None
    return saved.page


def titles(*given: str, **options: object) -> list[str]:
    return [row.title.name for row in fact_table(*given, viewer=ANYBODY, **options).rows]


@pytest.fixture
def pacts() -> None:
    make_page("Warsaw Pact", box(Type="Military alliance", Formation="1955", Dissolved="1991"))
    make_page("NATO", box(type="[[Military alliance]]|Organisation", Formation="1949"))
    make_page("Rome", box(Type="City"))
    make_page("User:Alice/Notes", box(Type="Military alliance"))


TOWER = """{{Infobox tower
| height = {{convert|87|m}}
| owners = Ann<br>Bob
}}
Text."""


def test_values_of_wikitext_are_not_parted_by_bars() -> None:
    page = make_page("Tower", TOWER, model="wikitext")
    make_page("Lighthouse", TOWER, model="wikitext")
    for _ in range(2):
        assert titles("height", "{{convert|87|m}}") == ["Lighthouse", "Tower"]
        assert (titles("height", "87"), titles("owners", "Bob")) == ([], ["Lighthouse", "Tower"])
        assert not rebuild_page(reload(page))  # what it would derive is what was derived
    row, _other = fact_table("height", columns=("owners",), viewer=ANYBODY).rows
    assert [one.values for cells in row.cells.values() for one in cells] == [
        ("{{convert|87|m}}",),
        ("Ann", "Bob"),
    ]
    height, _owners = InfoboxField.objects.filter(page=page, kind="field").order_by("pk")
    assert [version.values for version in field_timeline(height, viewer=ANYBODY).versions] == [
        ("{{convert|87|m}}",)
    ]
    assert also_stating("height", "{{convert|87|m}}", but=page.pk) == [Title(0, "Lighthouse")]
    assert offered_values("height", "{{", page.name) == ("{{convert|87|m}}",)
    StatedValue.objects.filter(page=page).update(folded="of an import before")
    assert rebuild_page(reload(page))
    assert titles("height", "{{convert|87|m}}") == ["Lighthouse", "Tower"]


def test_articles_that_state_a_value(pacts: None) -> None:
    assert titles("Type", "military  ALLIANCE") == ["NATO", "Warsaw Pact"]
    assert titles("Type", "organisation") == ["NATO"]
    assert titles("Type") == ["NATO", "Rome", "Warsaw Pact"]
    assert titles("Type", "Alliance") == []
    assert titles("Nothing") == []


def test_columns(pacts: None) -> None:
    table = fact_table("Type", "Military alliance", columns=["Formation", "Dissolved"], viewer=ANYBODY)
    said = [{n: [c.values for c in cells] for n, cells in row.cells.items()} for row in table.rows]
    assert said == [
        {0: [("Military alliance", "Organisation")], 1: [("1949",)]},
        {0: [("Military alliance",)], 1: [("1955",)], 2: [("1991",)]},
    ]


def test_it_is_paged_by_title(pacts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for few in (0, 2000):  # many pages are gone through by title, few are put in order
        monkeypatch.setattr(module, "FEW", few)
        first = fact_table("Type", viewer=ANYBODY, limit=2)
        assert [row.title.name for row in first.rows] == ["NATO", "Rome"]
        assert first.following == "Rome"
        assert titles("Type", after="Rome", limit=2) == ["Warsaw Pact"]


def test_keys_in_use_are_counted_by_article(pacts: None) -> None:
    cache.clear()
    assert [(known.key.casefold(), known.pages) for known in keys_in_use()] == [
        ("type", 4), ("formation", 2), ("dissolved", 1),
    ]  # fmt: skip


def test_no_key_that_is_gone_is_told_from_an_earlier_count(carol: Editor) -> None:
    cache.clear()
    make_page("Milan", box(Type="City"))
    gone = make_page("Carthage", box(Type="City", Secret="x"))
    rome = make_page("Rome", box(Type="City"))
    hidden = edit_page(rome, box(TYPE="City", Hidden="x")).revision
    assert {known.key.casefold() for known in keys_in_use()} == {"type", "secret", "hidden"}
    edit_page(rome, box(Type="City"))
    hide_revisions(reload(rome), [hidden.pk], editor=carol, text=True)  # type: ignore[union-attr]
    delete_page(reload(gone), editor=carol)
    assert [known.key for known in keys_in_use()] == ["Type"]


def test_keys_in_use_cost_the_same_for_any_number(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in (1, 3):
        make_page(f"Rome {number}", box(**{f"Key {n}": "x" for n in range(number)}))
        cache.clear()
        for queries in (2, 1):  # counted, then only looked at again
            with django_assert_num_queries(queries):
                assert len(keys_in_use()) == number


def test_facts_follow_edits_deletion_and_rebuilding(pacts: None, carol: Editor) -> None:
    page = Page.objects.get(title="Rome")
    edit_page(page, box(Type="Capital"))
    assert titles("Type", "City") == []
    assert titles("Type", "Capital") == ["Rome"]
    delete_page(reload(page), editor=carol)
    assert titles("Type", "Capital") == []
    undelete_page(page, editor=carol)
    assert titles("Type", "Capital") == ["Rome"]
    StatedValue.objects.filter(page=page).delete()
    assert rebuild_page(page)
    assert titles("Type", "Capital") == ["Rome"]
    assert not rebuild_page(page)


def test_the_same_question_at_two_dates(carol: Editor) -> None:
    page = at(Title(0, "Pact"), box(Type="Alliance", Head="A"), datetime(2015, 1, 1, tzinfo=UTC))
    secret = at(page, box(Type="Secret", Head="B"), datetime(2016, 1, 1, tzinfo=UTC)).latest_id
    at(page, box(Type="Union", Head="C"), datetime(2017, 1, 1, tzinfo=UTC))
    assert titles("Type", "Alliance", moment=datetime(2015, 6, 1, tzinfo=UTC)) == ["Pact"]
    assert titles("Type", "Alliance", moment=datetime(2018, 6, 1, tzinfo=UTC)) == []
    assert titles("Type", moment=datetime(2014, 6, 1, tzinfo=UTC)) == []
    then = datetime(2016, 6, 1, tzinfo=UTC)
    row = fact_table("Type", columns=["Head"], viewer=ANYBODY, moment=then).rows[0]
    assert [row.cells[n][0].values for n in (0, 1)] == [("Secret",), ("B",)]
    assert row.revision_id == secret
    hide_revisions(reload(page), [secret], editor=carol, text=True)
    assert titles("Type", moment=then) == []
    assert [r.title.name for r in fact_table("Type", viewer=carol, moment=then).rows] == ["Pact"]


@pytest.mark.parametrize(("moment", "queries"), [(None, 3), (datetime(2100, 1, 1, tzinfo=UTC), 4)])
def test_a_table_costs_the_same_for_any_number(
    moment: datetime | None, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3):
        for number in range(count):
            name = Title(0, f"Page {count} {number}")
            make_page(name, box(Type="X", A="1", B="2"))
        with django_assert_num_queries(queries):
            found = fact_table("Type", columns=["A", "B"], viewer=ANYBODY, moment=moment).rows
        assert len(found) == (1 if count == 1 else 4)


def grown() -> tuple[Page, InfoboxField]:
    page = at(Title(0, "Rome"), box(Area="9", Mayor="Nero"), datetime(2015, 1, 1, tzinfo=UTC))
    galba = box(Area="9", Mayor="Galba [x](https://example.org/)")
    at(page, galba, datetime(2016, 1, 1, tzinfo=UTC))
    at(page, box(Area="9"), datetime(2017, 1, 1, tzinfo=UTC))
    at(page, galba, datetime(2018, 1, 1, tzinfo=UTC))
    return reload(page), InfoboxField.objects.get(page=page, deleted=False, key="Mayor")


def test_a_field_over_time(carol: Editor) -> None:
    _, row = grown()
    found = field_timeline(find_field(row.pk, viewer=ANYBODY), viewer=ANYBODY)
    told = [
        (one.values, one.line.timestamp.year, one.until.year if one.until else None, one.removed)
        for one in found.versions
    ]
    assert told == [
        (("Galba x",), 2018, None, False),
        ((), 2017, 2018, True),
        (("Galba x",), 2016, 2017, False),
        (("Nero",), 2015, 2016, False),
    ]
    assert found.versions[2].sources == ("https://example.org/",)
    assert found.now == found.versions[0]


def test_a_long_field_is_paged() -> None:
    _, row = grown()
    field = find_field(row.pk, viewer=ANYBODY)
    whole = field_timeline(field, viewer=ANYBODY).versions
    first = field_timeline(field, viewer=ANYBODY, limit=2)
    rest = field_timeline(field, viewer=ANYBODY, before=first.older, limit=2)
    assert (*first.versions, *rest.versions) == whole
    assert rest.older is None


def test_what_was_known_at_a_moment(carol: Editor) -> None:
    page, row = grown()
    field = find_field(row.pk, viewer=ANYBODY)

    def known(year: int, viewer: Editor = ANYBODY) -> tuple[str, ...] | None:
        found = field_at(field, datetime(year, 6, 1, tzinfo=UTC), viewer=viewer)
        return found.values if found else None

    assert [known(year) for year in range(2014, 2019)] == [None, ("Nero",), ("Galba x",), None, ("Galba x",)]
    hide_revisions(page, [page.revisions.get(number=2).pk], editor=carol, text=True, author=True)
    assert known(2016) == ()
    assert known(2016, carol) == ("Galba x",)
    hidden = field_timeline(field, viewer=ANYBODY).versions[2]
    assert (hidden.values, hidden.key, hidden.line.author, hidden.sources) == ((), "", "", ())


def test_fields_that_are_none(carol: Editor) -> None:
    page, row = grown()
    delete_page(page, editor=carol)
    assert find_field(row.pk, viewer=carol).pk == row.pk
    for number in (row.pk, 0, 10**30):
        with pytest.raises(PartMissing):
            find_field(number, viewer=ANYBODY)
