"""Protecting on the site: a page, a part, a title; refusals beside their fields; what others see."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import PASSWORD, make_page, reload
from tests.web.pages import text_of, words
from wiki.models import InfoboxField, LogEntry, Page, ProtectedTitle, Section
from wiki.moderation.move import move_page
from wiki.moderation.protect import protect_page, protect_part
from wiki.permissions import Editor
from wiki.text.titles import Title

BOX = "```infobox Rome\nMayor: Nero\nFounder: Romulus\n```\n"
TEXT = f"{BOX}A city.\n\n## Past\n\nLong.\n\n### Kings\n\nSeven.\n\n## Now\n\nShort."
HEADING = '<span class="part-lock"'


@pytest.fixture
def at_work(client: Client, carol: Editor) -> Client:
    """Carol's browser."""
    client.login(username="Carol", password=PASSWORD)
    return client


@pytest.fixture
def rome(alice: Editor) -> Page:
    """A page with an infobox and sections."""
    return make_page("Rome", TEXT, editor=alice)


def section(page: Page, title: str) -> str:
    return f"s{Section.objects.get(page=page, title=title).pk}"


def fact(page: Page, key: str) -> str:
    return f"f{InfoboxField.objects.get(page=page, key=key).pk}"


def logged() -> list[tuple[str, str, str]]:
    return [(e.action, e.title, e.comment) for e in LogEntry.objects.filter(type="protect").order_by("pk")]


# ---- The form ---------------------------------------------------------------------------------------------


def test_a_page_is_protected_for_a_while_and_opened_again(at_work: Client, rome: Page) -> None:
    said = {"edit": "sysop", "edit_span": "1 week", "move": "sysop", "move_span": "other",
            "move_until": "10 days", "choice": "war", "more": ""}  # fmt: skip
    response = at_work.post("/protect/Rome", said)
    assert (response.status_code, response["Location"]) == (303, "/wiki/Rome")
    rules = reload(rome).protection
    assert {action: rule["level"] for action, rule in rules.items()} == {"edit": "sysop", "move": "sysop"}
    for action, days in (("edit", 7), ("move", 10)):
        left = datetime.fromisoformat(rules[action]["expiry"]) - timezone.now()
        assert timedelta(days=days - 1, hours=23) < left <= timedelta(days=days)
    assert logged() == [("protect", "Rome", "Edit war")]
    assert "The protection was set." in text_of(at_work, "/wiki/Rome")

    form = at_work.get("/protect/Rome").content.decode()
    assert form.count('<option value="existing" selected>') == 2
    at_work.post("/protect/Rome", {**said, "edit_span": "existing", "move_span": "existing"})
    assert (len(logged()), reload(rome).protection) == (1, rules)
    assert "No change was made." in text_of(at_work, "/wiki/Rome")

    at_work.post("/protect/Rome", {"edit": "", "move": ""})
    assert reload(rome).protection == {}
    assert "The protection was removed." in text_of(at_work, "/wiki/Rome")


@pytest.mark.parametrize(
    ("said", "field", "why"),
    [
        ({"edit": "sysop", "edit_span": "other"}, "edit_until", "Say until when."),
        (
            {"edit": "sysop", "edit_span": "other", "edit_until": "2001-01-01"},
            "edit_until",
            "This time is past.",
        ),
        ({"move": "sysop", "move_span": "other", "move_until": "soon"}, "move_until", "“soon” is no time."),
        ({"edit": "everybody"}, "edit", "everybody is not one of the available choices."),
        ({"move": "review"}, "move", "review is not one of the available choices."),
        (
            {"edit": "sysop", "edit_span": "1 fort"},
            "edit_span",
            "1 fort is not one of the available choices.",
        ),
        ({"edit": "sysop", "more": "x" * 401}, "more", "at most 400 characters (it has 401)"),
    ],
)
@pytest.mark.parametrize("part", [False, True])
def test_what_cannot_be_is_refused_beside_its_field(
    said: dict[str, str], field: str, why: str, part: bool, at_work: Client, rome: Page
) -> None:
    if part and field.startswith("move"):
        return  # a part is not moved by itself
    address = f"/protect/Rome?part={section(rome, 'Past')}" if part else "/protect/Rome"
    response = at_work.post(address, {"more": "my own reason", **said})
    html = response.content.decode()
    assert response.status_code == 400
    assert why in words(html)
    assert f'id="id_{field}_error"' in html
    assert said.get("more", "my own reason") in html
    assert (reload(rome).protection, logged()) == ({}, [])


