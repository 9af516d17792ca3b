"""Which texts can stand for an editor's name, and what they become on a page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wiki.text.normal import sign
from wiki.text.talk.signatures import InvalidSignature, check_signature

OWN = "[[User:Alice|Alice]]"


@pytest.mark.parametrize(
    "text",
    [
        OWN,
        "*[[User talk:Alice|A.]]*",
        "— [[user:alice]] · [[Rome]]",
        "[[Special:Contributions/Alice|Alice]] ☕",
        f"{OWN} " + "x" * (255 - len(OWN) - 1),
    ],
)
def test_sound_ones(text: str) -> None:
    assert check_signature(f"  {text} ", author="Alice") == text


def test_none_is_none() -> None:
    assert check_signature("  ", author="Alice") == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Alice", "signature-no-link"),
        ("[[User:Bob]]", "signature-no-link"),
        ("[[User:Alice/Draft]]", "signature-no-link"),
        (f"{OWN} {'x' * 255}", "signature-too-long"),
        (f"{OWN}\n\nmore", "signature-control"),
        (f"{OWN}\u202e", "signature-control"),
        (f"{OWN}\0", "signature-control"),
        (f"# {OWN}", "signature-block"),
        (f"- {OWN}", "signature-block"),
        (f"1. {OWN}", "signature-block"),
        (f"{OWN}<script>alert(1)</script>", "signature-markup"),
        (f'{OWN}<img src=x onerror="alert(1)">', "signature-markup"),
        ("[[User:Alice|<b>Alice]]", "signature-markup"),
        (f"{OWN} [x](javascript:alert(1))", "signature-markup"),
        (f"{OWN} ![x](x.png)", "signature-markup"),
        (f"{OWN} https://evil.example/", "signature-markup"),
        (f"{OWN} {{{{delete}}}}", "signature-markup"),
        (f"{OWN} ~~~~", "signature-markup"),
        (f"{OWN} `code", "signature-markup"),
        (f"{OWN} | cell", "signature-markup"),
        (f"{OWN} [^1]", "signature-markup"),
        (f"{OWN} [[Rome", "signature-markup"),
        (f"{OWN} [[File:A.jpg]]", "signature-link"),
        (f"{OWN} [[Category:Cities]]", "signature-link"),
        (f"{OWN} [[A{{B]]", "signature-link"),
    ],
)
def test_tricks(text: str, code: str) -> None:
    with pytest.raises(InvalidSignature) as caught:
        check_signature(text, author="Alice")
    assert caught.value.code == code
    assert caught.value.message


def test_it_stands_for_the_name_when_signing() -> None:
    now = datetime(2026, 1, 5, 12, 34, tzinfo=UTC)
    text = sign("Yes. ~~~~ and ~~~ `~~~`", author="Alice", now=now, chosen="*[[User:Alice]]*")
    assert text == "Yes. *[[User:Alice]]* 12:34, 5 January 2026 (UTC) and *[[User:Alice]]* `~~~`"
