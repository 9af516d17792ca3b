"""Protecting while others save, and changing groups while others do: nothing lands that may not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection

from tests.factories import edit_section, make_page, make_user, reload
from wiki.editing.errors import BadEdit, EditConflict
from wiki.models import Page, ProtectedTitle, Section, User
from wiki.moderation.protect import BadProtection, protect_part, protect_title
from wiki.moderation.rights import BadRights, change_groups
from wiki.permissions import Editor, PartProtected, Refused, TitleProtected
from wiki.text.titles import Title

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]

EDITORS = 20


def at_once(deeds: Iterable[Callable[[], object]]) -> list[object]:
    """What came of each deed, all begun at the same moment: what it returned, or the refusal it raised."""
    deeds = list(deeds)
    ready = Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> object:
        try:
            ready.wait(60)
            return deed()
        except (Refused, BadRights, BadProtection, BadEdit) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def test_no_save_of_twenty_lands_on_a_section_after_it_was_protected() -> None:
    page = make_page("Rome", "A city.\n\n## Past\n\nLong.\n\n## Now\n\nShort.")
    past, now = (Section.objects.get(page=page, title=title).pk for title in ("Past", "Now"))
    carol, under_way = Editor(make_user("Carol", "sysop")), Event()

    def keeps_saving(name: str) -> Callable[[], object]:
        def saves(section: int, text: str) -> bool:
            """Whether it was saved: another may have written the same words at the same moment."""
            try:
                return edit_section(page, section, text, editor=Editor(None, name)).revision is not None
            except EditConflict:
                return False

        def deed() -> object:
            for n in range(1000):
                try:
                    if saves(past, f"## Past\n\nBy {name}, {n}."):
                        under_way.set()
                except PartProtected:
                    return saves(now, f"## Now\n\nBy {name}.")
            raise AssertionError(f"{name} was never refused")

        return deed

    def protects() -> object:
        assert under_way.wait(60)
        return protect_part(page, f"s{past}", "autoconfirmed", editor=carol)

    told = at_once([protects, *(keeps_saving(f"192.0.2.{n}") for n in range(1, EDITORS + 1))])
    assert any(told[1:])  # the rest of the page was open all the while
    protection = reload(page).rev  # the revision that protected it
    versions = list(Section.history.filter(id=past).order_by("rev").values_list("rev", flat=True))
    assert len(versions) > 1  # some saved before …
    assert max(versions) < protection  # … and nobody after
    assert Section.objects.get(pk=now).rev > protection


def test_a_title_is_either_taken_or_protected() -> None:
    carol = Editor(make_user("Carol", "sysop"))
    for n in range(5):
        title = Title(0, f"Spam {n}")

        def creates(title: Title = title) -> object:
            return make_page(title, "Words.", editor=Editor(None, "192.0.2.1"))

        def protects(title: Title = title) -> object:
            return protect_title(title, "sysop", editor=carol)

        told = at_once([creates, protects, creates])
        there = Page.objects.filter(title=title.name, deleted=False).exists()
        assert there is not ProtectedTitle.objects.filter(title=title.name).exists()
        assert isinstance(told[1], BadProtection) is there
        if not there:
            assert all(isinstance(one, TitleProtected) for one in (told[0], told[2]))


def test_of_two_bureaucrats_who_remove_each_other_one_stays() -> None:
    for n in range(3):
        User.objects.filter(groups__name="bureaucrat").update(is_active=False)
        one, two = (make_user(f"Boss {n}{side}", "bureaucrat") for side in "ab")

        def removes(boss: User, other: User) -> Callable[[], object]:
            return lambda: change_groups(other, editor=Editor(boss), remove=["bureaucrat"])

        told = at_once([removes(one, two), removes(two, one)])
        assert sum(isinstance(result, Refused) for result in told) == 1
        assert User.objects.filter(groups__name="bureaucrat", is_active=True).count() == 1
