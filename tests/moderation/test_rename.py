"""Renaming accounts."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.utils import timezone

from tests.factories import edit_page, make_page, make_user, reload
from wiki.editing.watching.preferences import change_preference
from wiki.models import (
    AddressLook,
    Block,
    EditFilter,
    FilterHit,
    LogEntry,
    Page,
    Revision,
    RevisionTag,
    User,
)
from wiki.moderation.accounts import SIGNED
from wiki.moderation.block import Terms, block, block_target
from wiki.moderation.rename import CannotRename, rename_account
from wiki.permissions import Blocked, Editor, Refused
from wiki.reading.page import find_page
from wiki.reading.verify import verify_page
from wiki.text.titles import Title, parse_title


@pytest.fixture
def bea(db: None) -> Editor:
    """Who gives names."""
    return Editor(make_user("Bea", "bureaucrat", "sysop"), "192.0.2.4")


def names() -> set[str]:
    return set(Revision.objects.values_list("author_text", flat=True))


def test_everything_stands_under_the_new_name(alice: Editor, bob: Editor, bea: Editor) -> None:
    rome = make_page("Rome", "A city.", editor=alice)
    edit_page(rome, "A city of [[Italy]].", editor=bob)
    edit_page(rome, "", editor=alice)  # tagged
    change_preference(alice, signature="[[User:Alice|A]]", minor=True)
    done = rename_account(alice.user, "amelia", editor=bea, reason="as she wished")
    assert (done.old, done.user.username, done.pages) == ("Alice", "Amelia", ())
    assert names() == {"Amelia", "Bob"}
    assert set(RevisionTag.objects.values_list("author_text", flat=True)) == {"Amelia"}
    user = User.objects.get(pk=alice.user.pk)
    assert (user.username, user.skeleton, user.chosen.signature, user.chosen.minor) == (
        "Amelia", "amella", "", True,
    )  # fmt: skip
    entry = LogEntry.objects.get(type="renameuser")
    assert (entry.title, entry.user_text, entry.comment) == ("Alice", "Bea", "as she wished")
    assert entry.params == {"target": "User:Amelia"}
    assert list(verify_page(reload(rome))) == []


def test_what_stands_beside_an_account_is_known(bea: Editor, carol: Editor, alice: Editor) -> None:
    """Whatever keeps a name beside an account is signed anew, but for the looks at addresses."""
    beside = {
        (model, field.name)
        for model in apps.get_app_config("wiki").get_models()
        for field in model._meta.concrete_fields
        if field.related_model is User and f"{field.name}_text" in {one.name for one in model._meta.fields}
    }
    assert beside - set(SIGNED) == {(AddressLook, "viewer")}
    assert len(SIGNED) == len(beside) - 1
    block(block_target("Alice"), Terms(), editor=carol)
    one = EditFilter.objects.create(name="x", conditions="edits < 1")
    FilterHit.objects.create(
        filter=one, timestamp=timezone.now(), user=carol.user, user_text="Carol", namespace=0, title="Rome"
    )
    rename_account(carol.user, "Carla", editor=bea)
    assert (Block.objects.get().by_text, FilterHit.objects.get().user_text) == ("Carla", "Carla")


def test_pages_move_along(alice: Editor, bea: Editor) -> None:
    for title in ("User:Alice", "User talk:Alice", "User:Alice/Notes", "User talk:Alice/2025"):
        make_page(title, "Words.", editor=alice)
    make_page("User:Alicent", "Another.")
    done = rename_account(alice.user, "Amelia", editor=bea)
    assert sorted(new.full for _old, new in done.pages) == [
        "User talk:Amelia", "User talk:Amelia/2025", "User:Amelia", "User:Amelia/Notes",
    ]  # fmt: skip
    left = find_page(parse_title("User talk:Alice/2025"))
    assert left is not None
    assert left.redirect
    assert find_page(parse_title("User:Alicent")) is not None


def test_pages_stay_if_that_is_wished(alice: Editor, bea: Editor) -> None:
    make_page("User:Alice", "Words.", editor=alice)
    assert rename_account(alice.user, "Amelia", editor=bea, move_pages=False).pages == ()
    assert find_page(Title(2, "Amelia")) is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Bob", "taken"),
        ("bob", "taken"),
        ("B0b", "looks like that of the account “Bob”"),
        ("Alice", "already"),
        ("192.0.2.1", "IP address"),
        ("a/b", "“/”"),
        ("", "no user name"),
        ("~2026-1", "temporary accounts"),
    ],
)
def test_bad_names_are_refused(alice: Editor, bob: Editor, bea: Editor, name: str, said: str) -> None:
    with pytest.raises(CannotRename) as caught:
        rename_account(alice.user, name, editor=bea)
    assert said in caught.value.message.replace("is empty", "no user name")
    assert not LogEntry.objects.filter(type="renameuser").exists()


def test_an_account_may_get_a_name_that_looks_like_its_own(alice: Editor, bea: Editor) -> None:
    assert rename_account(alice.user, "ALICE", editor=bea).user.username == "ALICE"


def test_a_page_in_the_way_undoes_all_of_it(alice: Editor, bea: Editor) -> None:
    make_page("User:Alice", "Words.", editor=alice)
    make_page("User:Amelia", "Taken.")
    with pytest.raises(CannotRename):
        rename_account(alice.user, "Amelia", editor=bea)
    assert User.objects.get(pk=alice.user.pk).username == "Alice"
    assert Page.objects.get(title="Alice").name.full == "User:Alice"
    assert "Amelia" not in names()


def test_only_bureaucrats_rename_and_only_superusers_a_superuser(
    alice: Editor, carol: Editor, bea: Editor
) -> None:
    for editor in (alice, carol, Editor(None, "192.0.2.9")):
        with pytest.raises(Refused):
            rename_account(alice.user, "Amelia", editor=editor)
    User.objects.filter(pk=carol.user.pk).update(is_superuser=True)
    with pytest.raises(Refused):
        rename_account(User.objects.get(pk=carol.user.pk), "Cora", editor=bea)


def test_who_renames_himself_stands_in_the_log_under_the_new_name(bea: Editor) -> None:
    rename_account(bea.user, "Berta", editor=bea)
    assert LogEntry.objects.get(type="renameuser").user_text == "Berta"


def test_the_cost_does_not_grow_with_the_edits(
    alice: Editor, bob: Editor, bea: Editor, django_assert_max_num_queries
) -> None:
    for editor, count in ((alice, 1), (bob, 3)):
        for number in range(count):
            make_page(f"{editor.name} {number}", editor=editor)
        with django_assert_max_num_queries(29):
            rename_account(editor.user, f"{editor.name} the second", editor=bea)


def test_who_is_blocked_renames_nobody(alice: Editor, carol: Editor) -> None:
    boss = Editor(make_user("Boss", "bureaucrat"))
    block(boss.user, Terms(), editor=carol)
    with pytest.raises(Blocked):
        rename_account(alice.user, "Alix", editor=boss)
    assert User.objects.filter(username="Alice").exists()
