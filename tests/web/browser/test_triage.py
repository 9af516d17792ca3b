"""From the desk's first page to a vandal who is reverted, hidden and blocked; by mouse, and by keys alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.admin.desk import staff
from tests.browsers import OpenTab
from tests.factories import PASSWORD, edit_page, make_page, make_user
from wiki.models import Block, LogEntry, Page, Revision
from wiki.permissions import Editor
from wiki.reading.source import open_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Each click that the moderator makes, on whatever page; what a script clicks is not trusted.
COUNTED = """addEventListener("click", (event) => {
  if (event.isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1;
}, true)"""
TITLES = ("Rome", "Milan", "Paris")


@pytest.fixture
def vandal(alice: Editor) -> Editor:
    """Somebody who has written nonsense into pages of others, and made one."""
    vandal = Editor(make_user("Vandal"), "192.0.2.66")
    for title in TITLES:
        page = make_page(title, f"{title} is a city.\n\n## History\n\nOld.", editor=alice)
        Revision.objects.filter(number=1).update(unpatrolled=False)
        edit_page(page, f"{title} is a shitty.\n\n## History\n\nOld.", editor=vandal)
    make_page("Junk", "Junk.", editor=vandal)
    return vandal


def at_desk(tab: Tab) -> Tab:
    """Signed in as people do, with the desk's first page before one."""
    staff("Emil", "sysop")
    tab.goto("/wiki/Special:UserLogin?next=/admin/")
    tab.fill("[name=username]", "Emil")
    tab.fill("[name=password]", PASSWORD)
    with tab.expect_navigation():
        tab.press("[name=password]", "Enter")
    assert tab.url.endswith("/admin/")
    return tab


def state() -> dict[str, object]:
    """What became of the pages, of the texts and of the vandal."""
    pages = Page.objects.filter(title__in=TITLES, namespace=0).order_by("title")
    return {
        "reverted": ["is a city" in open_page(page).text for page in pages],
        "gone": Page.objects.get(title="Junk").deleted,
        "hidden": list(Revision.objects.filter(text_hidden=True).values_list("page__title", flat=True)),
        "blocked": [block.name for block in Block.objects.filter(parent=None)],
    }


def test_from_the_desk_to_a_vandal_dealt_with_in_four_clicks(open_tab: OpenTab, vandal: Editor) -> None:
    tab = at_desk(open_tab())
    tab.context.add_init_script(COUNTED)
    tab.evaluate(COUNTED)
    tab.get_by_role("link", name="Changes that nobody has patrolled").click()
    tab.get_by_role("link", name="Deal with author").click()
    tab.get_by_label("Hide the texts of what is taken back").check()
    tab.get_by_role("button", name="Do all that is ticked").click()
    expect(tab.get_by_role("heading", name="To take it back")).to_be_visible()
    assert tab.evaluate("Number(sessionStorage.clicks)") == 4
    found = state()
    assert sorted(found.pop("hidden")) == sorted(TITLES)  # type: ignore[type-var, arg-type]
    assert found == {"reverted": [True] * 3, "gone": True, "blocked": ["Vandal"]}


def test_by_keys_alone(open_tab: OpenTab, vandal: Editor, bob: Editor) -> None:
    make_page("Talk:Rome", "Well.", editor=bob)
    tab = at_desk(open_tab())
    tab.goto("/admin/queue/")
    now = tab.locator("#now")
    for key, title in (("j", "Junk"), ("ArrowRight", "Paris"), ("k", "Junk"), ("ArrowLeft", "Talk:Rome")):
        tab.keyboard.press(key)
        expect(now.locator(".mw-changeslist-title")).to_have_text(title)
    tab.keyboard.press("?")
    expect(tab.get_by_text("deal with the author")).to_be_visible()
    tab.keyboard.press("?")
    reason = tab.get_by_label("Reason")
    reason.focus()
    tab.keyboard.type("pray? hard")  # p, r, h and d are letters here
    assert reason.input_value() == "pray? hard"
    tab.locator("body").click(position={"x": 2, "y": 2})
    tab.keyboard.press("p")
    expect(now.locator(".mw-changeslist-title")).to_have_text("Junk")
    tab.keyboard.press("j")
    expect(now.locator(".mw-changeslist-title")).to_have_text("Paris")
    tab.keyboard.press("r")
    expect(now.locator(".mw-changeslist-title")).to_have_text("Milan")
    tab.keyboard.press("b")
    expect(tab.get_by_text("“Vandal” is blocked: 1 day")).to_be_visible()
    deeds = LogEntry.objects.exclude(type__in=("create", "newusers")).order_by("pk")
    assert [(entry.type, entry.title) for entry in deeds] == [("patrol", "Rome"), ("block", "Vandal")]
    assert state()["reverted"] == [False, True, False]
    tab.keyboard.press("d")
    expect(tab.get_by_role("heading", name="Deal with Vandal")).to_be_visible()
