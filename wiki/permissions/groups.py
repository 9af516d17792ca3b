"""Which group gives which right, as MediaWiki names them."""

from __future__ import annotations

from datetime import timedelta

# Rights by group, as MediaWiki names them. Everyone is in "*", accounts in "user" too.
RIGHTS: dict[str, frozenset[str]] = {
    "*": frozenset({"read", "edit", "createpage", "createtalk", "createaccount"}),
    "user": frozenset({"minoredit", "move", "restore", "upload", "reupload"}),
    "autoconfirmed": frozenset({"editsemiprotected"}),
    "bot": frozenset({"bot", "autopatrol", "noratelimit"}),
    "reviewer": frozenset({"patrol", "autopatrol", "review"}),
    "sysop": frozenset(
        {
            "delete", "undelete", "deletedhistory", "deletedtext", "deleterevision", "protect",
            "editprotected", "editsemiprotected", "rollback", "block", "editinterface", "suppressredirect",
            "move-subpages", "patrol", "autopatrol", "editunsourced", "unwatchedpages",
        }
    ),
    "bureaucrat": frozenset({"renameuser", "userrights"}),
    "suppress": frozenset({"suppressrevision", "viewsuppressed", "hideuser", "deleterevision"}),
}  # fmt: skip
LEVELS = {"": "", "autoconfirmed": "editsemiprotected", "sysop": "editprotected"}
CONFIRMED_AGE, CONFIRMED_EDITS = timedelta(days=4), 10
INTERFACE = 8  # the MediaWiki namespace
