"""Drafts in the editor: kept when a form is not published, offered, restored, listed, thrown away."""

import time

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import edit_section, make_page, make_user, reload
from tests.web.posting import form_in, post, press, values_in
from wiki.editing.drafts import NewerDraft, save_draft
from wiki.models import Draft, InfoboxField, Page, Revision, Section
from wiki.reading.drafts import Place
from wiki.reading.source import open_page, open_section
from wiki.web.editor.draft_form import HEADING

TEXT = """```infobox Coalition
Headquarters: Damascus
Formation: 2015
```
Lead.

## Background

The war began in 2011.

## Agreement

The council met in Damascus on Monday morning and signed the treaty."""
TYPED = "## Agreement\n\nThe council met in Damascus on Monday morning and signed nothing."


@pytest.fixture
def page(db):
    return make_page("Coalition", TEXT)


@pytest.fixture
def section(page):
    return Section.objects.get(title="Agreement")


@pytest.fixture
def mine(client: Client, alice):
    client.force_login(alice.user)
    return client


def typed(draft: Draft) -> dict[str, str]:
    return dict(draft.typed)


def autosave(client: Client, opened, **changes: str):
    """What the script posts: the form's values at the form's other door."""
    form = form_in(opened)
    values = {**dict(form.pairs), **changes}
    return post(client, form.action.replace("/edit/", "/draft/"), list(values.items()))


# ---- Kept -------------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_offered_on_return(mine: Client, section):
    address = f"/edit/Coalition?section={section.pk}"
    opened = mine.get(address)
    answer = autosave(mine, opened, text=TYPED, summary="why")
    assert answer.status_code == 200
    draft = Draft.objects.get()
    assert answer.json() == {"saved": f"{draft.saved:%H:%M} (UTC)"}
    assert draft.base == values_in(opened)["base"]
    assert typed(draft) == {"text": TYPED, "summary": "why", "watchbox": "1"}
    again = mine.get(address).content.decode()
    assert 'id="draft-offer"' in again
    restored = mine.get(f"{address}&draft={draft.pk}")
    assert values_in(restored)["text"] == TYPED
    assert values_in(restored)["summary"] == "why"
    assert press(mine, restored).status_code == 303
    assert Draft.objects.count() == 0
    assert open_section(reload(section.page), section.pk).text == TYPED


@pytest.mark.parametrize("button", ["wpPreview", "wpDiff"])
def test_without_script_it_is_kept_at_the_preview(mine: Client, section, button):
    address = f"/edit/Coalition?section={section.pk}"
    shown = press(mine, mine.get(address), button, text=TYPED)
    assert typed(Draft.objects.get())["text"] == TYPED
    assert 'id="draft-offer"' in mine.get(address).content.decode()
    assert press(mine, shown).status_code == 303
    assert Draft.objects.count() == 0


def test_a_refused_form_is_kept(mine: Client, page):
    refused = press(mine, mine.get("/edit/Coalition"), text="Typed.", summary="s" * 501)
    assert refused.status_code == 400
    assert typed(Draft.objects.get())["summary"] == "s" * 501


def test_a_form_that_may_not_be_published_is_kept(mine: Client, page, section):
    whole, part = mine.get("/edit/Coalition"), mine.get(f"/edit/Coalition?section={section.pk}")
    edit_section(page, section.pk, TYPED.replace("nothing", "everything"))
    assert press(mine, part, text=TYPED).status_code == 409
    Page.objects.filter(pk=page.pk).update(protection={"edit": {"level": "sysop", "expiry": None}})
    assert press(mine, whole, text="All anew.").status_code == 403
    assert [typed(draft)["text"] for draft in Draft.objects.order_by("pk")] == [TYPED, "All anew."]


def test_nothing_is_kept_without_an_account(client: Client, page):
    opened = client.get("/edit/Coalition")
    press(client, opened, "wpPreview", text="Typed.")
    assert autosave(client, opened, text="Typed.").status_code == 403
    assert Draft.objects.count() == 0


def test_a_forged_form_makes_no_draft(page, alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice.user)
    pairs = [("text", "Forged."), ("tab", "a1"), ("editor", "Alice"), ("wpPreview", "1")]
    assert post(client, "/edit/Coalition", pairs).status_code == 403
    assert post(client, "/draft/Coalition", pairs).status_code == 403
    assert Draft.objects.count() == 0


