"""manage.py import_files FILE…: pictures become files of the wiki."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wiki.editing.errors import BadEdit
from wiki.editing.files.file_bytes import BadFile
from wiki.editing.files.files import store_file
from wiki.models import User
from wiki.permissions import Editor, Refused


class Command(BaseCommand):
    help = "Store pictures (JPEG, PNG, GIF, WebP, SVG); a name that is there gets a new version."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--name", help="another name in the wiki, for a single file")
        parser.add_argument(
            "--comment", default="", help="upload comment; of a new file also its description"
        )
        parser.add_argument(
            "--text", default="", help="source text of the file's page, where it has none yet"
        )
        parser.add_argument("--user", help="account that uploads (default: the wiki itself, as “Import”)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["name"] and len(options["files"]) > 1:
            raise CommandError("--name is for a single file")
        editor, refused = self._editor(options["user"]), 0
        for file in options["files"]:
            try:
                self._store(file, editor, options)
            except (BadFile, BadEdit, Refused) as error:
                refused += 1
                self.stderr.write(f"{file}: {error.message}")
            except OSError as error:
                refused += 1
                self.stderr.write(f"{file}: {error.strerror or error}")
        if refused:
            raise CommandError(f"{refused} of {len(options['files'])} files refused", returncode=1)

    def _editor(self, name: str | None) -> Editor:
        if not name:
            return Editor(system="Import")
        try:
            return Editor(User.objects.get_by_natural_key(name))
        except User.DoesNotExist:
            raise CommandError(f"There is no account named “{name}”") from None

    def _store(self, file: str, editor: Editor, options: dict[str, Any]) -> None:
        with Path(file).open("rb") as opened:
            content = opened.read(
                settings.UPLOAD_MAX_BYTES + 1
            )  # one byte more is refused; the rest is never read
        name = options["name"] or Path(file).name
        stored = store_file(name, content, editor=editor, comment=options["comment"], text=options["text"])
        if stored.version is None:
            self.stdout.write(f"{file}: “{stored.title.full}” has this picture already")
        else:
            self.stdout.write(f"{file}: “{stored.title.full}” stored as version {stored.version.number}")
