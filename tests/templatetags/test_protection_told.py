"""Protection in words."""

from __future__ import annotations

from wiki.templatetags.changes import tell
from wiki.text.comparing.changes import Change


def test_rules_are_told_in_words_without_the_numbers_of_parts() -> None:
    old = "edit=autoconfirmed, move=sysop"
    told = tell(
        Change("page", None, "protected", old=old, new="section 12=sysop, fact 7=review, infobox=sysop")
    )
    words, _arrow, after = told.partition('<span class="arrow">→</span> ')
    assert words == "Protection: editing: confirmed accounts; moving: administrators\N{NO-BREAK SPACE}"
    assert after == (
        "editing a section: administrators; "
        "editing a fact: everyone, but edits of accounts that are not confirmed wait for review; "
        "editing the infobox: administrators"
    )


def test_what_is_open_is_told() -> None:
    assert tell(Change("page", None, "protected", old="edit=sysop")).endswith("</span> none")
