"""What the wiki answers to forms that are full of attacks: refusals, warnings, previews, pages that ask."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.factories import edit_page, make_page
from tests.web.hostile.attacks import Turn
from tests.web.hostile.desk import ROOT
from tests.web.hostile.moderated import LINKED, NAME, REFUSED, WARNED
from tests.web.posting import press
from wiki.models import EditFilter, Page, Revision, User
from wiki.web.accounts.traps import stamp

Clients = Callable[[str], Client]


def answers(clients: Clients, turn: Turn) -> Iterator[tuple[str, str, HttpResponse]]:
    """What was sent, by whom, and the page that came back."""
    alice, root, nobody = clients("Alice"), clients(ROOT), clients("")
    for title, text in ((WARNED, "Words."), (REFUSED, "Words."), ("Listed page", "Words."),
                        ("Other page", f"Words <{LINKED}>.")):  # fmt: skip
        form = alice.get(f"/edit/{title.replace(' ', '_')}")
        yield f"refused: {title}", "Alice", press(alice, form, text=text, summary=turn.many())
    long = "x" * 600
    texts = {"text": f"{turn.many(3000)}\n\n## {turn.one()}\n\n{turn.one()}", "summary": turn.many()}
    form = alice.get("/edit/Other_page")
    yield "preview", "Alice", press(alice, form, "wpPreview", **texts)
    yield "changes", "Alice", press(alice, form, "wpDiff", **texts)
    yield "too long", "Alice", press(alice, form, **{**texts, "summary": turn.many() + long})
    page = make_page("Fought over", f"{turn.one()}")
    form = alice.get("/edit/Fought_over")
    edit_page(page, turn.many(2000), summary=turn.many())
    yield "conflict", "Alice", press(alice, form, text=turn.many(2000), summary=turn.many())
    form = alice.get("/edit/Rome?part=infobox")
    yield "infobox preview", "Alice", press(alice, form, "wpPreview", caption=turn.one(), key=turn.one(60))
    sent = {
        "username": turn.one(80), "password1": "x", "password2": "y", "email": turn.one(80),
        "answer": turn.one(80), "stamp": stamp(None, time.time() - 9),
    }  # fmt: skip
    yield "sign-up", "", nobody.post("/wiki/Special:CreateAccount", sent)
    yield "log-in", "", nobody.post("/wiki/Special:UserLogin", {"username": turn.one(), "password": "x"})
    file = SimpleUploadedFile("x'onerror=alert(1).svg", turn.many(2000).encode())
    sent = {"file": file, "wpDestFile": turn.one(200), "wpUploadDescription": turn.many()}
    yield "upload", "Alice", alice.post("/wiki/Special:Upload", sent)
    yield from of_moderators(clients("Carol"), turn)
    yield from at_the_desk(root, turn)


def of_moderators(carol: Client, turn: Turn) -> Iterator[tuple[str, str, HttpResponse]]:
    """Forms that come back because of what stands in them."""
    long = turn.many() + "x" * 600
    for name, address, sent in (
        ("block", "/wiki/Special:Block", {"target": turn.one(200), "more": turn.many(), "span": "never"}),
        ("block too long", "/wiki/Special:Block/Alice", {"target": "Alice", "more": long, "span": "1 day"}),
        ("delete", "/delete/Rome", {"more": long}),
        ("move", "/move/Rome", {"new_title": turn.one(200), "reason": turn.many()}),
        ("protect", "/protect/Rome", {"edit": turn.one(50), "more": long, "expiry": turn.one(80)}),
        ("report", "/wiki/Special:Report/Rome", {"reason": turn.one(50), "note": turn.many(3000)}),
        ("note", "/wiki/Special:UserNotes/Alice", {"text": turn.many(2000) * 5}),
        (
            "message",
            "/wiki/Special:MassMessage",
            {"subject": turn.one(), "text": turn.many(), "pages": turn.one()},
        ),
        ("merge", "/wiki/Special:MergePages/Rome", {"target": turn.one(200)}),
        ("revert", "/wiki/Special:RevertUser", {"author": turn.one(200), "since": turn.one(80)}),
    ):
        yield name, "Carol", carol.post(address, sent)


def at_the_desk(root: Client, turn: Turn) -> Iterator[tuple[str, str, HttpResponse]]:
    """Pages that ask before a deed is done, what is told after it, and forms that are refused."""
    places = {Page: "page", Revision: "revision", User: "user"}
    deeds = (
        (Page, "protect_pages"), (Page, "delete_pages"), (Page, "undelete_pages"), (Page, "roll_back_pages"),
        (Revision, "roll_back_revisions"), (User, "block_accounts"),
    )  # fmt: skip
    for model, deed in deeds:
        rows = list(model._default_manager.order_by("-pk").values_list("pk", flat=True)[:60])
        sent = {"action": deed, "_selected_action": rows}
        yield deed, ROOT, root.post(f"/admin/wiki/{places[model]}/", sent)
    rows = Page.objects.filter(namespace=0).order_by("-pk").values_list("pk", flat=True)[:10]
    sent = {"action": "protect_pages", "_selected_action": list(rows), "confirmed": "1"}
    said = {"edit": "sysop", "move": "sysop", "span": "infinite", "reason": turn.many()}
    yield "protected", ROOT, root.post("/admin/wiki/page/", {**sent, **said}, follow=True)
    one = EditFilter.objects.latest("pk").pk
    yield "tried", ROOT, root.post(f"/admin/wiki/editfilter/{one}/try/", {"deed": "try"})
    edit = Revision.objects.filter(author_text=NAME).latest("pk").pk
    for sent in ({"action": turn.one(100), "list": turn.one()}, {"key": str(edit), "deed": turn.one(80)}):
        yield "queue", ROOT, root.post("/admin/queue/", sent)
    sent = {"author": NAME, "deed": "deal", "reason": turn.many() + "x" * 600, "block": "on"}
    yield "deal", ROOT, root.post("/admin/deal/", sent)
    for model in ("editfilter", "pattern", "infoboxtemplate", "signupquestion", "user"):
        words = ("name", "conditions", "message", "tag", "pattern", "reason", "keys", "category", "username")
        sent = {name: turn.one() for name in (*words, "kind", "action", "question", "password1", "password2")}
        yield f"refused {model}", ROOT, root.post(f"/admin/wiki/{model}/add/", sent)
