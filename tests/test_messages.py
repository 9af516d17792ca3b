"""The translations of the interface: compiled as they are written, and fit to be filled in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import polib
import pytest
from django.test import Client
from django.utils.translation import gettext, ngettext, override
from django.utils.translation.template import templatize

from tests.messages import LANGUAGES, ROOT, catalogue, compiled

READERS = (
    "frame",
    "read",
    "history",
    "compare",
    "search",
    "errors",
    "special",
    "reports",
    "categories",
)  # folders of templates
CALL = re.compile(r"""\b(?:n|p|np)?gettext\(((?:\s*u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),?)+)""")
LITERAL = re.compile(r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
NAMED = re.compile(r"%\(\w+\)[sd]|\{\w+\}|(?<!%)%[sd]")


def entries(language: str) -> polib.POFile:
    return polib.pofile(str(catalogue(language)))


def sentences_of_readers() -> Iterator[str]:
    """Every sentence that the readers' templates mark for translation."""
    templates = [ROOT / "templates" / "base.html"]
    for folder in READERS:
        templates += sorted((ROOT / "templates" / folder).rglob("*.html"))
    for template in templates:
        for call in CALL.finditer(templatize(template.read_text(encoding="utf-8"))):
            first = LITERAL.search(call.group(1))
            assert first is not None
            yield ast.literal_eval(first.group(1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_catalogue_is_compiled_as_it_is_written(language: str) -> None:
    po = catalogue(language)
    stored = polib.mofile(str(po.with_suffix(".mo")))
    assert po.with_suffix(".mo").read_bytes() == compiled(po), "make messages"
    assert len(stored) > 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_readers_see_is_translated(language: str) -> None:
    known = {entry.msgid for entry in entries(language) if entry.translated()}
    wanted = set(sentences_of_readers())
    assert len(wanted) > 150
    assert sorted(wanted - known) == [], "make messages, then translate"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_holds_the_same_places_to_fill_in(language: str) -> None:
    wrong = []
    for entry in entries(language):
        if not entry.translated():
            continue
        wanted = set(NAMED.findall(entry.msgid + entry.msgid_plural))
        if entry.msgid_plural:  # "one page" may say its number in words
            wrong += [text for text in entry.msgstr_plural.values() if not set(NAMED.findall(text)) <= wanted]
        elif set(NAMED.findall(entry.msgstr)) != wanted:
            wrong.append(entry.msgstr)
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_form_is_there(language: str) -> None:
    catalogue_ = entries(language)
    (count,) = re.findall(r"nplurals=(\d)", catalogue_.metadata["Plural-Forms"])
    for entry in catalogue_:
        if entry.msgid_plural and any(entry.msgstr_plural.values()):
            assert set(entry.msgstr_plural) == set(range(int(count)))
            assert all(entry.msgstr_plural.values()), entry.msgid


def test_each_language_counts_in_its_own_way() -> None:
    def bytes_in(language: str, *counts: int) -> list[str]:
        with override(language):
            return [ngettext("%(size)s byte", "%(size)s bytes", n) % {"size": n} for n in counts]

    assert bytes_in("de", 1, 2) == ["1 Byte", "2 Bytes"]
    assert bytes_in("fr", 0, 1, 2) == ["0 octet", "1 octet", "2 octets"]
    assert bytes_in("ru", 1, 2, 5, 21) == ["1 байт", "2 байта", "5 байт", "21 байт"]
    assert bytes_in("ar", 1, 2, 3, 11) == ["بايت واحد", "بايتان", "3 بايتات", "11 بايتًا"]
    assert bytes_in("ja", 1, 2) == ["1バイト", "2バイト"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Hauptseite"),
        ("es", "Portada"),
        ("fr", "Page d’accueil"),
        ("ru", "Заглавная страница"),
        ("ar", "الصفحة الرئيسية"),
        ("zh-hans", "首页"),
        ("ja", "メインページ"),
    ],
)
@pytest.mark.django_db
def test_a_page_speaks_the_language(client: Client, language: str, words: str) -> None:
    with override(language):
        assert gettext("Main page") == words
    assert words in client.get(f"/wiki/Special:Language?uselang={language}").content.decode()
