"""A server that is killed while somebody types: the real one, on a wiki of its own, always on SQLite."""

import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Request, expect

from tests.factories import PASSWORD
from tests.live_wiki import data_folder, environment_for, manage, prepare, serve
from tests.web.browser.test_drafts import log_in, text_in, write

CREATE = f"""
from wiki.models import User
User.objects.create_user("Alice", password={PASSWORD!r})
"""


@pytest.fixture(scope="module")
def prepared() -> Iterator[Path]:
    """The data of a wiki with an account, to be copied."""
    with data_folder() as folder:
        environment = environment_for(folder)
        prepare(environment)
        manage(environment, "shell", "-c", CREATE)
        yield folder


def type_half_a_minute(tab: Tab, words: str, *, until: Callable[[], AbstractContextManager]) -> str:
    """Half a minute of the page's clock, which stands still but for this, in steps that wait for `until`."""
    typed = [f"{words}, sentence {n} of what is typed. " for n in range(3)]
    for sentence in typed:
        write(tab, sentence)
        with until():
            tab.clock.run_for(10_000)
    return "".join(typed)


@pytest.mark.parametrize("account", [True, False])
def test_the_server_is_killed_while_one_types(browser, prepared, account):
    """A minute of the page's clock is typed; in its middle the server is killed with all it held."""
    with data_folder() as folder:
        shutil.copytree(prepared, folder, dirs_exist_ok=True)
        environment = environment_for(folder)
        context = browser.new_context(base_url=f"http://127.0.0.1:{environment['PORT']}")
        context.on("page", lambda tab: tab.on("dialog", lambda dialog: dialog.accept()))
        tab = context.new_page()

        def kept() -> AbstractContextManager:
            return tab.expect_response("**/draft/*") if account else nullcontext()

        def lost() -> AbstractContextManager:
            return tab.expect_event("requestfailed", is_draft) if account else nullcontext()

        with serve(environment) as wiki:
            if account:
                log_in(tab)
            tab.clock.install()
            tab.goto("/edit/Sandbox")
            expect(tab.locator(".cm-content")).to_be_visible()
            tab.clock.pause_at(tab.evaluate("Date.now()") + 60_000)
            typed = type_half_a_minute(tab, "Before", until=kept)
            os.killpg(wiki.pid, signal.SIGKILL)
        typed += type_half_a_minute(tab, "After", until=lost)
        with serve(environment):
            if account:
                with kept():
                    tab.clock.run_for(10_000)
                expect(tab.locator("#draft-state")).to_have_text(re.compile("^Draft saved at"))
            tab.close()
            tab = context.new_page()
            tab.goto("/edit/Sandbox")
            assert text_in(tab) == ""
            tab.get_by_role("button", name="Restore").click()
            expect(tab.locator("#wpTextbox1")).to_have_value(typed)
            tab.locator("#wpSave").click()
            expect(tab.get_by_role("status").first).to_have_text("The page was created.")
        context.close()


def is_draft(request: Request) -> bool:
    return "/draft/" in request.url
