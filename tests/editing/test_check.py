"""Checking that a fact still holds."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import IP, edit_page, make_page, make_user, reload
from wiki.editing.check import check_field
from wiki.editing.errors import BadEdit
from wiki.models import Fact, FieldCheck, InfoboxField, InfoboxTemplate, Revision
from wiki.moderation.delete import delete_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor, Refused
from wiki.reading.facts.fact_lists import last_check, stale_facts, unsourced_facts
from wiki.text.fields.facts import fingerprint

pytestmark = pytest.mark.django_db
BOX = (
    "```infobox Rome\nMayor: {}\nArea: 1,285\nMap: R.png\nMotto:\n```\n\nA.\n[[Category:Cities]]\n\n[^1]: N."
)
NOW = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def rome():
    return make_page("Rome", BOX.format("Nero"))


@pytest.fixture
def alice():
    return Editor(make_user("Alice"), IP)


def mayor(page):
    return InfoboxField.objects.select_related("page").get(page=page, key="Mayor", deleted=False)


def test_a_check_makes_no_revision_and_counts_while_the_value_stays(rome, alice):
    field = mayor(rome)
    check_field(field, fingerprint("Nero"), editor=alice, moment=NOW)
    assert (last_check(field).moment, last_check(field).user_text) == (NOW, "Alice")
    assert (Revision.objects.count(), reload(rome).version) == (1, rome.version)
    edit_page(rome, BOX.format("Nero").replace("Area: 1,285\n", "Area: 1,286\n"))
    assert last_check(mayor(rome)) is not None
    edit_page(rome, BOX.format("Galba"))
    assert last_check(mayor(rome)) is None


def test_checking_over_and_over_within_the_hour_is_one_check(rome, alice):
    field = mayor(rome)
    for minutes in (0, 1, 30, 59, 61):
        check_field(field, fingerprint("Nero"), editor=alice, moment=NOW + timedelta(minutes=minutes))
    assert FieldCheck.objects.count() == 2


def test_another_value_than_the_one_seen_is_not_checked(rome, alice):
    field = mayor(rome)
    edit_page(rome, BOX.format("Galba"))
    with pytest.raises(BadEdit) as refused:
        check_field(field, fingerprint("Nero"), editor=alice)
    assert refused.value.code == "changedsince"
    edit_page(rome, "A city.")
    with pytest.raises(BadEdit):
        check_field(field, fingerprint("Galba"), editor=alice)
    assert not FieldCheck.objects.exists()


def test_who_may_not_edit_may_not_check(rome, alice):
    with pytest.raises(Refused):
        check_field(mayor(rome), fingerprint("Nero"), editor=Editor(None, IP))
    protect_page(rome, {"edit": "sysop"}, editor=Editor(make_user("Carol", "sysop")), reason="so")
    with pytest.raises(Refused):
        check_field(mayor(rome), fingerprint("Nero"), editor=alice)


# ---- Lists ------------------------------------------------------------------------------------------------


def named(screen):
    return [(row.page.full, row.key) for row in screen.rows]


def test_facts_without_a_source(rome):
    InfoboxTemplate.objects.create(name="City", category="Cities", keys="Area | quantity | warn")
    make_page("Milan", BOX.format("Sala[^1]").replace("1,285", "182 ([source](https://x.org))"))
    make_page("Talk:Milan", BOX.format("Sala"))
    gone = make_page("Turin", BOX.format("Sala"))
    delete_page(gone, editor=Editor(make_user("Carol", "sysop")), reason="so")
    screen = unsourced_facts()
    assert named(screen) == [("Rome", "Mayor"), ("Rome", "Area")]
    assert [row.rule.policy for row in screen.rows] == ["none", "warn"]
    assert named(unsourced_facts(key="MAYOR")) == [("Rome", "Mayor")]
    assert named(unsourced_facts(after=Fact.objects.get(key="Mayor", page=rome).pk)) == [("Rome", "Area")]
    edit_page(rome, BOX.format("Nero <https://x.org/m>").replace("1,285", "1,285[^1]"))
    assert unsourced_facts().rows == ()


def test_the_list_goes_on_where_a_screen_ends(rome, monkeypatch):
    monkeypatch.setattr("wiki.reading.facts.fact_lists.SHOWN", 1)
    first = unsourced_facts()
    assert named(first) == [("Rome", "Mayor")]
    assert named(unsourced_facts(after=first.following)) == [("Rome", "Area")]


@pytest.mark.parametrize("key", ["", "Mayor"])
def test_lists_look_further_until_there_is_enough(rome, monkeypatch, key):
    for number in range(5):
        make_page(f"City {number}", BOX.format(number))
    whole = unsourced_facts(key=key).rows
    assert len(whole) == (6 if key else 12)
    for looks in ((6, 1, 1), (2, 3, 40), (1, 1, 2)):
        monkeypatch.setattr("wiki.reading.facts.fact_lists.LOOKS", looks)
        screens = [unsourced_facts(key=key)]
        while screens[-1].following:
            screens.append(unsourced_facts(key=key, after=screens[-1].following))
        assert sum((screen.rows for screen in screens), ()) == whole
    assert len(screens) > 1


def test_stale_facts_wait_until_somebody_looks(rome, alice):
    InfoboxTemplate.objects.create(name="City", category="Cities", keys="Mayor | link | none | 30\nArea")
    make_page("Army", BOX.format("Nero").replace("Cities", "Armies"))
    since = Fact.objects.get(page=rome, key="Mayor").valid_from
    assert named(stale_facts(now=since + timedelta(days=29))) == []
    late = since + timedelta(days=31)
    assert named(stale_facts(now=late)) == [("Rome", "Mayor")]
    check_field(mayor(rome), fingerprint("Nero"), editor=alice, moment=late)
    assert named(stale_facts(now=late)) == []
    later = late + timedelta(days=31)
    assert [row.check.user_text for row in stale_facts(now=later).rows] == ["Alice"]
    check_field(mayor(rome), fingerprint("Nero"), editor=alice, moment=later)
    edit_page(rome, BOX.format("Galba"))
    assert named(stale_facts(now=later)) == [("Rome", "Mayor")]  # what was checked is not what stands there


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_at_any_length(rome, count, django_assert_num_queries):
    InfoboxTemplate.objects.create(name="City", category="Cities", keys="Mayor | link | none | 30")
    for number in range(count):
        make_page(f"City {number}", BOX.format(number))
    late = datetime.now(tz=UTC) + timedelta(days=99)
    with django_assert_num_queries(2):  # the facts, their categories
        unsourced_facts()
    with django_assert_num_queries(3):  # those with the key, the facts, their categories
        unsourced_facts(key="Mayor")
    with django_assert_num_queries(4):  # those with the key, the facts, their categories, the checks
        assert len(stale_facts(now=late).rows) == count + 1


# ---- Through the browser ----------------------------------------------------------------------------------


def test_the_button_on_the_page_of_a_field(client, rome, alice):
    field = mayor(rome)
    address = f"/field/{field.pk}"
    assert "/check" not in client.get(address).content.decode()
    assert client.post(f"{address}/check", {"said": fingerprint("Nero")}).status_code == 403
    client.force_login(alice.user)
    page = client.get(address)
    assert "Nobody has checked this value" in page.content.decode()
    assert client.post(f"{address}/check", {"said": "x"}).status_code == 409
    done = client.post(f"{address}/check", {"said": page.context["said"]})
    assert (done.status_code, done.headers["Location"]) == (303, address)
    shown = client.get(address).content.decode()
    assert "by Alice." in shown
    assert "marked as checked today" in shown
    assert client.post("/field/99999/check", {"said": "x"}).status_code == 404
    assert client.get(f"{address}/check").status_code == 405


def test_the_lists_as_pages(client, rome):
    shown = client.get("/wiki/Special:UnsourcedFacts", {"field": "mayor"}).content.decode()
    assert "Nero" in shown
    assert "1,285" not in shown
    assert "No fact is waiting" in client.get("/wiki/Special:StaleFacts").content.decode()
    for name in ("UnsourcedFacts", "StaleFacts"):
        assert client.get(f"/wiki/Special:{name}", {"from": "x"}).status_code == 400
