"""Mail that goes out while the answer does: the time it takes tells nobody whether there is an account."""

from __future__ import annotations

import logging
from threading import Thread

from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)


def send_later(message: EmailMessage) -> None:
    """Send the message in a thread of its own, which needs no database; a failure is logged."""
    Thread(target=_send, args=(message,), name="mail").start()


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError:  # what the mail server says, SMTPException among it
        logger.exception("A mail could not be sent.")
