"""The conflict page: the disputed words alone, and the choices that settle them."""

import pytest
from django.test import Client

from tests.factories import edit_page, edit_section, make_page, reload
from tests.web.posting import press, values_in
from wiki.models import Revision, Section
from wiki.reading.page import find_page
from wiki.reading.source import open_page
from wiki.text.titles import parse_title

WORDS = "The council met in Damascus on Monday morning and signed the treaty."
TEXT = f"Lead.\n\n## Agreement\n\nBefore it.\n\n{WORDS}\n\nAfter it.\n\n## Other\n\nUntouched."


@pytest.fixture
def page(db):
    return make_page("Coalition", TEXT)


def source():
    return open_page(find_page(parse_title("Coalition"))).text


def section(title="Agreement"):
    return Section.objects.get(title=title)


def theirs(page, old, new):
    edit_page(reload(page), source().replace(old, new))


@pytest.fixture
def conflict(client: Client, page):
    """Mine says Baghdad, theirs (published first) says Tehran."""
    opened = client.get(f"/edit/Coalition?section={section().pk}")
    theirs(page, "Damascus", "Tehran")
    typed = values_in(opened)["text"].replace("Damascus", "Baghdad").replace("After it.", "After all.")
    return press(client, opened, text=typed, summary="/* Agreement */ place")


def question(response):
    (only,) = response.context["questions"]
    return only


def settle(client, response, pick, **more):
    words = question(response).words
    picks = {f"pick-{word.name}": pick for word in words} or {f"pick-{question(response).key}-0": pick}
    return press(client, response, **picks, **more)


def test_only_the_disputed_words_are_shown(conflict):
    assert conflict.status_code == 409
    assert conflict.context["heading"] == "Edit conflict: Coalition"
    assert "<title>Edit conflict: Coalition" in conflict.content.decode()
    asked = question(conflict)
    assert (asked.where, asked.name) == ("§", "Agreement")
    (words,) = asked.words
    assert (words.base.strip(), words.mine.strip(), words.theirs.strip()) == ("Damascus", "Baghdad", "Tehran")
    assert words.before.endswith("The council met in")
    assert words.after.strip().startswith("on Monday morning")
    assert "Untouched." not in conflict.content.decode()


def test_everything_typed_is_kept(conflict):
    kept = values_in(conflict)
    assert kept["text"].endswith(WORDS.replace("Damascus", "Baghdad") + "\n\nAfter all.")
    assert kept["summary"] == "/* Agreement */ place"


@pytest.mark.parametrize(
    ("pick", "stands"), [("mine", "Baghdad"), ("theirs", "Tehran"), ("both", "Tehran Baghdad")]
)
def test_a_side_is_chosen(client: Client, conflict, pick, stands):
    saved = settle(client, conflict, pick)
    assert (saved.status_code, saved["Location"]) == (303, "/wiki/Coalition#Agreement")
    assert source() == TEXT.replace("Damascus", stands).replace("After it.", "After all.")


def test_words_of_ones_own(client: Client, conflict):
    (words,) = question(conflict).words
    saved = settle(client, conflict, "own", **{f"own-{words.name}": "both"})
    assert saved.status_code == 303
    assert "met in both on Monday" in source()


def test_no_words_at_all(client: Client, conflict):
    (words,) = question(conflict).words
    assert settle(client, conflict, "own", **{f"own-{words.name}": ""}).status_code == 303
    assert "met in on Monday" in source()


def test_without_a_choice_it_is_asked_again(client: Client, conflict):
    again = press(client, conflict)
    assert again.status_code == 409
    assert values_in(again)["text"] == values_in(conflict)["text"]
    assert Revision.objects.count() == 2


def test_if_the_page_moved_on_it_is_asked_again(client: Client, page, conflict):
    theirs(page, "Tehran", "Moscow")
    again = settle(client, conflict, "mine")
    assert again.status_code == 409
    assert question(again).words[0].theirs.strip() == "Moscow"
    assert "The page has moved on once more." in again.content.decode()
    assert settle(client, again, "mine").status_code == 303
    assert "Baghdad" in source()


@pytest.mark.parametrize("count", ["0", "2", "99999999999", "x", ""])
def test_a_count_that_is_wrong_is_asked_again(client: Client, conflict, count):
    again = settle(client, conflict, "mine", **{f"count-{question(conflict).key}": count})
    assert again.status_code == 409


