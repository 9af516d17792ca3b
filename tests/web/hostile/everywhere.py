"""Every single attack in each place that takes texts, and each page on which it comes out again.

Where a place takes no such text, the page that refuses it is opened with it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from urllib.parse import quote, urlencode

from django.utils import timezone

from tests.factories import edit_page, make_page, make_user
from tests.made_pictures import png, store
from tests.web.hostile.attacks import as_title, every_attack
from tests.web.hostile.desk import ROOT
from tests.web.hostile.place import Place
from tests.web.posting import values_in
from wiki.editing.files.file_bytes import BadFile
from wiki.models import Block, ChangeTag, EditFilter, Pattern, Revision, SignUpQuestion, User
from wiki.models.revision import TAG_MAX, tag_rows
from wiki.moderation.block import Terms, block, block_target
from wiki.moderation.user_notes import NOTE_MAX, add_note, strike_note
from wiki.permissions import Editor
from wiki.reading.lists.user_notes import MOST
from wiki.text.names import InvalidName, check_user_name
from wiki.web.accounts.traps import stamp

TEXTS = every_attack()[:: int(os.environ.get("EVERY", "1"))]  # a share of them, to try it
AT_ONCE = 130  # texts on one page: drawn well within the limit
NEW = "a horse of another colour"
LISTS = ("/wiki/Special:RecentChanges?limit=500&days=90", "/wiki/Special:Log?limit=500")


def together(place: Place, line: Callable[[str], str], title: str, head: str = "") -> None:
    """Texts that one page holds many of; opened to be read, edited, compared and looked up."""
    for start in range(0, len(TEXTS), AT_ONCE):
        some = TEXTS[start : start + AT_ONCE]
        page = make_page(f"{title} {start}", "Words.")
        edit = edit_page(page, head + "\n".join(map(line, some)), editor=account("Alice"))
        key = quote(page.name.full.replace(" ", "_"))
        place.given += len(some)
        place.open(f"/wiki/{key}", "Alice", some)
        assert edit.revision is not None
        for view in (f"edit/{key}", f"history/{key}", f"authorship/{key}", f"diff/prev/{edit.revision.pk}"):
            place.open(f"/{view}", "Alice")


def account(name: str) -> Editor:
    return Editor(User.objects.get(username=name))


def captions_of_pictures(place: Place) -> None:
    """`[[File:…|thumb|caption]]`"""
    store("Leaf.png", png(20, 20))
    together(place, lambda text: f"[[File:Leaf.png|thumb|{text}]]\n", "Pictures")


def see_also(place: Place) -> None:
    """A row's label and its note."""
    head = "Words.\n\n## See also\n\n"
    together(place, lambda text: f"- [[Rome|{text}]] {text}", "See", head)


def talk(place: Place) -> None:
    """Comments, of which every tenth begins a topic that is called so."""
    said = "[[User:Carol]] 12:40, 5 January 2026 (UTC)"
    topics = set(TEXTS[::10])

    def line(text: str) -> str:
        return (f"\n## {text}\n" if text in topics else "") + f"\n{text} {said}\n\n- {text} {said}"

    together(place, line, "Talk:Said")


def captions_of_infoboxes(place: Place) -> None:
    """One infobox an article."""
    for number, text in enumerate(TEXTS):
        fence = "~~~" if "`" in text else "```"
        make_page(f"Box {number}", f"{fence}infobox {text}\nKey: Value\n{fence}\nWords.")
        place.given += 1
        place.open(f"/wiki/Box_{number}", "", (text,))


def raw(text: str) -> str:
    return text


def as_name(text: str) -> str:
    """As near to the text as a name may be."""
    name = as_title(text.translate(str.maketrans("/:@>=", "-----")), 80)
    try:
        return check_user_name(name)
    except InvalidName:
        return name


def names_of_accounts(shape: Callable[[str], str]) -> Callable[[Place], None]:
    """Signing up; those that are let in edit, and are looked up."""

    def fill(place: Place) -> None:
        for text in TEXTS:
            sent = {"password1": NEW, "password2": NEW, "stamp": stamp(None, time.time() - 9)}
            before = User.objects.count()
            place.given += 1
            place.post("/wiki/Special:CreateAccount", {"username": shape(text), **sent}, "", (text,))
            if User.objects.count() == before:
                place.refused += 1
            else:
                place.watched.context("").clear_cookies()
        looked_up(place, list(User.objects.exclude(username__in=("Alice", "Carol", ROOT))))

    return fill


