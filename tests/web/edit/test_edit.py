"""The edit form of a page, a section, a new section and a See also list."""

import pytest
from django.test import Client

from tests.factories import edit_section, make_page, reload
from tests.web.posting import form_in, press, values_in
from wiki.models import Revision, Section
from wiki.permissions import Editor
from wiki.reading.page import find_page
from wiki.reading.source import open_page
from wiki.text.titles import parse_title

TEXT = """Lead.

## Background

Old words.

### Before

Early.

## Agreement

Signed.

## See also

- [[Axis]]"""


@pytest.fixture
def page(db):
    return make_page("Coalition", TEXT)


def section_id(page, title):
    return Section.objects.get(page=page, title=title, deleted=False).pk


def source(title="Coalition"):
    return open_page(find_page(parse_title(title))).text


def latest(page):
    return Revision.objects.filter(page=page).order_by("-number").first()


def test_the_whole_page_opens_and_saves(client: Client, page):
    opened = client.get("/edit/Coalition")
    assert (opened.status_code, opened.context["heading"]) == (200, "Editing Coalition")
    assert values_in(opened)["text"] == TEXT
    saved = press(client, opened, text=TEXT.replace("Signed.", "Signed in Baghdad."), summary="place")
    assert (saved.status_code, saved["Location"]) == (303, "/wiki/Coalition")
    assert source() == TEXT.replace("Signed.", "Signed in Baghdad.")
    assert (latest(page).number, latest(page).summary, latest(page).author_text) == (2, "place", "127.0.0.1")


def test_the_reader_is_told_once_that_the_edit_was_published(client: Client, page):
    press(client, client.get("/edit/Coalition"), text=TEXT + "\n- [[Second]]")
    told = client.get("/wiki/Coalition")
    assert "Your edit was published." in told.content.decode()
    assert "Your edit was published." not in client.get("/wiki/Coalition").content.decode()


def test_a_section_opens_with_its_subsections(client: Client, page):
    opened = client.get(f"/edit/Coalition?section={section_id(page, 'Background')}")
    assert opened.context["heading"] == "Editing Coalition (section)"
    assert opened.context["desk"].where == "§ Background, with its subsection"
    values = values_in(opened)
    assert values["text"] == "## Background\n\nOld words.\n\n### Before\n\nEarly."
    assert values["summary"] == "/* Background */ "
    saved = press(client, opened, text=values["text"].replace("Old", "New"))
    assert (saved.status_code, saved["Location"]) == (303, "/wiki/Coalition#Background")
    assert source() == TEXT.replace("Old words", "New words")
    assert latest(page).summary == "/* Background */"


@pytest.mark.parametrize("name", ["lead", "0"])
def test_the_lead_opens_alone(client: Client, page, name):
    opened = client.get(f"/edit/Coalition?section={name}")
    assert values_in(opened)["text"] == "Lead."
    assert press(client, opened, text="A new lead.").status_code == 303
    assert source() == TEXT.replace("Lead.", "A new lead.")


def test_renaming_the_heading_leads_to_the_section(client: Client, page):
    opened = client.get(f"/edit/Coalition?section={section_id(page, 'Agreement')}")
    saved = press(client, opened, text="## Treaty\n\nSigned.")
    assert saved["Location"] in ("/wiki/Coalition#Agreement", "/wiki/Coalition#Treaty")
    assert source() == TEXT.replace("## Agreement", "## Treaty")


def test_a_new_section_goes_to_the_end(client: Client, page):
    opened = client.get("/edit/Coalition?section=new")
    assert opened.context["heading"] == "Editing Coalition (new section)"
    saved = press(client, opened, heading="Aftermath", text="It ended.")
    assert (saved.status_code, saved["Location"]) == (303, "/wiki/Coalition#Aftermath")
    assert source() == TEXT + "\n\n## Aftermath\n\nIt ended."
    assert latest(page).summary == "/* Aftermath */ new section"


def test_a_new_section_needs_a_heading(client: Client, page):
    refused = press(client, client.get("/edit/Coalition?section=new"), text="It ended.")
    assert refused.status_code == 400
    assert [problem.anchor for problem in refused.context["problems"]] == ["wpSectionTitle"]
    assert values_in(refused)["text"] == "It ended."
    assert source() == TEXT


def test_the_see_also_list(client: Client, page):
    opened = client.get("/edit/Coalition?part=see-also&add=iran")
    assert values_in(opened)["text"] == "## See also\n\n- [[Axis]]\n- [[Iran]]"
    assert press(client, opened).status_code == 303
    assert source() == TEXT + "\n- [[Iran]]"


def test_a_page_without_see_also_gets_one(client: Client, db):
    make_page("Bare", "Text.")
    opened = client.get("/edit/Bare?part=see-also&add=Axis")
    assert values_in(opened)["heading"] == "See also"
    assert press(client, opened)["Location"] == "/wiki/Bare#See_also"
    assert source("Bare") == "Text.\n\n## See also\n\n- [[Axis]]"


def test_a_save_without_change_says_so(client: Client, page):
    saved = press(client, client.get("/edit/Coalition"), summary="nothing")
    assert (saved.status_code, saved.cookies["notice"].value) == (303, "nochange")
    assert latest(page).number == 1
    assert "No change was made" in client.get(saved["Location"]).content.decode()


def test_a_new_page(client: Client, db):
    opened = client.get("/edit/New_page")
    assert opened.context["heading"] == "Creating New page"
    assert "Publish page" in opened.content.decode()
    saved = press(client, opened, text="First words.")
    assert (saved.status_code, saved["Location"]) == (303, "/wiki/New_page")
    assert source("New page") == "First words."


