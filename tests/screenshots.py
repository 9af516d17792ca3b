"""Take the pictures of docs/screenshots: `make screenshots` (ARGS=--all: many more, in a temporary folder).

A fresh wiki gets a small history through its own forms, as its users would make one; then a browser looks at
it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browsers import ARGUMENTS, chromium_path
from tests.live_wiki import LiveWiki, data_folder, environment_for, prepare, serve

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
SIZES = {1440: 1000, 390: 844}
SCHEMES = ("light", "dark")
ARTICLE = "Russia–Syria–Iran–Iraq_coalition"
PASSWORD = "a long enough phrase 7"
STRANGER = "203.0.113.24"


@dataclass
class Cast:
    """Who edits: two accounts, each in a window of its own, and somebody without one."""

    leila: Page
    tomas: Page
    stranger: Page


def sign_up(tab: Page, name: str) -> Page:
    tab.goto("/wiki/Special:CreateAccount")
    tab.fill("[name=username]", name)
    tab.fill("[name=password1]", PASSWORD)
    tab.fill("[name=password2]", PASSWORD)
    tab.wait_for_timeout(3_500)  # who is quicker is taken for a program
    tab.click("main button.button")
    return tab


def publish(tab: Page, summary: str = "", *, minor: bool = False) -> None:
    """Press Publish; the summary goes behind what the form begins it with."""
    if summary:
        tab.fill("#wpSummary", tab.input_value("#wpSummary") + summary)
    if minor:
        tab.check("#wpMinoredit")
    with tab.expect_navigation():
        tab.click("#wpSave")
    assert "/edit/" not in tab.url, f"not saved: {tab.inner_text('main')[:400]}"


def open_section(tab: Page, heading: str) -> None:
    """Follow the [edit] beside a heading."""
    tab.goto(f"/wiki/{ARTICLE}")
    tab.locator(".mw-heading", has_text=heading).locator(".mw-editsection a").first.click()
    tab.wait_for_selector("#wpTextbox1")


def rewrite(tab: Page, change: Callable[[str], str]) -> None:
    before = tab.input_value("#wpTextbox1")
    after = change(before)
    assert after != before, "the text to change is not there"
    tab.fill("#wpTextbox1", after)


def set_field(tab: Page, key: str, value: str, summary: str = "") -> None:
    """Change one value in the infobox form."""
    tab.goto(f"/edit/{ARTICLE}?part=infobox")
    rows = tab.locator(".infobox-row")
    row = next(
        rows.nth(n) for n in range(rows.count()) if rows.nth(n).locator(".row-key").input_value() == key
    )
    row.locator(".row-value").fill(value)
    publish(tab, summary)


def create(tab: Page, title: str, text: str, summary: str) -> None:
    tab.goto(f"/edit/{title}")
    tab.fill("#wpTextbox1", text)
    publish(tab, summary)


def role_before_agreement(text: str) -> str:
    """The whole page with “Iranian role” moved up."""
    start, end = text.index("==Agreement=="), text.index("==See also==")
    role = text.index("==Iranian role==")
    return text[:start] + text[role:end] + text[start:role] + text[end:]


AXIS = """The **Axis of Resistance** was an informal alliance of states and armed groups in West Asia.

## Members

- Iran
- Syria, until December 2024
- Hezbollah

## See also

- [[Iran–Israel proxy conflict]]