def looked_up(place: Place, made: list[User]) -> None:
    """Accounts wherever they are named."""
    page = make_page("Made by many")
    for user in made:
        page = edit_page(page, f"Words by [[User:{user.username}]].", editor=Editor(user)).page or page
        name = quote(user.username.replace(" ", "_"), safe="")
        place.open(f"/wiki/Special:Contributions/{name}", "", (user.username,))
        place.open(f"/admin/wiki/user/{user.pk}/change/", ROOT, (user.username,))
    names = tuple(user.username for user in made)
    for address in (*LISTS, "/wiki/Special:ListUsers?limit=500", "/history/Made_by_many?limit=500"):
        place.through(address, "Carol", names)
    place.through("/admin/wiki/user/", ROOT, names)


def names_of_files(shape: Callable[[str], str]) -> Callable[[Place], None]:
    """The file's name; its text, its comment, and what the picture says of itself hold the whole attack."""

    def fill(place: Place) -> None:
        for number, text in enumerate(TEXTS):
            name = f"{shape(text).encode()[:200].decode(errors='ignore')}.png"
            picture = png(20, 20, text=f"{number} {text}")
            place.given += 1
            try:
                stored = store(name, picture, editor=account("Alice"), comment=text[:500], text=text)
            except BadFile:
                place.refused += 1
                sent = {"wpDestFile": f"{text}.png", "text": text, "own": "on"}
                place.post("/wiki/Special:Upload", sent, "Alice", (text,), file=picture)
                continue
            place.open(f"/wiki/{quote(stored.title.full.replace(' ', '_'), safe=':')}", "Alice", (text,))
        for address in (*LISTS, "/wiki/Special:ListFiles?limit=500"):
            place.through(address, "Carol", TEXTS)

    return fill


def searches(place: Place) -> None:
    """What is searched, and what the search box offers for it."""
    for title in dict.fromkeys(filter(None, map(as_title, TEXTS))):
        make_page(title, title)
    for text in TEXTS:
        place.given += 1
        tab = place.open(f"/search?{urlencode({'q': text})}", "", (text,))
        box = tab.locator("#searchInput")
        if not box.evaluate("box => box.value.trim()"):
            continue  # blanks alone: nothing is asked
        with tab.expect_response("**/suggest?**"):
            box.fill(text)
        place.watched.look_through(tab)


def messages_of_filters(place: Place) -> None:
    """A filter's name, conditions, message and tag, and whom it warns."""
    form = values_in(place.client("Alice").get("/edit/Warned"))
    for number, text in enumerate(TEXTS):
        conditions = f"title begins with Warned\ntext does not contain {text}"
        one = EditFilter.objects.create(
            name=f"{number} {text}"[:255], conditions=conditions, tried=conditions, action="warn",
            message=text[:1000], tag=text[:TAG_MAX], enabled=True,
        )  # fmt: skip
        place.given += 1
        sent = {**form, "text": f"Words {number}.", "wpSave": "1"}
        place.post("/edit/Warned", sent, "Alice", (text,))
        one.enabled = False
        one.save()
    lists(place, "editfilter")


