"""Reading pages: what stands on them, where addresses lead, and what it costs."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import PASSWORD, edit_page, make_page
from wiki.models import InfoboxField, Page, Revision, Section
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor
from wiki.text.titles import Title

TEXT = """```infobox Iran–Iraq Pact
Map: Pact.jpg
Formation: 1937
Members: Iran|Iraq
Junk: ||||
```

The pact was [[Missing page|signed]] in [[Tehran]].

## Background

Before it.

### Talks

Long ones.

## See also

- [[Tehran]]
- [[Axis]]

[[Category:Pacts]]
"""
PATH = "/wiki/Iran%E2%80%93Iraq_pact"

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Page:
    make_page("Tehran", "A city.")
    return make_page("Iran–Iraq pact", TEXT)


def body(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def flat(html: str) -> str:
    return " ".join(html.split())


def test_an_article_holds_all_its_parts_in_order(client: Client, page: Page) -> None:
    html = body(client, PATH)
    parts = [
        "<title>Iran–Iraq pact – Stemma</title>",
        'href="#bodyContent">Jump to content',
        'id="p-search"',
        'id="toc"',
        ">Beginning</a>",
        '<h1 id="firstHeading" class="firstHeading">Iran–Iraq pact</h1>',
        'id="ca-nstab-main"',
        'id="ca-talk"',
        'id="ca-edit"',
        'id="ca-history"',
        'id="siteSub"',
        '<div class="infobox-title">Iran–Iraq Pact</div>',
        ">Formation</a></dt>",
        ">Members</a></dt>",
        'id="Background"',
        'id="Talks"',
        'id="See_also"',
        'id="catlinks"',
        'id="t-whatlinkshere"',
        'id="footer-info-lastmod"',
        'id="footer-places"',
    ]
    places = [html.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_each_section_and_field_offers_edit_and_history(client: Client, page: Page) -> None:
    html = body(client, PATH)
    for section in Section.objects.filter(page=page, level__gt=0):
        assert f'/edit/Iran%E2%80%93Iraq_pact?section={section.pk}"' in html
        assert f'/history/Iran%E2%80%93Iraq_pact?section={section.pk}"' in html
    for field in InfoboxField.objects.filter(page=page, kind="field"):
        assert f'id="field-{field.pk}"' in html
        assert f'/edit/Iran%E2%80%93Iraq_pact?field={field.pk}"' in html
        assert f'/history/Iran%E2%80%93Iraq_pact?field={field.pk}"' in html


def test_links_are_told_apart(client: Client, page: Page) -> None:
    html = flat(body(client, PATH))
    assert (
        '<a href="/edit/Missing_page?redlink=1" class="new" title="Missing page (page does not exist)">'
        in html
    )
    assert '<a href="/wiki/Tehran" title="Tehran">Tehran</a>' in html
    assert '<li class="seealso-exists">' in html
    assert '<li class="seealso-missing">' in html
    assert "/edit/Tehran?part=see-also&amp;add=Iran%E2%80%93Iraq%20pact" in html


def test_the_way_back_is_not_offered_where_there_is_one(client: Client, page: Page) -> None:
    edit_page(Page.objects.get(title="Tehran"), "The [[Iran–Iraq pact]] was signed here.")
    assert "Does not link back" not in body(client, PATH)


def test_a_picture_that_is_not_there_offers_its_upload(client: Client, page: Page) -> None:
    html = body(client, PATH)
    assert '<a class="new" href="/wiki/Special:Upload?wpDestFile=Pact.jpg">Upload Pact.jpg</a>' in flat(html)
    assert "<img" not in html


def test_a_page_costs_two_queries_and_an_account_one_more(
    client: Client, page: Page, alice: Editor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(PATH)
    with django_assert_num_queries(2):
        client.get(PATH)
    client.login(username="Alice", password=PASSWORD)
    with django_assert_num_queries(3):  # the session, with its account and groups
        client.get(PATH)


def test_reading_does_not_write(client: Client, page: Page, no_writes) -> None:
    with no_writes():
        body(client, PATH)
        body(client, "/wiki/Nowhere", 404)
        body(client, f"/revision/{page.latest_id}")


def test_no_cookie_is_set_for_a_reader(client: Client, page: Page) -> None:
    assert client.get(PATH).cookies == {}


def test_a_copy_that_is_still_good_is_not_sent_again(client: Client, page: Page) -> None:
    tag = client.get(PATH)["ETag"]
    answer = client.get(PATH, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    edit_page(page, TEXT + "\nMore.")
    assert client.get(PATH, headers={"If-None-Match": tag}).status_code == 200


def test_a_copy_is_stale_when_another_page_changed_what_it_shows(client: Client, page: Page) -> None:
    for change in (
        lambda: make_page("Talk:Iran–Iraq pact"),
        lambda: edit_page(Page.objects.get(title="Tehran"), "The [[Iran–Iraq pact]]."),
        lambda: make_page("Missing page"),
        lambda: make_page("Category:Pacts"),
    ):
        tag = client.get(PATH)["ETag"]
        change()
        assert client.get(PATH, headers={"If-None-Match": tag}).status_code == 200


def test_the_page_of_nobody_says_so(client: Client, alice: Editor) -> None:
    assert "“Bob” is not registered" in body(client, "/wiki/User:Bob/Notes", 404)
    assert "is not registered" not in body(client, "/wiki/User_talk:Alice", 404)


def test_an_accounts_page_has_no_validator_that_others_could_use(
    client: Client, page: Page, alice: Editor
) -> None:
    client.login(username="Alice", password=PASSWORD)
    answer = client.get(PATH)
    assert "ETag" not in answer
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("/wiki/Iran%E2%80%93Iraq pact", PATH),
        ("/wiki/iran%E2%80%93Iraq_pact", PATH),
        ("/wiki/_Iran%E2%80%93Iraq__pact?action=x&y=1", f"{PATH}?action=x&y=1"),
        ("/wiki/stemma:About", "/wiki/Project:About"),
    ],
)
def test_another_form_of_a_title_leads_to_the_canonical_one(
    client: Client, page: Page, written: str, canonical: str
) -> None:
    answer = client.get(written)
    assert (answer.status_code, answer["Location"]) == (301, canonical)


@pytest.mark.parametrize("written", ["/wiki/Iran-Iraq_pact", "/wiki/Iran-Iraq_Pact", "/wiki/IRAN-IRAQ_PACT"])
def test_hyphens_and_case_find_the_page(client: Client, page: Page, written: str) -> None:
    answer = client.get(written)
    assert (answer.status_code, answer["Location"]) == (302, PATH)


def test_two_pages_that_could_be_meant_are_not_guessed_between(client: Client, page: Page) -> None:
    make_page("Iran—Iraq pact")
    body(client, "/wiki/Iran-Iraq_pact", 404)


def test_the_root_leads_to_the_main_page(client: Client) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/wiki/Main_Page")


def test_a_missing_page_offers_search_logs_and_creating_it(client: Client) -> None:
    html = body(client, "/wiki/Nowhere_at_all", 404)
    assert "There is currently no text in this page." in html
    assert '<a class="button" href="/edit/Nowhere_at_all">Create this page</a>' in html
    assert 'href="/search?q=Nowhere%20at%20all"' in html
    assert 'href="/wiki/Special:Log?page=Nowhere%20at%20all"' in html


def test_a_deleted_page_says_so(client: Client, page: Page, carol: Editor) -> None:
    delete_page(page, editor=carol, reason="Copied from a book")
    html = flat(body(client, PATH, 404))
    assert "was deleted or moved" in html
    assert "(Copied from a book)" in html
    assert "deleted page" in html


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/wiki/A%3CB", "“&lt;”"),
        ("/wiki/A%0AB", "U+000A"),
        ("/wiki/A/../B", "“.”"),
        ("/wiki/" + "x" * 300, "300 bytes"),
        ("/wiki/Help:", "is empty"),
        ("/wiki/%FF", "%FF"),
    ],
)
def test_a_bad_title_is_refused_with_the_reason(client: Client, path: str, said: str) -> None:
    assert said in body(client, path, 400)


def test_a_page_is_not_read_by_post(client: Client, page: Page) -> None:
    assert client.post(PATH).status_code == 405


def test_a_redirect_leads_on_and_says_where_from(client: Client, page: Page) -> None:
    make_page("The pact", "#REDIRECT [[Iran–Iraq pact#Talks]]")
    answer = client.get("/wiki/The_pact")
    assert (answer.status_code, answer["Location"]) == (302, f"{PATH}?redirectedfrom=The_pact#Talks")
    html = body(client, answer["Location"])
    assert '(Redirected from <a class="mw-redirect" href="/wiki/The_pact?redirect=no">The pact</a>)' in html


def test_a_redirect_itself_can_be_read(client: Client, page: Page) -> None:
    make_page("The pact", "#REDIRECT [[Iran–Iraq pact]]")
    html = flat(body(client, "/wiki/The_pact?redirect=no"))
    assert "Redirect page" in html
    assert f'<a href="{PATH}">Iran–Iraq pact</a>' in html


def test_redirects_in_a_circle_end(client: Client) -> None:
    make_page("One", "#REDIRECT [[Two]]")
    make_page("Two", "#REDIRECT [[One]]")
    answer = client.get("/wiki/One", follow=True)
    assert answer.status_code == 200
    assert len(answer.redirect_chain) == 1


@pytest.mark.parametrize("claimed", ["Tehran", "Nowhere", "a[b"])
def test_nobody_can_claim_a_redirect_that_is_none(client: Client, page: Page, claimed: str) -> None:
    assert "Redirected from" not in body(client, f"{PATH}?redirectedfrom={claimed}")


def test_a_subpage_names_the_pages_above(client: Client) -> None:
    make_page("Help:One/Two/Three")
    html = body(client, "/wiki/Help:One/Two/Three")
    assert 'href="/wiki/Help:One/Two"' in html
    assert 'href="/wiki/Help:One"' in html


def test_a_talk_page_and_its_subject_know_each_other(client: Client, page: Page) -> None:
    assert '<a id="ca-talk" href="/edit/Talk:Iran%E2%80%93Iraq_pact?redlink=1"' in body(client, PATH)
    make_page("Talk:Iran–Iraq pact", "Hello.")
    assert '<a id="ca-talk" href="/wiki/Talk:Iran%E2%80%93Iraq_pact"' in body(client, PATH)
    assert f'<a id="ca-nstab-main" href="{PATH}"' in body(client, "/wiki/Talk:Iran%E2%80%93Iraq_pact")


def test_a_category_lists_its_pages(client: Client, page: Page) -> None:
    make_page("Category:Pacts", "Agreements.")
    html = body(client, "/wiki/Category:Pacts")
    assert "Agreements." in html
    assert f'<a href="{PATH}">Iran–Iraq pact</a>' in html


def test_a_category_without_a_page_lists_them_too(client: Client, page: Page) -> None:
    assert f'<a href="{PATH}">Iran–Iraq pact</a>' in body(client, "/wiki/Category:Pacts", 404)


def test_a_former_anchor_still_leads_to_its_section(client: Client, page: Page) -> None:
    edit_page(page, TEXT.replace("### Talks", "### Negotiations"))
    html = body(client, PATH)
    assert 'id="Negotiations"' in html
    assert '<span class="anchor" id="Talks"></span>' in html


def test_the_latest_revision_of_a_protected_page_offers_its_source(
    client: Client, page: Page, carol: Editor
) -> None:
    Page.objects.filter(pk=page.pk).update(protection={"edit": {"level": "sysop", "expiry": None}})
    assert 'id="ca-viewsource"' in body(client, PATH)
    client.login(username="Carol", password=PASSWORD)
    assert 'id="ca-edit"' in body(client, PATH)


def test_unknown_namespaces_of_special_pages_do_not_break(client: Client) -> None:
    body(client, "/wiki/Media:X.ogg", 404)


def test_titles_are_escaped(client: Client) -> None:
    title = Title(0, "A \"B\" & 'C'")
    make_page(title)
    html = body(client, "/wiki/A_%22B%22_%26_%27C%27")
    assert "A &quot;B&quot; &amp; &#x27;C&#x27;</h1>" in html
    assert Revision.objects.count() == 1


def test_the_sites_notice_stands_above_every_page(client: Client, page: Page, carol: Editor) -> None:
    assert '<div id="siteNotice"></div>' in body(client, PATH)
    version = Page.objects.get(pk=page.pk).version
    notice = make_page("MediaWiki:Sitenotice", "We move **house** on Friday.", editor=carol)
    assert '<div id="siteNotice"><p>We move <strong>house</strong> on Friday.</p>' in body(client, PATH)
    edit_page(notice, "We have moved.", editor=carol)
    assert "We have moved." in body(client, PATH)
    assert Page.objects.get(pk=page.pk).version == version + 2
    delete_page(notice, editor=carol)
    assert '<div id="siteNotice"></div>' in body(client, PATH)
