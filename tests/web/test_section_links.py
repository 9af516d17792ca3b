"""Every anchor that a section ever had leads to it, and nothing hidden shows through an anchor."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories import edit_page, edit_section, make_page, reload
from wiki.editing.deriving.rebuild import rebuild_page
from wiki.editing.undo import undo
from wiki.models import Page, Revision, Section
from wiki.moderation.hide import hide_revisions
from wiki.permissions import Editor

pytestmark = pytest.mark.django_db

FIRST = "The first part tells at some length of the founding of the town by two brothers."
SECOND = "The second part goes on to tell of seven kings, of whom the last one was driven out."
REST = "The war of the allies came later, and it was fought by sea for as long as nine years."
TEXT = f"Lead.\n\n## One\n\n{FIRST}\n\n## Two\n\n{SECOND}\n\n## Three\n\nShort."


@pytest.fixture
def page() -> Page:
    return make_page("Rome", TEXT)


def ids(client: Client, path: str = "/wiki/Rome") -> list[str]:
    """The anchors in the order of the page, each heading's own as `=Name`."""
    html = client.get(path).content.decode()
    article = html[html.index('<article class="page">') : html.index("</article>")]
    found = re.findall(r'<(span class="anchor"|h\d) id="([^"]*)"', article)
    return [name if tag.startswith("span") else f"={name}" for tag, name in found]


def renamed(page: Page, *names: str) -> None:
    section = Section.objects.get(page=page, anchor="Two")
    for name in names:
        edit_section(page, section.pk, f"\n\n## {name}\n\n{SECOND}")


def test_renamed_three_times_and_moved(client: Client, page: Page) -> None:
    section = Section.objects.get(page=page, anchor="Two")
    renamed(page, "Kings", "Seven kings", "The kings")
    edit_page(page, f"Lead.\n\n## The kings\n\n{SECOND}\n\n## One\n\n{FIRST}\n\n## Three\n\nShort.")
    assert ids(client) == ["Seven_kings", "Kings", "Two", "=The_kings", "=One", "=Three"]
    assert client.get(f"/section/{section.pk}")["Location"] == "/wiki/Rome#The_kings"


def test_a_section_that_was_split_keeps_its_anchor(client: Client, page: Page) -> None:
    edit_page(page, TEXT.replace(SECOND, f"{SECOND}\n\n{REST}"))
    edit_page(page, TEXT.replace(SECOND, f"{SECOND}\n\n## War\n\n{REST}"))
    assert ids(client) == ["=One", "=Two", "=War", "=Three"]
    two, war = (Section.objects.get(page=page, anchor=anchor) for anchor in ("Two", "War"))
    assert (war.origin_id, war.origin_rev) == (two.pk, 2)


def test_a_section_split_under_new_names_leads_to_its_larger_part(client: Client, page: Page) -> None:
    edit_page(page, TEXT.replace(SECOND, f"{SECOND}\n\n{REST}"))
    parts = f"## Kings\n\n{SECOND}\n\n## War\n\n{REST}"
    edit_page(page, TEXT.replace(f"## Two\n\n{SECOND}", parts))
    assert ids(client) == ["=One", "=Kings", "Two", "=War", "=Three"]


@pytest.mark.parametrize(
    "text",
    [
        f"Lead.\n\n## One\n\n{FIRST}\n\n{SECOND}\n\n## Three\n\nShort.",
        f"Lead.\n\n## One\n\n{FIRST}\n\n{SECOND.replace('seven', '7')} More.\n\n## Three\n\nShort.",
        f"Lead.\n\n## Beginnings\n\n{SECOND}\n{FIRST}\n\n## Three\n\nShort.",
    ],
)
def test_a_section_merged_into_another_leads_there(client: Client, page: Page, text: str) -> None:
    renamed(page, "Kings")
    edit_page(page, text)
    found = ids(client)
    own = next(name for name in found if name.startswith("="))
    assert {"Kings", "Two"} <= set(found[: found.index(own)])


def test_merging_into_the_lead(client: Client, page: Page) -> None:
    edit_page(page, f"Lead.\n\n{SECOND}\n\n## One\n\n{FIRST}\n\n## Three\n\nShort.")
    assert ids(client) == ["Two", "=One", "=Three"]


def test_a_merge_undone_gives_the_anchor_back(client: Client, page: Page, alice: Editor) -> None:
    edit_page(page, f"Lead.\n\n## One\n\n{FIRST}\n\n{SECOND}\n\n## Three\n\nShort.")
    undo(reload(page), Revision.objects.get(page=page, number=2), editor=alice)
    assert ids(client) == ["=One", "=Two", "=Three"]


