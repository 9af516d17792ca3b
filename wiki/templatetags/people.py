"""Accounts, groups, rights and tags in words."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.reading.reports.people import MOST, UserLine
from wiki.templatetags.rows import moment
from wiki.text.addresses import wiki_path

register = template.Library()


@register.filter
def group_name(group: str) -> str:
    """What readers call a group."""
    names = {
        "*": _("Everybody"),
        "user": _("Accounts"),
        "autoconfirmed": _("Confirmed accounts"),
        "bot": _("Bots"),
        "reviewer": _("Reviewers"),
        "sysop": _("Administrators"),
        "bureaucrat": _("Bureaucrats"),
        "suppress": _("Suppressors"),
        "checkuser": _("Checkers of addresses"),
    }
    return names.get(group, group)


@register.filter
def right_name(right: str) -> str:
    """What a right allows."""
    names = {
        "apihighlimits": _("Ask the API for more at once"),
        "abusefilter-log": _("See which edits the filters caught"),
        "abusefilter-modify": _("Make edit filters and switch them on"),
        "applychangetags": _("Tag one’s own edits"),
        "autopatrol": _("Have one’s own edits marked as reviewed"),
        "block": _("Block accounts and addresses"),
        "bot": _("Be treated as an automatic process"),
        "changetags": _("Change the tags of edits"),
        "checkuser": _("Look up from which addresses accounts act"),
        "checkuser-log": _("See who looked up addresses"),
        "checkuser-temporary-account": _("Look up the addresses of temporary accounts"),
        "createaccount": _("Create accounts"),
        "createpage": _("Create pages"),
        "createtalk": _("Create discussion pages"),
        "delete": _("Delete pages"),
        "deletelogentry": _("Hide entries of the log"),
        "deletedhistory": _("See that deleted revisions were there"),
        "deletedtext": _("Read hidden and deleted text"),
        "deleterevision": _("Hide revisions"),
        "edit": _("Edit pages"),
        "editinterface": _("Edit the wiki’s own words"),
        "editmyoptions": _("Change one’s own preferences"),
        "editmywatchlist": _("Change one’s own watchlist"),
        "editprotected": _("Edit pages protected for administrators"),
        "editsemiprotected": _("Edit pages protected for confirmed accounts"),
        "editunsourced": _("Save facts without the source that is required"),
        "handlereports": _("Decide what readers have reported"),
        "hideuser": _("Hide account names"),
        "import": _("Import pages"),
        "managechangetags": _("Make and delete tags"),
        "markbotedits": _("Roll back without flooding the recent changes"),
        "massmessage": _("Write to many talk pages at once"),
        "mergehistory": _("Merge the histories of pages"),
        "minoredit": _("Mark edits as minor"),
        "move": _("Move pages"),
        "move-subpages": _("Move pages with their subpages"),
        "movefile": _("Move files"),
        "noratelimit": _("Not be slowed down"),
        "tboverride": _("Use titles and links that the wiki’s lists forbid"),
        "patrol": _("Mark edits of others as reviewed"),
        "protect": _("Protect pages"),
        "purge": _("Have a page drawn anew"),
        "read": _("Read pages"),
        "renameuser": _("Rename accounts"),
        "reupload": _("Upload a new version of a file"),
        "review": _("Review pending changes"),
        "rollback": _("Roll back in one click"),
        "sendemail": _("Write e-mail to other accounts"),
        "suppressredirect": _("Leave no redirect when moving a page"),
        "suppressrevision": _("Hide revisions from administrators too"),
        "suppressionlog": _("See what was hidden from administrators, and by whom"),
        "undelete": _("Bring deleted pages back"),
        "unwatchedpages": _("See which pages few watch"),
        "upload": _("Upload files"),
        "userrights": _("Change the groups of accounts"),
        "viewsuppressed": _("See what is hidden from administrators"),
    }
    return names.get(right, right)


@register.filter
def tag_meaning(tag: str) -> str:
    """What the wiki means by a tag."""
    names = {
        "mw-undo": _("The edit takes back an earlier one."),
        "mw-rollback": _("The edit rolls back the edits of one author."),
        "mw-manual-revert": _("The edit restores an earlier revision."),
        "mw-reverted": _("The edit was taken back by a later one."),
        "mw-new-redirect": _("The page became a redirect."),
        "mw-blank": _("The page was emptied."),
        "mw-replace": _("Nearly all words of the page were replaced."),
        "mw-restore": _("The edit restores an earlier revision."),
    }
    return names.get(tag, "")


@register.simple_tag
def user_row(line: UserLine) -> SafeString:
    """An account in a list: name, groups, since when, how many edits."""
    name = escape(line.name)
    user, edits_of = wiki_path(f"User:{line.name}"), wiki_path(f"Special:Contributions/{line.name}")
    groups = ", ".join(
        f'<a href="{wiki_path("Special:ListGroupRights", group)}">{escape(group_name(group))}</a>'
        for group in line.groups
    )
    said = f" ({groups})" if groups else ""
    if line.blocked:
        said += f" <b>{escape(_('blocked'))}</b>"
    since = escape(_("since %(when)s") % {"when": moment(line.created).partition(", ")[2]})
    count = f"{line.edits:,}+" if line.edits >= MOST else f"{line.edits:,}"
    edits = ngettext("%(count)s edit", "%(count)s edits", line.edits) % {"count": count}
    return SafeString(
        f'<li><span><a class="mw-userlink" href="{user}">{name}</a>'
        f' <small class="muted">{said} {since}</small></span>'
        f' <span class="figure"><a href="{edits_of}">{escape(edits)}</a></span></li>'
    )
