"""A wiki with something in every corner, and what a backup of it holds."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import zstandard
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage

from tests.editing.suggest.suggesting import suggest_text
from tests.factories import edit_page, make_page, reload
from tests.made_pictures import png, store
from wiki.dumps.backup.container import PackedReader, PackedWriter
from wiki.dumps.backup.restore import restore_backup
from wiki.dumps.backup.write import write_backup
from wiki.editing.watching.watch import watch
from wiki.models import Page
from wiki.moderation.block import Terms, block, block_target
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.move import move_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.reading.watching.watching import page_target
from wiki.text.titles import parse_title

ROME = "{{Infobox\n| name = Róma \\| “x”\n| founded = 753 BC\n}}\nThe city.\n\n== Trade ==\nShips come.\n"


def fill(alice: Editor, bob: Editor, carol: Editor) -> None:
    """Pages, files, deeds of moderators, accounts with everything that an account may have."""
    rome = make_page("Rome", ROME + "\n== See also ==\n* [[Ostia]]\n\n[[Category:Cities]]", editor=alice)
    edit_page(rome, ROME.replace("Ships", "Boats") + "\n[[Category:Cities]]", editor=bob, summary="more 🌊")
    suggest_text(reload(rome), ROME.replace("Ships", "Barges"), bob)
    watch(page_target(rome.name), editor=alice)
    ostia = make_page("Ostia", "A harbour of [[Rome]].", editor=alice)
    secret = edit_page(ostia, "A secret.", editor=bob).revision
    edit_page(ostia, "A harbour.", editor=alice)
    assert secret is not None
    hide_revisions(reload(ostia), [secret.pk], editor=carol, text=True)
    move_page(reload(ostia), parse_title("Portus"), editor=carol)
    delete_page(make_page("Gone", "Words.", editor=bob), editor=carol)
    protect_page(reload(rome), {"edit": "sysop"}, editor=carol)
    block(block_target("Bob"), Terms(reason="a test"), editor=carol)
    store("Harbour.png", png(8, 8), editor=alice)
    store("Harbour.png", png(9, 9), editor=alice)
    carol_is_somebody(carol)


def carol_is_somebody(carol: Editor) -> None:
    """Rows that other packages keep of an account."""
    user, kind = carol.user, ContentType.objects.get_for_model(Page)
    may = Permission.objects.get(content_type=kind, codename="view_page")
    Group.objects.get(name="sysop").permissions.add(may)
    user.user_permissions.add(may)
    LogEntry.objects.create(user=user, content_type=kind, object_id="1", object_repr="x", action_flag=CHANGE)
    EmailAddress.objects.create(user=user, email="carol@example.org", verified=True, primary=True)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "ABC", "more": [1, None, "é"]})
    SocialAccount.objects.create(user=user, provider="github", uid="7", extra_data={"login": "carol"})


def backup() -> bytes:
    """The bytes of a backup of the wiki as it is."""
    file = io.BytesIO()
    report = write_backup(file)
    assert (report.rows, report.files, report.lacking) == (report.of_rows, report.of_files, [])
    return file.getvalue()


def restore(data: bytes, **options: Any) -> None:
    report = restore_backup(io.BytesIO(data), "wiki.stemma", **options)
    assert report.lacking == []


def members(data: bytes) -> dict[str, bytes]:
    reader = PackedReader(io.BytesIO(data), "wiki.stemma")
    return {member.name: b"".join(member.chunks()) for member in reader.members()}


def state(data: bytes) -> dict[str, Any]:
    """What a backup holds, without when and where it was made: the same of two that hold the same wiki."""
    held: dict[str, Any] = {}
    parts = members(data)
    manifest = json.loads(parts.pop("manifest.json"))
    for name, content in parts.items():
        rows = name.endswith(".jsonl")
        digest = hashlib.sha256(content).hexdigest()
        held[name] = [json.loads(line) for line in content.splitlines()] if rows else digest
    return {**held, "tables": manifest["tables"], "migrations": manifest["migrations"]}


def packed(parts: dict[str, bytes]) -> bytes:
    """A backup of these members, with sums that are right."""
    file = io.BytesIO()
    writer = PackedWriter(file)
    for name, content in parts.items():
        writer.add(name, content)
    writer.close()
    return file.getvalue()


def retold(data: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The backup with another manifest."""
    parts = members(data)
    manifest = json.loads(parts["manifest.json"])
    change(manifest)
    return packed({**parts, "manifest.json": json.dumps(manifest).encode()})


def unpacked(data: bytes) -> bytes:
    """The tar inside."""
    return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True).read()


def stored_files() -> dict[str, str]:
    """The SHA-256 of every file in the storage, by its path, whatever it is."""
    top = Path(default_storage.path(""))
    found = [path for path in sorted(top.rglob("*")) if path.is_file() and "thumbs" not in path.parts]
    return {str(path.relative_to(top)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}