def lists(place: Place, model: str) -> None:
    """A list of the desk, screen by screen."""
    rows = 100
    for number in range(1, len(TEXTS) // rows + 2):
        place.open(f"/admin/wiki/{model}/?p={number}", ROOT, TEXTS)


def reasons_of_blocks(place: Place) -> None:
    """The list, the log, and what whoever is blocked is told."""
    here = block(block_target("127.0.0.1"), Terms(None, "Here."), editor=account("Carol"))
    for number, text in enumerate(TEXTS):
        address = f"10.0.{number // 250}.{number % 250 + 1}"
        block(block_target(address), Terms(None, text[:500]), editor=account("Carol"))
        Block.objects.filter(pk=here.pk).update(reason=text[:500])
        place.given += 1
        place.open("/edit/Rome", "", (text,))
    for address in ("/wiki/Special:BlockList?limit=500", "/wiki/Special:Log?type=block&limit=500"):
        place.through(address, "Carol", TEXTS)
    place.through("/admin/wiki/logentry/", ROOT, TEXTS)


def notes_about_users(place: Place) -> None:
    """What moderators tell one another, and why a note was struck out; a page shows so many of an account."""
    about = User.objects.get(username="Alice")
    for start in range(0, len(TEXTS), MOST):
        some = TEXTS[start : start + MOST]
        for number, text in enumerate(some):
            note = add_note(about, text[:NOTE_MAX], editor=account("Carol"))
            place.given += 1
            if number % 2:
                strike_note(note.pk, editor=account("Carol"), reason=text[:500])
        place.open("/wiki/Special:UserNotes/Alice", "Carol", some)
    place.through("/wiki/Special:Log?type=usernote&limit=500", "Carol")


def tags(place: Place) -> None:
    """Edits with eight each, in lists of edits and in the list of tags."""
    names = sorted({text[:TAG_MAX].strip() for text in TEXTS})
    for start in range(0, len(names), 8):
        some = names[start : start + 8]
        latest = Revision.objects.get(pk=make_page(f"Tagged {start}").latest_id)
        latest.tags = some
        latest.save(update_fields=["tags"])
        for row in tag_rows(latest):
            row.save()
            ChangeTag.objects.create(name=row.tag, hits=1)
        place.given += len(some)
        place.open(f"/history/Tagged_{start}", "", tuple(some))
    for address in (*LISTS, "/wiki/Special:Tags?limit=500"):
        place.through(address, "Alice", tuple(names))


def reasons_of_patterns(place: Place) -> None:
    """Why a title is not taken, told to who wanted it."""
    pattern = Pattern(kind="title", pattern="Listed.*")
    form = values_in(place.client("Alice").get("/edit/Listed"))
    for text in TEXTS:
        pattern.reason = text[:255]
        pattern.save()
        place.given += 1
        place.post("/edit/Listed", {**form, "text": "Words.", "wpSave": "1"}, "Alice", (text,))


def questions_at_sign_up(place: Place) -> None:
    """What is asked of who signs up."""
    question = SignUpQuestion(answers="Yes")
    for text in TEXTS:
        question.question = text[:255]
        question.save()
        place.given += 1
        place.open("/wiki/Special:CreateAccount", "", (text,))


def admin_form(model: str, fields: Callable[[str, int], dict[str, str]]) -> Callable[[Place], None]:
    """Each text in every input of the form that adds a row; the form of the row, or the one that refuses."""

    def fill(place: Place) -> None:
        for number, text in enumerate(TEXTS):
            sent = {**fields(text, number), "_continue": "1"}
            tab = place.post(f"/admin/wiki/{model}/add/", sent, ROOT, (text,))
            place.given += 1
            place.refused += tab.url.endswith("/add/")
        lists(place, model)

    return fill


PLACES: dict[str, Callable[[Place], None]] = {
    "caption of an infobox": captions_of_infoboxes,
    "caption of a picture": captions_of_pictures,
    "row of See also": see_also,
    "comment and topic on a talk page": talk,
    "user name": names_of_accounts(raw),
    "user name, as near as may be": names_of_accounts(as_name),
    "file: name, comment, text, metadata": names_of_files(raw),
    "file: name as near as may be, comment": names_of_files(as_name),
    "search and its suggestions": searches,
    "filter: name, conditions, message, tag": messages_of_filters,
    "reason of a block": reasons_of_blocks,
    "note about a user": notes_about_users,
    "tag": tags,
    "reason of a forbidden title": reasons_of_patterns,
    "question at sign-up": questions_at_sign_up,
    "desk: edit filter": admin_form(
        "editfilter",
        lambda text, n: {
            "name": text, "conditions": f"added contains {text}", "action": "tag", "message": text,
            "tag": text, "minutes": "60",
        },
    ),
    "desk: forbidden title or link": admin_form(
        "pattern", lambda text, n: {"kind": "link", "pattern": text, "reason": text, "active": "on"}
    ),
    "desk: infobox template": admin_form(
        "infoboxtemplate", lambda text, n: {"name": text, "category": "", "keys": f"Key||||{text}"}
    ),
    "desk: question at sign-up": admin_form(
        "signupquestion", lambda text, n: {"question": text, "answers": text, "asked": "on"}
    ),
    "desk: account": admin_form(
        "user", lambda text, n: {"username": text, "password1": NEW, "password2": NEW}
    ),
}  # fmt: skip


def cast() -> None:
    """Who writes and who looks."""
    make_user("Alice")
    make_user("Carol", "sysop", "bureaucrat", "suppress")
    make_user(ROOT)
    User.objects.filter(username=ROOT).update(is_staff=True, is_superuser=True)
    User.objects.filter(username="Alice").update(date_joined=timezone.now().replace(year=2020))
