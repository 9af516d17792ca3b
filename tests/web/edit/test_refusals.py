"""Edit forms that are refused: bad titles and texts, protection, sessions. What was typed comes back."""

import pytest
from django.test import Client

from tests.factories import PASSWORD, make_page
from tests.web.identity.signing_in import ask_codes, code_of
from tests.web.posting import post, press, values_in
from wiki.models import Page, Revision
from wiki.permissions import Editor
from wiki.reading.page import find_page
from wiki.text.titles import parse_title

TYPED = "Words that took an hour."


@pytest.fixture
def page(db):
    return make_page("Coalition", "Lead.\n\n## Agreement\n\nSigned.")


BAD_TITLES = [
    ("/edit/" + "a" * 300, "300 bytes"),
    ("/edit/%E2%80%93" + "a" * 253, "256 bytes"),
    ("/edit/A%01b", "U+0001"),
    ("/edit/A%0Ab", "U+000A"),
    ("/edit/..", "“..”"),
    ("/edit/A/../B", "“..”"),
    ("/edit/A[b]", "“[”"),
    ("/edit/Special:Upload", "Special"),
    ("/edit/Talk:", "is empty"),
    ("/edit/", "is empty"),
    ("/edit/%E2%80%AEevil", "U+202E"),
]


@pytest.mark.parametrize(("address", "why"), BAD_TITLES)
def test_a_bad_title_is_named_and_the_text_kept(client: Client, db, address, why):
    refused = post(client, address, [("text", TYPED), ("summary", "why"), ("wpSave", "1")])
    assert refused.status_code == 400
    assert why in refused.context["problems"][0].message
    assert (values_in(refused)["text"], values_in(refused)["summary"]) == (TYPED, "why")
    assert Page.objects.count() == 0


@pytest.mark.parametrize(("address", "why"), BAD_TITLES)
def test_a_bad_title_opens_no_form(client: Client, db, address, why):
    refused = client.get(address)
    assert refused.status_code == 400
    assert 'id="wpTitle"' in refused.content.decode()


def test_the_title_can_be_put_right_in_the_form(client: Client, db):
    refused = post(client, "/edit/A[b]", [("text", TYPED)])
    saved = press(client, refused, title="A b")
    assert (saved.status_code, saved["Location"]) == (303, "/wiki/A_b")


def test_a_text_of_3_mb_comes_back_with_the_limit(client: Client, page):
    typed = "word " * 600_000
    refused = press(client, client.get("/edit/Coalition"), text=typed)
    assert refused.status_code == 400
    (problem,) = refused.context["problems"]
    assert ("2,097,152" in problem.message, problem.anchor) == (True, "wpTextbox1")
    assert values_in(refused)["text"] == typed
    assert Revision.objects.count() == 1


def test_characters_that_no_text_can_have(client: Client, page):
    refused = press(client, client.get("/edit/Coalition"), text="One.\nTwo\0.")
    assert refused.status_code == 400
    assert "Line 2 has the character U+0000" in refused.context["problems"][0].message


NUL = [
    ("/edit/Coalition", "summary", "wpSummary"),
    ("/edit/Coalition", "base", ""),
    ("/edit/Coalition", "editor", ""),
    ("/edit/Coalition", "website", ""),
    ("/edit/Coalition?section=new", "heading", "wpSectionTitle"),
    ("/edit/Coalition?part=infobox", "caption", "wpCaption"),
    ("/edit/Coalition?part=infobox", "row_key", "key-0"),
    ("/edit/Coalition?part=infobox", "row_value", "key-0"),
]


@pytest.mark.parametrize(("address", "name", "anchor"), NUL)
def test_no_input_holds_nul(client: Client, page, address, name, anchor):
    changes = {name: ["a\0b"] if name.startswith("row_") else "a\0b"}
    refused = press(client, client.get(address), **changes)
    assert (refused.status_code, refused.context["problems"][0].anchor) == (400, anchor)
    assert Revision.objects.count() == 1


def test_a_summary_has_500_characters(client: Client, page):
    refused = press(client, client.get("/edit/Coalition"), text=TYPED, summary="s" * 501)
    assert (refused.status_code, refused.context["problems"][0].anchor) == (400, "wpSummary")
    assert values_in(refused)["summary"] == "s" * 501
    assert press(client, refused, summary="s" * 500).status_code == 303


