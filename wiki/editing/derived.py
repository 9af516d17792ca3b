"""What follows from a page's text: links, categories, facts, stored HTML. Made anew by one function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db.models import QuerySet

from wiki.editing.deriving import authorship, members, touch
from wiki.editing.deriving.authorship import Authored, ids_given
from wiki.editing.deriving.indexed import forget_page, index_changed, index_whole
from wiki.editing.deriving.touch import Looks
from wiki.editing.saving.plan import Plan
from wiki.models import Fact, InfoboxField, Link, Page, Revision, Row, StatedValue, StoredHtml, parts_live
from wiki.models.insert import insert_rows
from wiki.models.links import DISAMBIGUATION
from wiki.reading.showing.rendering import render_rows, with_ids
from wiki.reading.source import model_of
from wiki.reading.wikitext import links_of_text
from wiki.text.content import WIKITEXT
from wiki.text.fields.facts import fold_fact, folded_values
from wiki.text.html.rendered import RenderedPage
from wiki.text.language.lead import description, first_picture
from wiki.text.links import Links
from wiki.text.parts.rows import PageText
from wiki.text.titles import WITH_SUBPAGES, InvalidTitle, Title, parse_target

KEPT = 255  # characters of a key, fragment or sort key that are looked up
BATCH = 500
Derived = tuple[str, int, str, str]  # kind, namespace, title, fragment or sort key


def render(plan: Plan, title: Title) -> RenderedPage | None:
    """The page's HTML as it will be if nobody saves in between. That of a page with templates says what they
    say now, so it is not kept with the page: its readers draw it (reading/showing/rendering.py).
    """
    return None if plan.links.templates else render_rows(plan.rows, title, plan.parsed)


def describe(page: Page, plan: Plan) -> Looks:
    """Set what the page's row says of its text: whether it is a redirect, its description, its picture.

    Says how much of what other pages show of this one is another now.
    """
    was, listed = page.redirect, (page.description, page.picture)
    page.redirect = plan.links.leads_on
    page.description = description(plan.parsed, plan.links)
    page.picture = first_picture(plan.links)
    if page.redirect != was:
        return Looks.EVERYWHERE
    return Looks.LISTED if (page.description, page.picture) != listed else Looks.SAME


def links_of(parsed: PageText, own: Title, found: Links | None = None) -> set[Derived]:
    """Every link, category, file and redirect of the page `own`, given its text; see-also links apart.

    `found` is what `links_of_text` says of the text, where that is known.
    """
    found = found or links_of_text(parsed)
    listed = set(_listed(parsed))
    result: set[Derived] = set()
    for written, fragment in found.pages:
        kind = "see_also" if (written, fragment) in listed else "link"
        target = _below(written, own)
        result.add((kind, target.namespace, target.name, fragment[:KEPT]))
    result |= {("category", name.namespace, name.name, key[:KEPT]) for name, key in found.categories}
    result |= {("file", name.namespace, name.name, "") for name in found.files}
    result |= {("template", name.namespace, name.name, "") for name in found.templates}
    if found.redirect is not None:
        target, fragment = found.redirect
        result.add(("redirect", target.namespace, target.name, fragment[:KEPT]))
    return result


def _below(target: Title, own: Title) -> Title:
    """`[[/Sub]]` is a subpage of the page it stands on, where its namespace has subpages."""
    if target.namespace or not target.name.startswith("/") or own.namespace not in WITH_SUBPAGES:
        return target
    return Title(own.namespace, own.name + target.name.rstrip("/"))


def _listed(parsed: PageText) -> Iterator[tuple[Title, str]]:
    for section in parsed.sections:
        for link in section.links or ():
            try:
                target, fragment = parse_target(link.target)
            except InvalidTitle:
                continue
            if target is not None:
                yield target, fragment


def update(
    page: Page,
    plan: Plan,
    revision: Revision,
    rendered: RenderedPage | None,
    written: Authored,
    rows: Sequence[Row],
    *,
    looks: Looks,
) -> set[str]:
    """Bring everything derived in line with the page's new text, under its lock.

    `rows` are the plan's rows with the ids they were stored under; `looks` is what `describe` said. Returns
    the names of the categories that the page joined or left.
    Costs nothing for what did not change: links and facts are compared in memory.
    """
    links = _update_links(page, plan, revision.timestamp)
    authorship.store(revision, written, ids_given(plan.rows, rows))
    if any(row.kind == "field" for row in (*plan.changed, *plan.added, *plan.removed)):
        _update_facts(page, plan, revision)
    # What could not be rendered in time is not kept: the machine may have been busy.
    done = rendered if rendered and not rendered.failed else None
    store_html(page, with_ids(done, rows).packed() if done else "")
    if WIKITEXT in (plan.model, model_of(plan.before)):
        touch.put_in(page.name)
    if revision.number == 1:
        touch.existence(page.name)
    else:
        touch.notice(page.name)
        touch.looks(page.name, max(looks, _looks(links)))
    index_changed(page, plan, rows)
    return named("category", links)


def _update_links(page: Page, plan: Plan, moment: datetime) -> set[Derived]:
    """Close the links that went and open the new ones; returns both."""
    before = links_of(plan.parsed_before, page.name) if plan.before else set()
    after = links_of(plan.parsed, page.name, plan.links)
    gone, new = before - after, after - before
    _close_links(page, gone, moment)
    open_links(page, sorted(new), moment)
    members.note(page, joined=named("category", new), left=named("category", gone))
    touch.files(named("file", gone | new))
    touch.listed(listed_by(gone | new))
    return gone | new


def _close_links(page: Page, gone: set[Derived], moment: datetime) -> None:
    if gone:
        standing = Link.objects.filter(page=page, valid_to=None)
        rows = standing.values_list("pk", "kind", "namespace", "title", "extra")
        close = [pk for pk, *link in rows if tuple(link) in gone]
        Link.objects.filter(pk__in=close).update(valid_to=moment)


def _looks(links: set[Derived]) -> Looks:
    """How much of what others show of a page is another now that these links went or came."""
    if named("category", links).intersection(DISAMBIGUATION) or _file_moved(links):
        return Looks.EVERYWHERE
    return Looks.LISTED if links else Looks.SAME


def _file_moved(links: set[Derived]) -> bool:
    """Whether a name of a file leads elsewhere now: whatever shows a picture by it shows another."""
    return any(kind == "redirect" and namespace == touch.FILE for kind, namespace, *_ in links)


def named(kind: str, links: Iterable[Derived]) -> set[str]:
    """The names that links of this kind lead to."""
    return {title for one, _, title, _ in links if one == kind}


def listed_by(links: Iterable[Derived]) -> set[Title]:
    """The pages that the See also links among these lead to."""
    return {Title(namespace, title) for kind, namespace, title, _ in links if kind == "see_also"}


def open_links(page: Page, links: Sequence[Derived], moment: datetime) -> None:
    """Note that these links stand in the page from this moment on."""
    insert_rows(
        [
            Link(
                page=page, kind=kind, namespace=namespace, title=title, extra=extra, valid_from=moment,
                **(members.columns(page, extra) if kind == "category" else {}),
            )
            for kind, namespace, title, extra in links
        ]
    )  # fmt: skip


def _update_facts(page: Page, plan: Plan, revision: Revision) -> None:
    touched = [row.id for row in (*plan.changed, *plan.removed) if row.kind == "field"]
    Fact.objects.filter(page=page, valid_to=None, field_id__in=touched).update(valid_to=revision.timestamp)
    fields = InfoboxField.objects.filter(page=page, rev=revision.number)
    open_facts(page, fields, revision.timestamp, plan.model)


def open_facts(page: Page, fields: QuerySet[InfoboxField], moment: datetime, model: str) -> None:
    """Note that the fields among these state their facts from this moment on. `model`: the content model."""
    stated = fields.filter(kind="field", deleted=False).order_by("position", "pk")
    facts = Fact.objects.bulk_create(
        [
            Fact(page=page, field_id=pk, key=key[:KEPT], value=value, valid_from=moment)
            for pk, key, value in stated.values_list("pk", "key", "value")
        ],
        batch_size=BATCH,
    )
    insert_rows(stated_values(facts, model))


def stated_values(facts: Iterable[Fact], model: str) -> list[StatedValue]:
    """What these stored facts of a page of this content model say, value by value."""
    return [
        StatedValue(fact=fact, page_id=fact.page_id, folded_key=fold_fact(fact.key), folded=value)
        for fact in facts
        for value in folded_values(fact.value, model)
    ]


def store_html(page: Page, content: str) -> None:
    """Keep the rendering; empty, it notes that the first reader has to make it."""
    StoredHtml.objects.bulk_create(
        [StoredHtml(page=page, number=page.number, content=content)],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["number", "content"],
    )


def keep_html(page: Page) -> None:
    """The page has a new revision with the same text: what was rendered still holds."""
    StoredHtml.objects.filter(page=page, number=page.number - 1).update(number=page.number)


def close(page: Page, moment: datetime) -> None:
    """The page is gone: nothing links from it and no fact is stated on it any more."""
    standing = Link.objects.filter(page=page, valid_to=None)
    telling = standing.filter(kind__in=("category", "file", "see_also"))
    left = set(telling.values_list("kind", "namespace", "title", "extra"))
    standing.update(valid_to=moment)
    members.note(page, left=named("category", left))
    touch.files(named("file", left))
    touch.listed(listed_by(left))
    touch.existence(page.name)
    touch.put_in(page.name)
    touch.below(page, page.name)
    Fact.objects.filter(page=page, valid_to=None).update(valid_to=moment)
    forget_page(page.pk)


def moved(page: Page, old: Title, moment: datetime) -> None:
    """The page has another title: what follows from its title does so anew. `old` is the one that it had.

    Other pages link to the titles that they link to: those that named either look different now.
    """
    plan = Plan(page.number, (), tuple(parts_live(page.pk)))
    after = links_of(plan.parsed, page.name, plan.links)
    before = links_of(plan.parsed, old, plan.links)
    listed = {link for link in before if link[0] == "category"}  # they are listed by the title
    gone, new = (before - after) | listed, (after - before) | listed
    _close_links(page, gone, moment)
    members.note(page, joined=named("category", new), left=named("category", gone))
    open_links(page, sorted(new), moment)
    touch.files(named("file", after))
    touch.listed(listed_by(before | after))
    for title in (old, page.name):
        touch.existence(title)
        touch.put_in(title)
    touch.below(page, old, page.name)
    store_html(page, "")  # a subpage's links begin with the page's title
    index_whole(page, plan, plan.rows)


def reopen(page: Page, plan: Plan, moment: datetime) -> None:
    """The page is back: everything follows from its text again, from this moment on. `plan.before` is
    empty.
    """
    _update_links(page, plan, moment)
    touch.existence(page.name)
    touch.put_in(page.name)
    touch.below(page, page.name)
    open_facts(page, InfoboxField.objects.filter(page=page), moment, plan.model)
    index_whole(page, plan, plan.rows)
