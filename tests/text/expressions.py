"""Every regular expression of the code, found in its syntax trees, and strings that make each work hard."""

from __future__ import annotations

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PARSER: Any = importlib.import_module("re._parser")
COMPILER: Any = importlib.import_module("re._compiler")
ONE_SHOT = {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
# What stands in where an expression is put together from what a function was given.
GIVEN = {"length": 3, "ticks": "```", "word": "word", "form": r"(?:\d{1,2}\s+)?\w+"}
MANY = 16  # a repeat that may go on for longer is worth an attack
BAD = ("", "\0", "\n", "!")  # what ends the run, so that nothing matches
OFTEN = " \t\n\r-ax0A[]()<>{}*_`~|:=#'\"/\\.,;!&^+éß中"


@dataclass(frozen=True)
class Expression:
    where: str  # file:line
    name: str
    pattern: re.Pattern[Any]
    method: str  # how it is asked: "match", "fullmatch" or "search"; the last goes through the whole text


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("wiki", "config"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text("utf-8"))


def every_expression() -> list[Expression]:
    """Each expression with each way in which it is asked. One that cannot be worked out is a KeyError that
    names the place: say in `GIVEN` what stands in for what its function was given.
    """
    trees = list(sources())
    everywhere = uses(tree for _, tree in trees)
    return [found for path, tree in trees for found in expressions_of(path, tree, everywhere | uses([tree]))]


def uses(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """How each name is asked, in these modules."""
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Attribute) and node.attr in ONE_SHOT - {"compile"}:
            name = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            asked[name].add(node.attr)
    return asked


def expressions_of(path: Path, tree: ast.Module, asked: dict[str, set[str]]) -> Iterator[Expression]:
    names = {
        id(call): target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
        for call in ast.walk(node.value)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if getattr(node.func.value, "id", "") != "re" or node.func.attr not in ONE_SHOT:
            continue
        where = f"{path.relative_to(ROOT)}:{node.lineno}"
        methods = {node.func.attr}
        if node.func.attr == "compile":
            methods = asked.get(names.get(id(node), ""), set()) or {"search"}
        name = names.get(id(node), "")
        pattern = worked_out(path, node, where)
        for method in sorted({one if one in ("match", "fullmatch") else "search" for one in methods}):
            yield Expression(where, name, pattern, method)


def worked_out(path: Path, node: ast.Call, where: str) -> re.Pattern[Any]:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    known = {**GIVEN, **vars(importlib.import_module(name))}
    flags = [word for word in node.keywords if word.arg == "flags"]
    if isinstance(node.func, ast.Attribute) and node.func.attr == "compile":
        flags = flags or [ast.keyword("flags", one) for one in node.args[1:2]]
    call = ast.Call(ast.parse("re.compile", mode="eval").body, node.args[:1], flags)
    try:
        code = compile(ast.fix_missing_locations(ast.Expression(call)), where, "eval")
        found: re.Pattern[Any] = eval(code, {**known, "re": re})
    except NameError as error:
        raise KeyError(f"{where}: what is {error.name}?") from error
    return found


@dataclass(frozen=True, slots=True)
class Attack:
    """A string that can be made of any length."""

    before: str
    again: str
    end: str

    def text(self, size: int) -> str:
        return self.before + self.again * max(size // len(self.again), 1) + self.end


def attacks(pattern: re.Pattern[Any]) -> list[Attack]:
    """In the shape of the expression: each repeat gone on with, begun again and again, and ended so that
    nothing matches.
    """
    text = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    made: dict[Attack, None] = {}
    for before, body in repeats(PARSER.parse(text, pattern.flags & ~re.UNICODE), ""):
        found = [Attack(before, body, bad) for bad in BAD]
        found += [Attack("", before + body, ""), Attack("", before + body * 40 + "!", "")]
        found += [Attack("", before, "")] if before else []
        made |= dict.fromkeys(found)
    return list(made) or [Attack("", "x", "")]


def repeats(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """Each repeat without a near end: a string that leads to it, and one round of it in some ways."""
    for operation, value in tree:
        kind = str(operation)
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, most, body = value
            yield from repeats(body, before)
            if most > MANY:
                yield from ((before, one) for one in dict.fromkeys(rounds(body)) if one)
        for inner in inside(kind, value):
            yield from repeats(inner, before)
        before += sample(operation, value)


def inside(kind: str, value: Any) -> list[Any]:
    if kind == "SUBPATTERN":
        return [value[3]]
    if kind == "BRANCH":
        return list(value[1])
    if kind in ("ASSERT", "ASSERT_NOT"):
        return [value[1]]
    return [value] if kind == "ATOMIC_GROUP" else []


def rounds(tree: Any) -> list[str]:
    """Some strings that the tree takes, different where it leaves a choice."""
    parts = [choices(operation, value) for operation, value in tree]
    return ["".join(one) for one in list(product(*(part[:4] or [""] for part in parts)))[:8]]


def choices(operation: Any, value: Any) -> list[str]:
    kind = str(operation)
    if kind in ("IN", "ANY", "NOT_LITERAL", "CATEGORY"):
        return [sign for sign in OFTEN if takes(operation, value, sign)][:4] or [sample(operation, value)]
    if kind == "BRANCH":
        return [one for branch in value[1] for one in rounds(branch)[:2]]
    if kind == "SUBPATTERN":
        return rounds(value[3])
    if kind == "ATOMIC_GROUP":
        return rounds(value)
    if kind.endswith("_REPEAT"):
        return [one * max(value[0], 1) for one in rounds(value[2])[:4]]
    return [sample(operation, value)]


def takes(operation: Any, value: Any, sign: str) -> bool:
    return sign in taken(str(operation), repr(value), lambda: (operation, value))


TAKEN: dict[tuple[str, str], str] = {}


def taken(kind: str, shape: str, node: Callable[[], tuple[Any, Any]]) -> str:
    """Which of OFTEN a class of characters takes."""
    if (kind, shape) not in TAKEN:
        state = PARSER.State()
        state.str = ""
        pattern = COMPILER.compile(PARSER.SubPattern(state, [node()]), re.DOTALL)
        TAKEN[kind, shape] = "".join(sign for sign in OFTEN if pattern.match(sign))
    return TAKEN[kind, shape]


def sample(operation: Any, value: Any) -> str:
    kind = str(operation)
    if kind == "LITERAL":
        return chr(value)
    if kind in ("IN", "ANY", "NOT_LITERAL", "CATEGORY"):
        signs = [sign for sign in OFTEN if takes(operation, value, sign)]
        named = [part for part in value if str(part[0]) in ("LITERAL", "RANGE")] if kind == "IN" else []
        return (signs + [chr(one if str(what) == "LITERAL" else one[0]) for what, one in named] + ["x"])[0]
    if kind.endswith("_REPEAT"):
        return through(value[2]) * value[0]
    if kind == "BRANCH":
        return through(value[1][0])
    if kind == "SUBPATTERN":
        return through(value[3])
    return through(value) if kind == "ATOMIC_GROUP" else ""


def through(tree: Any) -> str:
    return "".join(sample(operation, value) for operation, value in tree)
