"""“Watch this page” on the forms that move and upload: as the preferences say, and as was ticked."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import PASSWORD, make_page
from tests.made_pictures import png, store
from wiki.editing.watching.preferences import save_preferences
from wiki.models import Preferences, Watch
from wiki.permissions import Editor

SAID = {"own": "on", "licence": "cc0-1.0", "text": "A box.", "watchbox": "1"}
TICKED = 'name="watch" value="1" accesskey="w" checked'


@pytest.fixture
def alices(client: Client, alice: Editor) -> Client:
    client.login(username="Alice", password=PASSWORD)
    return client


def watched(editor: Editor) -> list[tuple[str, bool]]:
    rows = Watch.objects.filter(user=editor.user).order_by("title")
    return [(row.title, row.expiry is not None) for row in rows]


def test_moving(alices: Client, alice: Editor) -> None:
    make_page("Rome", editor=alice)
    assert TICKED not in alices.get("/move/Rome").content.decode()
    said = {"new_title": "Roma", "watchbox": "1", "watch": "1", "watchperiod": "1 week"}
    refused = alices.post("/move/Rome", {**said, "new_title": ""}).content.decode()
    assert TICKED in refused
    assert '<option value="1 week" selected>' in refused
    assert watched(alice) == []
    assert alices.post("/move/Rome", said)["Location"] == "/wiki/Roma"
    assert watched(alice) == [("Roma", True)]
    html = alices.get("/move/Roma").content.decode()
    assert TICKED in html
    assert '<option value="keep" selected>' in html
    alices.post("/move/Roma", {"new_title": "Rom", "watchbox": "1", "watch": "1", "watchperiod": "keep"})
    assert watched(alice) == [("Rom", True)]
    alices.post("/move/Rom", {"new_title": "Romo", "watchbox": "1"})
    assert watched(alice) == []


def test_the_boxes_begin_as_was_chosen(alices: Client, alice: Editor) -> None:
    make_page("Rome", editor=alice)
    store("A.png", editor=alice)
    new, again = "/wiki/Special:Upload", "/wiki/Special:Upload?wpDestFile=A.png&wpForReUpload=1"
    for edited, created in ((True, False), (False, True)):
        save_preferences(Preferences(watch_edited=edited, watch_created=created), editor=alice)
        for address, ticked in (("/move/Rome", edited), (again, edited), (new, created)):
            assert (TICKED in alices.get(address).content.decode()) is ticked, address


def test_uploading(alices: Client, alice: Editor) -> None:
    files = [SimpleUploadedFile("A.png", png()), SimpleUploadedFile("B.png", png(9, 9))]
    answer = alices.post("/wiki/Special:Upload", {**SAID, "file": files, "watch": "1", "watchperiod": ""})
    assert answer.status_code == 200
    assert watched(alice) == [("A.png", False), ("B.png", False)]
    bad = {**SAID, "file": [SimpleUploadedFile("C.png", b"no picture")], "watch": "1"}
    assert alices.post("/wiki/Special:Upload", bad).status_code == 400
    alices.post("/wiki/Special:Upload", {**SAID, "file": [SimpleUploadedFile("D.png", png(8, 8))]})
    assert watched(alice) == [("A.png", False), ("B.png", False)]
    made_up = {**SAID, "file": [SimpleUploadedFile("E.png", png(7, 7))], "watch": "1", "watchperiod": "ever"}
    assert alices.post("/wiki/Special:Upload", made_up).status_code == 200
    assert ("E.png", False) not in watched(alice)
