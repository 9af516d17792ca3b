"""axe-core looks at the desk's own pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.admin.desk import staff
from tests.factories import edit_page, make_page
from tests.web.test_accessibility import looking, violations
from wiki.models import EditFilter, Pattern
from wiki.permissions import Editor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LISTS = ("editfilter", "filterhit", "pattern", "signupquestion")
ADDRESSES = (
    "",
    *(f"wiki/{name}/" for name in LISTS),
    "wiki/editfilter/add/",
    "wiki/pattern/try/?kind=title&texts=Rome",
    "wiki/infoboxtemplate/add/",
    "queue/",
    "deal/?author=Alice",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_desk(
    browser: Browser, live_server: object, alice: Editor, scheme: str
) -> None:
    staff("Root", superuser=True)
    Pattern.objects.create(kind="link", pattern=r"spam\.example/a/long/path/" + "and/on/" * 12)
    edit_page(make_page("Rome", "A city.", editor=alice), "A city with a casino.", editor=alice)
    one = EditFilter.objects.create(name="Gamblers", conditions="added contains casino", action="tag")
    found, made = [], {}
    for address in (*ADDRESSES, f"wiki/editfilter/{one.pk}/try/"):
        for width in (390, 1440):
            tab = looking(browser, made, live_server.url, "Root")  # type: ignore[attr-defined]
            tab.set_viewport_size({"width": width, "height": 900})
            tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            tab.goto(f"/admin/{address}")
            if address.endswith("/try/"):
                tab.locator("button[value=try]").click()
                tab.get_by_text("it would have caught 1").wait_for()
            found += [f"{address} {width}: {wrong}" for wrong in violations(tab, scheme)]
            if tab.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{address} {width}: the page is wider than the window")
    made["Root"].close()
    assert not found, "\n".join(found)
