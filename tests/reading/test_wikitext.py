"""Templates in pages of wikitext: filled in as they stand now, withheld where they are, bounded."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import edit_page, make_page, make_user, reload
from wiki.editing.bulk.site_names import keep_site_names
from wiki.models import Link, Page, parts_live
from wiki.moderation.delete import delete_page, undelete_page
from wiki.moderation.move import move_page
from wiki.permissions import Editor
from wiki.reading.linking.backlinks import what_links_here
from wiki.reading.page import read_page
from wiki.reading.showing.preview import preview_rows
from wiki.reading.source import page_text
from wiki.reading.wikitext import given_to
from wiki.text.content import WIKITEXT, content_model
from wiki.text.titles import Title, parse_title
from wiki.text.wikitext.drawing.given import MOST_CHARACTERS, MOST_TEMPLATES

pytestmark = pytest.mark.django_db

READER = Editor(None, "198.51.100.7")


def wikitext(title: str, text: str, page: Page | None = None) -> Page:
    """A page of wikitext, or its next revision."""
    if page is None:
        return make_page(title, text, model=WIKITEXT)
    return edit_page(page, text).page  # type: ignore[return-value]


def shown(page: Page) -> str:
    return "".join(section.html for section in read_page(page.name, viewer=READER).sections)


def unfilled(text: str) -> str:
    return f'<p><span class="wikitext"><code>{text}</code></span></p>'


@pytest.fixture
def admin() -> Editor:
    return Editor(make_user("Ada", "sysop"))


def test_a_page_reads_with_its_templates_filled_in_as_they_stand_now():
    page = wikitext("Alpha", "{{Greet|Ann}}")
    assert shown(page) == unfilled("{{Greet|Ann}}")
    inner = wikitext("Template:Inner", "<b>{{{1}}}</b>")
    outer = wikitext("Template:Greet", "Hello {{Inner|{{{1|you}}}}}")
    assert shown(page) == "<p>Hello <strong>Ann</strong></p>"
    before = reload(page).version
    wikitext("", "<i>{{{1}}}</i>", inner)
    assert shown(page) == "<p>Hello <em>Ann</em></p>"
    assert reload(page).version == before + 1
    wikitext("", "Bye {{{1}}}", outer)
    assert shown(page) == "<p>Bye Ann</p>"
    plain = wikitext("Beta", "Nothing.")
    assert reload(plain).version == 1


def test_moved_and_deleted_templates(admin: Editor):
    page = wikitext("Alpha", "{{Greet}}")
    template = wikitext("Template:Greet", "Hello")
    versions = [reload(page).version]
    move_page(reload(template), parse_title("Template:Hail"), editor=admin)
    assert shown(page) == "<p>Hello</p>"
    versions.append(reload(page).version)
    moved = reload(Page.objects.get(namespace=10, title="Hail"))
    wikitext("", "Hail", moved)
    assert shown(page) == "<p>Hail</p>"
    versions.append(reload(page).version)
    delete_page(reload(moved), editor=admin, reason="x")
    assert shown(page) == unfilled("{{Greet}}")
    versions.append(reload(page).version)
    undelete_page(Page.objects.get(pk=moved.pk), editor=admin)
    assert shown(page) == "<p>Hail</p>"
    versions.append(reload(page).version)
    assert versions == sorted(set(versions))


def test_a_template_whose_text_is_withheld_is_put_in_nowhere():
    page = wikitext("Alpha", "{{Greet}}")
    template = wikitext("Template:Greet", "secret")
    latest = template.latest
    assert latest is not None
    latest.text_hidden = True
    latest.save(update_fields=["text_hidden"])
    assert shown(page) == unfilled("{{Greet}}")


def test_templates_cost_two_queries_however_deep_and_a_loop_ends():
    for n in range(6):
        wikitext(f"Template:L{n}", f"({{{{L{n + 1}}}}})")
    wikitext("Template:L6", "end")
    wikitext("Template:Loop", "a {{Pool}}")
    wikitext("Template:Pool", "b {{Loop}}")
    page = wikitext("Alpha", "{{L0}}\n\n{{Loop}}")
    assert shown(page) == "<p>((((((end))))))</p>\n" + unfilled("{{Loop}}")
    parsed = page_text(parts_live(page.pk))
    cache.delete("site:names")
    with CaptureQueriesContext(connection) as queries:
        given = given_to(parsed)
    assert given is not None
    assert len(given.templates) == 9
    assert len(queries) == 3  # the names of namespaces are kept from then on


def test_what_a_page_may_use_is_bounded():
    many = "".join(f"{{{{T{n}}}}}\n" for n in range(10_000))
    parsed = content_model(WIKITEXT).read(many)
    page = wikitext("Template:Big", "x" * (MOST_CHARACTERS // 2))
    assert page.size == MOST_CHARACTERS // 2
    wikitext("Template:T1", "one")
    wikitext(f"Template:T{MOST_TEMPLATES}", "too many")
    given = given_to(parsed)
    assert given is not None
    assert [title.name for title in given.templates] == ["T1"]
    wikitext("Template:Bigger", "y" * (MOST_CHARACTERS // 2))
    wikitext("Template:Biggest", "z" * (MOST_CHARACTERS // 2))
    given = given_to(content_model(WIKITEXT).read("{{Big}}{{Bigger}}{{Biggest}}"))
    assert given is not None
    assert len(given.templates) == 2


def test_a_preview_has_the_templates_filled_in():
    wikitext("Template:Greet", "Hello {{{1}}}")
    page = wikitext("Alpha", "{{Greet|Ann}}")
    rows = parts_live(page.pk)
    seen = preview_rows(rows, page.name, page_text(rows))
    assert [section.html for section in seen.sections] == ["<p>Hello Ann</p>"]


def test_the_wikis_own_names_of_namespaces_are_known():
    keep_site_names({"Шаблон": 10, "Категория": 14, "": 0})
    wikitext("Template:Привет", "Привет, {{{1}}}!")
    page = wikitext("Альфа", "{{Шаблон:Привет|Анна}} [[Категория:Города]]")
    assert shown(page) == "<p>Привет, Анна!</p>"
    links = Link.objects.filter(page=page).order_by("kind").values_list("kind", "namespace", "title")
    assert list(links) == [("category", 14, "Города"), ("template", 10, "Привет")]


def test_what_links_to_a_template_uses_it():
    wikitext("Template:Greet", "Hello")
    page = wikitext("Alpha", "{{Greet}} [[Beta]]")
    found = what_links_here(Title(10, "Greet")).rows
    assert [(line.page_id, line.kinds) for line in found] == [(page.pk, {"template"})]
    assert what_links_here(Title(10, "Greet"), hide=["templates"]).rows == ()
