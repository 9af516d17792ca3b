"""Temporary accounts: numbered without a gap, however many begin at once; addresses kept apart."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from tests.factories import make_page, make_user
from wiki.editing import edits
from wiki.editing.save import save_edit
from wiki.editing.temporary import TooManyTemporary, as_author
from wiki.models import Address, AddressLook, Page, Revision, TemporaryCount, User
from wiki.moderation.rename import rename_account
from wiki.moderation.rights import BadRights, change_groups
from wiki.permissions import Editor, Refused
from wiki.text.names import readable_ip
from wiki.text.titles import Title


@pytest.fixture(autouse=True)
def _temporary(settings: Any) -> None:
    settings.ANONYMOUS_EDITING = "temporary"


def numbers() -> list[str]:
    return sorted(User.objects.values_list("username", flat=True), key=lambda name: int(name[6:]))


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
def test_twenty_first_edits_at_once_are_numbered_without_a_gap() -> None:
    start = threading.Barrier(20)
    failed: list[BaseException] = []

    def edit(number: int) -> None:
        try:
            start.wait(60)
            title = Title(0, f"Page {number}")
            made = edits.whole_page(None, f"Text {number}. [[Category:All]]", "")
            save_edit(title, made, editor=Editor(None, f"192.0.2.{number}"))
        except BaseException as error:  # noqa: BLE001  # the test shows it
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=edit, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    year = timezone.now().year
    assert failed == []
    assert numbers() == [f"~{year}-{number}" for number in range(1, 21)]
    assert sorted(Revision.objects.values_list("author_text", flat=True)) == sorted(numbers())
    assert TemporaryCount.objects.get().last == 20


@pytest.mark.django_db
def test_what_fails_leaves_neither_account_nor_gap(settings: Any) -> None:
    editor = Editor(None, "192.0.2.1")
    with transaction.atomic():
        assert as_author(editor).name == f"~{timezone.now().year}-1"
        transaction.set_rollback(True)
    assert numbers() == []
    assert as_author(editor).name == f"~{timezone.now().year}-1"
    assert as_author(editor).author == User.objects.get()
    settings.TEMPORARY_ACCOUNTS_A_DAY = 1
    with pytest.raises(TooManyTemporary):
        as_author(Editor(None, "192.0.2.1"))
    assert as_author(Editor(None, "192.0.2.2")).name == f"~{timezone.now().year}-2"


@pytest.mark.django_db
def test_an_edit_by_address_stays_one_where_that_is_chosen(settings: Any) -> None:
    settings.ANONYMOUS_EDITING = "ip"
    make_page("Ant", editor=Editor(None, "192.0.2.1"))
    revision = Revision.objects.get()
    assert (revision.author_text, revision.author) == ("192.0.2.1", None)
    assert readable_ip(revision.author_ip or "") == "192.0.2.1"
    assert not Address.objects.exists()
    settings.ANONYMOUS_EDITING = "off"
    with pytest.raises(Refused):
        make_page("Bee", editor=Editor(None, "192.0.2.1"))
    settings.ANONYMOUS_EDITING = "temporary"
    held = as_author(Editor(None, "192.0.2.1"))
    settings.ANONYMOUS_EDITING = "off"
    with pytest.raises(Refused):
        make_page("Bee", editor=held)


@pytest.mark.django_db
def test_addresses_are_kept_with_the_edit_and_forgotten_in_time(settings: Any) -> None:
    make_page("Ant", editor=Editor(make_user("Alice"), "192.0.2.1"))
    make_page("Bee", editor=Editor(None, "2001:db8::7"))
    kept = Address.objects.order_by("pk").values_list(
        "account__username", "deed", "ip", "revision__page__title"
    )
    name = f"~{timezone.now().year}-1"
    assert [(who, deed, readable_ip(ip), page) for who, deed, ip, page in kept] == [
        ("Alice", "edit", "192.0.2.1", "Ant"),
        (name, "temporary", "2001:db8::7", None),
        (name, "edit", "2001:db8::7", "Bee"),
    ]
    settings.ADDRESS_DAYS = 30
    Address.objects.exclude(deed="temporary").update(timestamp=timezone.now() - timedelta(days=31))
    call_command("forget_addresses", verbosity=0)
    assert Address.objects.values_list("deed", flat=True).get() == "temporary"
    assert Page.objects.count() == 2


@pytest.mark.django_db
def test_a_look_is_never_changed_or_removed() -> None:
    alice = make_user("Alice")
    look = AddressLook.objects.create(
        viewer=alice,
        viewer_text="Alice",
        kind="accounts",
        target="192.0.2.1",
        reason="x",
        timestamp=timezone.now(),
    )
    for change in (
        look.save,
        look.delete,
        AddressLook.objects.all().delete,
        lambda: AddressLook.objects.update(reason="y"),
    ):
        with pytest.raises(Exception, match="look"):
            change()
    assert AddressLook.objects.get().reason == "x"


@pytest.mark.django_db
def test_it_keeps_its_name_and_is_in_no_group() -> None:
    held = as_author(Editor(None, "192.0.2.1")).author
    assert held is not None
    boss = make_user("Boss", "bureaucrat")
    with pytest.raises(Refused):
        rename_account(held, "Dora", editor=Editor(boss))
    with pytest.raises(BadRights):
        change_groups(held, add={"sysop": None}, editor=Editor(boss))
    assert not held.groups.exists()
