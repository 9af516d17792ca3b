"""Text comes back as it was typed, to the byte, and a form that is opened and saved unchanged saves nothing.

What is promised: the source is what was typed, but that line ends are LF, characters composed (NFC), a byte
order mark at the beginning and white space at the end gone (`normalise` of text/normal.py), and that it is
signed.
"""

from __future__ import annotations

import json
import lzma
import os
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_page, reload
from tests.merge_pairs import merged
from tests.text.strategies import texts
from tests.web.posting import press
from wiki.models import Page, Revision, Section
from wiki.reading.source import open_page
from wiki.text.normal import InvalidText, normalise

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[1] / "data"
HEAD, TAIL = "Lead.\n\n## Before\n\nUntouched.", "\n\n## After\n\nUntouched too."
EXAMPLES = settings(
    max_examples=int(os.environ.get("EXAMPLES", "12")),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def can_be_stored(text: str) -> bool:
    try:
        normalise(text)
    except InvalidText:
        return False
    return "~~~" not in text


typed_texts = (texts | st.text()).filter(can_be_stored)


def naughty() -> list[str]:
    strings = json.loads((DATA / "blns.json").read_text("utf-8"))
    strings += json.loads((DATA / "commonmark.json").read_text("utf-8"))
    with lzma.open(DATA / "xss-payloads.txt.xz", "rt", encoding="utf-8") as file:
        strings += file.read().split("\n")[::20]
    return [text for text in strings if isinstance(text, str) and can_be_stored(text)]


def pages_of_naughty() -> list[str]:
    strings = naughty()
    return ["\n\n".join(strings[start : start + 240]) for start in range(0, len(strings), 240)]


def text_of(title: str) -> str:
    return open_page(Page.objects.get(title=title)).text


@EXAMPLES
@given(typed_texts)
def test_a_whole_page(client: Client, text: str) -> None:
    if not Page.objects.filter(title="Typed").exists():
        make_page("Typed", HEAD + TAIL)
    press(client, client.get("/edit/Typed"), text=text)
    assert text_of("Typed") == normalise(text)


@EXAMPLES
@given(typed_texts.filter(lambda text: normalise(text).strip() != ""))
def test_a_new_page(client: Client, text: str) -> None:
    title = f"New {Page.objects.count()}"
    answer = press(client, client.get(f"/edit/{title.replace(' ', '_')}"), text=text)
    assert (answer.status_code, text_of(title)) == (303, normalise(text))


@EXAMPLES
@given(typed_texts.filter(lambda text: normalise(text).strip() != ""))
def test_a_section(client: Client, text: str) -> None:
    """Between what stands before it and behind it; the line breaks before it are not its own."""
    title = f"Part {Page.objects.count()}"
    page = make_page(title, f"{HEAD}\n\n## Typed\n\nOld.{TAIL}")
    id_ = Section.objects.get(page=page, title="Typed").pk
    answer = press(client, client.get(f"/edit/{title.replace(' ', '_')}?section={id_}"), text=text)
    inside = normalise(text).lstrip("\r\n")
    assert (answer.status_code, text_of(title)) == (303, f"{HEAD}\n\n{inside}{TAIL}")


@EXAMPLES
@given(typed_texts, typed_texts)
def test_one_text_after_another(old: str, new: str) -> None:
    """The same without HTTP, for what a browser cannot post: the merge makes of an edit what was typed."""
    before, after = normalise(old), normalise(new)
    assert merged(before, after, before) == after


def save_unchanged(client: Client, address: str) -> tuple[int, str]:
    opened = client.get(address)
    assert opened.status_code == 200, address
    answer = press(client, opened)
    return answer.status_code, answer.cookies["notice"].value if "notice" in answer.cookies else ""


@EXAMPLES
@given(typed_texts.filter(lambda text: normalise(text).strip() != ""))
def test_opening_and_saving_changes_nothing(client: Client, text: str) -> None:
    title = f"Opened {Page.objects.count()}"
    page = make_page(title, normalise(text))
    key = title.replace(" ", "_")
    places = [
        "",
        *(f"?section={id_}" for id_ in Section.objects.filter(page=page).values_list("pk", flat=True)[:5]),
    ]
    if page.name and "```infobox" in text:
        places.append("?part=infobox")
    for place in places:
        assert save_unchanged(client, f"/edit/{key}{place}") == (303, "nochange"), place
    assert Revision.objects.filter(page=page).count() == 1


@pytest.mark.parametrize("number", range(len(pages_of_naughty())))
def test_naughty_strings(client: Client, number: int) -> None:
    text = pages_of_naughty()[number]
    form = client.get("/edit/Naughty")
    assert press(client, form, text=text).status_code == 303
    assert text_of("Naughty") == normalise(text)
    page = Page.objects.get(title="Naughty")
    ids = Section.objects.filter(page=page).values_list("pk", flat=True)
    for place in ("", *(f"?section={id_}" for id_ in ids[:5])):
        assert save_unchanged(client, f"/edit/Naughty{place}") == (303, "nochange")
    assert Revision.objects.count() == 1


def test_each_example_that_could_be_signed(client: Client) -> None:
    """The examples left out above, since a page of many of them closes their fences elsewhere. Each by itself
    is code, in which tildes are not signed: it comes back as it was typed. None of the others is left out.
    """
    examples = json.loads((DATA / "commonmark.json").read_text("utf-8"))
    tildes = [text for text in examples if "~~~" in text]
    assert (len(examples), len(tildes)) == (652, 9)
    assert all(map(can_be_stored, set(examples) - set(tildes)))
    for number, text in enumerate(tildes):
        saved = press(client, client.get(f"/edit/Tildes_{number}"), text=text)
        assert (saved.status_code, text_of(f"Tildes {number}")) == (303, normalise(text))
        assert save_unchanged(client, f"/edit/Tildes_{number}") == (303, "nochange")


def test_tildes_beside_code_are_signed(client: Client) -> None:
    """In the same text: not in the fence, but behind it."""
    fence = "~~~\n<\n >\n~~~"
    press(client, client.get("/edit/Signed"), text=f"{fence}\n\n~~~ and `~~~`")
    name = "[[Special:Contributions/127.0.0.1|127.0.0.1]] ([[User talk:127.0.0.1|talk]])"
    assert text_of("Signed") == f"{fence}\n\n{name} and `~~~`"


def test_each_naughty_string_by_itself() -> None:
    for text in map(normalise, naughty()):
        assert merged(text, text, text) == text
        assert merged("Something.", text, "Something.") == text


def test_naughty_strings_in_the_infobox(client: Client) -> None:
    """The form of the infobox shows values one a line; unchanged, each keeps its exact source."""
    values = [text.replace("\n", " ").strip() for text in map(normalise, naughty()) if text.strip()]
    lines = [f"Key {n}: {value}" for n, value in enumerate(values[:400])]
    page = make_page("Boxed", "\n".join(["```infobox A caption", *lines, "```", "Lead."]))
    assert Section.objects.filter(page=page).count() == 1
    assert save_unchanged(client, "/edit/Boxed?part=infobox") == (303, "nochange")
    assert Revision.objects.filter(page=reload(page)).count() == 1
