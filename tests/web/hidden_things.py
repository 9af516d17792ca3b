"""A wiki in which something of every kind is hidden, suppressed or deleted, for the tests that look for it.

Every secret holds the word SECRET, so one look finds any of them.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.factories import edit_page, make_page, make_user, reload
from tests.made_pictures import png, store
from wiki.editing.edits import whole_page
from wiki.editing.suggest.propose import comment, propose
from wiki.editing.watching.preferences import change_preference
from wiki.editing.watching.watch import watch
from wiki.models import EditFilter, FilterHit, InfoboxField, Page, Revision, Section, Suggestion, User
from wiki.moderation.delete import delete_page
from wiki.moderation.hide import hide_revisions
from wiki.moderation.hide_files import hide_file_versions
from wiki.moderation.hide_log import hide_log_entries
from wiki.permissions import Editor
from wiki.reading.source import open_page
from wiki.reading.watching.watching import page_target
from wiki.text.titles import parse_title

SECRET = "quetzal"  # part of every secret; lower case
HIDDEN, SUPPRESSED, WITHHELD, GONE = (f"{SECRET}{word}" for word in ("hid", "supp", "kept", "gone"))
BURIED = f"{SECRET}bury"  # suppressed, on a page that is deleted
SECRET_IP, SUPPRESSED_IP, WITHHELD_IP, GONE_IP, BURIED_IP = (
    f"203.0.113.{last}" for last in (77, 90, 78, 79, 91)
)
# Accounts whose every edit hides its author; that they exist is no secret.
SECRET_NAME, SUPPRESSED_NAME = (f"{SECRET}{word}" for word in ("ana", "bea"))

PLAIN = """```infobox Rome
Mayor: Nero
```
Rome is a city.

## History

Old.

## See also

