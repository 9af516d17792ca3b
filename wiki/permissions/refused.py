"""Why somebody may not do something: for machines a code, for people a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


class Refused(Exception):
    """The editor may not do this. `code` is for machines, the message for people."""

    code, status = "permissiondenied", 403

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code


class PageProtected(Refused):
    """The page's protection asks for a right that the editor has not."""

    code = "protectedpage"


class PartProtected(PageProtected):
    """A section or a field is protected; `part` names it ("s12", "f34", "infobox"), `field` the input."""

    code = "protectedpart"

    def __init__(self, message: str, *, part: str, field: str) -> None:
        super().__init__(message)
        self.part, self.field = part, field


class TitleProtected(Refused):
    """No page of this title may be made by this editor."""

    code = "protectedtitle"


class AnonymousEditingOff(Refused):
    """Only accounts may edit here."""

    code = "noedit-anon"


class UserBlocked(Refused):
    """The account may not act."""

    code = "blocked"


def allows(may: Callable[P, None], *about: P.args, **more: P.kwargs) -> bool:
    """Whether to offer what `may` asks about: whether it would raise no Refused."""
    try:
        may(*about, **more)
    except Refused:
        return False
    return True
