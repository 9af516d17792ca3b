"""Who may come to the desk, and that content cannot be changed through Django's forms."""

import pytest
from django.apps import apps
from django.test import Client

from tests.admin.desk import CONTENT, MODELS, TEXT, at_desk, staff
from tests.factories import PASSWORD, edit_page, make_page
from wiki.models import LogEntry, Page, Section, User
from wiki.moderation.delete import delete_page
from wiki.permissions import Editor


@pytest.fixture
def page(alice: Editor, carol: Editor) -> Page:
    page = make_page("Rome", TEXT, editor=alice)
    delete_page(make_page("Gone", editor=alice), editor=carol)
    return page


def first_of(model: str) -> int:
    return int(apps.get_model("wiki", model)._default_manager.order_by("pk").values_list("pk", flat=True)[0])


@pytest.mark.parametrize("model", MODELS)
def test_staff_may_look(model: str, page: Page) -> None:
    client = at_desk("Dora")
    for address in (f"/admin/wiki/{model}/", f"/admin/wiki/{model}/{first_of(model)}/change/"):
        assert (address, client.get(address).status_code) == (address, 200)
    assert client.get(f"/admin/wiki/{model}/999/change/").status_code == 302
    assert client.get(f"/admin/wiki/{model}/x/change/").status_code == 302


@pytest.mark.parametrize("address", ["", "wiki/page/", "wiki/section/1/history/", "wiki/user/1/change/"])
def test_others_are_sent_to_log_in(address: str, client: Client, page: Page, carol: Editor) -> None:
    for name in ("", "Alice", "Carol"):
        if name:
            client.login(username=name, password=PASSWORD)
        response = client.get(f"/admin/{address}")
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/admin/login/")


@pytest.mark.parametrize("model", CONTENT)
def test_content_is_read_only_even_for_a_superuser(model: str, page: Page) -> None:
    client = at_desk("Root", superuser=True)
    row = first_of(model)
    for address in ("add/", f"{row}/delete/"):
        assert client.get(f"/admin/wiki/{model}/{address}").status_code == 403
        assert client.post(f"/admin/wiki/{model}/{address}", {"post": "yes"}).status_code == 403
    response = client.post(f"/admin/wiki/{model}/{row}/change/", {"body": "Changed.", "title": "Changed"})
    assert response.status_code == 403
    form = client.get(f"/admin/wiki/{model}/{row}/change/").content.decode()
    assert [name in form for name in ('name="_save"', 'name="body"', 'name="title"')] == [False] * 3


def test_nothing_is_deleted_through_an_action(page: Page) -> None:
    client = at_desk("Root", superuser=True)
    said = {"action": "delete_selected", "_selected_action": page.pk, "post": "yes"}
    client.post("/admin/wiki/page/", said)
    assert Page.objects.filter(pk=page.pk).exists()


def test_deleted_pages_are_for_those_who_may_see_them(page: Page, alice: Editor) -> None:
    edit_page(page, TEXT.replace("## History\n\nOld.\n\n", ""), editor=alice)
    gone, removed = Page.objects.get(title="Gone"), Section.objects.get(page=page, deleted=True)
    lead = Section.objects.get(page=gone)
    addresses = [
        f"wiki/page/{gone.pk}/change/",
        f"wiki/page/{gone.pk}/history/",
        f"wiki/section/{lead.pk}/change/",
        f"wiki/section/{removed.pk}/change/",
        f"wiki/section/{removed.pk}/history/",
        f"wiki/revision/{gone.latest_id}/change/",
    ]
    staff, sysop = at_desk("Dora"), at_desk("Emil", "sysop")
    for address in addresses:
        seen = sysop.get(f"/admin/{address}")
        assert (address, seen.status_code) == (address, 200)
        assert (address, staff.get(f"/admin/{address}").status_code in (302, 404)) == (address, True)
        assert (address, "Old." in seen.content.decode()) == (address, False)
    assert staff.get("/admin/wiki/page/?state=deleted").context["cl"].result_list == []


def test_the_desk_tells_what_happened(page: Page) -> None:
    client = at_desk("Emil", "sysop")
    response = client.get("/admin/")
    shown = response.content.decode()
    tally = response.context["tally"]
    assert (tally.edits, tally.anonymous, tally.pages, tally.accounts, tally.deeds) == (2, 0, 2, 0, 1)
    assert [line.page_title.full for line in response.context["lines"]] == ["Rome"]
    assert [entry.action for entry in response.context["entries"]] == ["delete"]
    assert "<title>The desk – Stemma</title>" in " ".join(shown.split())
    assert "wiki/css/admin.css" in shown


@pytest.mark.parametrize(
    ("wanted", "led"), [("/admin/wiki/page/", "/admin/wiki/page/"), ("//evil.example", "/admin/")]
)
def test_one_logs_in_with_the_second_factor_of_the_wiki(client: Client, db: None, wanted, led) -> None:
    answer = client.get("/admin/login/", {"next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, f"/wiki/Special:UserLogin?next={led}")


def test_what_changes_an_account_waits_until_it_is_proved_who_asks(client: Client, alice: Editor) -> None:
    root = staff("Root", superuser=True)
    client.force_login(root)
    place = f"/admin/wiki/user/{alice.user.pk}/password/"
    form = {"password1": "a horse of another colour", "password2": "a horse of another colour"}
    asked = client.post(place, {**form, "usable_password": "true"})["Location"]
    assert asked.startswith("/wiki/Special:Reauthenticate?next=")
    assert User.objects.get(pk=alice.user.pk).check_password(PASSWORD)
    client.post(asked, {"password": PASSWORD})
    assert User.objects.get(pk=alice.user.pk).check_password(form["password1"])


def test_a_deed_for_several_pages_waits_with_what_was_typed(client: Client, page: Page) -> None:
    client.force_login(staff("Mia", "sysop"))
    said = {"action": "delete_pages", "_selected_action": page.pk, "confirmed": "1", "reason": "A hoax."}
    asked = client.post("/admin/wiki/page/?namespace=0", said)["Location"]
    assert asked.startswith("/wiki/Special:Reauthenticate?next=")
    assert not Page.objects.get(pk=page.pk).deleted
    assert client.post(asked, {"password": "wrong"}).status_code == 400
    client.post(asked, {"password": PASSWORD})
    assert Page.objects.get(pk=page.pk).deleted
    assert LogEntry.objects.latest("pk").comment == "A hoax."


def test_whoever_looks_or_logs_out_proves_nothing(client: Client, page: Page) -> None:
    client.force_login(staff("Mia", "sysop"))
    assert client.get("/admin/wiki/page/").status_code == 200
    assert "Reauthenticate" not in client.post("/admin/logout/").headers.get("Location", "")
    assert "_auth_user_id" not in client.session


def test_who_is_no_administrator_is_told(client: Client, alice: Editor) -> None:
    client.force_login(alice.user)
    assert client.get("/admin/login/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same(
    count: int, alice: Editor, carol: Editor, django_assert_num_queries: object
) -> None:
    client = at_desk("Emil", "sysop")
    for number in range(count):
        edit_page(make_page(f"Rome {number}", "One.", editor=alice), "Two.", editor=alice)
        delete_page(make_page(f"Gone {number}", editor=alice), editor=carol)
    with django_assert_num_queries(10):  # type: ignore[operator]  # account, queues 5, tally, changes 2, log
        assert client.get("/admin/").status_code == 200