@pytest.mark.parametrize("base", ["x", "s1.1,", "s999999.1", "f1.1", "s1.99", "s" + "9" * 30 + ".1"])
def test_a_base_that_is_none(client: Client, page, base):
    refused = press(client, client.get("/edit/Coalition"), text=TYPED, base=base)
    assert refused.status_code == 400
    assert values_in(refused)["text"] == TYPED
    assert Revision.objects.count() == 1


def test_the_trap_for_programs(client: Client, page):
    refused = press(client, client.get("/edit/Coalition"), text=TYPED, website="http://spam.example")
    assert (refused.status_code, values_in(refused)["text"]) == (400, TYPED)
    assert press(client, refused).status_code == 303


# ---- Who may not ------------------------------------------------------------------------------------------


@pytest.fixture
def protected(page):
    Page.objects.filter(pk=page.pk).update(protection={"edit": {"level": "sysop", "expiry": None}})
    return page


def test_a_protected_page_shows_its_source(client: Client, protected):
    shown = client.get("/edit/Coalition")
    assert (shown.status_code, shown.context["heading"]) == (200, "View source for Coalition")
    body = shown.content.decode()
    assert "only administrators may edit it" in body
    assert "Signed.</textarea>" in body
    assert "wpSave" not in body


def test_a_page_protected_while_one_writes(client: Client, page, carol: Editor):
    opened = client.get("/edit/Coalition")
    Page.objects.filter(pk=page.pk).update(protection={"edit": {"level": "sysop", "expiry": None}})
    refused = press(client, opened, text=TYPED)
    assert (refused.status_code, values_in(refused)["text"]) == (403, TYPED)
    assert Revision.objects.count() == 1
    client.force_login(carol.user)
    assert press(client, client.get("/edit/Coalition"), text=TYPED).status_code == 303


def test_without_anonymous_editing(client: Client, page, settings):
    settings.ANONYMOUS_EDITING = "off"
    assert "View source for Coalition" in client.get("/edit/Coalition").content.decode()
    refused = client.get("/edit/Missing")
    assert refused.status_code == 403
    assert "/wiki/Special:UserLogin?next=/edit/Missing" in refused.content.decode().replace("%2F", "/")


def test_who_is_blocked(client: Client, page, alice: Editor):
    client.force_login(alice.user)
    opened = client.get("/edit/Coalition")
    type(alice.user).objects.filter(pk=alice.user.pk).update(is_active=False)
    refused = press(client, opened, text=TYPED)
    assert (refused.status_code, values_in(refused)["text"]) == (403, TYPED)


# ---- Sessions ---------------------------------------------------------------------------------------------


def test_a_session_that_ended_does_not_tell_the_address(client: Client, page, alice: Editor):
    client.force_login(alice.user)
    opened = client.get("/edit/Coalition")
    client.logout()
    refused = press(client, opened, text=TYPED)
    assert (refused.status_code, values_in(refused)["text"]) == (403, TYPED)
    assert "session has ended" in refused.context["problems"][0].message
    assert Revision.objects.count() == 1
    assert press(client, refused).status_code == 303


def test_one_logs_in_again_within_the_form(client: Client, page, alice: Editor):
    client.force_login(alice.user)
    opened = client.get("/edit/Coalition")
    client.logout()
    refused = press(client, opened, text=TYPED, summary="why")
    assert values_in(refused)["username"] == "Alice"
    wrong = press(client, refused, "wpLogin", password="wrong")
    assert (wrong.status_code, values_in(wrong)["text"], "wrong" in values_in(wrong).values()) == (
        403,
        TYPED,
        False,
    )
    back = press(client, wrong, "wpLogin", username="Alice", password=PASSWORD)
    assert (back.status_code, values_in(back)["text"], values_in(back)["summary"]) == (200, TYPED, "why")
    assert "username" not in values_in(back)
    assert press(client, back).status_code == 303
    assert Revision.objects.get(number=2).author_text == "Alice"


def test_a_browser_that_lost_all_its_cookies_is_told_before_its_address_is(page, alice: Editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice.user)
    opened = client.get("/edit/Coalition")
    client.cookies.clear()
    refused = press(client, opened, text=TYPED)
    assert (refused.status_code, values_in(refused)["text"]) == (403, TYPED)
    assert "session has ended" in refused.context["problems"][0].message
    back = press(client, refused, "wpLogin", username="Alice", password=PASSWORD)
    assert press(client, back).status_code == 303
    assert Revision.objects.get(number=2).author_text == "Alice"