def test_parts_are_listed_and_protected_by_themselves(at_work: Client, rome: Page) -> None:
    html = at_work.get("/protect/Rome").content.decode()
    past, mayor = section(rome, "Past"), fact(rome, "Mayor")
    for part, name in ((past, "Past"), (mayor, "Mayor"), ("infobox", "The whole infobox")):
        assert f'<a href="/protect/Rome?part={part}">{name}</a>' in html
        assert at_work.post(f"/protect/Rome?part={part}", {"edit": "autoconfirmed"}).status_code == 303
    rule = {"level": "autoconfirmed", "expiry": None}
    assert reload(rome).protection == {f"edit:{part}": rule for part in (past, mayor, "infobox")}
    at_work.post("/protect/Rome", {"edit": "sysop", "edit_span": "infinite"})
    at_work.post(f"/protect/Rome?part={past}", {"edit": ""})
    assert sorted(reload(rome).protection) == ["edit", f"edit:{mayor}", "edit:infobox"]
    log = text_of(at_work, "/wiki/Special:Log?type=protect")
    for told in ("[editing a section: confirmed accounts]", "[editing a fact", "[editing: administrators]"):
        assert told in log
    assert "Protection: none → editing a section: confirmed accounts" in text_of(at_work, "/history/Rome")
    assert "editing a fact" in text_of(at_work, "/wiki/Special:ProtectedPages")


def test_what_is_gone_cannot_be_protected(at_work: Client, rome: Page) -> None:
    for part in ("s0", "s999999", "f999999", "x1", "sx", "edit", "s²"):
        assert at_work.get(f"/protect/Rome?part={part}").status_code == 404
        assert at_work.post(f"/protect/Rome?part={part}", {"edit": "sysop"}).status_code == 404
    assert at_work.get("/protect/A[b").status_code == 400
    assert reload(rome).protection == {}


def test_a_title_is_protected_and_nobody_else_creates_it(at_work: Client, alice: Editor) -> None:
    assert "Protect the title “Spam”" in text_of(at_work, "/protect/Spam")
    assert (
        at_work.post(
            "/protect/Spam", {"create": "sysop", "create_span": "1 year", "choice": "spam"}
        ).status_code
        == 303
    )
    rule = ProtectedTitle.objects.get()
    assert (rule.title, rule.level, rule.reason) == ("Spam", "sysop", "Repeated advertising")
    assert "Spam" in text_of(at_work, "/wiki/Special:ProtectedTitles")
    shown = at_work.get("/wiki/Spam").content.decode()
    assert ("This title is protected" in shown, "Create this page" in shown) == (True, True)
    reader = Client()
    shown = reader.get("/wiki/Spam").content.decode()
    assert ("This title is protected" in shown, "Create this page" in shown) == (True, False)
    assert reader.get("/edit/Spam").status_code == 403
    answer = reader.post("/edit/Spam", {"text": "Buy!", "base": ""})
    assert (answer.status_code, Page.objects.filter(title="Spam").exists()) == (403, False)
    assert "only administrators may create a page here" in words(answer.content.decode())
    assert "Buy!" in answer.content.decode()
    at_work.post("/protect/Spam", {"create": ""})
    assert not ProtectedTitle.objects.exists()
    assert [action for action, _title, _reason in logged()] == ["protect", "unprotect"]


# ---- What others see --------------------------------------------------------------------------------------


def test_a_lock_stands_at_the_part_and_its_form_shows_the_source(
    client: Client, rome: Page, alice: Editor, carol: Editor
) -> None:
    past, mayor = section(rome, "Past"), fact(rome, "Mayor")
    protect_part(rome, past, "sysop", editor=carol)
    protect_part(reload(rome), mayor, "sysop", editor=carol)
    client.login(username="Alice", password=PASSWORD)
    html = client.get("/wiki/Rome").content.decode()
    assert html.count(HEADING) == 3  # the section, its subsection, the fact
    assert html.count(">view source</a>") == 3
    assert f'?field={mayor[1:]}" aria-label="Edit Mayor">view source</a>' in html
    kings, now = section(rome, "Kings"), section(rome, "Now")
    for part in (past, kings):
        shown = client.get(f"/edit/Rome?section={part[1:]}").content.decode()
        assert ("readonly" in shown, "is protected: only administrators" in shown) == (True, True)
    assert "readonly" in client.get(f"/edit/Rome?field={mayor[1:]}").content.decode()
    assert "readonly" not in client.get(f"/edit/Rome?section={now[1:]}").content.decode()
    whole = text_of(client, "/edit/Rome")
    assert "These parts are protected" in whole
    assert "Past (protected: only administrators may edit it)" in whole

    client.login(username="Carol", password=PASSWORD)
    html = client.get("/wiki/Rome").content.decode()
    assert (html.count(HEADING), ">view source</a>" in html) == (3, False)
    old = client.get(f"/revision/{rome.latest_id}").content.decode()
    assert HEADING not in old


