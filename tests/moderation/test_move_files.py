"""A file gets another name: its bytes and versions stay with it, and what showed it goes on to show it."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from tests.factories import PASSWORD, edit_page, make_page, reload, title_of
from tests.made_pictures import jpeg, png, store
from wiki.editing.deriving.rebuild import rebuild_page
from wiki.editing.files.file_bytes import BadFile
from wiki.models import FileVersion, Watch
from wiki.moderation.move import move_page
from wiki.moderation.move_rules import CannotMove
from wiki.permissions import Editor, Refused
from wiki.reading.files.file_lists import list_files
from wiki.reading.files.files import file_page, picture_thumbnail, served_file
from wiki.reading.page import find_page
from wiki.reading.verify import verify_page

OLD, NEW = title_of("File:Old.png"), title_of("File:New.png")
pytestmark = pytest.mark.django_db


def test_a_file_moves_with_its_versions_and_stays_in_sight(
    client: Client, alice: Editor, carol: Editor
) -> None:
    page = store("Old.png", png(40, 30), editor=alice).page
    store("Old.png", png(50, 40), editor=alice)
    shows = make_page("Rome", "[[File:Old.png|thumb|The map]]", editor=alice)
    before = reload(shows).version
    moved = move_page(page, NEW, editor=carol, reason="says nothing")
    assert (moved.new, moved.redirect) == (NEW, True)
    assert find_page(NEW).pk == page.pk
    seen = file_page(NEW, viewer=Editor())
    assert [(line.number, line.picture.name) for line in seen.versions] == [(2, "New.png"), (1, "New.png")]
    sha1 = FileVersion.objects.get(number=2).sha1
    assert served_file(NEW, sha1, viewer=Editor()).path == served_file(OLD, sha1, viewer=Editor()).path
    assert picture_thumbnail("Old.png", 40).src == f"/media/{sha1}/New.png"
    html = client.get("/wiki/Rome").content.decode()
    assert f'src="/media/{sha1}/New.png"' in html
    assert 'href="/wiki/File:New.png"' in html
    assert reload(shows).version > before
    with default_storage.open(FileVersion.objects.get(number=2).path) as kept:
        assert b"".join(client.get(f"/media/{sha1}/Old.png").streaming_content) == kept.read()
    assert client.get("/wiki/Special:Filepath/Old.png")["Location"] == f"/media/{sha1}/New.png"
    usage = file_page(NEW, viewer=Editor()).usage.rows
    assert [(line.title.full, [one.title.full for one in line.through]) for line in usage] == [
        ("File:Old.png", ["Rome"])
    ]
    assert "Rome" in client.get("/wiki/File:New.png").content.decode()
    assert list_files(unused=True).rows == ()
    for title in (OLD, NEW):
        assert list(verify_page(find_page(title))) == []
        assert not rebuild_page(find_page(title))


def test_what_shows_it_by_the_old_name_follows_each_change(alice: Editor, carol: Editor) -> None:
    moved = move_page(store("Old.png", png(40, 30), editor=alice).page, NEW, editor=carol)
    store("Other.png", png(50, 50), editor=alice)
    shows = make_page("Rome", "[[File:Old.png|thumb]]", editor=alice)
    version = reload(shows).version
    store("New.png", png(20, 20), editor=alice)
    assert reload(shows).version > version
    version, listed = reload(shows).version, reload(moved.page).version
    edit_page(find_page(OLD), "#REDIRECT [[File:Other.png]]", editor=alice)
    assert reload(shows).version > version
    assert picture_thumbnail("Old.png", 50).width == 50
    make_page("Milan", "[[File:Old.png]]", editor=alice)
    assert reload(moved.page).version >= listed
    move_page(moved.page, title_of("File:Newer.png"), editor=carol, leave_redirect=False)
    assert picture_thumbnail("New.png", 50) is None


def test_it_moves_back_over_the_redirect_but_not_over_a_file(alice: Editor, carol: Editor) -> None:
    page = store("Old.png", png(), editor=alice).page
    moved = move_page(page, NEW, editor=carol)
    back = move_page(moved.page, OLD, editor=carol)
    assert (back.new, back.over_redirect) == (OLD, True)
    store("Third.png", png(9, 9), editor=alice, text="#REDIRECT [[File:Old.png]]")
    with pytest.raises(CannotMove) as error:
        move_page(back.page, title_of("File:Third.png"), editor=carol)
    assert error.value.code == "articleexists"


def test_no_file_comes_in_under_a_name_that_leads_elsewhere(alice: Editor, carol: Editor) -> None:
    move_page(store("Old.png", png(), editor=alice).page, NEW, editor=carol)
    with pytest.raises(BadFile) as error:
        store("Old.png", png(9, 9), editor=alice)
    assert error.value.code == "redirected"
    assert "File:New.png" in error.value.reason
    assert FileVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("Old.png", "imagenocrossnamespace"),
        ("File talk:New.png", "imagenocrossnamespace"),
        ("File:New.jpg", "imagetypemismatch"),
        ("File:New", "imagetypemismatch"),
        ("File:A/b.png", "imageinvalidfilename"),
        ("File:A.php.png", "imageinvalidfilename"),
        (f"File:{'x' * 240}.png", "imageinvalidfilename"),
        ("File:Old.png", "selfmove"),
        ("File:There.png", "articleexists"),
    ],
)
def test_names_that_it_cannot_have(target: str, code: str, alice: Editor, carol: Editor) -> None:
    page = store("Old.png", png(), editor=alice).page
    store("There.png", png(9, 9), editor=alice)
    with pytest.raises(CannotMove) as error:
        move_page(page, title_of(target), editor=carol)
    assert error.value.code == code
    assert reload(page).title == "Old.png"


def test_only_administrators_move_files(client: Client, alice: Editor, carol: Editor) -> None:
    page = store("Old.jpg", jpeg(), editor=alice).page
    with pytest.raises(Refused):
        move_page(page, title_of("File:New.jpg"), editor=alice)
    client.login(username="Alice", password=PASSWORD)
    assert "ca-move" not in client.get("/wiki/File:Old.jpg").content.decode()
    refused = client.post("/move/File:Old.jpg", {"new_title": "File:New.jpg"})
    assert refused.status_code == 403
    assert "Moving files is for administrators" in refused.content.decode()
    client.login(username="Carol", password=PASSWORD)
    assert 'id="ca-move"' in client.get("/wiki/File:Old.jpg").content.decode()
    wrong = client.post("/move/File:Old.jpg", {"new_title": "File:New.png"})
    assert (wrong.status_code, "“.jpg”" in wrong.content.decode()) == (400, True)
    said = {"new_title": "File:New.jpg", "leave_redirect": "on", "watchbox": "1", "watch": "1"}
    assert client.post("/move/File:Old.jpg", said)["Location"] == "/wiki/File:New.jpg"
    assert Watch.objects.filter(user=carol.user, namespace=6, title="New.jpg").count() == 1
    assert client.get("/wiki/File:Old.jpg")["Location"].startswith("/wiki/File:New.jpg")
