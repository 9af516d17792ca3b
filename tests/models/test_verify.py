"""verify_history finds every kind of damage, names the row and exits with 1."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from tests.factories import edit_page, make_page, reload
from tests.models.damage import damage
from wiki.models import InfoboxField, Page, Revision, Section, SeeAlsoLink
from wiki.moderation.delete import delete_page, undelete_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (
    "```infobox Thing\nAlpha: a\n```\n\nLead.\n\n## One\n\nText 1.\n\n## See also\n\n- [[First]]\n- [[2nd]]"
)


class Stored:
    """Four revisions: of section One, of field Alpha, of the list of links."""

    def __init__(self) -> None:
        self.page = make_page("Thing", TEXT, summary="first")
        second = TEXT.replace("Text 1", "Text 2")
        third = second.replace("Alpha: a", "Alpha: b")
        for text in (second, third, third.replace("[[First]]", "[[First]] of all")):
            edit_page(self.page, text)
        self.page = reload(self.page)
        self.one = Section.objects.get(title="One").pk
        self.alpha = InfoboxField.objects.get(key="Alpha").pk
        self.link = SeeAlsoLink.objects.get(target="First").pk

    def revision(self, number: int) -> int:
        return Revision.objects.get(page=self.page, number=number).pk


@pytest.fixture
def stored() -> Stored:
    stored = Stored()
    assert flaws() == []
    return stored


def flaws() -> list[str]:
    """What the command complains of, without the page's title; it exits with 1 if that is anything."""
    told, errors = io.StringIO(), io.StringIO()
    try:
        call_command("verify_history", stdout=told, stderr=errors)
    except CommandError as error:
        assert error.returncode == 1  # noqa: PT017  # there may be none
        return [line.removeprefix("Thing: ") for line in errors.getvalue().splitlines()]
    assert told.getvalue() == f"{Page.objects.count()} pages verified, no flaw\n"
    return []


def rows(found: list[str]) -> list[str]:
    """The rows that the complaints name, each once."""
    names = (" ".join(flaw.split(" ")[: 5 if flaw.startswith("version") else 2]) for flaw in found)
    return list(dict.fromkeys(names))


def test_a_body_changed_in_history(stored: Stored) -> None:
    damage("UPDATE wiki_historicalsection SET body = %s WHERE id = %s AND rev = 1", "\n\nLies.", stored.one)
    (flaw,) = flaws()
    assert flaw.startswith(f"revision {stored.revision(1)} has sha1 ")


def test_the_newest_version_changed(stored: Stored) -> None:
    damage("UPDATE wiki_historicalsection SET body = %s WHERE id = %s AND rev = 2", "\n\nLies.", stored.one)
    revisions = [f"revision {stored.revision(n)}" for n in (2, 3, 4)]
    assert rows(flaws()) == [*revisions, f"section {stored.one}"]


LIVE = {
    "a body": ("wiki_section", "body", "\n\nLies.", "one"),
    "a heading": ("wiki_section", "heading", "\n\n## Lies", "one"),
    "a title": ("wiki_section", "title", "Lies", "one"),
    "a level": ("wiki_section", "level", 3, "one"),
    "an anchor": ("wiki_section", "anchor", "Lies", "one"),
    "former anchors": ("wiki_section", "former_anchors", "Lies", "one"),
    "a section's place": ("wiki_section", "position", 1, "one"),
    "a section's rev": ("wiki_section", "rev", 1, "one"),
    "a section's life": ("wiki_section", "deleted", True, "one"),
    "a field": ("wiki_infoboxfield", "source", "\nAlpha: lies", "alpha"),
    "a key": ("wiki_infoboxfield", "key", "Lies", "alpha"),
    "a value": ("wiki_infoboxfield", "value", "lies", "alpha"),
    "a link": ("wiki_seealsolink", "source", "\n- [[Lies]]", "link"),
    "a target": ("wiki_seealsolink", "target", "Lies", "link"),
    "a link's rev": ("wiki_seealsolink", "rev", 3, "link"),
}


@pytest.mark.parametrize("what", LIVE)
def test_a_live_row_changed(stored: Stored, what: str) -> None:
    table, column, value, part = LIVE[what]
    damage(f"UPDATE {table} SET {column} = %s WHERE id = %s", value, getattr(stored, part))
    kind = {"one": "section", "alpha": "field", "link": "link"}[part]
    assert f"{kind} {getattr(stored, part)}" in rows(flaws())


@pytest.mark.parametrize(("column", "value"), [("title", "Lies"), ("level", 3)])
def test_what_is_read_from_an_old_heading(stored: Stored, column: str, value: object) -> None:
    damage(f"UPDATE wiki_historicalsection SET {column} = %s WHERE id = %s AND rev = 1", value, stored.one)
    assert rows(flaws()) == [f"version 1 of section {stored.one}"]


@pytest.mark.parametrize(("column", "value"), [("key", "Lies"), ("value", "lies")])
def test_what_is_read_from_an_old_field(stored: Stored, column: str, value: str) -> None:
    damage(
        f"UPDATE wiki_historicalinfoboxfield SET {column} = %s WHERE id = %s AND rev = 1", value, stored.alpha
    )
    assert rows(flaws()) == [f"version 1 of field {stored.alpha}"]


def test_a_version_deleted(stored: Stored) -> None:
    damage("DELETE FROM wiki_historicalsection WHERE id = %s AND rev = 2", stored.one)
    revisions = [f"revision {stored.revision(n)}" for n in (2, 3, 4)]
    assert rows(flaws()) == [*revisions, f"section {stored.one}"]


