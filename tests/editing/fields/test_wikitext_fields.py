"""The infobox form of wikitext: whatever is typed, it is read back as fields, or refused."""

from __future__ import annotations

import re

import pytest
from django.test import override_settings
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.text.wikitext.texts import PIECES
from wiki.editing.edits import infobox_form
from wiki.editing.errors import BadEdit
from wiki.text.wikitext.field_sources import written_source
from wiki.text.wikitext.source import join, read

WORDS = st.lists(st.sampled_from([*PIECES, "|", "\n", "* a", "<ref>", "</ref>", "<br>"]), max_size=5).map(
    "".join
)
CAPTIONS = st.one_of(st.sampled_from(["Infobox", "Infobox ship", "Ship", "ship infobox"]), WORDS)
SOURCES = st.sampled_from(["", "", "https://example.org/s", '<ref name="x" />'])
BLANK = " \t\r\n"
LINE_END = re.compile(r"\r\n?")


@given(CAPTIONS, st.lists(st.tuples(st.one_of(st.just("name"), WORDS), WORDS, SOURCES), max_size=4))
@example("My lighthouse", [("keeper", "Ann", "")])
@example("Infobox", [("keeper", "a|b", "https://example.org/s"), ("tower", "* a\n* b", "")])
@settings(max_examples=150)
def test_what_is_saved_is_read_back_as_what_was_typed(
    caption: str, typed: list[tuple[str, str, str]]
) -> None:
    assume(caption.strip() or typed)
    with override_settings(DEFAULT_CONTENT_MODEL="wikitext"):
        try:
            edit = infobox_form(None, caption, [(None, *one) for one in typed], "")
        except BadEdit:
            return
    found = read(join([row.text for row in edit.mine]) + "The lead.</ref> }} </nowiki> -->").fields
    assert found[0].value == " ".join(caption.split())
    assert [(row.key, row.value.replace("{{!}}", "|")) for row in found[1:-1]] == [
        (key.strip(), typed_value(value) + written_source(source)) for key, value, source in typed
    ]


def typed_value(value: str) -> str:
    return LINE_END.sub("\n", value).strip(BLANK).replace("{{!}}", "|")


def test_a_good_form_is_not_refused() -> None:
    with override_settings(DEFAULT_CONTENT_MODEL="wikitext"):
        edit = infobox_form(None, "Infobox", [(None, "keeper", "{{a|b}}")], "")
        assert join(row.text for row in edit.mine) == "{{Infobox\n| keeper = {{a|b}}\n}}\n"
        with pytest.raises(BadEdit) as refused:
            infobox_form(None, "Lighthouse", [(None, "keeper", "Ann")], "")
    assert (refused.value.field, refused.value.code) == ("caption", "infobox-invalid-caption")
