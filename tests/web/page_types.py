"""Every kind of page a reader or editor meets, and the wiki they stand in.

A new kind of page is one more line of PAGES: its name, its address, and who looks. Tests of accessibility,
of valid HTML and of the Content-Security-Policy then look at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.test import override_settings

from tests.factories import edit_page, make_page, make_user, reload
from tests.web.pages import change_field, change_section
from wiki.dumps.seed import seed
from wiki.editing.drafts import save_draft
from wiki.editing.edits import whole_page
from wiki.editing.suggest.propose import comment, propose
from wiki.editing.transfer.transfer import move_section
from wiki.editing.watching.watch import expiry_of, watch
from wiki.models import InfoboxField, LogEntry, Page, Section
from wiki.moderation.addresses import look_up_addresses
from wiki.moderation.block import Terms, block
from wiki.moderation.delete import delete_page, undelete_page
from wiki.moderation.protect import protect_page, protect_part, protect_title
from wiki.moderation.rights import change_groups
from wiki.permissions import Editor
from wiki.reading.drafts import Place
from wiki.reading.source import open_page
from wiki.reading.watching.watching import page_target, section_target
from wiki.text.titles import Title

TEXT = """```infobox Rome
Map: Rome.jpg
Mayor: Nero
Area: 1,285
Rivers: Tiber|Aniene
Junk: ||||
Founded: 753
```
**Rome** is a city in [[Italy]], see [[Milan]] and <https://example.org/>.[^1]

| Year | People |
|---|--:|
| 100 | 1,000,000 |

## History

Rome was *founded* long ago.

```python
print("Rome")
```

### Kings

> Seven of them.

Romulus
:   The first.

## Harbour

Ships come and go.

## Economy

1. Trade
2. Offices

## See also

- [[Milan]]
- [[Naples]]

[^1]: A source.

[[Category:Cities]]
"""

TALK = """## How old?