def test_a_live_row_deleted(stored: Stored) -> None:
    damage("DELETE FROM wiki_infoboxfield WHERE id = %s", stored.alpha)
    assert f"field {stored.alpha}" in rows(flaws())


def test_a_version_of_a_revision_that_is_not(stored: Stored) -> None:
    damage("UPDATE wiki_historicalsection SET rev = 9 WHERE id = %s AND rev = 2", stored.one)
    assert f"version 9 of section {stored.one}" in rows(flaws())


def test_a_version_under_another_revision(stored: Stored) -> None:
    sql = "UPDATE wiki_historicalsection SET revision_id = %s WHERE id = %s AND rev = 2"
    damage(sql, stored.revision(3), stored.one)
    assert rows(flaws()) == [f"version 2 of section {stored.one}"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_revision_deleted(stored: Stored, number: int) -> None:
    after = stored.revision(number + 1)
    damage("DELETE FROM wiki_revision WHERE id = %s", stored.revision(number))
    found = flaws()
    assert f"revision {after} has number {number + 1} where {number} comes next" in found
    assert f"revision {after} breaks the chain: it, or one before it, was changed" in found


def test_the_last_revision_deleted(stored: Stored) -> None:
    last = stored.revision(4)
    damage("DELETE FROM wiki_revision WHERE id = %s", last)
    assert f"page {stored.page.pk} names revision {last} (number 4) as its latest" in flaws()


CHAINED = {"summary": "lies", "minor": True, "timestamp": "2001-01-01 00:00:00+00:00", "chain": "0" * 64}


@pytest.mark.parametrize("column", CHAINED)
@pytest.mark.parametrize("number", [1, 3, 4])
def test_what_the_chain_covers(stored: Stored, column: str, number: int) -> None:
    revision = stored.revision(number)
    damage(f"UPDATE wiki_revision SET {column} = %s WHERE id = %s", CHAINED[column], revision)
    assert f"revision {revision} breaks the chain: it, or one before it, was changed" in flaws()


def test_a_wrong_sha1(stored: Stored) -> None:
    revision = stored.revision(2)
    damage("UPDATE wiki_revision SET sha1 = %s WHERE id = %s", "0" * 40, revision)
    found = flaws()
    assert f"revision {revision} breaks the chain: it, or one before it, was changed" in found
    assert [flaw for flaw in found if flaw.startswith(f"revision {revision} has sha1 {'0' * 40}")] != []


@pytest.mark.parametrize(("column", "value"), [("size", 7), ("delta", 7), ("number", 7)])
def test_a_wrong_figure(stored: Stored, column: str, value: int) -> None:
    revision = stored.revision(3)
    damage(f"UPDATE wiki_revision SET {column} = %s WHERE id = %s", value, revision)
    assert [flaw for flaw in flaws() if flaw.startswith(f"revision {revision} ")] != []


def test_a_wrong_parent(stored: Stored) -> None:
    revision, wrong = stored.revision(4), stored.revision(1)
    damage("UPDATE wiki_revision SET parent_id = %s WHERE id = %s", wrong, revision)
    assert flaws() == [f"revision {revision} has revision {wrong} as its parent"]


@pytest.mark.parametrize(
    ("column", "value"), [("number", 3), ("title", "Other"), ("namespace", 4), ("deleted", True), ("rev", 2)]
)
def test_the_pages_own_row(stored: Stored, column: str, value: object) -> None:
    damage(f"UPDATE wiki_page SET {column} = %s WHERE id = %s", value, stored.page.pk)
    found = [flaw.partition(": ")[2] if flaw.startswith(("Other", "Project")) else flaw for flaw in flaws()]
    assert [flaw for flaw in found if f"page {stored.page.pk}" in flaw] != []


def test_a_page_without_its_own_versions(stored: Stored) -> None:
    damage("DELETE FROM wiki_historicalpage WHERE id = %s", stored.page.pk)
    assert flaws() == [f"page {stored.page.pk} has no version of its own row"]


def test_versions_of_no_page(stored: Stored) -> None:
    damage("UPDATE wiki_historicalsection SET page_id = 999 WHERE id = %s AND rev = 1", stored.one)
    assert f"section {stored.one} belongs to no page" in flaws()


def test_what_may_change_is_no_flaw(stored: Stored) -> None:
    Revision.objects.filter(page=stored.page, number=2).update(
        author_text="Renamed", tags=["mw-reverted"], text_hidden=True, user_hidden=True, suppressed=True
    )
    assert flaws() == []


def test_protecting_deleting_and_undeleting_is_no_flaw(stored: Stored, carol: Editor) -> None:
    protect_page(stored.page, {"edit": "sysop"}, editor=carol)
    delete_page(stored.page, editor=carol)
    assert flaws() == []
    undelete_page(stored.page, editor=carol)
    edit_page(stored.page, "New.", editor=carol)
    assert flaws() == []


def test_only_the_named_pages(stored: Stored) -> None:
    make_page("Other", "Text.")
    damage("UPDATE wiki_section SET body = %s WHERE id = %s", "Lies.", stored.one)
    told = io.StringIO()
    call_command("verify_history", "Other", stdout=told)
    assert told.getvalue() == "1 pages verified, no flaw\n"
    with pytest.raises(CommandError, match="in 1 pages"):
        call_command("verify_history", "Thing", stderr=io.StringIO())