def test_a_session_that_changed_hands_keeps_nothing(mine: Client, page):
    opened = mine.get("/edit/Coalition")
    mine.force_login(make_user("Eve"))
    answer = autosave(mine, opened, text="Alice's words.")
    assert (answer.status_code, answer.json()["error"]) == (403, "notloggedin")
    assert press(mine, opened, text="Alice's words.").status_code == 403
    assert Draft.objects.count() == 0


def test_what_is_the_same_as_the_page_is_not_offered(mine: Client, section):
    address = f"/edit/Coalition?section={section.pk}"
    autosave(mine, mine.get(address))
    assert Draft.objects.count() == 1
    assert 'id="draft-offer"' not in mine.get(address).content.decode()


def test_the_infobox_is_kept_row_by_row(mine: Client, page):
    opened = mine.get("/edit/Coalition?part=infobox")
    press(mine, opened, "row_add", row_value=["Baghdad", "2015"])
    draft = Draft.objects.get()
    assert [value for name, value in draft.typed if name == "row_value"] == ["Baghdad", "2015"]
    restored = mine.get(f"/edit/Coalition?part=infobox&draft={draft.pk}")
    assert press(mine, restored).status_code == 303
    assert "Headquarters: Baghdad" in open_page(reload(page)).text


def test_another_device_is_told_and_overwrites_nothing(mine: Client, section):
    address = f"/edit/Coalition?section={section.pk}"
    train, home = mine.get(address), mine.get(address)
    assert autosave(mine, train, text="On the train.").status_code == 200
    answer = autosave(mine, home, text="At home.")
    assert (answer.status_code, answer.json()["error"]) == (409, "newer")
    assert values_in(mine.get(answer.json()["address"]))["text"] == "On the train."
    assert autosave(mine, home, text="At home.", follows=answer.json()["tab"]).status_code == 200
    assert typed(Draft.objects.get())["text"] == "At home."


def test_what_was_discarded_elsewhere_is_not_made_again(mine: Client, page):
    opened = mine.get("/edit/Coalition")
    autosave(mine, opened, text="One.")
    Draft.objects.all().delete()
    answer = autosave(mine, opened, text="Two.", going_on="1")
    assert (answer.status_code, answer.json()["error"]) == (410, "gone")


@pytest.mark.parametrize(
    ("address", "status"),
    [("/draft/A%3CB", 400), ("/draft/Coalition?section=999", 404), ("/draft/Special:X", 400)],
)
def test_a_draft_of_nothing(mine: Client, page, address, status):
    assert post(mine, address, [("text", "x"), ("tab", "a1"), ("editor", "Alice")]).status_code == status
    assert mine.get("/draft/Coalition").status_code == 405


# ---- What became of the page ------------------------------------------------------------------------------


def draft_of(alice, page, text=TYPED, **place) -> Draft:
    opened = open_section(page, place["part_id"]) if "part_id" in place else open_page(page)
    named = Place(page.name, page, **place)
    return save_draft(alice.user, named, [("text", text), ("summary", "")], base=opened.base, tab="a1")


def test_what_others_changed_since_is_merged(mine: Client, alice, page, section):
    draft = draft_of(alice, page, part="section", part_id=section.pk)
    edit_section(
        page, section.pk, "## Agreement\n\nThe council met in Tehran on Monday morning and signed the treaty."
    )
    restored = mine.get(f"/edit/Coalition?section={section.pk}&draft={draft.pk}&changes=1")
    assert "wikiDiff" in restored.content.decode()
    assert press(mine, restored).status_code == 303
    merged = open_section(reload(page), section.pk).text
    assert merged == "## Agreement\n\nThe council met in Tehran on Monday morning and signed nothing."


def test_a_draft_that_conflicts_still_opens(mine: Client, alice, page, section):
    draft = draft_of(alice, page, part="section", part_id=section.pk)
    edit_section(page, section.pk, TYPED.replace("nothing", "everything"))
    restored = mine.get(f"/edit/Coalition?section={section.pk}&draft={draft.pk}&changes=1")
    assert values_in(restored)["text"] == TYPED
    assert "same words" in restored.content.decode()
    assert press(mine, restored).status_code == 409


