"""What templates ask of an edit: a required source, at every door."""

import pytest

from tests.factories import IP, edit_page, make_page, make_user, reload
from wiki.editing.edits import field_value, whole_page
from wiki.editing.errors import BadEdit
from wiki.editing.save import save_edit
from wiki.models import InfoboxField, InfoboxTemplate, Revision
from wiki.permissions import Editor
from wiki.reading.source import open_infobox, open_page
from wiki.text.titles import parse_title

pytestmark = pytest.mark.django_db
BOX = "```infobox Rome\nMayor: {}\nArea: 1,285\n```\n\nA city.\n\n[[Category:Cities]]\n\n[^1]: A source."


@pytest.fixture
def rome():
    page = make_page("Rome", BOX.format("Nero"))
    InfoboxTemplate.objects.create(
        name="City", category="Cities", keys="Mayor | link | require\nArea | quantity | warn"
    )
    return page


def refusal(page, text):
    with pytest.raises(BadEdit) as refused:
        edit_page(page, text)
    return refused.value.code, refused.value.field


def test_a_changed_value_needs_a_source_in_whole_text(rome):
    assert refusal(rome, BOX.format("Galba")) == ("sourcerequired", "source:Mayor")
    assert Revision.objects.count() == 1
    assert edit_page(rome, BOX.format("Galba[^1]")).revision is not None
    assert edit_page(rome, BOX.format("Otho ([source](https://x.org))")).revision is not None
    assert refusal(rome, BOX.format("Otho")) == ("sourcerequired", "source:Mayor")  # taken away
    assert refusal(rome, BOX.format("Otho <https://x.org>\nMAYOR: Galba"))[0] == "sourcerequired"  # added


def test_what_is_not_changed_is_not_asked(rome):
    assert edit_page(rome, BOX.format("Nero").replace("A city", "The city")).revision is not None
    assert edit_page(rome, BOX.format("Nero").replace("1,285", "1,286")).revision is not None
    assert edit_page(rome, BOX.format("").replace("1,285", "1,286")).revision is not None  # nothing is stated


def test_leaving_the_category_in_the_same_edit_does_not_help(rome):
    assert refusal(rome, BOX.format("Galba").replace("[[Category:Cities]]", ""))[0] == "sourcerequired"
    assert make_page("Milan", BOX.format("Sala").replace("Cities", "Towns")).pk
    with pytest.raises(BadEdit):
        make_page("Turin", BOX.format("Sala"))
    assert make_page("Talk:Turin", BOX.format("Sala")).pk  # articles only


def test_one_field_by_itself(rome):
    field = InfoboxField.objects.get(page=rome, key="Mayor")
    base = open_infobox(rome, field_id=field.pk).base
    with pytest.raises(BadEdit) as refused:
        save_edit(rome, field_value(rome, field.pk, "Mayor", "Galba", base), editor=Editor(None, IP))
    assert refused.value.code == "sourcerequired"
    edit = field_value(rome, field.pk, "Mayor", "Galba", base, source="https://x.org/a")
    assert save_edit(rome, edit, editor=Editor(None, IP)).revision is not None
    assert "\nMayor: Galba ([source](https://x.org/a))\n" in open_page(reload(rome)).text


def test_an_administrator_may_and_it_is_tagged(rome):
    editor = Editor(make_user("Carol", "sysop"))
    edit = whole_page(rome, BOX.format("Galba"), open_page(rome).base)
    assert save_edit(rome, edit, editor=editor).revision.tags == ["unsourced"]
    later = whole_page(reload(rome), BOX.format("Galba") + " ", open_page(reload(rome)).base)
    saved = save_edit(reload(rome), later, editor=editor)
    assert saved.revision is None or saved.revision.tags == []


def test_a_template_without_category_holds_for_all_articles(db):
    InfoboxTemplate.objects.create(name="All", keys="Born | date | require")
    with pytest.raises(BadEdit):
        make_page("Nero", "```infobox Nero\nBorn: 37\n```")
    InfoboxTemplate.objects.all().first().delete()
    assert make_page("Nero", "```infobox Nero\nBorn: 37\n```").pk


def test_the_look_costs_one_query_and_then_none(rome, django_assert_max_num_queries):
    InfoboxTemplate.objects.get().save()
    title = parse_title("Rome")
    from wiki.reading.facts.field_rules import rules_in, rules_of

    with django_assert_max_num_queries(1):
        assert list(rules_in(["Cities"])) == ["mayor", "area"]
    with django_assert_max_num_queries(1):
        assert list(rules_of(title, rome)) == ["mayor", "area"]
    with django_assert_max_num_queries(0):
        assert rules_of(parse_title("Talk:Rome"), rome) == {}


def test_every_version_of_a_template_is_kept(rome):
    template = InfoboxTemplate.objects.get()
    template.keys = "Mayor"
    template.save()
    assert [version.keys for version in template.history.all()] == [
        "Mayor",
        "Mayor | link | require\nArea | quantity | warn",
    ]
    assert edit_page(rome, BOX.format("Galba")).revision is not None
