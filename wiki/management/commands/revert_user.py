"""manage.py revert_user: takes back all that one author did in a span of time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wiki.models import LogEntry, User
from wiki.moderation.revert_user import Reverted, go_on, revert_user
from wiki.moderation.take_back import take_back
from wiki.permissions import Editor, Refused
from wiki.text.names import InvalidName, ip_range


class Command(BaseCommand):
    help = "Take back all edits, moves and new pages of one author since a moment; what others wrote stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "author",
            help="an account, an address or a range; with --undo or --go-on, the number of a log entry",
        )
        parser.add_argument("--since", help="the beginning, like 2026-11-26 or 2026-11-26T14:00 (UTC)")
        parser.add_argument("--until", help="the end, likewise (default: now)")
        parser.add_argument("--by", help="the account that does it (default: the wiki itself)")
        parser.add_argument("--reason", default="", help="stands in summaries and in the log")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be taken back")
        parser.add_argument("--go-on", action="store_true", help="go on with a revert that was broken off")
        parser.add_argument("--undo", action="store_true", help="take a whole revert back again")

    def handle(self, *args: Any, **options: Any) -> None:
        editor = self.editor(options["by"])
        try:
            if options["go_on"]:
                done = go_on(self.entry(options), editor=editor)
            elif options["undo"]:
                done = take_back(self.entry(options), editor=editor, reason=options["reason"])
            else:
                done = self.done(editor, options)
        except Refused as error:
            raise CommandError(error.message) from None
        self.tell(done)

    def editor(self, name: str | None) -> Editor:
        if not name:
            return Editor(system="Stemma")
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"there is no account “{name}”")
        return Editor(user)

    def done(self, editor: Editor, options: dict[str, Any]) -> Reverted:
        if not options["since"]:
            raise CommandError("say since when: --since 2026-11-26")
        until = moment(options["until"]) if options["until"] else datetime.now(UTC)
        try:
            author = ip_range(options["author"]) or options["author"]
        except InvalidName as error:
            raise CommandError(error.message) from None
        return revert_user(
            author, moment(options["since"]), until, editor=editor, reason=options["reason"],
            preview=options["dry_run"],
        )  # fmt: skip

    def entry(self, options: dict[str, Any]) -> LogEntry:
        number = options["author"]
        entries = LogEntry.objects.filter(type="rollback", action="user")
        entry = entries.filter(pk=int(number)).first() if number.isdigit() and len(number) < 19 else None
        if entry is None:
            raise CommandError(f"there is no revert with the number “{number}” in the log")
        return entry

    def tell(self, done: Reverted) -> None:
        for old, new in done.moves:
            self.stdout.write(f"moved back: {new} to {old}")
        for page in done.deleted:
            self.stdout.write(f"page of its own: {page}")
        for page in done.files:
            self.stdout.write(f"file as it was before: {page}")
        for page_id, numbers in done.edits.items():
            self.stdout.write(f"{done.pages[page_id]}: revisions {', '.join(map(str, sorted(numbers)))}")
        for title, why in done.left:
            self.stdout.write(f"left: {title}: {why}")
        if done.entry is not None and done.entry.action == "user":
            self.stdout.write(f"Take it back with: manage.py revert_user --undo {done.entry.pk}")


def moment(text: str) -> datetime:
    """A point in time as the command takes it; without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no time; write one like 2026-11-26T14:00") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
