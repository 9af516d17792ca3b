"""The few filters that templates need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wiki.models import LogEntry, Page
from wiki.permissions import Editor, allows, level_name, may_begin, may_edit, may_move
from wiki.reading.lists.reported import count_open_reports
from wiki.reading.showing.assemble import TocEntry
from wiki.templatetags.protection import protection_told
from wiki.text.addresses import upload_path, wiki_path
from wiki.text.names import has_user_page
from wiki.text.titles import Title

register = template.Library()

FILE = 6
TAB_IDS = {-1: "special", 0: "main", 2: "user", 4: "project", 6: "image", 8: "mediawiki", 10: "template",
           12: "help", 14: "category"}  # fmt: skip


@register.filter
def tab_id(title: Title) -> str:
    """What MediaWiki calls the tab of this page's subject."""
    return TAB_IDS.get(title.subject.namespace, "main")


@register.filter
def tab_name(title: Title) -> str:
    """What readers call a page of this namespace."""
    names = {-1: _("Special page"), 2: _("User page"), 4: _("Project page"), 6: _("File"), 8: _("Message"),
             10: _("Template"), 12: _("Help page"), 14: _("Category")}  # fmt: skip
    return names.get(title.subject.namespace, _("Article"))


@register.filter
def editable_by(page: Page | None, viewer: Editor) -> bool:
    """Whether to offer Edit rather than View source. Asks the database only about protected pages, and of
    a page that is not there does not ask whether its very title is protected.
    """
    if page is None:
        return allows(may_begin, viewer, Title(0, "Page"))
    return allows(may_edit, viewer, page, page.name)


@register.filter
def blocks(viewer: Editor | None) -> bool:
    """Whether to offer blocking; what failed before there was a viewer offers nothing."""
    return viewer is not None and "block" in viewer.rights


@register.simple_tag(takes_context=True)
def open_reports(context: Context) -> int:
    """How many reports about the page at hand wait; a query for those who decide them, for nobody else."""
    viewer, page = context.get("viewer"), context.get("page")
    return count_open_reports(viewer=viewer, page=page) if viewer and isinstance(page, Page) else 0


@register.filter
def of_account(title: Title) -> bool:
    """Whether a page among those of users is an account's that somebody registered."""
    return has_user_page(title.base.name)


@register.filter
def movable_by(page: Page | None, viewer: Editor) -> bool:
    """Whether to offer Move. Asks the database only about protected pages."""
    if page is None or page.deleted or "move" not in viewer.rights:
        return False
    return allows(may_move, viewer, page)


@register.filter
def upload_url(file: str) -> str:
    """Where the upload of a picture that is not there yet is offered."""
    return upload_path(file)


class Step(NamedTuple):
    """An entry of the table of contents between the tags that open and close its lists."""

    entry: TocEntry
    before: SafeString
    after: SafeString


@register.filter
def nested(toc: Sequence[TocEntry]) -> Iterator[Step]:
    """The flat table of contents as steps of a nested list; who skips a level goes one deeper only."""
    levels: list[int] = []
    for entry, following in zip_longest(toc, toc[1:]):
        deeper = bool(levels) and entry.level > levels[-1]
        levels = [*levels, entry.level] if deeper or not levels else [*levels[:-1], entry.level]
        after = ""
        if following is None or following.level <= entry.level:
            after = "</li>"
            while len(levels) > 1 and (following is None or following.level <= levels[-2]):
                levels.pop()
                after += "</ol></li>"
        yield Step(entry, SafeString("<ol>" if deeper else ""), SafeString(after))


@register.filter
def deed(entry: LogEntry) -> SafeString:
    """What a log entry says was done, with a link to what it was done to."""
    if entry.action_hidden and not entry.title:
        return format_html('<span class="history-deleted">{}</span>', _("(log details removed)"))
    told = _told(entry)
    return format_html('<span class="history-deleted">{}</span>', told) if entry.action_hidden else told