def test_a_refusal_stands_beside_the_field_and_keeps_the_text(
    client: Client, rome: Page, alice: Editor, carol: Editor
) -> None:
    protect_part(rome, section(rome, "Past"), "sysop", editor=carol)
    protect_part(reload(rome), fact(rome, "Mayor"), "sysop", editor=carol)
    client.login(username="Alice", password=PASSWORD)
    for address, changed in (
        ("/edit/Rome", {"text": TEXT.replace("Seven", "Eight")}),
        ("/edit/Rome?part=infobox", {}),
    ):
        form = client.get(address).context["form"]
        base = form.initial["base"]
        said = {"base": base, "editor": "Alice", "summary": "my words", **changed}
        if not changed:
            rows = [(row.id, row.key, "Galba" if row.key == "Mayor" else row.value) for row in form.rows]
            said |= {"caption": "Rome", "row_id": [r[0] for r in rows], "row_key": [r[1] for r in rows],
                     "row_value": [r[2] for r in rows], "row_source": ["", ""]}  # fmt: skip
        answer = client.post(address, said)
        html = answer.content.decode()
        assert answer.status_code == 403
        assert "is protected: only administrators may edit it." in html
        assert ("Eight" if changed else "Galba") in html
        assert ('href="#wpTextbox1"' if changed else 'href="#key-0"') in html
        assert "my words" in html
    assert reload(rome).number == 3


def test_readers_pay_nothing_for_protected_parts(
    client: Client, rome: Page, carol: Editor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        client.get("/wiki/Rome")
    for name in ("Past", "Now"):
        protect_part(reload(rome), section(rome, name), "sysop", editor=carol)
    with django_assert_num_queries(2):
        assert client.get("/wiki/Rome").content.decode().count(HEADING) == 3


def test_with_its_subpages(
    client: Client, alice: Editor, carol: Editor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    top, below = make_page("Help:Top"), make_page("Help:Top/Below")
    assert "ca-edit" in client.get("/wiki/Help:Top/Below").content.decode()
    protect_page(top, {"edit": "sysop"}, editor=carol, cascade=True)
    with django_assert_num_queries(2):
        html = client.get("/wiki/Help:Top/Below").content.decode()
    assert ("ca-viewsource" in html, "This page is protected" in html) == (True, True)
    assert reload(below).version > below.version  # what is kept of it is drawn anew
    assert "with the page above it" in text_of(client, "/edit/Help:Top/Below")
    kept = reload(below).version
    move_page(reload(top), Title(12, "Elsewhere"), editor=carol)
    assert reload(below).version > kept  # it is open again, and looks so
    assert "ca-edit" in client.get("/wiki/Help:Top/Below").content.decode()
    move_page(Page.objects.get(title="Elsewhere"), Title(12, "Top"), editor=carol)
    assert client.get("/edit/Help:Top/New").status_code == 403


def test_what_ends_by_itself_is_not_kept_beyond_its_end(client: Client, rome: Page, carol: Editor) -> None:
    protect_page(rome, {"edit": "sysop"}, editor=carol, expiry=timezone.now() + timedelta(hours=1))
    first = client.get("/wiki/Rome")
    assert "wiki.page" not in first.wsgi_request.META
    past = (timezone.now() - timedelta(seconds=1)).isoformat()
    Page.objects.filter(pk=rome.pk).update(protection={"edit": {"level": "sysop", "expiry": past}})
    after = client.get("/wiki/Rome")
    assert first["ETag"] != after["ETag"]
    html = after.content.decode()
    assert ("ca-edit" in html, "This page is protected" in html) == (True, False)
    protect_page(reload(rome), {"edit": "sysop"}, editor=carol)
    assert "wiki.page" in client.get("/wiki/Rome").wsgi_request.META