- [[Milan]] - north
"""


def spoiled(word: str) -> str:
    """The page with the word in everything that one can write on it."""
    return f"""```infobox {word} caption
Mayor: {word}value
{word}key: {word}other
```
Rome is {word}lead. [[{word}link]] [[Milan#{word}anchor]] [^1] <https://{word}.example/>

[[File:{word}.jpg|thumb|{word}text]]

## {word}heading

Old {word}words.

## {word}second

### {word}third

## See also

- [[Milan]] - {word}note
- [[{word}also]]

[^1]: {word}source https://example.org/{word}

[[Category:{word}category]]
"""


# Of each text that is secret, two suggestions that start from it.
SUGGESTIONS = [
    f"{name}_suggestion{more}" for name in ("hidden", "suppressed", "withheld", "gone") for more in ("", "_2")
]


@dataclass
class Wiki:
    """What addresses can name: values by parameter, and what can be asked behind `?`."""

    values: dict[str, list[object]]
    queries: list[str]
    bytes: str  # SHA-1 of the hidden version of a file
    numbers: dict[str, int | str]  # of single things, by a name for each


def build() -> Wiki:
    """A page whose history holds three kinds of secrets, a page that lists it, and a deleted page."""
    alice = Editor(make_user("Alice"), "192.0.2.1")
    carol = Editor(make_user("Carol", "sysop"), "192.0.2.3")
    moments = [f"{datetime.now(UTC):%Y-%m-%d}"]
    for who in (alice, carol):
        watch_everything(who)
    make_page("Milan", "Milan is a city.\n\n## See also\n\n- [[Rome]]\n- [[Carthage]]")
    rome = make_page("Rome", PLAIN, editor=alice)
    ids = {}
    for day, (word, who) in enumerate(
        ((HIDDEN, SECRET_IP), (SUPPRESSED, SUPPRESSED_IP), (WITHHELD, WITHHELD_IP)), 1
    ):
        saved = edit_page(rome, spoiled(word), editor=Editor(None, who), summary=f"{word}summary")
        ids[word] = saved.revision.pk  # type: ignore[union-attr]
        suggest(rome, word, alice)
        edit_page(rome, PLAIN.replace("Old.", f"Old, {day}."), editor=alice, summary="put right")
    parts = [*Section.objects.filter(page=rome), *InfoboxField.objects.filter(page=rome)]
    Revision.objects.filter(pk=ids[WITHHELD]).update(withheld=True)
    hide_revisions(rome, [ids[HIDDEN]], editor=carol, text=True, author=True, summary=True)
    keeper = Editor(make_user("Keeper", "suppress"), "192.0.2.4")
    hide_revisions(
        rome, [ids[SUPPRESSED]], editor=keeper, text=True, author=True, summary=True, suppress=True,
        reason=f"{SUPPRESSED}reason",
    )  # fmt: skip
    entry = delete_page(make_page("Thebes", editor=alice), editor=carol, reason=f"{SUPPRESSED}attack")
    hide_log_entries([entry.pk], editor=keeper, action=True, comment=True, suppress=True)
    hushed = delete_page(make_page(f"{HIDDEN}town", editor=alice), editor=carol, reason=f"{HIDDEN}reason")
    hide_log_entries([hushed.pk], editor=carol, action=True, comment=True)
    carthage = gone_page(keeper)
    parts += [*Section.objects.filter(page=carthage), *InfoboxField.objects.filter(page=carthage)]
    suggest(carthage, GONE, alice)
    delete_page(carthage, editor=carol, reason="it must be")
    hidden_names(alice, carol)
    file = hidden_file(alice, carol)
    cache.clear()
    told = (f"{word}summary" for word in (HIDDEN, SUPPRESSED, WITHHELD, GONE))
    revisions = [Revision.objects.get(summary=summary).pk for summary in told] + [reload(rome).latest_id or 0]
    values = named(revisions, parts, [rome.pk, carthage.pk])
    values["sha1"].append(file)
    numbers = {
        "today": f"{datetime.now(UTC):%Y-%m-%d}",
        "rome": rome.pk, "carthage": carthage.pk, "latest": revisions[-1], "sha1": file,
        "hushed": hushed.pk, "suppressed_entry": entry.pk, "hit": FilterHit.objects.latest("pk").pk,
        "hidden": ids[HIDDEN], "suppressed": ids[SUPPRESSED], "withheld": ids[WITHHELD],
        "gone": revisions[3], "buried": revisions[3] - 1, **part_numbers(rome, carthage),
    }  # fmt: skip
    return Wiki(values, asked(revisions, parts, moments), file, numbers)


def gone_page(keeper: Editor) -> Page:
    """A page that will be deleted, and of whose two revisions the first is suppressed."""
    buried = Editor(None, BURIED_IP)
    page = make_page("Carthage", spoiled(BURIED), editor=buried, summary=f"{BURIED}summary")
    first = page.latest_id or 0
    edit_page(page, spoiled(GONE), editor=Editor(None, GONE_IP), summary=f"{GONE}summary")
    hide_revisions(page, [first], editor=keeper, text=True, author=True, summary=True, suppress=True)
    return reload(page)


def part_numbers(rome: Page, carthage: Page) -> dict[str, int]:
    """Sections, fields and suggestions by what of them is secret."""
    numbers = {
        "section": Section.objects.get(page=rome, title="History", deleted=False).pk,
        "field": InfoboxField.objects.filter(page=rome, key="Mayor").latest("pk").pk,
    }
    for name, page, word in (
        ("hidden", rome, HIDDEN), ("suppressed", rome, SUPPRESSED), ("withheld", rome, WITHHELD),
        ("gone", carthage, GONE), ("buried", carthage, BURIED),
    ):  # fmt: skip
        sections = Section.history.filter(page_id=page.pk, title=f"{word}third")
        fields = InfoboxField.history.filter(page_id=page.pk, key__startswith=word)
        numbers[f"{name}_section"] = sections.latest("history_id").id
        numbers[f"{name}_section_version"] = sections.latest("history_id").history_id
        numbers[f"{name}_field"] = fields.latest("history_id").id
        numbers[f"{name}_field_version"] = fields.latest("history_id").history_id
    made = Suggestion.objects.order_by("pk").values_list("pk", flat=True)
    return numbers | dict(zip(SUGGESTIONS, made, strict=True))


def suggest(page: Page, word: str, editor: Editor) -> None:
    """Suggestions that start from the secrets that stand on the page now."""
    page = reload(page)
    text = spoiled(word).replace("value", "value, or not").replace("Rome is", "Rome was")
    propose(page, whole_page(page, text, open_page(page).base), editor=editor)
    text = spoiled(word).replace(f"## {word}second", f"## {word}next")
    made = propose(page, whole_page(page, text, open_page(page).base), editor=editor)
    comment(made, "Is that so?", editor=Editor(User.objects.get(username="Carol")))


def watch_everything(who: Editor) -> None:
    """All pages with secrets, whose every edit is told by notice, mail and feed."""
    assert who.user is not None
    address = f"{who.user.username}@example.org"
    User.objects.filter(pk=who.user.pk).update(email=address, confirmed_email=address, feed_key="key")
    change_preference(who, notify_pages=True, mail="each")
    for title in ("Rome", "Milan", "Carthage", "Category:Cities", "Florence", "File:Map.png", "User:Alice"):
        watch(page_target(parse_title(title)), editor=who)


def hidden_names(alice: Editor, carol: Editor) -> None:
    """Every kind of page with words by an account whose name is hidden; one page has no other author."""
    ana = Editor(make_user(SECRET_NAME.capitalize()), SECRET_IP)
    bea = Editor(make_user(SUPPRESSED_NAME.capitalize()), SUPPRESSED_IP)
    for title in ("Talk:Rome", "Category:Cities", "User:Alice", "File:Nothing.png", "Help:Rome", "Florence"):
        page = make_page(title, f"{title} it is. [[Category:Cities]]", editor=ana, summary="begun")
        if title != "Florence":
            edit_page(page, f"{title} it is, and more. [[Category:Cities]]", editor=alice)
        hide_revisions(page, [page.latest_id or 0], editor=carol, author=True)
    conditions = "added contains Arno"
    EditFilter.objects.create(
        name="Rivers", conditions=conditions, tried=conditions, tag="river", enabled=True
    )
    cache.clear()
    florence = reload(page)
    later = edit_page(florence, "Florence it is, on the Arno. [[Category:Cities]]", editor=bea).revision
    assert later is not None
    hide_revisions(florence, [later.pk], editor=carol, author=True)
    Revision.objects.filter(pk=later.pk).update(suppressed=True)


def hidden_file(alice: Editor, carol: Editor) -> str:
    """A file of three versions, of which the second is hidden; the SHA-1 of that one."""
    ana = Editor(User.objects.get(username=SECRET_NAME.capitalize()), SECRET_IP)
    page = store("Map.png", png(300, 200), editor=alice).page
    hidden = store("Map.png", png(310, 200), editor=ana, comment=f"{HIDDEN}comment").version
    store("Map.png", png(320, 200), editor=alice)
    assert hidden is not None
    hide_file_versions(page, [hidden.number], editor=carol, file=True, author=True, comment=True)
    return hidden.sha1


def named(
    revisions: list[int], parts: list[Section | InfoboxField], pages: list[int]
) -> dict[str, list[object]]:
    sections = [part.pk for part in parts if isinstance(part, Section)]
    fields = [part.pk for part in parts if isinstance(part, InfoboxField)]
    return {
        "title": [
            "Rome", "Milan", "Carthage", f"User:{SECRET_IP}", "Talk:Rome", "Category:Cities", "File:Map.png",
            "Florence", f"User:{SECRET_NAME}",
        ],
        "rest": ["Rome", "Carthage", "Florence", "File:Map.png", SECRET_NAME],
        "feed/<form>/user/<name>|name": ["Alice", SECRET_IP, SECRET_NAME],
        "revision_id": [*revisions],
        "page_id": [*pages],
        "section_id": [*sections],
        "field_id": [*fields],
        "old": [*revisions],
        "new": ["prev", "next", revisions[-1]],
        "moment": [f"{datetime.now(UTC):%Y-%m-%d}"],
        "format": ["md", "txt", "json", "epub", "pdf"],
        "form": ["atom", "rss"],
        "number": [0, 1],
        "sha1": ["0" * 40],
        "width": [100],
        "name": ["A.jpg", "Map.png"],
        "address": ["wiki/Rome", "wiki/Carthage"],
        "uidb64": ["MQ"],
        "token": ["set-password"],
        "user_id": [1],
        "suggestion_id": [*Suggestion.objects.values_list("pk", flat=True)],
    }  # fmt: skip


def asked(revisions: list[int], parts: list[Section | InfoboxField], moments: list[str]) -> list[str]:
    numbered = [f"{name}={id_}" for id_ in revisions for name in ("oldid", "id")]
    kinds = [("section" if isinstance(part, Section) else "field", part.pk) for part in parts]
    return [
        *numbered, *(f"{kind}={id_}" for kind, id_ in kinds), "infobox=1", f"at={timezone.now():%Y-%m-%d}",
        f"at={timezone.now():%Y-%m-%dT%H:%M:%SZ}", f"date={moments[0]}", "hidden=1", "by=age", "redirect=no",
        "type=inline",
    ]  # fmt: skip


def content_of(response: HttpResponse) -> str:
    """What an answer says; books are opened."""
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    if content.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(content))
        content = b"\n".join(book.read(name) for name in book.namelist())
    return content.decode(errors="replace")


def said(client: Client, address: str) -> str:
    """What the answer says, its headers too."""
    response = client.get(address)
    assert response.status_code < 500, address
    return f"{response.headers}\n{content_of(response)}"  # type: ignore[arg-type]
