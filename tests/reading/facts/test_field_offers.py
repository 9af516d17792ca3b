"""Keys and values that other articles have, offered as one types."""

import pytest

from tests.factories import edit_page, make_page, make_user
from wiki.models import InfoboxTemplate, Revision
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor
from wiki.reading.facts.field_offers import MOST, offered_keys, offered_values
from wiki.text.titles import Title, parse_title

pytestmark = pytest.mark.django_db
ROME = parse_title("Rome")


def box(name: str, category: str, *rows: str) -> str:
    lines = "\n".join(rows)
    return f"```infobox {name}\n{lines}\n```\n\nText.\n\n[[Category:{category}]]"


@pytest.fixture
def cities():
    make_page("Rome", box("Rome", "Cities", "Mayor: Nero"))
    for name in ("Milan", "Turin"):
        make_page(name, box(name, "Cities", "Mayor: Sala", "Population: 1", "River: [[Po]]|Dora"))
    for number in range(4):
        make_page(
            f"Army {number}",
            box(f"Army {number}", "Armies", "Commander: X", "Formation: 1915", "Popular: no"),
        )


def test_keys_of_similar_articles_come_first(cities):
    assert offered_keys("", ROME) == ("Mayor", "Population", "River", "Commander", "Formation", "Popular")
    assert offered_keys("pop", ROME) == ("Population", "Popular")
    assert offered_keys("OR", ROME, but=["mayor"]) == ("Formation",)
    assert offered_keys("mand", ROME) == ("Commander",)
    assert offered_keys("zz", ROME) == ()


def test_keys_of_the_template_come_before_all_others(cities):
    InfoboxTemplate.objects.create(name="City", category="Cities", keys="Zip | text\nMayor")
    InfoboxTemplate.objects.create(name="Army", category="Armies", keys="Size")
    assert offered_keys("", ROME)[:4] == ("Zip", "Mayor", "Population", "River")
    assert "Size" not in offered_keys("", ROME)


def test_values_of_a_key_as_they_are_written(cities):
    make_page("Oslo", box("Oslo", "Fjords", "River: Akerselva|Po"))
    assert offered_values("river", "", ROME) == ("[[Po]]", "Dora", "Akerselva")
    assert offered_values("River", "ak", ROME) == ("Akerselva",)
    assert offered_values("Mayor", "s", Title(0, "Nowhere")) == ("Sala",)
    assert offered_values("", "s", ROME) == offered_values("None such", "", ROME) == ()


def test_nothing_of_what_was_deleted_or_replaced(cities):
    for name in ("Milan", "Turin"):
        page = make_page(f"{name} 2", box(name, "Cities", "Secret: 007"))
        if name == "Milan":
            edit_page(page, "Without a box.\n\n[[Category:Cities]]")
        else:
            delete_page(page, editor=Editor(make_user("Carol", "sysop")), reason="gone")
    assert "Secret" not in offered_keys("", ROME)
    assert offered_values("Secret", "", ROME) == ()
    assert Revision.objects.count() == 10


def test_no_more_than_a_few_and_at_a_fixed_cost(cities, django_assert_num_queries):
    with django_assert_num_queries(5):
        offered_keys("", ROME)
    for number in range(30):
        make_page(f"City {number}", box("C", "Cities", f"Mayor: Somebody {number}", f"Key {number}: 1"))
    with django_assert_num_queries(4):  # the keys in use were counted a moment ago
        assert len(offered_keys("", ROME)) == MOST
    with django_assert_num_queries(4):
        assert len(offered_values("Mayor", "some", ROME)) == MOST


@pytest.mark.parametrize("typed", ["", "\0", "%", "x" * 10_000, "[[", "a\nb"])
def test_the_address_answers_whatever_is_typed(client, cities, no_writes, typed):
    with no_writes():
        for query in ({"q": typed}, {"key": typed, "q": typed}, {"q": "", "has": [typed, "Mayor"]}):
            answer = client.get("/suggest/fields/Rome", query)
            assert answer.status_code == 200
            assert isinstance(answer.json(), list)
    assert client.post("/suggest/fields/Rome", {}).status_code == 405
