"""The house rules that no other tool checks: where writing happens, sizes, names, docstrings, privacy."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIKI = ROOT / "wiki"
WRITING_ROOMS = {"models", "search", "editing", "moderation", "migrations"}
DOCUMENTED_ROOMS = ("text", "pictures", "search", "reading", "editing", "moderation", "dumps")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "managers", "service", "services"}
ROW_WRITES = {"save", "delete", "asave", "adelete"}
SET_WRITES = {
    *("create", "acreate", "bulk_create", "abulk_create", "bulk_update", "abulk_update", "update", "aupdate"),
    *("get_or_create", "aget_or_create", "update_or_create", "aupdate_or_create", "_raw_delete"),
}
NO_TABLES = {
    "book",
    "cache",
    "caches",
    "session",
    "super",
    "default_storage",
    "picture",
}  # picture: of Pillow
MANAGERS = {"objects", "_default_manager", "_base_manager", "history"}
QUERIES = {
    "all",
    "filter",
    "exclude",
    "order_by",
    "using",
    "select_for_update",
    "get_queryset",
    "only",
    "annotate",
}


@cache
def tracked(suffix: str = "") -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode:  # an unpacked archive rather than a clone
        folders = ("config", "wiki", "templates", "tests", "docs", "fixtures")
        files = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    else:
        files = [ROOT / name for name in listing.stdout.split("\0") if name]
    return sorted(path for path in files if path.is_file() and path.name.endswith(suffix))


def own(suffix: str) -> list[Path]:
    """Files we wrote, without migrations and vendored libraries."""
    return [path for path in tracked(suffix) if not {"migrations", "vendor"} & set(path.parts)]


@cache
def syntax_tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(syntax_tree(path)))


def place(path: Path, line: int | None = None) -> str:
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


def room(path: Path) -> str:
    return path.relative_to(WIKI).parts[0].removesuffix(".py")


def chain(node: ast.AST) -> Iterator[str]:
    """The names in a chain of calls and attributes: `Page.objects.filter(…)` -> filter, objects, Page."""
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        elif isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        else:
            if isinstance(node, ast.Name):
                yield node.id
            return


def is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    before = list(chain(call.func.value))
    if call.func.attr in ROW_WRITES:
        # These are no tables of ours; `super().save` is judged where its override is called.
        return not NO_TABLES & set(before)
    return call.func.attr in SET_WRITES and bool((MANAGERS | QUERIES) & set(before))


def test_only_the_writing_rooms_write() -> None:
    writes = [
        place(path, node.lineno)
        for path in own(".py")
        if path.is_relative_to(WIKI) and room(path) not in WRITING_ROOMS
        for node in nodes(path)
        if isinstance(node, ast.Call) and is_write(node)
    ]
    assert writes == []


def test_the_rule_about_writing_sees_what_it_should() -> None:
    def seen(code: str) -> bool:
        return is_write(ast.parse(code, mode="eval").body)

    written = [
        "page.save()",
        "form.save()",
        "Page.objects.create(title='x')",
        "Page.objects.filter(pk=1).update(rev=2)",
        "Page.objects.filter(pk=1).delete()",
        "model.history.bulk_create(rows)",
        "page.sections.all().update(rev=2)",
    ]
    harmless = [
        "seen.update(titles)",
        "cache.delete('key')",
        "digest.update(b'x')",
        "Page.objects.filter(pk=1).get()",
    ]
    assert [code for code in written if not seen(code)] == []
    assert [code for code in harmless if seen(code)] == []


def test_no_file_is_over_400_lines() -> None:
    sizes = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in own(".py")}
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_no_function_is_over_60_lines() -> None:
    def size(node: ast.AST) -> int:
        return node.end_lineno - node.lineno + 1

    long = {
        f"{place(path, node.lineno)} {node.name}": size(node)
        for path in own(".py")
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and size(node) > 60
    }
    assert long == {}


def test_no_template_is_over_120_lines() -> None:
    templates = [path for path in own(".html") if path.is_relative_to(ROOT / "templates")]
    sizes = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in templates}
    assert {name: size for name, size in sizes.items() if size > 120} == {}


def test_modules_are_named_after_their_subject() -> None:
    inside = [path for path in own(".py") if path.is_relative_to(WIKI)]
    assert [place(path) for path in inside if FORBIDDEN_NAMES & {path.stem, path.parent.name}] == []


def test_public_functions_of_the_inner_rooms_say_what_they_promise() -> None:
    silent = [
        f"{place(path, node.lineno)} {node.name}"
        for path in own(".py")
        if path.is_relative_to(WIKI) and room(path) in DOCUMENTED_ROOMS
        for node in syntax_tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_templates_hold_no_inline_script_or_style() -> None:
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\son[a-z]+\s*=\s*[\"']|\sstyle\s*=|javascript:", re.IGNORECASE
    )
    found = [
        place(path, number)
        for path in own(".html")
        if path.is_relative_to(ROOT / "templates")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if inline.search(line)
    ]
    assert found == []


def test_the_server_fetches_nothing() -> None:
    """No code of ours opens a connection: no address that somebody wrote can be asked for. What logs in by
    other places is allauth's, and goes where the operator's settings say.
    """
    talks = {"requests", "httpx", "aiohttp", "urllib3", "socket", "ftplib", "smtplib", "telnetlib", "asyncio"}
    talks |= {"urllib.request", "http.client", "xmlrpc.client", "urllib.robotparser"}
    allowed = {"wiki/management/commands/serve.py"}  # tries whether its own port is free
    found = {
        place(path)
        for path in own(".py")
        if path.is_relative_to(WIKI) or path.is_relative_to(ROOT / "config")
        for node in nodes(path)
        for name in imported(node)
        if name in talks or name.partition(".")[0] in talks
    }
    assert found - allowed == set()


def imported(node: ast.AST) -> list[str]:
    """The modules that an import names, `from urllib import request` too."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def test_nothing_private_is_tracked() -> None:
    """No package index and no folder of somebody's machine in any text file."""
    private = re.compile(
        "|".join(
            ["py" + r"pi\.org", "python" + r"hosted\.org", "--(extra-)?" + "index-url", "--" + "find-links"]
        )
        + r"|(?<![\w.])/(work|home|Users|opt)/\w|(?<![\w.])/root\b"
    )
    found = []
    for path in tracked():
        if "vendor" in path.parts or path.name == "test_house.py":
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            place(path, number) for number, line in enumerate(text.splitlines(), 1) if private.search(line)
        ]
    assert found == []
