import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest

from wiki.text.html import pool as pools
from wiki.text.html.pool import RenderPool, close_pool, render_page
from wiki.text.html.rendered import MAX_BYTES, RenderedPage
from wiki.text.render import render_now
from wiki.text.source import read
from wiki.text.titles import Title

TITLE = Title(0, "Page")
PLAIN = read("```infobox C\nA: b\n```\nLead [[a]].\n== H ==\n- *x*[^1]\n\n[^1]: n")
SLOW = read("\n".join("> # a" for _ in range(60_000)))


@pytest.fixture(scope="module")
def pool() -> Iterator[RenderPool]:
    pool = RenderPool(workers=2)
    yield pool
    pool.close()


def test_a_page_is_rendered_as_in_this_process(pool):
    assert pool.render(PLAIN, ["", "H"], title=TITLE) == render_now(PLAIN, ["", "H"], title=TITLE)


def test_a_slow_page_ends_at_the_limit_as_source_and_the_next_is_rendered():
    pool = RenderPool(workers=1, limit=0.5)
    try:
        pool.render(PLAIN, [], title=TITLE)
        rendered = pool.render(SLOW, [], title=TITLE)
        assert rendered.failed
        assert rendered.sections[0].html.startswith('<pre class="source">&gt; # a\n')
        assert not pool.render(PLAIN, [], title=TITLE).failed
    finally:
        pool.close()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        "![" * 2500,
        "[[" * 2500,
        "[a](" * 1250,
        "*" * 5000,
        "*a **b " * 800,
        "_*" * 2500,
        "> " * 2500,
        "- " * 2500,
        "".join(f"{'    ' * depth}- a\n" for depth in range(50)),
        "[^1] " * 1000 + "\n\n[^1]: n",
        "".join(f"[^{number}]: [^{number + 1}]\n" for number in range(500)),
        "".join(f"*[a{number}]: b\n" for number in range(500)),
        "```a\n" * 1000,
        "~~~\n" * 1200,
        " ".join("`" * length for length in range(1, 100)),
        "a\n===\n" * 800,
        "---\n" * 1200,
        "<!--" * 1200,
        "<a " * 1700,
        "a|b\n-|-\n" + "`|" * 2400,
        "|a" * 1200 + "\n" + "|-" * 1200,
        "[r]: b\n" * 700,
        "a\n: b\n" * 800,
        "http://" * 700 + ")" * 100,
        "&" * 5000,
        "\\" * 5000,
    ],
    ids=lambda text: text[:12],
)
def test_texts_of_5_kb_that_are_slow_elsewhere_are_rendered(pool, text):
    assert not pool.render(read(text), [], title=TITLE).failed


def test_a_child_that_dies_is_replaced(pool):
    assert pool._pool.schedule(os.getpid).result() != os.getpid()
    dying = pool._pool.schedule(os._exit, args=[3])
    with pytest.raises(Exception, match="Abnormal termination"):
        dying.result()
    assert not pool.render(PLAIN, [], title=TITLE).failed


def test_a_page_that_goes_wrong_is_shown_as_source(pool, caplog):
    # No text is known to make the renderer fail; a title of no namespace does.
    rendered = pool.render(read("a [[/b]]"), [], title=Title(99, "Page"))
    assert rendered.failed
    assert rendered.sections[0].html == '<pre class="source">a [[/b]]</pre>'
    assert [record.message for record in caplog.records] == ["“Page” is shown as source"]


def test_a_text_that_is_too_large_is_shown_as_source_and_no_child_sees_it(pool, monkeypatch):
    asked = []
    monkeypatch.setattr(pool._pool, "schedule", lambda *given, **_: asked.append(given))
    text = "é" * (MAX_BYTES // 2) + "<"
    rendered = pool.render(read(text), [], title=TITLE)
    assert rendered.failed
    assert rendered.sections[0].html == f'<pre class="source">{text[:-1]}&lt;</pre>'
    assert pool.convert(text, title=TITLE) is None
    assert asked == []


def test_many_threads_share_the_pool(pool):
    pages = [read(f"Page {number}[^a]\n\n[^a]: note {number}\n*[Page]: p{number}") for number in range(40)]
    found: dict[int, RenderedPage] = {}

    def work(start: int) -> None:
        for number in range(start, 40, 8):
            found[number] = pool.render(pages[number], [""], title=TITLE)

    threads = [threading.Thread(target=work, args=[start]) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[n] for n in range(40)] == [render_now(page, [""], title=TITLE) for page in pages]


def test_the_shared_pool_starts_when_needed_and_again_after_a_fork():
    close_pool()
    assert pools._shared is None
    first = render_page(PLAIN, ["", "H"], title=TITLE)
    assert pools._shared is not None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of a fork beside threads
        child = os.fork()
    if not child:
        signal.alarm(20)
        again = render_page(PLAIN, ["", "H"], title=TITLE)
        os._exit(0 if again == first and not again.failed else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert render_page(PLAIN, ["", "H"], title=TITLE) == first
    close_pool()


def test_a_process_that_used_the_pool_ends():
    # As the workers of the web server do: they are children of multiprocessing themselves.
    process = multiprocessing.get_context("spawn").Process(
        target=render_page, args=(PLAIN, ["", "H"]), kwargs={"title": TITLE}
    )
    process.start()
    process.join(20)
    assert process.exitcode == 0


def test_a_broken_pool_is_replaced():
    """Its children cannot be started (here: the program they would be started from is gone)."""
    code = (
        "import sys, types\n"
        "sys.modules['__main__'].__file__ = '/nowhere/program.py'\n"
        "from wiki.text.html import pool\n"
        "from wiki.text.source import read\n"
        "from wiki.text.titles import Title\n"
        "first = pool.render_page(read('Text.'), [''], title=Title(0, 'A'))\n"
        "del sys.modules['__main__'].__file__\n"
        "second = pool.render_page(read('Text.'), [''], title=Title(0, 'A'))\n"
        "pool.close_pool()\n"
        "print(first.failed, second.failed)\n"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["True", "False"]
