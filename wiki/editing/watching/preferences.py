"""What an account chooses: its own row, no revision."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction

from wiki.editing.watching.watch import account_of
from wiki.models import Preferences, Section, User, Watch
from wiki.permissions import Editor
from wiki.text.titles import NAMESPACES

TALK = [number for number in NAMESPACES if number > 0 and number % 2]


def save_preferences(chosen: Preferences, *, editor: Editor) -> None:
    """Keep these choices, all of them; what is told of watched things follows at once. Raises Refused."""
    user = account_of(editor)
    with transaction.atomic():
        was = user.chosen
        user.preferences = chosen.to_json()
        User.objects.filter(pk=user.pk).update(preferences=user.preferences)
        mine = Watch.objects.filter(user=user)
        if was.notify_pages != chosen.notify_pages:
            mine.filter(kind="page").update(notify=chosen.notify_pages)
        if was.notify_parts != chosen.notify_parts:
            topics = Section.objects.filter(page__namespace__in=TALK).values("pk")
            parts = mine.exclude(kind="page").exclude(kind="section", part__in=topics)
            parts.update(notify=chosen.notify_parts)


def change_preference(editor: Editor, **changes: Any) -> None:
    """Change some choices and keep the others. Raises Refused."""
    save_preferences(replace(account_of(editor).chosen, **changes), editor=editor)


def reset_preferences(*, editor: Editor) -> None:
    """Back to what holds for who never chose anything. Raises Refused."""
    save_preferences(Preferences(), editor=editor)


def change_email(address: str, *, editor: Editor) -> bool:
    """Another address for the account, which then is unproved; says whether it is another. Raises Refused."""
    user = account_of(editor)
    if user.email == address:
        return False
    user.email = address
    User.objects.filter(pk=user.pk).update(email=address)
    return True