def test_back_to_the_form(client: Client, conflict):
    form = press(client, conflict, "wpBack")
    assert (form.status_code, values_in(form)["text"]) == (200, values_in(conflict)["text"])
    assert 'id="wpTextbox1"' in form.content.decode()


def test_a_section_that_others_removed(client: Client, page):
    opened = client.get(f"/edit/Coalition?section={section().pk}")
    edit_section(page, section().pk, "")
    asked = press(client, opened, text=values_in(opened)["text"].replace("Damascus", "Baghdad"))
    assert (asked.status_code, question(asked).words) == (409, ())
    assert "Somebody else removed this part" in asked.content.decode()
    assert settle(client, asked, "mine").status_code == 303
    assert "Baghdad" in source()


def test_the_removed_part_is_escaped_once(client: Client, page):
    opened = client.get(f"/edit/Coalition?section={section().pk}")
    edit_section(page, section().pk, "")
    asked = press(client, opened, text=values_in(opened)["text"].replace("Damascus", '"<Baghdad>"'))
    assert "met in &quot;&lt;Baghdad&gt;&quot; on" in asked.content.decode()


def test_accepting_a_removal(client: Client, page):
    opened = client.get(f"/edit/Coalition?section={section().pk}")
    edit_section(page, section().pk, "")
    asked = press(client, opened, text=values_in(opened)["text"].replace("Damascus", "Baghdad"))
    assert settle(client, asked, "theirs").cookies["notice"].value == "nochange"
    assert "Agreement" not in source()


def test_a_section_that_i_removed(client: Client, page):
    opened = client.get("/edit/Coalition")
    theirs(page, "Damascus", "Tehran")
    asked = press(client, opened, text="Lead.\n\n## Other\n\nUntouched.")
    assert "You removed this part" in asked.content.decode()
    assert settle(client, asked, "mine").status_code == 303
    assert source() == "Lead.\n\n## Other\n\nUntouched."


def test_a_field_of_the_infobox(client: Client, db):
    box = make_page("Coalition", "```infobox C\nPlace: Damascus\nKind: Alliance\n```\n\nLead.")
    opened = client.get("/edit/Coalition?part=infobox")
    theirs(box, "Damascus", "Tehran")
    asked = press(client, opened, row_value=["Baghdad", "Pact"])
    assert asked.status_code == 409
    assert (question(asked).where, question(asked).name) == ("Infobox ›", "Place")
    assert settle(client, asked, "mine").status_code == 303
    assert source() == "```infobox C\nPlace: Baghdad\nKind: Pact\n```\n\nLead."


def test_what_is_disputed_is_escaped(client: Client, page):
    opened = client.get(f"/edit/Coalition?section={section().pk}")
    theirs(page, "Damascus", "<script>alert(1)</script>")
    asked = press(client, opened, text=values_in(opened)["text"].replace("Damascus", "<img src=x>"))
    body = asked.content.decode()
    assert ("<script>alert" in body, "<img src=x>" in body) == (False, False)


def test_a_preview_of_disputed_words_asks_too(client: Client, page):
    opened = client.get("/edit/Coalition")
    theirs(page, "Damascus", "Tehran")
    asked = press(client, opened, "wpPreview", text=TEXT.replace("Damascus", "Baghdad"))
    assert asked.status_code == 409
    assert Revision.objects.count() == 2


@pytest.mark.parametrize("button", ["wpSave", "wpPreview", "wpDiff"])
def test_a_hidden_version_is_no_base(client: Client, page, button):
    opened = client.get(f"/edit/Coalition?section={section().pk}")
    theirs(page, "Damascus", "Quetzalcoatl")
    theirs(page, "Quetzalcoatl", "Tehran")
    Revision.objects.filter(page=page, number=2).update(text_hidden=True)
    base = f"s{section().pk}.2"
    response = press(client, opened, button, base=base, text="## Agreement\n\nMy own words.")
    shown = response.content.decode()
    assert (response.status_code, "Quetzalcoatl" in shown) == (400, False)
    assert "has been removed from public view" in shown
    assert "My own words." in shown
    assert Revision.objects.count() == 3
