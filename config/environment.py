"""Reads one environment variable; a wrong value stops the start with one clear line."""

import os
import re
import sys
from collections.abc import Callable
from typing import NoReturn, TypeVar

Value = TypeVar("Value")


def refuse(name: str, value: str, wanted: str) -> NoReturn:
    shown = value if len(value) <= 60 else value[:60] + "…"
    sys.exit(f"Stemma cannot start: {name} must be {wanted}, not {shown!r}.")


def env(name: str, default: str, read: Callable[[str], Value], wanted: str, *, secret: bool = False) -> Value:
    """The variable `name` as `read` understands it; `wanted` is what the operator is told if it cannot."""
    value = os.environ.get(name, default).strip()
    try:
        return read(value)
    except (ValueError, KeyError, TypeError):
        refuse(name, "***" if secret else value, wanted)


def env_text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def env_number(name: str, default: int, low: int, high: int) -> int:
    def read(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,10}", value) or not low <= int(value) <= high:
            raise ValueError(value)
        return int(value)

    return env(name, str(default), read, f"a whole number from {low} to {high}")


def env_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    return choices[env(name, default, choices.index, f"one of {', '.join(choices)}")]


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def read_flag(value: str) -> bool:
    return {"on": True, "true": True, "1": True, "off": False, "false": False, "0": False}[value.lower()]
