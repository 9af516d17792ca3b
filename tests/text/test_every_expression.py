"""No regular expression takes more than about twice as long for twice the text, whatever the text is.

The expressions are found in the code, so that a new one is asked too; so are strings in the shape of each.
"""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import FrameType

import pytest
from markdown import Markdown

from tests.text.expressions import Attack, Expression, attacks, every_expression
from wiki.text.markup.page import PageMarkdown

SHORT, LONG = 4_000, 20_000
CEILING = 0.5
# What reads a text of bounded length, by its file and its name.
BOUNDED = {
    "wiki/text/fields/field_types.py _DATES": 200,
    "wiki/text/language/words.py _LAST_WORD": 20,
    "wiki/text/citing/field_sources.py _LAST_NOTE": 103,
}
GENERAL = tuple(
    Attack("", one, "")
    for one in (
        "a",
        " ",
        "[",
        "]",
        "[[",
        "`",
        "*",
        "_",
        "<",
        "<!--",
        "\n",
        "|",
        "{{",
        "0",
        ".",
        "中",
        "\\",
        "(",
    )
)


class TooSlow(Exception):
    pass


@contextmanager
def stopped_at(seconds: float) -> Iterator[None]:
    """An expression looks at signals while it goes on: one that explodes ends here."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@cache
def limit() -> float:
    """Seconds on this machine: SHORT takes a tenth of it as a rule, and more if it is quadratic."""
    quadratic = Expression("", "", re.compile(r"\[[^\]]*\]x"), "search")
    return min(seconds(quadratic, "[" * SHORT) for _ in range(5)) * 2 / 3


def asked_within(ceiling: float, question: Callable[[], bool]) -> bool | None:
    """The answer; None if there is none in time."""
    try:
        with stopped_at(ceiling):
            return question()
    except TooSlow:
        return None


def seconds(asked: Expression, text: str) -> float:
    pattern = asked.pattern
    given = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    start = time.thread_time()
    if asked.method == "search":
        for _ in pattern.finditer(given):
            pass
    else:
        getattr(pattern, asked.method)(given)
    return time.thread_time() - start


def explodes(asked: Expression, attack: Attack) -> bool:
    """Whether it takes long, and three times as long or more for twice the text, each time it is counted.

    The machine is twice as fast at one moment as at another: what takes a fraction of the limit is asked
    again, and both lengths by turns.
    """
    size = BOUNDED.get(f"{asked.where.partition(':')[0]} {asked.name}", SHORT)
    if asked_within(CEILING, lambda: seconds(asked, attack.text(size)) < limit() / 4) is True:
        return False
    return all(asked_within(CEILING, lambda: grows(asked, attack, size)) is not False for _ in range(3))


def grows(asked: Expression, attack: Attack, size: int) -> bool:
    """`explodes`, counted once: the least of five times each, since that clock jumps on virtual machines."""
    if size != SHORT:
        return min(seconds(asked, attack.text(size)) for _ in range(5)) > limit()
    texts = attack.text(LONG // 2), attack.text(LONG)
    one, two = map(min, zip(*([seconds(asked, text) for text in texts] for _ in range(5)), strict=True))
    return two > max(3 * one, limit())


def slow(asked: Expression, strings: tuple[Attack, ...]) -> Iterator[str]:
    for attack in dict.fromkeys((*attacks(asked.pattern), *strings)):
        if explodes(asked, attack):
            yield f"{asked.where} {asked.method}: {attack}"
            return


@cache
def expressions() -> tuple[Expression, ...]:
    return tuple(every_expression())


def test_every_expression_of_the_code() -> None:
    found = [one for asked in expressions() for one in slow(asked, GENERAL)]
    assert found == []
    assert len(expressions()) > 200


def test_every_expression_that_markdown_asks() -> None:
    """Those of Python-Markdown that our parser goes on using."""
    made = vars(PageMarkdown())["_md"]
    assert isinstance(made, Markdown)
    registries = (
        *(made.preprocessors, made.inlinePatterns, made.treeprocessors, made.postprocessors),
        made.parser.blockprocessors,
    )
    asked = {
        value: Expression(f"{type(part).__module__}:{name}", name, value, "search")
        for registry in registries
        for part in registry
        for name in dir(part)
        if isinstance(value := getattr(part, name, None), re.Pattern)
    }
    assert len(asked) > 15
    assert [one for each in asked.values() for one in slow(each, GENERAL)] == []


def test_what_explodes_is_seen() -> None:
    for pattern in (r"(a+)+$", r"\s+$", r"<!--.*?-->", r"(a|aa)+b", r"\[[^\]]*\]x"):
        asked = Expression("here:1", "", re.compile(pattern), "search")
        assert list(slow(asked, GENERAL)), pattern
    assert not list(slow(Expression("here:1", "", re.compile(r"\s++"), "search"), GENERAL))


@pytest.mark.parametrize("name", BOUNDED)
def test_what_is_bounded_is_there(name: str) -> None:
    assert name in {f"{asked.where.partition(':')[0]} {asked.name}" for asked in expressions()}
