"""Accounts, groups, rights and tags in words."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wiki.permissions import Editor, deals
from wiki.reading.lists.user_notes import count_notes
from wiki.reading.reports.people import MOST, UserLine
from wiki.templatetags.rows import moment
from wiki.text.addresses import wiki_path

register = template.Library()


@register.filter
def deals_with_authors(viewer: Editor) -> bool:
    """Whether to offer it."""
    return deals(viewer)


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


@register.simple_tag
def user_notes(name: str, viewer: Editor) -> str:
    """How many notes about somebody hold, for a moderator; one query."""
    count = count_notes(name, viewer=viewer)
    return ngettext("%(n)d note", "%(n)d notes", count) % {"n": count} if count else _("no notes")


RIGHT_NAMES = {
    "apihighlimits": gettext_lazy("Ask the API for more at once"),
    "abusefilter-log": gettext_lazy("See which edits the filters caught"),
    "abusefilter-modify": gettext_lazy("Make edit filters and switch them on"),
    "applychangetags": gettext_lazy("Tag one’s own edits"),
    "autopatrol": gettext_lazy("Have one’s own edits marked as reviewed"),
    "block": gettext_lazy("Block accounts and addresses"),
    "bot": gettext_lazy("Be treated as an automatic process"),
    "changetags": gettext_lazy("Change the tags of edits"),
    "checkuser": gettext_lazy("Look up from which addresses accounts act"),
    "checkuser-log": gettext_lazy("See who looked up addresses"),
    "checkuser-temporary-account": gettext_lazy("Look up the addresses of temporary accounts"),
    "createaccount": gettext_lazy("Create accounts"),
    "createpage": gettext_lazy("Create pages"),
    "createtalk": gettext_lazy("Create discussion pages"),
    "delete": gettext_lazy("Delete pages"),
    "deletelogentry": gettext_lazy("Hide entries of the log"),
    "deletedhistory": gettext_lazy("See that deleted revisions were there"),
    "deletedtext": gettext_lazy("Read hidden and deleted text"),
    "deleterevision": gettext_lazy("Hide revisions"),
    "edit": gettext_lazy("Edit pages"),
    "editinterface": gettext_lazy("Edit the wiki’s own words"),
    "editmyoptions": gettext_lazy("Change one’s own preferences"),
    "editmywatchlist": gettext_lazy("Change one’s own watchlist"),
    "editprotected": gettext_lazy("Edit pages protected for administrators"),
    "editsemiprotected": gettext_lazy("Edit pages protected for confirmed accounts"),
    "editunsourced": gettext_lazy("Save facts without the source that is required"),
    "handlereports": gettext_lazy("Decide what readers have reported"),
    "hideuser": gettext_lazy("Hide account names"),
    "import": gettext_lazy("Import pages"),
    "managechangetags": gettext_lazy("Make and delete tags"),
    "markbotedits": gettext_lazy("Roll back without flooding the recent changes"),
    "massmessage": gettext_lazy("Write to many talk pages at once"),
    "mergehistory": gettext_lazy("Merge the histories of pages"),
    "minoredit": gettext_lazy("Mark edits as minor"),
    "move": gettext_lazy("Move pages"),
    "move-subpages": gettext_lazy("Move pages with their subpages"),
    "movefile": gettext_lazy("Move files"),
    "noratelimit": gettext_lazy("Not be slowed down"),
    "tboverride": gettext_lazy("Use titles and links that the wiki’s lists forbid"),
    "patrol": gettext_lazy("Mark edits of others as reviewed"),
    "protect": gettext_lazy("Protect pages"),
    "purge": gettext_lazy("Have a page drawn anew"),
    "read": gettext_lazy("Read pages"),
    "renameuser": gettext_lazy("Rename accounts"),
    "reupload": gettext_lazy("Upload a new version of a file"),
    "review": gettext_lazy("Review pending changes"),
    "rollback": gettext_lazy("Roll back in one click"),
    "sendemail": gettext_lazy("Write e-mail to other accounts"),
    "suppressredirect": gettext_lazy("Leave no redirect when moving a page"),
    "suppressrevision": gettext_lazy("Hide revisions from administrators too"),
    "suppressionlog": gettext_lazy("See what was hidden from administrators, and by whom"),
    "undelete": gettext_lazy("Bring deleted pages back"),
    "unwatchedpages": gettext_lazy("See which pages few watch"),
    "upload": gettext_lazy("Upload files"),
    "userrights": gettext_lazy("Change the groups of accounts"),
    "viewsuppressed": gettext_lazy("See what is hidden from administrators"),
}


@register.filter
def right_name(right: str) -> str:
    """What a right allows."""
    return str(RIGHT_NAMES.get(right, right))


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
        "mw-contentmodelchange": _("The page was converted from wikitext to Markdown."),
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
