"""Talk pages: topics, comments, replies, through the browser's doors."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import PASSWORD, edit_page, make_page, reload, title_of
from tests.web.pages import change_field, field, rome, section
from tests.web.posting import press, values_in
from wiki.models import Page, Revision, Section
from wiki.moderation.delete import delete_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.reading.source import open_page
from wiki.reading.talk.discussions import concerning
from wiki.text.talk.threads import read_comments

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(client: Client, alice: Editor) -> Page:
    client.force_login(alice.user)
    opened = client.get("/edit/Talk:Rome?section=new")
    assert press(client, opened, heading="How old?", text="Very.").status_code == 303
    client.logout()
    return Page.objects.get(namespace=1, title="Rome")


def topic() -> Section:
    return Section.objects.get(title="How old?", deleted=False)


def source(page: Page) -> str:
    return open_page(reload(page)).text


def reply_address(client: Client) -> str:
    html = client.get("/wiki/Talk:Rome").content.decode()
    return html.split('class="reply" href="')[1].split('"')[0].replace("&amp;", "&")


def test_a_new_topic_is_signed_and_leads_to_it(talk: Page, client: Client) -> None:
    text = source(talk)
    assert text.strip().startswith("## How old?\n\nVery. [[User:Alice|Alice]] ([[User talk:Alice|talk]]) ")
    assert text.endswith("(UTC)")
    revision = Revision.objects.get(page=talk)
    assert revision.summary == "/* How old? */ new section"
    html = client.get("/edit/Talk:Rome?section=new").content.decode()
    assert "New topic on Talk:Rome" in html


def test_a_topic_needs_a_subject_and_keeps_its_text(client: Client) -> None:
    opened = client.get("/edit/Talk:Rome?section=new")
    refused = press(client, opened, text="Words.")
    assert refused.status_code == 400
    assert values_in(refused)["text"] == "Words."


def test_a_signature_of_ones_own_is_not_doubled(talk: Page, client: Client) -> None:
    press(client, client.get("/edit/Talk:Rome?section=new"), heading="Two", text="Signed. ~~~~")
    assert source(talk).count("(UTC)") == 2


def test_the_page_shows_heads_anchors_and_links_to_reply(talk: Page, client: Client) -> None:
    html = client.get("/wiki/Talk:Rome").content.decode()
    comment = read_comments(topic().body)[0]
    anchor = f"c{topic().pk}-{comment.id}"
    assert f'<span class="comment-start" id="{anchor}"></span>Very.' in html
    assert f'<a class="comment-time" href="#{anchor}">' in html
    assert "<span>1 comment</span> <span>1 person: Alice</span>" in html
    assert 'aria-label="Reply to Alice"' in html
    assert "wiki/css/talk" in html
    assert "comment-start" not in client.get("/wiki/Main_Page").content.decode()


def test_a_reply_without_script(talk: Page, client: Client, bob: Editor) -> None:
    client.force_login(bob.user)
    opened = client.get(reply_address(client))
    html = opened.content.decode()
    assert "Alice wrote:" in html
    assert "<blockquote" in html
    done = press(client, opened, text="Older.\n\nMuch.")
    assert done.status_code == 303
    comment = read_comments(topic().body)[-1]
    assert (comment.author, comment.depth) == ("Bob", 1)
    assert done["Location"] == f"/wiki/Talk:Rome#c{topic().pk}-{comment.id}"
    assert reload(talk).latest.summary == "/* How old? */ Reply"
    shown = client.get("/wiki/Talk:Rome").content.decode()
    assert "Your reply was published." in shown
    assert "<span>2 comments</span> <span>2 people: Alice, Bob</span>" in shown
    assert ">unsubscribe</a>" in shown


def test_a_preview_shows_the_reply_in_its_topic(talk: Page, client: Client) -> None:
    shown = press(client, client.get(reply_address(client)), "wpPreview", text="Older.")
    assert shown.status_code == 200
    assert "Very." in shown.content.decode()
    assert values_in(shown)["text"] == "Older."
    assert reload(talk).number == 1


def test_a_reply_to_a_comment_that_went_stands_at_the_end(talk: Page, client: Client) -> None:
    opened = client.get(reply_address(client))
    edit_page(talk, "## How old?\n\nNobody knows.")
    done = press(client, opened, text="I do.")
    assert done.status_code == 303
    assert topic().body.startswith("\n\nNobody knows.\n\nI do. [[Special:Contributions/")
    assert "no longer there" in client.get("/wiki/Talk:Rome").content.decode()


def test_a_reply_in_a_topic_that_went_is_asked_about(talk: Page, client: Client) -> None:
    opened = client.get(reply_address(client))
    edit_page(talk, "Nothing.")
    asked = press(client, opened, text="I do.")
    assert asked.status_code == 409
    assert "no such section any more" in asked.content.decode()
    assert values_in(asked)["text"] == "I do."
    assert press(client, asked, heading="Anew").status_code == 303
    assert "## Anew\n\nI do. [[" in source(talk)


def test_a_reply_on_a_page_that_was_deleted_is_kept(talk: Page, client: Client, carol: Editor) -> None:
    opened = client.get(reply_address(client))
    delete_page(reload(talk), editor=carol, reason="gone")
    asked = press(client, opened, text="I do.")
    assert asked.status_code == 409
    assert "I do." in values_in(asked)["text"]


def test_protection_and_an_ended_session_keep_the_text(
    talk: Page, client: Client, bob: Editor, carol: Editor
) -> None:
    client.force_login(bob.user)
    opened = client.get(reply_address(client))
    client.logout()
    ended = press(client, opened, text="I do.")
    assert ended.status_code == 403
    assert values_in(ended)["text"] == "I do."
    back = press(client, ended, "wpLogin", username="Bob", password=PASSWORD)
    if back.status_code == 200:
        assert values_in(back)["text"] == "I do."
    client.force_login(bob.user)
    opened = client.get(reply_address(client))
    protect_page(reload(talk), {"edit": "sysop"}, editor=carol, reason="quarrel")
    refused = press(client, opened, text="I do.")
    assert refused.status_code == 403
    assert values_in(refused)["text"] == "I do."
    assert 'class="reply"' not in client.get("/wiki/Talk:Rome").content.decode()


def test_a_form_that_cannot_be_trusted_comes_back(talk: Page) -> None:
    strict = Client(enforce_csrf_checks=True)
    opened = strict.get(reply_address(strict))
    refused = press(strict, opened, text="I do.", csrfmiddlewaretoken="x" * 32)
    assert refused.status_code == 403
    assert values_in(refused)["text"] == "I do."


@pytest.mark.parametrize("query", ["section=999999&reply=x", "section=x&reply=", "reply=Alice.202601011200"])
def test_addresses_that_name_no_topic(talk: Page, client: Client, query: str) -> None:
    assert client.get(f"/edit/Talk:Rome?{query}").status_code == 404


def test_an_empty_reply_is_refused_beside_its_field(talk: Page, client: Client) -> None:
    refused = press(client, client.get(reply_address(client)), text="  ")
    assert refused.status_code == 400
    assert "the reply is empty" in refused.content.decode()


def test_a_reader_pays_nothing_for_comments(talk: Page, client: Client, alice: Editor) -> None:
    for number in range(3):
        press(client, client.get(reply_address(client)), text=f"Reply {number}.")
    client.get("/wiki/Talk:Rome")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/wiki/Talk:Rome").status_code == 200
    assert len(queries) == 2


PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[x](javascript:alert(1))",
    "`</span>`",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_in_topic_and_reply_stay_text(client: Client, payload: str) -> None:
    press(client, client.get("/edit/Talk:Rome?section=new"), heading=f"T {payload}", text=f"Say {payload}")
    press(client, client.get(reply_address(client)), text=f"Reply {payload}")
    html = client.get("/wiki/Talk:Rome").content.decode()
    for bad in ("<script>alert", "<img src=x", 'href="javascript'):
        assert bad not in html
    form = client.get(reply_address(client)).content.decode()
    assert "<script>alert" not in form
    assert "<img src=x" not in form


# ---- Topics about a part of a page ------------------------------------------------------------------------


def test_a_section_and_a_fact_are_discussed_from_the_article(client: Client) -> None:
    page = rome()
    history, mayor = section(page, "History"), field(page, "Mayor")
    html = client.get("/wiki/Rome").content.decode()
    address = f"/edit/Talk:Rome?section=new&amp;about=s{history.pk}"
    assert f'<a href="{address}" rel="nofollow" title="Discuss section: History">discuss</a>' in html
    assert f"about=f{mayor.pk}" in html
    opened = client.get(address.replace("&amp;", "&"))
    assert values_in(opened)["text"] == "Concerning: [[Rome#History]]\n\n"
    typed = values_in(opened)["text"] + "Is that so?"
    assert press(client, opened, heading="A doubt", text=typed).status_code == 303
    shown = client.get("/wiki/Talk:Rome").content.decode()
    assert f'<p class="topic-about"><a href="/section/{history.pk}">§ History</a>' in shown
    assert "<q>Rome was founded in 753 before our era, as the legend has it.</q>" in shown
    listed = client.get(f"/history/Rome?section={history.pk}").content.decode()
    assert "1 discussion about this part" in listed
    assert ">A doubt</a> (Talk:Rome)" in listed
    assert 'id="discussions"' not in client.get("/history/Rome").content.decode()
    assert ">A doubt</a>" in client.get("/wiki/Special:PageInfo/Rome").content.decode()


def test_a_topic_about_no_part_is_not_begun(client: Client) -> None:
    rome()
    assert client.get("/edit/Talk:Rome?section=new&about=s999999").status_code == 404


def test_a_reader_always_sees_the_part_as_it_is(client: Client) -> None:
    page = rome()
    client.get("/wiki/Talk:Rome")
    about = concerning(title_of("Talk:Rome"), f"f{field(page, 'Mayor').pk}")
    make_page("Talk:Rome", f"## Who?\n\n{about}\n\nWhy?")
    first = client.get("/wiki/Talk:Rome")
    assert "<q>Nero</q>" in first.content.decode()
    change_field(page, "Mayor", "Galba <b>")
    again = client.get("/wiki/Talk:Rome", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert "<q>Galba &lt;b&gt;</q>" in again.content.decode()
