"""Pending changes: edits of parts that are protected at the level "review" wait, the rest is live at once."""

import pytest
from django.test import Client

from tests.editing.suggest.suggesting import TEXT
from tests.factories import edit_page, make_page, make_user, reload
from tests.web.posting import press
from wiki.editing.suggest.decide import accept, refuse
from wiki.models import InfoboxField, Page, Revision, Section, Suggestion
from wiki.moderation.protect import protect_page, protect_part
from wiki.permissions import Editor
from wiki.reading.source import open_page
from wiki.reading.suggested.suggestions import find_suggestion

BOTH = TEXT.replace("Nero", "Galba").replace("Ships come.", "Ships come and go.")


@pytest.fixture
def rome(alice: Editor) -> Page:
    return make_page("Rome", TEXT, editor=alice)


@pytest.fixture
def rita(db: None) -> Editor:
    """A reviewer."""
    return Editor(make_user("Rita", "reviewer"), "192.0.2.9")


def text_of(page: Page) -> str:
    return open_page(reload(page)).text


def test_a_protected_fact_waits_and_the_body_is_live_in_one_submit(
    rome: Page, carol: Editor, anon: Editor, rita: Editor
) -> None:
    """PAGES part 2, row 8."""
    mayor = InfoboxField.objects.get(key="Mayor").pk
    protect_part(rome, f"f{mayor}", "review", editor=carol)
    saved = edit_page(rome, BOTH, editor=anon, summary="news")
    assert saved.revision is not None
    assert text_of(rome) == TEXT.replace("Ships come.", "Ships come and go.")
    made = saved.waits
    assert made is not None
    assert (made.kind, made.state, made.author_text, made.summary) == ("pending", "open", anon.name, "news")
    assert made.parts == [["field", mayor]]
    assert reload(rome).waiting == 1
    done = accept(find_suggestion(made.pk, viewer=rita), editor=rita, version=1)
    assert text_of(rome) == BOTH
    assert done.saved.revision is not None
    assert (done.saved.revision.author_text, done.saved.revision.accepter) == (anon.name, "Rita")


def test_a_protected_section_waits_with_what_is_below_it(rome: Page, carol: Editor, alice: Editor) -> None:
    trade = Section.objects.get(title="Trade").pk
    protect_part(rome, f"s{trade}", "review", editor=carol)
    text = BOTH.replace("Taxes are paid.", "Taxes are paid.\n\n### Ports\n\nMany.")
    saved = edit_page(rome, text, editor=alice)
    assert text_of(rome) == TEXT.replace("Nero", "Galba")
    assert saved.waits is not None
    assert "section" in [kind for kind, _id in saved.waits.parts]
    assert ["field", InfoboxField.objects.get(key="Mayor").pk] not in saved.waits.parts


def test_of_a_protected_page_all_waits(rome: Page, carol: Editor, alice: Editor, rita: Editor) -> None:
    protect_page(rome, {"edit": "review"}, editor=carol)
    number = reload(rome).number
    saved = edit_page(rome, BOTH, editor=alice)
    assert (saved.revision, text_of(rome), reload(rome).number) == (None, TEXT, number)
    assert saved.waits is not None
    refuse(find_suggestion(saved.waits.pk, viewer=rita), editor=rita, version=1, answer="No source.")
    assert (text_of(rome), reload(rome).waiting) == (TEXT, 0)


def test_who_is_trusted_waits_for_nobody(rome: Page, carol: Editor, rita: Editor) -> None:
    protect_page(rome, {"edit": "review"}, editor=carol)
    assert edit_page(rome, BOTH, editor=rita).waits is None
    assert edit_page(rome, TEXT, editor=carol).waits is None
    assert not Suggestion.objects.exists()
    assert Revision.objects.filter(page=rome).count() == 4


def test_what_is_not_protected_does_not_wait(rome: Page, carol: Editor, alice: Editor) -> None:
    protect_part(rome, f"s{Section.objects.get(title='Food').pk}", "review", editor=carol)
    assert edit_page(rome, BOTH, editor=alice).waits is None
    assert text_of(rome) == BOTH


def test_an_infobox_that_is_protected_waits_whole(rome: Page, carol: Editor, alice: Editor) -> None:
    protect_part(rome, "infobox", "review", editor=carol)
    saved = edit_page(rome, BOTH.replace("1,285", "1,300"), editor=alice)
    assert text_of(rome) == TEXT.replace("Ships come.", "Ships come and go.")
    assert saved.waits is not None
    assert len(saved.waits.parts) == 2


def test_the_editor_is_told(rome: Page, carol: Editor, alice: Editor) -> None:
    protect_part(rome, f"f{InfoboxField.objects.get(key='Mayor').pk}", "review", editor=carol)
    client = Client()
    client.force_login(alice.user)  # type: ignore[arg-type]
    answer = press(client, client.get("/edit/Rome"), "wpSave", text=BOTH)
    assert answer.status_code == 303
    page = client.get(answer["Location"]).content.decode()
    assert "that waits for review" in page
    assert "1 suggested edit of this page waits" in page
    made = Suggestion.objects.get()
    assert "held back" in client.get(f"/suggestion/{made.pk}").content.decode()
    assert "Galba" in client.get(f"/suggestion/{made.pk}?preview=1").content.decode()
    assert "held back" in client.get("/wiki/Special:Suggestions?kind=pending").content.decode()