def test_an_id_stands_on_a_page_once(client: Client, page: Page) -> None:
    renamed(page, "Kings")
    edit_page(page, f"{TEXT.replace('## Two', '## Kings')}\n\n## Two\n\nAnother text.")
    assert ids(client) == ["=One", "=Kings", "=Three", "=Two"]
    two = Section.objects.get(page=page, anchor="Two")
    edit_section(page, two.pk, "\n\n## Four\n\nAnother text.")
    assert ids(client) == ["=One", "Two", "=Kings", "=Three", "=Four"]


def test_what_became_of_a_section_that_is_gone(client: Client, page: Page) -> None:
    section = Section.objects.get(page=page, anchor="Two")
    renamed(page, "Kings")
    edit_page(page, f"Lead.\n\n## One\n\n{FIRST}")
    for anchor in ("Two", "Kings"):
        assert client.get(f"/preview/Rome?section={anchor}").json()["gone"] == f"/section/{section.pk}"
    assert client.get(f"/section/{section.pk}")["Location"] == f"/history/Rome?section={section.pk}"
    assert "gone" not in client.get("/preview/Rome?section=Five").json()


def test_a_section_on_another_page_is_followed_there(client: Client, page: Page) -> None:
    other = make_page("Kings of Rome", f"## Kings\n\n{SECOND}")
    section = Section.objects.get(page=page, anchor="Two")
    edit_page(page, f"Lead.\n\n## One\n\n{FIRST}")
    Section.objects.filter(pk=section.pk).update(moved_to=Section.objects.get(page=other, anchor="Kings"))
    assert client.get("/preview/Rome?section=Two").json()["gone"] == f"/section/{section.pk}"
    assert client.get(f"/section/{section.pk}")["Location"] == "/wiki/Kings_of_Rome#Kings"


class TestHidden:
    """The second revision alone has the heading “Secret”."""

    @pytest.fixture
    def spoiled(self, page: Page) -> Page:
        renamed(page, "Secret", "Kings")
        edit_page(page, f"{TEXT.replace('## Two', '## Kings')}\n\n## Four\n\nNew.")
        return reload(page)

    def hide(self, page: Page, carol: Editor, number: int = 2, *, text: bool = True) -> None:
        revision = Revision.objects.get(page=page, number=number)
        hide_revisions(page, [revision.pk], editor=carol, text=text)

    def test_the_anchor_goes_and_comes_back(self, client: Client, spoiled: Page, carol: Editor) -> None:
        latest = Revision.objects.get(page=spoiled, number=4).pk
        third = Revision.objects.get(page=spoiled, number=3).pk
        paths = ("/wiki/Rome", f"/revision/{third}", f"/revision/{latest}")
        for path in paths:
            assert ids(client, path)[1:4] == ["Secret", "Two", "=Kings"]
        self.hide(spoiled, carol)
        for path in paths:
            assert "Secret" not in client.get(path).content.decode()
            assert ids(client, path)[1:3] == ["Two", "=Kings"]
        assert client.get("/preview/Rome?section=Secret").json()["section"] == ""
        self.hide(spoiled, carol, text=False)
        for path in paths:
            assert ids(client, path)[1:4] == ["Secret", "Two", "=Kings"]

    def test_later_edits_do_not_bring_it_out(self, client: Client, spoiled: Page, carol: Editor) -> None:
        self.hide(spoiled, carol)
        renamed_again = Section.objects.get(page=spoiled, anchor="Kings")
        edit_section(spoiled, renamed_again.pk, f"\n\n## The kings\n\n{SECOND}")
        assert ids(client)[1:4] == ["Kings", "Two", "=The_kings"]
        assert "Secret" not in client.get("/wiki/Rome").content.decode()

    def test_where_another_revision_shows_it_it_stays(
        self, client: Client, page: Page, carol: Editor
    ) -> None:
        renamed(page, "Secret")
        edit_page(page, TEXT.replace("## Two", "## Secret").replace("Short", "Long"))
        renamed_again = Section.objects.get(page=page, anchor="Secret")
        edit_section(page, renamed_again.pk, f"\n\n## Kings\n\n{SECOND}")
        self.hide(page, carol)
        assert "Secret" in ids(client)
        self.hide(page, carol, 3)
        assert "Secret" not in ids(client)

    def test_a_removed_section_is_not_told_of(self, client: Client, page: Page, carol: Editor) -> None:
        edit_page(page, f"{TEXT}\n\n## Secret\n\nWords.")
        edit_page(page, TEXT)
        assert "gone" in client.get("/preview/Rome?section=Secret").json()
        self.hide(page, carol)
        assert "gone" not in client.get("/preview/Rome?section=Secret").json()

    def test_it_is_worked_out_anew(self, spoiled: Page, carol: Editor) -> None:
        self.hide(spoiled, carol)
        assert reload(spoiled).withheld_anchors == "Secret"
        Page.objects.update(withheld_anchors="")
        assert rebuild_page(reload(spoiled))
        assert reload(spoiled).withheld_anchors == "Secret"