def test_a_draft_of_a_deleted_page(mine: Client, alice, page, section):
    draft = draft_of(alice, page, part="section", part_id=section.pk)
    Page.objects.filter(pk=page.pk).update(deleted=True)
    assert 'id="draft-offer"' in mine.get("/edit/Coalition").content.decode()
    restored = mine.get(f"/edit/Coalition?section={section.pk}&draft={draft.pk}")
    assert values_in(restored)["text"] == TYPED
    assert "was deleted since" in restored.content.decode()
    assert press(mine, restored).status_code == 303
    assert Draft.objects.count() == 0


def test_a_draft_of_a_page_that_was_moved(mine: Client, alice, page, section):
    draft = draft_of(alice, page, part="section", part_id=section.pk)
    Page.objects.filter(pk=page.pk).update(title="Alliance", folded_title="alliance")
    body = mine.get("/wiki/Special:Drafts").content.decode()
    address = f"/edit/Alliance?section={section.pk}&amp;draft={draft.pk}"
    assert address in body
    restored = mine.get(address.replace("&amp;", "&"))
    assert values_in(restored)["text"] == TYPED
    assert "was moved here" in restored.content.decode()


def test_a_draft_of_a_page_that_was_deleted_and_made_anew(mine: Client, alice, page, section):
    draft = draft_of(alice, page, part="section", part_id=section.pk)
    Page.objects.filter(pk=page.pk).update(deleted=True)
    other = make_page("Coalition", "Another.")
    restored = mine.get(f"/edit/Coalition?section={section.pk}&draft={draft.pk}")
    assert values_in(restored)["heading"] == "Agreement"
    assert press(mine, restored).status_code == 303
    assert open_page(reload(other)).text == "Another.\n\n" + TYPED


def test_a_draft_of_a_removed_section(mine: Client, alice, page, section):
    draft = draft_of(alice, page, part="section", part_id=section.pk)
    edit_section(page, section.pk, "")
    restored = mine.get(f"/edit/Coalition?section={section.pk}&draft={draft.pk}")
    assert values_in(restored)["text"] == TYPED
    assert "section was removed" in restored.content.decode()
    assert press(mine, restored).status_code == 409


def test_a_draft_of_a_protected_page_can_be_read(mine: Client, alice, page):
    draft = draft_of(alice, page, "All my words.")
    Page.objects.filter(pk=page.pk).update(protection={"edit": {"level": "sysop", "expiry": None}})
    assert f"draft={draft.pk}" in mine.get("/edit/Coalition").content.decode()
    shown = mine.get(f"/edit/Coalition?draft={draft.pk}").content.decode()
    assert "All my words.</textarea>" in shown
    assert "only administrators may edit it" in shown


def test_a_draft_of_a_field_of_a_deleted_page(mine: Client, alice, page):
    field = InfoboxField.objects.get(key="Headquarters")
    opened = mine.get(f"/edit/Coalition?field={field.pk}")
    press(mine, opened, "wpPreview", value="Baghdad")
    draft = Draft.objects.get()
    Page.objects.filter(pk=page.pk).update(deleted=True)
    restored = mine.get(f"/edit/Coalition?field={field.pk}&draft={draft.pk}")
    assert (values_in(restored)["row_key"], values_in(restored)["row_value"]) == ("Headquarters", "Baghdad")


def test_a_draft_that_is_gone(mine: Client, page):
    shown = mine.get("/edit/Coalition?draft=999999")
    assert (shown.status_code, values_in(shown)["text"]) == (200, TEXT)
    assert "no longer there" in shown.content.decode()


def test_another_accounts_draft_does_not_open(client: Client, alice, bob, page):
    draft = draft_of(alice, page, "Alice's secret.")
    client.force_login(bob.user)
    assert "secret" not in client.get(f"/edit/Coalition?draft={draft.pk}").content.decode()
    assert "secret" not in client.get("/wiki/Special:Drafts").content.decode()
    assert client.post("/wiki/Special:Drafts", {"discard": draft.pk}).status_code == 404
    client.logout()
    answer = client.get(f"/edit/Coalition?draft={draft.pk}")
    assert answer["Location"] == f"/wiki/Special:UserLogin?next=%2Fedit%2FCoalition%3Fdraft%3D{draft.pk}"


