"""Suggested edits in the browser: sent from the edit form, looked at, decided."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.editing.suggest.suggesting import TEXT, suggest_text
from tests.factories import PASSWORD, edit_page, make_page, make_user, reload
from tests.web.posting import press, values_in
from wiki.models import InfoboxField, Notice, Page, Revision, Section, Suggestion
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.reading.source import open_page

NEW = TEXT.replace("an old city", "a very old city").replace("Ships come.", "Ships come and go.")
NEW = NEW.replace("Area: 1,285", "Area: 1,300")


@pytest.fixture
def rome(alice: Editor) -> Page:
    return make_page("Rome", TEXT, editor=alice)


@pytest.fixture
def rita(db: None) -> Editor:
    return Editor(make_user("Rita", "reviewer"), "192.0.2.9")


def logged_in(editor: Editor) -> Client:
    client = Client()
    client.force_login(editor.user)  # type: ignore[arg-type]
    return client


def address(made: Suggestion) -> str:
    return f"/suggestion/{made.pk}"


# ---- The edit form ----------------------------------------------------------------------------------------


def test_the_form_offers_to_suggest_beside_saving(client: Client, rome: Page) -> None:
    form = client.get("/edit/Rome")
    assert b'name="wpSave"' in form.content
    assert b'name="wpSuggest"' in form.content
    answer = press(client, form, "wpSuggest", text=NEW, summary="older")
    made = Suggestion.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, address(made))
    assert (made.author, made.author_text, made.summary) == (None, "127.0.0.1", "older")
    assert reload(rome).number == 1
    assert b"Your suggestion waits" in client.get(address(made)).content


def test_a_new_page_and_a_talk_page_do_not(client: Client, rome: Page) -> None:
    assert b"wpSuggest" not in client.get("/edit/Nowhere").content
    make_page("Talk:Rome", "## Old?\n\nYes.")
    assert b"wpSuggest" not in client.get("/edit/Talk:Rome").content
    form = client.get("/edit/Nowhere")
    assert press(client, form, "wpSuggest", text="New.").status_code == 400


def test_where_one_may_not_save_suggesting_is_offered(rome: Page, bob: Editor, carol: Editor) -> None:
    protect_page(rome, {"edit": "sysop"}, editor=carol)
    client = logged_in(bob)
    source = client.get(f"/edit/Rome?section={Section.objects.get(title='Trade').pk}")
    assert b"Suggest a change" in source.content
    assert b"wpSuggest" not in source.content
    form = client.get(f"/edit/Rome?section={Section.objects.get(title='Trade').pk}&suggest=1")
    assert b'name="wpSuggest"' in form.content
    assert b'name="wpSave"' not in form.content
    preview = press(client, form, "wpPreview", text="## Trade\n\nNone.")
    assert b'name="wpSave"' not in preview.content
    assert press(client, preview, "wpSuggest").status_code == 303
    assert Suggestion.objects.get().author == bob.user
    assert press(client, preview, "wpSave").status_code == 403


def test_with_anonymous_editing_off_a_reader_suggests(client: Client, rome: Page, settings: object) -> None:
    settings.ANONYMOUS_EDITING = "off"  # type: ignore[attr-defined]
    assert b"Suggest a change" in client.get("/edit/Rome").content
    form = client.get("/edit/Rome?suggest=1")
    assert press(client, form, "wpSuggest", text=NEW).status_code == 303


def test_one_field_is_suggested(client: Client, rome: Page) -> None:
    field = InfoboxField.objects.get(key="Mayor").pk
    form = client.get(f"/edit/Rome?field={field}")
    press(client, form, "wpSuggest", value="Galba")
    made = Suggestion.objects.get()
    assert made.parts == [["field", field]]
    page = client.get(address(made)).content.decode()
    assert "Mayor" in page
    assert "Galba" in page


def test_nothing_changed_is_said_and_nothing_typed_is_lost(client: Client, rome: Page) -> None:
    answer = press(client, client.get("/edit/Rome"), "wpSuggest", summary="my words")
    assert answer.status_code == 400
    assert b"Nothing is changed" in answer.content
    assert values_in(answer)["summary"] == "my words"


def test_the_author_changes_it_in_the_same_form(rome: Page, bob: Editor) -> None:
    client = logged_in(bob)
    trade = Section.objects.get(title="Trade").pk
    form = client.get(f"/edit/Rome?section={trade}")
    press(
        client,
        form,
        "wpSuggest",
        text="## Trade\n\nShips come and go. Offices stand. Taxes are paid.",
        summary="go",
    )
    made = Suggestion.objects.get()
    edit_page(rome, TEXT.replace("Offices stand.", "Offices stand empty."))
    assert (
        f"/edit/Rome?section={trade}&amp;suggestion={made.pk}" in client.get(address(made)).content.decode()
    )
    form = client.get(f"/edit/Rome?section={trade}&suggestion={made.pk}")
    typed = values_in(form)
    assert typed["text"] == "## Trade\n\nShips come and go. Offices stand empty. Taxes are paid."
    assert typed["summary"] == "go"
    answer = press(client, form, "wpSuggest", text=typed["text"].replace("paid", "paid late"))
    assert answer["Location"] == address(made)
    made.refresh_from_db()
    assert (made.version, Suggestion.objects.count(), made.number) == (2, 1, 2)


def test_nobody_else_changes_it(client: Client, rome: Page, bob: Editor, alice: Editor) -> None:
    made = suggest_text(rome, NEW, bob)
    assert client.get(f"/edit/Rome?suggestion={made.pk}").status_code == 403
    assert logged_in(alice).get(f"/edit/Rome?suggestion={made.pk}").status_code == 403
    assert client.get("/edit/Rome?suggestion=999").status_code == 404


# ---- Looking and deciding ---------------------------------------------------------------------------------


def test_the_reviewer_accepts_two_of_three_hunks(rome: Page, bob: Editor, rita: Editor) -> None:
    made = suggest_text(rome, NEW, bob, summary="older")
    edit_page(rome, TEXT.replace("Nobody was there.", "Few were there."))
    client = logged_in(rita)
    page = client.get(address(made)).content.decode()
    assert page.count('type="checkbox" name="hunk"') == 3
    preview = client.post(address(made), {"version": "1", "hunk": ["0", "2"], "preview": "1"})
    assert "Ships come and go." in preview.content.decode()
    assert Suggestion.objects.get().state == "open"
    answer = client.post(
        address(made),
        {"version": "1", "hunk": ["0", "2"], "accept": "1", "answer": "Not that old.", "summary": ""},
    )
    assert answer.status_code == 303
    text = open_page(reload(rome)).text
    assert ("an old city" in text, "Ships come and go." in text, "1,300" in text) == (True, True, True)
    assert "Few were there." in text
    history = client.get("/history/Rome").content.decode()
    assert "What you chose was accepted and published, the rest is refused." in history
    assert "(accepted by" in history
    assert "Suggested" in history
    contributions = client.get("/wiki/Special:Contributions/Bob").content.decode()
    assert "Ships" in contributions or "Trade" in contributions
    shown = client.get(address(made)).content.decode()
    assert "Accepted in part by" in shown
    assert "Not that old." in shown
    assert "accepted a suggested edit of" in client.get("/wiki/Special:Log?type=suggestion").content.decode()


def test_words_in_dispute_are_asked_about(rome: Page, bob: Editor, rita: Editor) -> None:
    made = suggest_text(rome, NEW, bob)
    edit_page(rome, TEXT.replace("Ships come.", "Ships come daily."))
    client = logged_in(rita)
    assert "the page was changed in these words since" in client.get(address(made)).content.decode()
    asked = client.post(address(made), {"version": "1", "hunk": ["0", "1", "2"], "accept": "1"})
    assert asked.status_code == 409
    assert "Suggested" in asked.content.decode()
    key = next(name for name in values_in(asked) if name.startswith("count-")).removeprefix("count-")
    answer = press(client, asked, "accept", **{f"pick-{key}-0": "mine"})
    assert answer.status_code == 303
    assert "Ships come and go." in open_page(reload(rome)).text


def test_of_two_reviewers_the_second_is_told(rome: Page, bob: Editor, rita: Editor, carol: Editor) -> None:
    made = suggest_text(rome, NEW, bob)
    deed = {"version": "1", "hunk": ["0"], "accept": "1"}
    assert logged_in(rita).post(address(made), deed).status_code == 303
    second = logged_in(carol).post(address(made), deed)
    assert second.status_code == 409
    assert b"accepted in part by Rita already" in second.content


@pytest.mark.parametrize(
    ("deed", "status"),
    [
        ({"accept": "1", "version": "1"}, 400),
        ({"accept": "1", "version": "1", "hunk": "99"}, 400),
        ({"accept": "1", "version": "7", "hunk": "0"}, 409),
        ({"accept": "1", "hunk": "0"}, 409),
        ({"comment": " "}, 400),
        ({"refuse": "1", "version": "x"}, 400),
        ({"hide_comment": "5"}, 403),
        ({"hide": "1"}, 403),
        ({"withdraw": "1"}, 403),
    ],
)
def test_bad_input_is_answered(
    rome: Page, bob: Editor, rita: Editor, deed: dict[str, str], status: int
) -> None:
    made = suggest_text(rome, NEW, bob)
    assert logged_in(rita).post(address(made), deed).status_code == status
    assert Suggestion.objects.get().state == "open"
    assert reload(rome).number == 1


def test_who_may_not_decide_is_not_offered_it(client: Client, rome: Page, bob: Editor, alice: Editor) -> None:
    made = suggest_text(rome, NEW, bob)
    for other in (client, logged_in(bob), logged_in(alice)):
        assert b'name="accept"' not in other.get(address(made)).content
        answer = other.post(address(made), {"version": "1", "hunk": "0", "accept": "1"})
        assert answer.status_code == 403
    assert Revision.objects.filter(page=rome).count() == 1


def test_it_is_withdrawn_refused_and_talked_about(rome: Page, bob: Editor, rita: Editor) -> None:
    made, other = suggest_text(rome, NEW, bob), suggest_text(rome, TEXT.replace("Bread", "Cake"), bob)
    author, reviewer = logged_in(bob), logged_in(rita)
    assert reviewer.post(address(made), {"comment": "Why?\n\n<b>Say</b> it."}).status_code == 303
    assert b"&lt;b&gt;Say&lt;/b&gt; it." in author.get(address(made)).content
    assert not Notice.objects.filter(user=bob.user, seen=False).exists()
    assert author.post(address(made), {"withdraw": "1"}).status_code == 303
    assert reviewer.post(address(other), {"refuse": "1", "version": "1", "answer": "No."}).status_code == 303
    assert list(Suggestion.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "refused"]


def test_there_is_none(client: Client, rome: Page, bob: Editor, carol: Editor) -> None:
    assert client.get("/suggestion/999").status_code == 404
    made = suggest_text(rome, NEW, bob)
    delete_page(reload(rome), editor=carol)
    assert client.get(address(made)).status_code == 404
    assert client.post(address(made), {"comment": "x"}).status_code == 404
    moderator = logged_in(carol)
    assert moderator.get(address(made)).status_code == 200
    assert moderator.post(address(made), {"accept": "1", "version": "1", "hunk": "0"}).status_code == 400


# ---- Hidden -----------------------------------------------------------------------------------------------


def test_hidden_words_show_nowhere(client: Client, rome: Page, bob: Editor, carol: Editor) -> None:
    with_secret = TEXT.replace("Bread", "Zanzibar")
    edit_page(rome, with_secret)
    field = InfoboxField.objects.get(key="Mayor").pk
    made = suggest_text(reload(rome), with_secret.replace("games", "plays").replace("Nero", "Galba"), bob)
    edit_page(rome, TEXT)
    hide_revisions(rome, [Revision.objects.get(page=rome, number=2).pk], editor=carol, text=True)
    assert field
    for where in (address(made), f"{address(made)}?preview=1", "/wiki/Special:Suggestions"):
        assert b"Zanzibar" not in client.get(where).content
        assert b"plays" not in client.get(where).content
    assert b"Zanzibar" not in logged_in(bob).get(f"/edit/Rome?suggestion={made.pk}").content
    assert b"Zanzibar" in logged_in(carol).get(address(made)).content


def test_a_suggestion_is_hidden_with_its_author(
    client: Client, rome: Page, bob: Editor, carol: Editor
) -> None:
    made = suggest_text(rome, TEXT.replace("games", "Zanzibar"), bob, summary="Zanzibar")
    moderator = logged_in(carol)
    moderator.post(address(made), {"comment": "No Zanzibar here"})
    assert b"Zanzibar" in client.get(address(made)).content
    assert moderator.post(address(made), {"hide": "1"}).status_code == 303
    for where in (address(made), "/wiki/Special:Suggestions"):
        page = client.get(where).content
        assert b"Zanzibar" not in page
        assert b"User:Bob" not in page
    assert b"Zanzibar" not in client.get("/wiki/Special:Suggestions?author=Bob").content
    assert moderator.post(address(made), {"hide": "0"}).status_code == 303
    assert b"Zanzibar" in client.get(address(made)).content
    said = made.comments.get().pk
    moderator.post(address(made), {"hide_comment": str(said)})
    assert b"No Zanzibar here" not in client.get(address(made)).content


# ---- What says so -----------------------------------------------------------------------------------------


def test_the_page_tells_editors_and_not_readers(
    client: Client, rome: Page, bob: Editor, rita: Editor
) -> None:
    editor = logged_in(rita)
    assert b"waiting-note" not in editor.get("/wiki/Rome").content
    made = suggest_text(rome, NEW, bob)
    assert b"1 suggested edit of this page waits" in editor.get("/wiki/Rome").content
    assert b"waiting-note" not in client.get("/wiki/Rome").content
    editor.post(address(made), {"refuse": "1", "version": "1"})
    assert b"waiting-note" not in editor.get("/wiki/Rome").content


def test_the_author_is_told_in_his_notifications(rome: Page, bob: Editor, rita: Editor) -> None:
    made = suggest_text(rome, NEW, bob)
    logged_in(rita).post(address(made), {"refuse": "1", "version": "1", "answer": "No source."})
    told = logged_in(bob).get("/wiki/Special:Notifications").content.decode()
    assert "Your suggestion was answered:" in told
    assert "No source." in told
    assert PASSWORD
