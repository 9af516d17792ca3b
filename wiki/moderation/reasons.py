"""Why and until when: the reasons that moderators give most often, and the usual spans of protection."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASON_MAX = 500  # characters, as the log keeps them

DELETE_REASONS: dict[str, Promise] = {
    "vandalism": _("Vandalism"),
    "spam": _("Advertising"),
    "copyright": _("Violation of copyright"),
    "test": _("Test page"),
    "duplicate": _("Duplicate of another page"),
    "author": _("Wanted by its only author"),
    "redirect": _("Redirect that leads nowhere"),
}
PROTECT_REASONS: dict[str, Promise] = {
    "vandalism": _("Repeated vandalism"),
    "spam": _("Repeated advertising"),
    "war": _("Edit war"),
    "traffic": _("Page that very many readers see"),
}
HIDE_REASONS: dict[str, Promise] = {
    "copyright": _("Violation of copyright"),
    "private": _("Private information"),
    "insult": _("Grave insult"),
    "vandalism": _("Vandalism"),
}
UNDELETE_REASONS: dict[str, Promise] = {
    "mistake": _("Deleted by mistake"),
    "discussed": _("Outcome of a discussion"),
}
BLOCK_REASONS: dict[str, Promise] = {
    "vandalism": _("Vandalism"),
    "spam": _("Advertising"),
    "false": _("False information"),
    "removing": _("Removing content from pages"),
    "attacks": _("Attacks on other people"),
    "war": _("Edit war"),
    "name": _("Unacceptable user name"),
    "many": _("Several accounts used against the rules"),
    "proxy": _("Open proxy"),
}
UNBLOCK_REASONS: dict[str, Promise] = {
    "mistake": _("Blocked by mistake"),
    "understood": _("The reason does not hold any more"),
    "discussed": _("Outcome of a discussion"),
}
BLOCK_SPANS: dict[str, Promise] = {
    "2 hours": _("2 hours"),
    "1 day": _("1 day"),
    "3 days": _("3 days"),
    "1 week": _("1 week"),
    "2 weeks": _("2 weeks"),
    "1 month": _("1 month"),
    "3 months": _("3 months"),
    "6 months": _("6 months"),
    "1 year": _("1 year"),
    "infinite": _("without end"),
}
SPANS: dict[str, Promise] = {
    "infinite": _("without end"),
    "1 hour": _("1 hour"),
    "1 day": _("1 day"),
    "3 days": _("3 days"),
    "1 week": _("1 week"),
    "2 weeks": _("2 weeks"),
    "1 month": _("1 month"),
    "3 months": _("3 months"),
    "1 year": _("1 year"),
}


def full_reason(reasons: dict[str, Promise], choice: str, more: str) -> str:
    """The reason as the log keeps it: one from the list, own words after it; either may be missing."""
    listed = str(reasons[choice]) if choice in reasons else ""
    return ": ".join(part for part in (listed, more.strip()) if part)[:REASON_MAX]