def test_the_second_factor_is_asked_for_within_the_form(client: Client, page, alice: Editor):
    secret = ask_codes(alice.user)
    client.force_login(alice.user)
    opened = client.get("/edit/Coalition")
    client.logout()
    refused = press(client, opened, text=TYPED, summary="why")
    asked = press(client, refused, "wpLogin", username="Alice", password=PASSWORD)
    assert (asked.status_code, values_in(asked)["text"], values_in(asked)["wpCode"]) == (403, TYPED, "")
    wrong = press(client, asked, "wpLogin", wpCode="1")
    assert (wrong.status_code, values_in(wrong)["text"]) == (403, TYPED)
    assert "The code is wrong" in wrong.context["problems"][0].message
    back = press(client, wrong, "wpLogin", wpCode=code_of(secret))
    assert (back.status_code, values_in(back)["text"], values_in(back)["summary"]) == (200, TYPED, "why")
    assert press(client, back).status_code == 303
    assert Revision.objects.get(number=2).author_text == "Alice"


def test_a_code_without_a_password_logs_nobody_in(client: Client, page, alice: Editor):
    secret = ask_codes(alice.user)
    opened = client.get("/edit/Coalition")
    refused = press(client, opened, "wpLogin", text=TYPED, wpCode=code_of(secret))
    assert (refused.status_code, values_in(refused)["text"]) == (403, TYPED)
    assert "_auth_user_id" not in client.session


def test_an_address_that_may_not_edit_logs_in_within_the_form(client: Client, page, alice: Editor, settings):
    opened = client.get("/edit/Coalition")
    settings.ANONYMOUS_EDITING = "off"
    refused = press(client, opened, text=TYPED)
    assert (refused.status_code, values_in(refused)["text"]) == (403, TYPED)
    back = press(client, refused, "wpLogin", username="Alice", password=PASSWORD)
    assert press(client, back).status_code == 303
    assert Revision.objects.get(number=2).author_text == "Alice"


def test_logging_in_elsewhere_is_told(client: Client, page, alice: Editor):
    opened = client.get("/edit/Coalition")
    client.force_login(alice.user)
    refused = press(client, opened, text=TYPED)
    assert (refused.status_code, values_in(refused)["text"]) == (403, TYPED)
    assert press(client, refused).status_code == 303
    assert Revision.objects.get(number=2).author_text == "Alice"


@pytest.mark.parametrize("address", ["/edit/Coalition", "/edit/New_page", "/edit/Coalition?section=new"])
def test_without_a_token_the_text_comes_back(page, address):
    client = Client(enforce_csrf_checks=True)
    refused = post(client, address, [("text", TYPED), ("heading", "H"), ("summary", "why"), ("wpSave", "1")])
    assert refused.status_code == 403
    values = values_in(refused)
    assert (values["text"], values["summary"]) == (TYPED, "why")
    assert Revision.objects.count() == 1
    again = press(client, refused, summary="with a token")
    assert again.status_code in (303, 409)  # 409: the form had no base either


def test_without_a_token_other_forms_are_refused(db):
    refused = Client(enforce_csrf_checks=True).post("/wiki/Special:UserLogin", {"username": "Alice"})
    assert refused.status_code == 403


# ---- The page came or went --------------------------------------------------------------------------------


def test_a_page_created_meanwhile_is_a_conflict(client: Client, db):
    opened = client.get("/edit/New_page")
    make_page("New page", "Theirs.")
    conflict = press(client, opened, text="Mine.")
    assert conflict.status_code == 409
    assert conflict.context["heading"] == "Edit conflict: New page"
    assert values_in(conflict)["text"] == "Mine."
    assert press(client, conflict).status_code == 303
    assert Revision.objects.filter(page=find_page(parse_title("New page"))).count() == 2


def test_a_page_deleted_meanwhile_is_a_conflict(client: Client, page):
    opened = client.get("/edit/Coalition")
    Page.objects.filter(pk=page.pk).update(deleted=True)
    conflict = press(client, opened, text="Mine.")
    assert conflict.status_code == 409
    assert values_in(conflict)["text"] == "Mine."
    assert press(client, conflict)["Location"] == "/wiki/Coalition"
    assert find_page(parse_title("Coalition")).pk != page.pk
