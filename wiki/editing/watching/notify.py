"""Who is told of an edit: written with the edit, in its transaction, in at most two statements.
A comment on a talk page also lets its author follow the topic.

Only who is told is decided here. What of the edit they may see is decided when the notice is read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from wiki.editing.saving.plan import Plan
from wiki.editing.talk import answered_topics, follow_topics
from wiki.models import Notice, Page, Revision, Row, User, Watch
from wiki.models.watch import lasting
from wiki.permissions import Editor
from wiki.text.titles import InvalidTitle, Title, parse_title

USER, USER_TALK = 2, 3
MOST_MENTIONED = 50  # accounts that one edit can call
_LINK = re.compile(r"\[\[\s*([^\[\]|#\n]{1,300})")
_NOTICE, _USER, _WATCH = (
    str(model._meta.db_table)  # noqa: SLF001
    for model in (Notice, User, Watch)
)
_INSERT = f"""INSERT INTO {_NOTICE} (user_id, kind, revision_id, actor_id, created, seen, mailed)
SELECT account.id, {{kind}}, %s, NULL, %s, %s, %s FROM {_USER} account
WHERE account.is_active AND account.id <> %s AND (account.temporary_until IS NULL OR account.username = %s)
AND ({{who}}) ON CONFLICT DO NOTHING"""  # noqa: S608


def is_watched(title: Title) -> bool:
    """Whether anybody watches the page of this title, or will be watching it once it is there; one query."""
    subject = title.subject
    rows = Watch.objects.filter(namespace=subject.namespace, title=subject.name)
    return rows.filter(lasting(timezone.now())).exists()


def announce(
    page: Page,
    plan: Plan,
    revision: Revision,
    rows: Sequence[Row],
    *,
    editor: Editor,
    categories: Collection[str] = (),
    reverted: Collection[int] = (),
) -> None:
    """Tell those who are concerned by the edit that has just been stored; each is told once.

    `rows` are the plan's rows as they are stored, `categories` those that the page joined or left, `reverted`
    the accounts whose edits it takes back. Costs nothing where nobody can be concerned.
    """
    if editor.system:
        return
    names = _mentioned(page.name, plan, revision, editor)
    owner = page.title.partition("/")[0] if page.namespace == USER_TALK else ""
    if names or owner or reverted:
        _tell_named(revision, names, owner, reverted)
    within, topics = answered_topics(plan, rows, editor) if page.name.is_talk else (frozenset(), ())
    if (page.watched or categories) and not revision.bot:
        _tell_watchers(page, revision, _changed(plan, rows), categories, within)
    follow_topics(page, topics, editor=editor)


def _insert(
    revision: Revision, kind: str, kind_values: list[Any], who: str, values: list[Any], *, owner: str = ""
) -> None:
    """Temporary accounts are told of their own talk page alone: `owner` is whose it is."""
    common: list[Any] = [revision.pk, timezone.now(), False, False, revision.author_id or 0, owner]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(kind=kind, who=who), [*kind_values, *common, *values])


def _places(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _tell_named(revision: Revision, names: Collection[str], owner: str, reverted: Collection[int]) -> None:
    """Those whom the edit names, whose talk page it is, whose edits it takes back."""
    kinds = ""
    who: list[str] = []
    kind_values: list[Any] = []
    values: list[Any] = []
    if reverted:
        kinds += f" WHEN account.id IN ({_places(reverted)}) THEN 'reverted'"
        kind_values += sorted(reverted)
        who.append(f"account.id IN ({_places(reverted)})")
        values += sorted(reverted)
    if owner:
        kinds += " WHEN account.username = %s THEN 'talk'"
        kind_values.append(owner)
    if named := sorted({*names, owner} - {""}):
        who.append(f"account.username IN ({_places(named)})")
        values += named
    kind = f"CASE{kinds} ELSE 'mention' END" if kinds else "'mention'"
    _insert(revision, kind, kind_values, " OR ".join(who), values, owner=owner)


def _tell_watchers(
    page: Page,
    revision: Revision,
    changed: dict[str, set[int]],
    categories: Collection[str],
    answered: Collection[int],
) -> None:
    """Those who watch the page, one of the parts that changed, a topic that was answered in, or a category
    that the page joined or left.
    """
    subject = page.name.subject
    values: list[Any] = []
    changed = {**changed, "section": changed["section"].union(answered)}
    either = "watch.kind = 'page'"
    for kind, ids in changed.items():
        if ids:
            either += f" OR (watch.kind = '{kind}' AND watch.part IN ({_places(ids)}))"
            values += sorted(ids)
    where = f"(watch.namespace = %s AND watch.title = %s AND ({either}))"
    values = [subject.namespace, subject.name, *values]
    if categories:
        named = f"watch.namespace = 14 AND watch.title IN ({_places(categories)})"
        where += f" OR (watch.kind = 'category' AND {named})"
        values += sorted(categories)
    watchers = (
        f"SELECT watch.user_id FROM {_WATCH} watch WHERE watch.notify "  # noqa: S608
        f"AND (watch.expiry IS NULL OR watch.expiry > %s) AND ({where})"
    )
    kind, kind_values = "'watched'", list[Any]()
    if answered:
        following = (
            f"SELECT watch.user_id FROM {_WATCH} watch WHERE watch.notify "  # noqa: S608
            "AND (watch.expiry IS NULL OR watch.expiry > %s) "
            f"AND watch.kind = 'section' AND watch.part IN ({_places(answered)})"
        )
        kind = f"CASE WHEN account.id IN ({following}) THEN 'reply' ELSE 'watched' END"
        kind_values = [timezone.now(), *sorted(answered)]
    _insert(revision, kind, kind_values, f"account.id IN ({watchers})", [timezone.now(), *values])


def _changed(plan: Plan, rows: Sequence[Row]) -> dict[str, set[int]]:
    """The stored ids of the sections and fields that the edit changed, added or removed; a link in a See also
    list is a change to its section.
    """
    stored = {old.ref: new for old, new in zip(plan.rows, rows, strict=True)}
    changed: dict[str, set[int]] = {"section": set(), "field": set()}
    for row in (*plan.changed, *plan.added, *plan.removed):
        now = stored.get(row.ref, row)
        kind, id_ = ("section", now.section) if now.kind == "link" else (now.kind, now.id)
        if id_ > 0:
            changed[kind].add(id_)
    return changed


# ---- Mentions ---------------------------------------------------------------------------------------------


def _mentioned(title: Title, plan: Plan, revision: Revision, editor: Editor) -> set[str]:
    """The accounts that the summary links to, or a signed text that was added to a talk page."""
    named = {name.name for name in linked_titles(revision.summary) if name.namespace == USER}
    if title.is_talk:
        added = list(linked_titles("\n".join(_added_lines(plan))))
        if any(_signs(name, editor) for name in added):
            named |= {name.name for name in added if name.namespace == USER}
    calls = {name for name in named if "/" not in name} - {editor.name}
    return set(sorted(calls)[:MOST_MENTIONED])


def linked_titles(text: str) -> Iterator[Title]:
    """The titles that links in a text lead to, as far as they are titles."""
    if "[[" not in text:
        return
    for found in _LINK.finditer(text):
        try:
            yield parse_title(found[1].strip().lstrip(":"))
        except InvalidTitle:
            continue


def _signs(name: Title, editor: Editor) -> bool:
    """Whether a link to this page can be the editor's signature."""
    if name.namespace == -1:
        return name.name.partition("/")[2] == editor.name
    return name.namespace in (USER, USER_TALK) and name.name == editor.name


def _added_lines(plan: Plan) -> Iterable[str]:
    was = {row.ref: set(_text(row).split("\n")) for row in plan.before}
    for row in (*plan.changed, *plan.added):
        before = was.get(row.ref, set())
        yield from (line for line in _text(row).split("\n") if line not in before)


def _text(row: Row) -> str:
    return row.head + row.text if row.kind == "section" else row.text
