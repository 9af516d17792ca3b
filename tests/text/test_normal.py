"""What the doors do to a text that an editor changed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given

from tests.text.strategies import any_text
from wiki.text.normal import MAX_BYTES, InvalidText, normalise, sign

NOW = datetime(2026, 1, 5, 12, 34, tzinfo=UTC)
NAME = "[[User:Bob|Bob]] ([[User talk:Bob|talk]])"
TIME = "12:34, 5 January 2026 (UTC)"


def signed(text: str) -> str:
    return sign(text, author="Bob", now=NOW)


def test_normal_form() -> None:
    assert normalise("\ufeffa\r\nb\rc\u2028d e\u0301 \n\t\n") == "a\nb\nc\u2028d é"
    assert normalise("  a\n\n b ") == "  a\n\n b"
    assert normalise(" \r\n") == ""


@given(any_text)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    try:
        once = normalise(text)
    except InvalidText:
        assert "\0" in text
        return
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("a\r\nb\0", "text-invalid-character", "Line 2 has the character U+0000, which no text can have."),
        ("\ud800", "text-invalid-character", "Line 1 has the character U+D800, which no text can have."),
        ("é" * (MAX_BYTES // 2 + 1), "text-too-big", "The text has 2,097,154 bytes; 2,097,152 are the most."),
    ],
)
def test_refused(text: str, code: str, message: str) -> None:
    with pytest.raises(InvalidText) as refused:
        normalise(text)
    assert (refused.value.code, refused.value.message) == (code, message)


def test_two_megabytes_are_not_too_big() -> None:
    assert len(normalise("x" * MAX_BYTES)) == MAX_BYTES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes. ~~~~", f"Yes. {NAME} {TIME}"),
        ("~~~ at ~~~~~", f"{NAME} at {TIME}"),
        ("Yes.\n~~~~\n", f"Yes.\n{NAME} {TIME}\n"),
        ("~~~~~\n~~~~\n~~~", f"{TIME}\n{NAME} {TIME}\n{NAME}"),
        ("~~ ~~~~~~", "~~ ~~~~~~"),
        ("`~~~~` ``a`~~~~`` \\` ~~~ `", f"`~~~~` ``a`~~~~`` \\` {NAME} `"),
        ("~~~\n~~~~\n~~~\n", f"~~~\n~~~~\n{NAME}\n"),
        ("~~~~ PS: ~~~", f"{NAME} {TIME} PS: {NAME}"),
        ("\\~~~~", "\\~~~~"),
        ("```\n~~~~\n```\n## ~~~~", f"```\n~~~~\n```\n## {NAME} {TIME}"),
        ("~~~ py\ncode ~~~~", "~~~ py\ncode ~~~~"),
        ("nothing", "nothing"),
    ],
)
def test_signing(text: str, expected: str) -> None:
    assert signed(text) == expected


@given(any_text)
def test_signing_leaves_the_rest(text: str) -> None:
    assert signed(text).replace(f"{NAME} {TIME}", "~~~~").replace(NAME, "~~~").replace(TIME, "~~~~~") == text