Concerning: [[Rome#History]]

Very. [[User:Alice|Alice]] ([[User talk:Alice|talk]]) 12:34, 5 January 2026 (UTC)

- Older than that. [[User:Carol|Carol]] ([[User talk:Carol|talk]]) 12:40, 5 January 2026 (UTC)

    - Much.

        As they say. [[User:Alice|Alice]] ([[User talk:Alice|talk]]) 12:41, 5 January 2026 (UTC)
"""


@dataclass(frozen=True, slots=True)
class Looked:
    """One kind of page: `address` may name {rome}, {first}, {latest}, {section}, {field}; `as_` who looks."""

    name: str
    address: str
    as_: str = ""
    status: int = 200


PAGES = (
    # Reading
    Looked("article", "/wiki/Rome"),
    Looked("article of an administrator", "/wiki/Rome", "Carol"),
    Looked("long article", "/wiki/Russia–Syria–Iran–Iraq_coalition"),
    Looked("main page", "/wiki/Main_Page"),
    Looked("talk", "/wiki/Talk:Rome"),
    Looked("user", "/wiki/User:Alice"),
    Looked("nobody's page", "/wiki/User:Nobody", status=404),
    Looked("category", "/wiki/Category:Cities"),
    Looked("help", "/wiki/Help:Markdown"),
    Looked("redirect", "/wiki/Roma?redirect=no"),
    Looked("redirected", "/wiki/Rome?redirectedfrom=Roma"),
    Looked("subpage", "/wiki/Help:Editing/Rome"),
    Looked("missing", "/wiki/Naples", status=404),
    Looked("deleted", "/wiki/Carthage", status=404),
    Looked("old revision", "/revision/{first}"),
    Looked("quoted words", "/revision/{first}?quote=is+a+city"),
    Looked("page information", "/wiki/Special:PageInfo/Rome"),
    Looked("cite", "/wiki/Special:CiteThisPage/Rome?quote=is+a+city"),
    Looked("as of a date", f"/asof/{datetime.now(UTC):%Y-%m-%d}/Rome"),
    Looked("pageless category then", f"/asof/{datetime.now(UTC):%Y-%m-%d}/Category:Places", status=404),
    Looked("what linked here then", f"/asof/{datetime.now(UTC):%Y-%m-%d}/Special:WhatLinksHere/Milan"),
    Looked("search of then", f"/asof/{datetime.now(UTC):%Y-%m-%d}/Special:Search?search=city"),
    Looked("right to left", "/wiki/Rome?uselang=ar"),
    Looked("German", "/history/Rome?uselang=de"),
    # History and comparison
    Looked("history", "/history/Rome"),
    Looked("history of an administrator", "/history/Rome", "Carol"),
    Looked("filtered history", "/history/Rome?tagfilter=mw-undo&date=2090-01-01"),
    Looked("visibility", "/visibility/Rome?ids={first}", "Carol"),
    Looked("patrol", "/patrol/{first}", "Carol"),
    Looked("visibility of log entries", "/logvisibility?ids={entry}", "Carol"),
    Looked("log of an administrator", "/wiki/Special:Log", "Carol"),
    Looked("visibility of a file", "/filevisibility/File:Stemma_leaf.svg?version=1", "Carol"),
    Looked("file of an administrator", "/wiki/File:Stemma_leaf.svg", "Carol"),
    Looked("history of a section", "/history/Rome?section={section}"),
    Looked("diff", "/diff/{first}/{latest}"),
    Looked("inline diff", "/diff/{first}/{latest}?type=inline"),
    Looked("who wrote this", "/authorship/Rome"),
    Looked("who wrote a section, by age", "/authorship/Rome?section={section}&by=age&oldid={first}"),
    Looked("convert to Markdown", "/convert/Antium", "Alice"),
    Looked("a page of wikitext", "/wiki/Antium", "Alice"),
    Looked("undo", "/undo/{latest}", "Alice"),
    Looked("undo of a part", "/undo/{latest}?field={field}", "Alice"),
    Looked("undo that later edits overlap", "/undo/{overlapped}", "Alice", status=409),
    Looked("undo of a move of text", "/undo/{half}?whole=1", "Alice"),
    Looked("restore", "/restore/{first}", "Alice"),
    # Editing
    Looked("edit", "/edit/Rome"),
    Looked("edit with an account", "/edit/Rome", "Alice"),
    Looked("edit a section", "/edit/Rome?section={section}", "Alice"),
    Looked("talk with an account", "/wiki/Talk:Rome", "Alice"),
    Looked("new topic", "/edit/Talk:Rome?section=new", "Alice"),
    Looked("reply", "/edit/Talk:Rome?section={topic}&reply={comment}", "Alice"),
    Looked("reply to a comment that went", "/edit/Talk:Rome?section={topic}&reply=Nobody.202001010000"),
    Looked("create", "/edit/Naples?redlink=1", "Alice"),
    Looked("infobox form", "/edit/Rome?part=infobox", "Alice"),
    Looked("field form", "/edit/Rome?field={field}", "Alice"),
    Looked("see also form", "/edit/Rome?part=see-also", "Alice"),
    Looked("view source", "/edit/Main_Page", "Alice"),
    Looked("edit with a draft on offer", "/edit/Milan", "Alice"),
    Looked("a draft restored", "/edit/Milan?draft={draft}&changes=1", "Alice"),
    Looked("drafts", "/wiki/Special:Drafts", "Alice"),
    Looked("drafts without an account", "/wiki/Special:Drafts"),
    Looked("suggest, where one may not save", "/edit/Main_Page?suggest=1", "Alice"),
    Looked("suggested edit", "/suggestion/{suggestion}"),
    Looked("suggested edit of one's own", "/suggestion/{suggestion}?preview=1", "Alice"),
    Looked("suggested edit to decide about", "/suggestion/{suggestion}", "Carol"),
    Looked("changing one's suggestion", "/edit/Rome?suggestion={suggestion}", "Alice"),
    Looked("suggested edits", "/wiki/Special:Suggestions?state=all"),
    # Special pages
    Looked("special pages", "/wiki/Special:SpecialPages"),
    Looked("recent changes", "/wiki/Special:RecentChanges"),
    Looked("recent changes, grouped", "/wiki/Special:RecentChanges?enhanced=1"),
    Looked("watchlist", "/wiki/Special:Watchlist?days=90", "Alice"),
    Looked("what is watched", "/wiki/Special:Watchlist/edit", "Alice"),
    Looked("watchlist as text", "/wiki/Special:Watchlist/raw", "Alice"),
    Looked("notifications", "/wiki/Special:Notifications", "Alice"),
    Looked("thank", "/thank/{latest}", "Alice"),
    Looked("watch a section", "/watch?section={section}", "Alice"),
    Looked("contributions", "/wiki/Special:Contributions/Alice"),
    Looked("contributions of a range", "/wiki/Special:Contributions/198.51.100.0/24"),
    Looked("all pages", "/wiki/Special:AllPages"),
    Looked("a fact over time", f"/field/{{field}}?at={datetime.now(UTC):%Y-%m-%d}"),
    Looked("fields in use", "/wiki/Special:Facts"),
    Looked("facts as a table", "/wiki/Special:Facts?field=Mayor&columns=Area,Rivers"),
    Looked("a fact to check", "/field/{field}", "Alice"),
    Looked("facts without a source", "/wiki/Special:UnsourcedFacts"),
    Looked("facts to look at again", "/wiki/Special:StaleFacts"),
    Looked("neighbourhood", "/wiki/Special:Neighbourhood/Rome"),
    Looked("broken section links", "/wiki/Special:BrokenAnchors"),
    Looked("statistics", "/wiki/Special:Statistics"),
    Looked("categories", "/wiki/Special:Categories"),
    Looked("category tree", "/wiki/Special:CategoryTree/Places"),
    Looked("a report", "/wiki/Special:WantedPages"),
    Looked("users", "/wiki/Special:ListUsers"),
    Looked("file", "/wiki/File:Stemma_leaf.svg"),
    Looked("page with pictures", "/wiki/Help:Pictures"),
    Looked("list of files", "/wiki/Special:ListFiles"),
    Looked("what links here", "/wiki/Special:WhatLinksHere/Milan"),
    Looked("log", "/wiki/Special:Log"),
    Looked("version", "/wiki/Special:Version"),
    Looked("upload", "/wiki/Special:Upload", "Alice"),
    Looked("upload without an account", "/wiki/Special:Upload", status=403),
    Looked(
        "upload a new version", "/wiki/Special:Upload?wpDestFile=Stemma+leaf.svg&wpForReUpload=1", "Alice"
    ),
    Looked("revert a file", "/filerevert/File:Stemma_leaf.svg?version=1", "Alice"),
    Looked("file of an editor", "/wiki/File:Stemma_leaf.svg", "Alice"),
    Looked("languages", "/wiki/Special:Language"),
    Looked("search", "/search?q=Rome"),
    Looked("search without result", "/search?q=zebra"),
    # Accounts
    Looked("log in", "/wiki/Special:UserLogin"),
    Looked("create account", "/wiki/Special:CreateAccount"),
    Looked("reset password", "/wiki/Special:PasswordReset"),
    Looked("preferences", "/wiki/Special:Preferences", "Alice"),
    Looked("change password", "/wiki/Special:ChangePassword", "Alice"),
    Looked("security of an account", "/wiki/Special:AccountSecurity", "Alice"),
    Looked("codes of an app", "/wiki/Special:AccountSecurity/codes", "Alice"),
    Looked("passkey to add", "/wiki/Special:AccountSecurity/passkeys/add", "Alice"),
    Looked("accounts of other places", "/wiki/Special:AccountSecurity/elsewhere", "Alice"),
    Looked("change e-mail address", "/wiki/Special:ChangeEmail", "Alice"),
    Looked("download one's data", "/wiki/Special:ExportMyData", "Alice"),
    Looked("give up one's account", "/wiki/Special:VanishAccount", "Alice"),
    Looked("rename an account", "/wiki/Special:RenameUser/Alice", "Bea"),
    Looked("prove who you are", "/wiki/Special:Reauthenticate", "Alice"),
    Looked("log out", "/wiki/Special:UserLogout", "Alice"),
    # Moderation
    Looked("delete", "/delete/Rome", "Carol"),
    Looked("protect", "/protect/Rome", "Carol"),
    Looked("protect a section", "/protect/Rome?part=s{section}", "Carol"),
    Looked("protect a title", "/protect/Atlantis", "Carol"),
    Looked("protected pages", "/wiki/Special:ProtectedPages"),
    Looked("protected titles", "/wiki/Special:ProtectedTitles"),
    Looked("protected parts", "/wiki/Ravenna"),
    Looked("source of a protected section", "/edit/Ravenna?section={closed}"),
    Looked("groups of an account", "/wiki/Special:UserRights/Carol"),
    Looked("change groups", "/wiki/Special:UserRights/Alice", "Bea"),
    Looked("groups and rights", "/wiki/Special:ListGroupRights"),
    Looked("move", "/move/Rome", "Alice"),
    Looked("export", "/wiki/Special:Export"),
    Looked("import", "/wiki/Special:Import", "Carol"),
    Looked("take back an author's edits", "/wiki/Special:RevertUser/Alice?since=2000-01-01T00:00", "Carol"),
    Looked("contributions of a temporary account", "/wiki/Special:Contributions/{temporary}", "Uma"),
    Looked("check addresses", "/wiki/Special:CheckUser/Alice", "Uma"),
    Looked("edits from an address", "/wiki/Special:IPContributions", "Uma"),
    Looked("log of address look-ups", "/wiki/Special:CheckUserLog", "Uma"),
    Looked("move a section", "/wiki/Special:MoveSection/{section}", "Alice"),
    Looked("merge pages", "/wiki/Special:MergePages/Rome", "Alice"),
    Looked("history of a section that went", "/history/Rome?section={gone}"),
    Looked("history of a section that came", "/history/Livorno?section={came}"),
    Looked("move of an administrator", "/move/Rome", "Carol"),
    Looked("block", "/wiki/Special:Block/Alice", "Carol"),
    Looked("change a block", "/wiki/Special:Block/Vandal", "Carol"),
    Looked("unblock", "/wiki/Special:Unblock/Vandal", "Carol"),
    Looked("who is blocked", "/wiki/Special:BlockList", "Carol"),
    Looked("automatic blocks", "/wiki/Special:AutoblockList"),
    Looked("contributions of somebody blocked", "/wiki/Special:Contributions/Vandal", "Carol"),
    Looked("edit while blocked", "/edit/Rome", "Vandal"),
    Looked("undelete", "/undelete/Carthage", "Carol"),
    Looked("undelete more", "/undelete/Utica", "Carol"),
    Looked("history of a page undeleted in part", "/history/Utica", "Carol"),
    # Refusals
    Looked("bad request", "/wiki/A%3CB", status=400),
    Looked("not allowed", "/delete/Rome", "Alice", status=403),
    Looked("not found", "/nowhere/at_all", status=404),
    Looked("no such special page", "/wiki/Special:Nothing", status=404),
)


def suggested(page: Page, author: Editor, other: Editor) -> int:
    """A suggestion of two hunks, and what is said about it."""
    opened = open_page(page)
    text = opened.text.replace("Romulus", "Romulus and Remus").replace(
        "*founded* long", "*founded* very long"
    )
    made = propose(page, whole_page(page, text, opened.base), editor=author, summary="both of them")
    comment(made, "Is that so?", editor=other)
    return made.pk


WIKITEXT = """{{Infobox town
| name = Antium
| river = [[Tiber]]
}}
'''Antium''' is a [[Rome|town]] by the sea.<ref>Livy.</ref> {{Unknown|call}}

== Harbour ==
* one
* two

{| class="wikitable"
! Year !! Ships
|-
| 340 BC || 6
|}

[[Category:Cities]]
"""


def build_wiki() -> dict[str, int | str]:
    """A small wiki with the seed's pages and every kind of page; the numbers that addresses name."""
    list(seed(settings.BASE_DIR / "fixtures"))
    alice, carol = Editor(make_user("Alice"), "192.0.2.1"), Editor(make_user("Carol", "sysop"), "192.0.2.3")
    milan = make_page("Milan", "Another city, north of [[Rome]].")
    rome = make_page("Rome", TEXT, editor=alice, summary="begun, after [[Milan]]")
    first = rome.latest_id
    gone = Section.objects.get(page=rome, title="Harbour").pk
    make_page("Livorno", "A city by the sea.", editor=alice)
    moved = move_section(reload(rome), gone, Title(0, "Livorno"), editor=alice)
    watch(page_target(rome.name), editor=alice, expiry=expiry_of("1 month"))
    watch(section_target(Section.objects.get(page=rome, title="Economy").pk), editor=alice)
    change_section(rome, "Economy", "1. Trade\n2. Offices, and many of them", alice)
    change_field(rome, "Mayor", "Galba", summary="a new one")
    make_page("User talk:Alice", "Hello.", editor=carol)
    make_page("Talk:Rome", TALK, editor=alice)
    make_page("User:Alice", "I am Alice.", editor=alice)
    make_page("Antium", WIKITEXT, model="wikitext")
    make_page("Roma", "#REDIRECT [[Rome]]")
    make_page("Help:Editing/Rome", "How to edit [[Rome]].")
    make_page("Category:Cities", "Places where many people live.\n\n[[Category:Places]]")
    delete_pages(alice, carol)
    main = Page.objects.get(namespace=0, title="Main Page")
    protect_page(main, {"edit": "sysop"}, editor=carol, reason="everybody sees it")
    ravenna = make_page("Ravenna", TEXT)
    closed = Section.objects.get(page=ravenna, title="Economy").pk
    mayor = InfoboxField.objects.get(page=ravenna, key="Mayor").pk
    for part in (f"s{closed}", f"f{mayor}"):
        protect_part(reload(ravenna), part, "sysop", editor=carol, reason="everybody sees it")
    protect_title(Title(0, "Lemuria"), "sysop", editor=carol, reason="it never was")
    boss = Editor(make_user("Bea", "bureaucrat"), "192.0.2.4")
    change_groups(alice.user, editor=boss, add={"reviewer": None}, reason="elected")
    edit_page(milan, "Another city, north of [[Rome]] and of Florence.", editor=alice)
    words = [("text", "Another city, with a cathedral."), ("summary", "")]
    draft = save_draft(alice.user, Place(milan.name, milan), words, base=open_page(milan).base, tab="a1")
    block(make_user("Vandal"), Terms(None, "spam", False, (rome.pk,), namespaces=(10,)), editor=carol)
    ostia = make_page("Ostia", "A harbour town.", editor=alice)
    overlapped = edit_page(ostia, "A harbour city.", editor=alice).revision
    edit_page(ostia, "A harbour village.", editor=carol)
    with override_settings(ANONYMOUS_EDITING="temporary"):
        cumae = make_page("Cumae", "A colony.", editor=Editor(None, "198.51.100.9"))
    uma = Editor(make_user("Uma", "checkuser"))
    look_up_addresses(alice.user, editor=uma, reason="the same words as another's")
    return {
        "suggestion": suggested(reload(rome), alice, carol),
        "closed": closed,
        "temporary": cumae.latest.author_text,
        "gone": gone,
        "came": moved.sections[gone],
        "half": moved.came.pk,
        "overlapped": overlapped.pk if overlapped else 0,
        "draft": draft.pk,
        "entry": LogEntry.objects.filter(type="delete").latest("pk").pk,
        "topic": Section.objects.get(title="How old?").pk,
        "comment": "Carol.202601051240",
        "first": first,
        "latest": reload(rome).latest_id,
        "section": Section.objects.get(page=rome, title="Economy").pk,
        "field": InfoboxField.objects.get(page=rome, key="Mayor").pk,
    }


def delete_pages(alice: Editor, carol: Editor) -> None:
    """A page that was deleted, and one of which the first revision alone came back."""
    delete_page(make_page("Carthage", "A city."), editor=carol, reason="it must be")
    utica = make_page("Utica", "A city.", editor=alice)
    first = utica.latest_id
    edit_page(utica, "A city, and more.", editor=alice)
    delete_page(utica, editor=carol)
    undelete_page(utica, [first or 0], editor=carol, reason="the first is good")
