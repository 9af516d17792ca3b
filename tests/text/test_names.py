"""User names and signatures."""

from datetime import UTC, datetime

import pytest

from wiki.text.names import InvalidName, check_user_name, is_ip, signature, signature_time


@pytest.mark.parametrize(
    ("text", "name"),
    [("alice", "Alice"), ("bob_the  builder", "Bob the builder"), ("Zoë", "Zoë"), ("x.y", "X.y")],
)
def test_normal_form(text: str, name: str) -> None:
    assert check_user_name(text) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[(f"a{char}b", "name-invalid-characters") for char in "/@:>=#<[]|{}"],
        ("", "name-invalid-empty"),
        ("a" * 256, "name-invalid-too-long"),
        ("a\u202eb", "name-invalid-invisible"),
        *[(ip, "name-like-ip") for ip in ("192.0.2.1", "2001:db8::1", "1.2.3.xxx", "999.1.1.1", " 1.2.3.4 ")],
        ("~2026-1", "name-temporary"),
        ("maintenance script", "name-reserved"),
    ],
)
def test_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidName) as refused:
        check_user_name(text)
    assert refused.value.code == code
    assert "user name" in refused.value.message


def test_names_that_exist_already_may_look_like_addresses() -> None:
    assert check_user_name("192.0.2.1", registering=False) == "192.0.2.1"
    assert check_user_name("~2026-1", registering=False) == "~2026-1"


def test_addresses() -> None:
    assert [is_ip(name) for name in ("192.0.2.1", "2001:DB8::1", "1.2.3.xxx", "Bob")] == [
        True,
        True,
        False,
        False,
    ]


def test_signature() -> None:
    assert signature("Bob") == "[[User:Bob|Bob]] ([[User talk:Bob|talk]])"
    assert signature("192.0.2.1") == (
        "[[Special:Contributions/192.0.2.1|192.0.2.1]] ([[User talk:192.0.2.1|talk]])"
    )
    assert signature_time(datetime(2026, 1, 5, 2, 4, tzinfo=UTC)) == "02:04, 5 January 2026 (UTC)"
