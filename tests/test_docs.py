"""What the documentation says is there: tests that it names, settings, commands of make."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FURNITURE = (ROOT / "docs" / "furniture.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (?!What |---)(.+?) \| (.+?) \|$", FURNITURE, re.MULTILINE)
SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
THREATS = re.findall(r"^\| (?!Who could |---)(.+?) \| .+ \| (.+?) \|$", SECURITY, re.MULTILINE)


@cache
def names_in(path: str) -> frozenset[str]:
    file = ROOT / "tests" / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else ast.Module([], [])
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_there_are_rows() -> None:
    assert len(ROWS) > 100
    assert len(THREATS) == SECURITY.count("\n| ") - 1 > 25


@pytest.mark.parametrize(("thing", "test"), [*ROWS, *THREATS])
def test_each_row_names_a_test_that_exists(thing: str, test: str) -> None:
    named = re.fullmatch(r"`([\w/]+\.py)::(test_\w+)`", test)
    assert named, f"{thing}: {test}"
    assert named[2] in names_in(named[1]), f"{thing}: {test}"


def test_every_link_between_documents_leads_somewhere() -> None:
    pages = [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "SECURITY.md",
        *(ROOT / "docs").rglob("*.md"),
    ]
    lost = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert lost == []
