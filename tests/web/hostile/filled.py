"""A wiki that somebody filled with attacks: in every place that takes a text, on every kind of page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from tests.factories import edit_page, make_page, make_user, reload, title_of
from tests.made_pictures import png, store
from tests.web.hostile.attacks import Turn, every_attack
from tests.web.hostile.desk import ROOT
from tests.web.hostile.moderated import NAME, poison_the_rest
from tests.web.page_types import PAGES, TEXT, Looked, build_wiki
from wiki.models import ChangeTag, Page, Revision, RevisionSlot, Section, User
from wiki.models.revision import TAG_MAX, tag_rows
from wiki.moderation.delete import delete_page
from wiki.moderation.protect import protect_page
from wiki.permissions import Editor
from wiki.reading.page import NOTICE, find_page

# What a title, an account and a file may be called at worst.
TITLES = (
    '"onmouseover="alert(1)', "'autofocus onfocus='alert(1)", "\"'`-alert(1)-`", "Javascript:alert(1)",
    "&quot onload=alert(1)", "X&lt b onload=alert(1)", "Data:text-html,alert(1)", "\\u003cimg onerror=alert",
)  # fmt: skip
FILE = "\"onerror=alert(1) x='.png"
CHANGED = ("Milan", "Talk:Rome", "User:Alice", "Category:Cities", "Help:Editing/Rome", "File:Stemma leaf.svg")


def hostile_wiki(chosen: Sequence[str]) -> dict[str, int | str]:
    """`build_wiki` with the `chosen` attacks in its articles and the next in every other place; the numbers
    that addresses name.
    """
    numbers, turn = build_wiki(), Turn(every_attack()[::7])
    carol, eve = Editor(User.objects.get(username="Carol")), Editor(make_user(NAME))
    for title in TITLES:
        make_page(title, f"{next(turn)}\n\n[[Rome]]", editor=eve, summary=turn.many())
        make_page(f"Category:{title}", next(turn), editor=eve)
    store(FILE, png(300, 200), editor=eve, comment=turn.many(), text=next(turn))
    for name in CHANGED:
        text = (
            f"Hostile: {next(turn)}\n\n## {next(turn)}\n\n{next(turn)}\n\n## {next(turn)}\n\n{comments(turn)}"
        )
        edit_page(there(name), text, editor=eve, summary=turn.many())
    rome = there("Rome")
    edit_page(rome, poisoned(chosen), editor=eve, summary=turn.many())
    make_page(NOTICE, next(turn), editor=carol, summary=turn.many())
    for level in ("sysop", ""):  # both stand in the log
        protect_page(reload(rome), {"move": level}, editor=carol, reason=turn.many())
    delete_page(make_page("Doomed", next(turn)), editor=carol, reason=turn.many())
    latest = Revision.objects.get(pk=reload(rome).latest_id)
    latest.tags = sorted({one[:TAG_MAX] for one in chosen[:8]})
    latest.save(update_fields=["tags"])
    for row in tag_rows(latest):
        row.save()
        ChangeTag.objects.create(name=row.tag, hits=1)
    RevisionSlot.objects.create(
        revision=latest, role=next(turn)[:255], content_model=next(turn)[:255], text=turn.many()
    )
    topics = Section.objects.filter(page=there("Talk:Rome"), level=2, deleted=False).order_by("-position")
    make_user(ROOT)
    User.objects.filter(username=ROOT).update(is_staff=True, is_superuser=True)
    rest = poison_the_rest(turn, rome, eve)
    return {**numbers, **rest, "latest": latest.pk, "topic": topics[0].pk}


def comments(turn: Iterator[str]) -> str:
    """A comment and replies to it, signed by people with such names, with attacks for words."""
    names = ("Carol", "Carol", "A'b&c", f"Carol|{next(turn)}")
    time = "12:40, 5 January 2026 (UTC)"
    said = (
        f"{'    ' * depth}- {next(turn)} [[User:{name}]] {next(turn)} {time}"
        for depth, name in enumerate(names)
    )
    about = f"Concerning: [[Rome#{next(turn)}|{next(turn)}]]"
    plain = f"I agree. [[User:{names[2]}]] {time}\n\nSo do I. [[User:Carol]] {time}"
    return f"{about}\n\n{next(turn)} [[User:Carol]] {time}\n\n" + "\n\n".join(said) + f"\n\n{plain}"


def there(name: str) -> Page:
    page = find_page(title_of(name))
    assert page is not None
    return page


def poisoned(chosen: Sequence[str]) -> str:
    """The text of page_types.py with attacks in infobox, headings, links, lists, tables, notes, captions."""
    turn = Turn(chosen)
    keys = "\n".join(f"{next(turn)[:80].replace(':', ' ')}: {next(turn)}" for _ in range(10))
    text = TEXT.replace("infobox Rome", f"infobox {next(turn)}").replace("Area: 1,285", keys)
    text = text.replace("Founded: 753", f"Founded: {next(turn)} | {next(turn)}")
    links = "\n\n".join(
        f"[[{title}|{next(turn)}]] [[{title}#{title}]] [{next(turn)}]({next(turn)})"
        f" ![{next(turn)}]({next(turn)})"
        f' <{next(turn)}> [x](<javascript:alert(1)> "{next(turn)}") [[File:{FILE}|thumb|{next(turn)}]]'
        for title in TITLES
    )
    plain = (attack for attack in turn if not set("[]|") & set(attack))  # else the list is prose
    also = "\n".join(f"- [[{title}|{next(plain)}]] - {next(plain)}" for title in TITLES)
    words = "\n\n".join(chosen)
    table = "\n".join(f"| {next(turn)} | {next(turn)} |" for _ in range(6))
    heads = "\n\n".join(f"### {next(turn)}\n\n{next(turn)}" for _ in range(12))
    text = text.replace(
        "Romulus\n", f"{links}\n\n{words}\n\n| A | B |\n|---|---|\n{table}\n\n{heads}\n\nRomulus\n"
    )
    text = text.replace("- [[Naples]]", f"- [[Naples]]\n{also}")
    # A note behind it would make prose of the list.
    text = text.replace("[^1]: A source.\n", "").replace("2. Offices", f"2. Offices\n\n[^1]: {next(turn)}")
    return text + "\n".join(f"[[Category:{title}|{next(turn)}]]" for title in TITLES)


def looked_at(chosen: Sequence[str]) -> Iterator[Looked]:
    """Every kind of page, and those whose address or question is an attack; any status but an error."""
    yield from PAGES
    turn = Turn(chosen)
    for title in TITLES:
        key = quote(title.replace(" ", "_"), safe="")
        for place in (
            f"/wiki/{key}", f"/edit/{key}", f"/history/{key}", f"/wiki/Category:{key}", f"/authorship/{key}",
            f"/wiki/Special:PageInfo/{key}", f"/wiki/Special:WhatLinksHere/{key}", f"/wiki/Talk:{key}",
            f"/wiki/Special:CiteThisPage/{key}", f"/wiki/Special:Neighbourhood/{key}",
        ):  # fmt: skip
            yield Looked(f"{place} of {title}", place, status=0)
    for asked in (
        "/search?q=", "/wiki/Special:Facts?field=", "/wiki/Special:Facts?field=Mayor&value=",
        "/wiki/Special:Log?user=", "/wiki/Special:AllPages?from=", "/wiki/Special:RecentChanges?tagfilter=",
        "/history/Rome?tagfilter=", "/wiki/Special:CiteThisPage/Rome?quote=", "/wiki/",
        "/wiki/Special:PrefixIndex?prefix=",
        "/wiki/Special:Contributions?user=", "/wiki/Special:UserLogin?next=", "/edit/Rome?part=",
        "/wiki/Special:Upload?filename=",
    ):  # fmt: skip
        for attack in (next(turn), next(turn), next(turn)):
            yield Looked(asked + attack, asked + quote(attack[:300], safe=""), status=0)
    for place in (
        f"/wiki/User:{quote(NAME)}", f"/wiki/Special:Contributions/{quote(NAME)}",
        f"/wiki/File:{quote(FILE)}",
        "/wiki/Special:Tags", "/wiki/Special:NewPages", "/wiki/Special:RecentChanges?enhanced=1",
        "/wiki/Doomed", "/wiki/MediaWiki:Sitenotice",
    ):  # fmt: skip
        yield Looked(place, place, status=0)