def test_a_new_page_needs_some_text(client: Client, db):
    refused = press(client, client.get("/edit/New_page"), text="  ", summary="why")
    assert refused.status_code == 400
    assert values_in(refused)["summary"] == "why"
    assert find_page(parse_title("New page")) is None


def test_a_red_link_to_a_page_that_exists_reads_it(client: Client, page):
    assert client.get("/edit/Coalition?redlink=1")["Location"] == "/wiki/Coalition"
    assert client.get("/edit/Missing?redlink=1").status_code == 200


def test_a_title_is_brought_to_its_normal_form(client: Client, page):
    moved = client.get("/edit/coalition?section=lead")
    assert (moved.status_code, moved["Location"]) == (301, "/edit/Coalition?section=lead")
    assert client.get("/edit/?title=coalition")["Location"] == "/edit/Coalition"


def test_minor_is_for_accounts(client: Client, page, alice: Editor):
    assert 'id="wpMinoredit"' not in client.get("/edit/Coalition").content.decode()
    client.force_login(alice.user)
    opened = client.get("/edit/Coalition")
    assert 'id="wpMinoredit"' in opened.content.decode()
    press(client, opened, text="Other.", minor="1")
    assert (latest(page).minor, latest(page).author_text) == (True, "Alice")


def test_the_anonymous_are_warned(client: Client, page, alice: Editor):
    warning = 'id="mw-anon-edit-warning"'
    assert warning in client.get("/edit/Coalition").content.decode()
    client.force_login(alice.user)
    assert warning not in client.get("/edit/Coalition").content.decode()


def test_an_old_revision_opens_with_a_warning(client: Client, page):
    press(client, client.get("/edit/Coalition"), text=TEXT.replace("Lead.", "Second lead."))
    first = Revision.objects.get(page=page, number=1)
    opened = client.get(f"/edit/Coalition?oldid={first.pk}")
    assert "You are editing an old revision" in opened.content.decode()
    assert values_in(opened)["text"] == TEXT
    assert press(client, opened).status_code == 303
    assert source() == TEXT


def test_two_editors_of_different_sections(client: Client, page):
    mine = client.get(f"/edit/Coalition?section={section_id(page, 'Background')}")
    theirs = client.get(f"/edit/Coalition?section={section_id(page, 'Agreement')}")
    assert press(client, theirs, text="## Agreement\n\nSealed.").status_code == 303
    assert press(client, mine, text=values_in(mine)["text"].replace("Early", "Late")).status_code == 303
    assert source() == TEXT.replace("Signed", "Sealed").replace("Early", "Late")


def test_what_the_editor_did_not_touch_stays_byte_for_byte(client: Client, db):
    text = "Lead.\r\n\r\n## Cafe\u0301\r\n\r\nFirst  \r\nline.\r\n\r\n## Two\r\n\r\nText."
    page = make_page("Imported", "Lead.\n\n## Two\n\nText.")
    from wiki.editing import edits
    from wiki.editing.save import save_edit

    base = open_page(page).base
    save_edit(page, edits.whole_page(page, text, base, exact=True), editor=Editor(None, "192.0.2.9"))
    assert open_page(reload(page)).text == text
    opened = client.get("/edit/Imported")
    changed = values_in(opened)["text"].replace("\r\n", "\n").replace("Text.", "Other.")
    assert press(client, opened, text=changed).status_code == 303
    assert source("Imported").replace("\r\n\r\n## Two\r\n\r\nText.", "") == source("Imported")
    assert source("Imported").startswith("Lead.\r\n\r\n## Cafe\u0301\r\n\r\nFirst  \r\nline.")


def test_leading_line_breaks_and_blanks_come_back(client: Client, page):
    shown = press(client, client.get("/edit/Coalition"), "wpPreview", text="\n\n  <b>&amp;\n\tTab")
    assert values_in(shown)["text"] == "\n\n  <b>&amp;\n\tTab"


def test_signatures_are_written_out(client: Client, page, alice: Editor):
    client.force_login(alice.user)
    press(client, client.get("/edit/Coalition?section=new"), heading="Question", text="Why? ~~~")
    assert source().endswith("Why? [[User:Alice|Alice]] ([[User talk:Alice|talk]])")


def test_a_deleted_section_is_not_opened(client: Client, page):
    gone = section_id(page, "Agreement")
    edit_section(page, gone, "")
    assert client.get(f"/edit/Coalition?section={gone}").status_code == 404


@pytest.mark.parametrize(
    "query", ["section=999999", "section=x", "field=1", "field=-1", "oldid=999999", "oldid=²"]
)
def test_what_the_page_has_not(client: Client, page, query):
    answer = client.get(f"/edit/Coalition?{query}")
    assert answer.status_code == 404
    assert "Nothing to edit here" in answer.content.decode()


def test_forms_carry_the_ids_that_habits_use(client: Client, page, alice: Editor):
    client.force_login(alice.user)
    shown = client.get("/edit/Coalition").content.decode()
    for name in ("wpTextbox1", "wpSummary", "wpMinoredit", "wpSave", "wpPreview", "wpDiff"):
        assert shown.count(f'id="{name}"') == 1
    for key in "spvib":
        assert shown.count(f'accesskey="{key}"') == 1


def test_forms_are_never_cached(client: Client, page):
    assert "no-store" in client.get("/edit/Coalition")["Cache-Control"]
    assert form_in(client.get("/edit/Coalition")).action == "/edit/Coalition"
