"""To whose talk pages a message goes: the members of a group, or pages that are named."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wiki.models import User
from wiki.permissions import groups_now
from wiki.text.titles import InvalidTitle, Title, parse_title

USER, USER_TALK = 2, 3


@dataclass(frozen=True, slots=True)
class Recipients:
    """The talk pages, each once; and the lines that name none, with the reason."""

    titles: tuple[Title, ...] = ()
    wrong: tuple[tuple[str, str], ...] = ()


def recipients(group: str, lines: str) -> Recipients:
    """The talk pages of a group's members (of accounts that are open), and those named one a line: user pages
    lead to their talk pages. 2 queries at most.
    """
    titles = dict.fromkeys(_members(group)) if group else {}
    wrong = []
    for line in filter(None, (line.strip() for line in lines.splitlines())):
        try:
            title = parse_title(line)
        except InvalidTitle as error:
            wrong.append((line[:100], error.message))
            continue
        if title.namespace == USER:
            title = Title(USER_TALK, title.base.name)
        if title.is_talk:
            titles[title] = None
        else:
            wrong.append((line[:100], _("This is no page of a user, and no talk page.")))
    return Recipients(tuple(titles), tuple(wrong))


def _members(group: str) -> list[Title]:
    members = User.objects.filter(groups__name=group, is_active=True).order_by("username")
    return [
        Title(USER_TALK, name)
        for name, ends in members.values_list("username", "group_ends")
        if groups_now(ends, [group])
    ]
