"""Renders in child processes with a time limit: a regular expression can be stopped in no other way.

The pool starts at the first use, one for each web process, and holds nothing of it: children are forked from
a fork server that began as a program of its own, so they have no database connection and no thread.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import replace
from multiprocessing.context import BaseContext
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING, Any

from pebble import ProcessExpired, ProcessPool

from wiki.text.html.rendered import RenderedPage, is_too_large
from wiki.text.parts.rows import PageText
from wiki.text.source import row_sources
from wiki.text.titles import Title

if TYPE_CHECKING:
    from wiki.text.wikitext.drawing.given import Given

LIMIT = 2.0  # seconds that one page may take, and again for each
LIMIT_BYTES = 500_000  # so much of its text: a page of 2 MB full of links is slow, not hostile
PATIENCE = 10.0  # seconds that a page may wait for others before it
WORKERS = 1
PAGES_PER_CHILD = 2000

log = logging.getLogger(__name__)


class RenderPool:
    """Child processes that render; one that takes too long is killed and replaced."""

    def __init__(self, *, workers: int = WORKERS, limit: float = LIMIT) -> None:
        self.limit = limit
        self._pool = ProcessPool(
            max_workers=workers, max_tasks=PAGES_PER_CHILD, initializer=_begin, context=_context()
        )

    def render(
        self, page: PageText, anchors: Sequence[str], *, title: Title, given: Given | None = None
    ) -> RenderedPage:
        """Return the page rendered, or as source (`failed`) if it is too large, takes too long or goes wrong.

        `given` is what a page of wikitext needs.
        """
        text = "".join(row_sources(page))
        rendered: RenderedPage | None = self._done(text, title, _render, page, tuple(anchors), title, given)
        if rendered is not None:
            return rendered
        from wiki.text.render import source_page

        return source_page(page, anchors, title=title)

    def convert(self, source: str, *, title: Title, given: Given | None = None) -> str | None:
        """A page of wikitext as Markdown; None if it is too large, takes too long or goes wrong."""
        converted: str | None = self._done(source, title, _convert, source, title, given)
        return converted

    def _done(self, text: str, title: Title, work: Callable[..., Any], *given: Any) -> Any:
        """What the work gives; None if the text is too large, takes longer than its size allows, or goes
        wrong.
        """
        if is_too_large(text):
            return None
        limit = self.limit * (1 + len(text) // LIMIT_BYTES)
        task = None
        try:
            task = self._pool.schedule(work, args=[*given], timeout=limit)
            return task.result(timeout=limit + PATIENCE)
        except (TooSlow, ProcessExpired, CancelledError) as error:
            if task is not None:
                task.cancel()  # type: ignore[no-untyped-call]
            log.warning("“%s” is shown as source: %s", title.name, type(error).__name__)
        except Exception:  # whatever went wrong in the child, the text must stay readable and editable
            log.exception("“%s” is shown as source", title.name)
        return None

    @property
    def broken(self) -> bool:
        """Whether its children cannot be started any more; another pool has to take its place."""
        return not self._pool.active

    def close(self) -> None:
        """Stop the children without waiting for their work."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _context() -> BaseContext:
    # In a process forked from one that had a fork server, Python waits for a child that is not its own.
    if "forkserver" in multiprocessing.get_all_start_methods() and not _forked:
        context = multiprocessing.get_context("forkserver")
        # What the fork server has loaded, children need not load: a killed one is replaced in milliseconds.
        context.set_forkserver_preload(["wiki.text.render", "wiki.text.wikitext.draw"])
        return context
    return multiprocessing.get_context("spawn")


def _begin() -> None:
    from wiki.text.markup.page import page_markdown

    # Ctrl-C in a terminal goes to every process; the parent ends its children itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    page_markdown()


def _render(page: PageText, anchors: Sequence[str], title: Title, given: Given | None) -> RenderedPage:
    # Loaded here and not above: the web process itself needs no Markdown and no parser of wikitext.
    from wiki.text.render import render_now, source_page
    from wiki.text.wikitext.draw import draw_now
    from wiki.text.wikitext.drawing.strips import TooMuch

    if page.model == "markdown":
        return render_now(page, anchors, title=title)
    if page.model == "wikitext":
        try:
            return draw_now(page, anchors, title=title, given=given)
        except TooMuch:
            return source_page(page, anchors, title=title)
    # A style sheet, a program, data: what such a page shows is its source.
    return replace(source_page(page, anchors, title=title), failed=False)


def _convert(source: str, title: Title, given: Given | None) -> str:
    from wiki.text.wikitext.to_markdown import to_markdown

    return to_markdown(source, title=title, given=given)


_shared: RenderPool | None = None
_forked = False
_lock = threading.Lock()


def render_page(
    page: PageText, anchors: Sequence[str], *, title: Title, given: Given | None = None
) -> RenderedPage:
    """Render a page within the time limit, in the pool of this process; started at the first call.

    Like `RenderPool.render`: never fails, and may be called from any thread.
    """
    return _shared_pool().render(page, anchors, title=title, given=given)


def convert_page(source: str, *, title: Title, given: Given | None = None) -> str | None:
    """Convert a page of wikitext to Markdown within the time limit, like `RenderPool.convert`."""
    return _shared_pool().convert(source, title=title, given=given)


def close_pool() -> None:
    """Stop this process's pool; the next `render_page` starts another."""
    global _shared
    with _lock:
        pool, _shared = _shared, None
    if pool is not None:
        pool.close()


def _shared_pool() -> RenderPool:
    global _shared
    with _lock:
        if _shared is not None and _shared.broken:
            _shared.close()
            _shared = RenderPool()
        elif _shared is None:
            _shared = RenderPool()
            # Not atexit: a server's worker that is itself a child of multiprocessing runs no such handlers,
            # and would wait for our children for ever.
            Finalize(None, close_pool, exitpriority=100)
        return _shared


def _forget_pool() -> None:
    """In a forked process: the threads that serve the pool are not here, so it needs a pool of its own."""
    global _shared, _forked, _lock
    _shared, _forked, _lock = None, _forked or _shared is not None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_pool)
