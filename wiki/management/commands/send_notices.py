"""manage.py send_notices: mail what accounts want told by mail. To be run every few minutes."""

from __future__ import annotations

from typing import Any

from django.core.mail import get_connection
from django.core.management.base import BaseCommand
from django.utils import timezone

from wiki.editing.watching.mailing import claim, failed, sent, skip_unwanted, waiting
from wiki.editing.watching.notices import forget_old
from wiki.editing.watching.watch import forget_expired
from wiki.management.digests import message_of


class Command(BaseCommand):
    help = (
        "Mail notices to the accounts that want them: at once, daily or weekly. Meant for cron, every five "
        "minutes. Two at a time send nothing twice; one that is killed loses nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        forget_expired()
        skip_unwanted()
        forget_old()
        mailed = refused = 0
        connection = get_connection()
        for user_id in waiting():
            batch = claim(user_id, timezone.now())
            if batch is None:
                continue
            mail = message_of(batch)
            try:
                if mail is not None:
                    connection.send_messages([mail])
                    mailed += 1
            except OSError as error:  # SMTPException is one
                failed(batch)
                refused += 1
                self.stderr.write(f"The mail to account {user_id} was refused: {error}")
                continue
            sent(batch, timezone.now())
        connection.close()
        self.stdout.write(f"Sent {mailed} mails." + (f" {refused} were refused." if refused else ""))
