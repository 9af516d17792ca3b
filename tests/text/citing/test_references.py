"""References written from what an editor knows of a source."""

import re
from html import unescape

import pytest

from wiki.text.citing.references import FIELDS, InvalidReference, note_name, written_reference

ALL = {
    "title": "A title",
    "author": "Smith, J.",
    "url": "https://x.org/a",
    "site": "Site",
    "date": "5 May 2015",
    "accessed": "26 November 2026",
    "publisher": "House",
    "place": "Rome",
    "pages": "12–15",
    "isbn": "978-3",
    "volume": "3",
    "issue": "2",
    "doi": "10.1000/182",
}
DOI = "[doi:10.1000/182](https://doi.org/10.1000/182)"


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("web", "Smith, J. [“A title”](https://x.org/a). *Site*, 5 May 2015. Accessed 26 November 2026."),
        ("news", "Smith, J. [“A title”](https://x.org/a). *Site*, 5 May 2015. Accessed 26 November 2026."),
        ("book", "Smith, J. [*A title*](https://x.org/a). Rome: House, 5 May 2015, pp. 12–15. ISBN 978-3."),
        ("journal", f"Smith, J. [“A title”](https://x.org/a). *Site* 3(2), 5 May 2015, pp. 12–15. {DOI}."),
    ],
)  # fmt: skip
def test_each_kind_with_everything(kind, written):
    assert written_reference(kind, ALL) == written


def test_in_wikitext():
    assert written_reference("book", ALL, "wikitext") == (
        "Smith, J. [https://x.org/a ''A title'']. Rome: House, 5 May 2015, pp. 12–15. ISBN 978-3."
    )
    told = {"title": "'a' ''b'' [c] {{d}} <e>|~~~~ http://f", "url": "https://x.org/a'b"}
    written = written_reference("web", told, "wikitext")
    address, _, words = written.removeprefix("[").removesuffix("].").partition(" ")
    assert address == "https://x.org/a%27b"
    assert unescape(words) == f"“{told['title']}”"
    assert not re.search(r"''|[\[\]{}<>|~]|://", words)


def test_what_is_not_known_is_left_out():
    assert written_reference("web", {"title": "Who?", "url": "https://x.org"}) == "[“Who?”](https://x.org)."
    assert written_reference("book", {"title": "T", "pages": "7"}) == "*T*. p. 7."
    assert written_reference("journal", {"title": "T", "site": "J", "volume": "3"}) == "“T”. *J* 3."


def test_what_is_typed_stands_for_itself():
    told = {"title": "[a] *b* `c` | <d>\n e", "url": "https://x.org/a_(b)"}
    assert written_reference("web", told) == (r"[“\[a\] \*b\* \`c\` \| \<d\> e”](<https://x.org/a_(b)>).")


@pytest.mark.parametrize(
    ("kind", "changed", "field"),
    [("web", {"title": " "}, "title"), ("web", {"url": ""}, "url"), ("web", {"url": "x.org"}, "url"),
     ("book", {"url": "javascript:x"}, "url"), ("news", {"site": ""}, "site"),
     ("journal", {"doi": "no"}, "doi"), ("film", {}, "kind"), ("web", {"title": "x" * 501}, "title")],
)  # fmt: skip
def test_what_makes_no_reference(kind, changed, field):
    with pytest.raises(InvalidReference) as error:
        written_reference(kind, ALL | changed)
    assert error.value.field == field


@pytest.mark.parametrize(
    ("told", "name"),
    [(ALL, "smith-2015"), ({"author": "Jane van Doe", "date": "2001"}, "doe-2001"),
     ({"site": "The Times"}, "the-times"),
     ({"url": "https://www.example.org/x"}, "example-org"), ({"title": "?!"}, "note"), ({}, "note"),
     ({"author": "Müller and Sons"}, "müller"), ({"title": "x" * 99}, "x" * 40)],
)  # fmt: skip
def test_a_name_for_the_note(told, name):
    assert note_name(told) == name


def test_every_part_is_used():
    for kind, fields in FIELDS.items():
        written = written_reference(kind, ALL)
        assert all(ALL[field] in written for field in fields)
