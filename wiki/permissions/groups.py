"""Which group gives which right, as MediaWiki names them, and who may change the groups of accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone

# Rights by group, as MediaWiki names them. Everyone is in "*", accounts in "user" too.
RIGHTS: dict[str, frozenset[str]] = {
    "*": frozenset({"read", "edit", "createpage", "createtalk", "createaccount"}),
    "user": frozenset(
        {
            "minoredit", "move", "upload", "reupload", "applychangetags", "changetags",
            "editmyoptions", "editmywatchlist", "purge", "sendemail",
        }
    ),
    "autoconfirmed": frozenset({"editsemiprotected"}),
    "bot": frozenset({"bot", "autopatrol", "noratelimit", "apihighlimits"}),
    "reviewer": frozenset({"patrol", "autopatrol", "review"}),
    "sysop": frozenset(
        {
            "delete", "undelete", "deletedhistory", "deletedtext", "deleterevision", "deletelogentry",
            "protect", "editprotected", "editsemiprotected", "rollback", "block", "editinterface",
            "suppressredirect", "move-subpages", "movefile", "patrol", "autopatrol", "review",
            "editunsourced", "unwatchedpages", "markbotedits", "managechangetags", "changetags",
            "apihighlimits", "import", "mergehistory", "noratelimit", "tboverride", "abusefilter-modify",
            "abusefilter-log", "handlereports", "massmessage",
        }
    ),
    "bureaucrat": frozenset({"renameuser", "userrights"}),
    "suppress": frozenset(
        {
            "suppressrevision", "viewsuppressed", "suppressionlog", "hideuser", "deleterevision",
            "deletelogentry",
        }
    ),
    "checkuser": frozenset({"checkuser", "checkuser-log", "checkuser-temporary-account"}),
}  # fmt: skip
ALL_RIGHTS = frozenset().union(*RIGHTS.values())
IMPLICIT = ("*", "user")  # nobody is put into these: everybody is
GIVEN = tuple(name for name in RIGHTS if name not in IMPLICIT)  # "autoconfirmed" may be given early
# Who may put accounts into which groups, and take them out; a superuser into and out of every one.
CHANGES: dict[str, frozenset[str]] = {
    "bureaucrat": frozenset({"autoconfirmed", "bot", "reviewer", "sysop", "bureaucrat"}),
}
# Levels of protection, each with the right that it asks for. "review" lets everybody edit: what accounts that
# are not confirmed write has to be accepted first (`waits_for_review`).
LEVELS = {"": "", "autoconfirmed": "editsemiprotected", "review": "", "sysop": "editprotected"}
ACTIONS = ("edit", "move", "upload")  # what a page can be protected from; a title without page from "create"
INTERFACE = 8  # the MediaWiki namespace


def groups_now(ends: Mapping[str, str], names: Iterable[str]) -> list[str]:
    """Those of the groups whose membership has not ended; `ends` as User.group_ends has it."""
    now = timezone.now()
    return [name for name in names if name not in ends or datetime.fromisoformat(ends[name]) > now]