[[Category:Alliances]]"""


def make_history(cast: Cast) -> None:
    """Ten edits by three people: sections, fields, a move, a mistake and its undoing, a new page."""
    leila, tomas, stranger = cast.leila, cast.tomas, cast.stranger
    open_section(leila, "Agreement")
    rewrite(leila, lambda text: text.replace(
        "to coordinate their operations against ISIL.",
        "to coordinate their operations against ISIL. Its six officers from each country met daily.",
    ))  # fmt: skip
    publish(leila, "how the centre was staffed")
    set_field(tomas, "Headquarters", "Damascus\nBaghdad", "the centre was in Baghdad")
    open_section(stranger, "Iranian role")
    rewrite(stranger, lambda text: text.replace("On 24 July General", "On 24 July 2015 General"))
    publish(stranger, "which year")
    open_section(leila, "Russia and Iran")
    rewrite(leila, lambda text: text.replace("two and a half decades", "twenty-five years"))
    publish(leila, minor=True)
    tomas.goto(f"/edit/{ARTICLE}")
    rewrite(tomas, role_before_agreement)
    publish(tomas, "Who came first, then what they agreed")
    set_field(stranger, "Dissolved", "8 December 2025")
    leila.goto(f"/history/{ARTICLE}")
    leila.locator("li[id^=rev]").first.get_by_role("link", name="undo").click()
    leila.fill("#wpSummary", leila.input_value("#wpSummary") + ": it was in 2024")
    with leila.expect_navigation():
        leila.click("#wpSave")
    create(tomas, "Axis_of_Resistance", AXIS, "New article")
    open_section(leila, "After 2015")
    rewrite(leila, lambda text: text.replace("the Hamadan Airbase", "the [[Hamadan Airbase]]") + (
        " The first flights from there came in August 2016; Iran ended the arrangement within a week."
    ))  # fmt: skip
    publish(leila, "the Hamadan flights")


# ---- What is looked at ------------------------------------------------------------------------------------


def at(address: str) -> Callable[[Page], Any]:
    return lambda tab: tab.goto(address)


def latest_diff(tab: Page) -> None:
    """From the imported text to the newest revision: a move, sections and fields."""
    tab.goto(f"/history/{ARTICLE}")
    radios = tab.locator("input[name=oldid]")
    radios.nth(radios.count() - 2).check()
    tab.locator("input[name=diff]").first.check()
    with tab.expect_navigation():
        tab.locator("#mw-history-compare button.button").first.click()


def newest_diff(tab: Page) -> None:
    tab.goto(f"/history/{ARTICLE}")
    tab.locator("li[id^=rev]").first.get_by_role("link", name="prev").click()


def section_form(tab: Page) -> None:
    open_section(tab, "After 2015")
    tab.wait_for_selector(".cm-content")


def section_preview(tab: Page) -> None:
    open_section(tab, "Agreement")
    with tab.expect_navigation():
        tab.click("#wpPreview")


def section_changes(tab: Page) -> None:
    open_section(tab, "Agreement")
    rewrite(tab, lambda text: text.replace("joint information center", "joint information centre"))
    with tab.expect_navigation():
        tab.click("#wpDiff")


def section_history(tab: Page) -> None:
    tab.goto(f"/wiki/{ARTICLE}")
    tab.locator(".mw-heading", has_text="Agreement").locator(".mw-editsection a").nth(1).click()


def conflict(tab: Page) -> None:
    """Two windows open the same section, and both change the same words."""
    open_section(tab, "Agreement")
    other = tab.context.new_page()
    open_section(other, "Agreement")
    for window, number in ((other, "eight"), (tab, "ten")):
        text = window.input_value("#wpTextbox1")
        officers = text[text.index("Its ") : text.index(" officers")]
        window.fill("#wpTextbox1", text.replace(officers, f"Its {number} hundred"))
        with window.expect_navigation():
            window.click("#wpSave")
    # The next picture starts from the same text.
    open_section(other, "Agreement")
    other.fill("#wpTextbox1", other.input_value("#wpTextbox1").replace("Its eight hundred", "Its six"))
    publish(other)
    other.close()


def undo_form(tab: Page) -> None:
    tab.goto(f"/history/{ARTICLE}")
    tab.locator("li[id^=rev]").first.get_by_role("link", name="undo").click()


def old_revision(tab: Page) -> None:
    tab.goto(f"/history/{ARTICLE}")
    tab.locator("a.mw-changeslist-date").nth(3).click()


def empty_title(tab: Page) -> None:
    tab.goto(f"/edit/{ARTICLE}?part=infobox")
    tab.locator(".row-key").nth(2).fill("")
    with tab.expect_navigation():
        tab.click("#wpSave")


def wrong_password(tab: Page) -> None:
    tab.context.clear_cookies()
    tab.goto("/wiki/Special:UserLogin")
    tab.fill("[name=username]", "Leila Haddad")
    tab.fill("[name=password]", "wrong")
    tab.click("main button.button")


def to_end(tab: Page) -> None:
    tab.goto(f"/wiki/{ARTICLE}")
    tab.evaluate("window.scrollTo(0, document.body.scrollHeight)")


DOCS = {
    "article": at(f"/wiki/{ARTICLE}"),
    "history": at(f"/history/{ARTICLE}"),
    "diff": latest_diff,
    "edit": section_form,
}
MORE = {
    "article-end": to_end,
    "article-short": at("/wiki/Axis_of_Resistance"),
    "history-section": section_history,
    "diff-newest": newest_diff,
    "edit-page": at(f"/edit/{ARTICLE}"),
    "edit-new": at("/edit/Hamadan_Airbase?redlink=1"),
    "edit-see-also": at(f"/edit/{ARTICLE}?part=see-also"),
    "edit-preview": section_preview,
    "edit-changes": section_changes,
    "infobox": at(f"/edit/{ARTICLE}?part=infobox"),
    "infobox-refused": empty_title,
    "undo": undo_form,
    "old-revision": old_revision,
    "main-page": at("/wiki/Main_Page"),
    "help": at("/wiki/Help:Markdown"),
    "recent-changes": at("/wiki/Special:RecentChanges"),
    "contributions": at("/wiki/Special:Contributions/Leila_Haddad"),
    "missing": at("/wiki/Hamadan_Airbase"),
    "not-found": at("/revision/999999"),
    "search": at("/search?q=coalition"),
    "search-none": at("/search?q=zebra"),
    "special-pages": at("/wiki/Special:SpecialPages"),
    "all-pages": at("/wiki/Special:AllPages"),
    "links-here": at("/wiki/Special:WhatLinksHere/Axis_of_Resistance"),
    "log": at("/wiki/Special:Log"),
    "upload": at("/wiki/Special:Upload"),
    "version": at("/wiki/Special:Version"),
    "create-account": at("/wiki/Special:CreateAccount"),
    "conflict": conflict,  # here, because it leaves edits in all the lists
    "log-in": wrong_password,  # last: it takes the tab's session
}


def take(tab: Page, name: str, go: Callable[[Page], Any], scheme: str, folder: Path) -> None:
    for width, height in SIZES.items():
        tab.set_viewport_size({"width": width, "height": height})
        go(tab)
        tab.evaluate("document.activeElement.blur()")  # no caret, no ring
        tab.screenshot(path=folder / f"{name}-{width}-{scheme}.png", animations="disabled")
        if tab.evaluate("document.documentElement.scrollWidth") > width:
            print(f"{name} at {width} px scrolls sideways")


@contextmanager
def window(browser: Browser, wiki: LiveWiki, **options: Any) -> Any:
    context: BrowserContext = browser.new_context(base_url=wiki.url, locale="en", **options)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def photograph(
    browser: Browser, wiki: LiveWiki, views: dict[str, Callable[[Page], Any]], folder: Path
) -> None:
    away = {"extra_http_headers": {"X-Forwarded-For": STRANGER}}
    with window(browser, wiki) as leila, window(browser, wiki) as tomas:
        sign_up(leila, "Leila Haddad")
        sign_up(tomas, "Tomas Berg")
        with window(browser, wiki, **away) as stranger:
            make_history(Cast(leila, tomas, stranger))
        signed_in = leila.context.storage_state()
    with ExitStack() as stack:
        tabs = {
            scheme: stack.enter_context(window(browser, wiki, color_scheme=scheme, storage_state=signed_in))
            for scheme in SCHEMES
        }
        for name, go in views.items():
            for scheme, tab in tabs.items():
                take(tab, name, go, scheme, folder)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="every kind of page, into a temporary folder")
    parser.add_argument("--into", type=Path, help="another folder")
    parser.add_argument("--only", nargs="*", help="these names only")
    options = parser.parse_args()
    views = DOCS | MORE if options.all else DOCS
    if options.only:
        views = {name: go for name, go in (DOCS | MORE).items() if name in options.only}
    folder = options.into or (Path(tempfile.mkdtemp(prefix="stemma-pictures-")) if options.all else FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    chromium = chromium_path()
    if chromium is None:
        print("Chromium is not installed. Debian and Ubuntu: apt install chromium", file=sys.stderr)
        return 1
    with data_folder() as data, sync_playwright() as playwright:
        environment = environment_for(data, TRUSTED_PROXIES="127.0.0.1", SITE_URL="http://127.0.0.1")
        prepare(environment)
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=ARGUMENTS)
        with serve(environment) as wiki:
            photograph(browser, wiki, views, folder)
        browser.close()
    pictures = sorted(folder.glob("*.png"))
    size = sum(picture.stat().st_size for picture in pictures)
    print(f"{len(pictures)} pictures, {size / 1e6:.1f} MB, in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
