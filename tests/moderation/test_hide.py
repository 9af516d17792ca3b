"""Hiding revisions: what is withheld, from whom, and that it shows nowhere."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import PASSWORD, edit_page, make_page, reload
from wiki.editing.revert import restore
from wiki.editing.rollback import rollback
from wiki.models import InfoboxField, LogEntry, Page, Revision, Section, User
from wiki.moderation.hide import CannotHide, hide_revisions
from wiki.permissions import Editor, Refused
from wiki.reading.showing.rendering import rendering_key
from wiki.reading.verify import verify_page

SECRET = "Quetzalcoatl"
FIRST = "```infobox Rome\nMayor: Nero\n```\nA city.\n\n## History\n\nOld."


def spoiled(alice: Editor, bob: Editor) -> Page:
    """Three revisions; the second, by bob, holds the secret in a field, a heading, a text and its summary."""
    page = make_page("Rome", FIRST, editor=alice)
    bad = (
        FIRST.replace("Nero", SECRET).replace("Old.", f"Old. {SECRET} was here.")
        + f"\n\n## {SECRET}\n\n{SECRET}"
    )
    edit_page(page, bad, editor=bob, summary=f"for {SECRET}")
    edit_page(page, FIRST.replace("Nero", "Trajan"), editor=alice, summary="cleaned")
    return reload(page)


def ids(page: Page, *numbers: int) -> list[int]:
    return list(Revision.objects.filter(page=page, number__in=numbers).values_list("pk", flat=True))


def bits(page: Page) -> list[tuple[bool, bool, bool]]:
    rows = Revision.objects.filter(page=page).order_by("number")
    return list(rows.values_list("text_hidden", "user_hidden", "summary_hidden"))


def test_each_part_is_hidden_and_shown_by_itself(alice: Editor, bob: Editor, carol: Editor) -> None:
    page = spoiled(alice, bob)
    hide_revisions(page, ids(page, 2), editor=carol, text=True)
    assert bits(page) == [(False, False, False), (True, False, False), (False, False, False)]
    hide_revisions(page, ids(page, 1, 2), editor=carol, text=False, author=True)
    assert bits(page) == [(False, True, False), (False, True, False), (False, False, False)]
    hide_revisions(page, ids(page, 3), editor=carol, author=True, summary=True)
    assert bits(page) == [(False, True, False), (False, True, False), (False, True, True)]


def test_the_log_tells_it_once_and_the_page_is_drawn_anew(alice: Editor, bob: Editor, carol: Editor) -> None:
    page = spoiled(alice, bob)
    entry = hide_revisions(page, ids(page, 1, 2), editor=carol, text=True, reason="a name")
    assert entry is not None
    assert [(e.type, e.action, e.title, e.user_text, e.comment) for e in LogEntry.objects.all()] == [
        ("delete", "revision", "Rome", "Carol", "a name")
    ]
    assert entry.params == {"ids": sorted(ids(page, 1, 2)), "hidden": {"text_hidden": True}}
    assert reload(page).version == page.version + 1
    assert hide_revisions(page, ids(page, 1, 2), editor=carol, text=True) is None
    assert (LogEntry.objects.count(), reload(page).version) == (1, page.version + 1)
    assert list(verify_page(reload(page))) == []


def test_cached_renderings_are_dropped(
    alice: Editor, bob: Editor, carol: Editor, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    page = spoiled(alice, bob)
    client.get(f"/revision/{ids(page, 2)[0]}")
    key = rendering_key(page.pk, 2)
    assert cache.get(key)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        hide_revisions(page, ids(page, 2), editor=carol, text=True)
    assert cache.get(key) is None


def test_the_latest_text_and_strangers_are_refused(alice: Editor, bob: Editor, carol: Editor) -> None:
    page, other = spoiled(alice, bob), make_page("Paris", editor=alice)
    with pytest.raises(CannotHide, match="latest revision"):
        hide_revisions(page, ids(page, 2, 3), editor=carol, text=True)
    with pytest.raises(CannotHide, match="is not one of “Rome”"):
        hide_revisions(page, [*ids(page, 2), *ids(other, 1)], editor=carol, text=True)
    with pytest.raises(Refused):
        hide_revisions(page, ids(page, 2), editor=alice, text=True)
    Revision.objects.filter(pk__in=ids(page, 2)).update(suppressed=True)
    with pytest.raises(Refused, match="suppressed"):
        hide_revisions(page, ids(page, 2), editor=carol, text=False)
    assert bits(page) == [(False, False, False)] * 3
    assert LogEntry.objects.count() == 0


def addresses(page: Page) -> list[tuple[str, int]]:
    """Every page that tells of revisions, with the status it has for a reader."""
    first, second, third = (ids(page, number)[0] for number in (1, 2, 3))
    return [
        ("/wiki/Rome", 200),
        ("/raw/Rome", 200),
        ("/history/Rome", 200),
        ("/history/Rome?infobox=1", 200),
        *((f"/history/Rome?section={pk}", 200) for pk in parts("section", page) + removed(page)),
        *((f"/history/Rome?field={pk}", 200) for pk in parts("field", page)),
        *((f"/edit/Rome?section={pk}", 404) for pk in removed(page)),
        ("/wiki/Special:RecentChanges", 200),
        ("/wiki/Special:Contributions/Bob", 200),
        ("/wiki/Special:Contributions/Alice", 200),
        (f"/diff/{first}/{third}", 200),
        (f"/revision/{third}", 200),
        (f"/diff/{first}/{second}", 403),
        (f"/diff/{second}/{third}", 403),
        (f"/revision/{second}", 403),
        (f"/raw/Rome?oldid={second}", 403),
        (f"/restore/{second}", 403),
        (f"/undo/{second}", 403),
        (f"/undo/{third}", 403),
    ]


def parts(kind: str, page: Page) -> list[int]:
    """The ids of the living sections or fields."""
    rows = Section.objects.all() if kind == "section" else InfoboxField.objects.filter(kind="field")
    return list(rows.filter(page=page, deleted=False).values_list("pk", flat=True))


def removed(page: Page) -> list[int]:
    """The section that the hidden revision alone had."""
    found = list(Section.objects.filter(page=page, deleted=True).values_list("pk", flat=True))
    assert len(found) == 1
    return found


@pytest.mark.parametrize("reader", ["nobody", "Alice", "staff"])
def test_what_is_hidden_shows_nowhere(
    reader: str, alice: Editor, bob: Editor, carol: Editor, client: Client
) -> None:
    page = spoiled(alice, bob)
    hide_revisions(page, ids(page, 2), editor=carol, text=True, author=True, summary=True)
    if reader == "staff":
        User.objects.filter(username="Alice").update(is_staff=True)
    if reader != "nobody":
        client.login(username="Alice", password=PASSWORD)
    for address, status in addresses(page):
        response = client.get(address)
        shown = response.content.decode()
        assert (address, response.status_code) == (address, status)
        assert (address, SECRET in shown) == (address, False)
        if "Bob" not in address:
            assert (address, "Bob" in shown) == (address, False)


def test_the_admin_shows_nothing_hidden_to_plain_staff(
    alice: Editor, bob: Editor, carol: Editor, client: Client
) -> None:
    page = spoiled(alice, bob)
    hide_revisions(page, ids(page, 2), editor=carol, text=True, author=True, summary=True)
    User.objects.filter(username="Alice").update(is_staff=True)
    client.login(username="Alice", password=PASSWORD)
    lists = ["", "wiki/page/", "wiki/revision/", "wiki/section/", "wiki/infoboxfield/", "wiki/logentry/"]
    rows = [f"wiki/revision/{ids(page, 2)[0]}/change/", f"wiki/page/{page.pk}/history/"]
    for kind, name in (("section", "section"), ("field", "infoboxfield")):
        for pk in parts(kind, page):
            rows += [f"wiki/{name}/{pk}/change/", f"wiki/{name}/{pk}/history/"]
    for address in [*lists, *rows]:
        response = client.get(f"/admin/{address}")
        assert (address, response.status_code) == (address, 200)
        shown = response.content.decode()
        assert (address, SECRET in shown, "Bob" in shown) == (address, False, False)
    response = client.get("/admin/wiki/revision/?q=Bob")
    assert [row.author_text for row in response.context["cl"].result_list] == []


def test_a_moderator_still_sees_it(alice: Editor, bob: Editor, carol: Editor, client: Client) -> None:
    page = spoiled(alice, bob)
    hide_revisions(page, ids(page, 2), editor=carol, text=True, author=True, summary=True)
    client.login(username="Carol", password=PASSWORD)
    assert SECRET in client.get(f"/revision/{ids(page, 2)[0]}").content.decode()
    history = client.get("/history/Rome").content.decode()
    assert f"for {SECRET}" in history


def test_automatic_summaries_do_not_name_a_hidden_author(alice: Editor, bob: Editor, carol: Editor) -> None:
    page = make_page("Rome", "One.", editor=bob)
    edit_page(page, "Two.", editor=alice)
    hide_revisions(page, ids(page, 1), editor=carol, author=True)
    first = Revision.objects.get(page=page, number=1)
    saved = restore(reload(page), first, editor=carol)
    assert saved.revision is not None
    assert "Bob" not in saved.revision.summary
    edit_page(page, "Three.", editor=alice)
    Revision.objects.filter(page=page, number=3).update(
        author=first.author, author_text="Bob", user_hidden=True
    )
    saved = rollback(reload(page), "Alice", editor=carol)
    assert saved.revision is not None
    assert "Bob" not in saved.revision.summary
