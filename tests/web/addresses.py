"""Every address that the wiki answers, read from its list of addresses, so that none can be forgotten.

A new parameter in an address has to be given its values here; until then the tests that go through all
addresses fail and name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.resolvers import RoutePattern

from wiki.web.special.pages import PAGES

NAMED = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()\[\]]|\[[^\]]*\])*\)")
ASKED = re.compile(
    r"(?:GET|query|asked)(?:\.get\(|\[)\s*\"(\w+)\"|(?:whole_number|read_text|read_day)\([\w.]+, \"(\w+)\""
)
DOORS = [settings.BASE_DIR / "wiki" / door for door in ("web", "feeds", "api")]
SPECIAL = "wiki/Special:"
DESK = "admin/"
UNNAMED = re.compile(r"\(\[\^/\]\+\)")


def routes() -> list[str]:
    """All routes but those of Django's admin, as `history/<title>`."""
    return [route for route in all_routes() if not route.startswith(DESK)]


def all_routes() -> list[str]:
    """All routes, as `history/<title>`."""
    return sorted(set(_routes(get_resolver().url_patterns, "")))


def route_of(address: str) -> str:
    """The route that answers an address, written as `all_routes` does."""
    return plain_route(str(resolve(address.partition("?")[0]).route))


def plain_route(route: str) -> str:
    """`admin/wiki/page/<path:object_id>/` without the kinds of its parameters and the signs of patterns."""
    route = UNNAMED.sub("<id>", NAMED.sub(lambda found: f"<{found[1] or found[2]}>", route))
    return route.replace("^", "").replace("$", "")


def _routes(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        part = pattern.pattern
        text = part._route if isinstance(part, RoutePattern) else part._regex  # type: ignore[attr-defined]
        whole = before + plain_route(text)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, whole)
        else:
            yield whole


def addresses(values: Mapping[str, Sequence[object]]) -> Iterator[str]:
    """Every address with every combination of values of its parameters. For a special page the values of
    `rest` stand behind its name; those with an address of their own are among them.
    """
    rests = ["", *(f"/{written(value)}" for value in values["rest"])]
    yield from (f"/{SPECIAL}{name}{rest}" for name in PAGES for rest in rests)
    for route in routes():
        if route.startswith(SPECIAL):
            if "<" not in route:
                yield f"/{route}"
            continue
        names = re.findall(r"<(\w+)>", route)
        missing = [name for name in names if f"{route}|{name}" not in values and name not in values]
        assert not missing, f"tests/web/addresses.py does not know what {missing} of {route} can be"
        choices = [values.get(f"{route}|{name}", values.get(name, ())) for name in names]
        for chosen in product(*choices):
            given = dict(zip(names, map(written, chosen), strict=True))
            yield "/" + re.sub(r"<(\w+)>", lambda found, given=given: given[found[1]], route)


def written(value: object) -> str:
    """A value as it stands in an address; what is encoded already stays."""
    return value.decode() if isinstance(value, bytes) else quote(str(value), safe="/:")


def query_names() -> list[str]:
    """The names of all parameters behind `?` that some door reads."""
    code = "\n".join(path.read_text() for door in DOORS for path in sorted(Path(door).rglob("*.py")))
    return sorted({found[0] or found[1] for found in ASKED.findall(code)} | {"hideredirs", "next", "nth"})
