"""The HTML of every kind of page: read strictly, without one inline script or style, every id once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import html5lib
import pytest
from django.test import Client

from tests.web.identity.signing_in import sign_in
from tests.web.page_types import PAGES, Looked, build_wiki

pytestmark = pytest.mark.django_db

XHTML = "{http://www.w3.org/1999/xhtml}"


def fetch(looked: Looked, numbers: dict[str, int]) -> str:
    client = Client()
    if looked.as_:
        sign_in(client, looked.as_)
    answer = client.get(looked.address.format(**numbers))
    assert answer.status_code == looked.status
    return answer.content.decode()


def problems(html: str) -> Iterator[str]:
    """What a strict reader, and the Content-Security-Policy, would have against it."""
    parser = html5lib.HTMLParser()
    root = parser.parse(html)
    for position, code, data in parser.errors:
        yield f"{code} {data} at {position}: {html.splitlines()[position[0] - 1].strip()[:120]}"
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    yield from (f"id {id_} stands {count} times" for id_, count in ids.items() if count > 1)
    for element in root.iter():
        tag = str(element.tag).removeprefix(XHTML)
        if tag == "style" or (
            tag == "script" and not element.get("src") and element.get("type") != "application/ld+json"
        ):
            yield f"inline {tag}"
        yield from (
            f"{tag} {name}" for name in element.attrib if str(name).startswith("on") or name == "style"
        )
        for name in ("href", "src", "action", "formaction"):
            if (element.get(name) or "").lstrip().lower().startswith("javascript:"):
                yield f"{tag} {name} is a script"
        for name in ("src", "srcset"):
            if "//" in (element.get(name) or ""):
                yield f"{tag} {name} leads to another host"
        pointed = [
            *(element.get("aria-labelledby") or "").split(),
            *(element.get("aria-describedby") or "").split(),
        ]
        pointed += filter(
            None, [element.get("for"), element.get("popovertarget"), element.get("aria-controls")]
        )
        yield from (f"{tag} points to #{id_}, which is not there" for id_ in pointed if id_ not in ids)


def test_every_kind_of_page_is_valid() -> None:
    numbers = build_wiki()
    found = {
        looked.name: list(dict.fromkeys(wrong))
        for looked in PAGES
        if (wrong := list(problems(fetch(looked, numbers))))
    }
    assert found == {}


def test_the_names_of_the_kinds_differ() -> None:
    assert len({looked.name for looked in PAGES}) == len(PAGES)


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<!DOCTYPE html><title>x</title><p><div></p></div>", "unexpected-end-tag"),
        ("<!DOCTYPE html><title>x</title><p id=a><p id=a>", "id a stands 2 times"),
        ("<!DOCTYPE html><title>x</title><script>x</script>", "inline script"),
        ("<!DOCTYPE html><title>x</title><p onclick=x>", "p onclick"),
        ("<!DOCTYPE html><title>x</title><p style='color:red'>", "p style"),
        ("<!DOCTYPE html><title>x</title><a href=' javascript:x'>x</a>", "a href is a script"),
        ("<!DOCTYPE html><title>x</title><img src='//example.org/x'>", "img src leads to another host"),
        ("<!DOCTYPE html><title>x</title><label for=b>x</label>", "label points to #b"),
    ],
)
def test_the_test_sees_what_is_wrong(html: str, said: str) -> None:
    assert any(problem.startswith(said) for problem in problems(html))
    assert not [*problems("<!DOCTYPE html><title>x</title><p>Right.</p>")]