def _told(entry: LogEntry) -> SafeString:
    title = Title(entry.namespace, entry.title)
    words = {
        ("create", "create"): _("created page {page}"),
        ("delete", "delete"): _("deleted page {page}"),
        ("delete", "restore"): _("restored page {page}"),
        ("delete", "revision"): _("changed the visibility of revisions of page {page}"),
        ("delete", "file"): _("changed the visibility of versions of file {page}"),
        ("delete", "event"): _("changed the visibility of entries of {page}"),
        ("suppress", "revision"): _("suppressed or released revisions of page {page}"),
        ("suppress", "file"): _("suppressed or released versions of file {page}"),
        ("suppress", "event"): _("suppressed or released entries of {page}"),
        ("move", "move"): _("moved page {page} to {target}"),
        ("move", "move_redir"): _("moved page {page} to {target} over a redirect"),
        ("protect", "protect"): _("protected {page}"),
        ("protect", "modify"): _("changed the protection of {page}"),
        ("protect", "unprotect"): _("removed the protection of {page}"),
        ("block", "block"): _("blocked {page}"),
        ("block", "reblock"): _("changed the block of {page}"),
        ("block", "unblock"): _("unblocked {page}"),
        ("rollback", "user"): _("took back the edits of {page}"),
        ("rollback", "userback"): _("undid the taking back of the edits of {page}"),
        ("rights", "rights"): _("changed the groups of {page}"),
        ("renameuser", "renameuser"): _("renamed the account {page} to {target}"),
        ("renameuser", "vanish"): _("gave up the account, now {page}"),
        ("newusers", "create"): _("created the account {page}"),
        ("newusers", "adopt"): _("took over the edits of {page}"),
        ("upload", "upload"): _("uploaded {page}"),
        ("import", "upload"): _("imported {page} from a file"),
        ("patrol", "patrol"): _("marked revision {id} of page {page} as patrolled"),
        ("thanks", "thank"): _("thanked {page}"),
        ("report", "done"): _("closed a report about {page} as done"),
        ("report", "dismiss"): _("dismissed a report about {page}"),
        ("usernote", "add"): _("noted something about {page}"),
        ("usernote", "strike"): _("struck out a note about {page}"),
        ("massmessage", "send"): _("sent a message to many talk pages"),
        ("massmessage", "back"): _("took back a message to many talk pages"),
        ("suggestion", "accept"): _("accepted a suggested edit of {page}"),
        ("suggestion", "acceptpart"): _("accepted a suggested edit of {page} in part"),
        ("suggestion", "hide"): _("changed the visibility of a suggested edit of {page}"),
        ("suggestion", "refuse"): _("refused a suggested edit of {page}"),
        ("upload", "overwrite"): _("uploaded a new version of {page}"),
        ("upload", "revert"): _("reverted {page} to an older version"),
    }
    other = f"{entry.type}/{entry.action}".replace("{", "{{").replace("}", "}}")  # whatever a dump says
    sentence = words.get((entry.type, entry.action), "{page}: " + other)
    if entry.action == "restore" and entry.params.get("ids"):
        sentence = _("restored revisions of page {page}")
    if described := protection_told(entry.params):
        sentence += f" {described}"
    if "newgroups" in entry.params:
        sentence = _("%(deed)s from {old} to {new}") % {"deed": sentence}
    if entry.params.get("assigned"):
        sentence = _("%(deed)s, with edits that are given to accounts here") % {"deed": sentence}
    if entry.params.get("noredirect"):
        sentence = _("%(deed)s without leaving a redirect") % {"deed": sentence}
    return format_html(
        sentence, page=_linked(title.full), target=_linked(str(entry.params.get("target", ""))),
        id=entry.params.get("curid", ""), old=_groups(entry, "old"), new=_groups(entry, "new"),
    )  # fmt: skip


def _groups(entry: LogEntry, which: str) -> str:
    """The groups that an account had before or after, with when a membership ends."""
    told = []
    for one in entry.params.get(f"{which}metadata", ()):
        until = one["expiry"]
        when = (
            "" if until == "infinity" else _(" (until %(when)s)") % {"when": f"{until[:10]} {until[11:16]}"}
        )
        told.append(one["group"] + when)
    return ", ".join(told) or _("none")


def _linked(full: str) -> SafeString:
    path = wiki_path(full.replace(" ", "_"))
    return format_html('<a href="{}">{}</a>', path, full)


@register.filter
def log_name(type_: str) -> str:
    """What readers call a kind of log."""
    names = {
        "create": _("Page creation log"),
        "delete": _("Deletion log"),
        "move": _("Move log"),
        "protect": _("Protection log"),
        "block": _("Block log"),
        "rollback": _("Rollback log"),
        "rights": _("User rights log"),
        "newusers": _("User creation log"),
        "renameuser": _("User rename log"),
        "patrol": _("Patrol log"),
        "suppress": _("Suppression log"),
        "upload": _("Upload log"),
        "import": _("Import log"),
        "thanks": _("Thanks log"),
        "suggestion": _("Suggestion log"),
        "report": _("Log of reports"),
        "usernote": _("Log of notes about users"),
        "massmessage": _("Log of mass messages"),
    }
    return names.get(type_, type_)


@register.filter
def level(name: str) -> str:
    """Who may act at a level of protection, beginning a line."""
    words = level_name(name)
    return words[:1].upper() + words[1:]
