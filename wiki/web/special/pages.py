"""The list of all special pages, one line each. A new one is added here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wiki.web.accounts import accounts, own_data
from wiki.web.editor import drafts
from wiki.web.frame import languages
from wiki.web.identity.change_email import change_email_view
from wiki.web.identity.log_in import log_in
from wiki.web.identity.prove import reauthenticate
from wiki.web.identity.security import security_view
from wiki.web.lists import category, facts, lists
from wiki.web.lists.contributions import contributions_view
from wiki.web.lists.links_here import links_here
from wiki.web.lists.lists import show
from wiki.web.lists.recent_changes import recent_changes_view
from wiki.web.moderation import move
from wiki.web.moderation.rename import rename_view
from wiki.web.special import (
    about,
    block,
    broken_anchors,
    changes,
    check_user,
    cite,
    export,
    fact_lists,
    files,
    import_dump,
    leading,
    looking_up,
    mass_message,
    neighbourhood,
    page_info,
    page_lists,
    report,
    revert_user,
    suggestions,
    transfer,
    upload,
    user_notes,
    user_rights,
    users,
)
from wiki.web.special.entry import (
    ACCOUNT,
    CHANGES,
    DATA,
    GROUP_ORDER,
    LISTS,
    MAINTENANCE,
    MEDIA,
    PAGE_TOOLS,
    REDIRECTS,
    USERS,
    Special,
    View,
)
from wiki.web.special.report_list import REPORTS
from wiki.web.watching.notifications import notifications_view
from wiki.web.watching.preferences import preferences_view
from wiki.web.watching.watchlist import watchlist_view


def special_pages(request: HttpRequest, rest: str) -> HttpResponse:
    groups = [(group, sorted(pages, key=lambda page: str(page.label).casefold())) for group, pages in GROUPS]
    return show(request, "special/special_pages.html", gettext("Special pages"), groups=groups)


# Name, view, group (none: not listed), label, aliases.
ALL = (
    Special("AllPages", page_lists.page_list, LISTS, _("All pages")),
    Special("AccountSecurity", security_view, ACCOUNT, _("Security of your account")),
    Special("ActiveUsers", users.list_active, USERS, _("Active users")),
    Special("AutoblockList", block.autoblock_list, USERS, _("Automatic blocks")),
    Special("Block", block.block_view, USERS, _("Block an account or address"), ("BlockIP", "BlockUser")),
    Special("BlockList", block.block_list, USERS, _("Blocked users"), ("IPBlockList", "ListBlocks")),
    Special("BrokenAnchors", broken_anchors.broken_anchors_view, MAINTENANCE, _("Broken section links")),
    Special("Categories", category.categories, LISTS, _("Categories")),
    Special("CategoryTree", category.tree, LISTS, _("Category tree")),
    Special("ChangeEmail", change_email_view, ACCOUNT, _("Change e-mail address")),
    Special("ChangePassword", accounts.change_password, ACCOUNT, _("Change password")),
    Special("CheckUser", check_user.check_user, USERS, _("Check addresses")),
    Special("CheckUserLog", check_user.check_user_log, USERS, _("Log of address look-ups")),
    Special("CiteThisPage", cite.cite_view, PAGE_TOOLS, _("Cite this page"), ("Cite",)),
    Special("ComparePages", looking_up.compare_pages, PAGE_TOOLS, _("Compare pages")),
    Special("Contributions", contributions_view, USERS, _("User contributions")),
    Special("CreateAccount", accounts.create, ACCOUNT, _("Create account")),
    Special("Diff", leading.to_diff),
    Special("Drafts", drafts.drafts_view, ACCOUNT, _("Drafts"), ("MyDrafts",)),
    Special("IPContributions", check_user.ip_contributions, USERS, _("Edits from an address")),
    Special("Language", languages.choose_language, USERS, _("Language")),
    Special("Import", import_dump.import_view, DATA, _("Import pages")),
    Special("ListGroupRights", users.group_rights, USERS, _("Groups and rights"), ("UserGroupRights",)),
    Special("ListUsers", users.list_users, USERS, _("User list"), ("UserList", "Users")),
    Special("Export", export.export_view, DATA, _("Export pages")),
    Special("ExportMyData", own_data.export_view, ACCOUNT, _("Download your data")),
    Special("Facts", facts.facts, DATA, _("Facts"), about=_("What infoboxes say, as tables over articles")),
    Special("UnsourcedFacts", fact_lists.unsourced_view, MAINTENANCE, _("Facts without a source")),
    Special("StaleFacts", fact_lists.stale_view, MAINTENANCE, _("Facts to look at again")),
    Special("FileDuplicateSearch", files.duplicates, MEDIA, _("Duplicate files"), ("SearchDuplicateFiles",)),
    Special("Filepath", files.file_path),
    Special("ListFiles", files.file_list, MEDIA, _("File list"), ("FileList", "ImageList")),
    Special("Log", lists.logs, CHANGES, _("Logs"), ("Logs",)),
    Special("MergePages", transfer.merge_pages_view, PAGE_TOOLS, _("Merge pages")),
    Special("MovePage", move.special_move, PAGE_TOOLS, _("Move page")),
    Special("MoveSection", transfer.move_section_view),
    Special("MyContributions", leading.my_contributions, REDIRECTS, _("My contributions"), ("MyContribs",)),
    Special("MyPage", leading.my_page, REDIRECTS, _("My user page")),
    Special("MassMessage", mass_message.mass_message_view, USERS, _("Message to many talk pages")),
    Special("MyTalk", leading.my_talk, REDIRECTS, _("My talk page")),
    Special(
        "Neighbourhood", neighbourhood.neighbourhood_view, PAGE_TOOLS, _("Neighbourhood"), ("Neighborhood",)
    ),
    Special("NewPages", changes.list_new_pages, CHANGES, _("New pages")),
    Special("Notifications", notifications_view, CHANGES, _("Notifications"), ("Notices",)),
    Special("PageInfo", page_info.page_info_view, PAGE_TOOLS, _("Page information"), ("PageInformation",)),
    Special("PasswordReset", accounts.reset_password, ACCOUNT, _("Reset password")),
    Special("PermanentLink", leading.permanent_link),
    Special("Preferences", preferences_view, ACCOUNT, _("Preferences")),
    Special("PrefixIndex", page_lists.prefix_index, LISTS, _("All pages with prefix"), ("Subpages",)),
    Special("Random", lists.random, REDIRECTS, _("Random page"), ("RandomPage",)),
    Special("RandomInCategory", category.random_in_category, REDIRECTS, _("Random page in category")),
    Special("RecentChanges", recent_changes_view, CHANGES, _("Recent changes")),
    Special(
        "RecentChangesLinked", changes.linked_changes, CHANGES, _("Related changes"), ("RelatedChanges",)
    ),
    Special("Reauthenticate", reauthenticate),
    Special("Redirect", looking_up.look_up, REDIRECTS, _("Look up by number or name")),
    Special("RenameUser", rename_view, USERS, _("Rename an account")),
    Special("Report", report.report_view, PAGE_TOOLS, _("Report a page"), ("ReportIncident",)),
    Special("RevertUser", revert_user.revert_user_view, USERS, _("Take back the edits of one author")),
    Special("Search", leading.to_search, REDIRECTS, _("Search")),
    Special("SpecialPages", special_pages),
    Special("Statistics", about.numbers, DATA, _("Statistics"), ("Stats",)),
    Special(
        "Suggestions",
        suggestions.suggestions_view,
        CHANGES,
        _("Suggested edits"),
        ("PendingChanges",),
        about=_("Edits that wait for somebody to look at them"),
    ),
    Special("Tags", about.tag_list, CHANGES, _("Tags")),
    Special("Undelete", leading.to_undelete, PAGE_TOOLS, _("Deleted pages")),
    Special("Unblock", block.unblock_view, USERS, _("Unblock an account or address")),
    Special("UnusedFiles", files.unused_files, MEDIA, _("Unused files"), ("UnusedImages",)),
    Special("Upload", upload.upload, MEDIA, _("Upload file")),
    Special("UserLogin", log_in, ACCOUNT, _("Log in"), ("Login",)),
    Special("UserLogout", accounts.log_out, aliases=("Logout",)),
    Special("UserNotes", user_notes.user_notes_view, USERS, _("Notes about users")),
    Special("UserRights", user_rights.user_rights, USERS, _("User rights")),
    Special("VanishAccount", own_data.vanish_view, ACCOUNT, _("Give up your account")),
    Special("Version", about.version, DATA, _("Version")),
    *REPORTS,
    Special("Watchlist", watchlist_view, CHANGES, _("Watchlist"), ("EditWatchlist",)),
    Special("WhatLinksHere", links_here, PAGE_TOOLS, _("What links here")),
)

PAGES: dict[str, View] = {page.name: page.view for page in ALL}
ALIASES = {alias: page.name for page in ALL for alias in page.aliases}
NAMES = {name.casefold(): name for name in PAGES} | {old.casefold(): name for old, name in ALIASES.items()}
GROUPS = [
    (group, listed) for group in GROUP_ORDER if (listed := [page for page in ALL if page.group is group])
]