# ---- The list ---------------------------------------------------------------------------------------------


def test_the_list(mine: Client, alice, page, section):
    draft_of(alice, page, part="section", part_id=section.pk, name="Agreement")
    body = mine.get("/wiki/Special:Drafts").content.decode()
    assert "§ Agreement" in body
    assert "signed nothing" in body
    discarded = mine.post("/wiki/Special:Drafts", {"discard": Draft.objects.get().pk})
    assert (discarded.status_code, discarded["Location"]) == (303, "/wiki/Special:Drafts")
    assert "No drafts" in mine.get("/wiki/Special:Drafts").content.decode()


def test_discarding_leads_back_to_the_form(mine: Client, alice, page):
    draft = draft_of(alice, page)
    gone = mine.post("/wiki/Special:Drafts", {"discard": draft.pk, "next": "/edit/Coalition"})
    assert (gone.status_code, gone["Location"], Draft.objects.count()) == (303, "/edit/Coalition", 0)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(mine: Client, alice, django_assert_num_queries, count):
    for n in range(count):
        page = make_page(f"Page {n}")
        save_draft(alice.user, Place(page.name, page), [("text", f"{n}")], base="", tab=f"{n}")
    with django_assert_num_queries(2):  # the session with its account, the drafts
        mine.get("/wiki/Special:Drafts")


def test_the_list_without_an_account(client: Client, db):
    assert "Log in" in client.get("/wiki/Special:Drafts").content.decode()
    assert client.post("/wiki/Special:Drafts", {"discard": 1})["Location"].startswith(
        "/wiki/Special:UserLogin"
    )


@pytest.mark.parametrize("query", ["?after=x", "?limit=0"])
def test_a_place_that_is_none(mine: Client, query):
    assert mine.get(f"/wiki/Special:Drafts{query}").status_code == 400
    assert mine.post("/wiki/Special:Drafts", {"discard": "x"}).status_code == 400


def test_nothing_is_written_by_opening_a_form(mine: Client, alice, page):
    draft = draft_of(alice, page, "Words.")
    before = (Draft.objects.get().tab, Revision.objects.count(), timezone.now())
    mine.get(f"/edit/Coalition?draft={draft.pk}&changes=1")
    assert (Draft.objects.get().tab, Revision.objects.count()) == before[:2]


def test_a_heading_in_a_draft_is_found_quickly():
    start = time.monotonic()
    assert HEADING.match("# a" + " " * 3000 + "x")
    assert time.monotonic() - start < 1


def test_forms_without_a_name_drop_no_draft_of_others(alice, page, section):
    whole, part = Place(page.name, page), Place(page.name, page, "section", section.pk, "Agreement")
    save_draft(alice.user, whole, [("text", "One.")], base="", tab="")
    save_draft(alice.user, part, [("text", "Two.")], base="", tab="")
    assert Draft.objects.count() == 2
    with pytest.raises(NewerDraft):
        save_draft(alice.user, whole, [("text", "Three.")], base="", tab="a1")
    save_draft(alice.user, whole, [("text", "Four.")], base="", tab="")
    assert [typed(draft)["text"] for draft in Draft.objects.order_by("pk")] == ["Four.", "Two."]


def test_other_words_of_a_conflict_are_kept_and_come_back(mine: Client, page, section):
    address = f"/edit/Coalition?section={section.pk}"
    opened = mine.get(address)
    edit_section(page, section.pk, TYPED.replace("nothing", "everything"))
    conflict = press(mine, opened, text=TYPED)
    assert conflict.status_code == 409
    name = next(name for name, _value in form_in(conflict).pairs if name.startswith("own-"))
    assert autosave(mine, conflict, **{name: "a <memorandum>"}).status_code == 200
    restored = mine.get(f"{address}&draft={Draft.objects.get().pk}")
    assert values_in(restored)[name] == "a <memorandum>"
    asked = press(mine, restored)
    assert asked.status_code == 409
    assert values_in(asked)[name] == "a <memorandum>"
    settled = press(mine, asked, **{name.replace("own-", "pick-", 1): "own"})
    assert settled.status_code == 303
    assert "a <memorandum>" in open_section(reload(page), section.pk).text
    assert Draft.objects.count() == 0
