"""Every address that writes, and what it answers to whom: a literal table.

A row names the page whose form is sent, what is filled in, and one letter for each of ROLES:

    S  done, and something was written         F  403
    .  answered, nothing written               L  led to the log-in
    N  404                                     P  led to prove once more who is there
    B  400: this form is refused              M  405
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.dumps.exports import export, page, revision
from tests.factories import PASSWORD
from tests.made_pictures import png

ROLES = (
    "anonymous", "Blocked", "New", "Confirmed", "Reviewer", "Sysop", "Bureaucrat", "Suppress", "Checkuser",
    "Root",
)  # fmt: skip
GROUPS = {
    "Confirmed": ("autoconfirmed",),
    "Reviewer": ("autoconfirmed", "reviewer"),
    "Sysop": ("sysop",),
    "Bureaucrat": ("bureaucrat",),
    "Suppress": ("suppress",),
    "Checkuser": ("checkuser",),
}
DUMP = export(page(revision(), title="Verona"))
NEW = "an entirely new pass phrase"


@dataclass(frozen=True, slots=True)
class Row:
    """`form`: the page that shows the form (none: posted to as it is); `given`: typed, ticked or pressed."""

    form: str
    given: dict[str, object] = field(default_factory=dict)
    answers: str = ""
    bare: bool = False  # for scripts: there is no page with such a form


ROWS = (
    # Editing
    Row("/edit/Rome", {"text": "Another text.", "wpSave": "1"}, "SFSSSSSSSS"),
    Row("/edit/Naples", {"text": "A city.", "wpSave": "1"}, "SFSSSSSSSS"),
    Row("/edit/Rome?section=new", {"heading": "More", "text": "Words.", "wpSave": "1"}, "SFSSSSSSSS"),
    Row("/edit/Rome?section={section}", {"text": "## History\n\nOther.", "wpSave": "1"}, "SFSSSSSSSS"),
    Row("/edit/Rome?field={field}", {"value": "Galba", "wpSave": "1"}, "SFSSSSSSSS"),
    Row("/edit/Rome?part=infobox", {"caption": "Roma", "wpSave": "1"}, "SFSSSSSSSS"),
    Row("/edit/Rome?part=see-also", {"text": "## See also\n\n- [[Naples]]", "wpSave": "1"}, "SFSSSSSSSS"),
    Row("/edit/Talk:Rome?section=new", {"heading": "Hm", "text": "Words.", "wpSave": "1"}, "SFSSSSSSSS"),
    Row("/edit/Semi", {"text": "Another text.", "wpSave": "1"}, "FFFSSSFFFS"),
    Row("/edit/Full", {"text": "Another text.", "wpSave": "1"}, "FFFFFSFFFS"),
    Row("/edit/MediaWiki:Note", {"text": "Another text.", "wpSave": "1"}, "FFFFFSFFFS"),
    Row("/edit/Rome", {"text": "Another text.", "wpPreview": "1"}, ".SSSSSSSSS"),
    Row("/draft/Rome", {"text": "Words.", "base": "", "tab": "a1", "editor": ""}, "FSSSSSSSSS", bare=True),
    Row("/edit-preview/Rome", {"text": "Words."}, "..........", bare=True),
    Row("/meanwhile/Rome", {"text": "Words.", "base": ""}, "BBBBBBBBBB", bare=True),
    Row("/merged/Rome", {"text": "Words.", "base": ""}, "..........", bare=True),
    Row("/field/{field}", {"said": None}, "FFSSSSSSSS"),
    Row("/convert/Antium", {"summary": "no"}, "SFSSSSSSSS"),
    # Suggesting
    Row("/suggestion/{suggestion}", {"version": "1", "hunk": "0", "accept": "1"}, "FFFFSSFFFS", bare=True),
    Row(
        "/suggestion/{suggestion}", {"version": "1", "refuse": "1", "answer": "No."}, "FFFFSSFFFS", bare=True
    ),
    Row("/suggestion/{suggestion}", {"comment": "Well."}, "SFSSSSSSSS", bare=True),
    Row("/suggestion/{suggestion}", {"withdraw": "1"}, "FFFFFFFFFF", bare=True),
    Row("/suggestion/{suggestion}", {"hide": "1"}, "FFFFFSFSFS", bare=True),
    # Taking back
    Row("/undo/{latest}", {"summary": "no"}, "SFSSSSSSSS"),
    Row("/rollback/Rome?from=Alice", {}, "FFFFFSFFFS"),
    Row("/restore/{first}", {"summary": "no"}, "SFSSSSSSSS"),
    # Files
    Row("/upload", {"file": png(20, 20), "name": "Map.png"}, "FFSSSSSSSS", bare=True),
    Row("/wiki/Special:Upload", {"file": png(20, 20), "wpDestFile": "Map.png", "own": "on"}, "FBBBBBBBBB"),
    Row("/filerevert/File:Box.png?version=1", {"comment": "no"}, "FFSSSSSSSS"),
    Row(
        "/filevisibility/File:Box.png?version=1",
        {"file": "hide", "author": "show", "comment": "show"},
        "FFFFFSFSFS",
    ),
    # Watching
    Row("/watch?title=Rome", {"deed": "watch"}, "FSSSSSSSSS"),
    Row("/thank/{latest}", {}, "LFSSSSSSSS"),
    Row("/wiki/Special:Watchlist", {"seen": "1"}, "LSSSSSSSSS", bare=True),
    Row("/wiki/Special:Watchlist/edit", {"id": "1"}, "LSSSSSSSSS", bare=True),
    Row("/wiki/Special:Watchlist/raw", {"titles": "Rome"}, "LSSSSSSSSS"),
    Row("/wiki/Special:Watchlist/clear", {}, "LSSSSSSSSS", bare=True),
    Row("/wiki/Special:Notifications", {"read": "1"}, "LSSSSSSSSS", bare=True),
    Row("/wiki/Special:Drafts", {"discard": "1"}, "LNNNNNNNNN", bare=True),
    # One's own account
    Row("/wiki/Special:Preferences", {"width": "wide"}, "LSSSSSSSSS"),
    Row("/wiki/Special:Preferences/appearance", {"text": "large"}, "LBBBBBBBBB", bare=True),
    Row("/wiki/Special:Preferences/feed", {}, "LSSSSSSSSS", bare=True),
    Row("/wiki/Special:Preferences/reset", {}, "LSSSSSSSSS", bare=True),
    Row("/wiki/Special:Preferences/confirm", {}, "L.........", bare=True),
    Row(
        "/wiki/Special:ChangePassword",
        {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW},
        "LSSSSSSSSS",
    ),
    Row("/wiki/Special:ChangeEmail", {"email": "somebody@example.org"}, "LSSSSSSSSS"),
    Row("/wiki/Special:ExportMyData", {}, "L........."),
    Row("/wiki/Special:VanishAccount", {"name": "Root"}, "LBBBBBBBBB"),
    Row("/wiki/Special:AccountSecurity/sessions", {}, "L.........", bare=True),
    Row("/wiki/Special:AccountSecurity/codes", {"code": "000000"}, "LBBBBBBBBB"),
    Row("/wiki/Special:AccountSecurity/passkeys/add", {"credential": "{}", "name": "Key"}, "LBBBBBBBBB"),
    Row("/wiki/Special:AccountSecurity/elsewhere", {"account": "1"}, "LBBBBBBBBB", bare=True),
    Row("/wiki/Special:Reauthenticate", {"password": PASSWORD}, "L........."),
    Row("/wiki/Special:UserLogout", {}, "..........", bare=True),
    # Coming in
    Row(
        "/wiki/Special:UserLogin", {"username": "Alice", "password": "not this one"}, "B.........", bare=True
    ),
    Row("/wiki/Special:CreateAccount", {"username": "Neu", "password1": NEW, "password2": NEW}, "BBBBBBBBBB"),
    Row("/wiki/Special:PasswordReset", {"email": "alice@example.org"}, ".........."),
    Row("/confirm-email/nothing", {}, "LBBBBBBBBB", bare=True),
    Row("/unsubscribe/nothing", {}, "NNNNNNNNNN", bare=True),
    Row("/reset/MQ/nothing", {"new_password1": NEW, "new_password2": NEW}, "..........", bare=True),
    # Telling the moderators
    Row("/wiki/Special:Report/Rome", {"reason": "spam", "note": "Look."}, "BSSSSSSSSS"),
    Row("/wiki/Special:Report?oldid={latest}", {"reason": "spam"}, "BSSSSSSSSS"),
    # Moderation
    Row("/delete/Rome", {"more": "no"}, "FFFFFSFFFS"),
    Row("/undelete/Carthage", {"more": "yes"}, "FFFFFSFFFS"),
    Row("/move/Rome", {"new_title": "Roma"}, "FFSSSSSSSS"),
    Row("/protect/Rome", {"edit": "sysop"}, "FFFFFSFFFS"),
    Row("/protect/Rome?part=s{section}", {"edit": "sysop"}, "FFFFFSFFFS"),
    Row("/protect/Atlantis", {"create": "sysop"}, "FFFFFSFFFS"),
    Row("/patrol/{latest}", {}, "FFFFSSFFFS"),
    Row("/visibility/Rome?ids={first}", {"text": "hide", "author": "show", "summary": "show"}, "FFFFFSFSFS"),
    Row("/logvisibility?ids={entry}", {"comment": "hide"}, "FFFFFSFSFS"),
    Row("/wiki/Special:MoveSection/{section}", {"target": "Milan", "where": "end"}, "SBSSSSSSSS"),
    Row("/wiki/Special:MergePages/Rome", {"target": "Milan"}, "SBSSSSSSSS"),
    Row("/wiki/Special:RevertUser/Alice?since=2000-01-01T00:00", {"reason": "no"}, "FFFFFSFFFS"),
    Row("/wiki/Special:Block/Alice", {"span": "1 day", "more": "no"}, "FFFFFSFFFS"),
    Row("/wiki/Special:UserNotes/Alice", {"text": "Once more."}, "FFFFFSFFFS"),
    Row(
        "/wiki/Special:MassMessage",
        {"subject": "Hello", "text": "Words.", "pages": "User:Alice", "key": "k", "send": "1"},
        "FFFFFSFFFS",
        bare=True,
    ),
    Row("/wiki/Special:Export", {"pages": "Rome\nCarthage"}, ".........."),
    Row("/wiki/Special:Export", {"catname": "Nowhere", "addcat": "1"}, "BBBBBBBBBB"),
    Row("/wiki/Special:Import", {"file": DUMP, "preview": "1"}, "FFFFF.FFF.", bare=True),
    Row("/wiki/Special:Import", {"kept": "forged", "import": "1"}, "FFFFFBFFFB", bare=True),
    Row("/wiki/Special:Unblock/Vandal", {"more": "enough"}, "FFFFFSFFFS"),
    Row("/wiki/Special:UserRights/Alice", {"in-reviewer": "on", "reason": "elected"}, "FFFFFFSFFS"),
    Row("/wiki/Special:RenameUser/Alice", {"name": "Alix", "reason": "asked"}, "LFFFFFSFFS"),
    Row("/wiki/Special:CheckUser/Alice", {"target": "Alice", "reason": "the same words"}, "FFFFFFFFSS"),
    Row(
        "/wiki/Special:IPContributions", {"target": "192.0.2.0/24", "reason": "the same words"}, "FFFFFFFFSS"
    ),
)
# What only reads: nothing is written there whatever is posted.
READING = """
    asof asof/<moment>/<title> authorship/<title> diff diff/<old>/<new> download/<format>/<title>
    feed/<form>/changes feed/<form>/field/<field_id> feed/<form>/page/<title>
    feed/<form>/section/<section_id> feed/<form>/user/<name> feed/<form>/watchlist/<user_id>
    field/<field_id> history/<title> media/<sha1>/<name> notes/<title> oembed opensearch.xml p/<page_id>
    preview/<title> raw/<title> reference revision/<revision_id> robots.txt search section/<section_id>
    since/<title> sitemap.xml sitemap/<number>.xml suggest suggest/fields/<title> suggest/links
    thumb/<width>/<sha1>/<name> timegate/<address> timemap/link/<address> timemap/link/<number>/<address>
    wiki/ wiki/<title>
"""
READING_SPECIALS = """
    ActiveUsers AllPages AncientPages AutoblockList BlockList BrokenAnchors BrokenRedirects Categories
    CategoryTree CheckUserLog CiteThisPage ComparePages Contributions DeadendPages Diff
    DisambiguationPages DoubleRedirects Facts FileDuplicateSearch Filepath Language ListFiles
    ListGroupRights ListRedirects ListUsers Log LonelyPages LongPages MostLinkedCategories MostLinkedPages
    MostRevisions MovePage MyContributions MyPage MyTalk Neighbourhood NewPages PageInfo PermanentLink
    PrefixIndex ProtectedPages ProtectedTitles Random RandomInCategory RecentChanges RecentChangesLinked
    Redirect Search ShortPages SpecialPages StaleFacts Statistics Suggestions Tags UncategorizedCategories
    UncategorizedFiles UncategorizedPages Undelete UnsourcedFacts UnusedCategories UnusedFiles Version
    WantedCategories WantedFiles WantedPages WhatLinksHere
"""
# Mail programs unsubscribe by one POST of their own (RFC 8058); the token in the address is what lets them.
WITHOUT_TOKEN = ("/unsubscribe/nothing",)
